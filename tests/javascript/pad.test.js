// What a hand draws on the pad: strokes over a curve, curves through knots, ends of a line. Expected values are worked out by hand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Curve, complete, joined, smooth, stroked } from "../../gdapp/predict/curve.js";
import { extended, Line, nearest } from "../../gdapp/predict/line.js";
import { counted, number } from "../../gdapp/predict/numbers.js";
import { Mark } from "../../gdapp/predict/place.js";

/** @typedef {import("../../gdapp/predict/types").Axes} Axes */
/** @typedef {import("../../gdapp/predict/types").Place} Place */

/** @type {Axes} */
const AXES = { x: [0, 80], y: [0, 2], labels: ["epoch", "loss"], start: [0, 1] };
/** @type {Axes} */
const PLANE = { x: [-2, 2], y: [0, 100], labels: ["x₁", "x₂"], start: null };

test("a stroke sets every column on its way, from left to right as from right to left", () => {
  const empty = [1, null, null, null, null, null];
  assert.deepEqual(stroked(empty, [1, 0.5], [3, 1.5]), [1, 0.5, 1, 1.5, null, null]);
  assert.deepEqual(stroked(empty, [3, 1.5], [1, 0.5]), [1, 0.5, 1, 1.5, null, null]);
});

test("drawing again over a part replaces that part, and the start stays", () => {
  const values = stroked([1, 2, 2, 2, 2], [0, 0.5], [2, 0.5]);
  assert.deepEqual(values, [1, 0.5, 0.5, 2, 2]);
});

test("a stroke between two columns sets the nearest one; one beside the axis sets none", () => {
  assert.deepEqual(stroked([1, null, null], [1.2, 0.3], [1.4, 0.7]), [1, 0.7, null]);
  assert.deepEqual(stroked([1, null, null], [1.4, 0.3], [1.2, 0.7]), [1, 0.7, null]);
  assert.deepEqual(stroked([1, null, null], [2.6, 0.3], [9, 0.7]), [1, null, null]);
});

test("gaps are joined straight, from the start point on", () => {
  assert.deepEqual(joined([1, null, null, 4, null, 2, null]), [1, 2, 3, 4, 3, 2]);
  assert.deepEqual(joined([null, null, 5]), [5, 5, 5]);
  assert.deepEqual(joined([null, null]), []);
});

test("a curve is whole when it reaches the end, nearly reaches it, or has left at the top", () => {
  assert.deepEqual(complete([1, 0.5, 0.25], 2), [1, 0.5, 0.25]);
  assert.deepEqual(complete([1, 0.5, 0.4, null, null], 2), [1, 0.5, 0.4, 0.4, 0.4]);
  assert.equal(complete([1, 0.5, 0.4, null, null, null], 2), null);
  assert.deepEqual(complete([1, 2, null, null, null], 2), [1, 2, 2, 2, 2]);
  assert.equal(complete([1, null, null], 2), null);
});

test("a smooth curve goes through its knots, and neither above nor below them", () => {
  const [x, y] = [
    [0, 4, 10, 20, 40],
    [1, 0.1, 0.1, 0.9, 0.3],
  ];
  assert.deepEqual(smooth(x, y, x), y);
  const fine = Array.from({ length: 401 }, (_, k) => k / 10);
  const values = smooth(x, y, fine);
  assert.ok(Math.min(...values) >= 0.1 - 1e-12 && Math.max(...values.slice(40)) <= 0.9 + 1e-12);
  values.forEach((value, k) => {
    if (fine[k] < 4 && k) assert.ok(value <= values[k - 1]);
    if (fine[k] >= 4 && fine[k] <= 10) assert.ok(Math.abs(value - 0.1) < 1e-12);
  });
});

test("a steep piece beside a gentle one bends neither back", () => {
  const values = smooth(
    [0, 1, 2],
    [0, 0.01, 1],
    Array.from({ length: 201 }, (_, k) => k / 100),
  );
  values.forEach((value, k) => {
    assert.ok(k === 0 || value >= values[k - 1] - 1e-12);
  });
});

test("a smooth curve through knots of a straight line is the line", () => {
  const found = smooth([0, 1, 3, 7], [0, 2, 6, 14], [0.5, 2, 5]);
  found.forEach((value, k) => {
    assert.ok(Math.abs(value - [1, 4, 10][k]) < 1e-12);
  });
});

test("a curve: 41 points from the start on, and the sliders say what was drawn", () => {
  const curve = new Curve(AXES);
  const drawn = () => curve.points ?? [];
  assert.deepEqual(drawn(), []);
  assert.match(curve.said, /Nothing is drawn yet/);
  curve.press([40, 1]);
  assert.equal(curve.said, "Drawn up to epoch 40: draw on to 80.");
  curve.stroke([40, 1], [80, 0]);
  const points = drawn();
  assert.equal(points.length, 41);
  assert.deepEqual(
    [points[0], points[10], points[30], points[40]],
    [
      [0, 1],
      [20, 1],
      [60, 0.5],
      [80, 0],
    ],
  );
  assert.deepEqual(
    curve.knobs.map(({ label, value }) => [label, value]),
    [
      ["loss at epoch 8", 1],
      ["loss at epoch 20", 1],
      ["loss at epoch 40", 1],
      ["loss at epoch 60", 0.5],
      ["loss at epoch 80", 0],
    ],
  );
  assert.equal(curve.said, "Your loss by epoch: 1.0 at 8, 1.0 at 20, 1.0 at 40, 0.50 at 60, 0 at 80.");
});

test("a slider alone gives a whole curve, and goes to Python as it comes back", () => {
  const curve = new Curve(AXES);
  curve.turn(4, 0.2);
  const points = /** @type {Place[]} */ (curve.points);
  assert.deepEqual(
    [points[0], points[30], points[40]],
    [
      [0, 1],
      [60, 1],
      [80, 0.2],
    ],
  );
  const again = new Curve(AXES);
  again.take(points);
  assert.deepEqual(again.points, points);
  again.take(null);
  assert.equal(again.points, null);
  assert.deepEqual(again.line, [[0, 1]]);
});

test("of the ends of a line the one is taken that looks nearer, whatever the units", () => {
  assert.equal(
    nearest(
      [
        [-2, 50],
        [2, 50],
      ],
      [-0.5, 90],
      PLANE,
    ),
    0,
  );
  assert.equal(
    nearest(
      [
        [0, 0],
        [1, 100],
      ],
      [0.5, 40],
      PLANE,
    ),
    0,
  );
});

test("two presses, or one stroke, make a line; a third press moves an end", () => {
  const line = new Line(PLANE);
  line.press([-1, 20]);
  assert.equal(line.points, null);
  assert.match(line.said, /press where it ends/);
  line.press([1, 60]);
  assert.deepEqual(line.points, [
    [-1, 20],
    [1, 60],
  ]);
  line.press([1.5, 60]);
  line.stroke([1.5, 60], [2, 80]);
  assert.deepEqual(line.points, [
    [-1, 20],
    [2, 80],
  ]);
  const other = new Line(PLANE);
  other.press([-1, 20]);
  other.stroke([-1, 20], [0, 30]);
  other.stroke([0, 30], [1, 60]);
  assert.deepEqual(other.points, [
    [-1, 20],
    [1, 60],
  ]);
});

test("a line is shown beyond its ends, in its direction", () => {
  const [[x0, y0], [x1, y1]] = extended(
    [
      [-1, 25],
      [1, 75],
    ],
    PLANE,
  );
  assert.ok(Math.abs((y1 - y0) / (x1 - x0) - 25) < 1e-9 && x0 < -2 && x1 > 2);
});

test("sliders set a line and a mark", () => {
  const line = new Line(PLANE);
  line.turn(1, 10);
  line.turn(2, 2);
  assert.deepEqual(line.points, [
    [-1.6, 10],
    [2, 50],
  ]);
  const mark = new Mark({ ...PLANE, start: [1, 30] });
  assert.equal(mark.points, null);
  mark.turn(1, 40);
  assert.deepEqual(mark.points, [[1, 40]]);
  assert.equal(mark.said, "Your mark: x₁ = 1.00, x₂ = 40.0.");
});

test("numbers have few digits, a real minus, and what is counted has no decimals", () => {
  assert.deepEqual(
    [0, -0.25, 1234.5, 2e-7, -3e9].map((value) => number(value)),
    ["0", "−0.250", "1,235", "2.00·10⁻⁷", "−3.00·10⁹"],
  );
  assert.deepEqual([20, 2.5, 1200, 0].map(counted), ["20", "2.50", "1,200", "0"]);
});
