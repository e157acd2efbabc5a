// The logit lens: the likeliest next token after every token, if each layer were the last.

import { make } from "../lib/dom.js";
import { show } from "../lib/format.js";
import { pieces, tokenSpan } from "./tokens.js";

/** @typedef {import("../lib/film.js").Film} Film */
/** @typedef {import("./attention.js").Choice} Choice */
/** @typedef {import("./tokens.js").Piece} Piece */
/** @typedef {{ piece: Piece, bits?: number } | null} Cell */

const ROOM = 100; // pixels that the titles of the rows take

export class Lens {
  /** @param {Film} film */
  constructor(film) {
    this.tokens = pieces(film, 0, "pieces");
    this.words = pieces(film, 0, "words");
    this.layers = film.frames[0].stats.layers;
    this.tops = film.must(0, "lens_top");
    this.shares = film.must(0, "lens_p");
    this.costs = film.must(0, "lens_bits");
  }

  /**
   * The likeliest tokens after token i, as layer m has them.
   * @param {number} m
   * @param {number} i
   */
  guesses(m, i) {
    const { data, shape } = this.tops;
    const from = (m * shape[1] + i) * shape[2];
    return Array.from({ length: shape[2] }, (_, k) => ({
      piece: this.words[data[from + k]],
      p: this.shares.data[from + k],
    }));
  }

  /**
   * The surprise of the token that comes after token i, as layer m has it; nothing after the last.
   * @param {number} m
   * @param {number} i
   * @returns {number | undefined}
   */
  bits(m, i) {
    const { data, shape } = this.costs;
    return i < shape[1] ? data[m * shape[1] + i] : undefined;
  }

  /** @returns {HTMLTableRowElement[]} what comes, then the layers from the last to the first, then the tokens */
  rows() {
    const { layers, tokens } = this;
    const next = (/** @type {number} */ i) => (tokens[i + 1] ? { piece: tokens[i + 1] } : null);
    const rows = [this.#row("really next", "true", next)];
    for (let m = layers; m >= 0; m--) {
      const best = (/** @type {number} */ i) => ({ piece: this.guesses(m, i)[0].piece, bits: this.bits(m, i) });
      rows.push(this.#row(m ? `after layer ${m}` : "before layer 1", String(m), best));
    }
    return [...rows, this.#row("token", "input", (i) => ({ piece: tokens[i] }))];
  }

  /** @param {string} title @param {string} kind @param {(i: number) => Cell} of */
  #row(title, kind, of) {
    const guessed = kind !== "true" && kind !== "input";
    const cells = this.tokens.map((_, i) => {
      const cell = make("td", { "data-at": i });
      const found = of(i);
      if (!found) return cell;
      const span = tokenSpan(found.piece, { bits: found.bits });
      span.classList.toggle("right", guessed && isSame(found.piece, this.tokens[i + 1]));
      if (found.bits !== undefined) cell.title = `the token that comes: ${show(found.bits, 1)} bits`;
      cell.append(span);
      return cell;
    });
    return make("tr", { "data-row": kind }, make("th", {}, title), ...cells);
  }

  /**
   * Marks the chosen column, brings it into view, and marks the cell of the chosen layer.
   * @param {HTMLElement} scroll around the table
   * @param {Choice} choice
   */
  mark(scroll, { at, layer }) {
    for (const cell of scroll.querySelectorAll("td")) {
      const here = Number(cell.dataset.at) === at;
      cell.classList.toggle("here", here);
      cell.classList.toggle("picked", here && cell.parentElement?.dataset.row === String(layer));
    }
    const cell = /** @type {HTMLElement | null} */ (scroll.querySelector("td.here"));
    if (!cell) return;
    const { offsetLeft: left, offsetWidth: wide } = cell;
    const seen = left >= scroll.scrollLeft + ROOM && left + wide <= scroll.scrollLeft + scroll.clientWidth;
    if (!seen) scroll.scrollLeft = left - scroll.clientWidth / 2;
  }

  /**
   * The likeliest after the chosen token, as the chosen layer and the last one have it.
   * @param {Choice} choice
   * @param {(i: number) => string} name of a token
   */
  best({ at, layer }, name) {
    return [...new Set([layer, this.layers])].map((m) => {
      const end = this.bits(m, at);
      const last = m === this.layers ? ", the last," : "";
      const next = end === undefined ? "" : `; ${name(at + 1)}: ${show(2 ** -end, 3)}`;
      const head = make("p", { class: "hint" }, `after ${name(at)}, as layer ${m}${last} has it${next}`);
      return make("div", {}, head, ...this.guesses(m, at).map(({ piece, p }) => bar(piece, p)));
    });
  }
}

/** @param {Piece} piece @param {number} p */
function bar(piece, p) {
  const filled = make("i");
  filled.style.width = `${100 * p}%`;
  return make("div", { class: "bar" }, tokenSpan(piece), filled, make("output", {}, show(p, 3)));
}

/** @param {Piece} one @param {Piece | undefined} other */
function isSame(one, other) {
  return (
    other !== undefined && one.bytes.length === other.bytes.length && one.bytes.every((b, k) => b === other.bytes[k])
  );
}
