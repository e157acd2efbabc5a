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
 * @property {string} [why] why it has no more to show, where it failed or still lacks something
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
  newest = ""; // the run that was begun last
  run = ""; // the run whose frames are here: an earlier one, as long as the newest has none
  seen = 0;
  /** @type {F[]} */
  frames = [];
  /** @type {Status} */
  status = {};
  /** @type {Record<string, any>} */
  asked = {}; // how the controls stood for the run that is shown
  /** @type {Frame | null} */
  pulse = null; // how much of the next frame is done, where that was the last that came

  /**
   * Takes what is new.
   * @param {Value | null} value
   * @returns {boolean | null} whether it brings the first frame of a new run; null if it is of an older run than that
   */
  take(value) {
    if (!value || !value.chunks) return false;
    if (this.newest && value.run < this.newest) return null;
    if (value.run !== this.newest) this.begin(value.run);
    this.status = value.status || {};
    const before = this.run;
    for (; this.seen < value.chunks.length; this.seen++) this.append(JSON.parse(value.chunks[this.seen]).frames);
    if (this.run === value.run) this.asked = value.asked ?? {};
    return this.run !== before;
  }

  /** @param {string} run that has nothing to show yet: what is shown stays */
  begin(run) {
    this.newest = run;
    this.seen = 0;
    this.pulse = null;
  }

  /** @param {F[]} frames */
  append(frames) {
    for (const frame of frames) {
      this.pulse = frame.kind === "progress" ? frame : null;
      if (this.pulse) continue;
      if (this.run !== this.newest) this.show(this.newest);
      this.frames.push(frame);
    }
  }

  /**
   * The names of the controls that stand elsewhere than when the run was asked for that is shown.
   * @param {Record<string, any>} now
   */
  moved(now) {
    const names = this.frames.length ? Object.keys(this.asked) : [];
    return names.filter((name) => name in now && JSON.stringify(this.asked[name] ?? "") !== JSON.stringify(now[name]));
  }

  /** @param {string} run whose first frame is there */
  show(run) {
    this.run = run;
    this.frames = [];
  }

  /** Whether what is shown belongs to an earlier run than the newest. */
  get stale() {
    return this.frames.length > 0 && this.run !== this.newest;
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
