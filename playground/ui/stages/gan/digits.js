// The duel on digits. The server sends pictures, verdicts and D's advice; which forgery is looked at is decided here.

import { Board } from "../lib/board.js";
import { Courses } from "../lib/courses.js";
import { find, findCanvas, setText } from "../lib/dom.js";
import { percent, show, whole } from "../lib/format.js";
import { History } from "../lib/history.js";
import { keys } from "../lib/keys.js";
import { live } from "../lib/live.js";
import { paint, sharp } from "../lib/paint.js";
import { colour } from "../lib/theme.js";
import { Transport } from "../lib/transport.js";
import { balance, lossOf, tellLosses } from "./losses.js";

/** @typedef {import("../lib/courses.js").Course} Course */
/** @typedef {import("../lib/decode.js").Decoded} Decoded */
/** @typedef {import("../lib/decode.js").Numbers} Numbers */
/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./digits.shown").Frame} Frame */
/** @typedef {Record<string, number>} Stats */

const SIDE = 8; // pixels of a picture in a row
const SHAPE = [SIDE, SIDE];
const CELLS = SIDE * SIDE;
const COLUMNS = 6; // of forgeries
const DARKER = [230, 75, 53];
const BRIGHTER = [70, 150, 255];
const SIGNED = 0.25; // from this strength on, a pixel has a sign
const REST_MS = 80; // between two drawings while it trains
const NEXT = ["next: D’s advice", "next: what G’s step changes", "next: the forgery after it", "next iteration"];

/** @param {Root} root */
export function mount(root) {
  const { history, board, transport, began } = new Digits(root);
  return live({ history, board, transport, began });
}

class Digits {
  /** @type {History<Frame>} */
  history = new History();
  chosen = 0; // the forgery that is looked at
  part = 0; // of the iteration in slow motion
  drawn = 0; // when the last drawing began, in milliseconds
  took = 0; // and how long it took

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.board = new Board(root, this.history);
    this.courses = new Courses(root, this.history);
    this.transport = new Transport(root, this.history, {
      draw: (i) => this.draw(i),
      say: (i) => this.say(i),
      slowEnds: () => (this.part = 0),
    });
    this.samples = root.all("[data-sample]");
    this.reals = root.all("[data-real] > span");
    this.next = root.find("[data-next]");
    root.listen(this.next, "click", () => this.goOn());
    this.listen(root.find("[role=radiogroup]"));
  }

  /** @param {HTMLElement} group */
  listen(group) {
    this.root.listen(group, "click", ({ target }) => {
      const place = target.closest("[data-sample]");
      if (place) this.choose(Number(place.dataset.sample));
    });
    const lead = (/** @type {number} */ by) => () => {
      this.choose(this.chosen + by);
      this.samples[this.chosen].focus();
    };
    const leads = { ArrowRight: lead(1), ArrowLeft: lead(-1), ArrowDown: lead(COLUMNS), ArrowUp: lead(-COLUMNS) };
    keys(group, leads, this.root.signal);
  }

  began = () => {
    if (this.transport.slow && !this.history.frames.some(({ stats }) => stats.slow)) this.transport.setSlow(false);
  };

  /** @param {number} k */
  choose(k) {
    this.drawn = 0;
    this.chosen = Math.min(this.samples.length - 1, Math.max(0, k));
    if (this.history.frames.length) this.transport.refresh();
  }

  // The next part of the iteration in slow motion, after the last one the next iteration.
  goOn() {
    const { history, transport } = this;
    if (this.part === NEXT.length - 1) {
      transport.goNow();
      this.part = 0;
      return transport.order("slow");
    }
    if (!history.frames[transport.shown]) return;
    this.part++;
    this.drawWhy(transport.shown);
  }

  /** @param {number} i @param {keyof Frame["arrays"]} name */
  array(i, name) {
    return this.history.must(i, name);
  }

  // What is said of the chosen forgery.
  /** @param {number} i @param {keyof Frame["arrays"]} name */
  of(i, name) {
    return this.array(i, name).data[this.chosen];
  }

  // While it trains, a quarter of the browser's time is enough; what the visitor asks for is drawn at once.
  /** @param {number} i */
  draw(i) {
    const { history, transport } = this;
    const now = performance.now();
    const early = now - this.drawn < Math.max(REST_MS, 4 * this.took);
    if (early && history.status.playing && transport.live) return;
    this.drawn = now;
    this.drawLarge(i); // what asks for its size comes first, else each text that changes has the page laid out anew
    this.drawCharts(i);
    this.drawSamples(i);
    this.drawWhy(i);
    this.drawNumbers(i);
    this.drawMaths(i);
    this.drawCost(i);
    this.took = performance.now() - now;
  }

  /** @param {number} i */
  drawLarge(i) {
    const canvas = (/** @type {string} */ name) => this.root.canvas(`[data-large=${name}]`);
    const from = this.chosen * CELLS;
    const grey = this.array(i, "fake").data.subarray(from, from + CELLS);
    for (const name of /** @type {const} */ (["advice", "change"])) {
      overlay(canvas(name), grey, this.array(i, name).data.subarray(from, from + CELLS));
    }
    for (const name of /** @type {const} */ (["fake", "after"])) {
      paint(canvas(name), this.array(i, name).data, SHAPE, from);
    }
  }

  /** @param {number} i */
  drawSamples(i) {
    const verdict = this.array(i, "verdict").data;
    const held = this.array(i, "verdict_real").data;
    this.samples.forEach((place, k) => {
      judge(place, this.array(i, "fake"), k, verdict[k]);
      place.setAttribute("aria-checked", String(k === this.chosen));
      place.tabIndex = k === this.chosen ? 0 : -1;
      const label = `Forgery ${k + 1}, D believes ${show(verdict[k])}`;
      if (!this.history.status.playing) place.setAttribute("aria-label", label);
    });
    this.reals.forEach((place, k) => judge(place, this.array(i, "real"), k, held[k]));
  }

  /** @param {number} i */
  drawWhy(i) {
    const { next, part, root } = this;
    const { slow } = this.transport;
    const [before, after] = [this.of(i, "verdict"), this.of(i, "verdict_after")];
    const digits = Math.abs(after - before) < 0.01 ? 3 : 2;
    root.text("[data-of=fake]", show(before, digits));
    root.text("[data-of=advice]", `${this.of(i, "advice_scale").toPrecision(2)} a pixel`);
    root.text("[data-of=change]", show(this.of(i, "followed")));
    root.text("[data-of=after]", show(after, digits));
    root.text("[data-words]", this.words(i, digits));
    root.find(".why").dataset.part = slow ? String(part) : "all";
    next.hidden = !slow;
    setText(next, NEXT[part]);
  }

  /** @param {number} i @param {number} digits */
  words(i, digits) {
    const [before, after] = [this.of(i, "verdict"), this.of(i, "verdict_after")];
    const held = `D holds forgery ${this.chosen + 1} for real with ${show(before, digits)}.`;
    const way = after > before ? "raises" : "lowers";
    const still = Math.abs(after - before) < 0.0005;
    return (
      `${before < 0.5 ? "Caught" : "Not caught"}: ${held} If G moved now, its step ` +
      `${still ? "leaves it there" : `${way} it to ${show(after, digits)}`}; ` +
      "G must please D with all its pictures at once, so it cannot follow each advice to the letter."
    );
  }

  /** @param {number} i */
  drawCharts(i) {
    const { recognised_floor, classes_floor } = this.history.last.stats;
    const real = colour("--real");
    const fake = colour("--generated");
    const halves = { low: 0, high: 1, ticks: [0, 0.5, 1] };
    const shares = { ...halves, name: (/** @type {number} */ share) => percent(share, 0) };
    /** @type {Course[]} */
    const losses = [
      { stat: "d_loss", name: "D's loss", colour: colour("--series-a"), trained: true },
      { stat: "g_loss", name: "G's loss", colour: fake, trained: true },
    ];
    /** @type {Course[]} */
    const beliefs = [
      { stat: "belief_held", name: "other real digits", colour: real, dash: [3, 3] },
      { stat: "belief_real", name: "its real digits", colour: real },
      { stat: "belief_fake", name: "forged", colour: fake },
    ];
    const recognised = { stat: "recognised", name: "recognised", colour: colour("--series-b"), before: true };
    const classes = { stat: "classes", name: "classes", colour: colour("--series-c"), before: true };
    this.courses.draw(i, {
      loss: { courses: losses, up: {} },
      belief: { courses: beliefs, up: halves },
      recognised: { courses: [recognised], up: shares, floor: recognised_floor },
      classes: { courses: [classes], up: { low: 0, high: 10, ticks: [0, 5, 10] }, floor: classes_floor },
    });
  }

  /** @param {number} i */
  drawNumbers(i) {
    const { board, history } = this;
    const { stats } = history.frames[i];
    const { accuracy_floor, belief_fake, belief_held, belief_real, recognised, recognised_floor } = stats;
    const old = history.before?.at(-1)?.stats;
    const measured = recognised !== undefined;
    const judged = `confidence above 0.8; real digits: ${percent(recognised_floor, 0)}`;
    const found = `of 500 forgeries; the judge is right on ${percent(accuracy_floor, 0)} of real ones`;
    board.number("recognised", percent(recognised, 0), {
      share: recognised,
      small: measured ? judged : "measured from the first step on",
      mark: recognised_floor,
    });
    board.number("classes", classes(stats), { share: stats.classes / 10, small: measured ? found : "" });
    board.number("balance", `${show(belief_real)} / ${show(belief_fake)}`, { small: balance(stats) });
    board.number("heart", show(Math.max(0, belief_real - belief_held)), {
      small: "belief in its own digits, less that in others: 0: not at all",
    });
    board.speed();
    board.before("recognised", old && percent(old.recognised, 0));
    board.before("classes", old?.classes === undefined ? null : classes(old));
  }

  /** @param {number} i */
  drawMaths(i) {
    const largest = (/** @type {keyof Frame["arrays"]} */ name) =>
      `its largest pixel: ${this.of(i, name).toPrecision(2)}`;
    const cosine = `cosine to the advice ${show(this.of(i, "followed"))}`;
    tellLosses(this.root, lossOf(this.board.settings), this.history.frames[i]);
    this.root.maths("advice", largest("advice_scale"));
    this.root.maths("step", `${largest("change_scale")}; ${cosine}`);
  }

  /** @param {number} i */
  drawCost(i) {
    const { frames, speed } = this.history;
    const { parameters_g, parameters_d } = frames[i].stats;
    /** @type {[string, string][]} */
    const each = speed ? [["ms an iteration", show(1000 / speed, 1)]] : [];
    this.board.cost([...each, ["G's parameters", whole(parameters_g)], ["D's parameters", whole(parameters_d)]]);
  }

  /** @param {number} i */
  say(i) {
    const { step, stats } = this.history.frames[i];
    const share = `${percent(stats.recognised, 0)} of the forgeries are recognised`;
    const judged = stats.recognised === undefined ? "" : `${share}, in ${show(stats.classes, 0)} classes. `;
    return `Iteration ${step}: ${judged}${this.words(i, 2)}`;
  }
}

/**
 * A small picture with D's verdict on it: a bar from 0 to 1, and the number.
 * @param {HTMLElement} place
 * @param {Decoded} pictures
 * @param {number} k
 * @param {number} belief
 */
function judge(place, { data }, k, belief) {
  paint(findCanvas(place, "canvas"), data, SHAPE, k * CELLS);
  const bar = find(place, ".verdict i");
  bar.style.width = `${100 * belief}%`;
  bar.classList.toggle("believed", belief >= 0.5);
  setText(find(place, "output"), show(belief));
}

/**
 * A dimmed picture under red where it is to be darker and blue where brighter; signs say the same without colour.
 * @param {HTMLCanvasElement} canvas
 * @param {Numbers} grey
 * @param {Numbers} signs 128 is none
 */
function overlay(canvas, grey, signs) {
  const { context, width } = sharp(canvas);
  const cell = width / SIDE;
  context.font = `600 ${cell * 0.62}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let at = 0; at < CELLS; at++) {
    const [x, y] = [(at % SIDE) * cell, Math.floor(at / SIDE) * cell];
    const dim = grey[at] * 0.62;
    const sign = (signs[at] - 128) / 127;
    const share = Math.sqrt(Math.abs(sign)) * 0.95;
    const ink = (sign > 0 ? BRIGHTER : DARKER).map((value) => Math.round(dim + (value - dim) * share));
    context.fillStyle = `rgb(${ink.join(",")})`;
    context.fillRect(x, y, cell + 0.5, cell + 0.5);
    if (Math.abs(sign) < SIGNED) continue;
    context.fillStyle = "#fff";
    context.fillText(sign > 0 ? "+" : "−", x + cell / 2, y + cell / 2);
  }
}

/** @param {Stats} stats */
function classes(stats) {
  return stats.classes === undefined ? "–" : `${show(stats.classes, 0)} of 10`;
}
