// Numbers as gdcore/digits.py writes them: few digits, a real minus sign, thousands apart, powers of ten raised.

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * @param {number} value
 * @param {number} [digits]  significant ones
 */
export function number(value, digits = 3) {
  if (value === 0) return "0";
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent > 5) return minus(`${mantissa}·10${raised(exponent)}`);
  const [whole, decimals] = Math.abs(value)
    .toFixed(Math.max(0, digits - 1 - exponent))
    .split(".");
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0 ? "−" : ""}${apart}${decimals ? `.${decimals}` : ""}`;
}

/**
 * What is counted, as epochs: whole numbers have no decimals.
 * @param {number} value
 */
export const counted = (value) => number(value, Number.isInteger(value) && Math.abs(value) < 1e6 ? 1 : 3);

/** @param {string} text */
const minus = (text) => text.replace("-", "−");

/** @param {number} exponent */
const raised = (exponent) =>
  (exponent < 0 ? "⁻" : "") + [...`${Math.abs(exponent)}`].map((digit) => RAISED[Number(digit)]).join("");
