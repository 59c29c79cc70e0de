// The head of a panel: its title in words, and a key of what is drawn on it, each name beside the mark that it has there.

/** @import { Colors, Open, Scene } from "./types" */

import { resolve } from "./colors.js";
import { element } from "./dom.js";

// Marks on a grid around 0, as large as their names are high.
const cross = "M-1.7-5H1.7V-1.7H5V1.7H1.7V5H-1.7V1.7H-5V-1.7H-1.7Z";
/** @type {Record<string, string>} */
const MARKS = {
  circle: "M-4.6 0A4.6 4.6 0 1 0 4.6 0A4.6 4.6 0 1 0-4.6 0Z",
  "triangle-up": "M0-5L5 4H-5Z",
  square: "M-4.3-4.3H4.3V4.3H-4.3Z",
  diamond: "M0-5.8L5.8 0L0 5.8L-5.8 0Z",
  cross,
  x: "M-4.7-2.3L-2.3-4.7L0-2.4L2.3-4.7L4.7-2.3L2.4 0L4.7 2.3L2.3 4.7L0 2.4L-2.3 4.7L-4.7 2.3L-2.4 0Z",
  star: "M0-6L1.5-1.9L5.7-1.8L2.3 0.7L3.5 4.9L0 2.4L-3.5 4.9L-2.3 0.7L-5.7-1.8L-1.5-1.9Z",
  hexagon: "M-2.5-4.4H2.5L5 0L2.5 4.4H-2.5L-5 0Z",
  pentagon: "M0-5.2L5-1.6L3.1 4.3H-3.1L-5-1.6Z",
  bowtie: "M-5-4.2L5 4.2V-4.2L-5 4.2Z",
};
/** @type {Record<string, string>} */
const DASHES = {
  solid: "",
  dash: "5 3",
  dot: "1.6 2.4",
  dashdot: "6 2.5 1.6 2.5",
  longdash: "9 3",
  longdashdot: "9 2.5 1.6 2.5",
};

/**
 * The heads of all panels, in their order.
 * @param {Pick<Scene, "figure" | "panels" | "press">} scene
 * @param {Colors} colors
 */
export function heads(scene, colors) {
  const data = scene.figure.data.filter(({ meta }) => meta !== "press" || scene.press);
  return scene.panels.map(({ title, xaxis }) => {
    const head = element("div", "gd-head");
    if (title) head.appendChild(element("b")).textContent = title;
    for (const trace of keyOf(data, xaxis)) {
      const entry = head.appendChild(element("span"));
      entry.innerHTML = swatch(resolve(trace, colors));
      entry.append(trace.name);
    }
    return head;
  });
}

/**
 * The traces on a panel that have a name for its key.
 * @param {Open[]} data
 * @param {string} xaxis
 */
export const keyOf = (data, xaxis) =>
  data.filter((trace) => trace.showlegend && trace.name && (trace.xaxis ?? "x") === xaxis);

/**
 * The dashes of a line, by their name or by their lengths: "10px,3px".
 * @param {string} [dash]
 */
const dashes = (dash = "solid") => DASHES[dash] ?? dash.replaceAll("px", "").replaceAll(",", " ");

/**
 * The mark or the line of a trace, as a small picture.
 * @param {Open} trace
 */
export function swatch({ mode = "lines", line = {}, marker = {} }) {
  const parts = [];
  if (mode.includes("lines"))
    parts.push(
      `<path d="M-12 0H12" stroke="${line.color}" stroke-width="${Math.min(line.width ?? 2, 4)}"` +
        ` stroke-dasharray="${dashes(line.dash)}"/>`,
    );
  if (mode.includes("markers")) {
    const [symbol, open] = String(marker.symbol ?? "circle").split(/-(?=open$)/);
    const edge = open ? marker.color : (marker.line?.color ?? "none");
    parts.push(
      `<path d="${MARKS[symbol] ?? MARKS.circle}" fill="${open ? "none" : marker.color}" stroke="${edge}"` +
        ` stroke-width="${open ? 1.8 : 0.6}"/>`,
    );
  }
  const half = mode.includes("lines") ? 13 : 7;
  return `<svg viewBox="${-half} -7 ${2 * half} 14" width="${2 * half}" height="14" aria-hidden="true">${parts.join("")}</svg>`;
}
