// The autoencoders' parts: a decoder in the page, codes on a plane, and what is told of them.

import assert from "node:assert/strict";
import test from "node:test";

import { equalElbo } from "../../playground/ui/stages/vae/beta.js";
import { median } from "../../playground/ui/stages/lib/median.js";
import { nearest, places } from "../../playground/ui/stages/vae/codes.js";
import { Decoder } from "../../playground/ui/stages/vae/decoder.js";
import { ellipse } from "../../playground/ui/stages/vae/encode.js";
import { middleTold } from "../../playground/ui/stages/vae/morph.js";
import { density, middle, ring } from "../../playground/ui/stages/vae/plane.js";

/** @param {number[][]} rows */
function weight(rows) {
  return { shape: [rows.length, rows[0].length], data: Float32Array.from(rows.flat()) };
}

/** @param {number[]} values */
function bias(values) {
  return { shape: [values.length], data: Float32Array.from(values) };
}

/** @param {number} x */
function sigmoid(x) {
  return 1 / (1 + Math.exp(-x));
}

const LEANING = { mean: [1, -2], root: [2, 0, 1, 0.5] };
const CODED = { codes: Float32Array.of(0, 0, 3, 4, -1, 0), labels: Uint8Array.of(7, 1, 2) };

test("a decoder is linear layers, SiLU between them, a sigmoid at the end", () => {
  const layers = /** @type {ConstructorParameters<typeof Decoder>[0]} */ ([
    [weight([[1, 2], [0, -1], [3, 0]]), bias([0.5, 0, -1])], // prettier-ignore
    [weight([[1, -1, 2]]), bias([0.25])],
  ]);
  const decoder = new Decoder(layers);
  const hidden = [2.5, -0.5, 2].map((h) => h * sigmoid(h)); // of z = (1, 0.5)
  const mean = sigmoid(hidden[0] - hidden[1] + 2 * hidden[2] + 0.25);
  assert.equal(decoder.parameters, 13);
  assert.ok(Math.abs(decoder.means([1, 0.5])[0] - mean) < 1e-6);
  assert.deepEqual([...decoder.bytes([1, 0.5], new Uint8Array(1))], [Math.round(255 * mean)]);
});

test("a place of the plane and where it stands on the canvas", () => {
  const corners = /** @type {[number, number][]} */ ([[0, 0], [-4, 4], [4, -4], [1, 2]]); // prettier-ignore
  const found = corners.map(places(200, 4));
  assert.deepEqual(found, [[100, 100], [0, 0], [200, 200], [125, 50]]); // prettier-ignore
});

test("the middle of a cell of a grid whose rows come from the top", () => {
  const cells = /** @type {[number, number][]} */ ([[0, 0], [3, 0], [1, 3]]); // prettier-ignore
  const found = cells.map(([column, row]) => middle(column, row, 4, 8));
  assert.deepEqual(found, [[-6, 6], [6, 6], [-2, -6]]); // prettier-ignore
});

test("the nearest code, and the middle of some numbers", () => {
  assert.deepEqual(nearest(CODED, [3, 3]), { label: 1, distance: 1 });
  assert.deepEqual(nearest(CODED, [-0.75, 0]), { label: 2, distance: 0.25 });
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
});

test("each ring is as dense all along as a Gaussian that many standard deviations away", () => {
  for (const k of [1, 2, 3]) {
    const found = ring(k, LEANING).map((place) => density(place, LEANING));
    for (const value of found) assert.ok(Math.abs(value - Math.exp((-k * k) / 2)) < 1e-12);
  }
  assert.equal(density([1, -2], LEANING), 1);
});

test("an ellipse is closed and reaches as far as it should", () => {
  const points = ellipse([1, 2], 3, 0.5);
  const [across, up] = [points.map(([x]) => x), points.map(([, y]) => y)];
  assert.deepEqual([Math.min(...across), Math.max(...across)], [-2, 4]);
  assert.deepEqual([Math.min(...up), Math.max(...up)], [1.5, 2.5]);
});

test("the line of equal ELBO ends at the edges of the chart", () => {
  const stops = [{ rate: 5, quality: -60 }, { rate: 10, quality: -50 }]; // prettier-ignore
  assert.deepEqual(equalElbo(stops, { right: 12, bottom: -70, top: -40 }), [[0, -60], [12, -48]]); // prettier-ignore
  assert.deepEqual(equalElbo(stops, { right: 12, bottom: -58, top: -50 }), [[2, -58], [10, -50]]); // prettier-ignore
});

test("what is told of the middle of a morph, with and without the training digits", () => {
  const stats = { near_latent: 3.72, near_fade: 4.28, sharp_latent: 0.55, sharp_fade: 0.41 };
  const all = "nearer to the training digits than the mixed pixels (3.72 against 4.28) and sharper (0.55 against 0.41)";
  const moral = "One pair proves nothing: below, 200 are on trial.";
  assert.equal(middleTold(stats), `Half way, the mixed codes give a picture ${all}. ${moral}`);
  assert.ok(middleTold({ ...stats, sharp_fade: 0.552 }).includes(" and no sharper ("));
  const unmeasured = /** @type {any} */ ({ ...stats, near_latent: undefined, sharp_fade: 0.6 });
  const blurred = "a picture more blurred than the mixed pixels (0.55 against 0.60).";
  assert.ok(middleTold(unmeasured).includes(blurred));
});
