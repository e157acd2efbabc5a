// Drawings as text.

import assert from "node:assert/strict";
import test from "node:test";

import { read, write } from "../../playground/ui/stages/sketchpad.js";

test("a drawing is read as it was written", () => {
  for (const text of ["", "1,2", "20,20 200,200;7,7"]) assert.equal(write(read(text)), text);
});

test("what is no drawing is an empty pad", () => {
  for (const nonsense of [null, 3, "1,2;;x", "1,2,3", "<b>", "-1,2"]) assert.deepEqual(read(nonsense), []);
});
