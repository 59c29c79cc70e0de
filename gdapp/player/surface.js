// Canvases under the plot: grids of cells, and quantities that are painted pixel by pixel.

/** @import { Field, Numbers, PlotAxis, Raster } from "./types" */

import { element } from "./dom.js";
import { paintLargest, paintLayer } from "./fields.js";

/** @typedef {ReturnType<typeof canvasFor> & { state?: number }} Painted */
/** @typedef {ReturnType<typeof surfaceFor> & { state?: number }} Surface */

const FINEST = 300; // pixels along a side of a field that moves: so many can be painted in every frame
const FINEST_AT_REST = 800;

/**
 * The canvas on which a raster is painted, and the pixels that go to it.
 * @param {Raster} track
 * @param {Uint32Array} colors  the palette, as the canvas holds it
 * @param {HTMLElement} parent
 */
export function canvasFor(track, colors, parent) {
  const box = parent.appendChild(element("div"));
  const canvas = box.appendChild(element("canvas", "gd-cells"));
  canvas.width = track.cols;
  canvas.height = track.rows;
  const image = new ImageData(track.cols, track.rows);
  const pixels = new Uint32Array(image.data.buffer);
  return { track, box, canvas, colors, image, pixels, context: canvas.getContext("2d") };
}

/**
 * Lay the canvas of a raster under its axes.
 * @param {Painted} raster
 * @param {{ x: PlotAxis, y: PlotAxis }} axes
 */
export function lay({ track, box, canvas }, { x, y }) {
  const [left, right] = [x.c2p(track.extent[0]), x.c2p(track.extent[1])];
  const [bottom, top] = [y.c2p(track.extent[2]), y.c2p(track.extent[3])];
  place(box, x._offset, y._offset, x._length, y._length);
  const [width, height] = [Math.abs(right - left), Math.abs(bottom - top)];
  place(canvas, Math.min(left, right), Math.min(top, bottom), width, height);
  canvas.style.transform = `scale(${right < left ? -1 : 1}, ${bottom < top ? -1 : 1})`;
}

/**
 * Row 0 of the cells is the bottom of the picture.
 * @param {Painted} raster
 * @param {Numbers} cells
 */
export function paint({ track: { rows, cols }, colors, image, pixels, context }, cells) {
  for (let row = 0; row < rows; row++) {
    const start = (rows - 1 - row) * cols;
    for (let col = 0; col < cols; col++) pixels[row * cols + col] = colors[cells[start + col]];
  }
  context?.putImageData(image, 0, 0);
}

/**
 * The canvas that fills the box of a panel, on which a field is painted.
 * @param {Field} field
 * @param {Uint32Array} palette
 * @param {number} line
 * @param {HTMLElement} parent
 */
export function surfaceFor(field, palette, line, parent) {
  const box = parent.appendChild(element("div"));
  const canvas = box.appendChild(element("canvas"));
  const look = { width: 0, height: 0, fromX: 0, stepX: 0, fromY: 0, stepY: 0 };
  return { field, box, canvas, palette, line, look, context: canvas.getContext("2d") };
}

/**
 * Lay the canvas over the panel, and find where on the grid its pixels look; what has moved is painted anew.
 * @param {Surface} surface
 * @param {{ x: PlotAxis, y: PlotAxis }} axes
 * @param {number} [most]  pixels along a side
 */
export function fit(surface, { x, y }, most = surface.field.states > 1 ? FINEST : FINEST_AT_REST) {
  const { field, box, canvas, look } = surface;
  place(box, x._offset, y._offset, x._length, y._length);
  place(canvas, 0, 0, x._length, y._length);
  const finest = Math.min(1, most / Math.max(x._length, y._length));
  const [width, height] = [x, y].map(({ _length }) => Math.max(1, Math.round(_length * finest)));
  const [left, right, bottom, top] = field.extent;
  const [stepX, fromX] = nodesAlong(x, left, right, field.cols, width);
  const [stepY, fromY] = nodesAlong(y, bottom, top, field.rows, height);
  const next = { width, height, fromX, stepX, fromY, stepY };
  if (JSON.stringify(next) === JSON.stringify(look)) return;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  Object.assign(look, next);
  surface.state = undefined;
}

/**
 * Along an axis: how many nodes a pixel is wide, and on which node the middle of the first pixel is.
 * @param {PlotAxis} axis
 * @param {number} low
 * @param {number} high
 * @param {number} nodes
 * @param {number} pixels
 */
function nodesAlong(axis, low, high, nodes, pixels) {
  const [first, last] = [axis.c2p(low), axis.c2p(high)];
  const step = ((axis._length / pixels) * (nodes - 1)) / (last - first);
  return [step, (-first * (nodes - 1)) / (last - first) + step / 2];
}

/**
 * @param {Surface} surface
 * @param {Float32Array} nodes
 */
export function paintField({ field, palette, line, look, context }, nodes) {
  const image = new ImageData(look.width, look.height);
  const pixels = new Uint32Array(image.data.buffer);
  if (field.layers === 1) paintLayer(pixels, field, nodes, palette, look);
  else paintLargest(pixels, field, nodes, palette, line, look);
  context?.putImageData(image, 0, 0);
}

/**
 * @param {HTMLElement} node
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 */
export function place({ style }, left, top, width, height) {
  style.left = `${left}px`;
  style.top = `${top}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}
