// Numbers as a reader sees them.

const MISSING = "–";
const LONG = 1e7; // from here on a number is written with a power of ten

/**
 * A number with so many digits after the point and a proper minus; a dash where there is none.
 * @param {number | null | undefined} value
 * @param {number} [digits]
 */
export function show(value, digits = 2) {
  if (value == null || Number.isNaN(value)) return MISSING;
  if (Math.abs(value) >= LONG) return scientific(value);
  return value.toFixed(digits).replace("-", "−");
}

/**
 * A number as "4.1·10¹¹", and "10¹¹" if it is that.
 * @param {number} value
 */
export function scientific(value) {
  const [digits, power] = value.toExponential(1).split("e");
  const raised = power.replace("+", "").replace(/[-\d]/g, (sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]);
  const front = { "1.0": "", "-1.0": "−" }[digits] ?? `${digits.replace(".0", "").replace("-", "−")}·`;
  return `${front}10${raised}`;
}

/**
 * A share between 0 and 1 as "12.3 %"; the space does not break.
 * @param {number | null | undefined} share
 * @param {number} [digits]
 */
export function percent(share, digits = 1) {
  return share == null || Number.isNaN(share) ? MISSING : show(100 * share, digits) + "\u00a0%";
}

/**
 * A whole number, its thousands parted by commas.
 * @param {number} value
 */
export function whole(value) {
  return Math.round(value).toLocaleString("en").replace("-", "−");
}

/**
 * A noun for so many: "call" for 1, else "calls".
 * @param {number} count
 * @param {string} noun
 */
export function plural(count, noun) {
  return count === 1 ? noun : `${noun}s`;
}

/**
 * A share between 0 and 1 as a length in the style sheet, cut off at both ends.
 * @param {number} share
 */
export function length(share) {
  return 100 * Math.max(0, Math.min(1, share || 0)) + "%";
}

/**
 * Digits written low, as in z₁₂.
 * @param {number} value
 */
export function low(value) {
  return String(value).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);
}
