// Colours: tokens such as "--gd-accent" by their values in the theme of the page, and as the bits that a canvas holds.

import TOKENS from "./theme.json" with { type: "json" };

// The theme of the page around us, read from its background.
export function theme(node) {
  const style = getComputedStyle(node);
  const pen = document.createElement("canvas").getContext("2d");
  const color = packed(style.getPropertyValue("--st-background-color").trim() || "#fff", pen);
  const light = (color & 255) + ((color >> 8) & 255) + ((color >> 16) & 255) > 382;
  const mode = light ? "light" : "dark";
  return { mode, font: style.getPropertyValue("--st-font").trim() || "sans-serif", ...TOKENS[mode] };
}

// Replace colour tokens, "--gd-accent", wherever they stand.
// A token by its name; "class-0@0.3" is that colour with that opacity, "div@0.3" the place 0.3 of the way along a scale.
function token(text, colors) {
  const [name, number] = text.split("@");
  if (number === undefined) return colors[name];
  const hex = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  if (colors[name]) return `rgba(${hex(colors[name])},${number})`;
  const at = Math.min(Math.max(number, 0), 1) * 8, low = Math.min(Math.floor(at), 7);
  const [from, to] = [hex(colors[`${name}-${low}`]), hex(colors[`${name}-${low + 1}`])];
  return `rgb(${from.map((value, j) => Math.round(value + (at - low) * (to[j] - value)))})`;
}

export function resolve(value, colors) {
  if (typeof value === "string") return value.startsWith("--gd-") ? token(value.slice(5), colors) ?? value : value;
  if (Array.isArray(value)) return value.map((item) => resolve(item, colors));
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, colors)]));
}

// A CSS colour as the 32 bits that ImageData holds; the canvas reads any notation for us.
export function packed(color, pen) {
  pen.fillStyle = color;
  const text = pen.fillStyle;
  const hex = text.startsWith("#") && [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16));
  const [r, g, b, a = 1] = hex || text.match(/[\d.]+/g).map(Number);
  return ((Math.round(a * 255) << 24) | (b << 16) | (g << 8) | r) >>> 0;
}
