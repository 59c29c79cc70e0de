// The address of a page, as it is kept and as it is copied.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withEpoch, withNames } from "../../gdapp/link/address.js";

test("the epoch is added, or takes the place of another; the knobs stay", () => {
  assert.equal(withEpoch("http://host/page?lr=0.1", "7"), "http://host/page?lr=0.1&at=7");
  assert.equal(withEpoch("http://host/page?at=3&lr=0.1", "7"), "http://host/page?lr=0.1&at=7");
});

test("at the end of a run the address has no epoch", () => {
  assert.equal(withEpoch("http://host/page?lr=0.1&at=3", ""), "http://host/page?lr=0.1");
});

test("an address has the names of its page and no others, but for those of a frame", () => {
  const href = "http://host/school/page?lr=0.1&noise=7&embed=true&embed_options=dark_theme&at=2#top";
  assert.equal(
    withNames(href, { lr: "0.2", opt: "adam" }, "9"),
    "http://host/school/page?lr=0.2&opt=adam&embed=true&embed_options=dark_theme&at=9#top",
  );
  assert.equal(withNames("http://host/?lr=0.1", {}, ""), "http://host/");
});
