// What Plotly gets: defaults, the panels in their places, placeholders for what moves, and the objects that are kept.

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
 * @param {{ data?: Open[], traces?: Track[] }} parts
 */
const scene = (layout, { data = [], traces = [] } = {}) => ({
  figure: { data, layout },
  panels: [{ title: "", xaxis: "x", yaxis: "y" }],
  traces,
});

const BOX = { left: 90, top: 40, wide: 720, high: 300, head: 0, from: 0, span: 900 };
const PLACES = { width: 900, height: 400, boxes: [BOX], touch: false };

test("what the scene says goes before the defaults, down to single entries", () => {
  const { layout } = figure(scene({ font: { size: 7 }, xaxis: { title: { text: "x₁" } } }), PLACES, COLORS);
  assert.deepEqual(layout.font, { family: "serif", size: 7, color: "#000001" });
  assert.deepEqual(layout.xaxis.title, { text: "x₁", font: { size: 15, color: "#000001" } });
  assert.equal(layout.yaxis.gridcolor, "#000003"); // an axis that the scene does not name
  assert.deepEqual([layout.width, layout.height, layout.dragmode], [900, 400, "zoom"]);
  assert.deepEqual([layout.paper_bgcolor, layout.plot_bgcolor], ["rgba(0,0,0,0)", "rgba(0,0,0,0)"]);
});

test("every axis has the defaults, and its own copy of them", () => {
  const { layout } = figure(scene({ yaxis3: {}, annotations: [] }), PLACES, COLORS);
  assert.deepEqual(layout.yaxis3.tickfont, { size: 14, color: "#000002" });
  assert.notEqual(layout.yaxis3.tickfont, layout.xaxis.tickfont);
});

test("a panel is where its box says, as shares of the whole, and the scene itself is as it was", () => {
  const given = scene({ xaxis: { range: [0, 1] }, yaxis: {} });
  const { layout } = figure(given, PLACES, COLORS);
  near(layout.xaxis.domain, [0.1, 0.9]);
  near(layout.yaxis.domain, [0.15, 0.9]); // from below: 400 − 40 − 300 px are under it
  assert.deepEqual(layout.xaxis.range, [0, 1]);
  assert.deepEqual(given.figure.layout, { xaxis: { range: [0, 1] }, yaxis: {} });
});

test("each panel by its own axes", () => {
  const given = scene({ xaxis: {}, yaxis: {}, xaxis5: {}, yaxis5: {} });
  given.panels = [
    { title: "", xaxis: "x5", yaxis: "y5" },
    { title: "", xaxis: "x", yaxis: "y" },
  ];
  const boxes = [BOX, { ...BOX, left: 0, wide: 90 }];
  const { layout } = figure(given, { ...PLACES, boxes }, COLORS);
  near(layout.xaxis5.domain, [0.1, 0.9]);
  assert.deepEqual(layout.xaxis.domain, [0, 0.1]);
});

test("where a finger is to scroll the page, the plot cannot be dragged", () => {
  assert.equal(figure(scene({}), { ...PLACES, touch: true }, COLORS).layout.dragmode, false);
});

test("traces: scatter unless they say so, tokens resolved, one identity each", () => {
  const data = [{ x: [1], y: [2], line: { color: "--gd-accent" } }, { type: "scattergl" }];
  assert.deepEqual(figure(scene({}, { data }), PLACES, COLORS).data, [
    { type: "scatter", x: [1], y: [2], line: { color: "#000005" }, uid: "gd0", showlegend: false },
    { type: "scattergl", uid: "gd1", showlegend: false },
  ]);
});

test("a trace that moves has a point in sight for each of its own", () => {
  const layout = { xaxis: { range: [0, 10] }, yaxis2: { range: [10, 0] } };
  const given = scene(layout, { data: [{ mode: "markers", yaxis: "y2" }], traces: [moving(0, 3)] });
  const [trace] = figure(given, PLACES, COLORS).data;
  near(trace.x, [4, 6, 4]);
  near(trace.y, [6, 4, 6]); // 0.4 and 0.6 of the way from 10 to 0
});

test("on a logarithmic axis too: the range is in powers of ten", () => {
  const layout = { xaxis: { range: [0, 5], type: "log" }, yaxis: { range: [0, 1] } };
  const given = scene(layout, { data: [{ mode: "markers" }], traces: [moving(0, 2)] });
  near(figure(given, PLACES, COLORS).data[0].x, [100, 1000]);
});

test("a line without hover needs two points, however many it shows", () => {
  const layout = { xaxis: { range: [0, 10] }, yaxis: { range: [0, 10] } };
  const data = [{ mode: "lines", hoverinfo: "skip" }, { mode: "lines" }];
  const made = figure(scene(layout, { data, traces: [moving(0, 5), moving(1, 5)] }), PLACES, COLORS).data;
  assert.deepEqual([made[0].x.length, made[1].x.length], [2, 5]);
});

test("the last placeholders stay while they are in sight and as many", () => {
  const layout = { xaxis: { range: [0, 10] }, yaxis: { range: [0, 10] } };
  const given = scene(layout, { data: [{ mode: "markers" }], traces: [moving(0, 2)] });
  const known = [{ x: [1, 9], y: [1, 10] }]; // 10 is on the edge, not inside
  const [trace] = figure(given, PLACES, COLORS, known).data;
  assert.equal(trace.x, known[0].x);
  near(trace.y, [4, 6]);
  near(figure(given, PLACES, COLORS, [{ x: [1, 2, 3], y: [1, 2, 3] }]).data[0].x, [4, 6]);
});

test("a logarithmic axis gets ticks of our own unless it has its own", () => {
  const own = { type: "log", range: [0, 1], tickvals: [7] };
  const layout = {
    xaxis: own,
    yaxis: { type: "log", range: [0, 1] },
    xaxis2: { ...own, tickvals: undefined, dtick: 1 },
  };
  const made = figure(scene(layout), PLACES, COLORS).layout;
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
