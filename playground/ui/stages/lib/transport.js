// Play, pause, single updates, slow motion and the time machine over the history of a live training.

import { setText } from "./dom.js";
import { whole } from "./format.js";

/** @typedef {import("./history.js").History} History */
/** @typedef {import("./root.js").Root} Root */

/**
 * @typedef {object} Show
 * @property {(index: number) => void} draw
 * @property {(index: number) => string} [say] for those who hear the page
 * @property {() => void} [slowEnds] slow motion was left
 */

const TWIN_MS = 900;

export class Transport {
  shown = 0; // the index that is looked at
  live = true; // whether that is always the newest
  slow = false;
  waiting = false; // to draw
  rested = 0;
  at = 0; // the iteration that is looked at
  /** @type {import("./film.js").Frame | null} its frame */
  moment = null;

  /**
   * Buttons with `data-do` send {what: "order", do}.
   * @param {Root} root
   * @param {History} history
   * @param {Show} show
   */
  constructor(root, history, { draw, say, slowEnds }) {
    this.root = root;
    this.history = history;
    this.draw = draw;
    this.say = say;
    this.slowEnds = slowEnds;
    this.range = /** @type {HTMLInputElement} */ (root.find("[data-time]"));
    this.count = root.find("[data-count]");
    this.now = root.find("[data-now]");
    this.play = root.find("[data-do=play]");
    this.buttons = root.all("[data-do]");
    for (const button of this.buttons) root.listen(button, "click", () => this.press(button.dataset.do ?? ""));
    root.listen(this.range, "input", () => this.go(Number(this.range.value)));
    root.listen(this.now, "click", () => this.goNow());
    this.#keys();
  }

  #keys() {
    /** @type {import("./keys.js").Keys} */
    const actions = {
      " ": () => this.press("play"),
      ArrowRight: () => this.go(this.shown + 1),
      ArrowLeft: () => this.go(this.shown - 1),
      Home: () => this.go(0),
      End: () => this.goNow(),
    };
    for (const button of this.buttons) {
      if (button.dataset.key) actions[button.dataset.key] = () => this.press(button.dataset.do ?? "");
    }
    this.root.keys(actions);
  }

  get last() {
    return Math.max(0, this.history.frames.length - 1);
  }

  /** @param {string} what */
  order(what) {
    this.root.send({ what: "order", do: what });
  }

  /** @param {string} what */
  press(what) {
    const { playing } = this.history.status;
    if (what === "slow") return this.#pressSlow();
    this.setSlow(false);
    this.goNow();
    this.order(what !== "play" ? what : playing ? "pause" : "play");
  }

  #pressSlow() {
    this.setSlow(!this.slow);
    if (!this.slow) return;
    this.goNow();
    this.order("slow");
  }

  /** @param {boolean} on */
  setSlow(on) {
    this.slow = on;
    for (const button of this.buttons)
      if (button.dataset.do === "slow") button.setAttribute("aria-pressed", String(on));
    if (!on) this.slowEnds?.();
  }

  /** @param {number} index */
  go(index) {
    this.shown = Math.min(this.last, Math.max(0, index));
    this.live = this.shown === this.last;
    this.refresh();
  }

  goNow() {
    this.live = true;
    this.shown = this.last;
    this.refresh();
  }

  /**
   * Frames have come.
   * @param {boolean} fresh of a new training
   */
  grown(fresh) {
    if (fresh) this.live = true;
    this.shown = this.live ? this.last : this.#here();
    if (this.waiting) return;
    this.waiting = true;
    this.root.frame(() => this.#catchUp());
  }

  // Where the moment now is that is looked at; older ones may be thinned out.
  #here() {
    const { frames } = this.history;
    const same = this.moment ? frames.indexOf(this.moment) : -1;
    return same >= 0 ? same : Math.max(0, this.#reached());
  }

  #reached() {
    return this.history.frames.findIndex(({ step }) => step >= this.at);
  }

  // Draws what has come, but rests as long as the drawing took: a slow page skips moments and stays in hand.
  #catchUp() {
    const now = performance.now();
    if (now < this.rested) return this.root.frame(() => this.#catchUp());
    this.waiting = false;
    this.refresh();
    this.rested = 2 * performance.now() - now;
  }

  refresh() {
    this.shown = Math.min(this.shown, this.last);
    const frame = this.history.frames[this.shown];
    const playing = Boolean(this.history.status.playing);
    this.play.toggleAttribute("data-playing", playing);
    this.play.setAttribute("aria-label", playing ? "Pause" : "Play");
    if (!frame) return;
    this.at = frame.step;
    this.moment = frame;
    this.range.max = String(this.last);
    this.range.value = String(this.shown);
    const text = `iteration ${whole(frame.step)}`;
    setText(this.count, text);
    this.range.setAttribute("aria-valuetext", text);
    this.now.hidden = this.live;
    this.draw(this.shown);
    this.root.tell(() => this.#twin(text), TWIN_MS);
  }

  // A new training may have emptied the history since.
  /** @param {string} text */
  #twin(text) {
    this.shown = Math.min(this.shown, this.last);
    return this.say && this.history.frames.length ? this.say(this.shown) : text;
  }
}
