// Where the points of a trace are at an epoch, for every kind of track. The numbers are exact in float32.

/** @import { PackedArray, PackedRaster } from "../../gdapp/player/types" */

import assert from "node:assert/strict";
import { test } from "node:test";
import { unpack } from "../../gdapp/player/tracks.js";
import { bytesOf, floats, integers, points, small, track } from "./made.js";

const { NaN: gap } = Number;

test("rows: one an epoch, and NaN stays NaN", () => {
  const arrays = [floats([3, 2], 0.5, 1.5, gap, -2, 8, 16)];
  const [moving] = unpack(bytesOf({ traces: [track({ y: { rows: 0 } })], arrays })).traces;
  assert.equal(moving.size, 2);
  assert.deepEqual(points(moving, 0), [
    [0, 1],
    [0.5, 1.5],
  ]);
  assert.deepEqual(points(moving, 1)[1], [gap, -2]);
  assert.deepEqual(points(moving, 2)[1], [8, 16]);
  assert.deepEqual([0, 1, 2].map(moving.state), [0, 1, 2]);
});

test("a single row holds still while the other coordinate moves", () => {
  const arrays = [floats([1, 2], 3, 4), floats([3, 2], 0, 0, 1, 1, 2, 2)];
  const traces = [track({ x: { rows: 0 }, y: { rows: 1 } })];
  const [moving] = unpack(bytesOf({ traces, arrays })).traces;
  for (const epoch of [0, 1, 2])
    assert.deepEqual(points(moving, epoch), [
      [3, 4],
      [epoch, epoch],
    ]);
});

test("a coordinate that is not given is the figure's own, null as a gap", () => {
  const data = [{ x: [1, null, 3], y: [7, 8, 9] }];
  const arrays = [floats([3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9)];
  const [moving] = unpack(bytesOf({ data, traces: [track({ y: { rows: 0 } })], arrays })).traces;
  assert.deepEqual(points(moving, 2), [
    [1, gap, 3],
    [7, 8, 9],
  ]);
});

test("Affine: offset + basis · coefficients, and NaN in the offset breaks the line", () => {
  const basis = floats([3, 2], 1, 0, 0, 1, 2, -1); // points: the first number, the second, 2·first − second
  const coefficients = floats([3, 2], 0, 0, 3, 4, -1, 0.5);
  const arrays = [basis, coefficients, floats([3], gap, 10, 0.25)];
  const data = [{ x: [0, 1, 2], y: [] }];
  const traces = [track({ y: { basis: 0, coefficients: 1, offset: 2 } })];
  const [moving] = unpack(bytesOf({ data, traces, arrays })).traces;
  assert.equal(moving.size, 3);
  assert.deepEqual(points(moving, 0)[1], [gap, 10, 0.25]);
  assert.deepEqual(points(moving, 1)[1], [gap, 14, 2.25]);
  assert.deepEqual(points(moving, 2)[1], [gap, 10.5, -2.25]);
});

test("Affine without an offset starts from zero; both coordinates may be one", () => {
  const arrays = [floats([2, 1], 2, 3), floats([3, 1], 1, -1, 0.5)];
  const affine = { basis: 0, coefficients: 1, offset: null };
  const [moving] = unpack(bytesOf({ traces: [track({ x: affine, y: affine })], arrays })).traces;
  assert.deepEqual(points(moving, 1), [
    [-2, -3],
    [-2, -3],
  ]);
  assert.deepEqual(points(moving, 2), [
    [1, 1.5],
    [1, 1.5],
  ]);
});

test("between two key epochs the earlier row is shown", () => {
  const arrays = [floats([3, 1], 10, 20, 30), integers([3], 0, 3, 7)];
  const traces = [track({ y: { rows: 0 }, epochs: 1 })];
  const data = [{ x: [5], y: [0] }];
  const [moving] = unpack(bytesOf({ data, traces, arrays, last: 9 })).traces;
  const epochs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  assert.deepEqual(epochs.map(moving.state), [0, 0, 0, 1, 1, 1, 1, 2, 2, 2]);
  assert.deepEqual(
    epochs.map((epoch) => points(moving, epoch)[1][0]),
    [10, 10, 10, 20, 20, 20, 20, 30, 30, 30],
  );
});

test("before the first key epoch its row is shown; one key alone is shown always", () => {
  const four = [floats([4, 1], 1, 2, 3, 4), integers([4], 2, 5, 6, 8)];
  const one = [floats([1, 1], 1), integers([1], 4)];
  /** @param {PackedArray[]} arrays */
  const states = (arrays) => {
    const traces = [track({ y: { rows: 0 }, epochs: 1 })];
    const [moving] = unpack(bytesOf({ data: [{ x: [0], y: [0] }], traces, arrays, last: 9 })).traces;
    return [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(moving.state);
  };
  assert.deepEqual(states(four), [0, 0, 0, 0, 0, 1, 2, 2, 3, 3]);
  assert.deepEqual(states(one), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test("mask: one bit a point, the lowest first, each row from a byte of its own", () => {
  const row = Array.from({ length: 10 }, (_, j) => j);
  const bits = small([2, 2], 0b00000101, 0b10, 0b10000000, 0b01); // points 0, 2 and 9; then 7 and 8
  const arrays = [bits, integers([2], 0, 2)];
  const traces = [track({ mask: 0, epochs: 1 })];
  const [moving] = unpack(bytesOf({ data: [{ x: row, y: row }], traces, arrays })).traces;
  /** @param {number} epoch */
  const shown = (epoch) => points(moving, epoch)[0].filter((x) => !Number.isNaN(x));
  assert.deepEqual([0, 1, 2].map(shown), [
    [0, 2, 9],
    [0, 2, 9],
    [7, 8],
  ]);
  assert.deepEqual([0, 1, 2].map(moving.state), [0, 0, 1]);
});

test("prefix: the points of the epochs so far, of a trace that itself rests", () => {
  const data = [{ x: [0, 1, 2], y: [9, 4, 1] }];
  const [moving] = unpack(bytesOf({ data, traces: [track({ prefix: true })] })).traces;
  assert.deepEqual(points(moving, 0)[0], [0, gap, gap]);
  assert.deepEqual(points(moving, 1), [
    [0, 1, gap],
    [9, 4, 1],
  ]);
  assert.deepEqual(points(moving, 2)[0], [0, 1, 2]);
  assert.deepEqual([0, 1, 2].map(moving.state), [0, 1, 2]);
});

test("raster: the cells of the key epoch, and no others", () => {
  const arrays = [small([2, 2, 3], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), integers([2], 0, 2)];
  /** @type {PackedRaster} */
  const packed = {
    indices: 0,
    epochs: 1,
    palette: ["--gd-ink", "#fff"],
    extent: [0, 1, 2, 3],
    xaxis: "x2",
    yaxis: "y2",
  };
  const [raster] = unpack(bytesOf({ rasters: [packed], arrays })).rasters;
  assert.deepEqual(
    [raster.rows, raster.cols, raster.palette, raster.extent],
    [2, 3, ["--gd-ink", "#fff"], [0, 1, 2, 3]],
  );
  assert.deepEqual([raster.xaxis, raster.yaxis], ["x2", "y2"]);
  assert.deepEqual([0, 1, 2].map(raster.state), [0, 0, 1]);
  assert.deepEqual(
    [0, 1, 2].map((epoch) => [...raster.cells(epoch)]),
    [
      [0, 1, 2, 3, 4, 5],
      [0, 1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10, 11],
    ],
  );
});

test("arrays are found wherever the header ends and the message begins", () => {
  const arrays = [small([3, 1], 1, 0, 1), floats([3, 1], 0.5, -0.5, 4)];
  const traces = [track({ y: { rows: 1 }, mask: 0 })];
  for (let length = 0; length < 8; length++) {
    const sentences = [`−${"x".repeat(length)}`]; // a character of three bytes, and every remainder of the length by 8
    const scene = unpack(bytesOf({ data: [{ x: [2], y: [2] }], traces, arrays, sentences }, length + 1));
    assert.deepEqual(scene.sentences, sentences);
    assert.deepEqual(
      [0, 1, 2].map((epoch) => points(scene.traces[0], epoch)),
      [
        [[2], [0.5]],
        [[gap], [-0.5]],
        [[2], [4]],
      ],
    );
  }
});

test("a row of a resting trace among the arrays is put back into the figure", () => {
  const data = [
    { x: [0, 1], y: [0, 1] },
    { x: { array: 0 }, y: { array: 1 }, mode: "markers" },
  ];
  const arrays = [floats([3], 1, 2, 3), floats([3], 4, 5, gap)];
  const { figure, traces } = unpack(bytesOf({ data, arrays }));
  assert.deepEqual([...figure.data[1].x], [1, 2, 3]);
  assert.deepEqual([...figure.data[1].y], [4, 5, gap]);
  assert.deepEqual(traces, []);
});

test("a plain line that rests is a track that never changes", () => {
  const line = { x: [0, 1], y: [3, null], mode: "lines", hoverinfo: "skip" };
  const [resting, ...others] = unpack(bytesOf({ data: [line] })).traces;
  assert.deepEqual([resting.trace, resting.size, others.length], [0, 2, 0]);
  assert.deepEqual([0, 1, 2].map(resting.state), [0, 0, 0]);
  assert.deepEqual(points(resting, 2), [
    [0, 1],
    [3, gap],
  ]);
});

test("a resting trace that Plotly must draw itself stays with Plotly", () => {
  const line = { x: [0, 1], y: [0, 1], mode: "lines", hoverinfo: "skip" };
  const others = {
    "with points": { mode: "lines+markers" },
    "that tells its values": { hoverinfo: "all" },
    filled: { fill: "toself" },
    curved: { line: { shape: "spline" } },
    "on an axis that finds its own range": { yaxis: "y2" },
  };
  for (const [what, changes] of Object.entries(others)) {
    const layout = { xaxis: { range: [0, 1] }, yaxis: { range: [0, 1] }, yaxis2: {} };
    assert.deepEqual(unpack(bytesOf({ data: [{ ...line, ...changes }], layout })).traces, [], what);
  }
});

test("a line that moves is not taken for one that rests", () => {
  const line = { x: [0], y: [0], mode: "lines", hoverinfo: "skip" };
  const traces = [track({ y: { rows: 0 } })];
  const scene = unpack(bytesOf({ data: [line], traces, arrays: [floats([3, 1], 1, 2, 3)] }));
  assert.deepEqual(
    scene.traces.map(({ state }) => state(2)),
    [2],
  );
});

test("bytes of a field are sums of differences, and stand for −scale · (b / 255)²", () => {
  // The grid 255 0 / 51 102, each less its left neighbour, then less the row below: modulo 256.
  const bytes = [255, 1, 52, 50];
  const header = {
    values: 0,
    epochs: null,
    palette: ["#000000"],
    cuts: [0.5],
    line: "",
    scale: [2],
    extent: /** @type {[number, number, number, number]} */ ([0, 1, 0, 1]),
    xaxis: "x",
    yaxis: "y",
  };
  const [field] = unpack(
    bytesOf({ last: 0, fields: [header], arrays: [small([1, 1, 2, 2], ...bytes)] }),
  ).fields;
  assert.deepEqual([field.layers, field.rows, field.cols, field.states], [1, 2, 2, 1]);
  const expected = [255, 0, 51, 102].map((byte) => -2 * (byte / 255) ** 2);
  for (const [at, value] of field.nodes(0).entries()) assert.ok(Math.abs(value - expected[at]) < 1e-6);
});
