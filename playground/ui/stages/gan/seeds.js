// One small arena a seed: its last points, its modes over time, and what it scored.

import { find, make, setText } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { percent, show } from "../lib/format.js";
import { line, sharp } from "../lib/paint.js";
import { dots, placing } from "../lib/points.js";
import { colour } from "../lib/theme.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./seeds.shown").Frame} Frame */
/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {Record<string, number>} Stats */

const TALL = 0.2; // of the arena: the line of the modes, where all are found

/** @param {Root} root */
export function mount(root) {
  return new Seeds(root);
}

class Seeds {
  /** @type {Film<Frame>} */
  film = new Film();

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.cards = root.find("[data-seeds]");
  }

  /** @param {any} _ @param {boolean} fresh */
  take(_, fresh) {
    if (fresh) this.cards.replaceChildren();
    this.draw();
  }

  draw() {
    const { frames } = this.film;
    frames.forEach((_, k) => this.drawCard(k));
    this.root.text("[data-spread]", frames.length ? spread(frames.map(({ stats }) => stats)) : "");
  }

  /** @param {string} line */
  status(line) {
    const { newest, pulse, status } = this.film;
    if (!newest) return this.root.find(".status").textContent ?? ""; // what the button does, until it is pressed
    if (!status.running || !pulse) return line;
    return `${line}, duel ${pulse.step + 1} of ${pulse.total} at ${Math.round(100 * pulse.stats.progress)} %`;
  }

  /** @param {number} k */
  drawCard(k) {
    const figure = this.cards.children[k] ?? this.addCard();
    const canvas = /** @type {HTMLCanvasElement} */ (find(figure, "canvas"));
    const { context, width } = sharp(canvas);
    const manner = { fill: colour("--generated"), radius: 1.3, alpha: 0.7 };
    dots(context, placing(width), this.film.must(k, "fake"), manner);
    line(context, this.modes(k, width), colour("--series-b"), 1.3);
    const said = scored(this.film.frames[k].stats);
    setText(find(figure, "figcaption"), said);
    canvas.setAttribute("aria-label", said);
  }

  addCard() {
    const figure = make("figure", {}, make("canvas", { role: "img" }), make("figcaption"));
    this.cards.append(figure);
    return figure;
  }

  /**
   * The modes found over the duel, as a line along the foot of the arena.
   * @param {number} k
   * @param {number} width
   */
  modes(k, width) {
    const { data } = this.film.must(k, "history"); // modes, and the share near one, by turns
    const { mode_count } = this.film.frames[k].stats;
    const moments = data.length / 2;
    return Array.from({ length: moments }, (_, i) => {
      const share = data[2 * i] / mode_count;
      return /** @type {Point} */ ([(width * i) / Math.max(1, moments - 1), width - 2 - TALL * width * share]);
    });
  }
}

/** @param {Stats} stats */
function scored({ seed, modes, mode_count, high_quality, diverged }) {
  const found = `${show(modes, 0)} of ${show(mode_count, 0)} modes, ${percent(high_quality, 0)}`;
  return `seed ${show(seed, 0)}: ${found}${diverged ? ", diverged" : ""}`;
}

/** @param {Stats[]} stats */
function spread(stats) {
  const [{ mode_count, high_quality_floor }] = stats;
  const modes = range(stats.map((one) => one.modes));
  const near = range(stats.map((one) => 100 * one.high_quality));
  const lost = stats.filter((one) => one.modes <= one.mode_count / 2).length;
  const among = `${show(modes.low, 0)} to ${show(modes.high, 0)} of ${show(mode_count, 0)}`;
  const perfect = `${show(near.low, 0)} to ${show(near.high, 0)}; perfect: ${show(100 * high_quality_floor, 1)}`;
  return (
    `${stats.length} seeds: ${show(modes.mean, 1)} modes on average (${among}), ` +
    `${show(near.mean, 0)} % of points near a mode (${perfect}). ` +
    `${lost} of ${stats.length} lost half of the modes or more.`
  );
}

/** @param {number[]} values */
function range(values) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, low: Math.min(...values), high: Math.max(...values) };
}
