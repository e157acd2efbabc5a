// The latent space of an autoencoder: codes, how unsure the encoder is of each, and the prior that they should follow.

import { dot, line } from "../lib/paint.js";
import { colour } from "../lib/theme.js";

/** @typedef {import("../lib/decode.js").Decoded} Decoded */
/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {import("../lib/paint.js").Sheet} Sheet */
/** @typedef {import("../lib/terms.js").Terms} Terms */

/** @typedef {{ mu: Point, sigma: Point, z: Point }} Code its first two dimensions; 0 where there is no second */
/** @typedef {(values: Point, example: number) => Point} Place from a code to the canvas */

export const ELLIPSES = 60; // examples whose ellipses are drawn
const SMALLEST = 3.6; // the window reaches so far at least, at most
const LARGEST = 60;
const GOLDEN = 0.618034;
const THICK = 2.4; // of the chosen one's lines
const DASH = [4, 4];

/** What the encoder says of each example; its arrays are (P, Z). */
export class Codes {
  /**
   * @param {{ mu: Decoded, sigma: Decoded, eps: Decoded }} arrays
   * @param {boolean} plain whether the encoder is sure of each code: sigma is 0
   */
  constructor({ mu, sigma, eps }, plain) {
    this.mu = mu;
    this.sigma = sigma;
    this.eps = eps;
    this.plain = plain;
    this.count = mu.shape[0];
    this.size = mu.shape[1];
    this.edge = reach(mu.data);
  }

  /**
   * @param {number} k
   * @returns {Code}
   */
  of(k) {
    const at = (/** @type {Decoded} */ { data }, /** @type {number} */ d) =>
      d < this.size ? data[k * this.size + d] : 0;
    const both = (/** @type {(d: number) => number} */ value) => /** @type {Point} */ ([value(0), value(1)]);
    return {
      mu: both((d) => at(this.mu, d)),
      sigma: both((d) => at(this.sigma, d)),
      z: both((d) => at(this.mu, d) + at(this.sigma, d) * at(this.eps, d)),
    };
  }

  /**
   * One-dimensional codes lie in lanes, so that they do not hide one another; the prior stands above them as a bell.
   * @param {number} width of the canvas
   * @returns {Place}
   */
  places(width) {
    const scale = width / 2 / this.edge;
    const lane = (/** @type {number} */ k) => width * (0.42 + 0.54 * ((k * GOLDEN) % 1));
    return ([x, y], k) => [width / 2 + x * scale, this.size > 1 ? width / 2 - y * scale : lane(k)];
  }
}

/**
 * How far the window reaches. It grows in doublings, so that it does not tremble.
 * @param {import("../lib/decode.js").Numbers} codes
 */
export function reach(codes) {
  const sizes = Array.from(codes, Math.abs).sort((a, b) => a - b);
  const far = sizes[Math.floor(sizes.length * 0.99)] || 0;
  let edge = SMALLEST;
  while (edge < far && edge < LARGEST) edge *= 2;
  return edge;
}

/**
 * @typedef {object} Manner
 * @property {Terms} terms
 * @property {number} chosen the example that is looked at
 * @property {import("../lib/decode.js").Numbers | null} labels the class of each example, where it has one
 */

/**
 * @param {Sheet} sheet
 * @param {Codes} codes
 * @param {Manner} manner
 */
export function drawLatent(sheet, codes, { terms, chosen, labels }) {
  const pen = new Pen(sheet, codes, terms);
  if (codes.size > 1) pen.rings();
  else pen.bell();
  for (let k = 0; k < ELLIPSES && !codes.plain; k++) if (k !== chosen) pen.code(k);
  if (labels) pen.letters(labels);
  else pen.means();
  if (!codes.plain) pen.code(chosen, true);
  dot(sheet.context, pen.place(codes.of(chosen).mu, chosen), 4, colour("--real"));
}

class Pen {
  /**
   * @param {Sheet} sheet
   * @param {Codes} codes
   * @param {Terms} terms
   */
  constructor({ context, width }, codes, terms) {
    this.context = context;
    this.width = width;
    this.codes = codes;
    this.terms = terms;
    this.place = codes.places(width);
    this.scale = width / 2 / codes.edge;
  }

  /** @param {string} term @param {number} alpha */
  soft(term, alpha) {
    this.context.globalAlpha = soft(this.terms, term, alpha);
  }

  // The prior N(0, I), one, two and three standard deviations from the middle.
  rings() {
    const { context, width } = this;
    this.soft("kl", 0.8);
    context.strokeStyle = colour("--generated");
    context.lineWidth = this.terms.lit === "kl" ? 1.8 : 1;
    context.setLineDash(DASH);
    for (const k of [1, 2, 3]) {
      context.beginPath();
      context.arc(width / 2, width / 2, k * this.scale, 0, 2 * Math.PI);
      context.stroke();
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  bell() {
    const { context, width } = this;
    const point = (/** @type {number} */ z) =>
      /** @type {Point} */ ([width / 2 + z * this.scale, width * (0.36 - 0.3 * Math.exp((-z * z) / 2))]);
    const bell = Array.from({ length: 121 }, (_, i) => point(-3.6 + 0.06 * i));
    this.soft("kl", 0.8);
    line(context, bell, colour("--generated"), this.terms.lit === "kl" ? 2.2 : 1.2, DASH);
    context.globalAlpha = 1;
  }

  // q(z|x) of one example, and the way from mu to the z that was drawn.
  /** @param {number} k @param {boolean} [chosen] */
  code(k, chosen = false) {
    const { codes, context, scale, terms } = this;
    const { mu, sigma, z } = codes.of(k);
    const [from, to] = [this.place(mu, k), this.place(z, k)];
    const wide = Math.max(0.5, Math.abs(sigma[0] * scale));
    const high = codes.size > 1 ? Math.max(0.5, Math.abs(sigma[1] * scale)) : 3;
    const thick = chosen ? THICK : 1;
    context.globalAlpha = chosen ? 1 : soft(terms, "kl", 0.4);
    context.beginPath();
    context.ellipse(...from, wide, high, 0, 0, 2 * Math.PI);
    context.strokeStyle = colour("--real");
    context.lineWidth = thick * (terms.lit === "kl" ? 1.5 : 0.9);
    context.stroke();
    context.globalAlpha = chosen ? 1 : soft(terms, "sample", 0.3);
    line(context, [from, to], colour("--ink"), thick * (terms.lit === "sample" ? 1.2 : 0.7));
    dot(context, to, chosen ? 3.4 : 1.8, colour("--ink"));
    context.globalAlpha = 1;
  }

  /** @param {import("../lib/decode.js").Numbers} labels */
  letters(labels) {
    const { codes, context } = this;
    context.font = "600 11px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = colour("--real");
    context.globalAlpha = this.terms.lit ? 0.35 : 0.9;
    labels.forEach((label, k) => context.fillText(String(label), ...this.place(codes.of(k).mu, k)));
    context.globalAlpha = 1;
  }

  means() {
    const { codes, context } = this;
    context.globalAlpha = this.terms.lit ? 0.3 : 0.7;
    for (let k = 0; k < codes.count; k++) dot(context, this.place(codes.of(k).mu, k), 1.7, colour("--real"));
    context.globalAlpha = 1;
  }
}

/**
 * How strongly a mark is drawn while something is pointed at.
 * @param {Terms} terms
 * @param {string} term
 * @param {number} alpha while nothing is
 */
export function soft(terms, term, alpha) {
  return Math.min(1, alpha * terms.strength(term));
}
