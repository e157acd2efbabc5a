// The frames of one run, filled as they arrive.

import { decode } from "./decode.js";

/** @typedef {import("./decode.js").Decoded} Decoded */

/**
 * What every frame has. A part's own keys are in `<part>.shown.d.ts`: a `Film` of its frames knows them.
 * @typedef {object} Frame
 * @property {number} step
 * @property {number} total
 * @property {import("./shown").Kind} kind
 * @property {Record<string, import("./shown").Held>} arrays
 * @property {Record<string, number>} stats
 * @property {Record<string, string>} texts
 */

/**
 * @typedef {object} Status
 * @property {boolean} [running]
 * @property {boolean} [playing] of a live training
 * @property {number} [position] its place in the line
 * @property {number} [sharing] how many runs share the machine
 * @property {string} [said] how it stands, in words
 * @property {boolean} [cached]
 * @property {string} [measured] how the times among the frames were measured, in a sentence
 * @property {string} [ended] of a live training, why
 * @property {boolean} [lost] whether it stands in the place of a live training that is gone
 */

/**
 * What a stage is given: `packing.py` says what each means.
 * @typedef {{ run: string, chunks?: string[], status?: Status } & Record<string, any>} Value
 */

/** @template {Frame} [F=Frame] */
export class Film {
  newest = "";
  run = "";
  seen = 0;
  /** @type {F[]} */
  frames = [];
  /** @type {Status} */
  status = {};
  bare = false; // whether the run had no frame to show when it was told to be new
  /** @type {Frame | null} */
  pulse = null; // how much of the next frame is done, where that was the last that came

  /** @param {string} run */
  clear(run) {
    this.run = run;
    this.seen = 0;
    this.frames = [];
    this.pulse = null;
  }

  /**
   * Takes what is new.
   * @param {Value | null} value
   * @returns {boolean | null} whether a new run has begun; null if the value is of an older run than the one shown
   */
  take(value) {
    if (!value || !value.chunks) return false;
    if (this.newest && value.run < this.newest) return null;
    const fresh = value.run !== this.run;
    this.newest = value.run;
    this.status = value.status || {};
    if (fresh && !value.chunks.length) return false; // nothing new yet: what is shown stays
    if (fresh) this.clear(value.run);
    for (; this.seen < value.chunks.length; this.seen++) this.append(JSON.parse(value.chunks[this.seen]).frames);
    return this.isNew(fresh);
  }

  /**
   * Whether a stage is to begin anew: a run that had nothing to show at first is new again with its first frame.
   * @param {boolean} fresh
   */
  isNew(fresh) {
    const told = fresh || this.bare;
    this.bare = told && !this.frames.length;
    return told;
  }

  /** @param {F[]} frames */
  append(frames) {
    for (const frame of frames) {
      this.pulse = frame.kind === "progress" ? frame : null;
      if (!this.pulse) this.frames.push(frame);
    }
  }

  /** The newest frame. Only to be asked where there is one. */
  get last() {
    return this.frames[this.frames.length - 1];
  }

  /**
   * @param {number} index
   * @param {keyof F["arrays"] & string} name
   * @returns {Decoded | null} null where the frame has no such array
   */
  array(index, name) {
    const arrays = /** @type {Frame | undefined} */ (this.frames[index])?.arrays;
    const found = arrays?.[name];
    if (!found) return null;
    if (!Array.isArray(found)) return found;
    return (arrays[name] = decode(found));
  }

  /**
   * As `array`, of one that every such frame has.
   * @param {number} index
   * @param {keyof F["arrays"] & string} name
   * @returns {Decoded}
   */
  must(index, name) {
    const found = this.array(index, name);
    if (!found) throw new Error(`frame ${index} has no ${name}`);
    return found;
  }
}

/**
 * How a run stands, in words; empty once it has ended. `packing.py` words it, for the cards of claims too.
 * @param {Status} status
 */
export function statusLine({ said = "" }) {
  return said;
}
