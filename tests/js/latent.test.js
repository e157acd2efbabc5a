// The latent space of an autoencoder that trains live: its window, and where the codes lie.

import assert from "node:assert/strict";
import test from "node:test";

import { Codes, reach } from "../../playground/ui/stages/vae/latent.js";

const array = (/** @type {number[]} */ data, /** @type {number[]} */ shape) => ({
  data: Float32Array.from(data),
  shape,
});

test("the window of the latent space grows in doublings", () => {
  assert.equal(reach(Float32Array.from([0, -1, 3.5])), 3.6);
  assert.equal(reach(Float32Array.from([0, -8])), 14.4);
  assert.equal(reach(Float32Array.from([1000])), 115.2, "and not for ever");
});

test("z is mu + sigma eps", () => {
  const codes = new Codes(
    { mu: array([0, 0, 1, 2], [2, 2]), sigma: array([0, 0, 0.5, 2], [2, 2]), eps: array([0, 0, -2, 1], [2, 2]) },
    false,
  );
  assert.deepEqual(codes.of(1), { mu: [1, 2], sigma: [0.5, 2], z: [0, 4] });
  assert.deepEqual(codes.places(720)([1.8, 1.8], 0), [540, 180]);
});

test("one-dimensional codes lie in lanes, where no other hides them", () => {
  const line = array([0, 0, 0], [3, 1]);
  const codes = new Codes({ mu: line, sigma: line, eps: line }, true);
  const places = [0, 1, 2].map((k) => codes.places(100)(codes.of(k).mu, k));
  assert.deepEqual(
    places.map(([x]) => x),
    [50, 50, 50],
  );
  assert.equal(new Set(places.map(([, y]) => y)).size, 3);
});
