// A character model that trains live. The server sends samples, expectations and numbers; which row of the prompt is
// looked at, and which moment, is decided here.

import { Board } from "../lib/board.js";
import { Chart } from "../lib/chart.js";
import { make } from "../lib/dom.js";
import { show, whole } from "../lib/format.js";
import { History } from "../lib/history.js";
import { page } from "../lib/page.js";
import { sharp } from "../lib/paint.js";
import { Terms } from "../lib/terms.js";
import { colour } from "../lib/theme.js";
import { Transport } from "../lib/transport.js";
import { pieces, tokenSpan } from "./tokens.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./learn.shown").Frame} Frame */
/** @typedef {Frame["stats"]} Stats */
/** @typedef {import("./tokens.js").Piece} Piece */
/** @typedef {"unigram" | "bigram" | "trigram" | "fourgram"} Line what merely counts */
/** @typedef {"train" | "held"} Curve */
/** @typedef {{ name: Line | "start", at: number, step: number }} Passed `at`: of the frame that shows it */

const LINES = /** @type {Line[]} */ (["unigram", "bigram", "trigram", "fourgram"]);
const COUNTED = { unigram: "single letters", bigram: "pairs", trigram: "triples", fourgram: "fours" };
const CURVES = /** @type {Curve[]} */ (["train", "held"]);
const WRITTEN = 120; // characters of a sample
const SHORTEST = 300; // characters of an own text
const EXCERPT = 64; // characters of a sample on the way
const SHOWN = 7; // bars of the chosen row
const BESIDE = 92; // pixels for the names of the lines
const LEAST_MS = 200; // between two drawings
const [LEFT, TOP, ROW] = [22, 16, 17]; // pixels of the expectations
const TYPED = "11px ui-monospace, Menlo, Consolas, monospace";

/** @param {Root} root */
export function mount(root) {
  return new Learn(root);
}

class Learn {
  /** @type {History<Frame>} */
  film = new History();
  chosen = -1; // row of the prompt; −1 for the last
  written = ""; // which sample stands there
  passed = ""; // which lines are told of
  /** @type {Frame | null} */
  newest = null; // frame that is drawn
  stood = ""; // how the training stood then
  last = 0; // when it was drawn
  took = 0; // ms until that was on the screen
  /** @type {Map<string, { key: string, pieces: Piece[] }>} */
  known = new Map(); // pieces of the frame that is drawn, by name

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.board = new Board(root, this.film);
    this.chart = new Chart(root, root.canvas("[data-curves]"));
    this.terms = new Terms(root);
    this.heat = root.canvas("[data-heat]");
    this.transport = new Transport(root, this.film, {
      draw: (i) => this.drawMoment(i),
      say: (i) => this.twin(i),
    });
    const point = (/** @type {PointerEvent} */ event) => this.point(event);
    root.listen(this.heat, "pointermove", point);
    root.listen(this.heat, "pointerdown", point);
    root.keys({ n: () => this.step(1), p: () => this.step(-1) });
  }

  /** @param {any} _ @param {boolean} fresh */
  take(_, fresh) {
    const { board, film, transport } = this;
    if (fresh) {
      this.chosen = -1;
      this.written = this.passed = "";
    }
    if (!film.frames.length) return;
    const { ended, playing, sharing } = film.status;
    const stands = [playing, ended, sharing].join();
    const news = film.last !== this.newest || stands !== this.stood; // the server reports twice a second, news or not
    if (fresh || news) transport.grown(fresh);
    this.newest = film.last;
    this.stood = stands;
    page().recorded(board.engine, film.changes, fresh);
  }

  status() {
    const { film } = this;
    if (!film.frames.length) return "";
    const own = String(this.board.settings.own || "");
    if (!film.last.stats.short || film.status.ended) return this.board.status();
    const has = `Your own text has ${whole([...own].length)} characters and needs ${SHORTEST}`;
    return `${has}: paste more. Until then the run keeps the text it had.`;
  }

  draw() {
    this.last = 0;
    this.transport.refresh();
  }

  /** @param {number} i */
  twin(i) {
    const { held, train } = this.stats(i);
    const sample = this.signs(i, "sample").map(({ text }) => text);
    const costs = `held-out part ${show(held)} bits per character, training part ${show(train)}`;
    return `Iteration ${this.film.frames[i].step}: ${costs}. It writes: ${sample.join("")}`;
  }

  // What has come.

  /** @param {number} i */
  stats(i) {
    return this.film.frames[i].stats;
  }

  /** @param {number} i @param {"prompt" | "sample" | "letters"} name */
  signs(i, name) {
    const key = [this.film.run, this.film.frames[i].step, name].join("|");
    const known = this.known.get(name);
    if (known?.key === key) return known.pieces;
    const found = pieces(this.film, i, name);
    this.known.set(name, { key, pieces: found });
    return found;
  }

  /** The moment that is looked at. */
  get shown() {
    return Math.min(this.transport.shown, this.transport.last);
  }

  /** @param {number} i */
  row(i) {
    const last = this.signs(i, "prompt").length - 1;
    return this.chosen < 0 ? last : Math.min(this.chosen, last);
  }

  // Choosing a row.

  /** @param {number} by */
  step(by) {
    if (this.film.frames.length) this.choose(this.row(this.shown) + by);
  }

  /** @param {number} to */
  choose(to) {
    const i = this.shown;
    const { length } = this.signs(i, "prompt");
    this.chosen = (to + length) % length;
    this.drawHeat(i);
    this.drawRow(i);
    this.drawTerms(i);
  }

  /** @param {PointerEvent} event */
  point({ offsetY }) {
    if (!this.film.frames.length) return;
    const at = Math.floor((offsetY - TOP) / ROW);
    const there = at >= 0 && at < this.signs(this.shown, "prompt").length;
    if (there && at !== this.chosen) this.choose(at);
  }

  // Drawing.

  /** @param {number} i */
  drawMoment(i) {
    const now = performance.now();
    const following = this.film.status.playing && this.transport.live;
    if (following && now - this.last < Math.max(LEAST_MS, 3 * this.took)) return;
    this.last = now;
    const done = () => (this.took = Math.min(2000, performance.now() - now));
    this.root.frame(() => this.root.later("drawn", 0, done)); // until it is on the screen
    this.drawHeat(i); // canvases first: what is written after them has the page laid out only once
    this.drawCurves(i);
    this.drawSample(i);
    this.drawNumbers(i);
    this.drawRow(i);
    this.drawTerms(i);
    this.drawNotes(i);
    this.drawPassed();
    this.root.find("[data-before-key]").hidden = !this.film.before;
    this.drawCost(i);
  }

  /** @param {number} i */
  drawSample(i) {
    const { film, root } = this;
    const { changed, sample_step, temperature } = this.stats(i);
    const prompt = this.signs(i, "prompt");
    const when = `at iteration ${whole(sample_step)}`;
    root.text("[data-sample-words]", `from the prompt, one character after another, ${when} · tint: its own surprise`);
    const asked = prompt.map(({ shown }) => shown).join("");
    const key = [film.run, sample_step, temperature, changed, asked].join("|");
    if (key === this.written) return;
    this.written = key;
    const bits = film.must(i, "sample_bits").data;
    const begun = prompt.map((one) => tokenSpan(one, { plain: true }));
    for (const span of begun) span.classList.add("asked");
    const drawn = this.signs(i, "sample").map((one, k) => tokenSpan(one, { plain: true, bits: bits[k] }));
    root.find("[data-sample]").replaceChildren(...begun, ...drawn);
  }

  // The curves, and the levels of what merely counts.
  /** @param {number} i */
  drawCurves(i) {
    const { before, frames, last } = this.film;
    const { blind } = last.stats;
    const quiet = colour("--ink-quiet");
    const names = /** @type {[name: Line | "blind", words: string][]} */ ([
      ["blind", "guessing"],
      ...LINES.map((name) => [name, named(name)]),
    ]);
    const levels = names.map(([name, words]) => {
      const value = last.stats[name];
      return { value, label: `${words} ${show(value)}`, colour: quiet, dash: [1, 4] };
    });
    const all = [...frames, ...(before ?? [])].flatMap(({ stats }) => [stats.train, stats.held]);
    const values = [...all.filter(Number.isFinite), ...levels.map(({ value }) => value)];
    const most = values.reduce((a, b) => Math.max(a, b), 0);
    const least = values.reduce((a, b) => Math.min(a, b), Infinity);
    const changes = frames.filter(({ stats }) => stats.changed !== undefined);
    this.chart.draw({
      across: { low: 0, high: Math.max(1, last.step, before?.at(-1)?.step ?? 0), label: "iterations" },
      up: { low: Math.max(0, least - 0.3), high: Math.min(1.04 * most, 1.6 * blind + 1) },
      levels,
      beside: BESIDE,
      uprights: changes.map(({ step, stats }) => {
        return { value: step, colour: colour("--rule"), dash: stats.changed === 2 ? [] : [2, 3] };
      }),
      series: [
        ...(before
          ? CURVES.map((name) => ({ ...this.curve(name, before), colour: quiet, width: 0.7, dash: [1, 2] }))
          : []),
        { ...this.curve("train"), name: "part it trains on", colour: colour("--series-a"), width: 1.8 },
        { ...this.curve("held"), name: "held-out part", colour: colour("--generated"), width: 2.2 },
      ],
      at: frames[i].step,
    });
  }

  // Not every frame was measured anew: what only repeats is no point.
  /** @param {Curve} name @param {Pick<Frame, "step" | "stats">[]} [frames] */
  curve(name, frames) {
    const all = this.film.series(name, frames);
    const points = all.filter(([, bits], k) => !k || k === all.length - 1 || bits !== all[k - 1][1]);
    return { points };
  }

  // p of each letter after each sign of the prompt, given all signs before it that the context holds.
  /** @param {number} i */
  drawHeat(i) {
    const { data, shape } = this.film.must(i, "heat");
    const [rows, columns] = shape;
    const height = `${TOP + rows * ROW}px`;
    if (this.heat.style.height !== height) this.heat.style.height = height;
    const { context, width } = sharp(this.heat);
    const wide = (width - LEFT) / columns;
    const prompt = this.signs(i, "prompt");
    const letters = this.signs(i, "letters");
    const here = this.row(i);
    context.font = TYPED;
    context.textAlign = "center";
    context.fillStyle = colour("--ink-quiet");
    letters.forEach((letter, k) => context.fillText(short(letter), LEFT + (k + 0.5) * wide, 11));
    for (let r = 0; r < rows; r++) {
      const y = TOP + r * ROW;
      context.fillStyle = colour(r === here ? "--accent" : "--ink");
      context.fillText(short(prompt[r]), 9, y + 12.5);
      context.fillStyle = colour("--generated");
      for (let k = 0; k < columns; k++) {
        context.globalAlpha = Math.sqrt(data[r * columns + k]);
        context.fillRect(LEFT + k * wide, y, wide + 0.3, 16);
      }
      context.globalAlpha = 1;
      const next = letters.findIndex(({ shown }) => shown === prompt[r + 1]?.shown);
      if (next >= 0) frameBox(context, [LEFT + next * wide + 0.5, y + 0.5, wide - 1, 15], "--ink-quiet", 1);
    }
    frameBox(context, [LEFT - 0.5, TOP + here * ROW - 0.5, width - LEFT, ROW], "--accent", 1.5);
  }

  // The chosen row beside the bigram that was counted.
  /** @param {number} i */
  drawRow(i) {
    const { film, root } = this;
    const { data, shape } = film.must(i, "heat");
    const counted = film.must(i, "counted").data;
    const from = this.row(i) * shape[1];
    const letters = this.signs(i, "letters");
    const all = letters.map((letter, k) => ({ letter, p: data[from + k], q: counted[from + k] }));
    const best = all.sort((a, b) => b.p - a.p).slice(0, SHOWN);
    const end = this.row(i) + 1;
    const before = this.signs(i, "prompt").slice(Math.max(0, end - this.stats(i).context), end);
    const read = before.map(({ shown }) => shown).join("");
    root.text("[data-row-words]", `after “${read}”: the network, and beneath it the pairs that were counted`);
    root.find("[data-bars]").replaceChildren(...best.map(({ letter, p, q }) => pair(letter, p, q)));
  }

  /** @returns {Passed[]} the first moments at which the held-out curve lay under each line */
  passes() {
    const { frames } = this.film;
    /** @type {Passed[]} */
    const passes = [{ name: "start", at: 0, step: 0 }];
    for (const name of LINES) {
      const below = frames.find(({ stats }) => stats.held < stats[name]);
      if (!below) continue;
      // The sample may have been written a little later.
      const at = frames.findIndex(({ stats }) => stats.sample_step >= below.step);
      if (at >= 0) passes.push({ name, at, step: below.step });
    }
    return passes;
  }

  drawPassed() {
    const { film, root, transport } = this;
    const passes = this.passes();
    const key = film.run + passes.map(({ name, step }) => name + step).join();
    if (key === this.passed) return;
    this.passed = key;
    const buttons = passes.map(({ name, at, step }) => {
      const then = film.frames[at].step;
      const when = `${name === "start" ? "at the start" : COUNTED[name]}, ${whole(step)}`;
      const sample = this.signs(at, "sample").slice(0, EXCERPT).map(readable).join("");
      const button = make("button", { type: "button" }, make("b", {}, when), make("span", {}, sample));
      root.listen(button, "click", () => transport.go(film.frames.findIndex((frame) => frame.step >= then)));
      return button;
    });
    root.find("[data-passed]").replaceChildren(...buttons);
  }

  /** @param {number} i */
  drawNumbers(i) {
    const { board } = this;
    const stats = this.stats(i);
    const { copied, held, held_signs, ms, seconds, tokens, train, train_signs } = stats;
    const best = show(Math.min(...LINES.map((name) => stats[name])));
    const rote = `${show(held - train)} under the held-out part: learnt by rote`;
    board.number("held", show(held), { small: `best n-gram: ${best}; of ${whole(held_signs)} signs` });
    board.number("train", show(train), { small: held - train > 0.3 ? rote : `of ${whole(train_signs)} signs` });
    board.number("line", under(stats), { small: "on the held-out part" });
    const stretch = "longest stretch of the sample that stands in the training part";
    board.number("copied", `${whole(copied)} signs`, { small: stretch });
    const parallel = ms ? (1000 * tokens) / ms : undefined;
    const serial = WRITTEN / seconds;
    const at = parallel === undefined ? "–" : `${whole(parallel)} /s`;
    board.number("parallel", at, { small: `characters, ${whole(tokens)} at once, gradient included` });
    const times = parallel === undefined ? "" : `: training is ${show(parallel / serial, 0)} times as fast`;
    board.number("serial", `${whole(serial)} /s`, { small: `characters, one by one${times}` });
    board.speed();
    const old = this.film.before?.at(-1)?.stats;
    if (old) for (const name of CURVES) board.before(name, show(old[name]));
  }

  /** @param {number} i */
  drawTerms(i) {
    const { loss, ms, rate, seconds, temperature, tokens } = this.stats(i);
    const { data, shape } = this.film.must(i, "heat");
    const from = this.row(i) * shape[1];
    const shares = Array.from(data.subarray(from, from + shape[1]));
    const most = Math.max(...shares);
    const likeliest = this.signs(i, "letters")[shares.indexOf(most)].shown;
    const batch = `last batch: ${show(loss)} bits a sign, mean of ${whole(tokens)}`;
    this.terms.numbers({
      predict: `likeliest after the chosen row: “${likeliest}”, ${show(most)}`,
      surprise: loss === undefined ? "no batch yet" : batch,
      descent: `η = ${rate}${ms ? `, ${show(ms, 1)} ms a step` : ""}`,
      draw: `T = ${temperature}, ${show((1000 * seconds) / WRITTEN)} ms a character`,
    });
  }

  /** @param {number} i */
  drawNotes(i) {
    const { bytewise, unknown } = this.stats(i);
    const many = "The text has more than 256 different characters, so it is read as UTF-8 bytes";
    const notes = [
      bytewise ? `${many}; bits are still per character.` : "",
      unknown ? "The text has none of the prompt’s signs: its own beginning is the prompt." : "",
    ];
    this.root.text("[data-notes]", notes.filter(Boolean).join(" "));
  }

  /** @param {number} i */
  drawCost(i) {
    const { parameters, signs, tokens } = this.stats(i);
    this.board.cost([
      ["parameters", whole(parameters)],
      ["different signs", whole(signs)],
      ["network calls a step", `1, for ${whole(tokens)} signs`],
      ["network calls a sample", whole(WRITTEN + this.signs(i, "prompt").length)],
    ]);
  }
}

/**
 * The lowest line that the held-out curve lies under.
 * @param {Stats} stats
 */
function under(stats) {
  const line = LINES.findLast((name) => stats.held < stats[name]);
  if (line) return named(line);
  return stats.held < stats.blind ? "guessing" : "none yet";
}

/** @param {Line} line */
function named(line) {
  return line === "fourgram" ? "4-gram" : line;
}

/** @param {Piece} piece */
function short({ shown }) {
  return shown.length > 2 ? "·" : shown;
}

/** @param {Piece} piece one sign, as it is read in a line of text */
function readable({ text, shown }) {
  return text && !/[\n\t]/.test(text) && shown.length < 2 ? text : shown;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {[x: number, y: number, width: number, height: number]} box
 * @param {string} name of the colour
 * @param {number} width
 */
function frameBox(context, box, name, width) {
  context.strokeStyle = colour(name);
  context.lineWidth = width;
  context.strokeRect(...box);
}

// A letter's probability to the network, and that of the counted pair beneath.
/** @param {Piece} letter @param {number} p @param {number} q */
function pair(letter, p, q) {
  const lane = (/** @type {string} */ name, /** @type {number} */ share) => {
    const bar = make("i", { class: name });
    bar.style.width = `${100 * share}%`;
    return bar;
  };
  const lanes = make("span", {}, lane("net", p), lane("counted", q));
  return make("div", { class: "pair" }, tokenSpan(letter), lanes, make("output", {}, `${show(p)} · ${show(q)}`));
}
