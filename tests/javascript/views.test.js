// One panel of a scene, the ranges on the screen, and the epochs of a film.

import assert from "node:assert/strict";
import { test } from "node:test";
import { only, shots, zoomed } from "../../gdapp/away/views.js";
import { unpack } from "../../gdapp/player/tracks.js";
import { bytesOf, floats, points, track } from "./made.js";

const second = { xaxis: "x2", yaxis: "y2" };
const RANGE = { range: [0, 1] };
const bytes = bytesOf({
  data: [
    { x: [0, 1], y: [0, 1], name: "left" },
    { x: [0, 1], y: [2, 3], name: "right", ...second },
    { x: [0, 1], y: [4, 5], name: "over", xaxis: "x2", yaxis: "y3" },
  ],
  layout: {
    font: { size: 15 },
    xaxis: RANGE,
    yaxis: RANGE,
    xaxis2: RANGE,
    yaxis2: RANGE,
    yaxis3: { range: [0, 9], overlaying: "y2" },
  },
  traces: [track({ trace: 0, y: { rows: 0 } }), track({ trace: 2, y: { rows: 1 } })],
  last: 1,
  arrays: [floats([2, 2], 1, 2, 3, 4), floats([2, 2], 5, 6, 7, 8)],
});
const panels = [
  { title: "Left", xaxis: "x", yaxis: "y" },
  { title: "Right", ...second },
];
/** @type {import("../../gdapp/player/types").View} */
const view = { at: null, label: "", play: 0, pause: null, hide: [], draw: "", press: "x5", lead: false };
/** @type {import("../../gdapp/player/types").Scene} */
const scene = { ...unpack(bytes), ...view, panels };

test("a panel has its own traces, tracks and axes, those over them too, and nothing of the others", () => {
  const right = only(scene, panels[1]);
  assert.deepEqual(
    right.figure.data.map(({ name }) => name),
    ["right", "over"],
  );
  assert.deepEqual(Object.keys(right.figure.layout), ["font", "xaxis2", "yaxis2", "yaxis3"]);
  assert.deepEqual(right.panels, [panels[1]]);
  const moving = right.traces.find((one) => one.trace === 1);
  assert.ok(moving);
  assert.deepEqual(points(moving, 1), [
    [0, 1],
    [7, 8],
  ]);
  const left = only(scene, panels[0]);
  assert.deepEqual(Object.keys(left.figure.layout), ["font", "xaxis", "yaxis"]);
  assert.deepEqual(points(left.traces[0], 0)[1], [1, 2]);
});

test("what is zoomed in on the screen is so on paper, and the scene stays as it was", () => {
  const seen = zoomed(scene, { xaxis: { range: [0.2, 0.4] }, yaxis: {}, font: { size: 15 } });
  assert.deepEqual(seen.figure.layout.xaxis.range, [0.2, 0.4]);
  assert.deepEqual(seen.figure.layout.yaxis.range, [0, 1]);
  assert.deepEqual(scene.figure.layout.xaxis.range, [0, 1]);
  assert.equal(seen.press, "");
});

test("a film has the length that was chosen, begins at the start, and rests at the end for a second", () => {
  for (const last of [1, 2, 7, 30, 200, 1000])
    for (const seconds of [3, 6, 12]) {
      const frames = shots(last, seconds);
      assert.equal(
        frames.reduce((sum, { delay }) => sum + delay, 0),
        100 * seconds,
      );
      assert.equal(frames[0].epoch, 0);
      assert.equal(frames[frames.length - 1].epoch, last);
      assert.ok(frames[frames.length - 1].delay > 100);
      assert.ok(frames.every(({ epoch }, k) => k === 0 || epoch > frames[k - 1].epoch));
      assert.ok(frames.length <= 12.5 * seconds && frames.every(({ delay }) => delay >= 7));
    }
});
