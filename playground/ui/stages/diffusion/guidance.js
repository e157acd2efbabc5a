// One column per w: pictures of the same seeds, then accuracy, diversity and pure white with floors.

import { cell, costs, measured, row } from "../lib/columns.js";
import { make } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { percent, show } from "../lib/format.js";
import { paint } from "../lib/paint.js";

/** @typedef {import("./guidance.shown").Frame} Frame */
/** @typedef {Frame["stats"]} Stats */

const SIDE = 28;
/** @type {import("../lib/columns.js").Measure[]} */
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
  const columns = film.frames.map(({ stats }) => stats);
  const arrays = film.frames.map((_, i) => film.must(i, "pictures"));
  const pictures = Array.from({ length: arrays[0].shape[0] }, (_, k) =>
    row(
      `seed + ${k}`,
      arrays.map(({ data }) => cell(picture(data, k))),
      "hint",
    ),
  );
  return [...pictures, ...MEASURES.map((measure) => measured(columns, "real digits", measure)), costs(columns)];
}

/** @param {import("../lib/decode.js").Numbers} data @param {number} k */
function picture(data, k) {
  const canvas = make("canvas");
  paint(canvas, data, [SIDE, SIDE], k * SIDE * SIDE);
  return canvas;
}

/** @param {Stats} stats */
function spoken({ w, accuracy, diversity, white }) {
  const numbers = `accuracy ${percent(accuracy, 0)}, diversity ${show(diversity, 1)}`;
  return `w ${w}: ${numbers}, pure white ${percent(white, 0)}`;
}
