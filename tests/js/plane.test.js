// The plane of codes: its grid, and the rings of a Gaussian on it.

import assert from "node:assert/strict";
import test from "node:test";

import { density, middle, ring } from "../../playground/ui/stages/vae/plane.js";

const LEANING = { mean: [1, -2], root: [2, 0, 1, 0.5] };

test("the middle of a cell of a grid whose rows come from the top", () => {
  const cells = /** @type {[number, number][]} */ ([[0, 0], [3, 0], [1, 3]]); // prettier-ignore
  const found = cells.map(([column, row]) => middle(column, row, 4, 8));
  assert.deepEqual(found, [[-6, 6], [6, 6], [-2, -6]]); // prettier-ignore
});

test("each ring is as dense all along as a Gaussian that many standard deviations away", () => {
  for (const k of [1, 2, 3]) {
    const found = ring(k, LEANING).map((place) => density(place, LEANING));
    for (const value of found) assert.ok(Math.abs(value - Math.exp((-k * k) / 2)) < 1e-12);
  }
  assert.equal(density([1, -2], LEANING), 1);
});
