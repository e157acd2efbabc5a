// A decoder that the page itself runs.

import assert from "node:assert/strict";
import test from "node:test";

import { Decoder } from "../../playground/ui/stages/vae/decoder.js";

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
