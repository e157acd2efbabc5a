// What the stages of pixels share.

import assert from "node:assert/strict";
import test from "node:test";

import { AREA, heat, pixelAt, placeOf } from "../../playground/ui/stages/autoregressive/pixels.js";
import { summed } from "../../playground/ui/stages/autoregressive/patterns.js";

test("surprise glows from black over orange to nearly white", () => {
  assert.deepEqual(heat(-1), [0, 0, 0]);
  assert.deepEqual(heat(0), [0, 0, 0]);
  assert.deepEqual(heat(1), [84, 33, 4]);
  assert.deepEqual(heat(2.5), [149, 64, 2]);
  assert.deepEqual(heat(8), [255, 232, 196]);
  assert.deepEqual(heat(99), [255, 232, 196]);
});

test("a place in the picture is a pixel, also beyond its edges", () => {
  assert.equal(pixelAt(0, 0), 0);
  assert.equal(pixelAt(0.999, 0), 27);
  assert.equal(pixelAt(2, 2), AREA - 1);
  assert.equal(pixelAt(-1, 0.5), 14 * 28);
  assert.equal(placeOf(29), "row 2, column 2");
});

test("a pixel's probability is summed over the patterns that agree with what lies left of it", () => {
  const shares = Float32Array.from({ length: 16 }, (_, pattern) => pattern);
  const x = new Uint8Array(AREA);
  assert.deepEqual(summed({ pixel: 0, shares, x }), { agree: 120, on: 92 });
  x[28] = 1; // patterns 8 to 15; of these 12 to 15 have the second pixel on
  assert.deepEqual(summed({ pixel: 29, shares, x }), { agree: 92, on: 54 });
});
