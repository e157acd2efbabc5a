// The middle of some numbers.

import assert from "node:assert/strict";
import test from "node:test";

import { median } from "../../playground/ui/stages/lib/median.js";

test("the middle of some numbers, of an even count between two", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
});
