// The colours of the page. Asking for a style makes the browser lay the page out, so each is asked for once a theme.

/** @typedef {[red: number, green: number, blue: number]} Rgb each from 0 to 255 */

/** @type {Map<string, string>} */
const colours = new Map();
/** @type {Map<string, Rgb>} */
const shades = new Map();
/** @type {Set<() => void>} */
const listeners = new Set();
let watching = false;

function watch() {
  if (watching) return;
  watching = true;
  new MutationObserver(changed).observe(document.body, { attributeFilter: ["class"] });
}

function changed() {
  colours.clear();
  shades.clear();
  for (const listener of [...listeners]) listener();
}

/**
 * Calls when the page turns light or dark, until the signal says so.
 * @param {() => void} listener
 * @param {AbortSignal} signal
 */
export function whenThemeChanges(listener, signal) {
  watch();
  listeners.add(listener);
  signal.addEventListener("abort", () => listeners.delete(listener));
}

/**
 * A variable of the style sheet, such as "--ink".
 * @param {string} name
 * @returns {string}
 */
export function colour(name) {
  watch();
  const known = colours.get(name);
  if (known !== undefined) return known;
  const found = getComputedStyle(document.body).getPropertyValue(name).trim();
  colours.set(name, found);
  return found;
}

/**
 * A colour as three numbers, so that a shade can lie between two.
 * @param {string} name
 * @returns {Rgb}
 */
export function rgb(name) {
  const known = shades.get(name);
  if (known) return known;
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.fillStyle = colour(name);
  const hex = String(pen.fillStyle);
  const found = /** @type {Rgb} */ ([1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  shades.set(name, found);
  return found;
}
