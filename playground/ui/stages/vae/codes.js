// Codes of test pictures on a square canvas, coloured by class: what all planes of codes share.

import { median } from "../lib/median.js";
import { colour } from "../lib/theme.js";

/** @typedef {import("../lib/decode.js").Numbers} Numbers */
/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {(place: Point) => Point} Place from the plane to the canvas */
/** @typedef {{ codes: Numbers, labels: Numbers }} Coded x, y, x, y ... of the pictures, and the class of each */

// Ten hues that stay apart for the colour-blind (Petroff, arXiv 2107.02270); the classes are also named in place.
export const CLASSES = [
  "#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6", "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd",
]; // prettier-ignore

/**
 * Where a place of [-half, half]^2 stands on a canvas.
 * @param {number} width of the canvas, which is as high
 * @param {number} half
 * @returns {Place}
 */
export function places(width, half) {
  return ([x, y]) => [((x / half + 1) / 2) * width, ((1 - y / half) / 2) * width];
}

/**
 * A square for each code.
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Coded} coded
 * @param {number} size in pixels
 * @param {number | null} [alone] the one class that is drawn
 */
export function dots(context, place, { codes, labels }, size, alone = null) {
  labels.forEach((label, k) => {
    if (alone !== null && label !== alone) return;
    const [x, y] = place([codes[2 * k], codes[2 * k + 1]]);
    context.fillStyle = CLASSES[label];
    context.fillRect(x - size / 2, y - size / 2, size, size);
  });
}

/**
 * Each class is named in the midst of its codes, so that colours need not be told apart.
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Coded} coded
 * @param {(label: number) => string} words
 * @param {number | null} [alone] the one class that is named
 */
export function names(context, place, { codes, labels }, words, alone = null) {
  context.font = `700 15px ${colour("--font-plain")}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = colour("--paper");
  context.fillStyle = colour("--ink");
  CLASSES.forEach((_, label) => {
    const mine = [...labels.keys()].filter((k) => labels[k] === label);
    if (!mine.length || (alone !== null && label !== alone)) return;
    const [x, y] = place([median(mine.map((k) => codes[2 * k])), median(mine.map((k) => codes[2 * k + 1]))]);
    context.strokeText(words(label), x, y);
    context.fillText(words(label), x, y);
  });
}

/**
 * The code nearest to a place: its class and how far it is.
 * @param {Coded} coded
 * @param {Point} place
 */
export function nearest({ codes, labels }, [x, y]) {
  let best = 0;
  let distance = Infinity;
  for (let k = 0; k < labels.length; k++) {
    const far = Math.hypot(codes[2 * k] - x, codes[2 * k + 1] - y);
    if (far < distance) {
      distance = far;
      best = k;
    }
  }
  return { label: labels[best], distance };
}
