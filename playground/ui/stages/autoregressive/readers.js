// Three networks before one sentence: a blank is moved, and all that they say of it is here already.

import { find, make, setText } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { show } from "../lib/format.js";
import { sharp } from "../lib/paint.js";
import { colour } from "../lib/theme.js";
import { joined, pieces, tokenSpan } from "./tokens.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("../lib/decode.js").Decoded} Decoded */
/** @typedef {import("../lib/decode.js").Numbers} Numbers */
/** @typedef {import("./tokens.js").Piece} Piece */
/** @typedef {import("./readers.shown").Frame} Frame */

/** @typedef {"gpt" | "bert" | "t5"} Name of a reader */
/** @typedef {"restore" | "shorten"} Task of the translator */
/** @typedef {"read" | "unseen" | "blank"} State of a token */
/** @typedef {{ i: number, j: number }} Cell of a mask: its row and column */

/**
 * What one network says: its guesses (`tops`, with their probabilities `p`, `width` a place), the probability of what
 * stands there (`own`), and how much each state changes with each token (`reads`).
 * @typedef {{ tops: Piece[], width: number, p: Numbers, own: Numbers, reads: Decoded }} Said
 */
/** @typedef {Said & { source: Piece[], written: Piece[] }} Answer */

/**
 * @typedef {object} Line
 * @property {(place: number) => State} state
 * @property {Numbers} [own] the probability of each token, the first of them at `from`
 * @property {number} [from]
 * @property {(place: number) => void} [press]
 */

const NAMES = /** @type {Name[]} */ (["gpt", "bert", "t5"]);
const END = "<end>";
const START = { text: "", shown: "start", bytes: new Uint8Array() };
const BEHIND = { text: "", shown: "next", bytes: new Uint8Array() };
const MASKS = {
  gpt: "causal: a triangle",
  bert: "full: a square",
  t5: "full over the source; causal over the answer, which also reads the whole source",
};
const LABELS = {
  gpt: "causal mask: each place reads itself and those left of it",
  bert: "full mask: each place reads all",
  t5: "the source reads all of itself; each place of the answer reads the whole source and what was written before it",
};

/** @param {Root} root */
export function mount(root) {
  return new Readers(root);
}

class Readers {
  /** @type {Film<Frame>} */
  film = new Film();
  at = 1; // the blank of writer and reader
  step = 0; // the token of the answer that is looked at
  /** @type {Task} */
  task = "restore";
  /** @type {Partial<Record<Name, Cell>>} */
  hovered = {};
  seen = ""; // what was read: run and number of frames
  /** @type {Piece[]} */
  tokens = [];
  /** @type {Record<string, Said>} */
  said = {};
  /** @type {Record<string, Answer>} */
  answers = {};

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    for (const button of root.all("[data-task]")) {
      root.listen(button, "click", () => this.choose(/** @type {Task} */ (button.dataset.task)));
    }
    for (const name of NAMES) {
      const canvas = this.mask(name);
      root.listen(canvas, "pointermove", (event) => this.hover(name, event));
      root.listen(canvas, "pointerleave", () => this.hover(name));
    }
    root.keys({ ArrowLeft: (event) => this.walk(event, -1), ArrowRight: (event) => this.walk(event, 1) });
  }

  take() {
    const { film } = this;
    const seen = film.run + film.frames.length;
    if (!film.frames.length || this.seen === seen) return;
    this.seen = seen;
    this.read();
    this.drawCosts();
    this.drawAll();
  }

  /** @param {string} line */
  status(line) {
    const left = this.film.frames[0]?.stats.left_out;
    return line || !left ? line : `Only the first tokens are read; ${left} are left out.`;
  }

  draw() {
    for (const name of NAMES) this.drawMask(name);
  }

  read() {
    const { film } = this;
    const i = film.frames.length - 1;
    this.tokens = pieces(film, i, "tokens");
    this.said = { gpt: said(film, i, "gpt"), bert: said(film, i, "bert") };
    this.answers = { restore: answer(film, i, "restore"), shorten: answer(film, i, "shorten") };
    const third = Math.max(1, Math.round(this.tokens.length / 3));
    this.at = Math.max(1, Math.min(third, this.tokens.length - 1));
    this.step = 0;
  }

  get stats() {
    return this.film.last.stats;
  }

  get answer() {
    return this.answers[this.task];
  }

  /** @param {Name} name */
  of(name) {
    return name === "t5" ? this.answer : this.said[name];
  }

  /** The place behind the text. */
  get behind() {
    return this.tokens.length;
  }

  /** @param {Name} name @param {string} selector */
  find(name, selector) {
    return find(this.root.find(`[data-reader=${name}]`), selector);
  }

  /** @param {Name} name */
  mask(name) {
    return /** @type {HTMLCanvasElement} */ (this.find(name, "[data-mask]"));
  }

  // Choosing.

  /** @param {Task} task */
  choose(task) {
    this.task = task;
    this.step = 0;
    this.hovered = {};
    if (this.film.frames.length) this.drawAll();
  }

  /** @param {KeyboardEvent} event @param {number} by */
  walk({ target }, by) {
    if (!this.film.frames.length) return;
    const holds = (/** @type {Name} */ name) =>
      target instanceof Node && this.root.find(`[data-reader=${name}]`).contains(target);
    const name = NAMES.find((one) => one !== "gpt" && holds(one)) ?? "gpt";
    this.move(name, (name === "t5" ? this.step : this.at) + by);
  }

  // A line is drawn anew when its blank moves; who had the line in hand keeps hold of the blank.
  /** @param {Name} name @param {number} to */
  move(name, to) {
    if (name === "t5") this.step = Math.max(0, Math.min(this.answer.written.length - 1, to));
    else this.at = Math.max(1, Math.min(this.behind, to));
    this.drawAll();
    this.find(name, "[data-strip] .blank").focus();
  }

  /** @param {Name} name @param {PointerEvent} [event] none when the pointer has left */
  hover(name, event) {
    if (!this.film.frames.length) return;
    const { clientHeight, clientWidth } = this.mask(name);
    const n = this.of(name).reads.shape[0];
    const place = (/** @type {number} */ share) => Math.max(0, Math.min(n - 1, Math.floor(share * n)));
    if (event) this.hovered[name] = { i: place(event.offsetY / clientHeight), j: place(event.offsetX / clientWidth) };
    else delete this.hovered[name];
    this.drawCell(name);
  }

  // Drawing.

  drawAll() {
    this.drawBlank();
    this.drawAnswer();
    for (const name of NAMES) {
      this.drawMask(name);
      this.drawCell(name);
    }
    this.drawNumbers();
    this.drawMaths();
    this.root.text(".twin", this.twin());
  }

  twin() {
    const asked = (/** @type {Name} */ name) => this.find(name, "[data-asked]").textContent;
    const written = joined(this.answer.written.filter(({ text }) => text !== END));
    return `Writer: ${asked("gpt")}. Reader: ${asked("bert")}. Translator wrote: ${written}`;
  }

  drawBlank() {
    const { at, behind, root, said, tokens } = this;
    for (const name of /** @type {Name[]} */ (["gpt", "bert"])) {
      const { own } = said[name];
      const state = (/** @type {number} */ k) => {
        if (k === at) return "blank";
        return k === behind || (name === "gpt" && k > at) ? "unseen" : "read";
      };
      drawLine(this.find(name, "[data-strip]"), [...tokens, BEHIND], {
        state,
        own,
        from: 1,
        press: (k) => this.move(name, k),
      });
      this.drawTops(name, at - 1, tokens[at]);
      const p = at < behind ? own[at - 1] : null;
      const from = name === "gpt" ? `the ${at} to the left` : `all ${at < behind ? behind - 1 : behind} others`;
      const what =
        p === null ? "nothing stands there yet" : `${quoted(tokens[at])} has ${percent(p)}, ${show(bits(p), 1)} bits`;
      setText(this.find(name, "[data-asked]"), `From ${from}: ${what}`);
      const small = p === null ? "the place behind the text" : `${show(bits(p))} bits · ${quoted(tokens[at])}`;
      root.number(name, p === null ? "–" : percent(p), { share: p ?? 0, small });
    }
  }

  drawAnswer() {
    const { step, task } = this;
    const { own, source, written } = this.answer;
    const state = (/** @type {number} */ k) => {
      if (k === step) return "blank";
      return k > step ? "unseen" : "read";
    };
    drawLine(this.find("t5", "[data-source]"), source, { state: () => "read" });
    drawLine(this.find("t5", "[data-strip]"), written, { state, own, press: (k) => this.move("t5", k) });
    this.drawTops("t5", step, written[step]);
    const before = step ? `the ${step} written before` : "nothing written yet";
    const what = `${quoted(written[step])} had ${percent(own[step])}`;
    const words = `Token ${step + 1} of ${written.length}, from the source and ${before}: ${what}`;
    setText(this.find("t5", "[data-asked]"), words);
    for (const button of this.root.all("[data-task]")) {
      button.setAttribute("aria-checked", String(button.dataset.task === task));
    }
  }

  /** @param {Name} name @param {number} row @param {Piece | undefined} truth what really stands there */
  drawTops(name, row, truth) {
    const { p, tops, width } = this.of(name);
    const items = Array.from({ length: width }, (_, k) => {
      const share = p[row * width + k];
      const { shown } = tops[row * width + k];
      const bar = make("i");
      bar.style.width = `${100 * share}%`;
      const item = make("li", {}, make("span", {}, shown), make("output", {}, percent(share)), bar);
      item.classList.toggle("true", shown === truth?.shown);
      return item;
    });
    this.find(name, "[data-tops]").replaceChildren(...items);
  }

  /** @param {Name} name */
  drawMask(name) {
    const { reads } = this.of(name);
    const [n] = reads.shape;
    const source = name === "t5" ? this.answer.source.length : 0;
    const { context, width } = sharp(this.mask(name));
    const side = width / n;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const box = /** @type {const} */ ([j * side, i * side, side + 0.5, side + 0.5]);
        context.fillStyle = colour("--wash");
        if (may(name, i, j, source)) context.fillRect(...box);
        const change = reads.data[i * n + j];
        if (!change) continue;
        context.globalAlpha = 0.08 + 0.92 * Math.sqrt(change);
        context.fillStyle = colour("--accent");
        context.fillRect(...box);
        context.globalAlpha = 1;
      }
    }
    context.fillStyle = colour("--paper");
    if (source) context.fillRect(source * side - 1, 0, 2, width);
    if (source) context.fillRect(0, source * side - 1, width, 2);
    const row = { gpt: this.at - 1, bert: this.at, t5: source + this.step }[name];
    context.strokeStyle = colour("--generated");
    context.lineWidth = 1.5;
    if (row < n) context.strokeRect(0.75, row * side, width - 1.5, side);
    this.mask(name).setAttribute("aria-label", LABELS[name]);
  }

  /** @param {Name} name */
  drawCell(name) {
    const caption = this.find(name, "[data-cell]");
    const over = this.hovered[name];
    if (!over) return setText(caption, MASKS[name]);
    const { data, shape } = this.of(name).reads;
    const { source, written } = this.answer;
    const all = name === "t5" ? [...source, START, ...written.slice(0, -1)] : this.tokens;
    const change = data[over.i * shape[0] + over.j];
    const how = change ? `changes by ${show(change, change < 0.01 ? 4 : 2)}` : "does not change at all";
    setText(caption, `the state at ${quoted(all[over.i])} ${how} when ${quoted(all[over.j])} is another token`);
  }

  drawNumbers() {
    const { root, said, stats } = this;
    const all = said.gpt.own.length;
    const better = said.gpt.own.filter((p, k) => said.bert.own[k] > p).length;
    const small = "where the reader gives what stands there more than the writer does";
    root.number("sides", `${better} of ${all}`, { small });
    const share = stats.agreement_restored;
    if (share === undefined) {
      return root.number("restored", "–", { small: "switch the damage on, and the right answer is known" });
    }
    const given = `the damaged sentence itself: ${percent(stats.agreement_given)} (dash)`;
    root.number("restored", percent(share), { share, small: given, mark: stats.agreement_given });
  }

  drawMaths() {
    const { answer, at, behind, root, said, stats, task } = this;
    const { length } = said.gpt.own;
    const here = at < behind ? `at the blank ${show(said.bert.own[at - 1], 4)}` : "behind the text nothing is known";
    const no = "no likelihood of the sentence: each factor peeks at the others";
    const answered = `${show(stats[`nats_${task}`])} nats over ${answer.written.length} tokens, “${task}: ”`;
    root.maths("gpt", `−ln p(x) = ${show(nats(said.gpt.own))} nats over ${length} tokens, exact`);
    root.maths("bert", `${here}; −ln of all ${length} multiplied: ${show(nats(said.bert.own))}, ${no}`);
    root.maths("t5", `−ln p(y | x) = ${answered}`);
    root.maths("shade", `writer, row of the blank: ${at} of ${behind} columns may be read`);
  }

  drawCosts() {
    const { calls, ms, parameters_bert, parameters_gpt, parameters_t5 } = this.stats;
    const million = (/** @type {number} */ count) => `${show(count / 1e6)} million`;
    this.root.costs([
      ["writer’s parameters", million(parameters_gpt)],
      ["reader’s", million(parameters_bert)],
      ["translator’s", million(parameters_t5)],
      ["rows through a network", String(calls)],
      ["together", `${show(ms, 0)} ms`],
      ["requests while you blank", "0"],
    ]);
  }
}

/** @param {Film<Frame>} film @param {number} i @param {"gpt" | "bert" | Task} name @returns {Said} */
function said(film, i, name) {
  const { data, shape } = film.must(i, `${name}_p`);
  const own = film.must(i, `${name}_own`).data;
  return { tops: pieces(film, i, `${name}_tops`), width: shape[1], p: data, own, reads: film.must(i, `${name}_reads`) };
}

/** @param {Film<Frame>} film @param {number} i @param {Task} task @returns {Answer} */
function answer(film, i, task) {
  const source = pieces(film, i, `${task}_source`);
  return { ...said(film, i, task), source, written: pieces(film, i, `${task}_written`) };
}

/**
 * A line of tokens.
 * @param {HTMLElement} parent
 * @param {Piece[]} tokens
 * @param {Line} line
 */
function drawLine(parent, tokens, { state, own, from = 0, press }) {
  const spans = tokens.map((piece, k) => {
    const now = state(k);
    const p = own?.[k - from];
    const known = p === undefined ? undefined : bits(p);
    const span = tokenSpan(piece, {
      plain: true,
      bits: now === "blank" ? undefined : known,
      title: known === undefined ? undefined : `${show(known, 1)} bits`,
      press: press && k >= from ? () => press(k) : undefined,
    });
    span.classList.add(now);
    span.dataset.k = String(k);
    if (now === "blank") span.setAttribute("aria-pressed", "true");
    if (press) span.tabIndex = now === "blank" ? 0 : -1;
    return span;
  });
  parent.replaceChildren(...spans);
}

/**
 * Whether the mask allows row i to look at column j.
 * @param {Name} name
 * @param {number} i
 * @param {number} j
 * @param {number} m how long the source is
 */
function may(name, i, j, m) {
  if (name === "bert") return true;
  if (name === "gpt") return j <= i;
  return i < m ? j < m : j < m || j <= i;
}

/** @param {number} p */
function percent(p) {
  const text = p > 0.9995 ? "> 99.9" : p < 0.0005 ? "< 0.1" : show(100 * p, p < 0.1 ? 1 : 0);
  return `${text}\u00a0%`;
}

/** @param {Piece} piece */
function quoted({ shown }) {
  return `“${shown}”`;
}

/** @param {number} p */
function bits(p) {
  return -Math.log2(Math.max(p, 1e-30));
}

/** @param {Numbers} own */
function nats(own) {
  return Array.from(own).reduce((total, p) => total - Math.log(Math.max(p, 1e-30)), 0);
}
