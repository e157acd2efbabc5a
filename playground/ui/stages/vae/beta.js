// What each number of a code does. The decoder comes with the frame: sliders, and the row of pictures over each, are
// decoded here and ask for nothing.

import { Chart } from "../lib/chart.js";
import { make, setText } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { low, show, whole } from "../lib/format.js";
import { median } from "../lib/median.js";
import { paint } from "../lib/paint.js";
import { colour } from "../lib/theme.js";
import { Decoder } from "./decoder.js";

/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./beta.shown").Frame} Frame */

/**
 * The row of one number of the code.
 * @typedef {object} Dial
 * @property {number} j which number
 * @property {HTMLElement} box
 * @property {HTMLCanvasElement} strip
 * @property {HTMLInputElement} range
 * @property {HTMLOutputElement} value
 */

/**
 * A model that was trained with another beta.
 * @typedef {object} Stop
 * @property {number} beta
 * @property {number} rate
 * @property {number} quality its reconstruction
 * @property {number} active
 */

const PIXELS = 28; // of a picture in a row
const SHAPE = [PIXELS, PIXELS];
const AREA = PIXELS * PIXELS;
const COLUMNS = 11; // pictures over a slider
const REACH = 3; // a slider goes from −3 to 3
const DIALS = 8; // and one more, of the number that tells least
const COLLAPSED = 0.01; // variance up to which a number is not in use
const STRIPS_MS = 90; // after the last move
const TWIN_MS = 500;
const SLIVER = 1 / 150; // of the highest bar: no bar is lower
const KEPT = 11; // times that the median is taken of
const MISSING = "needs the test pictures: set PLAYGROUND_DATA to a folder that holds them, or go online";
const EMPTY =
  "its posterior is the prior N(0, 1) whatever the picture (KL ≈ 0), so it carries nothing, and the decoder has " +
  "learnt to ignore it";

/** @param {Root} root */
export function mount(root) {
  return new Beta(root);
}

class Beta {
  /** @type {Film<Frame>} */
  film = new Film();
  built = ""; // the run that is shown
  decoder = new Decoder([]);
  /** @type {number[]} */
  z = [];
  /** @type {Dial[]} */
  dials = [];
  touched = 0; // the number that was moved last
  /** @type {number[]} */
  times = []; // that one picture took, in ms

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.bars = new Chart(root, root.canvas("[data-bars]"), { read: (k) => this.readBar(k) });
    this.stops = new Chart(root, root.canvas("[data-stops]"), { read: (rate) => this.readStop(rate) });
    root.on("[data-back]", "click", () => this.film.frames.length && this.back());
  }

  take() {
    const { film } = this;
    if (!film.frames.length || this.built === film.run) return;
    this.built = film.run;
    this.decoder = Decoder.of(film, 0);
    this.buildDials();
    this.drawOriginal();
    this.drawNumbers();
    this.drawTold();
    this.back();
    this.draw();
  }

  draw() {
    this.drawBars();
    this.drawStops();
  }

  // What the frame holds.

  get stats() {
    return this.film.frames[0].stats;
  }

  /** @param {keyof Frame["arrays"] & string} name */
  array(name) {
    return this.film.must(0, name).data;
  }

  // What each number costs; in the plain autoencoder, how much it varies.
  get values() {
    return this.array(this.stats.plain ? "variance" : "cost");
  }

  /** @param {number} j */
  price(j) {
    return this.stats.plain ? `variance ${show(this.values[j])}` : `${show(this.values[j])} nats`;
  }

  /** @param {number} j */
  inUse(j) {
    return this.array("variance")[j] > COLLAPSED;
  }

  // Where a number is, in steps of its slider.
  /** @param {number} j */
  place(j) {
    return (this.z[j] - this.array("middle")[j]) / this.array("scale")[j];
  }

  /** @param {number} j @param {number} place */
  at(j, place) {
    return this.array("middle")[j] + this.array("scale")[j] * place;
  }

  // The sliders.

  // The most telling numbers, and last the one that tells least.
  buildDials() {
    const order = [...this.array("order")];
    const chosen = [...order.slice(0, DIALS), order[order.length - 1]];
    this.dials = chosen.map((j, k) => this.dial(j, k === DIALS));
    this.root.find("[data-dials]").replaceChildren(...this.dials.map(({ box }) => box));
  }

  /** @param {number} j @param {boolean} least @returns {Dial} */
  dial(j, least) {
    const used = this.inUse(j);
    const words = make("small", {}, this.price(j) + (least ? (used ? ", the least" : ", collapsed") : ""));
    const strip = make("canvas", { "aria-hidden": "true" });
    const told = `Number ${j + 1} of the code, ${this.price(j)}`;
    const range = make("input", { type: "range", min: -REACH, max: REACH, step: 0.05, "aria-label": told });
    const value = make("output");
    const side = make("div", {}, strip, range);
    const box = make("div", { class: used ? "dial" : "dial collapsed" }, make("p", {}, name(j), words), side, value);
    this.root.listen(range, "input", () => this.move(j, Number(range.value)));
    this.root.listen(strip, "click", (event) => this.move(j, step(columnAt(strip, event))));
    return { j, box, strip, range, value };
  }

  /** @param {number} j @param {number} to */
  move(j, to) {
    this.z[j] = this.at(j, to);
    this.touched = j;
    this.drawHere();
    this.root.later("strips", STRIPS_MS, () => this.drawStrips());
  }

  back() {
    this.z = [...this.array("code")];
    this.touched = this.dials[0].j;
    this.drawHere();
    this.drawStrips();
  }

  // Each row moves one number from −3 to 3 and leaves the others where the sliders are.
  drawStrips() {
    const grey = new Uint8Array(COLUMNS * AREA);
    const one = new Uint8Array(AREA);
    const code = [...this.z];
    const began = performance.now();
    for (const { j, strip } of this.dials) {
      for (let column = 0; column < COLUMNS; column++) {
        code[j] = this.at(j, step(column));
        this.decoder.bytes(code, one);
        for (let y = 0; y < PIXELS; y++)
          grey.set(one.subarray(PIXELS * y, PIXELS * (y + 1)), (y * COLUMNS + column) * PIXELS);
      }
      code[j] = this.z[j];
      paint(strip, grey, [PIXELS, PIXELS * COLUMNS]);
    }
    const pictures = COLUMNS * this.dials.length;
    this.times = [...this.times.slice(1 - KEPT), (performance.now() - began) / pictures];
    this.drawCost();
  }

  drawHere() {
    const picture = this.decoder.bytes(this.z, new Uint8Array(AREA));
    paint(this.root.canvas("[data-here]"), picture, SHAPE);
    for (const { j, range, value } of this.dials) {
      const place = this.place(j);
      const far = Math.abs(Number(range.value) - place) > 0.03; // else it is where the visitor holds it
      if (document.activeElement !== range || far) range.value = String(place);
      range.setAttribute("aria-valuetext", show(place));
      setText(value, show(place));
    }
    this.drawMaths();
    this.root.tell(() => {
      const { touched } = this;
      const dead = this.inUse(touched) ? "" : ", collapsed: the picture does not change";
      return `Number ${touched + 1} at ${show(this.place(touched))}${dead}`;
    }, TWIN_MS);
  }

  // What is told of the model.

  drawOriginal() {
    const { which } = this.stats;
    const picture = this.film.array(0, "picture");
    this.root.find("[data-original]").hidden = !picture;
    if (picture) paint(this.root.canvas("[data-original] canvas"), picture.data, SHAPE);
    this.root.text("[data-which]", `${which < 0 ? "" : `test picture ${which}`}, whose mean code is the start`);
  }

  drawNumbers() {
    const { root, stats } = this;
    const { active, elbo, elbo_error, plain, rate, rate_error } = stats;
    const size = this.array("variance").length;
    const varies = "whose mean varies over the pictures by more than 0.01 (Burda et al. 2016)";
    root.number("active", `${active} of ${size}`, { share: active / size, small: varies });
    this.drawReconstruction();
    const free = `what a code costs, ± ${show(rate_error)} · floor: 0, a code that says nothing`;
    root.number("rate", plain ? "none" : nats(rate), {
      small: plain ? "an AE has no noise in its code, so no KL" : free,
    });
    const least = elbo === undefined ? MISSING : `log p(x) is at least this, ± ${show(elbo_error, 1)}`;
    root.number("elbo", nats(elbo), { small: plain ? "an AE has none" : least });
  }

  drawReconstruction() {
    const { n, plain, plain_reconstruction, reconstruction, reconstruction_error } = this.stats;
    const beside = plain_reconstruction === undefined || plain ? "" : ` · the AE: ${nats(plain_reconstruction)}`;
    const mean = `mean of ${whole(n)} test pictures, pixels drawn black or white`;
    const small = `E log p(x | z), ± ${show(reconstruction_error, 1)}, ${mean}${beside}`;
    const known = reconstruction !== undefined;
    this.root.number("reconstruction", nats(reconstruction), { small: known ? small : MISSING });
  }

  drawTold() {
    const { active, plain } = this.stats;
    const lost = this.array("variance").length - active;
    const many = lost > 1 ? "are collapsed: of each," : "is collapsed:";
    const used = "An AE pays nothing for its numbers, so all are used and none can collapse.";
    const some = lost
      ? `${lost} of these numbers ${many} ${EMPTY}. The last row is such a one: push its slider.`
      : `No number is collapsed here. Of a collapsed one, ${EMPTY}; a larger beta makes some.`;
    this.root.text("[data-told]", plain ? `${used} Bars and rows go by how much each varies.` : some);
  }

  drawMaths() {
    const { root, touched: j } = this;
    const { beta, elbo, plain, rate, reconstruction } = this.stats;
    root.maths("kl", plain ? "none: σ = 0" : this.ownCost(j));
    root.maths("elbo", elbo === undefined ? "–" : `${show(reconstruction, 1)} − ${show(rate, 1)} = ${nats(elbo)}`);
    root.maths("loss", plain ? "β = 0, and no noise in z" : `β = ${beta}`);
    root.maths("active", `${name(j)}: ${show(this.array("variance")[j], 3)}, ${this.inUse(j) ? "" : "not "}in use`);
  }

  // What a number of this picture's code costs, and on average.
  /** @param {number} j */
  ownCost(j) {
    const mu = this.array("code")[j];
    const sigma = this.array("spread")[j];
    const own = 0.5 * (mu * mu + sigma ** 2 - 1 - Math.log(sigma ** 2));
    const posterior = `μ = ${show(mu)}, σ = ${show(sigma)}`;
    return `${name(j)} of this picture: ${posterior}: ${show(own)} nats; mean ${show(this.values[j])}`;
  }

  drawCost() {
    const ms = median(this.times);
    this.root.costs([
      ["parameters of the decoder", `${show(this.decoder.parameters / 1e6)} M`],
      ["one picture, in this browser", `${show(ms, ms < 10 ? 2 : 0)} ms`],
      ["requests while a slider moves", "0"],
    ]);
  }

  // The charts.

  drawBars() {
    const { values } = this;
    const order = this.array("order");
    const most = Math.max(...values, 1e-6);
    const bar = (/** @type {number} */ j) => Math.max(values[j], SLIVER * most);
    const last = order.length - 1;
    this.bars.draw({
      across: { low: -0.5, high: last + 0.5, ticks: [0, last], name: (k) => name(order[k]) },
      up: { low: 0, high: most, ticks: [] },
      series: [
        { points: [...order].map((j, k) => [k, bar(j)]), colour: colour("--rule"), bars: true, name: "all" },
        { points: [...order].map((j, k) => [k, this.inUse(j) ? bar(j) : 0]), colour: colour("--series-a"), bars: true },
      ],
    });
    const what = this.stats.plain ? "variance of each number over the test pictures" : "KL of each number in nats";
    const told = `${what}, from ${show(most)} to ${show(Math.min(...values), 3)}; grey: not in use`;
    this.root.text("[data-bars-caption]", told);
    this.root.find("[data-bars]").setAttribute("aria-label", told);
  }

  /** @param {number} k place of a bar */
  readBar(k) {
    const j = this.array("order")[k];
    return `${name(j)}: ${this.price(j)}`;
  }

  // Every trained beta, the least rate first; none where the test pictures are missing.
  /** @returns {Stop[]} */
  trained() {
    const betas = this.film.array(0, "stop_beta")?.data;
    if (!betas) return [];
    const [rates, qualities] = [this.array("stop_rate"), this.array("stop_reconstruction")];
    const active = this.array("stop_active");
    const stops = [...betas].map((beta, k) => ({ beta, rate: rates[k], quality: qualities[k], active: active[k] }));
    return stops.sort((a, b) => a.rate - b.rate);
  }

  // Reconstruction against rate; on the dotted line ELBO is that of the best stop.
  drawStops() {
    const { root } = this;
    const stops = this.trained();
    const figure = root.find("[data-stops-figure]");
    figure.hidden = !stops.length;
    if (!stops.length) return;
    const qualities = stops.map(({ quality }) => quality);
    const most = stops[stops.length - 1].rate;
    const high = Math.max(...qualities, this.stats.plain_reconstruction ?? -Infinity);
    const least = Math.min(...qualities);
    const pad = 0.12 * (high - least) + 4;
    const view = { right: 1.12 * most, bottom: least - pad, top: high + pad };
    this.stops.draw({
      across: { low: 0, high: view.right, ticks: [most], name: (rate) => `KL ${show(rate, 0)}` },
      up: { low: view.bottom, high: view.top, ticks: [least, high], name: (quality) => show(quality, 0) },
      levels: this.plainLevel(),
      series: [
        { points: equalElbo(stops, view), colour: colour("--ink-quiet"), width: 1, dash: [2, 3] },
        {
          points: stops.map(({ rate, quality }) => [rate, quality]),
          colour: colour("--series-a"),
          width: 1,
          name: "stops",
        },
      ],
      spots: stops.map((stop) => this.spot(stop, stop.rate === most)),
    });
    const told = stops.map(described).join("; ");
    root.find("[data-stops]").setAttribute("aria-label", told);
    const dotted = "on the dotted line the ELBO is the best one’s";
    root.text("[data-stops-caption]", `reconstruction against KL, both in nats, of every trained beta; ${dotted}`);
  }

  // The reconstruction of the plain autoencoder, which has no rate.
  plainLevel() {
    const { plain, plain_reconstruction: value } = this.stats;
    if (value === undefined) return [];
    const stroke = colour(plain ? "--accent" : "--series-c");
    return [{ value, colour: stroke, width: plain ? 2 : 1.2, dash: [6, 4], label: "AE" }];
  }

  // The curve rises to the last one: its label stands above left, the others' below right.
  /** @param {Stop} stop @param {boolean} last @returns {import("../lib/chart.js").Spot} */
  spot({ beta, rate, quality, active }, last) {
    const here = !this.stats.plain && Math.abs(beta - this.stats.beta) < 1e-3;
    const label = `β ${beta}: ${active} used`;
    return {
      at: [rate, quality],
      colour: colour(here ? "--accent" : "--series-a"),
      radius: here ? 6 : 3.5,
      label,
      align: last ? "right" : "left",
      dy: last ? -5 : 14,
    };
  }

  /** @param {number} rate */
  readStop(rate) {
    const stop = this.trained().find((one) => one.rate === rate);
    return stop ? described(stop) : "";
  }
}

/** @param {number | undefined} value */
function nats(value) {
  return value === undefined ? "–" : `${show(value, 1)} nats`;
}

/** @param {number} j */
function name(j) {
  return `z${low(j + 1)}`;
}

// The place of a slider that a picture over it stands for.
/** @param {number} column */
function step(column) {
  return REACH * ((2 * column) / (COLUMNS - 1) - 1);
}

/** @param {HTMLCanvasElement} strip @param {MouseEvent} event */
function columnAt(strip, { clientX }) {
  const { left, width } = strip.getBoundingClientRect();
  return Math.max(0, Math.min(COLUMNS - 1, Math.floor((COLUMNS * (clientX - left)) / width)));
}

/** @param {Stop} stop */
function described({ beta, rate, quality }) {
  return `β ${beta}: KL ${show(rate, 1)}, reconstruction ${show(quality, 1)}`;
}

/**
 * The line on which the ELBO is the best one's, as far as it is in view.
 * @param {Pick<Stop, "rate" | "quality">[]} stops
 * @param {{ right: number, bottom: number, top: number }} view
 * @returns {Point[]}
 */
export function equalElbo(stops, { right, bottom, top }) {
  const best = Math.max(...stops.map(({ rate, quality }) => quality - rate));
  const ends = [Math.max(0, bottom - best), Math.min(right, top - best)];
  return ends.map((rate) => [rate, best + rate]);
}
