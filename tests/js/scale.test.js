// Axes of charts: where values stand and which ones are written.

import assert from "node:assert/strict";
import test from "node:test";

import { nearest, scale, slim, ticks, written } from "../../playground/ui/stages/lib/scale.js";

/** @param {import("../../playground/ui/stages/lib/scale.js").Range} range @param {number} count */
function labels(range, count) {
  const { values, step } = ticks(range, count);
  return values.map((value) => written(value, step)).join(" ");
}

test("values stand at round steps", () => {
  assert.equal(labels({ low: 0, high: 1 }, 4), "0 0.5 1");
  assert.equal(labels({ low: 0, high: 1 }, 5), "0 0.2 0.4 0.6 0.8 1");
  assert.equal(labels({ low: -3, high: 3 }, 7), "−3 −2 −1 0 1 2 3");
  assert.equal(labels({ low: 0.013, high: 0.041 }, 3), "0.02 0.03 0.04");
  assert.equal(labels({ low: 0, high: 12_000 }, 4), "0 5,000 10,000");
});

test("one value alone is a range, too", () => {
  assert.ok(ticks({ low: 2, high: 2 }, 4).values.length > 0);
});

test("a logarithmic axis has powers of ten, and 2 and 5 times each where there is room", () => {
  assert.equal(labels({ low: 1, high: 1000, log: true }, 4), "1 10 100 1,000");
  assert.equal(labels({ low: 1, high: 20, log: true }, 5), "1 2 5 10 20");
  assert.equal(labels({ low: 1e-4, high: 1, log: true }, 4), "0.0001 0.001 0.01 0.1 1");
});

test("a place gives its value back", () => {
  for (const log of [false, true]) {
    const { to, back } = scale({ low: 0.5, high: 40, log }, 10, 210);
    assert.equal(to(0.5), 10);
    assert.equal(to(40), 210);
    assert.ok(Math.abs(back(to(7)) - 7) < 1e-9);
  }
});

test("a wide axis holds what runs away in both directions", () => {
  const range = { low: -4e30, high: 2e11, wide: true };
  const { to, back } = scale(range, 0, 100);
  const places = [-4e30, -1e9, -3, 0, 3, 2e11].map(to);
  assert.deepEqual(
    [...places].sort((a, b) => a - b),
    places,
  );
  assert.ok(Math.abs(back(to(-3)) + 3) < 1e-9 && Math.abs(back(to(1e9)) / 1e9 - 1) < 1e-9);
  assert.equal(labels(range, 4), "−10¹⁶ 0");
  assert.equal(labels({ low: -5, high: 2000, wide: true }, 4), "0 100");
});

test("upright axes count downwards, and what lies outside comes to the edge", () => {
  const { to } = scale({ low: 0, high: 2 }, 100, 0);
  assert.deepEqual([-1, 0, 1, 2, 3].map(to), [100, 100, 50, 0, 0]); // prettier-ignore
  assert.equal(scale({ low: 1, high: 1 }, 0, 50).to(1), 0);
  assert.equal(scale({ low: 0.1, high: 10, log: true }, 0, 50).to(0), 0);
});

test("long series are drawn with fewer points, their ends among them", () => {
  const points = Array.from({ length: 1001 }, (_, i) => i);
  assert.deepEqual(slim(points, 2000), points);
  assert.deepEqual(slim(points, 4), [0, 251, 502, 753, 1000]);
});

test("the nearest value", () => {
  assert.equal(nearest([], 1), -1);
  assert.equal(nearest([0, 10, 20], 13), 1);
  assert.equal(nearest([0, 10, 20], 99), 2);
});
