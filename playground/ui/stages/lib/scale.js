// From values to places on a chart, and the values that are written on its axes.

import { scientific } from "./format.js";

/**
 * One axis of a chart.
 * @typedef {object} Axis
 * @property {number} [low] default: the least value that is drawn
 * @property {number} [high] default: the greatest
 * @property {boolean} [log]
 * @property {boolean} [wide] logarithmic in both directions from 0, for values that run away
 * @property {string} [label] with its unit
 * @property {number[]} [ticks] where numbers stand; default: at round values
 * @property {(value: number) => string} [name] how a value is written
 */

/** @typedef {{ low: number, high: number, log?: boolean, wide?: boolean }} Range */
/** @typedef {{ to: (value: number) => number, back: (place: number) => number }} Scale */

/** @typedef {{ values: number[], step: number }} Ticks `step`: how far they are apart, 0 on a logarithmic axis */

const LONG = 1e6; // from here on a number is written as a power of ten

/**
 * Values to places; what lies outside comes to the edge.
 * @param {Range} range
 * @param {number} from the place of `low`
 * @param {number} until the place of `high`
 * @returns {Scale}
 */
export function scale({ low, high, log, wide }, from, until) {
  const bend = (/** @type {number} */ value) =>
    wide ? Math.sign(value) * Math.log10(1 + Math.abs(value)) : log ? Math.log10(Math.max(value, low)) : value;
  const first = bend(low);
  const span = bend(high) - first || 1;
  return {
    to: (value) => from + (until - from) * Math.min(1, Math.max(0, (bend(value) - first) / span)),
    back: (place) => {
      const bent = first + (span * (place - from)) / (until - from);
      if (wide) return Math.sign(bent) * (10 ** Math.abs(bent) - 1);
      return log ? 10 ** bent : bent;
    },
  };
}

/**
 * Round values between two, about `count` of them.
 * @param {Range} range
 * @param {number} count
 * @returns {Ticks}
 */
export function ticks({ low, high, log, wide }, count) {
  if (wide) return { values: bothWays(low, high, count), step: 0 };
  if (log) return { values: powers(low, high, count), step: 0 };
  const step = round((high - low || 1) / count);
  const first = Math.ceil(low / step - 1e-9);
  const many = Math.floor(high / step + 1e-9) - first + 1;
  return { values: Array.from({ length: Math.max(0, many) }, (_, i) => (first + i) * step), step };
}

/**
 * The next of 1, 2, 5, 10, 20, ... that is not below.
 * @param {number} span
 */
function round(span) {
  const power = 10 ** Math.floor(Math.log10(span));
  const part = span / power - 1e-9;
  return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
}

/**
 * Powers of ten; with room for more, 2 and 5 times each.
 * @param {number} low above 0
 * @param {number} high
 * @param {number} count
 */
function powers(low, high, count) {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const parts = last - first < count / 2 ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil((last - first) / count));
  const found = [];
  for (let power = first; power <= last; power += stride) for (const part of parts) found.push(part * 10 ** power);
  return found.filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
}

/**
 * 0, and powers of ten on both sides of it.
 * @param {number} low
 * @param {number} high
 * @param {number} count
 */
function bothWays(low, high, count) {
  const most = Math.log10(1 + Math.max(Math.abs(low), Math.abs(high)));
  const stride = Math.max(1, Math.ceil(most / Math.max(1, Math.floor(count / 2))));
  const found = [0];
  for (let power = stride; power <= most; power += stride) found.push(10 ** power, -(10 ** power));
  return found.filter((value) => value >= low && value <= high).sort((a, b) => a - b);
}

/**
 * A value as it is written on an axis whose ticks are `step` apart.
 * @param {number} value
 * @param {number} step 0 on a logarithmic axis
 */
export function written(value, step) {
  if (Math.abs(value) >= LONG && !(step >= 1)) return scientific(value);
  const apart = step || Math.abs(value) || 1;
  const digits = Math.max(0, -Math.floor(Math.log10(apart) + 1e-9));
  const shown = Math.abs(value) < apart / 1e6 ? 0 : value;
  return shown.toLocaleString("en", { maximumFractionDigits: digits }).replace("-", "−");
}

/**
 * At most about as many points as there are places; the first and the last stay.
 * @template T
 * @param {T[]} points
 * @param {number} places
 * @returns {T[]}
 */
export function slim(points, places) {
  const stride = Math.ceil(points.length / Math.max(1, places));
  return stride < 2 ? points : points.filter((_, i) => i % stride === 0 || i === points.length - 1);
}

/**
 * Which of ascending numbers lies nearest.
 * @param {number[]} ascending
 * @param {number} value
 * @returns {number} its index, −1 where there is none
 */
export function nearest(ascending, value) {
  let best = -1;
  ascending.forEach((one, i) => {
    if (best < 0 || Math.abs(one - value) < Math.abs(ascending[best] - value)) best = i;
  });
  return best;
}
