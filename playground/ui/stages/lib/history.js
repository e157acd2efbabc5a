// The frames of one live training, and of the one before it; the browser keeps them for its time machine.

import { Film } from "./film.js";

/** @typedef {import("./film.js").Frame} Frame */
/** @typedef {import("./page.js").Change} Change */

const KEEP = 1600;
const WORTH = 50; // iterations from which on a training is compared with the next
const SPEED_MS = [400, 2000]; // over how long the speed is measured, at least and at most

/**
 * @template {Frame} [F=Frame]
 * @extends {Film<F>}
 */
export class History extends Film {
  /** @type {F[]} */
  frames = [];
  serial = 0;
  packs = 0; // of frames, that have come
  /** @type {import("./film.js").Status} */
  status = {};
  /** @type {Pick<F, "step" | "stats">[] | null} */
  before = null;
  /** @type {Change[]} */
  changes = [];
  /** @type {number | null} */
  speed = null; // iterations a second
  /** @type {[ms: number, step: number][]} */
  clock = [];

  /**
   * @param {any} value
   * @returns {boolean | null} whether it brings the first frame of a new training; null if the value is an older one's
   */
  take(value) {
    if (!value || !value.serial) return false;
    if (this.newest && value.run < this.newest) return null;
    if (value.run !== this.newest) {
      if (value.status.why && !value.packs && !value.history) {
        this.status.why = value.status.why; // it never began: the one that is shown goes on
        return false;
      }
      this.begin(value.run);
    }
    if (value.serial <= this.serial) return false;
    this.serial = value.serial;
    this.status = value.status;
    this.changes = value.changes;
    const before = this.run;
    if ((value.packs || value.history) && this.run !== this.newest) {
      this.show(value.run);
      if (value.history) this.append(JSON.parse(value.history).frames); // of a training that was taken up
    }
    const first = Math.max(this.packs, value.packs - 2); // the value holds the two newest, see `packing.py`
    for (let k = first; k < value.packs; k++) this.append(JSON.parse(value.frames[k % 2]).frames);
    this.packs = value.packs;
    this.frames = thinned(this.frames, KEEP);
    return this.run !== before;
  }

  /** @param {string} run */
  begin(run) {
    super.begin(run);
    this.serial = this.packs = 0;
  }

  /** @param {string} run */
  show(run) {
    const worth = this.frames.length && this.last.step >= WORTH;
    if (worth) this.before = this.lives.kept.map(({ step, stats }) => ({ step, stats }));
    super.show(run);
    this.clock = [];
    this.speed = null;
  }

  /** @param {F[]} frames */
  append(frames) {
    for (const frame of frames) {
      const again = frame.stats.running_away !== undefined;
      if (again) this.takeBack(frame);
      if (again || frame.kind === "diverged") this.clock = [];
      this.frames.push(frame);
    }
    if (this.frames.length) this.time(performance.now(), this.last.step);
  }

  /**
   * The steps before a divergence come once more, each of them: they take the place of what was told of them.
   * @param {F} again the first of them, or a later one
   */
  takeBack(again) {
    while (this.frames.length && this.last.kind !== "diverged" && this.last.step >= again.step) {
      const { step, stats } = this.last;
      const same = step === again.step && stats.changed !== undefined;
      if (same) /** @type {Record<string, number>} */ (again.stats).changed = stats.changed;
      this.frames.pop();
    }
  }

  /**
   * What led to the present, its steps ascending; and each run-away, which was taken back.
   * @returns {{ kept: F[], lost: F[][] }}
   */
  get lives() {
    /** @type {F[]} */
    let kept = [];
    /** @type {F[][]} */
    const lost = [];
    for (const frame of this.frames) {
      if (frame.kind === "diverged") {
        const first = kept.findIndex(({ step }) => step > frame.step);
        if (first >= 0) lost.push(kept.slice(Math.max(0, first - 1)));
        kept = kept.filter(({ step }) => step <= frame.step);
      }
      kept.push(frame);
    }
    return { kept, lost };
  }

  /**
   * Notes when an iteration was reached.
   * @param {number} now in milliseconds
   * @param {number} step
   */
  time(now, step) {
    const [least, most] = SPEED_MS;
    this.clock.push([now, step]);
    if (!this.status.playing) this.clock = this.clock.slice(-1);
    while (this.clock.length > 2 && now - this.clock[0][0] > most) this.clock.shift();
    const [began, first] = this.clock[0];
    if (now - began > least) this.speed = (1000 * (step - first)) / (now - began);
  }

  /**
   * One statistic over the iterations; of a training that ran away, over those that led to the present.
   * @param {keyof F["stats"] & string} name
   * @param {Pick<F, "step" | "stats">[]} [frames]
   * @returns {[step: number, value: number][]}
   */
  series(name, frames = this.lives.kept) {
    return frames.filter(({ stats }) => stats[name] !== undefined).map(({ step, stats }) => [step, stats[name]]);
  }
}

/**
 * Every other one of the older half is dropped when there are too many; those that mark a change stay.
 * @template {Frame} F
 * @param {F[]} frames
 * @param {number} most
 * @returns {F[]}
 */
export function thinned(frames, most) {
  if (frames.length <= most) return frames;
  const half = frames.length >> 1;
  return frames.filter(({ stats }, i) => i >= half || i % 2 === 0 || stats.changed !== undefined);
}
