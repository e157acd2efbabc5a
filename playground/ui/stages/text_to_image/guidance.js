// One column per w: the three predictions opened, pictures of the same seeds, then what was measured, with floors.

import { cell, costs, measured, row } from "../lib/columns.js";
import { make } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { percent, show } from "../lib/format.js";
import { paint } from "../lib/paint.js";

/** @typedef {import("./guidance.shown").Frame} Frame */
/** @typedef {import("../lib/columns.js").Measure} Measure */

const SHAPE = [64, 64, 3];
const SIZE = 64 * 64 * 3;
const READY = "Press Measure: seven columns are drawn and measured.";
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
      if (!film.last) return READY;
      const unread = "right" in film.last.stats ? "" : " The checker cannot look for all that this prompt says.";
      return `${film.last.stats.n} ${MEASURED}${unread}`;
    },
  };
}

/** @param {number} w */
function heading(w) {
  return make("th", {}, show(w, 0) + (w === 0 ? ", without" : w === 1 ? ", plain" : ""));
}

/** @param {Film<Frame>} film */
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

/** @param {Film<Frame>} film @param {"pictures" | "guesses"} name @param {number} k */
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
