// Colours: tokens such as "--gd-accent" by their values in the theme of the page, and as the bits that a canvas holds.

/** @import { Colors } from "./types" */

import TOKENS from "./theme.json" with { type: "json" };

/**
 * The theme of the page around us, read from its background.
 * @param {Element} node
 * @returns {Colors}
 */
export function theme(node) {
  const style = getComputedStyle(node);
  const pen = document.createElement("canvas").getContext("2d");
  const mode = modeOf(packed(style.getPropertyValue("--st-background-color").trim() || "#fff", pen));
  return { mode, font: style.getPropertyValue("--st-font").trim() || "sans-serif", ...TOKENS[mode] };
}

/**
 * Whether a page with this background is a light or a dark one.
 * @param {number} bits
 */
export function modeOf(bits) {
  return (bits & 255) + ((bits >> 8) & 255) + ((bits >> 16) & 255) > 382 ? "light" : "dark";
}

/** @param {string} color  as "#rrggbb" */
const hex = (color) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

/**
 * A token by its name; "class-0@0.3" is that colour with that opacity, "div@0.3" the place 0.3 of the way along a scale.
 * @param {string} text
 * @param {Colors} colors
 */
function token(text, colors) {
  const [name, number] = text.split("@");
  if (number === undefined) return colors[name];
  if (colors[name]) return `rgba(${hex(colors[name])},${number})`;
  const at = Math.min(Math.max(Number(number), 0), 1) * 8;
  const low = Math.min(Math.floor(at), 7);
  const [from, to] = [hex(colors[`${name}-${low}`]), hex(colors[`${name}-${low + 1}`])];
  return `rgb(${from.map((value, j) => Math.round(value + (at - low) * (to[j] - value)))})`;
}

/**
 * Replace colour tokens wherever they stand.
 * @param {any} value
 * @param {Colors} colors
 * @returns {any}
 */
export function resolve(value, colors) {
  if (typeof value === "string")
    return value.startsWith("--gd-") ? (token(value.slice(5), colors) ?? value) : value;
  if (Array.isArray(value)) return value.map((item) => resolve(item, colors));
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, colors)]));
}

/**
 * A CSS colour as the 32 bits that ImageData holds; the canvas reads any notation for us.
 * @param {string} color
 * @param {{ fillStyle: unknown } | null} pen
 */
export function packed(color, pen) {
  if (!pen) throw new Error("this browser gives no canvas to draw on");
  pen.fillStyle = color;
  return bits(String(pen.fillStyle));
}

/**
 * The bits of a colour as a canvas writes it: "#rrggbb", or "rgba(…)" where it is not opaque.
 * @param {string} text
 */
export function bits(text) {
  const [r, g, b, a = 1] = text.startsWith("#") ? hex(text) : (text.match(/[\d.]+/g) ?? []).map(Number);
  return ((Math.round(a * 255) << 24) | (b << 16) | (g << 8) | r) >>> 0;
}
