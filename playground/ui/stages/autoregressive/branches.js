// A tree of continuations: each branch leaves an earlier one where its tokens first differ.

import { fill, find, findCanvas, make, setText } from "../lib/dom.js";
import { show } from "../lib/format.js";
import { line, sharp } from "../lib/paint.js";
import { colour } from "../lib/theme.js";
import { joined } from "./tokens.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {import("./tokens.js").Piece} Piece */

/**
 * One text: of each token its id, its cost and its piece.
 * @typedef {object} Branch
 * @property {number[]} ids
 * @property {number[]} nats
 * @property {Piece[]} pieces
 * @property {string} label of its settings
 */

/** @typedef {{ parent: number, fork: number }} Rooted where a branch leaves which earlier one; −1 for none */

const ROW = 46; // pixels
const SHOWN = 90; // characters

/**
 * What the first tokens cost.
 * @param {number[]} nats
 * @param {number} [until]
 */
export function total(nats, until) {
  return nats.slice(0, until).reduce((sum, one) => sum + one, 0);
}

/** @template {Branch} B */
export class Branches {
  /** @type {B[]} */
  all = [];
  /** @type {Rooted[]} */
  roots = [];
  /** @type {B | null} */
  shown = null;
  at = 0; // the place that is looked at

  /**
   * @param {Root} root
   * @param {HTMLElement} element holds [data-branches] and [data-tree]
   * @param {(branch: B) => void} choose one was pressed
   */
  constructor(root, element, choose) {
    this.root = root;
    this.element = element;
    this.list = find(element, "[data-branches]");
    this.canvas = findCanvas(element, "[data-tree]");
    this.choose = choose;
  }

  /** @param {B} shown @param {number} at */
  draw(shown, at) {
    this.roots = this.all.map((branch, i) => rooted(branch, this.all.slice(0, i)));
    this.shown = shown;
    this.at = at;
    fill(this.list, this.all.length, (place) => this.#row(place));
    this.all.forEach((branch, i) => this.#fill(this.list.children[i], branch, i));
    this.element.hidden = this.all.length < 2;
    this.drawLines();
  }

  /** @param {number} place */
  #row(place) {
    const spans = ["words", "figures"].map((name) => make("span", { class: name }));
    const button = make("button", { type: "button" }, ...spans);
    this.root.listen(button, "click", () => this.choose(this.all[place]));
    return make("li", {}, button);
  }

  /** @param {Element} row @param {B} branch @param {number} i */
  #fill(row, branch, i) {
    const button = /** @type {HTMLElement} */ (row.firstElementChild);
    const [words, figures] = button.children;
    const nats = total(branch.nats);
    const { fork } = this.roots[i];
    const text = joined(branch.pieces.slice(fork)).replace(/\s+/g, " ").trim();
    const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)} …` : text || "as far as the branch it left";
    setText(words, `${i + 1}. ${fork ? "… " : ""}${shown}`);
    const cost = `−log P = ${show(nats, 1)} nats = ${show(nats / Math.LN2, 1)} bits, ${branch.nats.length} tokens`;
    setText(figures, `${cost} · ${this.#against(branch)} · ${branch.label}`);
    button.setAttribute("aria-current", String(branch === this.shown));
  }

  // How much likelier or less likely than the shown branch, over as many tokens as both have.
  /** @param {B} branch */
  #against(branch) {
    if (!this.shown || branch === this.shown) return "shown";
    const [mine, other] = [branch.nats, this.shown.nats];
    const n = Math.min(mine.length, other.length);
    const gap = (total(mine, n) - total(other, n)) / Math.LN2;
    const over = n < Math.max(mine.length, other.length) ? `, over ${n} tokens` : "";
    return `${show(Math.abs(gap), 1)} bits ${gap > 0 ? "less likely" : "likelier"} than the one shown${over}`;
  }

  // Places run from left to right; a branch is a line that drops from the one it leaves.
  drawLines() {
    if (this.element.hidden) return;
    this.canvas.style.height = `${ROW * this.all.length}px`;
    const { context, width, height } = sharp(this.canvas);
    const most = Math.max(1, ...this.all.map(({ ids }) => ids.length));
    const x = (/** @type {number} */ place) => 6 + ((width - 12) * place) / most;
    const y = (/** @type {number} */ i) => ROW * (i + 0.5);
    /** @type {Point[]} */
    const here = [
      [x(this.at), 0],
      [x(this.at), height],
    ];
    line(context, here, colour("--rule"), 1, [2, 3]);
    this.all.forEach((branch, i) => {
      const { fork, parent } = this.roots[i];
      const shown = branch === this.shown;
      /** @type {Point[]} */
      const points = [
        [x(fork), y(i)],
        [x(branch.ids.length), y(i)],
      ];
      if (parent >= 0) points.unshift([x(fork), y(parent)]);
      line(context, points, colour(shown ? "--accent" : "--ink-quiet"), shown ? 3 : 1.5);
    });
  }
}

/** @param {Branch} branch @param {Branch[]} earlier @returns {Rooted} */
function rooted({ ids }, earlier) {
  return earlier.reduce(
    (best, other, parent) => {
      const fork = common(ids, other.ids);
      return best.parent < 0 || fork > best.fork ? { parent, fork } : best;
    },
    { parent: -1, fork: 0 },
  );
}

/** @param {number[]} a @param {number[]} b @returns {number} how many of the first are the same */
function common(a, b) {
  const differ = a.findIndex((one, k) => one !== b[k]);
  return differ < 0 ? a.length : differ;
}
