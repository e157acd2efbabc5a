// Play, pause, step, scrub, speed and keyboard over a film.

import { setText } from "./dom.js";

/** @typedef {Pick<import("./film.js").Film, "status"> & { frames: { readonly length: number } }} Reel what is played */
/** @typedef {import("./root.js").Root} Root */

/**
 * @typedef {object} Show
 * @property {(index: number) => void} draw
 * @property {(index: number) => string} caption beside the slider
 * @property {(index: number) => string} [twin] for those who hear the page; default: the caption
 * @property {boolean} [opens] whether the first film opens the page
 * @property {(last: number) => number} [rests] where a finished film that was followed stays; default: at its end
 */

export class Player {
  index = 0;
  playing = 0; // the animation frame that is to come
  began = 0;
  from = 0;
  waits = false; // at the first frame of the opening film, for the visitor to press play
  follow = true; // the newest frame, until the visitor takes over

  /**
   * @param {Root} root
   * @param {Reel} film
   * @param {Show} show
   */
  constructor(root, film, { draw, caption, twin = caption, opens = false, rests = (last) => last }) {
    this.root = root;
    this.film = film;
    this.draw = draw;
    this.caption = caption;
    this.twin = twin;
    this.opens = opens;
    this.rests = rests;
    const part = (/** @type {string} */ name) => root.find(`[data-player=${name}]`);
    this.button = part("play");
    this.range = /** @type {HTMLInputElement} */ (part("range"));
    this.count = part("count");
    this.speed = /** @type {HTMLSelectElement} */ (part("speed"));
    root.listen(this.button, "click", () => this.toggle());
    root.listen(part("back"), "click", () => this.step(-1));
    root.listen(part("forward"), "click", () => this.step(1));
    root.listen(this.range, "input", () => this.jump(Number(this.range.value)));
    root.listen(this.speed, "change", () => this.#restart());
    root.keys({
      " ": () => this.toggle(),
      ArrowRight: () => this.step(1),
      ArrowLeft: () => this.step(-1),
      Home: () => this.jump(0),
      End: () => this.jump(this.last),
    });
  }

  get last() {
    return Math.max(0, this.film.frames.length - 1);
  }

  // The page's first film: if it was there at once it plays once, else it is followed; with less motion it waits.
  #open() {
    this.opens = false;
    const { cached, running } = this.film.status;
    if (running && !cached && !this.root.still) return;
    this.jump(0);
    this.waits = this.root.still;
    if (!this.waits) this.play();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.index >= this.last && !this.film.status.running) this.go(0);
    this.follow = false;
    this.button.setAttribute("aria-label", "Pause");
    this.button.dataset.playing = "1";
    this.#restart();
    this.playing = this.root.frame((now) => this.#tick(now));
  }

  #restart() {
    this.began = performance.now();
    this.from = this.index;
  }

  // The whole film takes some seconds, however many frames it has.
  get seconds() {
    return Math.min(8, Math.max(2.5, this.last / 12)) / Number(this.speed.value);
  }

  /** @param {number} now */
  #tick(now) {
    const share = (now - this.began) / 1000 / this.seconds;
    const next = Math.min(this.last, this.from + Math.floor(share * (this.last + 1)));
    if (next !== this.index) this.go(next);
    if (this.index >= this.last) {
      if (!this.film.status.running) return this.pause();
      this.#restart(); // more is to come
    }
    this.playing = this.root.frame((then) => this.#tick(then));
  }

  pause() {
    cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.follow = false;
    delete this.button.dataset.playing;
    this.button.setAttribute("aria-label", "Play");
  }

  /** @param {number} by */
  step(by) {
    this.jump(this.index + by);
  }

  /** @param {number} index */
  jump(index) {
    this.pause();
    this.go(index);
  }

  /** @param {number} index */
  go(index) {
    this.index = Math.min(this.last, Math.max(0, index));
    if (this.waits && this.index) this.root.say("");
    this.waits &&= !this.index;
    this.refresh();
  }

  /**
   * New frames have come.
   * @param {boolean} fresh of a new run
   */
  grown(fresh) {
    if (fresh) {
      this.pause();
      this.waits = false;
      this.follow = true;
      this.index = 0;
    }
    const { running } = this.film.status;
    if (this.follow) this.index = running ? this.last : this.rests(this.last);
    if (!running) this.follow = false;
    if (this.opens) this.#open();
    this.refresh();
  }

  refresh() {
    if (!this.film.frames.length) return;
    this.range.max = String(this.last);
    this.range.value = String(this.index);
    const text = this.caption(this.index);
    setText(this.count, text);
    this.range.setAttribute("aria-valuetext", text);
    this.draw(this.index);
    this.root.tell(() => this.twin(this.index));
  }
}
