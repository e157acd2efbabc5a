// The chart of steps against quality.

import assert from "node:assert/strict";
import test from "node:test";

import { figure, spoken } from "../../playground/ui/stages/diffusion/quality.js";

const SAMPLERS = ["DDPM", "DDIM"];

/** @param {number} sampler @param {number} steps @param {number} accuracy */
function point(sampler, steps, accuracy) {
  const floors = { accuracy_real: 0.991, frechet_floor: 7.4, directions: 10 };
  const interval = { accuracy_low: accuracy - 0.1, accuracy_high: accuracy + 0.05 };
  return {
    sampler,
    steps,
    calls: 2 * steps,
    ms: steps / 4,
    n: 20,
    accuracy,
    ...interval,
    frechet: 100 / steps,
    ...floors,
  };
}

const POINTS = [point(1, 4, 0.9), point(1, 1, 0.5), point(0, 1, 0.25)];

test("every panel has a curve a sampler, its points in order of their calls", () => {
  const { traces } = figure(POINTS, SAMPLERS);
  const found = traces.map(({ name, xaxis, yaxis, x }) => [name, xaxis, yaxis, x]);
  const calls = [["DDPM", "x", "y", [2]], ["DDIM", "x", "y", [2, 8]]]; // prettier-ignore
  assert.deepEqual(found.slice(0, 2), calls);
  assert.deepEqual(found[7], ["DDIM", "x4", "y4", [0.25, 1]]);
  assert.deepEqual(traces.map(({ showlegend }) => showlegend).slice(0, 4), [true, true, false, false]);
});

test("only an accuracy has an interval", () => {
  const { traces } = figure(POINTS, SAMPLERS);
  const has = traces.map((trace) => "error_y" in trace);
  assert.deepEqual(has, [true, true, true, true, false, false, false, false]); // prettier-ignore
});

test("dotted is what real digits score", () => {
  const levels = figure(POINTS, SAMPLERS).layout.shapes.map(({ yref, y0 }) => `${yref} ${y0}`);
  assert.deepEqual(levels, ["y 0.991", "y2 0.991", "y3 7.4", "y4 7.4"]);
});

test("nothing measured is an empty chart, and nothing to say", () => {
  const { traces, layout } = figure([], SAMPLERS);
  assert.deepEqual([traces, layout.shapes], [[], []]); // prettier-ignore
  assert.equal(spoken([], SAMPLERS), "");
});

test("the chart in a sentence, with what so few pictures cannot tell", () => {
  const measured =
    "DDIM at 8 calls: accuracy 90\u00a0%, Fréchet distance 25; DDPM at 2 calls: accuracy 25\u00a0%, " +
    "Fréchet distance 100; floor 99.1\u00a0% and 7";
  const few = "; 20 pictures are too few for all 64 features: the distance is taken along their 10 main directions";
  assert.equal(spoken(POINTS, SAMPLERS), measured + few);
  const many = POINTS.map((point) => ({ ...point, directions: 64 }));
  assert.equal(spoken(many, SAMPLERS), measured);
});
