// What the stages of pixels share: the colours of surprise, and the pixel that is looked at.

import { keys } from "../lib/keys.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("../lib/theme.js").Rgb} Rgb */

export const SIDE = 28;
export const AREA = SIDE * SIDE;

/** @type {Rgb} a pixel whose turn has not come */
export const UNREAD = [104, 104, 112];

/** @type {[bits: number, colour: Rgb][]} */
const STOPS = [
  [0, [0, 0, 0]],
  [1, [84, 33, 4]],
  [4, [213, 94, 0]],
  [8, [255, 232, 196]],
];

/**
 * The colour of a surprise.
 * @param {number} bits full at 8
 * @returns {Rgb}
 */
export function heat(bits) {
  const at = STOPS.findIndex(([level]) => bits < level);
  if (at < 1) return at ? STOPS[STOPS.length - 1][1] : STOPS[0][1];
  const [low, from] = STOPS[at - 1];
  const [high, to] = STOPS[at];
  const mixed = from.map((value, c) => Math.round(value + ((bits - low) / (high - low)) * (to[c] - value)));
  return /** @type {Rgb} */ (mixed);
}

/** @param {number} pixel */
export function placeOf(pixel) {
  return `row ${Math.floor(pixel / SIDE) + 1}, column ${(pixel % SIDE) + 1}`;
}

/**
 * @param {number} x from 0 at the left to 1 at the right of a picture
 * @param {number} y from 0 at its top to 1 at its bottom
 */
export function pixelAt(x, y) {
  const inside = (/** @type {number} */ share) => Math.max(0, Math.min(SIDE - 1, Math.floor(share * SIDE)));
  return inside(y) * SIDE + inside(x);
}

/**
 * @typedef {object} Looking
 * @property {() => boolean} ready whether there is something to look at
 * @property {() => number} read how many pixels have been read: without a choice the last of them is looked at
 * @property {() => void} changed another pixel is looked at
 * @property {() => boolean} [held] whether the pointer is drawing
 */

/** The pixel that is looked at: under the pointer in any picture, or by the arrow keys in one of them. */
export class Look {
  /** @type {number | null} */
  chosen = null;

  /**
   * @param {Root} root pictures have data-view, marks of the pixel class "pixel"
   * @param {HTMLCanvasElement} board has the keyboard
   * @param {Looking} looking
   */
  constructor(root, board, looking) {
    this.root = root;
    this.looking = looking;
    for (const canvas of root.all("[data-view]")) {
      const follow = (/** @type {PointerEvent} */ event) => {
        const box = canvas.getBoundingClientRect();
        const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
        if (looking.ready()) this.look(pixelAt(x, y));
      };
      root.listen(canvas, "pointermove", follow);
      root.listen(canvas, "pointerdown", follow);
      root.listen(canvas, "pointerleave", () => {
        if (!looking.held?.() && document.activeElement !== canvas) this.look(null);
      });
    }
    const by = (/** @type {number} */ step) => () => this.step(step);
    const moves = { ArrowLeft: by(-1), ArrowRight: by(1), ArrowUp: by(-SIDE), ArrowDown: by(SIDE) };
    keys(board, { ...moves, Escape: () => this.look(null) }, root.signal);
    root.listen(board, "blur", () => this.look(null));
  }

  get pixel() {
    return this.chosen ?? Math.max(0, this.looking.read() - 1);
  }

  /** @param {number} by */
  step(by) {
    if (this.looking.ready()) this.look(Math.max(0, Math.min(AREA - 1, this.pixel + by)));
  }

  /** @param {number | null} pixel */
  look(pixel) {
    if (pixel === this.chosen) return;
    this.chosen = pixel;
    if (this.looking.ready()) this.looking.changed();
  }

  // Frames the pixel in every picture.
  mark() {
    for (const mark of this.root.all(".pixel")) {
      mark.hidden = this.chosen === null && !this.looking.read();
      mark.style.left = `${(100 * (this.pixel % SIDE)) / SIDE}%`;
      mark.style.top = `${(100 * Math.floor(this.pixel / SIDE)) / SIDE}%`;
    }
  }
}
