// What is told of many seeds before and after.

import assert from "node:assert/strict";
import test from "node:test";

import { ended, foretold, spread } from "../../playground/ui/stages/gan/seeds.js";

test("beforehand it says how long that takes, as far as the duel has told its speed", () => {
  assert.match(foretold(5, 1000, null, 600), /once the duel above has played/);
  assert.match(foretold(5, 1000, 40, 600), /40 iterations a second, that takes about 2 minutes\.$/);
  assert.match(foretold(2, 100, 40, 600), /about 5 s\.$/);
});

test("what is too long for one run is said before it begins", () => {
  assert.match(foretold(5, 4000, 20, 600), /17 minutes.*for 10 minutes: of the 5 seeds about 3 will be through/);
  assert.match(foretold(2, 20_000, 20, 600), /not one will be through/);
});

test("a run that ended early says of how many seeds its spread is", () => {
  assert.equal(ended(3, 5, "stopped; what had come stays"), "3 of 5 seeds, stopped; the spread is of these 3 alone");
  assert.equal(ended(1, 5, ""), "1 of 5 seeds, stopped; the spread is of this one alone");
  assert.equal(ended(0, 5, "stopped; what had come stays"), "0 of 5 seeds, stopped");
  assert.equal(ended(5, 5, ""), "");
});

test("the spread is of the seeds that are through", () => {
  const stats = { mode_count: 8, high_quality_floor: 0.99, modes: 8, high_quality: 0.5 };
  assert.match(spread([stats, { ...stats, modes: 2 }]), /^2 seeds: 5\.0 modes on average.*1 of 2 lost half/);
  assert.match(spread([stats]), /^1 seed: 8\.0 modes/);
});
