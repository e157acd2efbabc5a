// Scores of pictures: how they spread, and what a threshold tells apart.

/** @typedef {import("../lib/paint.js").Point} Point */

/**
 * An axis over all scores, logarithmic where they span more than a factor of ten.
 * @typedef {object} Spread
 * @property {number} low
 * @property {number} high
 * @property {boolean} log
 * @property {(value: number) => number} share of the axis, from 0 to 1 within it
 * @property {(share: number) => number} value the reverse, never outside the axis
 * @property {(value: number) => number} within the value, or the end that it lies beyond
 */

/**
 * @param {number[]} scores
 * @returns {Spread}
 */
export function spread(scores) {
  const least = scores.reduce((a, b) => Math.min(a, b));
  const most = scores.reduce((a, b) => Math.max(a, b));
  const log = least > 0 && most / least > 10;
  const high = most > least ? most : least + 1;
  const bend = log ? Math.log : (/** @type {number} */ value) => value;
  const back = log ? Math.exp : (/** @type {number} */ value) => value;
  const [from, wide] = [bend(least), bend(high) - bend(least)];
  const within = (/** @type {number} */ value) => Math.min(high, Math.max(least, value));
  return {
    low: least,
    high,
    log,
    share: (value) => (bend(Math.max(value, least)) - from) / wide,
    value: (share) => (share <= 0 ? least : share >= 1 ? high : back(from + share * wide)),
    within,
  };
}

/**
 * The share of values above a level.
 * @param {ArrayLike<number>} values
 * @param {number} level
 */
export function above(values, level) {
  return Array.from(values).filter((value) => value > level).length / values.length;
}

/**
 * The value that a share of all lie below.
 * @param {ArrayLike<number>} values
 * @param {number} share
 */
export function quantile(values, share) {
  const sorted = Array.from(values).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/**
 * How many lie in each of equal parts of the axis.
 * @param {number[]} shares from 0 to 1
 * @param {number} bins
 */
export function binned(shares, bins) {
  const counts = Array.from({ length: bins }, () => 0);
  for (const share of shares) counts[Math.min(bins - 1, Math.max(0, Math.floor(bins * share)))]++;
  return counts;
}

/**
 * The ROC: shares of false alarms and of strange ones caught, at every threshold from the highest down.
 * @param {ArrayLike<number>} normal
 * @param {ArrayLike<number>} strange
 * @returns {Point[]}
 */
export function rates(normal, strange) {
  const [calm, odd] = [normal, strange].map((values) => Array.from(values).sort((a, b) => b - a));
  /** @type {Point[]} */
  const points = [[0, 0]];
  let [i, j] = [0, 0];
  for (const level of [...calm, ...odd].sort((a, b) => b - a)) {
    while (i < calm.length && calm[i] >= level) i++;
    while (j < odd.length && odd[j] >= level) j++;
    points.push([i / calm.length, j / odd.length]);
  }
  return points;
}
