// Typed numbers: what is written beside a slider counts once it is complete, and only if the control can take it.
//
// Gradio alone passes every keystroke on, moves what is out of range to the nearest bound, and browsers leave a comma
// out: 7,5 becomes 75, and then the highest value.

import { make } from "./stages/lib/dom.js";

/** @typedef {{ low: number, high: number, whole: boolean }} Range what a control takes */

const FIELD = ".gradio-container input[type=number]";
const TOLD_MS = 10_000; // how long a refusal is told
const GAP = 4; // px between a field and what is told of it

let typing = false;
let passing = false; // an event of ours goes to Gradio
let good = ""; // what the field held before somebody typed
/** @type {HTMLElement | null} */
let told = null;

/**
 * What a visitor meant, or null if the control cannot take it. Three digits behind the point of a whole number are
 * thousands, since a comma is read as a point.
 * @param {string} text
 * @param {Range} range
 */
export function read(text, { low, high, whole }) {
  const thousands = whole && /^-?\d{1,3}\.\d{3}$/.test(text);
  const number = text.trim() ? Number(thousands ? text.replace(".", "") : text) : NaN;
  return number >= low && number <= high && (!whole || Number.isInteger(number)) ? number : null;
}

/**
 * A text as a number's field takes it: with a decimal point, and a hyphen for every minus.
 * @param {string} text
 */
export function pointed(text) {
  return text.replaceAll(",", ".").replaceAll("\u2212", "-");
}

/**
 * @param {string} label of the control
 * @param {Range} range
 * @param {string} value that stays
 */
export function refusal(label, { low, high, whole }, value) {
  const [from, to] = [low, high].map((bound) => bound.toLocaleString("en", { maximumFractionDigits: 6 }));
  return `${label} must be a ${whole ? "whole " : ""}number from ${from} to ${to}; it stays at ${value}.`;
}

/** Watches every field for a number, also those that come later. */
export function watch() {
  const listen = (/** @type {string} */ type, /** @type {(field: HTMLInputElement, event: any) => void} */ act) =>
    addEventListener(type, (event) => isField(event.target) && act(event.target, event), { capture: true });
  listen("focusin", begin);
  listen("beforeinput", write);
  listen("input", (_, event) => passing || event.stopImmediatePropagation());
  listen("change", commit);
  listen("focusout", (field) => typing && commit(field));
  addEventListener("input", () => passing || hush(), { capture: true });
}

/** @param {any} target @returns {target is HTMLInputElement} */
function isField(target) {
  return target instanceof HTMLInputElement && target.matches(FIELD);
}

/** @param {HTMLInputElement} field */
function begin(field) {
  good = field.value;
  typing = false;
}

/**
 * @param {HTMLInputElement} field
 * @param {InputEvent} event
 */
function write(field, event) {
  if (!typing) begin(field);
  typing = true;
  const text = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
  if (pointed(text) === text) return;
  event.preventDefault();
  document.execCommand("insertText", false, pointed(text)); // as if typed: at the caret, and it can be undone
}

/** @param {HTMLInputElement} field */
function commit(field) {
  typing = false;
  const range = { low: Number(field.min), high: Number(field.max), whole: field.closest(".whole") !== null };
  const number = read(field.value, range);
  if (number === null) {
    const label = (field.ariaLabel ?? "").replace("number input for ", "");
    field.value = good;
    tell(field, refusal(label, range, good));
    return;
  }
  field.value = good = String(number);
  passing = true;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  passing = false;
}

/**
 * Told over the control, so that nothing moves: whoever leaves a field by pressing a button still meets it.
 * @param {HTMLElement} field
 * @param {string} sentence
 */
function tell(field, sentence) {
  hush();
  const line = (told = make("p", { class: "refusal", role: "alert", popover: "manual" }));
  (field.closest(".block") ?? field).append(line);
  line.textContent = sentence;
  line.showPopover?.();
  const { right, bottom } = field.getBoundingClientRect();
  const zoom = line.currentCSSZoom ?? 1; // a lecture's page is larger
  line.style.left = `${Math.max(GAP, right - line.getBoundingClientRect().width + scrollX) / zoom}px`;
  line.style.top = `${(bottom + GAP + scrollY) / zoom}px`;
  setTimeout(() => told === line && hush(), TOLD_MS);
}

function hush() {
  told?.remove();
  told = null;
}
