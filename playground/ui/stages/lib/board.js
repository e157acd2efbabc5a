// What is written beside the picture of a live training: number boxes, the cost, how it stands.

import { find, setText } from "./dom.js";
import { show, whole } from "./format.js";
import { page } from "./page.js";

/** @typedef {import("./history.js").History} History */
/** @typedef {import("./root.js").Root} Root */
/** @typedef {import("./root.js").Box} Box */

export class Board {
  /**
   * The template says in data-engine whose settings it shows ("gan.duel"), in data-noun what one training is called.
   * @param {Root} root
   * @param {History} history
   */
  constructor(root, history) {
    this.root = root;
    this.history = history;
    this.noun = root.find("[data-noun]").dataset.noun ?? "";
    this.engine = root.find("[data-engine]").dataset.engine ?? "";
  }

  /** The engine's settings as they stand, by name. */
  get settings() {
    return page().state[this.engine] ?? {};
  }

  /**
   * One number; the line beneath it is empty where none is given.
   * @param {string} name
   * @param {string} text
   * @param {Box} [more]
   */
  number(name, text, more = {}) {
    this.root.number(name, text, { ...more, small: more.small ?? "" });
  }

  /**
   * What the number was in the training before.
   * @param {string} name
   * @param {string | null | undefined} text
   */
  before(name, text) {
    const line = find(this.root.element, `[data-number="${name}"] .before`);
    line.hidden = !text;
    setText(line, text ? `${this.noun} before: ${text}` : "");
  }

  speed() {
    const { speed, status } = this.history;
    const others = (status.sharing ?? 1) - 1;
    const small = others > 0 ? `shared with ${others} more` : "iterations; you have the machine to yourself";
    this.number("speed", speed == null ? "–" : show(speed, 0) + " /s", { small });
  }

  /** @param {[name: string, text: string][]} [more] rows after the usual ones */
  cost(more = []) {
    const { frames, last, speed, changes } = this.history;
    if (!frames.length) return;
    this.root.costs([
      ["iterations", whole(last.step)],
      ["moments kept here", String(frames.length)],
      ["iterations a second", show(speed, 0)],
      ...more,
      ...changes.map(([step, name, value]) => /** @type {[string, string]} */ ([`at ${step}`, `${name} = ${value}`])),
    ]);
  }

  /** How the training stands, in a sentence. */
  status() {
    const { status, last } = this.history;
    const told = this.#divergence();
    if (told) return told;
    if (last?.stats.undrawn) {
      return `Nothing is drawn yet: draw on the pad at the left. Until then the ${this.noun} keeps its data.`;
    }
    if (status.ended) return this.#ended(status.ended);
    if (status.playing && last?.stats.running_away) {
      const when = `at step ${last.stats.running_away} the losses are no longer numbers`;
      return `Running away: ${when}. These are the last steps before that.`;
    }
    if (status.said) return status.said;
    if (status.lost && !last.step && !status.playing) return this.#lost();
    return status.playing ? "training" : "paused";
  }

  // A control that moves after a divergence has the state drawn anew: it stays told until a step is made.
  #divergence() {
    const { frames, last } = this.history;
    const torn = last && frames.findLast((frame) => frame.step !== last.step || frame.kind === "diverged");
    if (!torn || torn.step !== last.step) return "";
    return (
      `Diverged at step ${torn.stats.diverged}: the losses are no longer numbers. Go back in time to see how. ` +
      `Iteration ${last.step} is kept: lower the rate and press play, or reset.`
    );
  }

  // The link still has what the lost one began with and how it was changed on its way.
  #lost() {
    const { step } = page().held(this.engine);
    return (
      `The ${this.noun} that stood here at iteration ${whole(step)} is no longer kept. ` +
      "Press “From the start” to replay it: seed, settings and changes are as they were."
    );
  }

  /** @param {string} why */
  #ended(why) {
    const anew = "Its history stays; press “From the start” for a new one.";
    const sentences = /** @type {Record<string, string>} */ ({
      finished:
        `Done: this ${this.noun} was to stop here. ` +
        "Press “From the start” for the same again, or raise “Stop after” first.",
      unattended: `Ended, because nobody touched it for ten minutes. ${anew}`,
      stopped: `Stopped. ${anew}`,
      elsewhere: `This ${this.noun} goes on in another window or tab. Press “From the start” for a new one here.`,
    });
    return sentences[why] ?? "";
  }
}
