// The line of equal ELBO on the chart of rate and quality.

import assert from "node:assert/strict";
import test from "node:test";

import { equalElbo } from "../../playground/ui/stages/vae/beta.js";

test("the line of equal ELBO ends at the edges of the chart", () => {
  const stops = [{ rate: 5, quality: -60 }, { rate: 10, quality: -50 }]; // prettier-ignore
  assert.deepEqual(equalElbo(stops, { right: 12, bottom: -70, top: -40 }), [[0, -60], [12, -48]]); // prettier-ignore
  assert.deepEqual(equalElbo(stops, { right: 12, bottom: -58, top: -50 }), [[2, -58], [10, -50]]); // prettier-ignore
});
