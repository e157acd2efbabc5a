// An autoencoder that trains live: what the mouse is nearest to, and the range of an axis.

import assert from "node:assert/strict";
import test from "node:test";

import { nearest, span } from "../../playground/ui/stages/vae/study.js";

test("the nearest of some places", () => {
  const places = /** @type {[number, number][]} */ ([
    [0, 0],
    [3, 4],
    [9, 9],
  ]);
  assert.deepEqual(
    nearest(3, (k) => places[k], [3, 0]),
    [3, 0],
  );
  assert.deepEqual(
    nearest(0, (k) => places[k], [3, 0]),
    [Infinity, 0],
  );
});

test("an axis of two courses leaves out the steep beginning", () => {
  const steep = [-1000, ...Array.from({ length: 39 }, (_, i) => i)];
  const { low = NaN, high } = span([steep, steep], [50, undefined]);
  assert.equal(high, 50);
  assert.ok(low > -10 && low < 3, `from ${low}`);
  assert.deepEqual(span([steep, [7]], []), { low: -1000, high: 38 }, "unless one is short");
  assert.deepEqual(span([[], []], []), {});
  assert.deepEqual(span([[], []], [2]), { low: 2, high: 2 });
});
