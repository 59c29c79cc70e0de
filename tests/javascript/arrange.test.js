// Where the panels stand in windows of all sizes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrange } from "../../gdapp/player/arrange.js";
import { margins } from "../../gdapp/player/axes.js";

const PANEL = { left: 56, right: 14, head: 40, below: 54, square: false };
const THREE = [PANEL, PANEL, { ...PANEL, right: 56 }];

test("side by side where there is room: squares of one size, and nothing is left over", () => {
  const { boxes, height } = arrange(THREE, 960, 600);
  const side = (960 - 3 * 56 - 2 * 14 - 56) / 3;
  for (const { wide, high, top } of boxes) assert.deepEqual([wide, high, top], [side, side, 40]);
  assert.deepEqual(
    boxes.map(({ left }) => left),
    [56, 126 + side, 196 + 2 * side],
  );
  assert.equal(boxes[2].from + boxes[2].span, 960);
  assert.equal(height, 40 + side + 54);
});

test("a low window makes them low, but never lower than can be read", () => {
  assert.equal(arrange(THREE, 960, 300).boxes[0].high, 300 - 40 - 54);
  assert.equal(arrange(THREE, 960, 10).boxes[0].high, 150);
});

test("a larger window makes them larger", () => {
  const [small, large] = [960, 1600].map((width) => arrange(THREE, width, 900).boxes[0].high);
  assert.ok(large > 1.8 * small);
});

test("below three times 200 px two stand together and the third under them, as high as they are", () => {
  const { boxes, height } = arrange(THREE, 560, 900);
  assert.equal(boxes[0].top, boxes[1].top);
  assert.ok(boxes[2].top > boxes[0].top + boxes[0].high && boxes[2].wide > boxes[0].wide);
  assert.equal(boxes[2].high, boxes[0].high);
  assert.equal(height, boxes[2].top + boxes[2].high + 54);
});

test("on a phone one under the other, each as wide as the screen", () => {
  const { boxes } = arrange(THREE, 360, 420);
  assert.deepEqual(
    boxes.map(({ left }) => left),
    [56, 56, 56],
  );
  assert.ok(
    boxes.every(({ top }, index) => index === 0 || top > boxes[index - 1].top + boxes[index - 1].high),
  );
  assert.equal(boxes[0].wide, 360 - 70);
  assert.ok(boxes.every(({ wide, high }) => high === wide));
});

test("labels need room where there are any", () => {
  const layout = {
    yaxis: {},
    yaxis3: { showticklabels: false },
    yaxis2: {},
    yaxis4: { overlaying: "y2", side: "right" },
  };
  const [plain, bare, double] = ["y", "y3", "y2"].map((yaxis) =>
    margins(layout, { title: "", xaxis: "x", yaxis }),
  );
  assert.ok(bare.left < plain.left && double.right > plain.right && double.left === plain.left);
});
