// One column per w: pictures of the same seeds, then accuracy, diversity and pure white with floors.

import { make } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { length, percent, show } from "../lib/format.js";
import { paint } from "../lib/paint.js";

/** @typedef {import("./guidance.shown").Frame} Frame */
/** @typedef {Frame["stats"]} Stats */

/**
 * A row of measured numbers.
 * @typedef {object} Measure
 * @property {"accuracy" | "diversity" | "white"} name of the statistic
 * @property {string} label
 * @property {(value: number) => string} format
 * @property {(stats: Stats) => number} top what fills the gauge
 */

const SIDE = 28;
/** @type {Measure[]} */
const MEASURES = [
  { name: "accuracy", label: "called the asked digit", format: (v) => percent(v, 0), top: () => 1 },
  {
    name: "diversity",
    label: "diversity (feature distance)",
    format: (v) => show(v, 1),
    top: (stats) => 1.4 * stats.diversity_real,
  },
  { name: "white", label: "ink that is pure white", format: (v) => percent(v, 0), top: () => 1 },
];
const MEASURED =
  "pictures measured under each column; the mark is what real digits score, the line under each bar its 95 % interval.";

/** @param {import("../lib/root.js").Root} root */
export function mount(root) {
  /** @type {Film<Frame>} */
  const film = new Film();
  return {
    film,

    take() {
      const columns = film.frames;
      root.find("[data-head]").replaceChildren(make("th", {}, "w"), ...columns.map(({ stats }) => heading(stats.w)));
      root.find("[data-body]").replaceChildren(...(columns.length ? rows(film) : []));
      if (columns.length) root.text("[data-twin]", columns.map(({ stats }) => spoken(stats)).join("; "));
    },

    /** @param {string} line */
    status(line) {
      const newest = film.pulse || (film.stale ? null : film.last);
      if (line) return newest ? `${line}, column ${newest.step + 1} of ${newest.total}` : line;
      return film.last ? `${film.last.stats.n} ${MEASURED}` : "Press Measure: every column is sampled now.";
    },
  };
}

/** @param {number} w */
function heading(w) {
  return make("th", {}, show(w, 0) + (w === 0 ? ", no class" : w === 1 ? ", plain" : ""));
}

/** @param {Film<Frame>} film */
function rows(film) {
  const columns = film.frames;
  const arrays = film.frames.map((_, i) => film.must(i, "pictures"));
  const pictures = Array.from({ length: arrays[0].shape[0] }, (_, k) => {
    const words = `seed + ${k}`;
    const cells = arrays.map(({ data }) => make("td", {}, picture(data, k)));
    return make("tr", {}, make("th", { class: "hint", title: words }, words), ...cells);
  });
  const measured = MEASURES.map((measure) => {
    const cells = columns.map(({ stats }) => gauge(stats, measure));
    return make("tr", {}, make("th", {}, measure.label), ...cells);
  });
  const costs = columns.map(({ stats }) =>
    make("td", { class: "hint" }, `${show(stats.ms, 0)} ms, ${stats.calls} calls`),
  );
  return [...pictures, ...measured, make("tr", {}, make("th", {}, "cost: ms per picture"), ...costs)];
}

/** @param {import("../lib/decode.js").Numbers} data @param {number} k */
function picture(data, k) {
  const canvas = make("canvas");
  paint(canvas, data, [SIDE, SIDE], k * SIDE * SIDE);
  return canvas;
}

/** @param {Stats} stats @param {Measure} measure */
function gauge(stats, { name, format, top }) {
  const most = top(stats);
  const [low, high, real] = [stats[`${name}_low`], stats[`${name}_high`], stats[`${name}_real`]];
  const fill = make("i", { style: `width: ${length(stats[name] / most)}` });
  const tick = make("em", { style: `left: ${length(real / most)}` });
  const whisker = make("b", { style: `left: ${length(low / most)}; right: ${length(1 - high / most)}` });
  const title = `${format(low)} to ${format(high)} (95 %); real digits ${format(real)}`;
  const bar = make("div", { class: "gauge", title }, fill, whisker, tick);
  const interval = make("small", {}, `${format(low)} – ${format(high)}`);
  return make("td", { class: "measure" }, make("strong", {}, format(stats[name])), bar, interval);
}

/** @param {Stats} stats */
function spoken({ w, accuracy, diversity, white }) {
  const numbers = `accuracy ${percent(accuracy, 0)}, diversity ${show(diversity, 1)}`;
  return `w ${w}: ${numbers}, pure white ${percent(white, 0)}`;
}
