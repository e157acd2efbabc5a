// One frame brings the whole plane: dragging, arrows and the walk ask for nothing; letting go tells the place.

import { className } from "../lib/classes.js";
import { fill, make, setText } from "../lib/dom.js";
import { drag } from "../lib/drag.js";
import { Film } from "../lib/film.js";
import { percent, show } from "../lib/format.js";
import { paint } from "../lib/paint.js";
import { rgb } from "../lib/theme.js";

/** @typedef {import("../lib/drag.js").Share} Share */
/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./latent.shown").Frame} Frame */

const SIDE = 21; // places of the plane in a row
const PIXELS = 28; // of a picture in a row
const AREA = PIXELS * PIXELS;
const SHAPE = [PIXELS, PIXELS];
const MIDDLE = (SIDE - 1) / 2;
const CLASSES = 11; // the last: none
const STEPS = 16; // of the walk
const SPREAD = 1.5; // the plane's edge lies so many lengths of z from its middle
const SETTLED_MS = 500; // after the last key

/** @param {Root} root */
export function mount(root) {
  return new Latent(root);
}

class Latent {
  /** @type {Film<Frame>} */
  film = new Film();
  column = MIDDLE;
  row = MIDDLE;
  /** @type {number | null} */
  along = null; // the step of the walk that is looked at
  held = false;

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.slider = /** @type {HTMLInputElement} */ (root.find("[data-along]"));
    root.listen(this.slider, "input", () => this.walkTo(Number(this.slider.value)));
    root.listen(this.slider, "keydown", (event) => event.stopPropagation()); // its arrows lead along the walk
    for (const field of root.all(".field")) {
      const may = () => this.film.frames.length > 0;
      drag(field, { may, move: (place) => this.pull(place), end: () => this.drop() }, root.signal);
    }
    root.keys({
      ArrowLeft: () => this.press(-1, 0),
      ArrowRight: () => this.press(1, 0),
      ArrowUp: () => this.press(0, -1),
      ArrowDown: () => this.press(0, 1),
      Home: () => this.press(MIDDLE - this.column, MIDDLE - this.row),
    });
  }

  take() {
    if (!this.film.frames.length) return;
    if (!this.held && !this.root.waits("settle")) {
      this.column = Math.round(MIDDLE + this.stats.x * MIDDLE);
      this.row = Math.round(MIDDLE - this.stats.y * MIDDLE);
    }
    this.drawMap();
    this.drawClasses();
    this.drawPath();
    this.drawCost();
    this.draw();
  }

  get stats() {
    return this.film.frames[0].stats;
  }

  /** @param {keyof Frame["arrays"]} name */
  array(name) {
    return this.film.must(0, name).data;
  }

  get across() {
    return (this.column - MIDDLE) / MIDDLE;
  }

  get up() {
    return (MIDDLE - this.row) / MIDDLE;
  }

  draw() {
    this.drawBelief();
    this.drawPlace();
  }

  // The picture at the place of the plane, or at the step of the walk.
  drawPlace() {
    const { along } = this;
    const k = along ?? this.row * SIDE + this.column;
    const belief = this.array(along === null ? "belief" : "belief_path")[k];
    this.picture(this.root.canvas("[data-here]"), along === null ? "pictures" : "path", k);
    this.mark();
    this.drawNumbers(belief);
    this.drawMaths(belief);
    this.root.tell(() => {
      const place = `Place ${show(this.across, 1)} across, ${show(this.up, 1)} up`;
      const where = along === null ? place : `Step ${along} of ${STEPS} of the walk`;
      return `${where}, ${this.className(this.stats.label)}. D believes ${percent(belief)} that it is real.`;
    });
  }

  // Where it is.
  mark() {
    const { along, column, row, root } = this;
    const place = `at ${show(this.across, 1)}, ${show(this.up, 1)}`;
    root.text("[data-where]", along === null ? place : `step ${along} of ${STEPS} of the walk`);
    for (const spot of root.all(".spot")) {
      spot.hidden = along !== null;
      spot.style.left = `${(100 * column) / SIDE}%`;
      spot.style.top = `${(100 * row) / SIDE}%`;
    }
    [...root.find("[data-path]").children].forEach((button, k) => button.classList.toggle("here", k === along));
  }

  /** @param {HTMLCanvasElement} canvas @param {keyof Frame["arrays"]} name @param {number} k */
  picture(canvas, name, k) {
    paint(canvas, this.array(name), SHAPE, k * AREA);
  }

  /** @param {number} label */
  className(label) {
    return className(label, this.stats.clothing);
  }

  drawMap() {
    const pictures = this.array("pictures");
    const wide = SIDE * PIXELS;
    const grey = new Uint8Array(wide * wide);
    for (let k = 0; k < SIDE * SIDE; k++) {
      for (let y = 0; y < PIXELS; y++) {
        const from = k * AREA + y * PIXELS;
        const to = (Math.floor(k / SIDE) * PIXELS + y) * wide + (k % SIDE) * PIXELS;
        grey.set(pictures.subarray(from, from + PIXELS), to);
      }
    }
    paint(this.root.canvas("[data-map]"), grey, [wide, wide]);
  }

  // Orange where D believes least, blue where most, paper half way.
  drawBelief() {
    const belief = [...this.array("belief")];
    const [least, most] = [Math.min(...belief), Math.max(...belief)];
    const [forged, paper, real] = ["--generated", "--paper", "--real"].map(rgb);
    const out = new Uint8Array(3 * belief.length);
    belief.forEach((value, k) => {
      const far = most > least ? (2 * (value - least)) / (most - least) - 1 : 0;
      const end = far < 0 ? forged : real;
      for (let c = 0; c < 3; c++) out[3 * k + c] = paper[c] + Math.abs(far) * (end[c] - paper[c]);
    });
    paint(this.root.canvas("[data-belief]"), out, [SIDE, SIDE, 3]);
    this.root.text("[data-least]", percent(least));
    this.root.text("[data-most]", percent(most));
  }

  drawClasses() {
    const belief = this.array("belief_classes");
    const choose = (/** @type {number} */ k) =>
      this.root.send({ what: "choose", label: k === CLASSES - 1 ? "none" : String(k) });
    this.shelf("[data-classes]", CLASSES, choose).forEach(({ button, canvas, words }, k) => {
      const name = this.className(k);
      this.picture(canvas, "classes", k);
      setText(words, name);
      button.title = `D believes ${percent(belief[k])}`;
      button.setAttribute("aria-label", `Class ${name}, ${button.title}. Walk in its plane`);
      button.classList.toggle("here", k === this.stats.label);
    });
  }

  drawPath() {
    this.shelf("[data-path]", STEPS + 1, (k) => this.walkTo(k)).forEach(({ button, canvas }, k) => {
      this.picture(canvas, "path", k);
      button.setAttribute("aria-label", `Step ${k} of ${STEPS} along the walk`);
    });
  }

  /**
   * Buttons in a row, a picture on each.
   * @param {string} selector
   * @param {number} count
   * @param {(k: number) => void} press
   */
  shelf(selector, count, press) {
    const box = this.root.find(selector);
    fill(box, count, (k) => {
      const button = make("button", { type: "button" }, make("canvas"), make("span"));
      this.root.listen(button, "click", () => press(k));
      return button;
    });
    return [...box.children].map((button) => ({
      button: /** @type {HTMLButtonElement} */ (button),
      canvas: /** @type {HTMLCanvasElement} */ (button.children[0]),
      words: button.children[1],
    }));
  }

  /** @param {number} belief */
  drawNumbers(belief) {
    const { root, stats } = this;
    const { angle, belief_real, ms, recognised, recognised_real, seconds, truncation, typical } = stats;
    const real = belief_real === undefined ? "" : `real test pictures: ${percent(belief_real)} · `;
    root.number("belief", percent(belief), { share: belief, small: `${real}50 %: cannot tell`, mark: belief_real });
    root.find("[data-number=recognised]").hidden = recognised === undefined;
    if (recognised !== undefined) {
      const small = `by the classifier, in the row of classes · real digits: ${percent(recognised_real)}`;
      root.number("recognised", `${recognised} of 10`, { share: recognised / 10, small, mark: recognised_real });
    }
    const product = `truncation ${show(truncation)} × ${show(stats.length)} · typical: ${show(typical)}`;
    root.number("length", show(truncation * stats.length), { small: product });
    const other = this.along === null ? "a random other z: about 90°" : `the other seed: ${show(angle, 0)}°`;
    root.number("turn", `${show(this.turned(), 0)}°`, { small: other });
    const each = show((1000 * seconds) / (SIDE * SIDE));
    const alone = `one picture alone · ${each} ms each in passes of 64`;
    root.number("pass", `${show(ms, ms < 10 ? 2 : 0)} ms`, { small: alone });
  }

  // In degrees, from the middle of the plane or from the start of the walk.
  turned() {
    if (this.along !== null) return (this.along / STEPS) * this.stats.angle;
    return Math.atan(SPREAD * Math.hypot(this.across, this.up)) * (180 / Math.PI);
  }

  /** @param {number} belief */
  drawMaths(belief) {
    const { root, stats } = this;
    const { angle, label, noise, truncation } = stats;
    const place = `a = ${show(this.across, 1)}, b = ${show(this.up, 1)}`;
    const walked = this.along === null ? "0" : show(this.along / STEPS);
    root.maths("g", `z: ${noise} numbers, y: ${this.className(label)}`);
    root.maths("plane", `${place}, |z₀| = ${show(stats.length)}, ψ = ${show(truncation)}`);
    root.maths("d", `σ(${show(Math.log(belief / (1 - belief)))}) = ${percent(belief)}`);
    root.maths("path", `t = ${walked}, Ω = ${show(angle, 0)}°`);
  }

  drawCost() {
    const { ms, parameters_d, parameters_g, seconds } = this.stats;
    this.root.costs([
      ["network calls a picture", "1"],
      ["one picture alone", `${show(ms)} ms`],
      ["the plane, 441 in 7 passes", `${show(1000 * seconds, 0)} ms`],
      ["parameters of G", `${show(parameters_g / 1e6)} M`],
      ["parameters of D", `${show(parameters_d / 1e6)} M`],
    ]);
  }

  /** @param {number} step */
  walkTo(step) {
    this.along = step;
    this.slider.value = String(step);
    this.drawPlace();
  }

  /** @param {number} column @param {number} row */
  move(column, row) {
    this.column = Math.max(0, Math.min(SIDE - 1, column));
    this.row = Math.max(0, Math.min(SIDE - 1, row));
    this.along = null;
    this.drawPlace();
  }

  /** @param {Share} place */
  pull({ x, y }) {
    this.held = true;
    this.move(Math.floor(SIDE * x), Math.floor(SIDE * y));
  }

  drop() {
    this.held = false;
    this.tellPlace();
  }

  /** @param {number} right @param {number} down */
  press(right, down) {
    if (!this.film.frames.length) return;
    this.move(this.column + right, this.row + down);
    this.root.later("settle", SETTLED_MS, () => this.tellPlace());
  }

  tellPlace() {
    const x = Math.round(10 * this.across) / 10;
    const y = Math.round(10 * this.up) / 10;
    const { x: oldX, y: oldY } = this.stats;
    if (Math.abs(x - oldX) > 0.01 || Math.abs(y - oldY) > 0.01) this.root.send({ what: "pick", x, y });
  }
}
