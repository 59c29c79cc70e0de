// The axes of a layout: their names, their ticks, and what differs between those of two runs.

/** @import { Margins, Open, Panel, Place } from "./types" */

const DIGIT = 8; // px

/** @param {string} key */
const isAxis = (key) => /^[xy]axis\d*$/.test(key);

/**
 * The key in the layout of the axis that a trace or raster stands on: "x2" is that of "xaxis2".
 * @param {Open} item
 * @param {string} side  "x" or "y"
 */
export const axisKey = (item, side) => `${side}axis${(item[`${side}axis`] ?? side).slice(1)}`;

/**
 * The keys of all axes of a layout, the first pair even where nothing is said about it.
 * @param {Open} layout
 */
export const axisKeys = (layout) => Object.keys({ xaxis: 1, yaxis: 1, ...layout }).filter(isAxis);

/**
 * Where an event is on a panel, in px from its corner and in data coordinates; undefined beside it.
 * @param {Open} plot
 * @param {Panel} panel
 * @param {{ clientX: number, clientY: number }} event
 * @returns {Place | undefined}
 */
export function placeOn(plot, panel, event) {
  const layout = plot._fullLayout;
  if (!layout || event.clientX === undefined) return undefined;
  const [across, up] = [layout[axisKey(panel, "x")], layout[axisKey(panel, "y")]];
  const { left, top } = plot.getBoundingClientRect();
  const [x, y] = [event.clientX - left - across._offset, event.clientY - top - up._offset];
  if (!(x >= 0 && y >= 0 && x <= across._length && y <= up._length)) return undefined;
  return { x, y, point: [across.p2c(x), up.p2c(y)] };
}

/**
 * The room that the labels of a panel need around it, in px.
 * @param {Open} layout
 * @param {Panel} panel
 * @returns {Margins}
 */
export function margins(layout, { yaxis }) {
  const up = layout[axisKey({ yaxis }, "y")];
  const second = Object.values(layout).some((axis) => axis?.overlaying === yaxis && axis.side === "right");
  const bare = up?.showticklabels === false;
  return {
    left: bare ? 12 : Math.max(56, 24 + DIGIT * longest(up)),
    right: second ? 56 : 14,
    head: 0,
    below: 54,
    square: Boolean(up?.scaleanchor),
  };
}

/**
 * About how many characters the longest label of an axis has.
 * @param {Open} [axis]
 */
export function longest({ range, type, minexponent } = {}) {
  if (!range || type === "log") return 0;
  const most = Math.max(Math.abs(range[0]), Math.abs(range[1]));
  const power = Math.floor(Math.log10(most));
  if (!Number.isFinite(power)) return 0;
  const sign = Math.min(...range) < 0 ? 1 : 0;
  if (Math.abs(power) > (minexponent ?? 3)) return sign + 6; // 2.5×10⁷, its last digit small
  const step = Math.abs(range[1] - range[0]) / 5; // about; from 0.55 on Plotly takes 1, and so on
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 0.26));
  const whole = Math.max(power, 0) + 1;
  return sign + whole + Math.floor((whole - 1) / 3) + (decimals ? decimals + 1 : 0);
}

/**
 * The axes whose range or ticks are all that differs, as Plotly.relayout takes them: it draws only these anew. Else null.
 * @param {Open} layout
 * @param {Open} before
 */
export function movedAxes(layout, before) {
  /** @type {Open} */
  const moved = {};
  for (const [name, fresh] of Object.entries(layout)) {
    if (fresh === before[name]) continue;
    if (!isAxis(name) || !before[name]) return null;
    for (const [key, value] of Object.entries(fresh)) {
      if (value === before[name][key]) continue;
      if (!["range", "tickvals", "ticktext"].includes(key)) return null;
      moved[`${name}.${key}`] = structuredClone(value); // Plotly writes into what it is given
    }
  }
  return moved;
}

/**
 * The range of every axis, as Plotly.relayout takes it: what zooming out goes back to. Plotly itself remembers an earlier run's.
 * @param {Open} layout
 * @returns {Open}
 */
export function ranges(layout) {
  const fixed = Object.entries(layout).filter(([name, axis]) => isAxis(name) && axis.range);
  return Object.fromEntries(fixed.map(([name, axis]) => [`${name}.range`, [...axis.range]]));
}

/**
 * Plotly sets the small digits of a log axis in 10 px; ticks of our own stay legible.
 * @param {[number, number]} range  powers of ten, in either order
 */
export function decades(range) {
  const [low, high] = [...range].sort((a, b) => a - b);
  const steps = high - low < 2.2 ? [1, 2, 5] : [1];
  const every = Math.ceil((high - low) / 7);
  const tickvals = [];
  const ticktext = [];
  for (let power = Math.floor(low); power <= high; power++) {
    if (power % every !== 0) continue;
    for (const step of steps) {
      tickvals.push(Number(`${step}e${power}`));
      ticktext.push(tickText(step, power));
    }
  }
  return { tickvals, ticktext };
}

/**
 * @param {number} step  1, 2 or 5
 * @param {number} power  of ten
 */
function tickText(step, power) {
  const plain = power >= -4 && power < 5;
  const text = plain ? `${Number(`${step}e${power}`)}` : `${step > 1 ? `${step}·` : ""}10<sup>${power}</sup>`;
  return text.replace("-", "\u2212");
}
