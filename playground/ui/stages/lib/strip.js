// A film's thumbnails, evenly spread over its frames: a press goes to one, and the one that is shown is marked.

import { fill, make } from "./dom.js";

/** @typedef {Pick<import("./film.js").Film, "run"> & { frames: { readonly length: number } }} Reel what is shown */

/**
 * @typedef {object} Look
 * @property {(index: number) => string} label what a screen reader says of a frame
 * @property {(canvas: HTMLCanvasElement, index: number) => void} paint
 */

const MOST = 15;

export class Strip {
  drawn = ""; // what the thumbnails show

  /**
   * The template has [data-strip].
   * @param {import("./root.js").Root} root
   * @param {Reel} film
   * @param {import("./player.js").Player} player
   * @param {Look} look
   */
  constructor(root, film, player, look) {
    this.root = root;
    this.film = film;
    this.player = player;
    this.look = look;
    this.box = root.find("[data-strip]");
  }

  /** Draws what has changed. @param {unknown} [of] what the thumbnails show beside the frames */
  draw(of) {
    const { frames, run } = this.film;
    const shown = `${run} ${frames.length} ${of}`;
    if (shown === this.drawn) return;
    this.drawn = shown;
    const count = Math.min(MOST, frames.length);
    const at = (/** @type {number} */ k) => (count > 1 ? Math.round((k * (frames.length - 1)) / (count - 1)) : 0);
    fill(this.box, count, () => {
      const button = make("button", { type: "button" }, make("canvas"));
      this.root.listen(button, "click", () => this.player.jump(Number(button.dataset.at)));
      return button;
    });
    [...this.box.children].forEach((one, k) => {
      const button = /** @type {HTMLButtonElement} */ (one);
      Object.assign(button.dataset, { at: at(k), from: at(k - 0.5), until: count > 1 ? at(k + 0.5) : 1 });
      button.setAttribute("aria-label", `Go to ${this.look.label(at(k))}`);
      this.look.paint(/** @type {HTMLCanvasElement} */ (button.firstElementChild), at(k));
    });
    this.mark(this.player.index);
  }

  /** @param {number} index of the frame that is shown */
  mark(index) {
    for (const thumb of this.box.children) {
      const { from, until } = /** @type {HTMLElement} */ (thumb).dataset;
      thumb.classList.toggle("here", Number(from) <= index && index < Number(until));
    }
  }
}
