// Small charts of what was measured over the iterations of a live training, beside the training before it.

import { Chart } from "./chart.js";
import { colour } from "./theme.js";

/** @typedef {import("./chart.js").Series} Series */
/** @typedef {import("./history.js").History} History */
/** @typedef {import("./root.js").Root} Root */

/**
 * One statistic as a line.
 * @typedef {object} Course
 * @property {string} stat
 * @property {string} [name] in the reading; without one it is not read
 * @property {string} colour
 * @property {number} [width] of the line
 * @property {number[]} [dash]
 * @property {boolean} [before] drawn thinly for the training before, too
 * @property {boolean} [trained] only from the first iteration on
 */

/**
 * What one chart shows.
 * @typedef {object} Plan
 * @property {Course[]} courses
 * @property {import("./scale.js").Axis} up
 * @property {number} [floor] a dotted level
 */

const AGAIN = 20; // moments after a divergence from which on its run-away may leave the chart

export class Courses {
  /**
   * Canvases with `data-chart` in the template; `data-before-key` is shown while there is a training before.
   * @param {Root} root
   * @param {History} history
   * @param {number[]} [past] how the training before is dashed
   */
  constructor(root, history, past) {
    this.history = history;
    this.past = past;
    this.key = root.find("[data-before-key]");
    const canvases = /** @type {HTMLCanvasElement[]} */ (root.all("[data-chart]"));
    this.charts = new Map(canvases.map((canvas) => [canvas.dataset.chart, new Chart(root, canvas)]));
  }

  /**
   * @param {number} index of the frame that is looked at
   * @param {Record<string, Plan>} plans by the chart's name
   */
  draw(index, plans) {
    const { frames, last, before, lives } = this.history;
    const torn = frames.filter(({ kind }) => kind === "diverged").map(({ stats }) => stats.diverged);
    const own = Math.max(1, last.step, ...torn);
    const alone = torn.length > 0 && this.#since < AGAIN; // its few steps, without a duel of thousands before it
    const high = alone ? own : Math.max(own, before?.at(-1)?.step ?? 0);
    const marks = frames.filter(({ stats }) => stats.changed !== undefined).map(({ step }) => step);
    Object.entries(plans).forEach(([name, { courses, up, floor }], place) => {
      const series = courses.flatMap((one) => this.#series(one, lives.lost, high));
      this.charts.get(name)?.draw({
        across: { low: 0, high, label: "iteration" },
        up: lives.lost.length ? this.#room(up, courses, floor) : up,
        series,
        levels: floor === undefined ? [] : [{ value: floor, colour: colour("--ink-quiet") }],
        marks,
        uprights: torn.map((value) => {
          return { value, colour: colour("--bad"), width: 1, dash: [1, 2], label: place ? "" : "diverged" };
        }),
        at: frames[index].step,
      });
    });
    this.key.hidden = !before;
  }

  /**
   * @param {Course} course
   * @param {import("./film.js").Frame[][]} lost the run-aways
   * @param {number} high until where the chart reaches
   * @returns {Series[]}
   */
  #series({ stat, name, colour, width, dash, before, trained }, lost, high) {
    const { history } = this;
    const points = history.series(stat).filter(([step]) => step || !trained);
    const away = lost.map((frames) => ({
      points: history.series(stat, frames).filter(([step]) => step || !trained),
      name: name && `${name}, taken back`,
      colour,
      width: 1.2,
      dash: [3, 2],
    }));
    const now = { points, name, colour, width, dash };
    const old = before && history.before ? history.series(stat, history.before).filter(([x]) => x <= high) : null;
    const past = old ? [{ points: old, name: "before", colour, width: 0.8, dash: this.past }] : [];
    return [...past, ...away, now];
  }

  // Moments since the last divergence.
  get #since() {
    const { frames } = this.history;
    return frames.length - 1 - frames.findLastIndex(({ kind }) => kind === "diverged");
  }

  /**
   * The upright axis after a run-away: wide enough for that, until the training has gone on for a while; then for what
   * came since.
   * @param {import("./scale.js").Axis} up
   * @param {Course[]} courses
   * @param {number | undefined} floor
   */
  #room(up, courses, floor) {
    if (up.high !== undefined) return up;
    if (this.#since < AGAIN) return { ...up, low: undefined, wide: true };
    const values = courses.flatMap(({ stat }) => this.history.series(stat).map(([, value]) => value));
    const told = [...values, ...(floor === undefined ? [] : [floor])];
    return { low: Math.min(...told), ...up, high: Math.max(...told) };
  }
}
