// Maths, code and picture: what bears the same data-term lights up together.

import { setText } from "./dom.js";

/** @typedef {import("./root.js").Root} Root */

export class Terms {
  lit = "";

  /**
   * The stage holds the panel that `terms.py` lays out, and bears data-lit while something is pointed at.
   * @param {Root} root
   * @param {(term: string) => void} [told] draws the picture again; "" when nothing is pointed at
   */
  constructor(root, told = () => {}) {
    this.root = root;
    this.told = told;
    const { stage } = root;
    root.listen(stage, "pointerover", (/** @type {PointerEvent} */ event) => {
      if (event.pointerType !== "touch" && !(event.target instanceof HTMLCanvasElement)) this.light(termOf(event));
    });
    root.listen(stage, "pointerleave", () => this.light(""));
    root.listen(stage, "focusin", (event) => this.light(termOf(event)));
    root.listen(stage, "focusout", () => this.light(""));
    root.listen(stage, "click", (event) => {
      if (termOf(event)) this.light(termOf(event));
    });
    root.listen(stage, "keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape") this.light("");
    });
  }

  /** @param {string} term */
  light(term) {
    if (term === this.lit) return;
    this.lit = term;
    if (term) this.root.stage.dataset.lit = term;
    else delete this.root.stage.dataset.lit;
    this.told(term);
  }

  /**
   * How strongly a mark of the picture is drawn: what is not pointed at steps back.
   * @param {string} term
   */
  strength(term) {
    if (!this.lit) return 1;
    return this.lit === term ? 2 : 0.22;
  }

  /** @param {Record<string, string>} texts what stands beside each term of the maths */
  numbers(texts) {
    for (const [term, text] of Object.entries(texts)) {
      setText(this.root.find(`li[data-term="${term}"] [data-term-number]`), text);
    }
  }
}

/** @param {Event} event */
function termOf({ target }) {
  const place = target instanceof Element ? target.closest("[data-term]") : null;
  return place instanceof HTMLElement || place instanceof SVGElement ? (place.dataset.term ?? "") : "";
}
