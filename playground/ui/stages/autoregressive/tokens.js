// Pieces of text: decoded from bytes, shown with visible marks for what cannot be seen, tinted by surprise.

import { make } from "../lib/dom.js";

/** @typedef {import("../lib/film.js").Frame} Frame */

/**
 * @typedef {object} Piece
 * @property {string} text empty where the bytes are no whole characters
 * @property {Uint8Array} bytes
 * @property {string} shown the text with a mark for every sign that leaves no ink
 */

/**
 * @typedef {object} Manner
 * @property {number} [bits] its surprise, for the tint
 * @property {string} [title] more of it
 * @property {() => void} [press] makes it a button
 * @property {boolean} [plain] as in running text, where spaces need no mark and lines may break within a piece
 */

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** @type {Record<string, string>} */
const MARKS = { " ": "␣", "\n": "⏎", "\t": "⇥", "\r": "␍" };
const BARE = /\p{M}/u;
// Controls, format characters, line separators and all else that a reader cannot see.
const UNSEEN = /[\p{Cc}\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u;
const HIGHEST = 12; // bits at which the tint is full

/**
 * @param {Uint8Array} bytes
 * @returns {Piece}
 */
export function piece(bytes) {
  try {
    const text = STRICT.decode(bytes);
    return { text, bytes, shown: Array.from(text, marked).join("") };
  } catch {
    return { text: "", bytes, shown: Array.from(bytes, (byte) => `⟨${byte.toString(16).padStart(2, "0")}⟩`).join("") };
  }
}

/** @param {string} sign @param {number} place in its piece */
function marked(sign, place) {
  if (MARKS[sign]) return MARKS[sign];
  if (UNSEEN.test(sign)) return `⟨${sign.codePointAt(0)?.toString(16)}⟩`;
  return place === 0 && BARE.test(sign) ? "◌" + sign : sign;
}

/**
 * The pieces that an engine packed under `name` in one frame.
 * @template {Frame} F
 * @param {import("../lib/film.js").Film<F>} film
 * @param {number} index
 * @param {keyof F["arrays"] & string} name
 * @returns {Piece[]}
 */
export function pieces(film, index, name) {
  const packed = film.array(index, name);
  const ends = film.array(index, /** @type {typeof name} */ (`${name}_ends`));
  if (!packed || !ends) return [];
  const bytes = /** @type {Uint8Array} */ (packed.data);
  return Array.from(ends.data, (end, i) => piece(bytes.subarray(i ? ends.data[i - 1] : 0, end)));
}

/**
 * The text of several pieces; parts of characters are joined, what is no character at all is shown as a replacement.
 * @param {Piece[]} all
 */
export function joined(all) {
  const bytes = new Uint8Array(all.reduce((sum, one) => sum + one.bytes.length, 0));
  let at = 0;
  for (const one of all) {
    bytes.set(one.bytes, at);
    at += one.bytes.length;
  }
  return new TextDecoder().decode(bytes);
}

/**
 * Where a surprise in bits lies on the scale of the tint, from 0 to 1.
 * @param {number} bits
 */
export function tint(bits) {
  return Math.max(0, Math.min(1, bits / HIGHEST));
}

/**
 * An element for one piece.
 * @param {Piece} one
 * @param {Manner} [manner]
 * @returns {HTMLElement}
 */
export function tokenSpan(one, { bits, title, press, plain } = {}) {
  const span = press && !plain ? make("button", { type: "button" }) : make("span");
  span.className = "token";
  if (press) span.addEventListener("click", press);
  if (press && plain) span.setAttribute("role", "button");
  const quiet = plain && one.text && one.shown === one.text.replace(/[ \n\t]/g, (sign) => MARKS[sign]);
  span.textContent = quiet ? one.text.replace(/\n/g, "⏎\n") : one.shown;
  if (!one.text || (!quiet && one.shown !== one.text)) span.classList.add("marked");
  if (bits !== undefined) span.style.setProperty("--tint", tint(bits).toFixed(3));
  if (title) {
    span.title = title;
    span.setAttribute("aria-label", `${one.shown}, ${title}`);
  }
  return span;
}
