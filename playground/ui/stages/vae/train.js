// An autoencoder that trains live in the plane: points, what becomes of them, and what the prior gives.

import { percent, show } from "../lib/format.js";
import { line, sharp } from "../lib/paint.js";
import { dots, net, placing } from "../lib/points.js";
import { colour } from "../lib/theme.js";
import { ELLIPSES, soft } from "./latent.js";
import { nearest, study } from "./study.js";

/** @typedef {import("../lib/decode.js").Decoded} Decoded */
/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {import("../lib/points.js").Place} Place */
/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./train.shown").Frame} Frame */
/** @typedef {import("./study.js").Study<Frame>} Training */

const LAYERS = ["real", "reconstructions", "samples", "manifold"]; // unless others are chosen
const LINES = 120; // between a point and its reconstruction
const NEAR = 16; // pixels from the pointer

/** @param {Root} root */
export function mount(root) {
  return study(root, (/** @type {Training} */ training) => new Train(root, training));
}

class Train {
  examples = ELLIPSES;
  codes = Infinity;

  /**
   * @param {Root} root
   * @param {Training} training
   */
  constructor(root, training) {
    this.training = training;
    this.history = training.history;
    this.terms = training.terms;
    this.plane = root.canvas("[data-plane]");
    training.pointed(this.plane, (event) => this.over(event));
  }

  /** @param {PointerEvent} event */
  over({ offsetX, offsetY }) {
    const place = placing(this.plane.clientWidth);
    const find = (/** @type {"real" | "again"} */ name) => {
      const points = this.history.must(this.training.shown, name);
      return nearest(points.shape[0], (k) => place(...pointOf(points, k)), [offsetX, offsetY]);
    };
    const [near, k] = find("real");
    const [other, j] = find("again");
    if (Math.min(near, other) < NEAR) this.training.point(near <= other ? k : j, "reconstruction");
  }

  /** @param {number} i */
  draw(i) {
    const { context, width } = sharp(this.plane);
    const { terms } = this;
    const { board, chosen } = this.training;
    const get = (/** @type {keyof Frame["arrays"]} */ name) => this.history.must(i, name);
    const place = placing(width);
    const layers = new Set(board.settings.layers || LAYERS);
    const samples = { fill: colour("--generated"), radius: 2, alpha: terms.lit ? 0.2 : 0.6 };
    if (layers.has("manifold")) net(context, place, get("manifold"), colour("--generated"));
    if (layers.has("samples")) dots(context, place, get("fake"), samples);
    if (layers.has("real")) dots(context, place, get("real"), { fill: colour("--real"), radius: 2.3, alpha: 0.75 });
    if (layers.has("reconstructions") || terms.lit === "reconstruction") this.drawLost(context, place, i);
    const from = place(...pointOf(get("real"), chosen));
    const to = place(...pointOf(get("again"), chosen));
    line(context, [from, to], colour("--ink"), 2);
    ring(context, from, colour("--real"));
    ring(context, to, colour("--series-a"));
  }

  /**
   * Reconstructions, and how far each lies from its point.
   * @param {CanvasRenderingContext2D} context
   * @param {Place} place
   * @param {number} i
   */
  drawLost(context, place, i) {
    const real = this.history.must(i, "real");
    const again = this.history.must(i, "again");
    const fill = colour("--series-a");
    context.globalAlpha = soft(this.terms, "reconstruction", 0.4);
    for (let k = 0; k < LINES; k++) line(context, [place(...pointOf(real, k)), place(...pointOf(again, k))], fill, 1);
    dots(context, place, again, { fill, radius: 2, alpha: soft(this.terms, "reconstruction", 0.5) });
  }

  /** @param {number} i */
  best(i) {
    return { elbo: this.history.frames[i].stats.best };
  }

  /** @param {number} i */
  limit(i) {
    const { best, bound } = this.history.frames[i].stats;
    return `log p(x) ≥ ${show(bound)} by 5 codes a point; no model beats ${show(best)}`;
  }

  /** @param {Pick<Frame, "stats">} frame */
  quality({ stats: { high_quality, high_quality_floor } }) {
    return {
      stat: "high_quality",
      share: high_quality,
      floor: high_quality_floor,
      small: `a perfect sampler: ${percent(high_quality_floor, 0)}`,
    };
  }

  /** @param {number} i */
  drawSecond(i) {
    const { mmd2, mmd2_floor } = this.history.frames[i].stats;
    this.training.board.number("second", show(mmd2, 4), {
      small: `real against real stays under ${show(mmd2_floor, 4)}`,
    });
  }
}

/**
 * @param {Decoded} points
 * @param {number} k
 * @returns {Point}
 */
function pointOf({ data }, k) {
  return [data[2 * k], data[2 * k + 1]];
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Point} place
 * @param {string} stroke
 */
function ring(context, [x, y], stroke) {
  context.beginPath();
  context.arc(x, y, 6, 0, 2 * Math.PI);
  context.strokeStyle = stroke;
  context.lineWidth = 2.2;
  context.stroke();
}
