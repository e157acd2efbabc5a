// Pictures pixel by pixel: a frame brings a row, the player settles its pixels one by one; the brush forces some.

import { fill, make, setText } from "../lib/dom.js";
import { drag } from "../lib/drag.js";
import { Film } from "../lib/film.js";
import { percent, show } from "../lib/format.js";
import { keys } from "../lib/keys.js";
import { paint, sharp } from "../lib/paint.js";
import { Player } from "../lib/player.js";
import { colour } from "../lib/theme.js";
import { drawPatterns, PATTERNS, RUN, summed } from "./patterns.js";
import { AREA, heat, Look, pixelAt, placeOf, SIDE, UNREAD } from "./pixels.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("../lib/decode.js").Numbers} Numbers */
/** @typedef {import("./paint.shown").Frame} Frame */
/** @typedef {{ x: Uint8Array, p: Float32Array, bits: Float32Array }} Picture values, P(1) and surprise, by pixel */

const COMMIT_MS = 700; // after the last key
const MNIST = "set PLAYGROUND_DATA to a folder that holds it, or go online";
const GIVEN = { on: [150, 205, 245], off: [10, 42, 74] };
const STATES = /** @type {Record<string, number>} */ ({ on: 2, off: 1, free: 0 }); // of painted pixels
const BRUSHES = /** @type {Record<string, string>} */ ({
  look: "move over a picture, or focus it and press arrows: a pixel’s numbers, and tinted all that it can depend on",
  on: "drag: these pixels will be on, and the model draws the rest",
  off: "drag: these pixels will be off",
  free: "drag: painted pixels are the model’s again",
});

/** @param {Root} root */
export function mount(root) {
  return new Paint(root);
}

class Paint {
  /** @type {Film<Frame>} */
  film = new Film();
  sample = 0;
  brush = "look";
  held = false; // the brush is on the picture
  painted = new Uint8Array(AREA); // 2 on, 1 off, 0 the model's
  committed = ""; // the painted pixels as the server knows them
  /** @type {{ run: string, rows: number, pictures: Picture[] }} */
  view = { run: "", rows: -1, pictures: [] };

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.board = root.canvas("[data-view=x]");
    const ready = () => this.film.frames.length > 0;
    this.player = new Player(root, this.reel(), {
      draw: (k) => this.drawPixels(k),
      caption: (k) => `${k} of ${AREA} pixels · ${k === AREA ? "done" : `next ${placeOf(k)}`}`,
      twin: (k) => this.twin(k),
    });
    this.looking = new Look(root, this.board, {
      ready,
      read: () => this.player.index,
      changed: () => this.player.refresh(),
      held: () => this.held,
    });
    this.listen(ready);
    this.choose("look");
  }

  /** @param {() => boolean} ready */
  listen(ready) {
    const { board, root } = this;
    const move = (/** @type {{ x: number, y: number }} */ { x, y }) => {
      this.held = true;
      this.touch(pixelAt(x, y), this.brush);
    };
    const end = () => {
      this.held = false;
      this.commit();
    };
    drag(board, { may: () => ready() && this.brush !== "look", move, end }, root.signal);
    const key = (/** @type {string} */ kind) => () => {
      if (!ready()) return;
      this.touch(this.looking.pixel, kind);
      root.later("commit", COMMIT_MS, () => this.commit());
    };
    keys(board, { 1: key("on"), 0: key("off"), Delete: key("free"), Backspace: key("free") }, root.signal);
    for (const button of root.all("button[data-brush]")) {
      root.listen(button, "click", () => this.choose(button.dataset.brush ?? "look"));
    }
    root.on("[data-clear]", "click", () => this.clear());
  }

  /** @param {any} _ @param {boolean} fresh */
  take(_, fresh) {
    if (!this.film.frames.length) return;
    this.player.grown(fresh);
    this.drawCost();
  }

  /** @param {string} line */
  status(line) {
    const { frames } = this.film;
    if (line || !frames.length || !this.asked.standin) return line;
    const instead = "the given pixels are of scikit-learn’s 8x8 digits, enlarged";
    return `MNIST was not found: ${instead}. Set PLAYGROUND_DATA or go online to see it.`;
  }

  draw() {
    this.drawPixels(this.player.index);
  }

  resize() {
    this.drawReach();
    this.drawPixel(this.player.index);
  }

  // What has come.

  get rows() {
    return Math.min(SIDE, this.film.frames.length);
  }

  // A moment for each pixel of the rows that are there, and the one before all of them.
  reel() {
    const { film } = this;
    const rows = () => this.rows;
    const frames = {
      get length() {
        return film.frames.length ? rows() * SIDE + 1 : 0;
      },
    };
    return {
      frames,
      get status() {
        return film.status;
      },
    };
  }

  get asked() {
    return this.film.frames[0].stats;
  }

  /** The frame after all rows. */
  get end() {
    return this.film.frames.find(({ kind }) => kind === "result")?.stats;
  }

  get forced() {
    return this.film.must(0, "forced").data;
  }

  get count() {
    return this.film.must(0, "x").shape[0];
  }

  /** @returns {Picture[]} every sample's pixels as far as rows have come */
  get pictures() {
    const { film, rows, view } = this;
    if (view.run === film.run && view.rows === rows) return view.pictures;
    const row = (/** @type {number} */ r, /** @type {keyof Picture} */ name, /** @type {number} */ sample) =>
      film.must(r, name).data.subarray(sample * SIDE, (sample + 1) * SIDE);
    const pictures = Array.from({ length: this.count }, (_, sample) => {
      const made = { x: new Uint8Array(AREA), p: new Float32Array(AREA), bits: new Float32Array(AREA) };
      for (let r = 0; r < rows; r++) {
        made.x.set(row(r, "x", sample), r * SIDE);
        made.p.set(row(r, "p", sample), r * SIDE);
        made.bits.set(row(r, "bits", sample), r * SIDE);
      }
      return made;
    });
    this.view = { run: film.run, rows, pictures };
    return pictures;
  }

  get picture() {
    return this.pictures[this.sample];
  }

  /** @param {number} k */
  twin(k) {
    const text = (/** @type {string} */ selector) => this.root.find(selector).textContent;
    const bits = text("[data-number=bits] strong");
    return `${this.player.caption(k)}. ${text("[data-number=pixel] small")}. ${bits} bits so far.`;
  }

  // Painting.

  /** @param {string} brush */
  choose(brush) {
    this.brush = brush;
    this.root.stage.dataset.brush = brush;
    this.root.text("[data-brush-words]", BRUSHES[brush]);
    for (const button of this.root.all("button[data-brush]")) {
      button.setAttribute("aria-checked", String(button.dataset.brush === brush));
    }
  }

  /** @param {number} pixel @param {string} kind */
  touch(pixel, kind) {
    this.painted[pixel] = STATES[kind];
    this.player.refresh();
  }

  clear() {
    this.painted.fill(0);
    this.commit();
    this.player.refresh();
  }

  commit() {
    this.root.cancel("commit");
    const text = written(this.painted);
    if (this.committed === text) return;
    this.keep(text);
    this.root.send({ what: "pick" });
  }

  /** @param {string} text */
  keep(text) {
    this.committed = text;
    this.root.find("[data-clear]").hidden = !text;
  }

  /** The painted pixels, for the hidden control. */
  fixed() {
    return this.committed;
  }

  /** Paints as a control says. @param {string} text */
  paint(text) {
    if (text === written(this.painted)) return;
    this.painted = read(text);
    this.keep(written(this.painted));
    this.player.refresh();
  }

  // Drawing.

  /** @param {number} until pixels are settled */
  drawPixels(until) {
    this.sample = Math.min(this.sample, this.count - 1);
    this.drawViews(until);
    this.drawPixel(until);
    this.drawTotals(until);
    this.drawJudged();
    this.drawSamples(until);
  }

  // A picture whose first `until` pixels are settled, as colours: given pixels are tinted.
  /** @param {Picture} picture @param {number} until @param {Uint8Array} [painted] */
  colours({ x }, until, painted) {
    const { forced } = this;
    const out = new Uint8Array(3 * AREA);
    for (let k = 0; k < AREA; k++) {
      const mine = painted?.[k];
      const on = mine ? mine === STATES.on : x[k];
      const given = mine || (k < until && forced[k]);
      const settled = k < until ? Array(3).fill(on ? 255 : 0) : UNREAD;
      out.set(given ? GIVEN[on ? "on" : "off"] : settled, 3 * k);
    }
    return out;
  }

  /** @param {number} until */
  drawViews(until) {
    const { board, picture, root } = this;
    const known = Math.min(AREA, until + (until < this.player.last ? 1 : 0));
    const shape = [SIDE, SIDE, 3];
    paint(board, this.colours(picture, until, this.painted), shape);
    const grey = coloured((k) => (k < known ? Array(3).fill(Math.round(255 * picture.p[k])) : UNREAD));
    paint(root.canvas("[data-view=p]"), grey, shape);
    paint(
      root.canvas("[data-view=bits]"),
      coloured((k) => (k < until ? heat(picture.bits[k]) : UNREAD)),
      shape,
    );
    this.looking.mark();
    this.drawReach();
  }

  // What the chosen pixel's distribution can depend on.
  drawReach() {
    const { context, width } = sharp(this.root.canvas("[data-over]"));
    const { chosen } = this.looking;
    if (chosen === null) return;
    const unit = width / SIDE;
    const row = Math.floor(chosen / SIDE);
    const column = chosen % SIDE;
    const reach = this.asked.reach || SIDE;
    const inside = (/** @type {number} */ value) => Math.max(0, Math.min(SIDE, value));
    const [left, right, top] = [inside(column - reach), inside(column + reach + 1), inside(row - reach)];
    const corners = [
      [left, top],
      [right, top],
      [right, row],
      [column, row],
      [column, row + 1],
      [left, row + 1],
    ];
    context.beginPath();
    for (const [x, y] of corners) context.lineTo(x * unit, y * unit);
    context.closePath();
    context.fillStyle = context.strokeStyle = colour("--accent");
    context.globalAlpha = 0.16;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    context.stroke();
  }

  /** @param {number} until */
  drawPixel(until) {
    const { picture, root } = this;
    const k = this.looking.pixel;
    const known = k < this.rows * SIDE;
    const [p, bits, x] = [picture.p[k], picture.bits[k], picture.x[k]];
    const given = this.forced[k];
    const words = `${given ? "given" : "drawn"} ${x}, ${show(bits, bits < 0.1 ? 4 : 2)} bits`;
    const small = k < until ? words : "not drawn yet at this moment";
    if (known)
      root.number("pixel", show(p, p < 0.01 || p > 0.99 ? 4 : 3), { share: p, small: `${placeOf(k)}: ${small}` });
    else root.number("pixel", "–", { small: `${placeOf(k)}: not drawn yet` });
    const value = given ? ", but the value is given" : `, x = ${x}`;
    root.maths("surprise", known ? `${placeOf(k)}: ${show(bits, 3)} bits` : "");
    root.maths("draw", known ? `T = ${show(this.asked.temperature)}: P = ${show(p, 3)}${value}` : "");
    this.drawRun(k, known);
  }

  /** @param {number} k @param {boolean} known */
  drawRun(k, known) {
    const { root } = this;
    const patterns = known ? this.film.array(Math.floor(k / SIDE), "patterns") : null;
    root.find("[data-patterns-box]").hidden = root.find("[data-runs]").hidden = !patterns;
    if (!patterns) return;
    const from = PATTERNS * ((this.sample * SIDE) / RUN + Math.floor((k % SIDE) / RUN));
    const run = { pixel: k, shares: patterns.data.subarray(from, from + PATTERNS), x: this.picture.x };
    root.text("[data-patterns-words]", drawPatterns(root.canvas("[data-patterns]"), run));
    const { agree, on } = summed(run);
    root.maths("run", `${show(on, 3)} / ${show(agree, 3)} = ${show(agree ? on / agree : NaN, 3)}`);
  }

  /** @param {number} until */
  drawTotals(until) {
    const { picture, root } = this;
    const now = sum(picture.bits, until);
    const all = sum(picture.bits, AREA);
    const nats = (/** @type {number} */ bits) => `${show(bits * Math.LN2, 1)} nats`;
    const whole = `of ${show(all, 1)} bits in all: ${nats(all)}`;
    root.number("bits", show(now, 1), { small: this.end ? whole : `${nats(now)}, of the pixels so far` });
    const product = `first ${until} pixels: 2^${show(-now, 1)}`;
    root.maths("product", this.end ? `${product} · all: 2^${show(-all, 1)}` : product);
    const more = this.drawGiven();
    const exact = `the picture’s exact −log₂ P(x | ${this.asked.label})`;
    const told = `The prices of all 784 pixels add up to ${show(all, 1)} bits: ${exact}.`;
    root.text("[data-told]", this.end ? told + more : "");
  }

  // What the given pixels cost, and a sentence where that is much more than in their own picture.
  drawGiven() {
    const { forced, painted, picture, root, rows } = this;
    const given = Array.from(forced.subarray(0, rows * SIDE).keys()).filter((k) => forced[k]);
    const own = this.end?.own;
    root.find("[data-number=given]").hidden = !forced.some(Boolean);
    const cost = given.reduce((total, k) => total + picture.bits[k], 0);
    const half = given.reduce((total, k) => total + (painted[k] ? 0 : picture.bits[k]), 0);
    const stand = "painted pixels: what they cost where they stand";
    const compared = `the half that is given costs ${show(half, 1)}; in its own picture ${show(own, 1)}`;
    root.number("given", show(cost, 1), { small: own === undefined ? stand : compared });
    if (own === undefined || half - own <= 8) return "";
    const more = `The given pixels cost ${show(half - own, 0)} bits more than in their own picture`;
    return ` ${more}: what was drawn before them was drawn without knowing them.`;
  }

  drawJudged() {
    const { end, film, root, sample } = this;
    const { label } = this.asked;
    root.text("[data-number=judged] span", `judged ${label === 8 ? "an" : "a"} ${label}`);
    if (!end) {
      root.number("judged", "–", { small: "when the picture is done" });
      return root.number("nearest", "–", { small: "" });
    }
    const share = film.must(SIDE, "judged").data[sample * 10 + label];
    const small = `by the classifier; real ${label}s ${percent(end.real)}`;
    root.number("judged", percent(share), { share, small, mark: end.real });
    const distance = film.array(SIDE, "distance")?.data[sample];
    const compared =
      `grey values; ${end.tested} binarised test digits: ${show(end.real_distance)} on average · ` +
      `a binarised training digit from itself: ${show(end.copy_distance)}`;
    root.number("nearest", show(distance), { small: distance === undefined ? `needs MNIST: ${MNIST}` : compared });
  }

  /** @param {number} until */
  drawSamples(until) {
    const { film, pictures, root } = this;
    const box = root.find("[data-samples]");
    const near = film.array(SIDE, "nearest");
    fill(box, pictures.length, (place) => this.shelved(place));
    [...box.children].forEach((button, place) => {
      const [picture, twin] = /** @type {HTMLCanvasElement[]} */ ([...button.children]);
      const bits = `${show(sum(pictures[place].bits, until), 0)} bits`;
      paint(picture, this.colours(pictures[place], until), [SIDE, SIDE, 3]);
      twin.hidden = !near;
      if (near && twin.dataset.of !== film.run) {
        twin.dataset.of = film.run;
        paint(twin, near.data, [SIDE, SIDE], place * AREA);
      }
      setText(button.children[2], bits);
      button.classList.toggle("here", place === this.sample);
      button.setAttribute("aria-label", `Picture ${place + 1} of ${pictures.length}, ${bits}`);
    });
    const missing = this.end ? `The training digits need MNIST: ${MNIST}.` : "";
    root.text(
      "[data-nearest-words]",
      near ? "Below each picture the training digit nearest to it: is it a copy?" : missing,
    );
  }

  /** @param {number} place */
  shelved(place) {
    const button = make("button", { type: "button" }, make("canvas"), make("canvas"), make("span"));
    this.root.listen(button, "click", () => {
      this.sample = place;
      this.player.refresh();
    });
    return button;
  }

  drawCost() {
    const { asked, end } = this;
    if (!end) return this.root.costs([]);
    const about = asked.naive ? "" : "about ";
    const slow = (end.ms * end.naive_passes) / 1000;
    const times = slow / end.seconds;
    /** @type {[string, string][]} */
    const rows = [
      ["parameters", `${show(end.parameters / 1e6)} M`],
      ["pictures at once", String(this.count)],
      ["features kept", `${show(end.seconds)} s`],
      asked.reach ? ["vertical stack", `${end.passes} times, once a row`] : ["passes of one token", String(end.passes)],
      ["all recomputed", `${about}${show(slow, slow < 10 ? 1 : 0)} s`],
      ["passes then", `${end.naive_passes}${asked.naive ? "" : ", 3 of them timed"}`],
      ["times faster", show(times, times < 10 ? 1 : 0)],
    ];
    const same = end.identical ? `yes, log-odds within ${end.apart?.toExponential(0)}` : "no";
    this.root.costs(asked.naive ? [...rows, ["same pictures", same]] : rows);
  }
}

/**
 * A picture in colours.
 * @param {(pixel: number) => number[]} of three numbers from 0 to 255
 */
function coloured(of) {
  const out = new Uint8Array(3 * AREA);
  for (let k = 0; k < AREA; k++) out.set(of(k), 3 * k);
  return out;
}

/** @param {Numbers} values @param {number} until */
function sum(values, until) {
  return Array.from(values.subarray(0, until)).reduce((total, value) => total + value, 0);
}

/**
 * The painted pixels as text: "run:state;", a run is four pixels of a row, its state a digit to base 3 for each.
 * @param {Uint8Array} painted
 */
function written(painted) {
  const parts = [];
  for (let run = 0; run < AREA / RUN; run++) {
    const state = painted.subarray(RUN * run, RUN * (run + 1)).reduce((value, one) => 3 * value + one, 0);
    if (state) parts.push(`${run}:${state}`);
  }
  return parts.join(";");
}

/** @param {string} text as `written` gives it, or what anyone put into a link */
function read(text) {
  const painted = new Uint8Array(AREA);
  for (const part of String(text || "")
    .split(";")
    .filter(Boolean)) {
    const [run, state] = part.split(":").map(Number);
    for (let j = 0; j < RUN && run < AREA / RUN; j++)
      painted[RUN * run + j] = Math.floor(state / 3 ** (RUN - 1 - j)) % 3;
  }
  return painted;
}
