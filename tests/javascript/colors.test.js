// Tokens, opacity, places along a scale, and colours as bits; the expected numbers are read off theme.json by hand.

/** @import { Colors } from "../../gdapp/player/types" */

import assert from "node:assert/strict";
import { test } from "node:test";
import { bits, modeOf, packed, resolve } from "../../gdapp/player/colors.js";

/** @type {Colors} */
const COLORS = {
  mode: "light",
  font: "serif",
  accent: "#111827",
  "class-0": "#0072b2",
  "seq-0": "#f3f7fa",
  "seq-1": "#cde1ed",
  "seq-4": "#649ebf",
  "seq-7": "#1f577d",
  "seq-8": "#0f4066",
};

/** @param {string} text */
const colored = (text) => resolve(text, COLORS);

test("a token becomes its colour; what is none, or not known, stays", () => {
  assert.equal(colored("--gd-accent"), "#111827");
  assert.equal(colored("red"), "red");
  assert.equal(colored("accent"), "accent");
  assert.equal(colored("--gd-nothing"), "--gd-nothing");
});

test("a token with a number has that opacity", () => {
  assert.equal(colored("--gd-class-0@0.3"), "rgba(0,114,178,0.3)");
  assert.equal(colored("--gd-accent@0"), "rgba(17,24,39,0)");
});

test("a scale with a number is the place that far along it", () => {
  assert.equal(colored("--gd-seq@0"), "rgb(243,247,250)");
  assert.equal(colored("--gd-seq@0.0625"), "rgb(224,236,244)"); // halfway from step 0 to 1: 224, 236, 243.5
  assert.equal(colored("--gd-seq@0.9375"), "rgb(23,76,114)"); // from 7 to 8: 23, 75.5, 113.5
  assert.equal(colored("--gd-seq@1"), "rgb(15,64,102)");
});

test("beyond its ends a scale stays at its end", () => {
  assert.equal(colored("--gd-seq@-3"), "rgb(243,247,250)");
  assert.equal(colored("--gd-seq@1e9"), "rgb(15,64,102)");
});

test("tokens are replaced wherever they stand, and all else is left as it is", () => {
  const numbers = Float32Array.of(1, 2);
  const given = { line: { color: "--gd-accent", width: 2 }, list: [["--gd-seq-4"], null, true], numbers };
  assert.deepEqual(resolve(given, COLORS), {
    line: { color: "#111827", width: 2 },
    list: [["#649ebf"], null, true],
    numbers,
  });
  assert.equal(resolve(given, COLORS).numbers, numbers); // the very same object: Plotly compares by that
  assert.equal(given.line.color, "--gd-accent");
});

test("bits: alpha, blue, green, red, as a little-endian canvas holds them", () => {
  assert.equal(bits("#ff8000"), 0xff0080ff);
  assert.equal(bits("#000000"), 0xff000000);
  assert.equal(bits("rgba(1, 2, 3, 0.5)"), 0x80030201); // 127.5 is rounded up
  assert.equal(bits("rgba(255, 255, 255, 0)"), 0x00ffffff);
});

test("a colour is read in the canvas's own notation", () => {
  const pen = {
    set fillStyle(_text) {},
    get fillStyle() {
      return "#010203";
    },
  }; // as a canvas that was given a name
  assert.equal(packed("a name", pen), 0xff030201);
  assert.throws(() => packed("red", null), /canvas/);
});

test("a page is dark where its background is nearer to black", () => {
  assert.equal(modeOf(0xffffffff), "light");
  assert.equal(modeOf(bits("#11161c")), "dark");
  assert.equal(modeOf(bits("#7f7f80")), "dark"); // 127 + 127 + 128 = 382, not quite half of 765
  assert.equal(modeOf(bits("#7f8080")), "light");
});
