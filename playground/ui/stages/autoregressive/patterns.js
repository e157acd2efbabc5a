// A transformer's token: the sixteen values of a run of four pixels, and the one pixel that they add up to.

import { show } from "../lib/format.js";
import { sharp } from "../lib/paint.js";
import { colour } from "../lib/theme.js";
import { placeOf, SIDE } from "./pixels.js";

/** @typedef {import("../lib/decode.js").Numbers} Numbers */

export const RUN = 4;
export const PATTERNS = 16;

/**
 * The patterns of the run that a pixel belongs to.
 * @typedef {object} Patterns
 * @property {number} pixel
 * @property {Numbers} shares the probability of each pattern
 * @property {Numbers} x the picture
 */

/**
 * How much of the probability agrees with what lies left of the pixel, and how much of that has it on.
 * @param {Patterns} patterns
 */
export function summed({ pixel, shares, x }) {
  const at = (pixel % SIDE) % RUN;
  let agree = 0;
  let on = 0;
  shares.forEach((share, pattern) => {
    if (!isFit(pattern, x, pixel - at, at)) return;
    agree += share;
    if (bitsOf(pattern)[at]) on += share;
  });
  return { agree, on };
}

/**
 * One bar a pattern, with its four pixels beneath.
 * @param {HTMLCanvasElement} canvas
 * @param {Patterns} patterns
 * @returns {string} the chart in words
 */
export function drawPatterns(canvas, { pixel, shares, x }) {
  const { context, width, height } = sharp(canvas);
  const at = (pixel % SIDE) % RUN;
  const from = pixel - at;
  const step = width / PATTERNS;
  const cell = Math.min(7, step / 6);
  const base = height - cell - 8;
  const most = Math.max(...shares);
  shares.forEach((share, pattern) => {
    const middle = (pattern + 0.5) * step;
    const tall = Math.max(1, ((base - 6) * share) / most);
    context.globalAlpha = isFit(pattern, x, from, at) ? 1 : 0.25;
    context.fillStyle = colour(isFit(pattern, x, from, RUN) ? "--generated" : "--ink-quiet");
    context.fillRect(middle - step * 0.3, base - tall, step * 0.6, tall);
    bitsOf(pattern).forEach((bit, j) => {
      const left = middle + (j - 2) * (cell + 1);
      context.strokeStyle = context.fillStyle = colour(j === at ? "--accent" : "--ink-quiet");
      context.lineWidth = 1;
      if (bit) context.fillRect(left, base + 5, cell, cell);
      else context.strokeRect(left + 0.5, base + 5.5, cell - 1, cell - 1);
    });
  });
  context.globalAlpha = 1;
  const { agree, on } = summed({ pixel, shares, x });
  const told = `${placeOf(from)} to ${(from % SIDE) + RUN}: the 16 values of this run of four, as one token. `;
  canvas.setAttribute("aria-label", `${told}Summed where the pixel is on: ${show(on, 3)} of ${show(agree, 3)}`);
  const pale = at ? "Pale ones no longer agree with what lies left of the pixel. " : "";
  return `${told}${pale}Orange: what it became. The tallest has ${show(100 * most, 1)}\u00a0%.`;
}

/** @param {number} pattern */
function bitsOf(pattern) {
  return [8, 4, 2, 1].map((bit) => Number(Boolean(pattern & bit)));
}

// Whether a pattern agrees with the first `count` pixels of its run.
/** @param {number} pattern @param {Numbers} x @param {number} from @param {number} count */
function isFit(pattern, x, from, count) {
  return bitsOf(pattern).every((bit, j) => j >= count || bit === x[from + j]);
}
