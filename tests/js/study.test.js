import assert from "node:assert/strict";
import test from "node:test";
import { Codes, reach } from "../../playground/ui/stages/vae/latent.js";
import { nearest, span } from "../../playground/ui/stages/vae/study.js";

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
