// An autoencoder that trains live. The server sends data, codes and numbers; what is lit up, and which example is
// looked at, is decided here. `train.js` and `digits.js` add what their data look like.

import { Board } from "../lib/board.js";
import { Courses } from "../lib/courses.js";
import { percent, show, whole } from "../lib/format.js";
import { History } from "../lib/history.js";
import { live } from "../lib/live.js";
import { sharp } from "../lib/paint.js";
import { Terms } from "../lib/terms.js";
import { colour } from "../lib/theme.js";
import { Transport } from "../lib/transport.js";
import { Codes, ELLIPSES, drawLatent } from "./latent.js";

/** @typedef {import("../lib/courses.js").Course} Course */
/** @typedef {import("../lib/decode.js").Numbers} Numbers */
/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./train.shown").Frame | import("./digits.shown").Frame} Frame */
/** @typedef {Frame["stats"]} Stats what both trainings measure */

/**
 * The share of good draws of the prior.
 * @typedef {object} Quality
 * @property {string} stat
 * @property {number} share
 * @property {number} floor of real data
 * @property {string} small
 */

/**
 * What the two trainings differ in; each `i` is that of a frame.
 * @typedef {object} Data
 * @property {number} examples so many can be chosen one after the other
 * @property {number} codes so many can be pointed at in the latent space
 * @property {(i: number) => void} draw data, their reconstructions and draws of the prior
 * @property {(i: number) => void} drawSecond the second number of its own
 * @property {(frame: any) => Quality} quality
 * @property {(i: number) => { elbo?: number, reconstruction?: number }} best what no model can surpass, where known
 * @property {(i: number) => string} limit what stands beneath the ELBO
 * @property {(i: number) => Numbers} [labels] what each code stands for
 * @property {(i: number) => string} [axes] which dimensions are shown
 */

const CHARTS_MS = 250; // between two drawings of the charts while it trains
const COLLAPSED = 0.05; // nats
const NEAR = 40; // pixels from the pointer
const FEW = 20; // values, of which none is left out
const BEFORE = [1, 2]; // how the run before is dashed

/**
 * What `mount` returns for such a stage.
 * @template {Frame} F
 * @param {Root} root
 * @param {(study: Study<F>) => Data} data
 */
export function study(root, data) {
  const { history, board, transport } = new Study(root, data);
  return live({ history, board, transport });
}

/** @template {Frame} F */
export class Study {
  /** @type {History<F>} */
  history = new History();
  chosen = 0; // the example that is looked at
  charted = 0; // when the charts were drawn last, in milliseconds

  /**
   * @param {Root} root
   * @param {(study: Study<F>) => Data} data
   */
  constructor(root, data) {
    this.root = root;
    this.board = new Board(root, this.history);
    this.courses = new Courses(root, this.history, BEFORE);
    this.terms = new Terms(root, () => this.drawAgain());
    this.transport = new Transport(root, this.history, {
      draw: (i) => this.draw(i),
      say: (i) => this.say(i),
    });
    this.latent = root.canvas("[data-latent]");
    this.data = data(this);
    this.pointed(this.latent, (event) => this.overLatent(event));
    root.keys({ n: () => this.lead(1), p: () => this.lead(-1) });
  }

  // Choosing an example.

  /** The moment that is looked at; a new run may have fewer than the one before. */
  get shown() {
    return Math.min(this.transport.shown, this.transport.last);
  }

  /** @param {number} by */
  lead(by) {
    if (!this.history.frames.length) return;
    this.chosen = (this.chosen + by + this.data.examples) % this.data.examples;
    this.drawSpaces(this.shown);
  }

  /**
   * Pointing at a picture chooses the nearest example, and lights up the term it stands for.
   * @param {HTMLElement} canvas
   * @param {(event: PointerEvent) => void} over
   */
  pointed(canvas, over) {
    const follow = (/** @type {PointerEvent} */ event) => {
      if (this.history.frames.length) over(event);
    };
    this.root.listen(canvas, "pointermove", follow);
    this.root.listen(canvas, "pointerdown", follow);
    this.root.listen(canvas, "pointerleave", () => this.terms.light(""));
  }

  /** @param {PointerEvent} event */
  overLatent({ offsetX, offsetY }) {
    const codes = this.codes(this.shown);
    const place = codes.places(this.latent.clientWidth);
    const count = Math.min(codes.count, this.data.codes);
    const [near, k] = nearest(count, (k) => place(codes.of(k).mu, k), [offsetX, offsetY]);
    const [drawn, j] = nearest(Math.min(ELLIPSES, count), (k) => place(codes.of(k).z, k), [offsetX, offsetY]);
    if (Math.min(near, drawn) >= NEAR) return;
    if (near <= drawn) this.point(k, "kl");
    else this.point(j, "sample");
  }

  /** @param {number} k @param {string} term */
  point(k, term) {
    const other = k !== this.chosen;
    this.chosen = k;
    if (term !== this.terms.lit) this.terms.light(term);
    else if (other) this.drawAgain();
  }

  // Drawing.

  /** @param {number} i */
  codes(i) {
    const get = (/** @type {"mu" | "sigma" | "eps"} */ name) => this.history.must(i, name);
    return new Codes({ mu: get("mu"), sigma: get("sigma"), eps: get("eps") }, isPlain(this.history.frames[i]));
  }

  /** @param {number} i */
  draw(i) {
    this.drawSpaces(i);
    this.drawNumbers(i);
    const now = performance.now();
    if (now - this.charted < CHARTS_MS && this.history.status.playing) return;
    this.charted = now;
    this.drawCharts(i);
    this.board.cost([
      ["parameters", whole(this.history.frames[i].stats.parameters)],
      ["network calls a draw", "1, the decoder’s"],
    ]);
  }

  drawAgain() {
    if (this.history.frames.length) this.drawSpaces(this.shown);
  }

  /** @param {number} i */
  drawSpaces(i) {
    const codes = this.codes(i);
    this.drawLatent(i, codes);
    this.data.draw(i);
    this.drawChosen(i, codes);
  }

  /** @param {number} i @param {Codes} codes */
  drawLatent(i, codes) {
    const labels = this.data.labels?.(i) ?? null;
    drawLatent(sharp(this.latent), codes, { terms: this.terms, chosen: this.chosen, labels });
    const words = labels ? "codes of 300 held digits" : "codes of the points";
    const wider = codes.edge > 4 ? `; the window is ±${Math.round(codes.edge)}` : "";
    this.root.text("[data-latent-words]", words + (this.data.axes?.(i) ?? "") + wider);
  }

  /** @param {number} i @param {Codes} codes */
  drawChosen(i, codes) {
    const { beta, free_bits, paid, reconstruction } = this.history.frames[i].stats;
    const { mu, sigma, z } = codes.of(this.chosen);
    const number = this.chosen + 1;
    const some = (/** @type {Point} */ values) =>
      `(${values
        .slice(0, codes.size)
        .map((value) => show(value))
        .join(", ")})`;
    const drawn = codes.plain ? "z = μ" : `σ = ${some(sigma)}, z = ${some(z)}`;
    this.root.text("[data-chosen]", `Example ${number}: μ = ${some(mu)}, ${drawn}`);
    const eps = codes.eps.data[this.chosen * codes.size];
    const sum = `example ${number}: ${show(mu[0])} + ${show(sigma[0])} · ${show(eps)} = ${show(z[0])}`;
    const price = `${show(paid)} nats are paid (β = ${show(beta)}, λ = ${show(free_bits)})`;
    this.terms.numbers({
      sample: codes.plain ? "z = μ: no noise" : sum,
      reconstruction: `${show(reconstruction)} nats`,
      kl: codes.plain ? "not part of its loss" : price,
    });
  }

  /** @param {number} i */
  drawCharts(i) {
    const { history } = this;
    const last = history.frames.length - 1;
    const best = this.data.best(last);
    const quality = this.data.quality(history.last);
    const kl = colour("--series-c");
    const both = /** @type {const} */ (["elbo", "reconstruction"]);
    const courses = both.map((name) => this.values(name));
    const levels = both.map((name) => best[name]);
    const nats = span(courses, levels);
    const shares = { low: 0, high: 1.04, ticks: [0, 0.5, 1], name: (/** @type {number} */ share) => percent(share, 0) };
    /** @type {Course[]} */
    const dimensions = Array.from({ length: history.last.stats.latent }, (_, j) => {
      return { stat: `kl_${j}`, colour: kl, width: 0.8 };
    });
    const [elbo, reconstruction] = [colour("--series-b"), colour("--series-a")];
    const draws = { stat: quality.stat, name: "good draws", colour: colour("--generated"), before: true };
    this.courses.draw(i, {
      elbo: { courses: [{ stat: "elbo", name: "ELBO", colour: elbo, before: true }], up: nats, floor: best.elbo },
      reconstruction: {
        courses: [{ stat: "reconstruction", name: "reconstruction", colour: reconstruction, before: true }],
        up: nats,
        floor: best.reconstruction,
      },
      kl: { courses: [...dimensions, { stat: "kl", name: "KL", colour: kl, before: true }], up: { low: 0 } },
      quality: { courses: [draws], up: shares, floor: quality.floor },
    });
  }

  /**
   * What one of its statistics has been, in this run and in the one before.
   * @param {"elbo" | "reconstruction"} name
   */
  values(name) {
    const { history } = this;
    return [...history.series(name, history.before ?? []), ...history.series(name)].map(([, value]) => value);
  }

  /** @param {number} i */
  drawNumbers(i) {
    const { board, history } = this;
    const { active, beta, elbo, kl, latent, reconstruction } = history.frames[i].stats;
    const plain = isPlain(history.frames[i]);
    const best = this.data.best(i).reconstruction;
    const cost = kl < COLLAPSED ? "collapsed: the code says nothing of x" : `β = ${show(beta)} at this step`;
    const { share, floor, small } = this.data.quality(history.frames[i]);
    board.number("elbo", show(elbo), { small: plain ? "a plain autoencoder has none" : this.data.limit(i) });
    board.number("reconstruction", show(reconstruction), {
      small: best === undefined ? "E log p(x|z)" : `at most ${show(best)}`,
    });
    board.number("kl", show(kl), { small: plain ? "not asked for here" : cost });
    board.number("active", used(history.frames[i]), { share: active / latent, small: "variance of μ above 0.01" });
    board.number("quality", percent(share, 0), { share, small, mark: floor });
    this.data.drawSecond(i);
    board.speed();
    this.drawBefore();
  }

  drawBefore() {
    const { board, history } = this;
    const old = history.before?.at(-1);
    if (!old) return;
    for (const name of /** @type {const} */ (["elbo", "reconstruction", "kl"])) {
      board.before(name, old.stats[name] === undefined ? "none" : show(old.stats[name]));
    }
    board.before("active", used(old));
    board.before("quality", percent(this.data.quality(old).share, 0));
  }

  /** @param {number} i */
  say(i) {
    const frame = this.history.frames[i];
    const { elbo, kl, reconstruction } = frame.stats;
    const cost = isPlain(frame)
      ? `Reconstruction ${show(reconstruction)} nats; a plain autoencoder has no KL.`
      : `ELBO ${show(elbo)} nats: reconstruction ${show(reconstruction)}, KL ${show(kl)}.`;
    const good = `${show(100 * this.data.quality(frame).share, 0)} % of the draws are good`;
    return `Iteration ${frame.step}: ${cost} ${used(frame)} dimensions in use; ${good}.`;
  }
}

/** A plain autoencoder has no KL. @param {{ stats: Stats }} frame */
function isPlain({ stats }) {
  return stats.kl === undefined;
}

/** @param {{ stats: Stats }} frame */
function used({ stats: { active, latent } }) {
  return `${show(active, 0)} of ${latent}`;
}

/**
 * Which of some places lies nearest to another.
 * @param {number} count
 * @param {(k: number) => Point} of
 * @param {Point} place
 * @returns {[distance: number, k: number]}
 */
export function nearest(count, of, [x, y]) {
  let [best, at] = [Infinity, 0];
  for (let k = 0; k < count; k++) {
    const [a, b] = of(k);
    const far = Math.hypot(a - x, b - y);
    if (far < best) [best, at] = [far, k];
  }
  return [best, at];
}

/**
 * One axis for several courses, so that what lies between them is seen, and what is flat looks flat. The first steps
 * fall far below all others: the axis begins where nine tenths of the values lie.
 * @param {number[][]} courses
 * @param {(number | undefined)[]} levels that are to be seen, too
 * @returns {{ low?: number, high?: number }}
 */
export function span(courses, levels) {
  const some = courses.filter((values) => values.length);
  const all = [...some.flat(), ...levels].filter((value) => value !== undefined);
  if (!all.length) return {};
  const long = some.length && some.every((values) => values.length > FEW);
  return { low: Math.min(...(long ? some.map(start) : all)), high: Math.max(...all) };
}

/**
 * Somewhat below the least of the upper nine tenths.
 * @param {number[]} values
 */
function start(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const least = sorted[Math.floor(sorted.length / 10)];
  return least - 0.15 * (sorted[sorted.length - 1] - least);
}
