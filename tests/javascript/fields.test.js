// Quantities over the plane, pixel by pixel: known by hand at every pixel.

/** @import { Field } from "../../gdapp/player/types" */

import assert from "node:assert/strict";
import { test } from "node:test";
import { paintLargest, paintLayer } from "../../gdapp/player/fields.js";

/**
 * A field of which only the shape and the cuts matter.
 * @param {Partial<Field>} parts
 * @returns {Field}
 */
const field = (parts) => ({
  layers: 1,
  rows: 2,
  cols: 2,
  states: 1,
  cuts: [0],
  palette: [],
  line: "",
  scale: [1],
  extent: [0, 1, 0, 1],
  xaxis: "x",
  yaxis: "y",
  state: () => 0,
  nodes: () => new Float32Array(),
  ...parts,
});

/** A canvas whose first pixel looks at the upper left node and whose last one at the lower right, as a plot has it. */
const looking = (width = 5, height = 5) => ({
  width,
  height,
  fromX: 0,
  stepX: 1 / (width - 1),
  fromY: 1,
  stepY: -1 / (height - 1),
});

/** @param {Uint32Array} pixels */
const rowsOf = (pixels, width = 5) =>
  Array.from({ length: pixels.length / width }, (_, row) => [
    ...pixels.slice(row * width, (row + 1) * width),
  ]);

test("one layer: a plane from its four corners is exact at every pixel", () => {
  const pixels = new Uint32Array(25);
  // s = x − y: −1 at the upper left, 0 on the rising diagonal, 1 at the lower right
  paintLayer(
    pixels,
    field({ cuts: [-0.6, -0.1, 0.1, 0.6] }),
    Float32Array.of(0, 1, -1, 0),
    Uint32Array.of(1, 2, 3, 4, 5),
    looking(),
  );
  assert.deepEqual(rowsOf(pixels), [
    [1, 1, 2, 2, 3],
    [1, 2, 2, 3, 4],
    [2, 2, 3, 4, 4],
    [2, 3, 4, 4, 5],
    [3, 4, 4, 5, 5],
  ]);
});

test("beyond the grid its edge goes on", () => {
  const pixels = new Uint32Array(4);
  const look = { width: 4, height: 1, fromX: -1, stepX: 1, fromY: 0, stepY: 1 };
  paintLayer(pixels, field({}), Float32Array.of(-1, 1, -1, 1), Uint32Array.of(7, 8), look);
  assert.deepEqual([...pixels], [7, 7, 8, 8]);
});

test("several layers: the largest has the pixel, and its share decides the shade", () => {
  const pixels = new Uint32Array(5);
  const look = { ...looking(5, 1), fromY: 0, stepY: 0 };
  // two scores, 2 ahead at either end: shares 0.88, 0.73, 0.5, 0.73, 0.88
  const nodes = Float32Array.of(2, 0, 2, 0, 0, 2, 0, 2);
  paintLargest(
    pixels,
    field({ layers: 2, cuts: [0.6, 0.8] }),
    nodes,
    Uint32Array.of(1, 2, 3, 4, 5, 6),
    0,
    look,
  );
  assert.deepEqual([...pixels], [3, 2, 1, 5, 6]);
});

test("a line is drawn where the largest changes, and only there", () => {
  const nodes = Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1);
  const pixels = new Uint32Array(24);
  paintLargest(pixels, field({ layers: 2, cuts: [0.99] }), nodes, Uint32Array.of(1, 1, 2, 2), 9, {
    ...looking(6, 4),
  });
  assert.deepEqual(rowsOf(pixels, 6).slice(0, 3), Array(3).fill([1, 1, 9, 2, 2, 2]));
});
