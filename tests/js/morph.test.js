// What is told of a morph.

import assert from "node:assert/strict";
import test from "node:test";

import { middleTold } from "../../playground/ui/stages/vae/morph.js";

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
