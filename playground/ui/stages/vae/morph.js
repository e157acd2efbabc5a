// A film of mixed codes and one of mixed pixels, scrubbed together.

import { Chart } from "../lib/chart.js";
import { fill, find, findCanvas, make, setText } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { percent, show } from "../lib/format.js";
import { paint } from "../lib/paint.js";
import { Player } from "../lib/player.js";
import { colour } from "../lib/theme.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./morph.shown").Frame} Frame */
/** @typedef {Frame["stats"]} Stats */
/** @typedef {typeof WAYS[number]} Way */
/** @typedef {typeof MEASURES[number]} Measure */

const PICTURE = [28, 28];
const STRIP = 15; // pictures in a row, of all frames
const WAYS = /** @type {const} */ (["latent", "fade"]);
const MEASURES = /** @type {const} */ (["sure", "near", "sharp"]);
const UNMEASURED = "needs MNIST: set PLAYGROUND_DATA to a folder that holds it, or go online";
const NO_SHARPER = 0.005; // grey values per pixel that make no difference
const CURVES = /** @type {const} */ ([
  { way: "control", name: "two reconstructions", tint: "--ink-quiet", width: 0.8, dash: [2, 3] },
  { way: "fade", name: "pixels", tint: "--series-b", width: 1.6, dash: [] },
  { way: "latent", name: "codes", tint: "--generated", width: 1.6, dash: [] },
]);
const LINE = "z = (1 − t) z₁ + t z₂";
const ARC = "z = ((1 − t)|z₁| + t|z₂|) (sin((1 − t)Ω) z₁/|z₁| + sin(tΩ) z₂/|z₂|) / sin Ω";

/** @param {Root} root */
export function mount(root) {
  return new Morph(root);
}

class Morph {
  /** @type {Film<Frame>} */
  film = new Film();
  strips = ""; // the frames that the strips show

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.charts = MEASURES.map((measure) => {
      const canvas = root.canvas(`[data-chart=${measure}]`);
      return { measure, canvas, chart: new Chart(root, canvas) };
    });
    this.player = new Player(root, this.film, {
      draw: (i) => this.drawFrame(i),
      caption: (i) => this.caption(i),
      twin: (i) => `${this.caption(i)}. Codes: ${this.reads("latent", i)}. Pixels: ${this.reads("fade", i)}`,
      rests: (last) => Math.floor(last / 2),
    });
  }

  /** @param {any} _ @param {boolean} fresh */
  take(_, fresh) {
    const { film, player, total } = this;
    if (!film.frames.length) return;
    this.root.text("[data-told]", film.frames.length < total ? "" : middleTold(film.frames[(total - 1) / 2].stats));
    this.root.costs([
      ["frames", String(total)],
      ["network calls", `2 encodings, ${total} decodings`],
      ["requests while you scrub", "0"],
    ]);
    player.grown(fresh);
  }

  draw() {
    this.drawCharts(this.player.index);
  }

  get total() {
    return this.film.frames[0]?.total ?? 0;
  }

  /** @param {number} i */
  stats(i) {
    return this.film.frames[i].stats;
  }

  /** @param {number} i */
  caption(i) {
    return `frame ${i + 1} of ${this.total}, t = ${show(this.stats(i).share)}`;
  }

  /** @param {Way} way */
  lane(way) {
    return this.root.find(`[data-lane=${way}]`);
  }

  /** @param {number} i */
  drawFrame(i) {
    this.drawStrips();
    for (const way of WAYS) this.drawLane(way, i);
    this.drawCharts(i);
    this.drawNumbers(i);
    this.drawMaths(i);
  }

  // Some frames of each film as buttons, drawn again only when a frame has come.
  drawStrips() {
    const { film } = this;
    const shown = `${film.run} ${film.frames.length}`;
    if (shown === this.strips) return;
    this.strips = shown;
    const places = this.places();
    for (const way of WAYS) {
      const strip = find(this.lane(way), "[data-strip]");
      fill(strip, places.length, (k) => {
        const button = make("button", { type: "button" }, make("canvas"));
        this.root.listen(button, "click", () => this.player.jump(this.places()[k]));
        return button;
      });
      places.forEach((at, k) => {
        const button = strip.children[k];
        button.setAttribute("aria-label", `Go to ${this.caption(at)}`);
        paint(findCanvas(button, "canvas"), film.must(at, way).data, PICTURE);
      });
    }
  }

  places() {
    const { length } = this.film.frames;
    const count = Math.min(STRIP, length);
    return Array.from({ length: count }, (_, k) => (count > 1 ? Math.round((k * (length - 1)) / (count - 1)) : 0));
  }

  /** @param {Way} way @param {number} i */
  drawLane(way, i) {
    const { film } = this;
    const lane = this.lane(way);
    const near = film.array(i, /** @type {const} */ (`near_${way}`));
    paint(findCanvas(lane, "[data-now]"), film.must(i, way).data, PICTURE);
    setText(find(lane, "[data-reads]"), this.reads(way, i));
    find(lane, "[data-near-box]").hidden = !near;
    if (near) paint(findCanvas(lane, "[data-near]"), near.data, PICTURE);
    const gaps = this.places().map((at) => Math.abs(at - i));
    const here = gaps.indexOf(Math.min(...gaps));
    [...find(lane, "[data-strip]").children].forEach((button, k) => button.classList.toggle("here", k === here));
  }

  /** What the classifier and the measures say of a picture. @param {Way} way @param {number} i */
  reads(way, i) {
    const stats = this.stats(i);
    const called = stats[/** @type {const} */ (`called_${way}`)];
    const near = valueOf(stats, "near", way);
    const distance = near === undefined ? "" : ` · ${show(near)} from the nearest training digit`;
    const sure = percent(valueOf(stats, "sure", way), 0);
    const sharpness = show(valueOf(stats, "sharp", way));
    return `reads as ${called === 8 ? "an" : "a"} ${called}, ${sure}${distance} · sharpness ${sharpness}`;
  }

  /** @param {number} i */
  drawCharts(i) {
    const { frames } = this.film;
    for (const { measure, canvas, chart } of this.charts) {
      const floor = frames[0].stats[/** @type {const} */ (`${measure}_real`)];
      const figure = canvas.closest("figure");
      if (figure) figure.hidden = floor === undefined;
      if (floor === undefined) continue;
      const series = CURVES.map(({ way, tint, ...manner }) => ({
        ...manner,
        dash: [...manner.dash],
        colour: colour(tint),
        points: frames.map(({ stats }, k) => /** @type {[number, number]} */ ([k, valueOf(stats, measure, way)])),
      }));
      const tallest = Math.max(floor, ...series.flatMap(({ points }) => points.map(([, value]) => value)));
      chart.draw({
        across: { low: 0, high: Math.max(1, this.total - 1), name: (k) => this.caption(k) },
        up: { low: 0, high: measure === "sure" ? 1 : 1.05 * tallest, name: show },
        series,
        levels: [{ value: floor, colour: colour("--ink-quiet") }],
        at: i,
        small: true,
      });
      const [codes, pixels] = pair(this.stats(i), measure, show);
      const told = `codes ${codes}, pixels ${pixels}, real digits ${show(floor)}`;
      canvas.setAttribute("aria-label", `${figure?.querySelector("figcaption")?.textContent}: ${told}`);
    }
  }

  /** @param {number} i */
  drawNumbers(i) {
    const { root } = this;
    const stats = this.stats(i);
    const { code_distance, code_length, n_real, near_control, near_real, sharp_control, sharp_real, sure_real } = stats;
    const sure = pair(stats, "sure", (share) => percent(share, 0));
    const real = `real digits: ${percent(sure_real, 0)} (${n_real} test digits)`;
    root.number("sure", sure.join(", "), { small: `${real} · guessing: 10 %` });
    const near = `real digits: ${show(near_real)} · two reconstructions’ fade: ${show(near_control)}`;
    const known = stats.near_latent !== undefined;
    root.number("near", known ? pair(stats, "near", show).join(", ") : "–", { small: known ? near : UNMEASURED });
    const sharp = `real digits: ${show(sharp_real)} · two reconstructions’ fade: ${show(sharp_control)}`;
    root.number("sharp", pair(stats, "sharp", show).join(", "), { small: sharp });
    root.number("length", show(code_length), { small: `the two ends are ${show(code_distance)} apart` });
  }

  /** @param {number} i */
  drawMaths(i) {
    const { root } = this;
    const stats = this.stats(i);
    const { code_length, near_latent, share, slerp } = stats;
    const distances = `${pair(stats, "near", show).join(" and ")}, over 60,000 training digits`;
    root.text("[data-formula]", slerp ? ARC : LINE);
    root.maths("z", `t = ${show(share)}, |z| = ${show(code_length)}`);
    root.maths("x", `t = ${show(share)}`);
    root.maths("d", near_latent === undefined ? UNMEASURED : distances);
    root.maths("s", pair(stats, "sharp", show).join(" and "));
  }
}

/**
 * One measure of one picture.
 * @param {Stats} stats
 * @param {Measure} measure
 * @param {Way | "control"} way
 */
function valueOf(stats, measure, way) {
  return stats[/** @type {const} */ (`${measure}_${way}`)];
}

/**
 * One measure of both pictures, in words: of the codes', then of the pixels'.
 * @param {Stats} stats
 * @param {Measure} measure
 * @param {(value: number) => string} words
 */
function pair(stats, measure, words) {
  return WAYS.map((way) => words(valueOf(stats, measure, way)));
}

/**
 * What the frame in the middle says.
 * @param {Pick<Stats, "near_latent" | "near_fade" | "sharp_latent" | "sharp_fade">} stats of that frame
 */
export function middleTold({ near_latent, near_fade, sharp_latent, sharp_fade }) {
  const against = (/** @type {number} */ a, /** @type {number} */ b) => `(${show(a)} against ${show(b)})`;
  const same = Math.abs(sharp_latent - sharp_fade) < NO_SHARPER;
  const sharper = same ? "no sharper" : sharp_latent > sharp_fade ? "sharper" : "more blurred";
  const sharp = against(sharp_latent, sharp_fade);
  const other = "than the mixed pixels";
  const nearer = near_latent < near_fade ? "nearer to" : "farther from";
  const near = `${nearer} the training digits ${other} ${against(near_latent, near_fade)} and ${sharper}`;
  const all = near_latent === undefined ? `${sharper} ${other}` : near;
  const moral = "One pair proves nothing: below, 200 are on trial.";
  return `Half way, the mixed codes give a picture ${all} ${sharp}. ${moral}`;
}
