// A table with a column a frame: pictures of the same seeds, then measured numbers with their intervals.

import { make } from "./dom.js";
import { Film } from "./film.js";
import { length, show } from "./format.js";

/**
 * @template {import("./film.js").Frame} F
 * @typedef {object} Table
 * @property {string} ready what is said before the first run
 * @property {(last: F) => string} told what is said of a finished one
 * @property {(frame: F) => string} head of a column
 * @property {(film: Film<F>) => HTMLElement[]} rows
 * @property {(frame: F) => string} spoken a column for those who hear the page
 */

/**
 * A stage that is such a table. Its template has [data-head], [data-body] and [data-twin].
 * @template {import("./film.js").Frame} F
 * @param {import("./root.js").Root} root
 * @param {Table<F>} table
 */
export function tabled(root, { ready, told, head, rows, spoken }) {
  /** @type {Film<F>} */
  const film = new Film();
  return {
    film,

    take() {
      const columns = film.frames;
      root.find("[data-head]").replaceChildren(make("th", {}, "w"), ...columns.map((one) => make("th", {}, head(one))));
      root.find("[data-body]").replaceChildren(...(columns.length ? rows(film) : []));
      if (columns.length) root.text("[data-twin]", columns.map(spoken).join("; "));
    },

    /** @param {string} line */
    status(line) {
      const newest = film.pulse || (film.stale ? null : film.last);
      if (line) return newest ? `${line}, column ${newest.step + 1} of ${newest.total}` : line;
      return film.last ? told(film.last) : ready;
    },
  };
}

/**
 * A row of measured numbers.
 * @typedef {object} Measure
 * @property {string} name of the statistic; its interval and what real ones score have the names that begin so
 * @property {string} label
 * @property {(value: number) => string} format
 * @property {(stats: Record<string, number>) => number} top what fills the gauge
 */

/**
 * @param {string} label
 * @param {Iterable<HTMLElement>} cells
 * @param {string} [kind] of the label
 */
export function row(label, cells, kind = "") {
  return make("tr", {}, make("th", { class: kind, title: kind && label }, label), ...cells);
}

/**
 * @param {HTMLElement} canvas
 */
export function cell(canvas) {
  return make("td", {}, canvas);
}

/** @param {Record<string, number>[]} columns @param {string} real what real ones are called @param {Measure} measure */
export function measured(columns, real, measure) {
  const cells = columns.map((stats) => (Number.isFinite(stats[measure.name]) ? gauge(stats, real, measure) : none()));
  return row(measure.label, cells);
}

/** @param {{ ms: number, calls: number }[]} columns */
export function costs(columns) {
  const cells = columns.map(({ ms, calls }) => make("td", { class: "hint" }, `${show(ms, 0)} ms, ${calls} calls`));
  return row("cost: ms per picture", cells);
}

function none() {
  return make("td", { class: "measure" }, "–");
}

/** @param {Record<string, number>} stats @param {string} called @param {Measure} measure */
function gauge(stats, called, { name, format, top }) {
  const most = top(stats);
  const [low, high, real] = [stats[`${name}_low`], stats[`${name}_high`], stats[`${name}_real`]];
  const known = Number.isFinite(real);
  const fill = make("i", { style: `width: ${length(stats[name] / most)}` });
  const whisker = make("b", { style: `left: ${length(low / most)}; right: ${length(1 - high / most)}` });
  const ticks = known ? [make("em", { style: `left: ${length(real / most)}` })] : [];
  const title = `${format(low)} to ${format(high)} (95 %)` + (known ? `; ${called} ${format(real)}` : "");
  const bar = make("div", { class: "gauge", title }, fill, whisker, ...ticks);
  const interval = make("small", {}, `${format(low)} – ${format(high)}`);
  return make("td", { class: "measure" }, make("strong", {}, format(stats[name])), bar, interval);
}
