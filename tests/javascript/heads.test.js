// The key of a panel: what is drawn on it and has a name, with the mark that it has in the picture.

import assert from "node:assert/strict";
import { test } from "node:test";
import { keyOf, swatch } from "../../gdapp/player/heads.js";

test("a key has the named traces of its own panel, whichever y axis they are on", () => {
  const data = [
    { name: "class 0", showlegend: true },
    { name: "loss", showlegend: true, xaxis: "x2" },
    { name: "accuracy", showlegend: true, xaxis: "x2", yaxis: "y4" },
    { name: "faint", showlegend: false },
    { showlegend: true },
  ];
  assert.deepEqual(
    keyOf(data, "x").map(({ name }) => name),
    ["class 0"],
  );
  assert.deepEqual(
    keyOf(data, "x2").map(({ name }) => name),
    ["loss", "accuracy"],
  );
});

test("a line is a line in its colour and dash, a mark is that mark, hollow where it is", () => {
  const line = swatch({ mode: "lines", line: { color: "#123456", dash: "dot", width: 3 } });
  assert.match(line, /stroke="#123456" stroke-width="3" stroke-dasharray="1.6 2.4"/);
  assert.doesNotMatch(line, /fill=/);
  const filled = swatch({ mode: "markers", marker: { symbol: "triangle-up", color: "#abcdef" } });
  assert.match(filled, /fill="#abcdef"/);
  assert.doesNotMatch(filled, /dasharray/);
  assert.match(
    swatch({ mode: "markers", marker: { symbol: "circle-open", color: "#abcdef" } }),
    /fill="none" stroke="#abcdef"/,
  );
});

test("lines of different dashes look different, in lengths of one's own too", () => {
  // Those of the runs that are drawn beside one another, as gdapp/figures/frame.py has them.
  const kept = ["dash", "longdash", "dashdot", "longdashdot", "3px,3px", "10px,3px,3px,3px", "14px,4px"];
  const drawn = [...kept, "dot", "solid"].map((dash) => swatch({ line: { color: "#000000", dash } }));
  assert.equal(new Set(drawn).size, drawn.length);
  assert.match(drawn[5] ?? "", /stroke-dasharray="10 3 3 3"/);
  assert.equal(drawn.at(-1), swatch({ line: { color: "#000000" } }));
});

test("different symbols have different marks", () => {
  const marks = [
    "circle",
    "triangle-up",
    "square",
    "diamond",
    "cross",
    "x",
    "star",
    "hexagon",
    "pentagon",
    "bowtie",
  ];
  const drawn = marks.map((symbol) => swatch({ mode: "markers", marker: { symbol, color: "#000000" } }));
  assert.equal(new Set(drawn).size, marks.length);
});
