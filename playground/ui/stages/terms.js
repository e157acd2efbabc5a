// Maths, code and picture: what bears the same data-term lights up together.
(function (playground) {
  "use strict";

  // `stage` holds the panel and bears data-lit; `told(term)` redraws the picture, "" when nothing is pointed at.
  class Terms {
    constructor(stage, told) {
      this.stage = stage;
      this.told = told;
      this.lit = "";
      const of = (event) => { const place = event.target.closest("[data-term]"); return place ? place.dataset.term : ""; };
      stage.addEventListener("pointerover", (event) => { if (event.pointerType !== "touch" && event.target.tagName !== "CANVAS") this.light(of(event)); });
      stage.addEventListener("pointerleave", () => this.light(""));
      stage.addEventListener("focusin", (event) => this.light(of(event)));
      stage.addEventListener("focusout", () => this.light(""));
      stage.addEventListener("click", (event) => { if (of(event)) this.light(of(event)); });
      stage.addEventListener("keydown", (event) => { if (event.key === "Escape") this.light(""); });
    }

    light(term) {
      if (term === this.lit) return;
      this.lit = term;
      if (term) this.stage.dataset.lit = term;
      else delete this.stage.dataset.lit;
      this.told(term);
    }

    // How strongly a mark of the picture is drawn: what is not pointed at steps back.
    strength(term) { return !this.lit ? 1 : this.lit === term ? 2 : 0.22; }

    numbers(texts) {
      for (const [term, text] of Object.entries(texts)) playground.setText(this.stage.querySelector("li[data-term=" + term + "] [data-term-number]"), text);
    }
  }

  Object.assign(playground, { Terms });
})(window.playground);
