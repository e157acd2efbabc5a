// Pictures and lines on canvases.

import { colour } from "./theme.js";

/** @typedef {import("./decode.js").Numbers} Numbers */
/** @typedef {[x: number, y: number]} Point */
/** @typedef {{ context: CanvasRenderingContext2D, width: number, height: number }} Sheet in CSS pixels */

/**
 * What a canvas is drawn with.
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
export function pen(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser gives no canvas");
  return context;
}

/**
 * Paints bytes at their own size; the style sheet enlarges them crisply.
 * @param {HTMLCanvasElement} canvas
 * @param {Numbers} data grey or colour, from 0 to 255
 * @param {number[]} shape height, width, and 3 if it has colours
 * @param {number} [offset] where in `data` the picture begins
 */
export function paint(canvas, data, [height, width, channels = 1], offset = 0) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = pen(canvas);
  const picture = context.createImageData(width, height);
  const out = picture.data;
  const [green, blue] = channels > 1 ? [1, 2] : [0, 0];
  for (let to = 0, from = offset; to < out.length; to += 4, from += channels) {
    out[to] = data[from];
    out[to + 1] = data[from + green];
    out[to + 2] = data[from + blue];
    out[to + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
}

/**
 * Empties a canvas and makes it as fine as the screen.
 * @param {HTMLCanvasElement} canvas
 * @returns {Sheet}
 */
export function sharp(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const [wide, tall] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== tall) Object.assign(canvas, { width: wide, height: tall });
  const context = pen(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/**
 * A line through points.
 * @param {CanvasRenderingContext2D} context
 * @param {Point[]} points
 * @param {string} stroke
 * @param {number} [thickness]
 * @param {number[]} [dash]
 */
export function line(context, points, stroke, thickness = 1.5, dash = []) {
  context.beginPath();
  points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.strokeStyle = stroke;
  context.lineWidth = thickness;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

/**
 * A round dot.
 * @param {CanvasRenderingContext2D} context
 * @param {Point} place
 * @param {number} radius
 * @param {string} fill
 */
export function dot(context, [x, y], radius, fill) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
}

/**
 * Words on a canvas.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {Point} place
 * @param {{ align?: CanvasTextAlign, fill?: string, halo?: boolean, size?: number }} [manner] `halo`: legible on lines
 */
export function write(context, text, [x, y], { align = "left", fill = colour("--ink-quiet"), halo, size = 11 } = {}) {
  context.font = `${size}px ${colour("--font-plain")}`;
  context.textAlign = align;
  if (halo) {
    context.lineWidth = 3;
    context.strokeStyle = colour("--paper");
    context.strokeText(text, x, y);
  }
  context.fillStyle = fill;
  context.fillText(text, x, y);
  context.textAlign = "left";
}
