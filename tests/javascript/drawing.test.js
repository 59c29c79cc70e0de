// Which point a press means, and how much room the labels of an axis need.

import assert from "node:assert/strict";
import { test } from "node:test";
import { longest } from "../../gdapp/player/axes.js";
import { nearest } from "../../gdapp/player/drawing.js";

/** @type {(x: number, y: number) => import("../../gdapp/player/types").Spot} */
const spot = (x, y) => ({ x, y, point: [x, y], node: undefined });

test("a press means the nearest point, and none that is out of reach", () => {
  const spots = [spot(10, 10), spot(20, 10), spot(200, 200)];
  assert.equal(nearest(spots, { x: 16, y: 10 }, 14), spots[1]);
  assert.equal(nearest(spots, { x: 10, y: 24 }, 14), spots[0]);
  assert.equal(nearest(spots, { x: 10, y: 25 }, 14), undefined);
  assert.equal(nearest([], { x: 0, y: 0 }, 14), undefined);
});

test("the longest label, by what Plotly writes on such an axis", () => {
  assert.equal(longest({ range: [0, 1] }), "0.2".length);
  assert.equal(longest({ range: [-2, 2] }), "−1".length);
  assert.equal(longest({ range: [0, 150_000], minexponent: 5 }), "150,000".length);
  assert.equal(longest({ range: [-9_000, 9_000], minexponent: 5 }), "−5,000".length);
  assert.equal(longest({ range: [0, 3e9] }), "2.5×10⁹".length - 1);
  assert.equal(longest({ range: [0, 0.02] }), "0.005".length);
  assert.equal(longest({ range: [-8, 3], type: "log" }), 0);
  assert.equal(longest({}), 0);
  assert.equal(longest(), 0);
});
