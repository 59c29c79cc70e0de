"""Numbers as a reader sees them, in one notation everywhere: few digits, a real minus sign, thousands apart, powers of ten raised.

>>> number(0.05), number(-1234.5), number(8.784e-6)
('0.0500', '−1,234', '8.78·10⁻⁶')
"""

from collections.abc import Iterable
from math import floor, log10

import numpy as np

from gdcore.arrays import Array

LEAST_PLAIN, MOST_PLAIN = -4, 5
"""From 10⁻⁴ up to below 10⁶ a number is written out."""

MOST_DIGITS = 15
"""More digits than this a float does not have."""


def number(value: float, digits: int = 3) -> str:
    """A number with `digits` significant digits, and all digits before its point; nothing at all is 0."""
    value = float(value)
    if not value:
        return "0"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")  # rounded first: 9.996 is 10.0
    if LEAST_PLAIN <= int(exponent) <= MOST_PLAIN:
        text = f"{value:,.{max(0, digits - 1 - int(exponent))}f}"
    else:
        text = f"{mantissa}·{power_of_ten(int(exponent))}"
    return text.replace("-", "−")


def numbers(values: Array) -> list[str]:
    """`number` of each value: three times as fast for a whole column, whose powers of ten are found at once."""
    column = np.asarray(values, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.floor(np.log10(np.abs(column)))
        lead = np.abs(column) / 10.0**power  # from 1 up to below 10
    plain = (power >= LEAST_PLAIN) & (power < MOST_PLAIN) & (lead > 1 + 1e-9) & (lead < 9.99)
    decimals = np.where(plain, np.maximum(0, 2 - np.where(plain, power, 0)), -1).astype(int).tolist()
    return [
        f"{value:,.{places}f}".replace("-", "−") if places >= 0 else number(value)
        for value, places in zip(column.tolist(), decimals, strict=True)
    ]


ROUNDING = 1e-14
"""Of a difference no more than this share of what it is taken from can be rounding alone."""


def above_rounding(values: Array) -> Array:
    """Lengths, with 0 for those that are no more than what rounding leaves of the largest, and so may well be 0."""
    lengths = np.asarray(values, float)
    return np.where(lengths > ROUNDING * lengths.max(initial=0.0), lengths, 0.0)


def power_of_ten(exponent: int) -> str:
    """10⁻⁶ and its like."""
    return "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def apart(low: float, high: float) -> str:
    """Two numbers, "0.4358 and 0.4362", in as many digits as it takes to tell them apart, three at least."""
    enough = range(3, MOST_DIGITS)
    digits = next((count for count in enough if number(low, count) != number(high, count)), 3)
    return f"{number(low, digits)} and {number(high, digits)}"


LEAST_SHORT = 100
"""From this size on a number in brackets has no decimals."""


def percent(value: float) -> str:
    """A share as a percentage with one decimal."""
    return f"{100 * float(value):.1f} %"


def vector(values: Iterable[float]) -> str:
    """Numbers in brackets, with two decimals; large ones as they are written everywhere."""
    return "(" + ", ".join(map(entry, values)) + ")"


def entry(value: float) -> str:
    """One number of a vector. What rounds to 0 has no sign."""
    rounded = round(float(value), 2)
    return number(rounded) if abs(rounded) >= LEAST_SHORT else f"{rounded + 0.0:.2f}".replace("-", "−")


ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
"""The round values of a decade."""


def round_down(value: float) -> float:
    """The largest round number that is not above `value`, which is above 0."""
    exponent = floor(log10(value) + 1e-12)
    return float(f"{max(step for step in ROUND if step <= value / 10.0**exponent * (1 + 1e-9))}e{exponent}")
