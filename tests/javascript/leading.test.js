// Where a line is that a hand has led.

import assert from "node:assert/strict";
import { test } from "node:test";
import { led } from "../../gdapp/player/leading.js";

/** @type {import("../../gdapp/player/leading.js").Ends} */
const LINE = [
  [-2, 1],
  [4, 4],
];

test("in its middle a line is moved up and down", () => {
  assert.deepEqual(led(LINE, [1, 2.5], [2, 3.5]), [
    [-2, 2],
    [4, 5],
  ]);
});

test("near an end it turns about the other end, and goes through the hand", () => {
  const [left, right] = led(LINE, [3.5, 3.75], [3, 1]);
  assert.deepEqual(left, [-2, 1]);
  assert.equal(right[1], 1);
  const [first, last] = led(LINE, [-1.5, 1.25], [-1, -1]);
  assert.deepEqual(last, [4, 4]);
  assert.equal(first[1], 4 - 6);
});

test("a hand that comes to where the line turns makes it no steeper than from the middle", () => {
  assert.deepEqual(led(LINE, [3.9, 4], [-2, 7]), led(LINE, [3.9, 4], [1, 7]));
});
