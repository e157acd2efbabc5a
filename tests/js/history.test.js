// What the browser keeps of a live training.

import assert from "node:assert/strict";
import test from "node:test";

import { History, thinned } from "../../playground/ui/stages/lib/history.js";

/** @typedef {import("../../playground/ui/stages/lib/film.js").Frame} Frame */

/** @param {number} step @param {Record<string, number>} [stats] @returns {Frame} */
const frame = (step, stats = {}) => ({ step, total: 0, kind: "step", arrays: {}, stats, texts: {} });

/** @param {...Frame} frames */
const pack = (...frames) => JSON.stringify({ frames });

/**
 * A value as `packing.py` makes it.
 * @param {string} run
 * @param {number} serial
 * @param {string[]} packs all of this run so far
 */
function value(run, serial, packs) {
  const kept = ["", ""];
  packs.forEach((text, k) => (kept[k % 2] = text));
  return { run, serial, packs: packs.length, frames: kept, status: { playing: true }, changes: [] };
}

/** @param {History} history */
const steps = (history) => history.frames.map(({ step }) => step);

test("only what is new is appended, and a skipped value's frames are in the next", () => {
  const history = new History();
  const packs = [0, 1, 2, 3, 4].map((step) => pack(frame(step)));
  assert.equal(history.take(value("1", 1, packs.slice(0, 1))), true);
  assert.equal(history.take(value("1", 2, packs.slice(0, 2))), false);
  assert.deepEqual(steps(history), [0, 1]);
  assert.equal(history.take(value("1", 4, packs.slice(0, 4))), false);
  assert.deepEqual(steps(history), [0, 1, 2, 3]);
  assert.equal(history.take(value("1", 4, packs.slice(0, 4))), false);
  history.take(value("1", 5, packs.slice(0, 4)));
  history.take(value("1", 9, packs.slice(0, 4)));
  assert.deepEqual(steps(history), [0, 1, 2, 3], "values without news, some of them skipped");
  history.take(value("1", 10, packs));
  assert.deepEqual(steps(history), [0, 1, 2, 3, 4]);
});

test("a stage that comes late still has what stands", () => {
  const history = new History();
  assert.equal(history.take(value("1", 40, [pack(frame(0))])), true);
  assert.deepEqual(steps(history), [0]);
});

test("an older training never comes back", () => {
  const history = new History();
  history.take(value("2", 1, [pack(frame(0))]));
  assert.equal(history.take(value("1", 9, [pack(frame(7))])), null);
  assert.deepEqual(steps(history), [0]);
});

test("a training that was worth it is kept for comparison", () => {
  const history = new History();
  history.take(value("1", 1, [pack(frame(0), frame(49))]));
  history.take(value("2", 1, [pack(frame(0), frame(50, { loss: 2 }))]));
  assert.equal(history.before, null);
  history.take(value("3", 1, [pack(frame(0))]));
  assert.deepEqual(history.series("loss", history.before ?? []), [[50, 2]]);
  assert.deepEqual(history.series("loss"), []);
});

test("a long history is thinned where it is old, and changes stay", () => {
  const frames = Array.from({ length: 11 }, (_, step) => frame(step, step === 3 ? { changed: 1 } : {}));
  assert.equal(thinned(frames, 11), frames);
  assert.deepEqual(thinned(frames, 10).map(({ step }) => step), [0, 2, 3, 4, 5, 6, 7, 8, 9, 10]); // prettier-ignore
});

test("the speed is measured over the last two seconds of playing", () => {
  const history = new History();
  history.status = { playing: true };
  for (let ms = 0; ms <= 5000; ms += 100) history.time(ms, ms < 3000 ? ms / 10 : ms / 5 - 300);
  assert.ok(Math.abs((history.speed ?? 0) - 200) < 1e-9, String(history.speed));
  history.status = { playing: false };
  history.time(9000, 700);
  assert.equal(history.clock.length, 1);
});

test("a divergence begins the speed anew", () => {
  const history = new History();
  history.take(value("1", 1, [pack(frame(0), { ...frame(0), kind: "diverged" })]));
  assert.equal(history.clock.length, 1);
});

test("a training that had nothing to show when it began is told as new with its first frame", () => {
  const history = new History();
  assert.equal(history.take(value("1", 1, [pack(frame(7))])), true);
  assert.equal(history.take(value("2", 1, [])), false);
  assert.deepEqual([steps(history), history.stale], [[7], true]);
  assert.equal(history.take(value("2", 2, [pack(frame(0))])), true);
  assert.deepEqual([steps(history), history.stale], [[0], false]);
  assert.equal(history.take(value("2", 3, [pack(frame(0)), pack(frame(1))])), false);
});

test("the steps before a divergence, told once more, take the place of what was told of them", () => {
  const history = new History();
  const away = (/** @type {number} */ step) => frame(step, { running_away: 5, loss: step });
  history.take(value("1", 1, [pack(frame(0), frame(2, { changed: 1 }), frame(4))]));
  history.take(value("1", 2, [pack(frame(0), frame(2, { changed: 1 }), frame(4)), pack(away(2), away(3), away(4))]));
  assert.deepEqual(steps(history), [0, 2, 3, 4]);
  assert.equal(history.frames[1].stats.changed, 1, "where a control moved stays marked");
  assert.equal(history.clock.length, 1);
});

test("a run-away can be visited, but the lines of the charts go on from the state that is kept", () => {
  const history = new History();
  const torn = { ...frame(1, { diverged: 4 }), kind: /** @type {const} */ ("diverged") };
  const all = [frame(0), frame(1), frame(2), frame(3), torn, frame(2), frame(3), frame(4)];
  history.take(value("1", 1, [pack(...all)]));
  assert.deepEqual(steps(history), [0, 1, 2, 3, 1, 2, 3, 4]);
  const { kept, lost } = history.lives;
  assert.deepEqual(
    [kept, ...lost].map((frames) => frames.map(({ step }) => step)),
    [
      [0, 1, 1, 2, 3, 4],
      [1, 2, 3],
    ],
  );
  assert.deepEqual(history.series("diverged"), [[1, 4]]);
});

test("a training that never began leaves the one that is shown going on", () => {
  const history = new History();
  history.take(value("1", 1, [pack(frame(0))]));
  const refused = { ...value("2", 1, []), status: { why: "The rate must be a number." } };
  assert.equal(history.take(refused), false);
  assert.deepEqual([history.status.why, history.stale], ["The rate must be a number.", false]);
  assert.equal(history.take(value("1", 2, [pack(frame(0)), pack(frame(1))])), false);
  assert.deepEqual([history.status.why, steps(history)], [undefined, [0, 1]]);
});
