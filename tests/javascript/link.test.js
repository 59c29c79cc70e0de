// The address that "Copy link to this run" copies.

import assert from "node:assert/strict";
import { test } from "node:test";
import { address } from "../../gdapp/link/link.js";

test("the epoch is added, or takes the place of another; the knobs stay", () => {
  assert.equal(address("http://host/page?lr=0.1", "7"), "http://host/page?lr=0.1&at=7");
  assert.equal(address("http://host/page?at=3&lr=0.1", "7"), "http://host/page?lr=0.1&at=7");
});

test("at the end of a run the address has no epoch", () => {
  assert.equal(address("http://host/page?lr=0.1&at=3", ""), "http://host/page?lr=0.1");
});
