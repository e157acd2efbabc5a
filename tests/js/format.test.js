// Numbers as a reader sees them.

import assert from "node:assert/strict";
import test from "node:test";

import { length, low, percent, scientific, show, whole } from "../../playground/ui/stages/lib/format.js";

test("a number has its digits and a proper minus", () => {
  assert.equal(show(3.14159), "3.14");
  assert.equal(show(-0.5, 1), "−0.5");
  assert.equal(show(2, 0), "2");
});

test("a number that ran away is short", () => {
  assert.equal(show(4.13e11), "4.1·10¹¹");
  assert.equal(show(-1e30, 3), "−10³⁰");
  assert.equal(scientific(2e-7), "2·10⁻⁷");
  assert.equal(show(9_999_999, 0), "9999999");
});

test("where there is none stands a dash", () => {
  for (const nothing of [undefined, null, NaN]) {
    assert.equal(show(nothing), "–");
    assert.equal(percent(nothing), "–");
  }
});

test("a share is written in per cent", () => {
  assert.equal(percent(0.1234), "12.3\u00a0%");
  assert.equal(percent(1, 0), "100\u00a0%");
});

test("a share is a length that never leaves its gauge", () => {
  assert.deepEqual([-1, 0, 0.25, 7, NaN].map(length), ["0%", "0%", "25%", "100%", "0%"]); // prettier-ignore
});

test("whole numbers and low digits", () => {
  assert.equal(whole(-12_345.6), "−12,346");
  assert.equal(low(120), "₁₂₀");
});
