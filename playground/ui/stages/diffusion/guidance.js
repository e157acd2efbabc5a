// One column per w: pictures of the same seeds, then accuracy, diversity and pure white with floors.

import { cell, costs, measured, row, tabled } from "../lib/columns.js";
import { make } from "../lib/dom.js";
import { percent, show } from "../lib/format.js";
import { paint } from "../lib/paint.js";

/** @typedef {import("./guidance.shown").Frame} Frame */
/** @typedef {import("../lib/film.js").Film<Frame>} Film */

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
  return tabled(root, {
    ready: "Press Measure: every column is sampled now.",
    told: (/** @type {Frame} */ { stats }) => `${stats.n} ${MEASURED}`,
    head: ({ stats: { w } }) => show(w, 0) + (w === 0 ? ", no class" : w === 1 ? ", plain" : ""),
    rows,
    spoken: ({ stats }) => spoken(stats),
  });
}

/** @param {Film} film */
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

/** @param {Frame["stats"]} stats */
function spoken({ w, accuracy, diversity, white }) {
  const numbers = `accuracy ${percent(accuracy, 0)}, diversity ${show(diversity, 1)}`;
  return `w ${w}: ${numbers}, pure white ${percent(white, 0)}`;
}
