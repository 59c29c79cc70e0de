// The figure as Plotly gets it: defaults, tokens resolved, each panel in its place, and as little new as can be.

/** @import { Box, Colors, Figure, Open, Scene } from "./types" */

import { axisKey, axisKeys, decades } from "./axes.js";
import { resolve } from "./colors.js";

/**
 * The figure for these places and this theme: defaults, tokens resolved, moving traces on placeholder points.
 * @param {Pick<Scene, "figure" | "panels" | "traces">} scene
 * @param {{ width: number, height: number, boxes: Box[], touch: boolean }} places
 * @param {Colors} colors
 * @param {Open[]} [known]  the traces of the figure before
 * @returns {Figure}
 */
export function figure(scene, { width, height, boxes, touch }, colors, known) {
  const layout = merge({}, scene.figure.layout);
  scene.panels.forEach(({ xaxis, yaxis }, index) => {
    const { left, top, wide, high } = boxes[index];
    const [across, up] = [axisKey({ xaxis }, "x"), axisKey({ yaxis }, "y")];
    layout[across] = { ...layout[across], domain: [left / width, (left + wide) / width] };
    layout[up] = { ...layout[up], domain: [1 - (top + high) / height, 1 - top / height] };
  });
  const result = resolve(merge(defaults(colors, touch, axisKeys(layout)), layout), colors);
  for (const value of Object.values(result))
    if (value?.type === "log" && !value.tickvals && !value.dtick) Object.assign(value, decades(value.range));
  Object.assign(result, { width, height });
  result.paper_bgcolor = result.plot_bgcolor = "rgba(0,0,0,0)"; // the rasters are underneath
  const sizes = new Map(scene.traces.map((track) => [track.trace, track.size]));
  const data = scene.figure.data.map((trace, index) => {
    const made = { type: "scatter", ...resolve(trace, colors), uid: `gd${index}`, showlegend: false };
    const points = sizes.get(index);
    if (points === undefined) return made;
    const size = made.mode === "lines" && made.hoverinfo === "skip" ? 2 : points;
    for (const side of ["x", "y"])
      made[side] = spots(layout[axisKey(made, side)], size, known?.[index]?.[side]);
    return made;
  });
  return { data, layout: result };
}

/**
 * @param {Colors} colors
 * @param {boolean} touch  whether a finger on the plot is to scroll the page
 * @param {string[]} axes  their keys
 */
function defaults(colors, touch, axes) {
  const font = { family: colors.font, size: 15, color: colors.ink };
  const axis = {
    gridcolor: colors.grid,
    zeroline: false,
    linecolor: colors.muted,
    tickcolor: colors.muted,
    tickfont: { size: 14, color: colors.muted },
    title: { font: { size: 15, color: colors.ink } },
  };
  return {
    margin: { l: 0, r: 0, t: 0, b: 0 },
    hovermode: "closest",
    uirevision: "kept",
    showlegend: false,
    hoverlabel: { bgcolor: colors.panel, bordercolor: colors.grid, font },
    font,
    dragmode: touch ? false : "zoom",
    ...Object.fromEntries(axes.map((key) => [key, axis])),
  };
}

/**
 * What is known already, wherever the fresh value says the same: Plotly leaves alone what is the same object as before.
 * @param {any} fresh
 * @param {any} known
 * @returns {any}
 */
export function shared(fresh, known) {
  if (!fresh || !known || typeof fresh !== "object" || typeof known !== "object") return fresh;
  if (ArrayBuffer.isView(fresh)) return ArrayBuffer.isView(known) && same(fresh, known) ? known : fresh;
  const keys = Object.keys(fresh);
  for (const key of keys) fresh[key] = shared(fresh[key], known[key]);
  const all = keys.length === Object.keys(known).length && keys.every((key) => fresh[key] === known[key]);
  return all ? known : fresh;
}

/**
 * Every point on screen, so that Plotly makes a node for each; adopt() moves them at once. The last ones, if they still do.
 * @param {Open} axis
 * @param {number} size
 * @param {number[]} [last]
 * @returns {number[]}
 */
function spots({ range, type }, size, last) {
  const log = type === "log";
  const [low, high] = log ? range.map((/** @type {number} */ power) => 10 ** power) : range;
  /** @param {number} value */
  const inside = (value) => value > Math.min(low, high) && value < Math.max(low, high);
  if (last?.length === size && last.slice(0, 2).every(inside)) return last;
  /** @param {number} share */
  const spot = (share) => (log ? low ** (1 - share) * high ** share : low + (high - low) * share);
  return Array.from({ length: size }, (_, j) => spot(0.4 + 0.2 * (j % 2)));
}

/**
 * Write what source has into target, objects into objects; those of source stay as they are.
 * @param {Open} target
 * @param {Open} source
 */
export function merge(target, source) {
  for (const [key, value] of Object.entries(source)) {
    const plain = value !== null && typeof value === "object" && !Array.isArray(value);
    target[key] = plain ? merge({ ...target[key] }, value) : value;
  }
  return target;
}

/**
 * Whether two rows hold the same numbers.
 * @param {any} a
 * @param {any} b
 * @returns {boolean}
 */
export const same = (a, b) =>
  a === b ||
  (a.length === b.length &&
    a.every((/** @type {number} */ value, /** @type {number} */ j) => value === b[j]));
