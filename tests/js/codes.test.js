// Codes on a plane: where they stand on the canvas, and which is nearest.

import assert from "node:assert/strict";
import test from "node:test";

import { nearest, places } from "../../playground/ui/stages/vae/codes.js";

const CODED = { codes: Float32Array.of(0, 0, 3, 4, -1, 0), labels: Uint8Array.of(7, 1, 2) };

test("a place of the plane and where it stands on the canvas", () => {
  const corners = /** @type {[number, number][]} */ ([[0, 0], [-4, 4], [4, -4], [1, 2]]); // prettier-ignore
  const found = corners.map(places(200, 4));
  assert.deepEqual(found, [[100, 100], [0, 0], [200, 200], [125, 50]]); // prettier-ignore
});

test("the nearest code", () => {
  assert.deepEqual(nearest(CODED, [3, 3]), { label: 1, distance: 1 });
  assert.deepEqual(nearest(CODED, [-0.75, 0]), { label: 2, distance: 0.25 });
});
