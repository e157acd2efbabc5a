// What a stage is given: its part of the page, and whatever has to end with it.

import { find, findCanvas, make, setText } from "./dom.js";
import { length } from "./format.js";
import { keys, keysOnPage } from "./keys.js";

/**
 * What Gradio gives to a stage's loader.
 * @typedef {object} Gradio
 * @property {HTMLElement} element around the template
 * @property {Record<string, any>} props `value`, and whatever Python passed to the stage
 * @property {(event: string, data?: object) => void} trigger
 * @property {(prop: string | string[], act: () => void) => void} watch
 * @property {Record<string, (...values: any[]) => Promise<any>>} server
 * @property {EventListenerObject & { clicks: (EventTarget | null)[] }} early clicks before the script was there
 */

/** @typedef {{ what: string } & Record<string, unknown>} Message to the server; the tab listens to `stage.<what>` */

/**
 * One box of the numbers at the right.
 * @typedef {object} Box
 * @property {number} [share] how far its gauge reaches, from 0 to 1
 * @property {string} [small] the line beneath; left as it is where it is not given
 * @property {number | null} [mark] where the floor's mark stands on the gauge
 */

const FAULT = "This picture could not be drawn. Reload the page; your settings are in its address.";
const TWIN_MS = 400;

export class Root {
  #over = new AbortController();
  /** @type {Map<string, number>} */
  #timers = new Map();
  #trigger;

  /** @param {Gradio} gradio */
  constructor({ element, props, trigger, server }) {
    this.element = element;
    this.props = props;
    this.server = server;
    this.#trigger = trigger;
    this.stage = /** @type {HTMLElement} */ (element.querySelector(".stage") ?? element);
    this.signal = this.#over.signal;
  }

  // Finding and filling.

  /** @param {string} selector */
  find(selector) {
    return find(this.element, selector);
  }

  /** @param {string} selector */
  canvas(selector) {
    return findCanvas(this.element, selector);
  }

  /** @param {string} selector @returns {HTMLElement[]} */
  all(selector) {
    return [...this.element.querySelectorAll(selector)].filter((found) => found instanceof HTMLElement);
  }

  /** @param {string} selector @param {string} text */
  text(selector, text) {
    setText(this.find(selector), text);
  }

  /**
   * The status line over the picture.
   * @param {string} text
   */
  say(text) {
    const line = this.element.querySelector(".status");
    if (line) setText(line, text);
  }

  /**
   * The text twin, for those who hear the page; said once nothing newer has come for a moment.
   * @param {() => string} text
   * @param {number} [ms]
   */
  tell(text, ms = TWIN_MS) {
    this.later("twin", ms, () => this.text(".twin", text()));
  }

  /**
   * @param {string} name
   * @param {string} text
   * @param {Box} [more]
   */
  number(name, text, { share, small, mark } = {}) {
    const box = this.find(`[data-number="${name}"]`);
    setText(find(box, "strong"), text);
    if (small !== undefined) setText(find(box, "small"), small);
    const bar = box.querySelector(".gauge i");
    const tick = box.querySelector(".gauge em");
    if (bar instanceof HTMLElement) bar.style.width = length(share ?? 0);
    if (!(tick instanceof HTMLElement)) return;
    tick.hidden = mark == null;
    if (mark != null) tick.style.left = 100 * mark + "%";
  }

  /**
   * A line of the maths, with its present numbers.
   * @param {string} name
   * @param {string} text
   */
  maths(name, text) {
    this.text(`[data-maths="${name}"]`, text);
  }

  /**
   * What it costs here.
   * @param {[name: string, text: string][]} rows
   */
  costs(rows) {
    const entries = rows.flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)]);
    this.find("[data-cost]").replaceChildren(...entries);
  }

  /**
   * How the times among the numbers were measured: beneath the costs, or the status line where there are none.
   * @param {string} text
   */
  measured(text) {
    const known = this.element.querySelector(".measured");
    if (known) return setText(known, text);
    const place = this.element.querySelector("[data-cost]") ?? this.element.querySelector(".status");
    if (text) place?.after(make("p", { class: "hint measured" }, text));
  }

  // Hearing and telling.

  /** @param {Message} message */
  send({ what, ...data }) {
    this.#trigger(what, data);
  }

  /**
   * Listens for as long as the stage is on the page.
   * @param {EventTarget} target
   * @param {string} type
   * @param {(event: any) => void} act
   */
  listen(target, type, act) {
    target.addEventListener(type, act, { signal: this.signal });
  }

  /**
   * As `listen`, on an element of the template.
   * @param {string} selector
   * @param {string} type
   * @param {(event: any) => void} act
   */
  on(selector, type, act) {
    this.listen(this.find(selector), type, act);
  }

  /** @param {import("./keys.js").Keys} actions what keys do while the stage is open and no other control takes them */
  keys(actions) {
    keys(this.stage, actions, this.signal);
    keysOnPage(this.stage, actions, this.signal);
  }

  // Waiting.

  /** Whether the visitor asked for less motion. */
  get still() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /**
   * Acts after a while, unless the same name is put off again or the stage has left.
   * @param {string} name
   * @param {number} ms
   * @param {() => void} act
   */
  later(name, ms, act) {
    this.cancel(name);
    const run = () => {
      this.#timers.delete(name);
      act();
    };
    if (!this.signal.aborted) this.#timers.set(name, setTimeout(run, ms));
  }

  /** @param {string} name */
  cancel(name) {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  /** Whether something of this name is still to come. @param {string} name */
  waits(name) {
    return this.#timers.has(name);
  }

  /**
   * Acts with the next animation frame, unless the stage has left by then.
   * @param {(now: number) => void} act
   * @returns {number} for `cancelAnimationFrame`
   */
  frame(act) {
    return requestAnimationFrame((now) => {
      if (!this.signal.aborted) act(now);
    });
  }

  // Ending.

  /** The stage has left the page: nothing of it goes on. */
  leave() {
    this.#over.abort();
    for (const name of [...this.#timers.keys()]) this.cancel(name);
  }

  /**
   * Something broke: one sentence for the visitor, the rest for the console.
   * @param {unknown} error
   */
  fail(error) {
    console.error(error);
    this.say(FAULT);
  }
}
