// The browser's film: frames are taken once, and an older run never takes the stage back from a newer one.

import assert from "node:assert/strict";
import test from "node:test";

import { Film, statusLine } from "../../playground/ui/stages/lib/film.js";

/** @typedef {import("../../playground/ui/stages/lib/film.js").Frame} Frame */
/** @typedef {import("../../playground/ui/stages/lib/film.js").Value} Value */

/** @param {number} step @param {number} mark @returns {Frame} */
function frame(step, mark = 0) {
  return {
    step,
    total: 9,
    kind: "step",
    texts: {},
    arrays: { xt: ["u1", [1, 1], btoa(String.fromCharCode(mark))] },
    stats: { t: step },
  };
}

// The growing value of one run, as packing.py makes it.
class Feed {
  /** @type {string[]} */
  chunks = [];

  /** @param {string} run */
  constructor(run) {
    this.run = run;
  }

  /** @param {Frame[]} frames @param {boolean} running @returns {Value} */
  add(frames, running = true) {
    if (frames.length) this.chunks.push(JSON.stringify({ frames }));
    return { run: this.run, chunks: [...this.chunks], status: { running } };
  }
}

/** @param {Film} film */
function shown(film) {
  return film.frames.map((one, i) => [one.step, film.must(i, "xt").data[0]]);
}

test("chunks are appended once", () => {
  const film = new Film();
  const feed = new Feed("1");
  const values = [feed.add([frame(0)]), feed.add([frame(1), frame(2)]), feed.add([], false)];
  const found = [...values, values[2]].map((value) => [film.take(value), film.frames.map(({ step }) => step)]);
  assert.deepEqual(found, [[true, [0]], [false, [0, 1, 2]], [false, [0, 1, 2]], [false, [0, 1, 2]]]); // prettier-ignore
  assert.deepEqual(shown(film), [[0, 0], [1, 0], [2, 0]]); // prettier-ignore
  assert.equal(film.status.running, false);
});

test("a value that comes after skipped ones brings what they held", () => {
  const film = new Film();
  const feed = new Feed("1");
  film.take(feed.add([frame(0)]));
  feed.add([frame(1)]);
  feed.add([frame(2)]);
  film.take(feed.add([frame(3)]));
  assert.deepEqual(film.frames.map(({ step }) => step), [0, 1, 2, 3]); // prettier-ignore
});

test("an older run never replaces a newer one", () => {
  const film = new Film();
  const [older, newer] = [new Feed("1"), new Feed("2")];
  const first = older.add([frame(0, 1)]);
  const late = older.add([frame(1, 1)], false);
  assert.equal(film.take(first), true);
  assert.deepEqual([film.run, shown(film)], ["1", [[0, 1]]]);
  assert.equal(film.take(newer.add([frame(0, 2)])), true);
  assert.deepEqual([film.run, shown(film)], ["2", [[0, 2]]]);
  assert.equal(film.take(late), null);
  assert.deepEqual([film.run, shown(film), film.status.running], ["2", [[0, 2]], true]);
  assert.equal(film.take(newer.add([frame(1, 2)])), false);
  assert.equal(film.take(late), null);
  assert.deepEqual(shown(film), [[0, 2], [1, 2]]); // prettier-ignore
  assert.equal(film.run, "2");
  assert.ok(film.status.running, "an older run's end is not the newer one's");
});

test("what is shown stays until a new run has a frame, and is known to be an earlier run's", () => {
  const film = new Film();
  const newer = new Feed("2");
  assert.equal(film.take(new Feed("1").add([frame(0, 1)])), true);
  for (const news of [[], [{ ...frame(0), kind: /** @type {const} */ ("progress") }]]) {
    assert.equal(film.stale, news.length > 0);
    assert.equal(film.take(newer.add(news)), false);
    assert.deepEqual([film.run, shown(film), film.stale], ["1", [[0, 1]], true]);
  }
  assert.equal(film.take(newer.add([frame(0, 2)])), true);
  assert.deepEqual([film.run, shown(film), film.stale], ["2", [[0, 2]], false]);
});

test("a run that ends without a frame leaves an earlier one's, and the next one takes its place", () => {
  const film = new Film();
  film.take(new Feed("1").add([frame(0, 1)]));
  const waits = { ...new Feed("2").add([], false), status: { running: false, why: "Draw something." } };
  assert.equal(film.take(waits), false);
  assert.deepEqual([film.status.why, film.stale, shown(film)], ["Draw something.", true, [[0, 1]]]);
  assert.equal(film.take(new Feed("3").add([frame(0, 3)])), true);
  assert.deepEqual([film.stale, shown(film)], [false, [[0, 3]]]);
});

test("a run that waits before anything was shown leaves nothing to be an earlier one's", () => {
  const film = new Film();
  assert.equal(film.take(new Feed("1").add([], false)), false);
  assert.equal(film.stale, false);
});

test("progress is no frame", () => {
  const film = new Film();
  const feed = new Feed("1");
  film.take(feed.add([frame(0)]));
  film.take(feed.add([{ ...frame(1), kind: "progress", arrays: {}, stats: { progress: 0.5 } }]));
  assert.equal(film.frames.length, 1);
  assert.equal(film.pulse?.stats.progress, 0.5);
  film.take(feed.add([frame(1)]));
  assert.equal(film.frames.length, 2);
  assert.equal(film.pulse, null);
});

test("a result without pictures is a frame", () => {
  const film = new Film();
  film.take(new Feed("1").add([{ ...frame(0), kind: "result", arrays: {}, texts: { said: "so" } }]));
  assert.equal(film.last.texts.said, "so");
});

test("nothing yet is taken calmly", () => {
  const film = new Film();
  for (const value of [null, /** @type {any} */ ({}), { run: "1" }]) assert.equal(film.take(value), false);
  assert.equal(film.array(0, "xt"), null);
});

test("an array that is missing is said by name", () => {
  const film = new Film();
  film.take(new Feed("1").add([frame(0)]));
  assert.throws(() => film.must(0, "x0"), /frame 0 has no x0/);
});

test("how a run stands is what it says of itself", () => {
  assert.equal(statusLine({ running: true, said: "computing, about 1 s left" }), "computing, about 1 s left");
  assert.equal(statusLine({}), "");
});

test("a run whose first news is only progress is told as new with its first frame", () => {
  const film = new Film();
  const [first, second] = [new Feed("1"), new Feed("2")];
  assert.equal(film.take(first.add([frame(0)])), true);
  assert.equal(film.take(second.add([{ ...frame(0), kind: "progress" }])), false);
  assert.deepEqual([film.run, film.pulse?.kind], ["1", "progress"]);
  assert.equal(film.take(second.add([frame(0)])), true);
  assert.equal(film.take(second.add([frame(1)])), false);
});

test("a control has moved on once it stands elsewhere than for the run that is shown", () => {
  const film = new Film();
  assert.deepEqual(film.moved({ steps: 5 }), [], "nothing is shown yet");
  const asked = { steps: 50, label: "7", samplers: ["DDIM", "DDPM"], forced: null, fresh: true };
  const chunks = [JSON.stringify({ frames: [frame(0)] })];
  film.take({ run: "1", chunks, status: {}, asked });
  const now = { steps: 50, label: "7", samplers: ["DDIM", "DDPM"], forced: "", other: 3 };
  assert.deepEqual(film.moved(now), [], "what the page has no control for does not count");
  assert.deepEqual(film.moved({ ...now, steps: 51, samplers: ["DDIM"] }), ["steps", "samplers"]);
  film.take({ run: "2", chunks: [], status: { running: true }, asked: { ...asked, steps: 51 } });
  assert.deepEqual(film.moved({ ...now, steps: 51 }), ["steps"], "the newer one has nothing to show yet");
  film.take({ run: "2", chunks, status: {}, asked: { ...asked, steps: 51 } });
  assert.deepEqual(film.moved({ ...now, steps: 51 }), []);
});
