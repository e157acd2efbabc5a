// An autoencoder that trains live on digits: pictures, what becomes of them, and what the prior gives.

import { find, findCanvas, setText } from "../lib/dom.js";
import { length, percent, show } from "../lib/format.js";
import { paint } from "../lib/paint.js";
import { study } from "./study.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./digits.shown").Frame} Frame */
/** @typedef {import("./study.js").Study<Frame>} Training */

const SIDE = 8; // pixels of a picture in a row
const CELLS = SIDE * SIDE;
const ROWS = /** @type {const} */ (["real", "again", "fake"]);
const SURE = 0.5; // from this confidence on, the judge's class is told

/** @param {Root} root */
export function mount(root) {
  const cells = (/** @type {string} */ row) => root.all(`[data-row=${row}] [data-cell]`);
  const rows = { real: cells("real"), again: cells("again"), fake: cells("fake") };
  return study(root, (/** @type {Training} */ training) => new Digits(root, training, rows));
}

class Digits {
  /**
   * @param {Root} root
   * @param {Training} training
   * @param {Record<typeof ROWS[number], HTMLElement[]>} rows
   */
  constructor(root, training, rows) {
    this.training = training;
    this.history = training.history;
    this.rows = rows;
    this.examples = this.codes = rows.real.length;
    for (const row of [rows.real, rows.again]) {
      row.forEach((cell, k) => root.listen(cell, "pointerover", () => this.over(k)));
    }
  }

  /** @param {number} k */
  over(k) {
    if (this.history.frames.length) this.training.point(k, "reconstruction");
  }

  /** @param {number} i */
  draw(i) {
    const { history, rows } = this;
    const { chosen } = this.training;
    for (const name of ROWS) {
      const { data } = history.must(i, name);
      rows[name].forEach((cell, k) => paint(findCanvas(cell, "canvas"), data, [SIDE, SIDE], k * CELLS));
    }
    for (const row of [rows.real, rows.again]) row.forEach((cell, k) => cell.classList.toggle("here", k === chosen));
    const verdict = history.must(i, "verdict").data;
    const classes = history.must(i, "verdict_class").data;
    rows.fake.forEach((cell, k) => {
      find(cell, ".verdict i").style.width = length(verdict[k]);
      setText(find(cell, "output"), verdict[k] > SURE ? `${classes[k]} · ${show(verdict[k])}` : "?");
    });
  }

  /** @param {number} i */
  labels(i) {
    return this.history.must(i, "labels").data;
  }

  /** @param {number} i */
  axes(i) {
    const { data } = this.history.must(i, "shown");
    const { latent } = this.history.frames[i].stats;
    if (data.length < 2) return "";
    return `: z${data[0] + 1} across, z${data[1] + 1} up${latent > 2 ? ", the two that say most" : ""}`;
  }

  /** @param {number} i */
  best(i) {
    return { reconstruction: this.history.frames[i].stats.reconstruction_best };
  }

  limit() {
    return "per picture of 64 pixels, drawn black or white from its greys";
  }

  /** @param {Pick<Frame, "stats">} frame */
  quality({ stats: { recognised, recognised_floor } }) {
    return {
      stat: "recognised",
      share: recognised,
      floor: recognised_floor,
      small: `real digits: ${percent(recognised_floor, 0)}`,
    };
  }

  /** @param {number} i */
  drawSecond(i) {
    const { classes } = this.history.frames[i].stats;
    this.training.board.number("second", `${show(classes, 0)} of 10`, { small: "of 500 draws" });
  }
}
