// The tokens of the prompt, and where each is looked at: point at a word for its place, at a place for its words.
// Its map is of all steps until the one that is shown, of that step alone, or of one layer in all steps.

import { make } from "../lib/dom.js";
import { percent } from "../lib/format.js";
import { pen } from "../lib/paint.js";
import { rgb } from "../lib/theme.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./prompt.shown").Frame} Frame */
/** @typedef {import("../lib/film.js").Film<Frame>} Frames */

const SIDE = 16;
const AREA = SIDE * SIDE;
const VEIL = 0.88; // how much of the picture is covered where nothing looks

export class WordMaps {
  /** @type {HTMLElement[]} */
  tokens = [];
  pointed = -1; // token that the pointer or the focus is at
  pinned = -1; // token that was pressed
  summed = ""; // of which frame of which run, and in which way, the sums are
  which = "until"; // "until", "step", or the number of a layer
  /** @type {Map<number, Float32Array>} */
  sums = new Map();

  /**
   * @param {Root} root
   * @param {Frames} film
   * @param {() => number} at the frame that is shown
   */
  constructor(root, film, at) {
    this.root = root;
    this.film = film;
    this.at = at;
    this.choice = /** @type {HTMLSelectElement} */ (root.find("[data-maps]"));
    root.listen(this.choice, "change", () => {
      this.which = this.choice.value;
      this.draw();
    });
    const box = root.find("[data-looked]");
    root.listen(box, "pointermove", (event) => this.look(box, /** @type {PointerEvent} */ (event)));
    root.listen(box, "pointerleave", () => this.light(null));
  }

  take() {
    this.offer(this.film.last.texts.layers?.split("\n") ?? []);
    const { texts } = this.film.frames[0];
    const words = texts.tokens ? texts.tokens.split("\n") : [];
    if (words.join("\n") === this.tokens.map((one) => one.textContent).join("\n") && this.tokens.length) return;
    const known = this.film.array(0, "known")?.data ?? [];
    this.pointed = this.pinned = -1;
    this.tokens = words.map((word, k) => this.token(word, k, Boolean(known[k])));
    const unknown = [...known].filter((one) => !one).length;
    this.root.find("[data-tokens]").replaceChildren(...this.tokens, make("small", {}, note(words.length, unknown)));
  }

  // Layers can be chosen when the picture is finished.
  /** @param {string[]} layers */
  offer(layers) {
    const options = [...this.choice.options];
    if (options.length === 2 + layers.length) return;
    options.slice(2).forEach((option) => option.remove());
    this.choice.append(...layers.map((name, k) => make("option", { value: String(k) }, `all steps, layer ${name}`)));
    this.choice.value = layers.length || isNaN(Number(this.which)) ? this.which : "until"; // meanwhile
  }

  /** @param {string} word @param {number} k @param {boolean} known */
  token(word, k, known) {
    /** @type {Record<string, string>} */
    const strange = known ? {} : { class: "unknown", title: "Not a word of the training captions" };
    const button = make("button", { type: "button", "aria-pressed": "false", ...strange }, word);
    const point = (/** @type {number} */ at) => () => {
      this.pointed = at;
      this.draw();
    };
    for (const name of ["pointerenter", "focus"]) this.root.listen(button, name, point(k));
    for (const name of ["pointerleave", "blur"]) this.root.listen(button, name, point(-1));
    this.root.listen(button, "click", () => {
      this.pinned = this.pinned === k ? -1 : k;
      this.draw();
    });
    return button;
  }

  // How much each place looks at a token, in the way that is chosen.
  /** @param {number} k */
  looked(k) {
    const summed = `${this.film.run} ${this.at()} ${this.which}`;
    if (summed !== this.summed) this.sums.clear();
    this.summed = summed;
    const sum = this.sums.get(k) ?? this.sum(k);
    this.sums.set(k, sum);
    return sum;
  }

  /** @param {number} k */
  sum(k) {
    const sum = new Float32Array(AREA);
    const layers = this.film.array(this.film.frames.length - 1, "layers");
    if (layers && !isNaN(Number(this.which))) {
      const start = (Number(this.which) * this.tokens.length + k) * AREA;
      return sum.map((_, place) => Number(layers.data[start + place]));
    }
    const at = Math.min(this.at(), this.film.frames[0].total - 2); // the finished picture has no step of its own
    for (let i = this.which === "step" ? at : 0; i <= at; i++) {
      const words = this.film.array(i, "words");
      if (words) for (let place = 0; place < AREA; place++) sum[place] += Number(words.data[k * AREA + place]);
    }
    return sum;
  }

  draw() {
    const token = this.pointed >= 0 ? this.pointed : this.pinned;
    const canvas = this.root.canvas("[data-over]");
    canvas.hidden = token < 0;
    this.tokens.forEach((one, k) => one.setAttribute("aria-pressed", String(k === this.pinned)));
    const word = this.tokens[token]?.textContent;
    this.root.text("[data-caption]", word ? `where “${word}” is looked at` : "the guess, decoded");
    this.root.text("[data-place]", word ? this.landed(token) : "");
    if (token < 0) return;
    const context = pen(canvas);
    const picture = context.createImageData(SIDE, SIDE);
    const [paper, sum] = [rgb("--paper"), this.looked(token)];
    const [low, high] = [Math.min(...sum), Math.max(...sum)];
    sum.forEach((value, place) => {
      const veil = VEIL * (high > low ? (high - value) / (high - low) : 1);
      picture.data.set([...paper, 255 * veil], 4 * place);
    });
    context.putImageData(picture, 0, 0);
  }

  // Whether the map of all steps and layers is brightest on what the word names.
  /** @param {number} token */
  landed(token) {
    const last = this.film.frames.length - 1;
    const [landed, chance] = [this.film.array(last, "landed")?.data, this.film.array(last, "chance")?.data];
    const word = this.tokens[token].textContent;
    if (!landed || !chance) return "";
    if (landed[token] < 0) return `No place was found for “${word}” in this picture.`;
    const place = landed[token] ? "lies on what it names" : "does not lie on what it names";
    const share = percent(Number(chance[token]), 0);
    return `The brightest place for “${word}”, all steps and layers together, ${place} (by chance: ${share}).`;
  }

  /** @param {HTMLElement} box @param {PointerEvent} event */
  look(box, { clientX, clientY }) {
    const { left, top, width, height } = box.getBoundingClientRect();
    const cell = (/** @type {number} */ share) => Math.max(0, Math.min(SIDE - 1, Math.floor(share * SIDE)));
    this.light(SIDE * cell((clientY - top) / height) + cell((clientX - left) / width));
  }

  /** Words light up by how much this place looks at them, the one it looks at most wholly. @param {number?} place */
  light(place) {
    const looked = this.tokens.map((_, k) => (place === null ? 0 : this.looked(k)[place]));
    const most = Math.max(...looked) || 1;
    this.tokens.forEach((one, k) => one.style.setProperty("--heat", String((looked[k] / most) ** 2)));
  }
}

/** @param {number} tokens @param {number} unknown */
function note(tokens, unknown) {
  if (!tokens) return "An empty prompt: the model draws what it likes.";
  if (!unknown) return "Point at a word to see where the picture looks at it, or at the picture to see its words.";
  return "Underlined tokens are no words of the training captions: the model never learnt what they look like.";
}
