// A language model opened. The server sends every head's attention, every layer's guess and each measured cost once;
// which head and which token are looked at is decided here.

import { Chart } from "../lib/chart.js";
import { find, make } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { percent, show, whole } from "../lib/format.js";
import { median } from "../lib/median.js";
import { sharp, write } from "../lib/paint.js";
import { colour } from "../lib/theme.js";
import { Attention } from "./attention.js";
import { Lens } from "./lens.js";
import { tokenSpan } from "./tokens.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("../lib/chart.js").Series} Series */
/** @typedef {import("./attention.js").Choice} Choice */
/** @typedef {import("./inside.shown").Frame} Frame */
/** @typedef {[length: number, ms: number[]]} Measured what a token cost, each time it was measured */

const LONGEST = 256; // tokens up to which the costs are measured
const TWIN_MS = 700;
const WAYS = [
  { cached: 1, name: "with the cache", tint: "--series-b" },
  { cached: 0, name: "without", tint: "--series-a" },
];

/** @param {Root} root */
export function mount(root) {
  return new Inside(root);
}

class Inside {
  /** @type {Film<Frame>} */
  film = new Film();
  /** @type {Choice} */
  chosen = { layer: 1, head: 1, at: 0 };
  follows = ["layer", "head", "at"];
  built = ""; // the run that is shown
  /** @type {Attention | null} */
  attention = null;
  /** @type {Lens | null} */
  lens = null;

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.chart = new Chart(root, root.canvas("[data-costs]"));
    this.matrix = root.canvas("[data-matrix]");
    root.listen(this.matrix, "click", (event) => this.pick({ at: this.place(event).i }));
    root.listen(this.matrix, "pointermove", (event) => this.drawCell(event));
    root.listen(this.matrix, "pointerleave", () => this.film.frames.length && this.drawMatrix());
    root.on("[data-lens]", "click", (event) => this.pressLens(event));
    const to = (/** @type {() => Partial<Choice>} */ wanted) => (/** @type {KeyboardEvent} */ event) =>
      this.go(event, wanted);
    root.keys({
      ArrowLeft: to(() => ({ at: this.chosen.at - 1 })),
      ArrowRight: to(() => ({ at: this.chosen.at + 1 })),
      ArrowUp: to(() => ({ layer: this.chosen.layer + 1 })),
      ArrowDown: to(() => ({ layer: this.chosen.layer - 1 })),
      Home: to(() => ({ at: 0 })),
      End: to(() => ({ at: this.size - 1 })),
      h: to(() => ({ head: (this.chosen.head % this.stats.heads) + 1 })),
    });
  }

  take() {
    if (!this.film.frames.length) return;
    if (this.built !== this.film.run) this.build();
    this.drawMeasured();
  }

  draw() {
    this.drawHeads();
    this.drawChosen();
    this.drawMeasured();
  }

  get stats() {
    return this.film.frames[0].stats;
  }

  get heads() {
    if (!this.attention) throw new Error("nothing is opened yet");
    return this.attention;
  }

  get guesses() {
    if (!this.lens) throw new Error("nothing is opened yet");
    return this.lens;
  }

  get size() {
    return this.heads.size;
  }

  /** @param {number} i a token's */
  name(i) {
    return i ? `“${this.guesses.tokens[i].shown}”` : "the line’s end at the start";
  }

  build() {
    const { film } = this;
    const { layer, head, at } = this.stats;
    this.built = film.run;
    this.attention = new Attention(film.must(0, "attention"), film.must(0, "habits"));
    this.lens = new Lens(film);
    this.chosen = { layer, head, at };
    this.buildText();
    this.buildHeads();
    this.root.find("[data-lens]").replaceChildren(...this.lens.rows());
    this.drawHeads();
    this.drawChosen();
  }

  // Choosing.

  /** What is looked at, for the hidden controls. */
  choice() {
    return [this.chosen.layer, this.chosen.head, this.chosen.at];
  }

  /** As a control asks for it. @param {number} layer @param {number} head @param {number} at */
  look(layer, head, at) {
    this.turn({ layer, head, at });
  }

  /** @param {Partial<Choice>} to */
  pick(to) {
    if (this.turn(to)) this.root.send({ what: "pick" });
  }

  /** @param {Partial<Choice>} to @returns {boolean} whether that is another choice */
  turn(to) {
    if (!this.film.frames.length) return false;
    const { heads, layers } = this.stats;
    const wanted = { ...this.chosen, ...to };
    const next = {
      layer: clamp(wanted.layer, 1, layers),
      head: clamp(wanted.head, 1, heads),
      at: clamp(wanted.at, 0, this.size - 1),
    };
    const { layer, head, at } = this.chosen;
    if (next.layer === layer && next.head === head && next.at === at) return false;
    this.chosen = next;
    this.drawChosen();
    return true;
  }

  /** @param {KeyboardEvent} event @param {() => Partial<Choice>} wanted */
  go({ target }, wanted) {
    if (!this.film.frames.length) return;
    const within = target instanceof Element ? target.closest("[data-heads], [data-text]") : null;
    this.pick(wanted());
    if (within) find(within, "[tabindex='0']").focus();
  }

  /** @param {MouseEvent} event @returns {{ i: number, j: number }} row and column of the matrix */
  place(event) {
    const box = this.matrix.getBoundingClientRect();
    const at = (/** @type {number} */ share) => clamp(Math.floor(share * this.size), 0, this.size - 1);
    return { i: at((event.clientY - box.top) / box.height), j: at((event.clientX - box.left) / box.width) };
  }

  /** @param {MouseEvent} event */
  pressLens({ target }) {
    const cell = target instanceof Element ? target.closest("td") : null;
    if (!cell) return;
    const layer = Number(cell.parentElement?.dataset.row);
    this.pick({ at: Number(cell.dataset.at), ...(layer >= 1 ? { layer } : {}) });
  }

  // Text, heads and matrix.

  buildText() {
    const spans = this.guesses.tokens.map((piece, i) => {
      const span = tokenSpan(piece, { plain: true, press: () => this.pick({ at: i }) });
      span.classList.toggle("drawn", i >= this.stats.given);
      if (!i) span.textContent = "⏎ ";
      span.dataset.at = String(i);
      return span;
    });
    this.root.find("[data-text]").replaceChildren(...spans);
  }

  buildHeads() {
    const { heads, layers } = this.stats;
    const grid = this.root.find("[data-heads]");
    grid.style.setProperty("--heads", String(heads));
    const buttons = Array.from({ length: layers * heads }, (_, k) => {
      const layer = layers - Math.floor(k / heads); // the last on top
      const head = (k % heads) + 1;
      const title = `layer ${layer}, head ${head}`;
      const label = `${title}: ${this.habit({ layer, head })}`;
      const named = {
        type: "button",
        role: "radio",
        title,
        "aria-label": label,
        "data-layer": layer,
        "data-head": head,
      };
      const button = make("button", named, make("canvas"));
      this.root.listen(button, "click", () => this.pick({ layer, head }));
      return button;
    });
    grid.replaceChildren(...buttons);
  }

  /** @param {Pick<Choice, "layer" | "head">} of */
  habit(of) {
    const { before, first, itself } = this.heads.habits(of);
    const round = (/** @type {number} */ share) => percent(share, 0);
    return `${round(before)} on the token before, ${round(first)} on the first, ${round(itself)} on itself`;
  }

  get headButtons() {
    return this.root.all("[data-heads] > button").map((button) => {
      return { button, layer: Number(button.dataset.layer), head: Number(button.dataset.head) };
    });
  }

  drawHeads() {
    for (const { button, ...of } of this.headButtons) {
      this.heads.paint(/** @type {HTMLCanvasElement} */ (button.firstElementChild), of);
    }
  }

  drawChosen() {
    for (const { button, layer, head } of this.headButtons) {
      const here = layer === this.chosen.layer && head === this.chosen.head;
      button.setAttribute("aria-checked", String(here));
      button.tabIndex = here ? 0 : -1;
    }
    this.drawText();
    this.drawTold();
    this.drawMatrix();
    this.guesses.mark(this.root.find("[data-lens-scroll]"), this.chosen);
    this.root.find("[data-best]").replaceChildren(...this.guesses.best(this.chosen, (i) => this.name(i)));
    this.drawNumbers();
    this.drawMaths();
    this.root.tell(() => this.root.find("[data-told]").textContent ?? "", TWIN_MS);
  }

  drawText() {
    const { at } = this.chosen;
    this.root.all("[data-text] > .token").forEach((span, j) => {
      const forbidden = j > at;
      const share = forbidden ? 0 : this.heads.weight(this.chosen, at, j);
      span.style.setProperty("--look", Math.sqrt(share).toFixed(3));
      span.classList.toggle("forbidden", forbidden);
      span.classList.toggle("here", j === at);
      span.tabIndex = j === at ? 0 : -1;
      span.title = forbidden ? "the future: forbidden" : `${show(share, 3)} of the look`;
    });
  }

  drawTold() {
    const { layer, head, at } = this.chosen;
    const most = this.heads.looks(this.chosen).slice(0, 4);
    const told = most
      .filter(([share]) => share > 0.01)
      .map(([share, j]) => `${j === at ? "itself" : this.name(j)} ${show(share)}`);
    const left = this.stats.left_out;
    const more = left
      ? ` Of a longer text ${whole(left)} tokens at its beginning were left out: ${this.size - 1} are read here.`
      : "";
    const who = `Layer ${layer}, head ${head}, token ${at}, ${this.name(at)}`;
    this.root.text("[data-told]", `${who}, looks at ${told.join(", ")}.${more}`);
  }

  drawMatrix() {
    const { layer, head, at } = this.chosen;
    this.heads.draw(this.matrix, this.chosen);
    this.root.text("[data-matrix-title]", `Layer ${layer}, head ${head}`);
    const words = "row: who looks · column: at whom · hatched: the future, no weight at all · framed: ";
    this.root.text("[data-matrix-words]", words + this.name(at));
  }

  /** @param {PointerEvent} event */
  drawCell(event) {
    if (!this.film.frames.length) return;
    const { i, j } = this.place(event);
    const share = show(this.heads.weight(this.chosen, i, j), 3);
    const looks = `looks at ${i === j ? "itself" : this.name(j)}: ${share}`;
    const not = `must not look at ${this.name(j)}, which comes later`;
    this.root.text("[data-matrix-words]", `${this.name(i)} ${j > i ? not : looks}`);
  }

  // What a token costs.

  drawMeasured() {
    this.drawCosts();
    this.drawWork();
    this.drawNumbers();
    this.drawCost();
  }

  /** @param {number} cached 1 or 0 @returns {Measured[]} by length */
  measured(cached) {
    /** @type {Map<number, number[]>} */
    const found = new Map();
    for (const { stats } of this.film.frames.slice(1)) {
      if (stats.cached === cached) found.set(stats.length, [...(found.get(stats.length) ?? []), stats.ms]);
    }
    return [...found].sort((a, b) => a[0] - b[0]);
  }

  drawCosts() {
    const measured = WAYS.map(({ cached }) => this.measured(cached));
    const medians = measured.flat().map(([, times]) => median(times));
    const high = 1.25 * Math.max(1, ...medians);
    const series = WAYS.flatMap(({ name, tint }, way) => both(name, colour(tint), measured[way]));
    this.chart.draw({
      across: { low: 0, high: LONGEST, label: "tokens read before", ticks: [16, 64, 128, 192, 256] },
      up: { low: 0, high, name: (ms) => (ms ? show(ms, Number.isInteger(ms) ? 0 : 1) : "0 ms") },
      series,
    });
    const times = measured[0][0]?.[1].length ?? 0;
    const kept = this.film.status.cached ? ", from an earlier run of these settings" : "";
    this.root.text("[data-repeats]", `across: tokens read before; lines: medians of ${times}${kept}`);
  }

  // What is computed for the next token, layer by layer, with the cache and without.
  drawWork() {
    const { context, width, height } = sharp(this.root.canvas("[data-work]"));
    const { caching, layers } = this.stats;
    const n = this.size;
    const wide = (width - 2) / n;
    const half = height / 2;
    WAYS.forEach(({ cached, name, tint }, way) => {
      const top = way * half + 16;
      const high = Math.min(9, (half - 24) / layers);
      const on = Boolean(caching) === Boolean(cached);
      const fill = colour(on ? "--ink" : "--ink-quiet");
      write(context, name + (on ? ": so this text was written" : ""), [0, top - 5], { fill });
      for (let m = 0; m < layers; m++) {
        for (let i = 0; i < n; i++) {
          const fresh = !cached || i === n - 1;
          context.globalAlpha = fresh ? 0.9 : 0.22;
          context.fillStyle = colour(fresh ? tint : "--ink-quiet");
          context.fillRect(1 + i * wide, top + m * high, Math.max(1, wide - 1), high - 1.5);
        }
      }
      context.globalAlpha = 1;
    });
    const words =
      `for the token after these ${n}, a cell for each token and layer: coloured ones are computed, ` +
      `${layers} or ${whole(layers * n)}; grey ones are kept as keys and values`;
    this.root.text("[data-work-words]", words);
  }

  /** @param {number} cached @returns {number | undefined} ms of a token after the longest text */
  slowest(cached) {
    const found = this.measured(cached).find(([length]) => length === LONGEST);
    return found && median(found[1]);
  }

  drawNumbers() {
    const { root } = this;
    const { at } = this.chosen;
    const { before, distance, first, itself } = this.heads.habits(this.chosen);
    const next = this.guesses.bits(this.stats.layers, at);
    root.number("before", percent(before, 0), { share: before, small: "mean over all tokens" });
    root.number("first", percent(first, 0), { share: first, small: "where heads park that find nothing" });
    root.number("itself", percent(itself, 0), { share: itself });
    root.number("distance", show(distance, 1), { small: "mean, weighted" });
    const after = next === undefined ? "nothing comes after it" : `${this.name(at + 1)}, by the last layer`;
    root.number("bits", show(next, 1), { small: after });
    const [fast, slow] = [this.slowest(1), this.slowest(0)];
    const times = fast && slow ? `after 256 tokens: ${show(slow / fast, 1)} times as much` : "";
    root.number("with", show(fast, 1), { small: "after 256 tokens, median" });
    root.number("without", show(slow, 1), { small: times });
  }

  drawMaths() {
    const { root } = this;
    const { cache_bytes, heads, layers, width } = this.stats;
    const { at } = this.chosen;
    const looks = this.heads.looks(this.chosen);
    const [largest, where] = looks[0];
    const sum = looks.reduce((total, [share]) => total + share, 0);
    const weights = `${at + 1} weights, sum ${show(sum, 3)}, largest ${show(largest, 3)} at j = ${where}`;
    const later = `${this.size - 1 - at} later ones are forbidden`;
    root.maths("attention", `i = ${at}, d = ${width / heads}: ${weights}; ${later}`);
    this.drawLensMaths();
    const kept = `${whole(cache_bytes)} bytes a token, ${whole((cache_bytes * LONGEST) / 1024)} kB for ${LONGEST}`;
    root.maths("cache", `2 · ${layers} · ${width} · 4 = ${kept}`);
  }

  drawLensMaths() {
    const { at } = this.chosen;
    const { layers } = this.stats;
    const costs = Array.from({ length: layers + 1 }, (_, m) => this.guesses.bits(m, at));
    const last = costs[layers];
    if (last === undefined) {
      this.root.maths("lens", "nothing comes after the last token");
      return this.root.maths("bits", "–");
    }
    const shares = costs.map((bits) => show(2 ** -(bits ?? 0), 3));
    this.root.maths("lens", `p of ${this.name(at + 1)} for m = 0 to ${layers}: ${shares.join(", ")}`);
    this.root.maths("bits", `−log₂ ${show(2 ** -last, 4)} = ${show(last)} bits`);
  }

  drawCost() {
    const { apart, caching, given, ms, parameters } = this.stats;
    const gap = Math.max(0, ...this.film.frames.slice(1).map(({ stats }) => stats.apart));
    const differ = (/** @type {number} */ most) => `differ by at most ${most.toExponential(0)}`;
    this.root.costs([
      ["parameters", whole(parameters)],
      ["network calls for attention and lens", "1"],
      [
        `each token it added${caching ? ", with the cache" : ", without the cache"}`,
        this.size > given ? `${show(ms, 1)} ms` : "–",
      ],
      ["logits, opened against usual path", differ(apart)],
      ["logits, cache on against off", differ(gap)],
      ["requests while you look around", "0"],
    ]);
  }
}

/**
 * Every measurement as a dot, and the line of the medians.
 * @param {string} name
 * @param {string} ink
 * @param {Measured[]} measured
 * @returns {Series[]}
 */
function both(name, ink, measured) {
  const all = measured.flatMap(([n, times]) => times.map((ms) => /** @type {[number, number]} */ ([n, ms])));
  return [
    { points: all, colour: ink, dots: 2, scattered: true },
    { name, points: measured.map(([n, times]) => [n, median(times)]), colour: ink, width: 2 },
  ];
}

/** @param {number} value @param {number} low @param {number} high */
function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}
