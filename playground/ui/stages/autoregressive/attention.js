// The attention of every head: how much token i looks at token j.

import { line, pen, sharp } from "../lib/paint.js";
import { colour, rgb } from "../lib/theme.js";

/** @typedef {import("../lib/decode.js").Decoded} Decoded */
/** @typedef {{ layer: number, head: number, at: number }} Choice layer and head count from 1, the token from 0 */
/** @typedef {{ first: number, itself: number, before: number, distance: number }} Habits means over all tokens */

export class Attention {
  /**
   * @param {Decoded} weights (layers, heads, n, n)
   * @param {Decoded} habits (layers, heads, 4)
   */
  constructor(weights, habits) {
    this.weights = weights;
    this.means = habits;
  }

  /** How many tokens there are. */
  get size() {
    return this.weights.shape[2];
  }

  /**
   * How much token i looks at token j in a head.
   * @param {Pick<Choice, "layer" | "head">} of
   * @param {number} i
   * @param {number} j
   */
  weight({ layer, head }, i, j) {
    const { data, shape } = this.weights;
    return data[(((layer - 1) * shape[1] + head - 1) * shape[2] + i) * shape[2] + j];
  }

  /** @param {Choice} choice @returns {[share: number, token: number][]} what is looked at, the most first */
  looks(choice) {
    /** @type {[number, number][]} */
    const all = Array.from({ length: choice.at + 1 }, (_, j) => [this.weight(choice, choice.at, j), j]);
    return all.sort((a, b) => b[0] - a[0]);
  }

  /** @param {Pick<Choice, "layer" | "head">} of @returns {Habits} */
  habits({ layer, head }) {
    const { data, shape } = this.means;
    const [first, itself, before, distance] = data.subarray(4 * ((layer - 1) * shape[1] + head - 1));
    return { first, itself, before, distance };
  }

  /**
   * A head, a pixel for each pair of tokens: accent on paper by the root of the weight, the forbidden half in the
   * rule's colour.
   * @param {HTMLCanvasElement} canvas
   * @param {Pick<Choice, "layer" | "head">} of
   */
  paint(canvas, of) {
    const n = this.size;
    const [paper, ink, rule] = ["--paper", "--accent", "--rule"].map(rgb);
    canvas.width = canvas.height = n;
    const context = pen(canvas);
    const picture = context.createImageData(n, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const share = Math.sqrt(this.weight(of, i, j));
        const mixed = j > i ? rule : paper.map((value, k) => value + share * (ink[k] - value));
        picture.data.set([...mixed, 255], 4 * (i * n + j));
      }
    }
    context.putImageData(picture, 0, 0);
  }

  /**
   * The chosen head, large: hatched where the mask forbids to look.
   * @param {HTMLCanvasElement} canvas
   * @param {Choice} choice
   */
  draw(canvas, choice) {
    const { context, width } = sharp(canvas);
    const n = this.size;
    const side = width / n;
    hatch(context, width, n);
    context.fillStyle = colour("--accent");
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        const share = this.weight(choice, i, j);
        if (share < 0.001) continue;
        context.globalAlpha = Math.sqrt(share);
        context.fillRect(j * side, i * side, side + 0.3, side + 0.3);
      }
    }
    context.globalAlpha = 1;
    context.strokeStyle = colour("--ink");
    context.lineWidth = 1.5;
    context.strokeRect(0.75, choice.at * side, (choice.at + 1) * side - 0.75, side);
  }
}

// The half over the diagonal.
/** @param {CanvasRenderingContext2D} context @param {number} width @param {number} n */
function hatch(context, width, n) {
  const side = width / n;
  context.save();
  context.beginPath();
  context.moveTo(0, 0);
  for (let i = 0; i < n; i++) {
    context.lineTo((i + 1) * side, i * side);
    context.lineTo((i + 1) * side, (i + 1) * side);
  }
  context.lineTo(width, 0);
  context.clip();
  for (let x = -width; x < 2 * width; x += 7) {
    const stroke = /** @type {import("../lib/paint.js").Point[]} */ ([
      [x, 0],
      [x - width, width],
    ]);
    line(context, stroke, colour("--rule"), 1);
  }
  context.restore();
}
