// One picture encoded. A frame brings the picture, its posterior and sixteen draws of it; a dragged z is decoded by
// the server.

import { decode } from "../lib/decode.js";
import { fill, findCanvas, make, setText } from "../lib/dom.js";
import { drag } from "../lib/drag.js";
import { Film } from "../lib/film.js";
import { show } from "../lib/format.js";
import { median } from "../lib/median.js";
import { line, paint, sharp } from "../lib/paint.js";
import { colour } from "../lib/theme.js";
import { dots, names, places } from "./codes.js";

/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./codes.js").Place} Place */
/** @typedef {import("./encode.shown").Frame} Frame */
/** @typedef {{ picture?: string, sorry?: string }} Answer a packed frame, or a sentence */

const PAGE = String(Math.random()); // so that the server gives each page its own turns
const PIXELS = 28; // of a picture in a row
const AREA = PIXELS * PIXELS;
const SHAPE = [PIXELS, PIXELS];
const DRAWS = 16;
const STEPS = 40; // of an arrow key, from the middle to the edge
const SLIDE_MS = 350; // from one draw to the next
const BAR = 46; // pixels, of the dearest dimension
const KEPT = 99; // waits that the median is taken of
const VIEWS = /** @type {const} */ (["picture", "seen", "reconstruction", "mended"]);
const BLANK = "There is no ink in this picture: it counts as all black, and this is what the model makes of nothing.";

/** @param {Root} root */
export function mount(root) {
  return new Encode(root);
}

class Encode {
  /** @type {Film<Frame>} */
  film = new Film();
  built = ""; // the run that is shown
  named = {}; // the model that decodes
  /** @type {number[]} */
  z = [];
  drawn = 0; // the draw that z was last
  dragged = false; // z is the visitor's own
  sliding = 0; // the animation frame of the point on its way
  telling = 0; // the animation frame with which the numbers follow
  turn = 0; // an answer to a question of an earlier turn is not shown
  asking = false; // the server has not answered yet
  wanted = false; // a newer place waits for that answer
  /** @type {number[]} */
  waits = []; // from dragged to painted, in ms

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    const may = () => this.film.frames.length > 0;
    drag(root.find("[data-field]"), { may, move: (place) => this.pull(place) }, root.signal);
    root.keys({
      ArrowLeft: () => this.press(-1, 0),
      ArrowRight: () => this.press(1, 0),
      ArrowUp: () => this.press(0, 1),
      ArrowDown: () => this.press(0, -1),
      Home: () => may() && this.go(this.along(this.array("mu"))),
    });
    root.on("[data-draw]", "click", () => may() && this.slideTo(this.dragged ? this.drawn : (this.drawn + 1) % DRAWS));
  }

  /** @param {any} value */
  take(value) {
    const { film } = this;
    if (!film.frames.length || this.built === film.run) return;
    this.built = film.run;
    this.named = { model: value.model, size: value.size };
    this.halt();
    this.drawViews();
    this.drawPlane();
    this.drawRows();
    this.drawNumbers();
    this.drawMaths();
    this.drawCost();
    this.showDraw(0);
  }

  draw() {
    this.drawPlane();
  }

  /** @param {string} line */
  status(line) {
    const { frames } = this.film;
    return !line && frames.length && this.stats.blank ? BLANK : line;
  }

  // What the frame holds.

  get stats() {
    return this.film.frames[0].stats;
  }

  /** @param {keyof Frame["arrays"] & string} name */
  array(name) {
    return this.film.must(0, name).data;
  }

  // An autoencoder without noise: its code is a point, and there is nothing to draw.
  get plain() {
    return this.stats.plain === 1;
  }

  /** @param {number} j */
  sigma(j) {
    return Math.exp(this.array("log_var")[j] / 2);
  }

  /** The noise that z would take in one dimension. @param {number} j */
  epsilon(j) {
    return (this.z[j] - this.array("mu")[j]) / this.sigma(j);
  }

  // The dimensions, the most active first.
  order() {
    const activity = this.array("activity");
    return [...activity.keys()].sort((a, b) => activity[b] - activity[a]);
  }

  /** What a code is in the two dimensions of the plane. @param {ArrayLike<number>} code @returns {Point} */
  along(code) {
    const [i, j] = this.array("dims");
    return [code[i], code[j]];
  }

  /** One of the sixteen codes. @param {number} k @returns {number[]} */
  code(k) {
    const [mu, eps] = [this.array("mu"), this.array("eps")];
    return Array.from(mu, (mean, j) => mean + this.sigma(j) * eps[k * mu.length + j]);
  }

  // What stays while the point is dragged.

  drawPlane() {
    const { plain } = this;
    const { context, width } = sharp(this.root.canvas("[data-plane]"));
    const place = places(width, this.stats.view);
    const coded = { codes: this.array("codes"), labels: this.array("labels") };
    context.globalAlpha = 0.55;
    dots(context, place, coded, 3);
    context.globalAlpha = 1;
    for (const k of [1, 2, 3]) line(context, ellipse([0, 0], k, k).map(place), colour("--rule"), 1.2, [5, 4]);
    names(context, place, coded, String);
    const [i, j] = this.array("dims");
    const at = this.along(this.array("mu"));
    const rings = plain ? [] : [1, 2];
    for (const k of rings)
      line(context, ellipse(at, k * this.sigma(i), k * this.sigma(j)).map(place), colour("--ink"), 2);
    cross(context, place(at));
    this.root.text("[data-legend]", this.legend());
  }

  legend() {
    const { plain } = this;
    const [i, j] = this.array("dims");
    const size = this.array("mu").length;
    const two = `, in the two most active of ${size} dimensions, ${i + 1} across and ${j + 1} up`;
    return [
      plain ? "cross: the code" : "cross and ellipses: μ, 1 σ and 2 σ",
      `dots: 2,000 test digits${size > 2 ? two : ""}`,
      `dashed: ${plain ? "N(0, I)" : "the prior"}`,
      "drag, or press arrows; home: μ",
    ].join(" · ");
  }

  drawViews() {
    const { film, plain, root } = this;
    const { damaged, given, inverted } = this.stats;
    for (const name of VIEWS) {
      const view = film.array(0, name);
      if (view) paint(root.canvas(`[data-view=${name}]`), view.data, SHAPE);
    }
    for (const part of root.all("[data-damaged]")) part.hidden = !damaged;
    for (const part of root.all("[data-posterior]")) part.hidden = plain;
    root.find("[data-draw]").hidden = plain;
    root.text("[data-given]", given ? `your picture${inverted ? ", turned light on dark" : ""}` : "a test digit");
  }

  // One row a dimension, the most active first.
  drawRows() {
    const mu = this.array("mu");
    const kl = this.film.array(0, "kl")?.data;
    const most = Math.max(...(kl ?? []), 0.1);
    const rows = this.order().map((j) => {
      const cells = [String(j + 1), show(mu[j])];
      if (!kl) return row(...cells, "");
      const bar = make("i", { style: `width: ${(BAR * kl[j]) / most}px` });
      return row(...cells, show(this.array("log_var")[j]), "", "", make("td", {}, show(kl[j]), bar));
    });
    this.root.find("[data-rows]").replaceChildren(...rows);
  }

  drawNumbers() {
    const { plain, root, stats } = this;
    const { divergence, elbo, elbo_test, reconstruction, tested } = stats;
    for (const name of ["elbo", "divergence", "gap"]) root.find(`[data-number=${name}]`).hidden = plain;
    const means = plain ? "log p(x | z) at the code; an AE has no ELBO" : "mean of log p(x | z) over 64 draws";
    root.number("reconstruction", show(reconstruction, 1), { small: means });
    this.drawError();
    if (plain) return;
    const test = elbo_test === undefined ? "" : `mean of ${tested} test digits: ${show(elbo_test, 1)}`;
    root.number("elbo", show(elbo, 1), { small: test });
    root.number("divergence", show(divergence, 1), { small: "a code that says nothing costs 0" });
    const bounds = [...this.array("bounds")];
    const told = bounds.map((bound, k) => `${["L₁", "L₅", "L₅₀", "L₅₀₀"][k]} ${show(bound, 1)}`).join(", ");
    root.number("gap", `${show(bounds[3] - bounds[0])} nats`, { small: told });
  }

  // How far the damaged and the mended picture are from the undamaged one.
  drawError() {
    const { root } = this;
    const { damaged, error_after, error_before, error_floor, error_mended } = this.stats;
    root.find("[data-number=error]").hidden = !damaged;
    if (!damaged) return;
    const nearer = error_mended < error_before ? "nearer to" : "no nearer to";
    const small = [
      `mean squared grey value, damaged and mended by search: ${nearer} the undamaged picture`,
      `by the encoder alone: ${show(error_after, 3)}`,
      `undamaged, it comes back with ${show(error_floor, 3)}`,
    ].join(" · ");
    root.number("error", `${show(error_before, 3)} → ${show(error_mended, 3)}`, { small });
  }

  drawMaths() {
    const { plain, root, stats } = this;
    const { damaged, divergence, elbo, reconstruction } = stats;
    if (damaged) root.maths("search", "50 steps from μ; x̃ is the damaged picture, without the missing patch");
    if (plain) return;
    const [kl, bounds] = [this.array("kl"), this.array("bounds")];
    const j = this.order()[0];
    root.maths("elbo", `${show(reconstruction, 1)} − ${show(divergence, 1)} = ${show(elbo, 1)} nats`);
    root.maths("kl", `KL${j + 1} = ${show(kl[j])} nats, the dearest of ${kl.length} on average`);
    root.maths("bound", `L₅₀₀ = ${show(bounds[3], 1)}, ${show(bounds[3] - bounds[0])} above the ELBO`);
  }

  drawCost() {
    const { plain, stats, waits } = this;
    /** @type {[string, string][]} */
    const rows = [
      ["requests while you drag", "one a picture, one at a time"],
      ["dragged to painted", waits.length ? `${show(median(waits), 0)} ms` : "–"],
    ];
    if (!plain) rows.push(["codes decoded for the bounds", "4,000"]);
    if (stats.damaged) rows.push(["steps of the search", "50"]);
    this.root.costs(rows);
  }

  // What follows the point.

  // The numbers of z and epsilon in their rows, and where the point is.
  drawCode() {
    const { plain, root, z } = this;
    const rows = root.find("[data-rows]").children;
    this.order().forEach((j, k) => {
      const cells = rows[k].children;
      if (!plain) setText(cells[3], show(this.epsilon(j)));
      setText(cells[plain ? 2 : 4], show(z[j]));
    });
    const [x, y] = this.along(z).map((value) => Math.max(-1, Math.min(1, value / this.stats.view)));
    const finger = root.find(".finger");
    finger.hidden = false;
    finger.style.left = `${50 * (x + 1)}%`;
    finger.style.top = `${50 * (1 - y)}%`;
    if (plain) return;
    const j = this.order()[0];
    const product = `${show(this.sigma(j), 3)} × ${show(this.epsilon(j))}`;
    root.maths("z", `z${j + 1} = ${show(this.array("mu")[j])} + ${product} = ${show(z[j])}`);
  }

  drawSamples() {
    if (this.plain) return;
    const samples = this.array("samples");
    const box = this.root.find("[data-samples]");
    fill(box, DRAWS, (k) => {
      const label = `Draw ${k + 1} of ${DRAWS}`;
      const button = make("button", { type: "button", "aria-label": label }, make("canvas"));
      this.root.listen(button, "click", () => this.slideTo(k));
      return button;
    });
    [...box.children].forEach((button, k) => {
      paint(findCanvas(button, "canvas"), samples, SHAPE, k * AREA);
      button.classList.toggle("here", k === this.drawn && !this.dragged);
    });
  }

  tell() {
    this.root.tell(() => {
      const [i, j] = this.array("dims");
      const [x, y] = this.along(this.z);
      const at = `z${i + 1} = ${show(x)}, z${j + 1} = ${show(y)}`;
      if (this.plain) return at;
      const far = Math.hypot(this.epsilon(i), this.epsilon(j));
      return `${at}, ${show(far, 1)} sigma from the mean. ELBO ${show(this.stats.elbo, 1)} nats.`;
    });
  }

  // Moving.

  /** @param {number} k */
  showDraw(k) {
    const { plain, root } = this;
    this.drawn = k;
    this.dragged = false;
    this.z = plain ? [...this.array("mu")] : this.code(k);
    const pictures = this.array(plain ? "reconstruction" : "samples");
    paint(root.canvas("[data-here]"), pictures, SHAPE, plain ? 0 : k * AREA);
    root.text("[data-from]", plain ? "from the code" : `from draw ${k + 1} of ${DRAWS}`);
    this.drawCode();
    this.drawSamples();
    this.tell();
  }

  // The point slides from one draw to the next; the picture changes where it stops.
  /** @param {number} k */
  slideTo(k) {
    const from = [...this.z];
    const to = this.code(k);
    const began = performance.now();
    this.halt();
    if (this.root.still) return this.showDraw(k);
    const tick = (/** @type {number} */ now) => {
      const share = Math.min(1, (now - began) / SLIDE_MS);
      if (share === 1) return this.showDraw(k);
      this.z = from.map((value, j) => value + share * (to[j] - value));
      this.drawCode();
      this.sliding = this.root.frame(tick);
    };
    this.sliding = this.root.frame(tick);
  }

  // Nothing that is on its way counts any more.
  halt() {
    cancelAnimationFrame(this.sliding);
    this.turn++;
  }

  /** @param {Point} wanted in the two dimensions of the plane */
  go(wanted) {
    const [i, j] = this.array("dims");
    const half = this.stats.view;
    const [x, y] = wanted.map((value) => Math.max(-half, Math.min(half, value)));
    cancelAnimationFrame(this.sliding);
    if (!this.dragged) {
      this.dragged = true;
      this.drawSamples();
      this.root.text("[data-from]", "from your z");
    }
    this.z = [...this.z];
    this.z[i] = x;
    this.z[j] = y;
    this.ask();
    this.telling ||= this.root.frame(() => {
      this.telling = 0;
      this.drawCode();
      this.tell();
    });
  }

  /** @param {import("../lib/drag.js").Share} place */
  pull({ x, y }) {
    const half = this.stats.view;
    this.go([(2 * x - 1) * half, (1 - 2 * y) * half]);
  }

  /** @param {number} right @param {number} up */
  press(right, up) {
    if (!this.film.frames.length) return;
    const [x, y] = this.along(this.z);
    const far = this.stats.view / STEPS;
    this.go([x + far * right, y + far * up]);
  }

  // The picture at z is asked for, one question at a time: the newest place waits for the answer to the last.
  async ask() {
    this.wanted = this.asking;
    if (this.asking) return;
    const { turn } = this;
    const began = performance.now();
    this.asking = true;
    try {
      this.answered(await this.root.server.decode({ ...this.named, z: this.z, page: PAGE }), turn, began);
    } catch {
      this.root.say("The server did not answer: drag the point again.");
    }
    this.asking = false;
    if (this.wanted) this.ask();
    else this.drawCost();
  }

  /** @param {Answer} answer @param {number} turn @param {number} began */
  answered({ picture, sorry }, turn, began) {
    this.root.say(sorry ?? "");
    if (!picture || turn !== this.turn) return;
    const [frame] = JSON.parse(picture).frames;
    paint(this.root.canvas("[data-here]"), decode(frame.arrays.picture).data, SHAPE);
    this.waits = [...this.waits.slice(1 - KEPT), performance.now() - began];
  }
}

/** @param {...(string | HTMLTableCellElement)} cells */
function row(...cells) {
  const made = cells.map((cell) => (typeof cell === "string" ? make("td", {}, cell) : cell));
  return make("tr", {}, ...made);
}

/**
 * @param {Point} middle
 * @param {number} a half as wide
 * @param {number} b half as high
 * @returns {Point[]}
 */
export function ellipse([x, y], a, b) {
  return Array.from({ length: 61 }, (_, k) => {
    const turn = (k * Math.PI) / 30;
    return [x + a * Math.cos(turn), y + b * Math.sin(turn)];
  });
}

/** @param {CanvasRenderingContext2D} context @param {Point} place */
function cross(context, [x, y]) {
  const arms = /** @type {Point[][]} */ ([[[x - 6, y], [x + 6, y]], [[x, y - 6], [x, y + 6]]]); // prettier-ignore
  for (const arm of arms) line(context, arm, colour("--ink"), 2);
}
