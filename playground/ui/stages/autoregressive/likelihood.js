// The bits of one picture under ten classes; the player reads its pixels one by one, and Bayes' rule follows.

import { Chart } from "../lib/chart.js";
import { fill, make, setText } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { percent as rounded, show, whole } from "../lib/format.js";
import { paint } from "../lib/paint.js";
import { Player } from "../lib/player.js";
import { colour } from "../lib/theme.js";
import { AREA, heat, Look, placeOf, SIDE, UNREAD } from "./pixels.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("../lib/decode.js").Numbers} Numbers */
/** @typedef {import("./likelihood.shown").Frame} Frame */

/**
 * Bits of the first k pixels, for every k: under each class, under all of them together, and P(class | pixels).
 * @typedef {{ cost: Float64Array[], all: Float64Array, posterior: number[][] }} Sums
 */
/** @typedef {{ row: HTMLElement, chart: Chart }} Ridge one kind of pictures on the common axis */
/** @typedef {{ low: number, high: number, own: number }} Span of that axis, in nats; `own`: this picture */

const CLASSES = 10;
const ALL = -1; // in place of a class: all of them together
const BINS = 48;
const FEW = 6; // pictures of a kind that are shown
const BLUE = [40, 140, 230];
const ORANGE = [235, 120, 20];
const MNIST = "set PLAYGROUND_DATA to a folder that holds it, or go online";
const NEEDS = /** @type {Record<string, string>} */ ({
  "test digits": "MNIST",
  clothing: "Fashion-MNIST",
  faint: "MNIST",
  rotated: "MNIST",
  inverted: "MNIST",
});

/** @param {Root} root */
export function mount(root) {
  return new Likelihood(root);
}

class Likelihood {
  /** @type {Film<Frame>} */
  film = new Film();
  /** @type {Sums | null} */
  sums = null;
  read = ""; // the run whose sums are there
  whose = ALL; // surprise is shown
  ridged = ""; // which ridges are drawn: run and number of frames
  /** @type {Ridge[]} */
  ridges = [];

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.kinds = (root.stage.dataset.kinds ?? "").split(",");
    this.player = new Player(root, this.reel(), {
      draw: (k) => this.drawPixels(k),
      caption: (k) => `${k} of ${AREA} pixels read${k === AREA ? "" : ` · next ${placeOf(k)}`}`,
      twin: (k) => this.twin(k),
    });
    this.looking = new Look(root, root.canvas("[data-view=x]"), {
      ready: () => this.sums !== null,
      read: () => this.player.index,
      changed: () => this.player.refresh(),
    });
  }

  /** @param {any} _ @param {boolean} fresh */
  take(_, fresh) {
    const { film } = this;
    if (!film.frames.length) {
      this.sums = null;
      return;
    }
    if (this.read !== film.run) {
      this.read = film.run;
      this.sums = added(film.must(0, "bits").data);
      this.whose = ALL;
    }
    this.player.grown(fresh);
    const ridged = film.run + film.frames.length;
    if (this.ridged === ridged) return;
    this.ridged = ridged;
    this.drawRidges();
    this.drawCost();
  }

  /** @param {string} line */
  status(line) {
    if (line || !this.film.frames.length) return line;
    const { blank, standin } = this.stats;
    if (blank) return "There is no ink in this picture: it counts as all black, which is cheap.";
    if (!standin) return "";
    const instead = "this is one of scikit-learn’s 8x8 digits, enlarged";
    return `MNIST was not found: ${instead}. Set PLAYGROUND_DATA or go online to see it.`;
  }

  draw() {
    this.drawRidges();
  }

  // What has come.

  // A moment for each pixel, and the one before all of them.
  reel() {
    const { film } = this;
    const frames = {
      get length() {
        return film.frames.length ? AREA + 1 : 0;
      },
    };
    return {
      frames,
      get status() {
        return film.status;
      },
    };
  }

  get stats() {
    return this.film.frames[0].stats;
  }

  get summed() {
    if (!this.sums) throw new Error("nothing has been read yet");
    return this.sums;
  }

  /** @param {keyof Frame["arrays"]} name */
  array(name) {
    return this.film.must(0, name).data;
  }

  /** @param {number} k pixels are read @returns {number[]} the classes, the best first */
  order(k) {
    const { cost } = this.summed;
    return Array.from(cost.keys()).sort((a, b) => cost[a][k] - cost[b][k]);
  }

  // The class that is best, and the one it is held against: the chosen one, or the runner-up.
  rivals() {
    const [best, second] = this.order(AREA);
    return [best, this.whose === ALL || this.whose === best ? second : this.whose];
  }

  /** @param {number} k @param {number} y a class, or ALL */
  pixelBits(k, y) {
    const { all } = this.summed;
    return y === ALL ? all[k + 1] - all[k] : this.array("bits")[y * AREA + k];
  }

  /** @param {number} k */
  twin(k) {
    const { all, posterior } = this.summed;
    const [best] = this.order(k);
    return `${this.player.caption(k)}. ${show(all[k], 1)} bits. Best: ${best}, ${percent(posterior[k][best])}.`;
  }

  /** @param {number} i a frame after the first */
  kind(i) {
    return this.kinds[this.film.must(i, "group").data[0]];
  }

  /** @param {number} i */
  missing(i) {
    return Boolean(this.film.frames[i].stats.missing);
  }

  /** The kinds of pictures that have come, as frames. */
  get groups() {
    return Array.from({ length: Math.max(0, this.film.frames.length - 1) }, (_, k) => k + 1);
  }

  // The picture.

  /** @param {number} until pixels are read */
  drawPixels(until) {
    this.drawViews(until);
    this.drawClasses(until);
    this.drawNumbers(until);
    this.drawMaths(until);
    this.drawUsual();
    this.drawTold();
  }

  /** @param {number} until */
  drawViews(until) {
    const { root, whose } = this;
    const { given, inverted, sampled } = this.stats;
    const x = this.array("x");
    const [best, other] = this.rivals();
    const pale = UNREAD.map((value) => value + 40);
    paint(root.canvas("[data-view=picture]"), this.array("picture"), [SIDE, SIDE]);
    const view = (/** @type {string} */ name, /** @type {(k: number) => number[]} */ seen, unread = UNREAD) => {
      const out = new Uint8Array(3 * AREA);
      for (let k = 0; k < AREA; k++) out.set(k < until ? seen(k) : x[k] && name === "x" ? pale : unread, 3 * k);
      paint(root.canvas(`[data-view=${name}]`), out, [SIDE, SIDE, 3]);
    };
    view("x", (k) => Array(3).fill(255 * x[k]));
    view("map", (k) => heat(this.pixelBits(k, whose)));
    view("evidence", (k) => evidence(this.pixelBits(k, other) - this.pixelBits(k, best)));
    const caption = (/** @type {string} */ name, /** @type {string} */ text) =>
      root.text(`[data-caption=${name}]`, text);
    caption("picture", given ? `your picture${inverted ? ", turned light on dark" : ""}` : "a test digit");
    const rounding = sampled ? "each pixel drawn from its grey" : "on from half grey";
    caption("x", `${rounding}, as the model reads it`);
    caption("map", `surprise of each pixel ${whose === ALL ? "under P(x)" : `if it is a ${whose}`}`);
    caption("evidence", `blue speaks for a ${best}, orange for a ${other}`);
    this.looking.mark();
  }

  /** @param {number} until */
  drawClasses(until) {
    const { all, cost, posterior } = this.summed;
    const box = this.root.find("[data-classes]");
    const [best] = this.order(until);
    fill(box, CLASSES + 1, (place) => this.classButton(place - 1));
    [...box.children].forEach((button, place) => {
      const y = place - 1;
      const share = y === ALL ? null : posterior[until][y];
      const bits = `${show((y === ALL ? all : cost[y])[until], 1)} bits`;
      const [name, gauge, told, spent] = /** @type {HTMLElement[]} */ ([...button.children]);
      setText(name, y === ALL ? "P(x)" : String(y));
      gauge.style.visibility = y === ALL ? "hidden" : "";
      /** @type {HTMLElement} */ (gauge.firstElementChild).style.width = `${100 * (share ?? 0)}%`;
      setText(told, share === null ? "" : percent(share));
      setText(spent, bits);
      button.classList.toggle("best", y === best && until > 0);
      button.setAttribute("aria-checked", String(y === this.whose));
      const who = share === null ? "All classes together" : `Class ${y}, posterior ${percent(share)}`;
      button.setAttribute("aria-label", `${who}, ${bits}`);
    });
  }

  /** @param {number} y */
  classButton(y) {
    const gauge = make("span", { class: "gauge" }, make("i"));
    const parts = [make("b"), gauge, make("output"), make("output")];
    const button = make("button", { type: "button", role: "radio" }, ...parts);
    this.root.listen(button, "click", () => {
      if (!this.sums) return;
      this.whose = y;
      this.player.refresh();
    });
    return button;
  }

  // The numbers.

  /** @param {number} until */
  drawNumbers(until) {
    const { root } = this;
    const { all, cost, posterior } = this.summed;
    const [best, second] = this.order(until);
    const share = posterior[until][best];
    const { told } = this.stats;
    const part = until < AREA ? `of the first ${until} pixels` : `${show(all[AREA] / AREA, 3)} bits a pixel`;
    root.number("cost", `${show(all[until], 1)} bits`, { small: `${show(all[until] * Math.LN2, 1)} nats, ${part}` });
    const truth = told >= 0 ? `; in truth a ${told}` : "";
    const ahead = `${show(cost[second][until] - cost[best][until], 1)} bits before a ${second}`;
    const sure = `P(${best} | x) = ${percent(share)}${truth} · ${ahead}`;
    const small = until ? sure : "nothing read: 10 % each";
    root.number("best", until ? String(best) : "–", { share: until ? share : 0, small });
    this.drawPixel(best, second);
  }

  /** @param {number} best @param {number} second */
  drawPixel(best, second) {
    const { whose } = this;
    const k = this.looking.pixel;
    const bits = this.pixelBits(k, whose);
    const own = whose === ALL ? "under P(x)" : `if it is a ${whose}`;
    const as = (/** @type {number} */ y) => `as a ${y} ${show(this.pixelBits(k, y))}`;
    const small = `${placeOf(k)}, ${own} · ${as(best)}, ${as(second)}`;
    const on = this.array("x")[k] ? "on" : "off";
    this.root.number("pixel", `${on}, ${show(bits, bits < 0.1 ? 4 : 2)} bits`, { small });
  }

  /** @param {number} until */
  drawMaths(until) {
    const { root } = this;
    const { all, cost, posterior } = this.summed;
    const [best] = this.order(until);
    const share = posterior[until][best];
    root.maths("sum", `y = ${best}: ${show(-cost[best][until] * Math.LN2, 1)} nats, over ${until} pixels`);
    root.maths("marginal", `−log P(x) = ${show(all[until] * Math.LN2, 1)} nats = ${show(all[until], 1)} bits`);
    root.maths("bayes", `P(${best} | x) = ${show(share, share > 0.999 ? 5 : 3)}`);
  }

  // What a test digit costs, and how often Bayes' rule is right about one.
  drawUsual() {
    const { film, root } = this;
    const digits = this.digits;
    if (digits === undefined) {
      const lacking = this.groups.some((i) => this.kind(i) === "test digits");
      const small = lacking ? `needs MNIST: ${MNIST}` : film.status.running ? "being computed" : "stopped before";
      root.number("usual", "–", { small });
      return root.number("accuracy", "–", { small });
    }
    const { accuracy, accuracy_high, accuracy_low, high, low, mean, told } = film.frames[digits].stats;
    const nats = film.must(digits, "nats").data;
    const own = this.summed.all[AREA] * Math.LN2;
    const dearer = nats.filter((value) => value > own).length / nats.length;
    const interval = `mean of ${nats.length}, 95 %: ${show(low, 1)} to ${show(high, 1)}`;
    const place = `this picture is likelier than ${percent(dearer)} of them`;
    root.number("usual", show(mean, 1), { small: `${interval} · told the class: ${show(told, 1)} · ${place}` });
    const range = `95 %: ${percent(accuracy_low)} to ${percent(accuracy_high)}`;
    const small = `of ${nats.length} test digits, ${range} · guessing: 10 %`;
    root.number("accuracy", percent(accuracy), { share: accuracy, small, mark: 0.1 });
  }

  /** The frame of the test digits; none where they have not come or are missing. */
  get digits() {
    return this.groups.find((i) => this.kind(i) === "test digits" && !this.missing(i));
  }

  // When the posterior made up its mind: the last time another class than the final one led.
  drawTold() {
    const { cost, posterior } = this.summed;
    const { told } = this.stats;
    const [best] = this.order(AREA);
    let settled = AREA;
    while (settled > 1 && this.order(settled - 1)[0] === best) settled--;
    const more = told >= 0 && told !== best ? show(cost[told][AREA] - cost[best][AREA], 1) : "";
    const truth = more && ` It is a ${told} in truth: that costs ${more} bits more.`;
    const sure = `Under this model it is a ${best}, with ${percent(posterior[AREA][best])}`;
    const since = `since pixel ${settled} (${placeOf(settled - 1)}) no other class has led`;
    this.root.text("[data-told]", `${sure}; ${since}.${truth}`);
  }

  drawCost() {
    const { film } = this;
    const scored = this.groups.filter((i) => !this.missing(i)).map((i) => film.must(i, "nats").data.length);
    this.root.costs([
      ["parameters", `${show(this.stats.parameters / 1e6)} M`],
      ["passes for this picture", "10, one a class"],
      ["passes for the others", whole(10 * scored.reduce((total, n) => total + n, 0))],
      ["requests while you read", "0"],
    ]);
  }

  // Likelier than a digit?

  drawRidges() {
    const { root } = this;
    const box = root.find("[data-ridges]");
    const span = this.span();
    fill(box, this.groups.length, (place) => this.ridge(place).row);
    for (const i of this.groups) this.drawRidge(i, span);
    const ends = `${show(span.low, 0)} to ${show(span.high, 0)}`;
    root.text("[data-axis]", `−log P(x) in nats, ${ends} · dashed: this picture · to the left: likelier`);
    root.text("[data-ridge-words]", this.digits === undefined ? "" : this.likelier());
  }

  likelier() {
    const names = this.groups.filter((i) => this.film.frames[i].stats.likelier > 0.5).map((i) => this.kind(i));
    if (!names.length) return "None of these kinds is mostly likelier than the median test digit.";
    const simple = "None is a digit: what is simple is cheap to describe, whatever it shows.";
    return `More than half are likelier than the median test digit: ${names.join(", ")}. ${simple}`;
  }

  /** @returns {Span} over all that has come */
  span() {
    const own = this.summed.all[AREA] * Math.LN2;
    const there = this.groups.filter((i) => !this.missing(i));
    const values = [own, ...there.flatMap((i) => Array.from(this.film.must(i, "nats").data))];
    const low = values.reduce((least, value) => Math.min(least, value));
    const high = values.reduce((most, value) => Math.max(most, value));
    const spare = Math.max(1, 0.04 * (high - low));
    return { low: Math.max(0, low - spare), high: high + spare, own };
  }

  /** @param {number} place @returns {Ridge} */
  ridge(place) {
    const canvas = make("canvas", { role: "img" });
    const figure = make("figure", {}, canvas);
    const row = make("div", {}, make("p", {}, make("b"), make("small")), figure, make("span", { class: "few" }));
    return (this.ridges[place] = { row, chart: new Chart(this.root, canvas) });
  }

  /** @param {number} i @param {Span} span */
  drawRidge(i, span) {
    const { film } = this;
    const { row, chart } = this.ridges[i - 1];
    const [words, figure, few] = /** @type {HTMLElement[]} */ ([...row.children]);
    const [name, small] = words.children;
    const kind = this.kind(i);
    setText(name, kind);
    figure.hidden = few.hidden = this.missing(i);
    if (this.missing(i)) return setText(small, `needs ${NEEDS[kind] ?? "a data set"}: ${MNIST}`);
    const { likelier, mean } = film.frames[i].stats;
    const nats = film.must(i, "nats").data;
    setText(small, `${show(mean, 1)} nats${compared(likelier, nats.length)}`);
    this.drawBars(chart, nats, span, colour(kind === "test digits" ? "--real" : "--generated"));
    chart.canvas.setAttribute("aria-label", `${kind}: ${nats.length} pictures, mean ${show(mean, 1)} nats`);
    const { data, shape } = film.must(i, "pictures");
    const grey = data.map((value) => 255 * value);
    fill(few, Math.min(FEW, shape[0]), () => make("canvas"));
    [...few.children].forEach((one, k) => {
      paint(/** @type {HTMLCanvasElement} */ (one), grey, [SIDE, SIDE], k * AREA);
    });
  }

  /** @param {Chart} chart @param {Numbers} nats @param {Span} span @param {string} fill */
  drawBars(chart, nats, { low, high, own }, fill) {
    const wide = (high - low) / BINS;
    const counts = new Array(BINS).fill(0);
    for (const value of nats) counts[Math.min(BINS - 1, Math.floor((value - low) / wide))]++;
    chart.read = (value) => {
      const bin = Math.min(BINS - 1, Math.floor((value - low) / wide));
      const [from, until] = [low + bin * wide, low + (bin + 1) * wide];
      return `${show(from, 0)} to ${show(until, 0)} nats\n${counts[bin]} of ${nats.length} pictures`;
    };
    chart.draw({
      small: true,
      across: { low, high },
      up: { low: 0, high: Math.max(...counts) },
      series: [
        {
          name: "pictures",
          points: counts.map((count, k) => [low + (k + 0.5) * wide, count]),
          colour: fill,
          bars: true,
        },
      ],
      uprights: [{ value: own, colour: colour("--ink"), width: 1.4, dash: [3, 3] }],
    });
  }
}

/** @param {Numbers} bits (classes, pixels) @returns {Sums} */
function added(bits) {
  const cost = Array.from({ length: CLASSES }, () => new Float64Array(AREA + 1));
  const all = new Float64Array(AREA + 1);
  const posterior = [];
  for (let k = 0; k <= AREA; k++) {
    if (k) cost.forEach((column, y) => (column[k] = column[k - 1] + bits[y * AREA + k - 1]));
    const least = Math.min(...cost.map((column) => column[k]));
    const shares = cost.map((column) => 2 ** (least - column[k]));
    const total = shares.reduce((a, b) => a + b);
    all[k] = least - Math.log2(total / CLASSES);
    posterior.push(shares.map((share) => share / total));
  }
  return { cost, all, posterior };
}

/** @param {number} bits by which the pixel speaks for the best class @returns {number[]} its colour */
function evidence(bits) {
  const strong = Math.sqrt(Math.min(1, Math.abs(bits) / 3));
  return (bits > 0 ? BLUE : ORANGE).map((value) => Math.round(value * strong));
}

/** @param {number | undefined} likelier share of the kind @param {number} n how many pictures */
function compared(likelier, n) {
  if (likelier === undefined) return "";
  if (n > 1) return `; ${percent(likelier)} likelier than the median digit`;
  return `; ${likelier ? "likelier" : "less likely"} than the median digit`;
}

/** @param {number} share */
function percent(share) {
  return rounded(share, share > 0.999 || share < 0.001 ? 2 : 1);
}
