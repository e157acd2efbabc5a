// One frame a method, then one a maker of pictures; the size and the measure are chosen here.

import { Chart } from "../lib/chart.js";
import { find, make } from "../lib/dom.js";
import { drag } from "../lib/drag.js";
import { Film } from "../lib/film.js";
import { length, percent, plural, show } from "../lib/format.js";
import { keys } from "../lib/keys.js";
import { paint } from "../lib/paint.js";
import { colour } from "../lib/theme.js";

/** @typedef {import("../lib/decode.js").Numbers} Numbers */
/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./compress.shown").Frame} Frame */
/** @typedef {Frame["stats"]} Stats */
/** @typedef {"psnr" | "ssim"} Measure */
/** @typedef {{ i: number, stats: Stats, name: string }} Made what one frame is of: a method or a maker */
/** @typedef {{ k: number, fits: boolean }} Fit `k`: of the method's sizes */

/**
 * Pictures in a row, with words before them.
 * @typedef {object} Row
 * @property {string} title
 * @property {string} small
 * @property {Numbers} pictures
 * @property {number} [from] where in them the row begins
 * @property {number} count
 * @property {string} [hue]
 */

const SHAPE = [28, 28];
const AREA = 784;
const TICKS = 400; // of the slider
const LEAST = 0.1; // bytes a digit
const MOST = 450;
const EXAMPLES = 8;
const BLURRED = 6; // pictures of each maker
const TWIN_MS = 600;
const SIZES = [0.25, 1, 2, 4, 8, 16, 32, 64, 128, 256];
const HUES = { VAE: "--series-a", AE: "--series-b", PCA: "--series-c", JPEG: "--ink-quiet" };
const MEASURES = {
  psnr: { unit: " dB", digits: 1, words: "peak signal-to-noise ratio in decibels" },
  ssim: { unit: "", digits: 2, words: "structural similarity, 1 for equal pictures" },
};
const BOXES = { vae: "VAE", pca: "PCA", jpeg: "JPEG" };
const REAL = "test digits";

/** @param {Root} root */
export function mount(root) {
  return new Compress(root, root.props.methods, root.props.makers);
}

class Compress {
  /** @type {Film<Frame>} */
  film = new Film();
  /** @type {Measure} */
  measure = "psnr";
  size = 24; // bytes a digit
  shown = ""; // what is drawn

  /**
   * @param {Root} root
   * @param {string[]} methods in the order in which frames number them
   * @param {string[]} makers likewise
   */
  constructor(root, methods, makers) {
    this.root = root;
    this.names = { methods, makers };
    this.slider = /** @type {HTMLInputElement} */ (root.find("[data-size]"));
    this.chart = new Chart(root, root.canvas("[data-curves]"), { read: (size) => this.read(size) });
    this.buttons = root.all("[data-measure]");
    root.listen(this.slider, "input", () => this.resizeTo(valueOf(Number(this.slider.value) / TICKS)));
    const may = () => this.methods.length > 0;
    const move = (/** @type {{ x: number }} */ { x }) => this.resizeTo(this.chart.valueAtShare(x));
    drag(this.chart.canvas, { may, move }, root.signal);
    const other = () => this.choose(this.measure === "psnr" ? "ssim" : "psnr").focus();
    for (const button of this.buttons) {
      const measure = /** @type {Measure} */ (button.dataset.measure);
      root.listen(button, "click", () => this.choose(measure));
      keys(button, { ArrowLeft: other, ArrowRight: other, ArrowUp: other, ArrowDown: other }, root.signal);
    }
  }

  take() {
    const { film, root } = this;
    const stands = film.run + film.frames.length;
    if (!film.frames.length || this.shown === stands) return;
    this.shown = stands;
    this.drawAll();
    this.drawBlur();
    const judged = this.makers.reduce((sum, { stats }) => sum + stats.n, 0);
    root.costs([
      ["digits compressed", String(film.frames[0].stats.n)],
      ["pictures judged for blur", String(judged)],
      ["requests while you slide", "0"],
    ]);
  }

  // Theme or width have changed.
  draw() {
    this.drawCurves();
    this.drawKept();
  }

  /** @param {string} line */
  status(line) {
    const { pulse } = this.film;
    if (!line || !pulse) return line;
    const at = [...this.names.methods, ...this.names.makers][pulse.step];
    return at ? `${line}: ${at}, ${percent(pulse.stats.progress, 0)}` : line;
  }

  // What has come.

  /** @returns {Made[]} */
  get methods() {
    return this.of("method", this.names.methods);
  }

  /** @returns {Made[]} */
  get makers() {
    return this.of("maker", this.names.makers);
  }

  /** @param {"method" | "maker"} what @param {string[]} names @returns {Made[]} */
  of(what, names) {
    const all = this.film.frames.map(({ stats }, i) => ({ i, stats, name: names[stats[what]] }));
    return all.filter(({ stats }) => stats[what] !== undefined);
  }

  /** @param {Made} made @param {keyof Frame["arrays"]} name */
  array({ i }, name) {
    return this.film.must(i, name).data;
  }

  // The largest of a method's sizes that fits; its smallest where none does.
  /** @param {Made} method @returns {Fit} */
  best(method, size = this.size) {
    const sizes = [...this.array(method, "bytes")];
    const fitting = sizes.filter((one) => one <= size * 1.005);
    const fits = fitting.length > 0;
    return { k: sizes.indexOf(fits ? Math.max(...fitting) : Math.min(...sizes)), fits };
  }

  /** @param {number} value */
  said(value) {
    return this.rounded(value) + MEASURES[this.measure].unit;
  }

  /** @param {number} value */
  rounded(value) {
    return show(value, MEASURES[this.measure].digits);
  }

  // Choosing.

  /** @param {number} size */
  resizeTo(size) {
    const within = Math.max(LEAST, Math.min(MOST, size));
    this.size = Math.max(LEAST, Number(within.toFixed(within < 10 ? 1 : 0)));
    this.drawAll();
  }

  /** @param {Measure} measure @returns {HTMLElement} its button */
  choose(measure) {
    this.measure = measure;
    this.drawAll();
    return this.root.find(`[data-measure=${measure}]`);
  }

  // Drawing.

  drawAll() {
    if (!this.methods.length) return;
    this.slider.value = String(TICKS * shareOf(this.size));
    this.slider.setAttribute("aria-valuetext", bytes(this.size));
    for (const button of this.buttons) {
      const chosen = button.dataset.measure === this.measure;
      button.setAttribute("aria-checked", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    }
    this.drawCurves();
    this.drawKept();
    this.drawNumbers();
    this.drawWords();
    this.root.tell(() => this.twin(), TWIN_MS);
  }

  drawCurves() {
    const { chart, measure, methods } = this;
    if (!methods.length) return;
    const { low, high } = this.span();
    chart.draw({
      across: { low: LEAST, high: MOST, log: true, ticks: SIZES, name: (size) => (size === 0.25 ? "¼" : String(size)) },
      up: { low, high },
      series: methods.map((method) => {
        const levels = this.array(method, measure);
        const [lows, highs] = [this.array(method, `${measure}_low`), this.array(method, `${measure}_high`)];
        const sizes = [...this.array(method, "bytes")];
        const single = sizes.length === 1;
        return {
          points: sizes.map((size, k) => /** @type {Point} */ ([size, levels[k]])),
          whiskers: sizes.map((size, k) => /** @type {[number, number, number]} */ ([size, lows[k], highs[k]])),
          name: method.name,
          colour: colour(hue(method)),
          width: 1.8,
          dash: method.name === "JPEG" ? [5, 3] : [],
          dots: single ? 5.8 : 3.8,
          hollow: single,
        };
      }),
      uprights: [{ value: this.size, colour: colour("--accent"), width: 1.6 }],
    });
    const told = methods.map((method) => `${method.name}: ${this.points(method).join(", ")}`);
    chart.canvas.setAttribute("aria-label", told.join("; "));
  }

  // From where to where the curves go.
  span() {
    if (this.measure === "ssim") return { low: 0, high: 1 };
    const levels = this.methods.flatMap((method) => [...this.array(method, "psnr")]);
    return { low: Math.floor(Math.min(...levels) - 1), high: Math.min(48, Math.max(...levels) + 1) };
  }

  /** @param {Made} method */
  points(method) {
    const levels = this.array(method, this.measure);
    return [...this.array(method, "bytes")].map((size, k) => `${bytes(size)} ${this.said(levels[k])}`);
  }

  // What each method makes of so many bytes.
  /** @param {number} size */
  read(size) {
    const fitting = this.methods.flatMap((method) => {
      const { k, fits } = this.best(method, size);
      return fits ? [`${method.name} ${this.said(this.array(method, this.measure)[k])}`] : [];
    });
    return [`up to ${bytes(size)}`, ...fitting].join("\n");
  }

  drawKept() {
    const { film, methods, root } = this;
    if (!methods.length) return;
    const originals = film.must(0, "originals").data;
    const first = row({ title: REAL, small: "784 bytes as they are", pictures: originals, count: EXAMPLES });
    const others = methods.map((method) => {
      const { k, fits } = this.best(method);
      const how = `${setting(method, this.array(method, "setting")[k])}, ${bytes(this.array(method, "bytes")[k])}`;
      const made = row({
        title: method.name,
        small: `${fits ? "" : "does not fit: at least "}${how} · ${this.said(this.array(method, this.measure)[k])}`,
        pictures: this.array(method, "examples"),
        from: k * EXAMPLES * AREA,
        count: EXAMPLES,
        hue: hue(method),
      });
      made.classList.toggle("unfit", !fits);
      return made;
    });
    root.find("[data-kept]").replaceChildren(first, ...others);
  }

  drawBlur() {
    const { makers, root } = this;
    const real = makers.find(({ name }) => name === REAL);
    const rows = makers.map((maker) => {
      const { n, sharp, sharp_high, sharp_low } = maker.stats;
      const pictures = this.array(maker, "pictures");
      const made = row({ title: maker.name, small: `n = ${n}`, pictures, count: BLURRED });
      const between = `[${show(sharp_low, 3)}, ${show(sharp_high, 3)}]`;
      made.append(gauge(maker, real), make("output", {}, `${show(sharp, 3)} ${between}`));
      return made;
    });
    root.find("[data-blur]").replaceChildren(...rows);
    const vae = makers.find(({ name }) => name === "VAE samples");
    if (!vae || !real) return;
    const { n, sharp, sharp_high, sharp_low } = vae.stats;
    const interval = `95 %: ${show(sharp_low, 3)} to ${show(sharp_high, 3)}, n = ${n}`;
    const floor = `test digits: ${show(real.stats.sharp, 3)}`;
    root.number("blur", show(sharp, 3), { share: sharp, small: `${interval} · ${floor}`, mark: real.stats.sharp });
    root.maths("sharp", `${show(sharp, 3)} for VAE samples, ${show(real.stats.sharp, 3)} for test digits`);
  }

  drawNumbers() {
    const { measure, root } = this;
    const { n } = this.film.frames[0].stats;
    for (const [name, title] of Object.entries(BOXES)) {
      const method = this.methods.find((one) => one.name === title);
      if (!method) continue;
      const { k, fits } = this.best(method);
      const of = (/** @type {keyof Frame["arrays"]} */ array) => this.array(method, array)[k];
      const level = this.said(of(measure));
      const interval = `95 %: ${this.rounded(of(`${measure}_low`))} to ${this.rounded(of(`${measure}_high`))}`;
      const size = bytes(of("bytes"));
      root.number(name, fits ? level : "does not fit", {
        small: fits ? `${size} · ${interval}, n = ${n}` : `its smallest: ${size} at ${level}`,
      });
    }
  }

  drawWords() {
    const { root } = this;
    const { bits, n } = this.film.frames[0].stats;
    const vae = this.methods.find(({ name }) => name === BOXES.vae);
    if (vae) {
      const { k } = this.best(vae);
      root.maths("bytes", `${this.array(vae, "setting")[k]} × ${bits} / 8 = ${bytes(this.array(vae, "bytes")[k])}`);
      root.maths("psnr", `${show(this.array(vae, "psnr")[k], 1)} dB, mean of ${n} digits`);
    }
    root.maths("step", `bits = ${bits}: ${2 ** bits} steps over 4 standard deviations s to either side`);
    const { words } = MEASURES[this.measure];
    root.text("[data-caption]", `${words}, against bytes a digit · now ${bytes(this.size)} · drag the line`);
    root.text(
      "[data-counted]",
      `How bytes are counted: a code’s ${bits}-bit numbers, the dearest in KL first (of the AE the most varied), the ` +
        "others at their mean; PCA’s components alike; nothing is packed further. What decoder and components " +
        `themselves weigh is shared by all digits and not counted. JPEG: one sheet of all ${n} digits, 32 pixels ` +
        `apart, the whole file with its one header divided by ${n}.`,
    );
  }

  twin() {
    const rows = this.root.all("[data-kept] p").slice(1);
    const told = rows.map((words) => `${find(words, "b").textContent}: ${find(words, "small").textContent}`);
    return `${bytes(this.size)} a digit. ${told.join("; ")}.`;
  }
}

// Where a size stands on the slider, whose steps are equal factors.
/** @param {number} size */
function shareOf(size) {
  return Math.log(size / LEAST) / Math.log(MOST / LEAST);
}

/** @param {number} share */
function valueOf(share) {
  return LEAST * (MOST / LEAST) ** share;
}

/** @param {number} value */
function bytes(value) {
  return show(value, value < 10 && value % 1 ? 1 : 0) + " " + plural(value, "byte");
}

/** @param {Made} method @param {number} value */
function setting({ name }, value) {
  if (name === "JPEG") return `quality ${value}`;
  return `${value} ${plural(value, "number")}`;
}

// "VAE, 2 numbers" as the VAE.
/** @param {Made} method */
function hue({ name }) {
  return HUES[/** @type {keyof typeof HUES} */ (name.split(",")[0])];
}

/** @param {Row} row */
function row({ title, small, pictures, from = 0, count, hue }) {
  const words = make("p", {}, make("b", {}, title), make("small", {}, small));
  if (hue) {
    const key = make("i", { class: "stroke" });
    key.style.background = colour(hue);
    words.prepend(key);
  }
  const shelf = make("div");
  for (let k = 0; k < count; k++) {
    const canvas = make("canvas");
    paint(canvas, pictures, SHAPE, from + k * AREA);
    shelf.append(canvas);
  }
  return make("div", {}, words, shelf);
}

/**
 * How steep a maker's edges are, from 0 to 1, with the interval and the mark of real digits.
 * @param {Made} maker
 * @param {Made} [real]
 */
function gauge({ name, stats: { sharp, sharp_low, sharp_high } }, real) {
  const bar = make("i");
  bar.style.width = length(sharp);
  const interval = make("b");
  interval.style.left = length(sharp_low);
  interval.style.width = length(sharp_high - sharp_low);
  const box = make("span", { class: name === REAL ? "gauge real" : "gauge" }, bar, interval);
  if (!real) return box;
  const mark = make("em");
  mark.style.left = length(real.stats.sharp);
  box.append(mark);
  return box;
}
