// One column per w: the three predictions opened, pictures of the same seeds, then what was measured, with floors.

import { cell, costs, measured, row, tabled } from "../lib/columns.js";
import { make } from "../lib/dom.js";
import { percent, show } from "../lib/format.js";
import { paint } from "../lib/paint.js";

/** @typedef {import("./guidance.shown").Frame} Frame */
/** @typedef {import("../lib/film.js").Film<Frame>} Film */
/** @typedef {import("../lib/columns.js").Measure} Measure */

const SHAPE = [64, 64, 3];
const SIZE = 64 * 64 * 3;
const UNREAD = " The checker cannot look for all that this prompt says.";
const GUESSES = ["expected without the prompt", "expected with it", "guided by w"];
/** @type {Measure[]} */
const MEASURES = [
  { name: "right", label: "shows all that was asked", format: (v) => percent(v, 0), top: () => 1 },
  { name: "similarity", label: "like the prompt (CLIP)", format: (v) => show(v, 2), top: () => 1 },
  {
    name: "diversity",
    label: "diversity (feature distance)",
    format: (v) => show(v, 1),
    top: ({ diversity, diversity_real }) => 1.4 * (diversity_real || diversity),
  },
  { name: "pure", label: "values that are pure", format: (v) => percent(v, 0), top: () => 1 },
];
const MEASURED =
  "pictures measured under each column; the mark: real pictures; the line under each bar: its 95 % interval.";

/** @param {import("../lib/root.js").Root} root */
export function mount(root) {
  return tabled(root, {
    ready: "Press Measure: seven columns are drawn and measured.",
    told: (/** @type {Frame} */ { stats }) => `${stats.n} ${MEASURED}` + ("right" in stats ? "" : UNREAD),
    head: ({ stats: { w } }) => show(w, 0) + (w === 0 ? ", without" : w === 1 ? ", plain" : ""),
    rows,
    spoken: ({ stats }) => spoken(stats),
  });
}

/** @param {Film} film */
function rows(film) {
  const columns = film.frames.map(({ stats }) => stats);
  const count = film.must(0, "pictures").shape[0];
  const pictures = Array.from({ length: count }, (_, k) => row(`seed + ${k}`, cells(film, "pictures", k), "hint"));
  const guesses = GUESSES.map((label, k) => row(label, cells(film, "guesses", k)));
  const half = make(
    "tr",
    {},
    make("th", { colspan: "8" }, `Half way, at t = ${show(columns[0].t, 0)}, of the first seed`),
  );
  const numbers = MEASURES.map((measure) => measured(columns, "real pictures", measure));
  return [...pictures, ...numbers, costs(columns), half, ...guesses];
}

/** @param {Film} film @param {"pictures" | "guesses"} name @param {number} k */
function cells(film, name, k) {
  return film.frames.map((_, i) => {
    const canvas = make("canvas");
    paint(canvas, film.must(i, name).data, SHAPE, k * SIZE);
    return cell(canvas);
  });
}

/** @param {Frame["stats"]} stats */
function spoken({ w, right, similarity, diversity, pure }) {
  const asked = right === undefined ? "" : `all that was asked ${percent(right, 0)}, `;
  const numbers = `likeness to the prompt ${show(similarity, 2)}, diversity ${show(diversity, 1)}`;
  return `w ${w}: ${asked}${numbers}, pure ${percent(pure, 0)}`;
}
