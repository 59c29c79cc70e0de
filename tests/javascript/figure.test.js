// What Plotly gets: defaults, the narrow layout, placeholders for what moves, and the objects that are kept.

/** @import { Colors, Open, Track } from "../../gdapp/player/types" */

import assert from "node:assert/strict";
import { test } from "node:test";
import { figure, merge, same, shared } from "../../gdapp/player/figure.js";

/** @type {Colors} */
const COLORS = {
  mode: "light",
  font: "serif",
  ink: "#000001",
  muted: "#000002",
  grid: "#000003",
  panel: "#000004",
  accent: "#000005",
};

/** @type {(trace: number, size: number) => Track} */
const moving = (trace, size) => ({ trace, size, state: (epoch) => epoch, fill() {} });

/**
 * @param {Open} layout
 * @param {{ data?: Open[], traces?: Track[], narrow?: Open }} parts
 */
const scene = (layout, { data = [], traces = [], narrow = {} } = {}) => ({
  figure: { data, layout },
  narrow,
  height: 400,
  traces,
});

test("what the scene says goes before the defaults, down to single entries", () => {
  const { layout } = figure(scene({ margin: { l: 7 }, xaxis: { title: { text: "x₁" } } }), 900, COLORS);
  assert.deepEqual(layout.margin, { l: 7, r: 16, t: 36, b: 52 });
  assert.deepEqual(layout.xaxis.title, { text: "x₁", font: { size: 15, color: "#000001" } });
  assert.equal(layout.yaxis.gridcolor, "#000003"); // an axis that the scene does not name
  assert.deepEqual([layout.width, layout.height, layout.dragmode], [900, 400, "zoom"]);
  assert.deepEqual([layout.paper_bgcolor, layout.plot_bgcolor], ["rgba(0,0,0,0)", "rgba(0,0,0,0)"]);
});

test("every axis has the defaults, and its own copy of them", () => {
  const { layout } = figure(scene({ yaxis3: {}, annotations: [] }), 900, COLORS);
  assert.deepEqual(layout.yaxis3.tickfont, { size: 14, color: "#000002" });
  assert.notEqual(layout.yaxis3.tickfont, layout.xaxis.tickfont);
});

test("below 640 px the narrow layout is laid over, nested or with dotted keys", () => {
  const layout = { xaxis: { domain: [0, 0.5], range: [0, 1] }, yaxis: { domain: [0, 1] } };
  const given = scene(layout, {
    narrow: { "xaxis.domain": [0, 1], yaxis: { domain: [0.5, 1] }, height: 620 },
  });
  const [narrow, wide] = [639, 640].map((width) => figure(given, width, COLORS).layout);
  assert.deepEqual([narrow.xaxis.domain, narrow.yaxis.domain, narrow.height], [[0, 1], [0.5, 1], 620]);
  assert.deepEqual([wide.xaxis.domain, wide.yaxis.domain, wide.height], [[0, 0.5], [0, 1], 400]);
  assert.deepEqual(narrow.xaxis.range, [0, 1]);
  assert.deepEqual([narrow.dragmode, wide.dragmode], [false, "zoom"]); // a finger scrolls
  assert.deepEqual(layout.xaxis.domain, [0, 0.5]); // the scene itself is as it was
});

test("a narrow scene that says nothing about its height keeps that of the scene", () => {
  assert.equal(figure(scene({}), 300, COLORS).layout.height, 400);
});

test("traces: scatter unless they say so, tokens resolved, one identity each", () => {
  const data = [{ x: [1], y: [2], line: { color: "--gd-accent" } }, { type: "scattergl" }];
  assert.deepEqual(figure(scene({}, { data }), 900, COLORS).data, [
    { type: "scatter", x: [1], y: [2], line: { color: "#000005" }, uid: "gd0" },
    { type: "scattergl", uid: "gd1" },
  ]);
});

test("a trace that moves has a point in sight for each of its own", () => {
  const layout = { xaxis: { range: [0, 10] }, yaxis2: { range: [10, 0] } };
  const given = scene(layout, { data: [{ mode: "markers", yaxis: "y2" }], traces: [moving(0, 3)] });
  const [trace] = figure(given, 900, COLORS).data;
  near(trace.x, [4, 6, 4]);
  near(trace.y, [6, 4, 6]); // 0.4 and 0.6 of the way from 10 to 0
});

test("on a logarithmic axis too: the range is in powers of ten", () => {
  const layout = { xaxis: { range: [0, 5], type: "log" }, yaxis: { range: [0, 1] } };
  const given = scene(layout, { data: [{ mode: "markers" }], traces: [moving(0, 2)] });
  near(figure(given, 900, COLORS).data[0].x, [100, 1000]);
});

test("a line without hover needs two points, however many it shows", () => {
  const layout = { xaxis: { range: [0, 10] }, yaxis: { range: [0, 10] } };
  const data = [{ mode: "lines", hoverinfo: "skip" }, { mode: "lines" }];
  const made = figure(scene(layout, { data, traces: [moving(0, 5), moving(1, 5)] }), 900, COLORS).data;
  assert.deepEqual([made[0].x.length, made[1].x.length], [2, 5]);
});

test("the last placeholders stay while they are in sight and as many", () => {
  const layout = { xaxis: { range: [0, 10] }, yaxis: { range: [0, 10] } };
  const given = scene(layout, { data: [{ mode: "markers" }], traces: [moving(0, 2)] });
  const known = [{ x: [1, 9], y: [1, 10] }]; // 10 is on the edge, not inside
  const [trace] = figure(given, 900, COLORS, known).data;
  assert.equal(trace.x, known[0].x);
  near(trace.y, [4, 6]);
  near(figure(given, 900, COLORS, [{ x: [1, 2, 3], y: [1, 2, 3] }]).data[0].x, [4, 6]);
});

test("a logarithmic axis gets ticks of our own unless it has its own", () => {
  const own = { type: "log", range: [0, 1], tickvals: [7] };
  const layout = {
    xaxis: own,
    yaxis: { type: "log", range: [0, 1] },
    xaxis2: { ...own, tickvals: undefined, dtick: 1 },
  };
  const made = figure(scene(layout), 900, COLORS).layout;
  assert.deepEqual([made.xaxis.tickvals, made.xaxis2.tickvals], [[7], undefined]);
  assert.deepEqual(made.yaxis.tickvals, [1, 2, 5, 10, 20, 50]);
});

test("shared: what is equal is the object from before, at every depth", () => {
  const before = { data: [{ x: [1, 2] }, { x: [3] }], layout: { a: 1, b: { c: 2 } } };
  assert.equal(shared(structuredClone(before), before), before);
  const changed = structuredClone(before);
  changed.layout.a = 5;
  const mixed = shared(changed, before);
  assert.deepEqual(mixed, { data: [{ x: [1, 2] }, { x: [3] }], layout: { a: 5, b: { c: 2 } } });
  assert.equal(mixed.data, before.data);
  assert.equal(mixed.layout.b, before.layout.b);
  assert.notEqual(mixed.layout, before.layout);
});

test("shared: an entry less or more is a difference", () => {
  const before = { a: 1, b: 2 };
  assert.deepEqual(shared({ a: 1 }, before), { a: 1 });
  assert.deepEqual(shared({ a: 1, b: 2, c: 3 }, before), { a: 1, b: 2, c: 3 });
  assert.equal(shared(null, before), null);
  assert.deepEqual(shared({ a: { b: 1 } }, { a: null }), { a: { b: 1 } });
});

test("shared: rows of numbers are compared by what they hold", () => {
  const before = { x: Float32Array.of(1, 2) };
  assert.equal(shared({ x: Float32Array.of(1, 2) }, before), before);
  assert.deepEqual(shared({ x: Float32Array.of(1, 3) }, before), { x: Float32Array.of(1, 3) });
});

test("same and merge", () => {
  assert.ok(same(Uint8Array.of(1, 2), Uint8Array.of(1, 2)));
  assert.ok(!same(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3)));
  assert.ok(!same(Uint8Array.of(1, 2), Uint8Array.of(1, 3)));
  const source = { a: { b: 1 }, list: [1] };
  const target = { a: { c: 2 }, list: [2, 3] };
  assert.deepEqual(merge(target, source), { a: { b: 1, c: 2 }, list: [1] });
  assert.deepEqual(source, { a: { b: 1 }, list: [1] });
});

/**
 * @param {number[]} found
 * @param {number[]} expected
 */
function near(found, expected) {
  assert.equal(found.length, expected.length);
  for (const [j, value] of found.entries()) assert.ok(Math.abs(value / expected[j] - 1) < 1e-12, `${found}`);
}
