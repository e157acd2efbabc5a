// Every score comes with the frame: histograms, ROC, threshold and galleries are made here.

import { Chart } from "../lib/chart.js";
import { fill, find, findCanvas, make, setText } from "../lib/dom.js";
import { drag } from "../lib/drag.js";
import { Film } from "../lib/film.js";
import { percent, show, whole } from "../lib/format.js";
import { paint } from "../lib/paint.js";
import { colour, rgb } from "../lib/theme.js";
import { above, binned, quantile, rates, spread } from "./scores.js";

/** @typedef {import("../lib/decode.js").Numbers} Numbers */
/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./anomaly.shown").Frame} Frame */
/** @typedef {import("./scores.js").Spread} Spread */
/** @typedef {"normal" | "strange" | "drawn"} Group */
/** @typedef {"error" | "bound" | "pca"} Score */
/** @typedef {"missed" | "alarms" | "caught"} Gallery */
/** @typedef {{ group: Group, at: number }} Picture its place in its group */

const SHAPE = [28, 28];
const AREA = 784;
const TICKS = 400; // of the slider
const BINS = 50;
const SHOWN = 12; // pictures of a gallery
const ALARMS = 0.05; // the share of digits that ring at first
const SCORES = /** @type {Score[]} */ (["error", "bound", "pca"]);
const GALLERIES = /** @type {Gallery[]} */ (["missed", "alarms", "caught"]);
const WORDS = { error: "reconstruction error", bound: "minus ELBO", pca: "PCA-32’s error" };
const HUES = { error: "--series-a", bound: "--series-b", pca: "--series-c" };
const KINDS = { normal: "a test digit", strange: "a strange picture", drawn: "your drawing" };
const FORMULAS = {
  error: "s(x) = Σ (x − x̂)²",
  bound: "s(x) = −E log p(x | z) + KL",
  pca: "s(x) = Σ (x − x̂)², x̂ = m + PᵀP(x − m)",
};
const REVERSED = " The score has it the wrong way round: it finds these more normal than digits.";
/** @type {Point[]} */
const FRAME = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0],
];

/** @param {Root} root */
export function mount(root) {
  return new Anomaly(root);
}

class Anomaly {
  /** @type {Film<Frame>} */
  film = new Film();
  run = ""; // that is drawn
  /** @type {Spread | null} */
  spread = null; // of all scores; null while there is nothing to show
  threshold = 0;
  settling = false; // a drawing is to come
  /** @type {Picture | null} */
  looked = null; // the picture that is looked at
  /** @type {Partial<Record<Score, Point[]>>} */
  curves = {}; // caught against false alarms

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.slider = /** @type {HTMLInputElement} */ (root.find("[data-threshold]"));
    this.histogram = new Chart(root, root.canvas("[data-histogram]"), { focus: false });
    this.roc = new Chart(root, root.canvas("[data-roc]"), { read: (alarms) => this.read(alarms) });
    root.listen(this.slider, "input", () => this.move((spread) => spread.value(Number(this.slider.value) / TICKS)));
    const may = () => this.spread !== null;
    const move = (/** @type {{ x: number }} */ { x }) => this.move(() => this.histogram.valueAtShare(x));
    drag(this.histogram.canvas, { may, move }, root.signal);
    for (const gallery of GALLERIES) {
      root.on(`[data-gallery=${gallery}] [data-shelf]`, "click", ({ target }) => this.press(target.closest("button")));
    }
  }

  take() {
    const { film, root } = this;
    if (!film.frames.length) this.spread = null;
    if (!film.frames.length || this.run === film.run) return;
    this.run = film.run;
    const { score } = this;
    this.spread = spread([...this.scores("normal"), ...this.scores("strange"), ...(this.some("drawn") ?? [])]);
    this.threshold = quantile(this.scores("normal"), 1 - ALARMS);
    this.looked = film.array(0, "drawn") ? { group: "drawn", at: 0 } : null;
    const told = SCORES.filter((name) => this.area(name) !== undefined);
    const curve = (/** @type {Score} */ name) => rates(this.all("normal", name), this.all("strange", name));
    this.curves = Object.fromEntries(told.map((name) => [name, curve(name)]));
    const axis = `${WORDS[score]}${score === "bound" ? " in nats" : ""}${this.spread.log ? ", logarithmic" : ""}`;
    const histograms = `Histograms of ${WORDS[score]} for test digits and strange pictures`;
    root.text("[data-axis]", `strangeness: ${axis} · drag the line`);
    this.histogram.canvas.setAttribute("aria-label", histograms);
    this.roc.canvas.setAttribute("aria-label", `ROC: area ${show(this.area(score), 3)}`);
    this.drawLegend();
    this.drawAll();
    this.drawCost();
  }

  // Theme or width have changed.
  draw() {
    if (!this.spread) return;
    this.drawLegend();
    this.drawHistogram(this.spread);
    this.drawRoc();
    this.drawLooked();
  }

  // What has come.

  get stats() {
    return this.film.frames[0].stats;
  }

  get score() {
    return SCORES[this.stats.score];
  }

  /** @param {Score} name */
  area(name) {
    return this.stats[`area_${name}`];
  }

  /** @param {Group} group @param {Score} name */
  all(group, name) {
    return this.film.must(0, `${group}_${name}`).data;
  }

  /** By the score that is chosen. @param {Group} group */
  scores(group) {
    return this.all(group, this.score);
  }

  /** As `scores`, where there may be none. @param {Group} group */
  some(group) {
    return this.film.array(0, `${group}_${this.score}`)?.data;
  }

  /** @param {number} value */
  unit(value) {
    return round(value) + (this.score === "bound" ? " nats" : "");
  }

  // The share of a group that counts as strange.
  /** @param {Group} group */
  strange(group) {
    return above(this.scores(group), this.threshold);
  }

  /** @param {number} value */
  stranger(value) {
    return `stranger than ${percent(1 - above(this.scores("normal"), value))} of the digits`;
  }

  /**
   * The pictures of a gallery, the most telling first.
   * @param {Gallery} gallery
   * @returns {Picture[]}
   */
  members(gallery) {
    const group = gallery === "alarms" ? "normal" : "strange";
    const values = this.scores(group);
    const up = gallery === "missed" ? 1 : -1;
    const mine = [...values.keys()].filter((k) => values[k] > this.threshold === (gallery !== "missed"));
    return mine.sort((a, b) => up * (values[a] - values[b])).map((at) => ({ group, at }));
  }

  // Moving the threshold, and looking at a picture.

  /** @param {(spread: Spread) => number} to */
  move(to) {
    if (!this.spread) return;
    this.threshold = this.spread.within(to(this.spread));
    if (this.settling) return;
    this.settling = true;
    this.root.frame(() => {
      this.settling = false;
      if (this.spread) this.drawAll();
    });
  }

  /** @param {HTMLElement | null} button */
  press(button) {
    if (!this.spread || !button) return;
    this.looked = { group: /** @type {Group} */ (button.dataset.group), at: Number(button.dataset.at) };
    this.drawLooked();
    this.drawHistogram(this.spread);
  }

  // Drawing.

  drawAll() {
    if (!this.spread) return;
    this.slider.value = String(TICKS * this.spread.share(this.threshold));
    this.slider.setAttribute("aria-valuetext", this.unit(this.threshold));
    this.drawHistogram(this.spread);
    this.drawRoc();
    this.drawNumbers();
    for (const gallery of GALLERIES) this.drawGallery(gallery);
    this.drawLooked();
  }

  /** @param {Spread} spread */
  drawHistogram(spread) {
    const { low, high, log } = spread;
    const groups = /** @type {[Group, string][]} */ ([
      ["normal", "--real"],
      ["strange", "--generated"],
    ]);
    const value = (/** @type {Group} */ group, /** @type {number} */ at) => this.scores(group)[at];
    const mark = { colour: colour("--ink"), width: 1.4, dash: [3, 3] };
    const marks = [];
    if (this.some("drawn")) marks.push({ ...mark, value: value("drawn", 0), label: "yours" });
    if (this.looked) {
      marks.push({ ...mark, value: value(this.looked.group, this.looked.at), label: "chosen", row: 1 });
    }
    this.histogram.draw({
      across: { low, high, log, ticks: [0, 0.5, 1].map(spread.value), name: (score) => this.unit(score) },
      up: { low: 0, ticks: [] },
      series: groups.map(([group, hue]) => {
        const counts = binned([...this.scores(group)].map(spread.share), BINS);
        const points = counts.map((count, k) => /** @type {Point} */ ([spread.value((k + 0.5) / BINS), count]));
        return { points, colour: colour(hue), bars: true, alpha: 0.62 };
      }),
      shade: this.threshold,
      uprights: [{ value: this.threshold, colour: colour("--accent"), width: 2 }, ...marks],
    });
  }

  drawRoc() {
    const told = SCORES.filter((name) => this.curves[name]);
    this.roc.draw({
      across: { low: 0, high: 1 },
      up: { low: 0, high: 1 },
      small: true,
      series: [
        { points: FRAME, colour: colour("--rule"), width: 1 },
        { points: FRAME.filter(([x, y]) => x === y), colour: colour("--ink-quiet"), width: 1, dash: [2, 3] },
        ...told.map((name) => ({
          points: this.curves[name] ?? [],
          name: WORDS[name],
          colour: colour(HUES[name]),
          width: name === this.score ? 2.4 : 1.2,
          dash: name === "pca" ? [5, 3] : [],
        })),
      ],
      spots: [{ at: [this.strange("normal"), this.strange("strange")], colour: colour("--accent") }],
    });
  }

  // How many are caught at most with so many false alarms.
  /** @param {number} alarms */
  read(alarms) {
    const caught = SCORES.filter((name) => this.curves[name]).map((name) => {
      const found = (this.curves[name] ?? []).filter(([x]) => x <= alarms).map(([, y]) => y);
      return `${WORDS[name]} ${percent(Math.max(...found))}`;
    });
    return [`false alarms ${percent(alarms)}, caught:`, ...caught].join("\n");
  }

  drawLegend() {
    const told = SCORES.filter((name) => this.curves[name]);
    const entries = told.map((name) => {
      const key = make("i", { class: "stroke" });
      key.style.background = colour(HUES[name]);
      return make("span", name === this.score ? { class: "here" } : {}, key, `${WORDS[name]} `);
    });
    this.root.find("[data-legend]").replaceChildren(...entries);
  }

  /** @param {Gallery} gallery */
  drawGallery(gallery) {
    const box = this.root.find(`[data-gallery=${gallery}]`);
    const all = this.members(gallery);
    const some = all.slice(0, SHOWN);
    const shelf = find(box, "[data-shelf]");
    const most = gallery === "missed" ? "the least strange of" : "the strangest of";
    setText(find(box, "[data-count]"), all.length ? `${most} ${all.length}` : "none");
    fill(shelf, some.length, () => make("button", { type: "button" }, make("canvas"), make("span")));
    some.forEach(({ group, at }, k) => {
      const button = /** @type {HTMLElement} */ (shelf.children[k]);
      const value = this.scores(group)[at];
      Object.assign(button.dataset, { group, at });
      paint(findCanvas(button, "canvas"), this.film.must(0, group).data, SHAPE, at * AREA);
      setText(find(button, "span"), round(value));
      const kind = group === "normal" ? "Digit" : "Strange picture";
      button.setAttribute("aria-label", `${kind} of strangeness ${this.unit(value)}: look closer`);
    });
  }

  drawLooked() {
    const { film, root } = this;
    if (!this.looked || !film.array(0, this.looked.group)) {
      this.looked = this.members("missed")[0] ?? this.members("caught")[0];
    }
    const { group, at } = this.looked;
    const it = film.must(0, group).data;
    const again = film.must(0, `${group}_again`).data;
    const value = this.scores(group)[at];
    const errors = squares(it, again, at * AREA);
    paint(root.canvas("[data-it]"), it, SHAPE, at * AREA);
    paint(root.canvas("[data-again]"), again, SHAPE, at * AREA);
    paint(root.canvas("[data-error]"), tinted(errors), [...SHAPE, 3]);
    const counted = `counted as ${value > this.threshold ? "strange" : "normal"}`;
    const total = show(
      errors.reduce((sum, error) => sum + error, 0),
      1,
    );
    root.text("[data-it-words]", `${KINDS[group]}: ${this.unit(value)}, ${this.stranger(value)}; ${counted}`);
    root.text("[data-error-words]", `${total} in all, of ${AREA} pixels`);
    this.drawScoreMaths(this.looked, value);
    for (const button of root.all("[data-shelf] button")) {
      button.classList.toggle("here", button.dataset.group === group && Number(button.dataset.at) === at);
    }
  }

  /** @param {Picture} picture @param {number} value */
  drawScoreMaths({ group, at }, value) {
    const { root, score } = this;
    const kl = score === "bound" ? this.film.must(0, `${group}_kl`).data[at] : 0;
    const sum = `${show(value - kl, 1)} + ${show(kl, 1)} = ${this.unit(value)}`;
    root.text("[data-formula]", FORMULAS[score]);
    root.maths("score", score === "bound" ? sum : `this picture: ${this.unit(value)}`);
  }

  drawNumbers() {
    const { root, score, stats } = this;
    const { n, plain } = stats;
    const caught = this.strange("strange");
    const alarms = this.strange("normal");
    const area = this.area(score);
    const interval = (/** @type {Score} */ name) =>
      `[${show(stats[`area_${name}_low`], 3)}, ${show(stats[`area_${name}_high`], 3)}]`;
    const bell = `a coin that rings as often: ${percent(alarms)}`;
    root.number("caught", percent(caught), { share: caught, small: `of ${n} · ${bell}`, mark: alarms });
    root.number("alarms", percent(alarms), { share: alarms, small: `of ${n} test digits` });
    const sure = `95 %: ${interval(score)} · n = ${n} and ${n} · guessing: 0.5`;
    root.number("area", show(area, 3), { share: area, small: sure, mark: 0.5 });
    const others = SCORES.filter((name) => name !== score && this.area(name) !== undefined);
    const each = others.map((name) => `${WORDS[name]} ${show(this.area(name), 3)} ${interval(name)}`);
    const small = each.join(" · ") + (plain ? " · an AE has no ELBO" : "");
    root.number("others", others.map((name) => show(this.area(name), 3)).join(", "), { small });
    this.drawDrawing();
    const told =
      `Above ${this.unit(this.threshold)} a picture counts as strange: ${percent(caught)} of the strange ones ` +
      `are caught, and ${percent(alarms)} of the digits ring a false alarm.`;
    root.text("[data-told]", told + (area < 0.5 ? REVERSED : ""));
    root.maths("threshold", `τ = ${this.unit(this.threshold)}`);
    root.maths("area", `${show(area, 3)}, over ${whole(n * n)} pairs`);
  }

  drawDrawing() {
    const value = this.some("drawn")?.[0];
    this.root.find("[data-number=drawn]").hidden = value === undefined;
    if (value === undefined) return;
    const counted = value > this.threshold ? "strange" : "normal";
    this.root.number("drawn", this.unit(value), { small: `${counted}, ${this.stranger(value)}` });
  }

  drawCost() {
    const { n, parameters } = this.stats;
    this.root.costs([
      ["pictures scored", String(2 * n)],
      [this.score === "pca" ? "numbers in P and m" : "parameters", whole(parameters)],
      ["codes a picture", this.score === "bound" ? "10" : "1"],
      ["requests while you drag", "0"],
    ]);
  }
}

/** @param {number} value */
function round(value) {
  return show(value, value < 100 ? 1 : 0);
}

/**
 * The squared error of every pixel, of values from 0 to 1.
 * @param {Numbers} picture
 * @param {Numbers} again
 * @param {number} from where both begin
 */
function squares(picture, again, from) {
  return Float32Array.from({ length: AREA }, (_, i) => ((picture[from + i] - again[from + i]) / 255) ** 2);
}

/** @param {Float32Array} errors */
function tinted(errors) {
  const hue = rgb("--generated");
  const map = new Uint8Array(3 * AREA);
  errors.forEach((error, i) =>
    map.set(
      hue.map((part) => part * Math.sqrt(error)),
      3 * i,
    ),
  );
  return map;
}
