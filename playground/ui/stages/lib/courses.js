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
    const { frames, last, before } = this.history;
    const across = { low: 0, high: Math.max(1, last.step, before?.at(-1)?.step ?? 0), label: "iteration" };
    const marks = frames.filter(({ stats }) => stats.changed !== undefined).map(({ step }) => step);
    for (const [name, { courses, up, floor }] of Object.entries(plans)) {
      this.charts.get(name)?.draw({
        across,
        up,
        series: courses.flatMap((one) => this.#series(one)),
        levels: floor === undefined ? [] : [{ value: floor, colour: colour("--ink-quiet") }],
        marks,
        at: frames[index].step,
      });
    }
    this.key.hidden = !before;
  }

  /**
   * @param {Course} course
   * @returns {Series[]}
   */
  #series({ stat, name, colour, width, dash, before, trained }) {
    const points = this.history.series(stat).filter(([step]) => step || !trained);
    const now = { points, name, colour, width, dash };
    if (!before || !this.history.before) return [now];
    const old = this.history.series(stat, this.history.before);
    return [{ points: old, name: "before", colour, width: 0.8, dash: this.past }, now];
  }
}
