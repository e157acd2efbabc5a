// Many points on a plane, and the net that a network bends.

import { line, pen } from "./paint.js";

/** @typedef {import("./paint.js").Point} Point */
/** @typedef {import("./decode.js").Decoded} Decoded */
/** @typedef {(x: number, y: number) => Point} Place from the plane to the canvas */

/**
 * From the plane, whose window reaches from −1 to 1, to a canvas.
 * @param {number} width of the canvas
 * @returns {Place}
 */
export function placing(width) {
  return (x, y) => [(width * (x + 1)) / 2, (width * (1 - y)) / 2];
}

// One round dot is painted once and stamped, which is much faster than drawing every circle.
/** @type {Map<string, { canvas: HTMLCanvasElement, size: number }>} */
const stamps = new Map();

/**
 * A dot that can be drawn as a picture; `size` is its side in CSS pixels.
 * @param {string} fill
 * @param {number} radius
 */
export function stamp(fill, radius) {
  const ratio = window.devicePixelRatio || 1;
  const key = `${fill} ${radius} ${ratio}`;
  const known = stamps.get(key);
  if (known) return known;
  const canvas = document.createElement("canvas");
  const side = Math.ceil(2 * (radius + 1) * ratio);
  canvas.width = canvas.height = side;
  const context = pen(canvas);
  context.fillStyle = fill;
  context.arc(side / 2, side / 2, radius * ratio, 0, 2 * Math.PI);
  context.fill();
  const made = { canvas, size: side / ratio };
  stamps.set(key, made);
  return made;
}

/**
 * A dot at each point.
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Pick<Decoded, "data">} array (n, 2)
 * @param {{ fill: string, radius: number, alpha: number }} manner
 */
export function dots(context, place, { data }, { fill, radius, alpha }) {
  const { canvas, size } = stamp(fill, radius);
  context.globalAlpha = alpha;
  for (let i = 0; i < data.length; i += 2) {
    const [x, y] = place(data[i], data[i + 1]);
    context.drawImage(canvas, x - size / 2, y - size / 2, size, size);
  }
  context.globalAlpha = 1;
}

/**
 * The sheet of z after a network has bent it: the closer the lines, the more samples lie there.
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Decoded} array (n, 2) for a line, (n, n, 2) for a net
 * @param {string} stroke
 */
export function net(context, place, { data, shape }, stroke) {
  const n = shape[0];
  const point = (/** @type {number} */ i) => place(data[2 * i], data[2 * i + 1]);
  const along = (/** @type {(step: number) => number} */ index) => Array.from({ length: n }, (_, i) => point(index(i)));
  context.globalAlpha = 0.55;
  if (shape.length === 2)
    line(
      context,
      along((i) => i),
      stroke,
      1.6,
    );
  else {
    for (let k = 0; k < n; k++) {
      line(
        context,
        along((i) => k * n + i),
        stroke,
        0.8,
      );
      line(
        context,
        along((i) => i * n + k),
        stroke,
        0.8,
      );
    }
  }
  context.globalAlpha = 1;
}
