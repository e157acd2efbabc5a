import assert from "node:assert/strict";
import test from "node:test";
import { above, binned, quantile, rates, spread } from "../../playground/ui/stages/vae/scores.js";

test("an axis is logarithmic where the scores span more than a factor of ten", () => {
  const wide = spread([1, 100, 5]);
  assert.deepEqual([wide.low, wide.high, wide.log], [1, 100, true]);
  assert.ok(Math.abs(wide.share(10) - 0.5) < 1e-9 && Math.abs(wide.value(0.5) - 10) < 1e-9);
  const narrow = spread([1, 9]);
  assert.deepEqual([narrow.log, narrow.share(5), narrow.value(0.25)], [false, 0.5, 3]);
  assert.equal(spread([-5, 100]).log, false, "not below zero");
});

test("an axis ends where its scores do", () => {
  const { value, within, share } = spread([2, 6]);
  assert.deepEqual([value(-1), value(2), within(-3), within(99), share(0)], [2, 6, 2, 6, 0]);
  assert.equal(spread([4, 4]).share(4), 0, "even where all are equal");
});

test("what lies beyond a threshold is counted", () => {
  assert.equal(above([1, 2, 3, 4], 2), 0.5);
  assert.equal(above(Float32Array.of(1, 2), 2), 0);
  assert.equal(quantile([5, 1, 4, 2, 3], 0.8), 5);
  assert.equal(quantile([5, 1], 1), 5);
});

test("every score falls into one bin", () => {
  assert.deepEqual(binned([0, 0.1, 0.5, 0.99, 1], 4), [2, 0, 1, 2]);
});

test("the ROC of scores that tell all apart goes up first, then right", () => {
  assert.deepEqual(rates([1, 2], [3, 4]), [
    [0, 0],
    [0, 0.5],
    [0, 1],
    [0.5, 1],
    [1, 1],
  ]);
});

test("equal scores are told apart by no threshold", () => {
  assert.deepEqual(rates([1], [1]), [
    [0, 0],
    [1, 1],
    [1, 1],
  ]);
});
