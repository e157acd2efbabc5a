// One frame for each way to go on: true, sampled, greedy. The texts are leafed through without asking.

import { Chart } from "../lib/chart.js";
import { find } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { percent, show, whole } from "../lib/format.js";
import { colour } from "../lib/theme.js";
import { pieces, tokenSpan } from "./tokens.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("../lib/chart.js").Series} Series */
/** @typedef {import("./tokens.js").Piece} Piece */
/** @typedef {import("./drift.shown").Frame} Frame */
/** @typedef {Frame["stats"]} Stats */
/** @typedef {"gap_last" | "growth"} Gap */

const BIN = 16; // tokens to a point of the curves
const KINDS = ["true", "sampled", "greedy"];
const HUES = /** @type {Record<string, string>} */ ({ true: "--real", sampled: "--generated", greedy: "--series-a" });
const PHASES = ["the true tales", "writing samples", "writing greedily"];
const TWIN_MS = 500;

/** @param {Root} root */
export function mount(root) {
  return new Drift(root);
}

class Drift {
  /** @type {Film<Frame>} */
  film = new Film();
  /** @type {Piece[]} */
  words = [];
  which = 0; // of the texts
  seen = ""; // what is drawn: run and number of frames
  drawnRun = "";

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.slider = /** @type {HTMLInputElement} */ (root.find("[data-which]"));
    this.charts = /** @type {const} */ (["bits", "again"]).map((name) => {
      const chart = new Chart(root, root.canvas(`[data-curve=${name}]`));
      return { name, chart };
    });
    root.listen(this.slider, "input", () => this.leaf());
    for (const key of root.all("[data-key]")) key.style.background = `var(${HUES[key.dataset.key ?? ""]})`;
  }

  take() {
    const { film } = this;
    const seen = film.run + film.frames.length;
    if (!film.frames.length || this.seen === seen) return;
    if (this.drawnRun !== film.run) this.which = 0;
    this.seen = seen;
    this.drawnRun = film.run;
    this.words = pieces(film, 0, "vocabulary");
    this.draw();
    this.drawTexts();
    this.drawTold();
    this.drawNumbers();
    this.drawMaths();
    this.drawCosts();
  }

  /** @param {string} line */
  status(line) {
    const { pulse } = this.film;
    if (!line || !pulse) return line;
    return `${line}: ${PHASES[pulse.step]}, ${percent(pulse.stats.progress, 0)}`;
  }

  leaf() {
    this.which = Number(this.slider.value) - 1;
    this.drawTexts();
    this.root.tell(() => this.twin(), TWIN_MS);
  }

  twin() {
    const means = this.root.all("[data-reads]").map((line) => (line.textContent ?? "").replace("this text: ", ""));
    return `Text ${this.count}. ${means.map((mean, kind) => `${KINDS[kind]}: ${mean}`).join("; ")}`;
  }

  get count() {
    return `${this.which + 1} of ${this.stats(0)?.n}`;
  }

  /** @param {number} kind @returns {Stats | undefined} */
  stats(kind) {
    return this.film.frames[kind]?.stats;
  }

  /** @param {"bits" | "again"} name @returns {Series[]} */
  series(name) {
    const { film } = this;
    return film.frames.map((_, kind) => {
      const key = KINDS[kind];
      const low = film.must(kind, `${name}_low`).data;
      const high = film.must(kind, `${name}_high`).data;
      const mean = Array.from(film.must(kind, name).data);
      return {
        name: key,
        points: mean.map((value, i) => [middle(i), value]),
        band: mean.map((_, i) => [middle(i), low[i], high[i]]),
        colour: colour(HUES[key]),
        dash: key === "greedy" ? [6, 3] : [],
      };
    });
  }

  draw() {
    const high = BIN * this.film.must(0, "bits").data.length;
    for (const { name, chart } of this.charts) {
      const series = this.series(name);
      const top = Math.max(...series.flatMap(({ band = [] }) => band.map(([, , most]) => most)));
      const most = name === "bits" ? 1.05 * top : Math.min(1, Math.max(0.1, 1.1 * top));
      const across = { low: 0, high, label: "tokens after the shared beginning" };
      chart.draw({ across, up: { low: 0, high: most }, series });
      chart.canvas.setAttribute("aria-label", spoken(chart.canvas, series));
    }
  }

  drawTexts() {
    const n = this.stats(0)?.n ?? 1;
    this.which = Math.min(this.which, n - 1);
    this.slider.max = String(n);
    this.slider.value = String(this.which + 1);
    this.root.text("[data-count]", this.count);
    KINDS.forEach((_, kind) => this.drawLane(kind));
  }

  /** @param {number} kind */
  drawLane(kind) {
    const { film, which, words } = this;
    const lane = this.root.find(`[data-lane=${KINDS[kind]}]`);
    lane.hidden = !film.frames[kind];
    if (lane.hidden) return;
    const ids = film.must(kind, "ids");
    const beginnings = film.must(0, "prefixes");
    const length = ids.shape[1];
    const nats = film.must(kind, "nats").data.subarray(which * length, (which + 1) * length);
    const given = Array.from(rowOf(beginnings, which), (id) => tokenSpan(words[id], { plain: true }));
    for (const span of given) span.classList.add("given");
    const written = Array.from(rowOf(ids, which), (id, i) =>
      tokenSpan(words[id], { bits: nats[i] / Math.LN2, plain: true }),
    );
    find(lane, "[data-text]").replaceChildren(...given, ...written);
    const mean = Array.from(nats).reduce((sum, one) => sum + one, 0) / Math.LN2 / length;
    find(lane, "[data-reads]").textContent = `this text: ${show(mean)} bits a token`;
  }

  /** @param {Stats} own of the samples */
  judged({ compounds, n }) {
    const { compounds: bits, repeats } = this.root.stage.dataset;
    const limit = `by more than ${bits} bits, or in repetition by more than ${percent(Number(repeats), 0)}`;
    const far = "the distance from the truth";
    if (compounds > 0) return `${far} grows ${limit}: errors compound`;
    if (compounds < 0) return `${far} does not grow ${limit}: errors do not compound to speak of`;
    return `whether ${far} grows ${limit}, cannot be told from ${n} texts: an interval holds that number`;
  }

  drawTold() {
    const own = this.stats(1);
    const greedy = this.stats(2);
    if (!own) return this.root.text("[data-told]", "");
    const more = (/** @type {number} */ gap) => (gap > 0 ? "more" : "less");
    const last = `${show(Math.abs(own.gap_last))} bits a token ${more(own.gap_last)}`;
    const first = `${show(Math.abs(own.gap_first))} ${more(own.gap_first)}`;
    const samples =
      `Samples cost the scorer ${last} than the true tale in the last quarter, ` +
      `${first} in the first eighth; ${this.judged(own)}.`;
    this.root.text("[data-told]", samples + (greedy ? repeats(greedy) : ""));
  }

  drawNumbers() {
    const { root } = this;
    const [real, own, greedy] = [0, 1, 2].map((kind) => this.stats(kind));
    const gap = (/** @type {string} */ box, /** @type {Stats | undefined} */ stats, /** @type {Gap} */ name) => {
      const small = stats ? `95 %: ${range(stats, name)}, paired, n = ${stats.n}` : "";
      root.number(box, stats ? `${signed(stats[name])} bits` : "–", { small });
    };
    gap("gap", own, "gap_last");
    gap("growth", own, "growth");
    gap("greedy", greedy, "gap_last");
    const small = `true tale: ${percent(real?.distinct)}, n = ${real?.n}`;
    root.number("distinct", percent(own?.distinct), { small });
    root.number("loops", percent(greedy?.distinct), { small });
  }

  drawMaths() {
    const { root } = this;
    const [real, own, greedy] = [0, 1, 2].map((kind) => this.stats(kind));
    if (!real) return;
    root.maths(
      "score",
      `true tale: ${show(real.first)} bits a token in the first eighth, ${show(real.last)} in the last quarter`,
    );
    for (const name of ["gap", "growth", "again", "distinct"]) root.maths(name, "…");
    if (!own) return;
    root.maths("gap", `samples, last quarter: ${show(own.last)} − ${show(real.last)} = ${show(own.gap_last)} bits`);
    const [last, first] = [own.gap_last, own.gap_first].map((gap) => show(Math.abs(gap)));
    root.maths("growth", `${last} − ${first} = ${show(own.growth)} bits, 95 %: ${range(own, "growth")}`);
    const [grown, low, high] = [own.again_growth, own.again_growth_low, own.again_growth_high].map((x) => percent(x));
    root.maths("again", `${grown}, 95 %: [${low}, ${high}]`);
    if (!greedy) return;
    const [truth, samples, loops] = [real, own, greedy].map(({ distinct }) => percent(distinct));
    root.maths("distinct", `true ${truth}, samples ${samples}, greedy ${loops}`);
  }

  drawCosts() {
    const [real, own] = [0, 1].map((kind) => this.stats(kind));
    if (!real) return;
    const length = this.film.must(0, "ids").shape[1];
    /** @type {[string, string][]} */
    const rows = [
      ["texts written at once", String(real.n)],
      ["network calls to write", String(2 * length)],
    ];
    if (own) {
      rows.push(["time to write the samples", `${show(own.seconds, 1)} s`]);
      rows.push(["a token of one text", `${show((1000 * own.seconds) / length / real.n)} ms`]);
    }
    if (real.parameters) rows.push(["parameters of the scorer", whole(real.parameters)]);
    else rows.push(["bytes that the 6-gram counted", whole(real.lesson)]);
    this.root.costs([...rows, ["requests while you leaf", "0"]]);
  }
}

/** @param {number} i a point's */
function middle(i) {
  return (i + 0.5) * BIN;
}

/** @param {import("../lib/decode.js").Decoded} array @param {number} row */
function rowOf({ data, shape }, row) {
  return data.subarray(row * shape[1], (row + 1) * shape[1]);
}

/** @param {number} value */
function signed(value) {
  return (value > 0 ? "+" : "") + show(value);
}

/** @param {Stats} stats @param {Gap} name */
function range(stats, name) {
  return `[${show(stats[`${name}_low`])}, ${show(stats[`${name}_high`])}]`;
}

/** @param {Stats} greedy */
function repeats({ distinct, gap_last }) {
  const again = percent(1 - distinct);
  const easy = gap_last < 0 ? ", which the scorer takes for easy reading." : ".";
  return ` Greedy, the writer repeats itself: ${again} of its stretches of four tokens stood there before${easy}`;
}

/** @param {HTMLCanvasElement} canvas @param {Series[]} series */
function spoken(canvas, series) {
  const caption = find(/** @type {HTMLElement} */ (canvas.parentElement), "figcaption").textContent ?? "";
  const ends = series.map(({ name, points }) => {
    const [first, last] = [points[0][1], points[points.length - 1][1]];
    return `${name} ${show(first)} at first, ${show(last)} at last`;
  });
  return `${caption.trim().split("·")[0]}: ${ends.join("; ")}`;
}
