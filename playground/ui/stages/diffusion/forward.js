// The forward trajectory: frame i is x_t at the kept step t.

import { Chart } from "../lib/chart.js";
import { Film } from "../lib/film.js";
import { show } from "../lib/format.js";
import { paint } from "../lib/paint.js";
import { Player } from "../lib/player.js";
import { colour } from "../lib/theme.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {import("./forward.shown").Frame} Frame */

const CURVES = { linear: "--series-a", cosine: "--series-b", "scaled linear": "--series-c" };
const SCHEDULES = /** @type {(keyof typeof CURVES)[]} */ (Object.keys(CURVES));
const REACH = 4; // the histogram goes from −4 to 4
const TALLEST = 0.16; // share of the pixels in one bar
const AGREEMENT =
  "1,000 walked draws against the closed form: error of mean and of deviation in standard errors, " +
  "worst of T/2 and T; up to about 2 to 3 is chance";

/** @param {Root} root */
export function mount(root) {
  return new Forward(root);
}

class Forward {
  /** @type {Film<Frame>} */
  film = new Film();
  at = 0.45; // of the film: where it is looked at
  settled = false;
  schedule = "";
  note = "";

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.histogram = new Chart(root, root.canvas("[data-histogram]"), { focus: false });
    this.curves = new Chart(root, root.canvas("[data-schedule]"));
    this.player = new Player(root, this.film, {
      draw: (i) => this.drawFrame(i),
      caption: (i) => this.caption(i),
      twin: (i) => this.twin(i),
    });
  }

  // A new run stays where the last one was looked at, so that two schedules can be compared at one t.
  /** @param {any} value @param {boolean} fresh */
  take(value, fresh) {
    const { at, film, player } = this;
    this.schedule = value?.schedule || this.schedule;
    this.note = value?.note ?? "";
    if (!film.frames.length) return;
    player.grown(fresh);
    this.settled = !film.status.running;
    player.go(Math.round(player.last * at));
    this.at = at;
  }

  draw() {
    this.drawFrame(this.player.index);
  }

  /** @param {string} line */
  status(line) {
    const { frames } = this.film;
    if (line || !frames.length) return line;
    const { total } = frames[0];
    const thinned = frames.length < total ? `${frames.length} of ${total} steps are kept, evenly thinned.` : "";
    return `${this.note} ${thinned}`.trim();
  }

  /** @param {number} i */
  caption(i) {
    const { stats, total } = this.film.frames[i];
    return `t = ${stats.t} / ${total - 1}`;
  }

  /** @param {number} i */
  twin(i) {
    const { alpha_bar, snr_db } = this.film.frames[i].stats;
    return `Noising step ${this.caption(i)}: signal left ${show(alpha_bar, 3)}, ${show(snr_db, 1)} decibel.`;
  }

  /** @param {number} i */
  drawFrame(i) {
    if (this.settled) this.at = i / Math.max(1, this.player.last);
    for (const name of /** @type {const} */ (["xt", "noise"])) {
      const { data, shape } = this.film.must(i, name);
      paint(this.root.canvas(`[data-view=${name}]`), data, shape);
    }
    this.drawHistogram(i);
    this.drawSchedule(i);
    this.drawNumbers(i);
    this.drawMaths(i);
  }

  /** @param {number} i */
  drawHistogram(i) {
    const shares = [...this.film.must(i, "histogram").data];
    const wide = (2 * REACH) / shares.length;
    const density = (/** @type {number} */ v) => Math.exp((-v * v) / 2) / Math.sqrt(2 * Math.PI);
    const places = Array.from({ length: 81 }, (_, k) => -REACH + k / 10);
    this.histogram.draw({
      across: { low: -REACH, high: REACH, ticks: [-3, 0, 3] },
      up: { low: 0, high: TALLEST, ticks: [] },
      series: [
        {
          points: shares.map((share, k) => [-REACH + (k + 0.5) * wide, share]),
          colour: colour("--generated"),
          bars: true,
        },
        { points: places.map((v) => [v, density(v) * wide]), colour: colour("--real"), width: 2 },
      ],
    });
  }

  /** @param {number} i */
  drawSchedule(i) {
    const { stats, total } = this.film.frames[i];
    const T = total - 1;
    this.curves.draw({
      across: { low: 0, high: T, ticks: [0, T], name: (t) => (t === T ? `T = ${T}` : `t = ${t}`) },
      up: { low: 0, high: 1, ticks: [0, 0.5, 1], name: (signal) => show(signal, signal % 0.5 ? 3 : 1) },
      series: SCHEDULES.flatMap((name) => this.curve(name, T)),
      marks: [stats.t],
      spots: [{ at: [stats.t, stats.alpha_bar], colour: colour("--accent") }],
    });
  }

  /**
   * The signal left over t in one schedule; the one that is used is bold.
   * @param {keyof typeof CURVES} name
   * @param {number} T
   * @returns {import("../lib/chart.js").Series[]}
   */
  curve(name, T) {
    const data = this.film.array(0, `curve ${name}`)?.data;
    if (!data) return [];
    const stride = Math.max(1, Math.floor(T / 250));
    /** @type {Point[]} */
    const points = [[0, 1]];
    for (let t = 0; t < T; t += stride) points.push([t + 1, data[t]]);
    const stroke = colour(CURVES[name]);
    return [{ points, colour: stroke, name, width: name === this.schedule ? 3 : 1.2 }];
  }

  /** @param {number} i */
  drawNumbers(i) {
    const { root } = this;
    const { alpha_bar, snr_db, mean, std, draws_mean_error, draws_std_error } = this.film.frames[i].stats;
    const pure = snr_db > 0 ? "no noise" : "no signal";
    const ratio = Math.abs(snr_db) >= 90 ? pure : `${show(snr_db, 1)} dB`;
    root.number("alpha", show(alpha_bar, 4), { share: alpha_bar, small: "" });
    root.number("snr", ratio, { small: snr_db > 0 ? "more signal than noise" : "more noise than signal" });
    root.number("moments", `${show(mean)}, ${show(std)}`);
    root.number("agreement", `${show(draws_mean_error, 1)}, ${show(draws_std_error, 1)}`, { small: AGREEMENT });
  }

  /** @param {number} i */
  drawMaths(i) {
    const { frames } = this.film;
    const { alpha_bar } = frames[i].stats;
    const neighbours = i > 0 && frames[i].step - frames[i - 1].step === 1;
    const beta = i ? 1 - alpha_bar / frames[i - 1].stats.alpha_bar : 0;
    const walk = `${show(Math.sqrt(1 - beta), 4)} xₜ₋₁ + ${show(Math.sqrt(beta), 4)} εₜ`;
    this.root.maths("walk", neighbours ? walk : "");
    this.root.maths("jump", `${show(Math.sqrt(alpha_bar), 3)} x₀ + ${show(Math.sqrt(1 - alpha_bar), 3)} ε`);
  }
}
