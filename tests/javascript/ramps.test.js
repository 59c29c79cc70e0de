// Where a ramp rises on the screen: known by hand, and for any ramp held against its own values.

import assert from "node:assert/strict";
import { test } from "node:test";
import { paintRamp, rise, strokeEdge } from "../../gdapp/player/ramps.js";

const BOX = { left: 10, top: 20, width: 100, height: 50 };

/** @type {(at: number[], wanted: number[]) => void} */
const near = (at, wanted) => {
  for (const [side, value] of wanted.entries())
    assert.ok(Math.abs(at[side] - value) < 1e-6, `${at} is not ${wanted}`);
};

test("to the right: from the line in the middle to the right edge", () => {
  const found = rise([-1, 1, -1], BOX); // −1 along the left edge, 1 along the right one
  near(found?.from ?? [], [60, 70]);
  near(found?.to ?? [], [110, 70]);
});

test("up is up: the screen counts from the top", () => {
  const found = rise([-1, -1, 3], BOX); // 0 a quarter of the way up
  near(found?.from ?? [], [10, 57.5]);
  near(found?.to ?? [], [10, 20]);
});

test("nothing where it is 0 or less all over", () => {
  assert.equal(rise([-1, -0.5, -2], BOX), null);
  assert.equal(rise([0, 0, -1], BOX), null);
});

test("any ramp: along the way from the line to the largest corner its value goes evenly, and square to it it stays", () => {
  for (const corners of /** @type {[number, number, number][]} */ ([
    [0.3, -0.7, 0.9],
    [-0.2, 0.8, -0.9],
    [-0.5, 0.4, 0.6],
    [1, 0.2, 0.1],
  ])) {
    const found = rise(corners, BOX);
    assert.ok(found);
    /** @param {number[]} at */
    const value = ([x, y]) =>
      corners[0] +
      ((corners[1] - corners[0]) * (x - BOX.left)) / BOX.width +
      ((corners[2] - corners[0]) * (BOX.top + BOX.height - y)) / BOX.height;
    const most = Math.max(...corners, corners[1] + corners[2] - corners[0]);
    const [way, down] = [found.to[0] - found.from[0], found.to[1] - found.from[1]];
    near([value(found.from), value(found.to)], [0, most]);
    near([value([found.from[0] - 3 * down, found.from[1] + 3 * way])], [0]);
  }
});

/** A pen that writes down what it is told. */
const pen = () => {
  /** @type {any[]} */
  const told = [];
  /** @type {any} */
  const writing = {
    told,
    createLinearGradient: (/** @type {number[]} */ ...ends) => {
      told.push(ends);
      return {
        addColorStop: (/** @type {number} */ at, /** @type {string} */ shade) => told.push([at, shade]),
      };
    },
    fillRect: (/** @type {number[]} */ ...area) => told.push(area),
    beginPath: () => {},
    moveTo: (/** @type {number[]} */ ...at) => told.push(at),
    lineTo: (/** @type {number[]} */ ...at) => told.push(at),
    stroke: () => {},
  };
  return writing;
};

test("before its line nothing is painted, behind it the first shade, and the last one where it is largest", () => {
  const writing = pen();
  paintRamp(writing, [-1, 1, -1], BOX, ["pale", "strong"]);
  assert.deepEqual(writing.told.slice(1), [
    [0, "transparent"],
    [0, "pale"],
    [1, "strong"],
    [10, 20, 100, 50],
  ]);
});

test("the edge goes through both places of the box where the ramp is 0", () => {
  const writing = pen();
  strokeEdge(writing, [-1, 1, -3], BOX, 200); // 0 in the middle of the lower edge, and where 2s − 2t = 1
  const [[x, y], [farX, farY]] = writing.told;
  /** @type {(s: number, t: number) => void} */
  const goesThrough = (s, t) => {
    const [px, py] = [BOX.left + s * BOX.width, BOX.top + (1 - t) * BOX.height];
    near([(farX - x) * (py - y) - (farY - y) * (px - x)], [0]);
  };
  goesThrough(0.5, 0);
  goesThrough(1, 0.5);
  near([Math.hypot(farX - x, farY - y)], [400]);
});

test("a flat ramp has no edge", () => {
  const writing = pen();
  strokeEdge(writing, [1, 1, 1], BOX, 200);
  assert.deepEqual(writing.told, []);
});
