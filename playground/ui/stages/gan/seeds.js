// One small arena a seed: its last points, its modes over time, and what it scored.

import { find, make, setText } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { percent, plural, show } from "../lib/format.js";
import { page } from "../lib/page.js";
import { line, sharp } from "../lib/paint.js";
import { dots, placing } from "../lib/points.js";
import { colour } from "../lib/theme.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./seeds.shown").Frame} Frame */
/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {Record<string, number>} Stats */

const TALL = 0.2; // of the arena: the line of the modes, where all are found
const LOOK_MS = 2000; // between two looks at how fast the duel is
const DUEL = "gan/duel"; // whose speed tells what its seeds will take

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
    /** @type {number} */
    this.runs = root.props.runs; // that are asked for
    /** @type {number} */
    this.steps = root.props.steps;
    this.foretell();
  }

  /**
   * The controls beside the button have moved.
   * @param {number} runs
   * @param {number} steps
   */
  asked(runs, steps) {
    [this.runs, this.steps] = [runs, steps];
    this.foretell();
  }

  // How long it will take, as long as nothing runs.
  foretell() {
    const { film, root } = this;
    if (!film.status.running) {
      const speed = page().call?.(DUEL, "speed"); // a promise while the duel is only being fetched
      const known = typeof speed === "number" ? speed : null;
      root.text("[data-foretold]", foretold(this.runs, this.steps, known, root.props.limit));
    }
    root.later("foretell", LOOK_MS, () => this.foretell());
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
    const { frames, newest, pulse, status } = this.film;
    if (!newest) return this.root.find(".status").textContent ?? ""; // what the button does, until it is pressed
    if (!status.running) return ended(frames.length, (pulse ?? frames.at(-1))?.total ?? 0, line, status.ended);
    if (!pulse) return line;
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

/**
 * How long the duels will take, in a sentence.
 * @param {number} runs
 * @param {number} steps
 * @param {number | null} speed iterations a second of the duel above, where it has played
 * @param {number} limit seconds that a run may compute
 */
export function foretold(runs, steps, speed, limit) {
  if (!speed) return "How long that takes is told once the duel above has played for a moment.";
  const seconds = (runs * steps) / speed;
  const said = `At the duel’s speed, ${show(speed, 0)} iterations a second, that takes about ${duration(seconds)}.`;
  if (seconds <= limit) return said;
  const whole = Math.floor((limit * speed) / steps);
  const fits = `of the ${runs} seeds ${whole ? `about ${whole} will be through` : "not one will be through"}`;
  return `${said} A run may compute for ${duration(limit)}: ${fits} by then. Ask for fewer iterations.`;
}

/** @param {number} seconds */
function duration(seconds) {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} minutes`;
}

/**
 * How the run ended, in a sentence; empty where all seeds are through.
 * @param {number} count finished ones
 * @param {number} total
 * @param {string} line how it stands
 * @param {string} [how] it ended
 */
export function ended(count, total, line, how) {
  if (count === total || !total) return line;
  const rest = count ? `; the spread is of ${count === 1 ? "this one" : `these ${count}`} alone` : "";
  const when = how === "limit" ? "stopped after the ten minutes that a run may take" : "stopped";
  return `${count} of ${total} seeds, ${when}${rest}`;
}

/** @param {Stats[]} stats */
export function spread(stats) {
  const [{ mode_count, high_quality_floor }] = stats;
  const modes = range(stats.map((one) => one.modes));
  const near = range(stats.map((one) => 100 * one.high_quality));
  const lost = stats.filter((one) => one.modes <= one.mode_count / 2).length;
  const among = `${show(modes.low, 0)} to ${show(modes.high, 0)} of ${show(mode_count, 0)}`;
  const perfect = `${show(near.low, 0)} to ${show(near.high, 0)}; perfect: ${show(100 * high_quality_floor, 1)}`;
  return (
    `${stats.length} ${plural(stats.length, "seed")}: ${show(modes.mean, 1)} modes on average (${among}), ` +
    `${show(near.mean, 0)} % of points near a mode (${perfect}). ` +
    `${lost} of ${stats.length} lost half of the modes or more.`
  );
}

/** @param {number[]} values */
function range(values) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, low: Math.min(...values), high: Math.max(...values) };
}
