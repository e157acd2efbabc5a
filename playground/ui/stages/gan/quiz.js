// Twenty pictures one after the other; only when all are judged do truth and both scores appear.

import { className } from "../lib/classes.js";
import { make } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { percent, show } from "../lib/format.js";
import { paint } from "../lib/paint.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./quiz.shown").Frame} Frame */

const COUNT = 20;
const SHAPE = [28, 28];
const AREA = 28 * 28;
const Z = 1.959964; // of a 95 % interval
const WORDS = ["forged", "real"];
const HIDDEN = "shown when you have judged all";

/** @param {Root} root */
export function mount(root) {
  return new Quiz(root);
}

class Quiz {
  /** @type {Film<Frame>} */
  film = new Film();
  /** @type {number[]} */
  said = []; // 1 for real, 0 for forged

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    for (const button of root.all("[data-say]")) {
      root.listen(button, "click", () => this.say(Number(button.dataset.say)));
    }
    root.on("[data-again]", "click", () => this.again());
    const press = (/** @type {number} */ verdict) => (/** @type {KeyboardEvent} */ event) => {
      if (!event.repeat) this.say(verdict);
    };
    root.keys({ r: press(1), R: press(1), f: press(0), F: press(0) });
  }

  /** @param {any} _ @param {boolean} fresh */
  take(_, fresh) {
    if (!this.film.frames.length) return;
    if (fresh) this.said = [];
    this.drawCost();
    this.draw();
  }

  draw() {
    const done = this.said.length === COUNT;
    this.root.find("[data-asking]").hidden = done;
    this.root.find("[data-answered]").hidden = !done;
    this.root.element.dataset.judged = String(this.said.length);
    if (done) return this.drawResult();
    this.drawAsked();
    this.hideResult();
  }

  /** @param {number} verdict */
  say(verdict) {
    if (!this.film.frames.length || this.said.length >= COUNT) return;
    this.said.push(verdict);
    this.draw();
  }

  again() {
    this.root.send({ what: "again" });
    this.root.stage.focus(/** @type {FocusOptions} */ ({ preventScroll: true, focusVisible: false }));
  }

  /** @param {number} k */
  className(k) {
    return className(this.film.must(0, "classes").data[k], this.film.frames[0].stats.clothing);
  }

  /** @param {HTMLCanvasElement} canvas @param {number} k */
  picture(canvas, k) {
    paint(canvas, this.film.must(0, "pictures").data, SHAPE, k * AREA);
  }

  drawAsked() {
    const at = this.said.length;
    this.picture(this.root.canvas("[data-asked]"), at);
    this.root.text("[data-caption]", `Picture ${at + 1} of ${COUNT}, said to be: ${this.className(at)}`);
    const state = (/** @type {number} */ k) => (k < at ? "done" : k === at ? "now" : "");
    const dots = Array.from({ length: COUNT }, (_, k) => make("i", { class: state(k) }));
    this.root.find("[data-dots]").replaceChildren(...dots);
  }

  hideResult() {
    const { root, said } = this;
    root.number("you", "–", { small: `${said.length} of ${COUNT} judged` });
    for (const name of ["detective", "fooled", "belief"]) root.number(name, "–", { small: HIDDEN });
    for (const name of ["d", "wilson"]) root.maths(name, HIDDEN);
  }

  drawResult() {
    const { film, root, said } = this;
    const truth = [...film.must(0, "truth").data];
    const belief = [...film.must(0, "belief").data];
    const guesses = belief.map((share) => Number(share > 0.5));
    const right = (/** @type {number[]} */ answers) => answers.filter((answer, k) => answer === truth[k]).length;
    const passed = (/** @type {number[]} */ answers) => answers.filter((answer, k) => answer && !truth[k]).length;
    const [mine, its] = [right(said), right(guesses)];
    const [real, forged] = [1, 0].map((kind) => mean(belief.filter((_, k) => truth[k] === kind)));
    const extremes = [Math.min(...belief), Math.max(...belief)].map((share) => show(100 * share, 1));
    root.text("[data-score]", `You ${mine} of ${COUNT}, D ${its} of ${COUNT}`);
    this.drawScore("you", mine);
    this.drawScore("detective", its);
    root.number("fooled", `you ${passed(said)}, D ${passed(guesses)}`, { small: "of 10 forgeries, called real" });
    const small = "mean of ten each · 50 %: cannot tell";
    root.number("belief", `${percent(real, 0)}, ${percent(forged, 0)}`, { small });
    root.maths("d", `D's belief lies from ${extremes[0]} to ${extremes[1]} %`);
    root.maths("wilson", `p = ${show(mine / COUNT)}, n = ${COUNT}, z = 1.96: ${interval(mine)}`);
    this.drawTwenty(truth, guesses);
  }

  /** @param {string} name @param {number} right */
  drawScore(name, right) {
    const small = `95 %: ${interval(right)} · guessing: 50 %`;
    this.root.number(name, `${right} of ${COUNT}`, { share: right / COUNT, small, mark: 0.5 });
  }

  /** @param {number[]} truth @param {number[]} guesses */
  drawTwenty(truth, guesses) {
    const belief = this.film.must(0, "belief").data;
    const boxes = this.said.map((mine, k) => {
      const canvas = make("canvas");
      const caption = make(
        "figcaption",
        {},
        make("strong", {}, WORDS[truth[k]]),
        verdict("you", WORDS[mine], mine === truth[k]),
        verdict("D", WORDS[guesses[k]], guesses[k] === truth[k]),
      );
      const title = `${this.className(k)}, D believes ${percent(belief[k], 0)}`;
      this.picture(canvas, k);
      return make("figure", { class: WORDS[truth[k]], title }, canvas, caption);
    });
    this.root.find("[data-twenty]").replaceChildren(...boxes);
  }

  drawCost() {
    const { ms, parameters_d } = this.film.frames[0].stats;
    this.root.costs([
      ["D's verdict on one picture", `${show(ms)} ms`],
      ["network calls", "1 of G, 1 of D"],
      ["parameters of D", `${show(parameters_d / 1e6)} M`],
    ]);
  }
}

/** @param {string} who @param {string} word @param {boolean} right */
function verdict(who, word, right) {
  const label = `${who}: ${word}, ${right ? "right" : "wrong"}`;
  return make("span", { "aria-label": label }, `${who} `, make(right ? "b" : "s", {}, word));
}

/** @param {number} right of the twenty */
function interval(right) {
  return wilson(right, COUNT)
    .map((share) => percent(share, 0))
    .join(" to ");
}

/**
 * 95 % score interval of a share (Wilson 1927).
 * @param {number} right
 * @param {number} n
 */
function wilson(right, n) {
  const p = right / n;
  const z2 = Z * Z;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** @param {number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
