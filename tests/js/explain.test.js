// What a number means is found by its key, as spec.py declares it.

import assert from "node:assert/strict";
import test from "node:test";

import { covers, told } from "../../playground/ui/stages/lib/explain.js";

const TABLE = [
  { key: "modes", what: "array", label: "An array", meaning: "Not this." },
  { key: "points", what: "array", label: "Points", meaning: "Where they are." },
  { key: "modes", what: "stat", label: "Modes found", meaning: "How many." },
  { key: "kl_{j}", what: "stat", label: "KL of one dimension", meaning: "What it costs.", unit: "nats" },
];

test("a declaration covers its own keys only", () => {
  for (const [declared, key, covered] of [
    ["kl", "kl", true],
    ["kl", "kl_0", false],
    ["kl_{j}", "kl_12", true],
    ["kl_{j}", "kl_x", false],
    ["{low|high}_{j}", "high_3", true],
    ["{low|high}_{j}", "mean_3", false],
    ["down {j}", "down 1", true],
    ["a.b", "axb", false],
  ])
    assert.equal(covers(String(declared), String(key)), covered, `${declared} ${key}`);
});

test("each key is told once, with its unit, a statistic before an array of the same name", () => {
  assert.deepEqual(told(TABLE, ["modes"]), [["Modes found", "How many."]]);
  assert.deepEqual(told(TABLE, ["points"]), [["Points", "Where they are."]]);
  assert.deepEqual(told(TABLE, ["kl_0", "kl_1", "none"]), [["KL of one dimension, nats", "What it costs."]]);
});
