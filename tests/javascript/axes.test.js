// Names of axes, ticks of logarithmic ones, and what differs between the axes of two runs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axisKey, axisKeys, decades, movedAxes, ranges } from "../../gdapp/player/axes.js";

test("a trace names its axes, or stands on the first pair", () => {
  assert.equal(axisKey({ xaxis: "x2" }, "x"), "xaxis2");
  assert.equal(axisKey({ xaxis: "x2" }, "y"), "yaxis");
  assert.equal(axisKey({ yaxis: "y12" }, "y"), "yaxis12");
});

test("the axes of a layout: the first pair always, and nothing that only begins like one", () => {
  assert.deepEqual(axisKeys({}), ["xaxis", "yaxis"]);
  assert.deepEqual(axisKeys({ yaxis2: {}, xaxis: {}, xaxisfoo: {}, legend: {} }), [
    "xaxis",
    "yaxis",
    "yaxis2",
  ]);
});

test("ticks at 1, 2 and 5 where there are few decades", () => {
  assert.deepEqual(decades([-1, 1]), {
    tickvals: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50],
    ticktext: ["0.1", "0.2", "0.5", "1", "2", "5", "10", "20", "50"],
  });
});

test("at the decades where there are more, and at every second one where there are many", () => {
  assert.deepEqual(decades([0, 3]).tickvals, [1, 10, 100, 1000]);
  assert.deepEqual(decades([-8, 3]), {
    tickvals: [1e-8, 1e-6, 1e-4, 0.01, 1, 100],
    ticktext: ["10<sup>−8</sup>", "10<sup>−6</sup>", "0.0001", "0.01", "1", "100"],
  });
});

test("a range may run backwards", () => {
  assert.deepEqual(decades([3, 0]), decades([0, 3]));
});

test("small and large numbers are powers of ten with their factor", () => {
  assert.deepEqual(decades([5, 6]).ticktext.slice(0, 4), [
    "10<sup>5</sup>",
    "2·10<sup>5</sup>",
    "5·10<sup>5</sup>",
    "10<sup>6</sup>",
  ]);
  assert.deepEqual(decades([-6, -5]).ticktext.slice(0, 2), ["10<sup>−6</sup>", "2·10<sup>−6</sup>"]);
});

test("moved axes: a range or ticks, as Plotly.relayout takes them", () => {
  const title = { text: "x" };
  const before = { xaxis: { range: [0, 1], title }, yaxis: { range: [0, 1], tickvals: [1] }, width: 9 };
  const after = { xaxis: { range: [0, 2], title }, yaxis: before.yaxis, width: 9 };
  assert.deepEqual(movedAxes(after, before), { "xaxis.range": [0, 2] });
  assert.notEqual(movedAxes(after, before)?.["xaxis.range"], after.xaxis.range); // Plotly writes into what it gets
  assert.deepEqual(movedAxes(before, before), {});
});

test("any other difference is more than a moved axis", () => {
  const before = { xaxis: { range: [0, 1], title: "x" }, width: 9 };
  assert.equal(movedAxes({ ...before, width: 8 }, before), null);
  assert.equal(movedAxes({ ...before, xaxis: { range: before.xaxis.range, title: "z" } }, before), null);
  assert.equal(movedAxes({ ...before, yaxis: { range: [0, 1] } }, before), null);
});

test("ranges: of the axes that have one, each a copy", () => {
  const layout = { xaxis: { range: [0, 1] }, yaxis2: { range: [2, 3] }, xaxis3: {}, width: 9 };
  const found = ranges(layout);
  assert.deepEqual(found, { "xaxis.range": [0, 1], "yaxis2.range": [2, 3] });
  assert.notEqual(found["xaxis.range"], layout.xaxis.range);
});
