// What a number means, told to whoever points at it, focuses it or taps it.
//
// A template says of each box what it shows: data-shows="modes" for a key of the engine's frames, several with spaces
// between them, or data-meaning="..." for a number that the page itself makes.

import { make } from "./dom.js";

/** @typedef {{ key: string, what: string, label: string, meaning: string, unit?: string }} Shown as in spec.py */

const BOX = "[data-shows], [data-meaning]";
const REST_MS = 350; // how long a mouse rests on a box before it is told
const LEAVE_MS = 200; // how long it may take from the box to what is told
const GAP = 8; // px between a box and what is told of it
const REFERENCE = "../../../../reference.json"; // from static/<version>/stages/lib/

/** @type {Promise<Record<string, Shown[]>> | null} */
let reference = null;

/**
 * What a part's engine shows, fetched when it is first asked for.
 * @param {string} part such as "gan/duel"
 * @returns {Promise<Shown[]>}
 */
export async function shows(part) {
  reference ??= fetch(new URL(REFERENCE, import.meta.url)).then((answer) => answer.json());
  try {
    return (await reference)[part] ?? [];
  } catch (error) {
    reference = null; // the next one who points tries again
    throw error;
  }
}

/**
 * Whether a declaration such as "kl_{j}" or "mean_{low|high}" is of this key.
 * @param {string} declared
 * @param {string} key
 */
export function covers(declared, key) {
  const parts = declared.split(/\{(.*?)\}/).map((part, i) => {
    if (i % 2 === 0) return part.replace(/[^\w ]/g, "\\$&");
    return part.includes("|") ? `(${part})` : "\\d+";
  });
  return new RegExp(`^${parts.join("")}$`).test(key);
}

/**
 * What is to be told of some keys, of statistics before arrays: [label with unit, meaning] each.
 * @param {Shown[]} table
 * @param {string[]} keys
 * @returns {[string, string][]}
 */
export function told(table, keys) {
  const stats = table.filter(({ what }) => what === "stat");
  const found = keys.map((key) => [...stats, ...table].find((one) => covers(one.key, key)));
  const known = [...new Set(found)].filter((one) => one !== undefined);
  return known.map(({ label, unit, meaning }) => [unit ? `${label}, ${unit}` : label, meaning]);
}

/**
 * Makes every box of a stage tell what it shows, until the signal.
 * @param {HTMLElement} element around the stage
 * @param {() => Promise<Shown[]>} table asked when a box is first pointed at
 * @param {AbortSignal} signal
 */
export function explain(element, table, signal) {
  const boxes = element.querySelectorAll(BOX);
  if (!boxes.length) return;
  for (const box of boxes) box.setAttribute("tabindex", "0");
  const tip = new Tip(element, table);
  const listen = (/** @type {string} */ type, /** @type {(event: any) => void} */ act) =>
    element.addEventListener(type, act, { signal });
  listen("pointerover", (event) => event.pointerType === "mouse" && tip.rest(event.target));
  listen("pointerout", (event) => event.pointerType === "mouse" && tip.leave());
  listen("focusin", (event) => event.target.matches(BOX) && tip.open(event.target));
  listen("focusout", () => tip.close());
  listen("click", (event) => tip.tap(event.target));
  document.addEventListener("keydown", (event) => event.key === "Escape" && tip.close(), { signal });
  document.addEventListener("scroll", () => tip.shown && tip.close(), { signal, capture: true, passive: true });
  signal.addEventListener("abort", () => tip.end());
}

class Tip {
  /** @type {HTMLElement | null} */
  box = null;
  timer = 0;

  /**
   * @param {HTMLElement} element
   * @param {() => Promise<Shown[]>} table
   */
  constructor(element, table) {
    this.table = table;
    this.tip = make("div", { role: "tooltip", class: "explanation", popover: "manual", id: `told-${element.id}` });
    element.append(this.tip);
  }

  // A mouse that moves from the box onto what is told may stay there.
  /** @param {Element} target */
  rest(target) {
    clearTimeout(this.timer);
    const box = boxOf(target);
    if (box && box !== this.box) this.timer = setTimeout(() => this.open(box), REST_MS);
  }

  leave() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.box !== document.activeElement && this.close(), LEAVE_MS);
  }

  /** @param {Element} target */
  tap(target) {
    const box = boxOf(target);
    if (box) this.open(box);
  }

  /** @param {HTMLElement} box */
  async open(box) {
    clearTimeout(this.timer);
    if (box === this.box) return;
    this.close();
    this.box = box;
    const rows = await this.rows(box);
    if (this.box !== box || !rows.length) return;
    this.tip.replaceChildren(...rows.map(([label, meaning]) => make("p", {}, make("b", {}, label), ` ${meaning}`)));
    this.tip.showPopover();
    this.place(box);
    box.setAttribute("aria-describedby", this.tip.id);
  }

  /** @param {HTMLElement} box @returns {Promise<[string, string][]>} */
  async rows(box) {
    const { shows: keys, meaning } = box.dataset;
    if (meaning) return [[box.querySelector("span")?.textContent ?? "", meaning]];
    try {
      return told(await this.table(), (keys ?? "").split(" "));
    } catch (error) {
      console.warn("what the numbers mean could not be fetched", error);
      return [];
    }
  }

  // Left of the box, so that it hides no other number; under it where there is no room.
  /** @param {HTMLElement} box */
  place(box) {
    const { left, top, bottom } = box.getBoundingClientRect();
    const { width, height } = this.tip.getBoundingClientRect();
    const zoom = this.tip.currentCSSZoom ?? 1; // a lecture's page is larger
    const beside = left - width - GAP >= 0;
    const x = beside ? left - width - GAP : Math.max(GAP, Math.min(left, innerWidth - width - GAP));
    const y = beside ? top : bottom + height <= innerHeight ? bottom : top - height;
    this.tip.style.left = `${x / zoom}px`;
    this.tip.style.top = `${Math.max(0, Math.min(y, innerHeight - height)) / zoom}px`;
  }

  get shown() {
    return this.tip.matches(":popover-open");
  }

  close() {
    clearTimeout(this.timer);
    this.box?.removeAttribute("aria-describedby");
    this.box = null;
    if (this.shown) this.tip.hidePopover();
  }

  end() {
    this.close();
    this.tip.remove();
  }
}

/** @param {Element} target @returns {HTMLElement | null} */
function boxOf(target) {
  return target.closest(BOX);
}
