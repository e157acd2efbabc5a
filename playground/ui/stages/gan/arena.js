// What is drawn on the plane of a duel: what D believes of each place, where it has no opinion, and its advice.

import { pen } from "../lib/paint.js";
import { stamp } from "../lib/points.js";
import { colour, rgb } from "../lib/theme.js";

/** @typedef {import("../lib/decode.js").Decoded} Decoded */
/** @typedef {import("../lib/decode.js").Numbers} Numbers */
/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {import("../lib/points.js").Place} Place */
/** @typedef {Pick<Decoded, "shape"> & { data: ArrayLike<number> }} Lattice (S, S), 0 to 255, rows run upwards */

const HALF = 127.5;
const LEAST = 0.02; // an arrow that is shorter than this share of the longest is left out
const ARROW = [6, 40]; // pixels of the shortest and of the longest arrow

/** @type {HTMLCanvasElement | null} */
let small = null;

/**
 * Blue where it is believed, orange where not, paper half way.
 * @param {CanvasRenderingContext2D} context
 * @param {number} side of the canvas
 * @param {Lattice} belief
 * @param {number} strength
 */
export function shade(context, side, { data, shape: [size] }, strength) {
  const [paper, real, fake] = ["--paper", "--real", "--generated"].map(rgb);
  small ??= document.createElement("canvas");
  small.width = small.height = size;
  const brush = pen(small);
  const picture = brush.createImageData(size, size);
  for (let row = 0, to = 0; row < size; row++) {
    const from = (size - 1 - row) * size;
    for (let column = 0; column < size; column++, to += 4) {
      const value = data[from + column] / 255;
      const far = Math.abs(value - 0.5) * 2 * strength;
      const ink = value > 0.5 ? real : fake;
      for (let c = 0; c < 3; c++) picture.data[to + c] = paper[c] + (ink[c] - paper[c]) * far;
      picture.data[to + 3] = 255;
    }
  }
  brush.putImageData(picture, 0, 0);
  context.imageSmoothingEnabled = true;
  const inset = side / (size - 1) / 2; // cell centres lie on the window's edge
  context.drawImage(small, -inset, -inset, side + 2 * inset, side + 2 * inset);
}

/**
 * The change of belief, stretched so that its largest is full colour.
 * @param {Decoded} before
 * @param {Decoded} after
 * @returns {Lattice}
 */
export function rise(before, after) {
  const changes = Array.from(after.data, (value, i) => value - before.data[i]);
  const most = changes.reduce((largest, change) => Math.max(largest, Math.abs(change)), 1);
  return { shape: before.shape, data: changes.map((change) => HALF + (change / most) * 127) };
}

/**
 * Points on their way.
 * @param {Decoded} from
 * @param {Decoded} until
 * @param {number} share of the way
 */
export function between(from, until, share) {
  return { data: from.data.map((value, i) => value + (until.data[i] - value) * share) };
}

/**
 * Where a lattice crosses one half, as short dashed segments.
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Lattice} lattice
 */
export function contour(context, place, { data, shape: [size] }) {
  const to = (/** @type {number} */ i) => -1 + (2 * i) / (size - 1);
  context.beginPath();
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const found = crossings(data, size, row, column).map(([x, y]) => place(to(x), to(y)));
      for (let k = 0; k + 1 < found.length; k += 2) {
        context.moveTo(...found[k]);
        context.lineTo(...found[k + 1]);
      }
    }
  }
  context.strokeStyle = colour("--ink");
  context.lineWidth = 1.6;
  context.setLineDash([5, 3]);
  context.stroke();
  context.setLineDash([]);
}

/**
 * Where the edges of one cell cross one half.
 * @param {ArrayLike<number>} data
 * @param {number} size
 * @param {number} row
 * @param {number} column
 */
function crossings(data, size, row, column) {
  const corners = [
    [column, row],
    [column + 1, row],
    [column + 1, row + 1],
    [column, row + 1],
  ];
  const heights = corners.map(([x, y]) => data[y * size + x] - HALF);
  /** @type {Point[]} */
  const found = [];
  corners.forEach(([x, y], k) => {
    const next = (k + 1) % 4;
    const [a, b] = [heights[k], heights[next]];
    if (a > 0 === b > 0) return;
    const share = a / (a - b);
    found.push([x + (corners[next][0] - x) * share, y + (corners[next][1] - y) * share]);
  });
  return found;
}

/**
 * Each arrow leads from a forged point the way D tells it to go.
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {Decoded} points (n, 2)
 * @param {Decoded} advice of the first ones, (m, 2)
 */
export function arrows(context, place, { data: from }, { data: along }) {
  const ink = colour("--ink");
  const tip = stamp(ink, 1.9);
  const [shortest, longest] = ARROW;
  const lengths = Array.from({ length: along.length / 2 }, (_, i) => Math.hypot(along[2 * i], along[2 * i + 1]));
  const most = lengths.reduce((a, b) => Math.max(a, b), 1e-9);
  const lines = new Path2D();
  lengths.forEach((length, i) => {
    if (length < most * LEAST) return;
    const [x, y] = place(from[2 * i], from[2 * i + 1]);
    const reach = (shortest + ((longest - shortest) * length) / most) / length;
    const [toX, toY] = [x + along[2 * i] * reach, y - along[2 * i + 1] * reach];
    lines.moveTo(x, y);
    lines.lineTo(toX, toY);
    context.drawImage(tip.canvas, toX - tip.size / 2, toY - tip.size / 2, tip.size, tip.size);
  });
  context.strokeStyle = ink;
  context.lineWidth = 1.1;
  context.stroke(lines);
}
