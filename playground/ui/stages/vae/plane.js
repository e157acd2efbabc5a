// The latent plane. One frame brings the decoder and the codes: every place is decoded here, and dragging asks for
// nothing.

import { className } from "../lib/classes.js";
import { fill, find, make, setText } from "../lib/dom.js";
import { drag } from "../lib/drag.js";
import { Film } from "../lib/film.js";
import { percent, show } from "../lib/format.js";
import { median } from "../lib/median.js";
import { dot, line, paint, sharp } from "../lib/paint.js";
import { colour } from "../lib/theme.js";
import { CLASSES, dots, names, nearest, places } from "./codes.js";
import { Decoder } from "./decoder.js";

/** @typedef {import("../lib/decode.js").Numbers} Numbers */
/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./codes.js").Place} Place */
/** @typedef {import("./plane.shown").Frame} Frame */

/**
 * A Gaussian in the plane: its middle, and a lower triangular matrix, row by row, whose product with its transpose is
 * the covariance.
 * @typedef {{ mean: ArrayLike<number>, root: ArrayLike<number> }} Gaussian
 */

const PIXELS = 28; // of a picture in a row
const SHAPE = [PIXELS, PIXELS];
const GRID = 20; // pictures in a row, laid over the plane
const CELLS = 64; // of the holes, in a row
const STEPS = 40; // of an arrow key, from the middle to the edge
const SURE = 0.9; // from here on the classifier calls a sample clearly a digit
const EMPTY = Math.exp(-4.5); // density at 3 sigma: beyond it no hole is drawn
const KEPT = 99; // times that the median is taken of
const SETTLED_MS = 500; // after the last key
const LAYERS = /** @type {const} */ (["codes", "rings", "samples", "pictures", "holes"]);
const STANDARD = { mean: [0, 0], root: [1, 0, 0, 1] };

/** @param {Root} root */
export function mount(root) {
  return new Plane(root);
}

class Plane {
  /** @type {Film<Frame>} */
  film = new Film();
  follows = ["layers", "prior", "x", "y"];
  built = ""; // the run that is shown
  decoder = new Decoder([]);
  /** @type {Point} */
  z = [0, 0];
  /** @type {Set<string>} */
  layers = new Set();
  fitted = false; // samples come from the Gaussian fitted to the codes
  /** @type {number | null} */
  alone = null; // the one class that is shown
  held = false;
  telling = 0; // the animation frame with which the words follow
  /** @type {number[]} */
  times = []; // that decoding took, in ms
  laid = { of: "", canvas: make("canvas") }; // the pictures laid over the plane
  pixels = new Uint8Array(PIXELS * PIXELS);

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    const field = root.find("[data-field]");
    const may = () => this.film.frames.length > 0;
    drag(field, { may, move: (place) => this.pull(place), end: () => this.drop() }, root.signal);
    const step = (/** @type {number} */ right, /** @type {number} */ up) => (/** @type {KeyboardEvent} */ event) =>
      this.press(() => this.beside(right, up, event.shiftKey ? 5 : 1));
    root.keys({
      ArrowLeft: step(-1, 0),
      ArrowRight: step(1, 0),
      ArrowUp: step(0, 1),
      ArrowDown: step(0, -1),
      Home: () => this.press(() => [0, 0]),
    });
    root.on("[data-again]", "click", () => root.send({ what: "again" }));
  }

  take() {
    const { film } = this;
    if (!film.frames.length || this.built === film.run) return;
    const { stats } = this;
    if (!this.built) {
      const layers = LAYERS.filter((name) => stats[/** @type {const} */ (`layer_${name}`)]);
      this.look(layers, stats.from_fitted ? "" : "N(0, I)", stats.x, stats.y);
    }
    this.built = film.run;
    this.decoder = Decoder.of(film, 0);
    this.draw();
  }

  /** Everything, also what stays while a place is dragged. */
  draw() {
    this.drawPlane();
    this.drawOther();
    this.drawClasses();
    this.drawSamples();
    this.drawNumbers();
    this.drawHere();
    this.drawCost();
  }

  resize() {
    this.drawPlane();
    this.drawOther();
  }

  // What it is told from outside, and what it tells.

  /**
   * The controls that change nothing but the look.
   * @param {readonly string[]} layers
   * @param {string} prior
   * @param {number} x
   * @param {number} y
   */
  look(layers, prior, x, y) {
    this.layers = new Set(layers);
    this.fitted = prior !== "N(0, I)";
    const still = !this.held && !this.root.waits("settle");
    if (still && Math.hypot(x - this.z[0], y - this.z[1]) > 0.01) this.z = [x, y];
    if (this.built) this.draw();
  }

  /** Where it is, for the controls. */
  place() {
    return this.z.map((value) => Number(value.toFixed(2)));
  }

  // What the frame holds.

  get stats() {
    return this.film.frames[0].stats;
  }

  get kind() {
    return this.fitted ? "fitted" : "prior";
  }

  get coded() {
    return { codes: this.array("codes"), labels: this.array("labels") };
  }

  /** @returns {Gaussian} */
  get prior() {
    return this.fitted ? { mean: this.array("mean"), root: this.array("root") } : STANDARD;
  }

  // How far the plane is seen, from its middle: also as far as a place of a link.
  get half() {
    return Math.max(this.stats.view, ...this.z.map(Math.abs));
  }

  /** @param {keyof Frame["arrays"] & string} name */
  array(name) {
    return this.film.must(0, name).data;
  }

  /** @param {"holes" | "confident"} name */
  ofSamples(name) {
    return this.stats[/** @type {const} */ (`${name}_${this.kind}`)];
  }

  /** @param {number} label */
  className(label) {
    return className(label, this.stats.clothing);
  }

  /** @param {Point} z @returns {Uint8Array} */
  decoded(z) {
    return this.decoder.bytes(z, this.pixels);
  }

  // Drawing the plane.

  drawPlane() {
    const { half, layers, coded, alone } = this;
    const { context, width } = sharp(this.root.canvas("[data-plane]"));
    const place = places(width, half);
    if (layers.has("pictures")) context.drawImage(this.pictures(half), 0, 0, width, width);
    line(context, [place([-half, 0]), place([half, 0])], colour("--rule"), 1);
    line(context, [place([0, -half]), place([0, half])], colour("--rule"), 1);
    if (layers.has("holes")) this.drawHoles(context, place);
    if (layers.has("codes")) dots(context, place, coded, 3.4, alone);
    if (layers.has("rings")) this.drawRings(context, place);
    if (layers.has("codes")) names(context, place, coded, (label) => this.className(label), alone);
    if (layers.has("samples")) this.drawSampled(context, place);
    this.root.text("[data-legend]", ["Drag, or press arrows; home: the middle", ...this.legend()].join(" · "));
  }

  legend() {
    const { layers, stats, fitted, half } = this;
    const lie = stats.outside && half === stats.view ? ` (${stats.outside} lie outside)` : "";
    const prior = stats.plain ? "N(0, I)" : "the prior";
    const words = {
      codes: `dots: 2,000 test pictures${lie}`,
      rings: `rings: ${fitted ? "the fitted Gaussian" : prior} at 1, 2, 3 σ`,
      samples: `circles: samples${stats.clothing ? "" : ", filled when clearly a digit"}`,
      holes: "red: mass without codes",
    };
    return Object.entries(words)
      .filter(([layer]) => layers.has(layer))
      .map(([, text]) => text);
  }

  // Decoded at every place of a grid; once for each model and view.
  /** @param {number} half */
  pictures(half) {
    const { canvas } = this.laid;
    const of = `${this.film.run} ${half}`;
    if (this.laid.of === of) return canvas;
    const wide = GRID * PIXELS;
    const grey = new Uint8Array(wide * wide);
    for (let k = 0; k < GRID * GRID; k++) {
      const [column, row] = [k % GRID, Math.floor(k / GRID)];
      const picture = this.decoded(middle(column, row, GRID, half));
      for (let y = 0; y < PIXELS; y++)
        grey.set(picture.subarray(PIXELS * y, PIXELS * (y + 1)), (row * PIXELS + y) * wide + column * PIXELS);
    }
    paint(canvas, grey, [wide, wide]);
    this.laid.of = of;
    return canvas;
  }

  /** @param {CanvasRenderingContext2D} context @param {Place} place */
  drawHoles(context, place) {
    const { prior } = this;
    const half = this.stats.view;
    const side = half / CELLS;
    context.fillStyle = colour("--bad");
    this.array("holes").forEach((hole, k) => {
      const [x, y] = middle(k % CELLS, Math.floor(k / CELLS), CELLS, half);
      const mass = density([x, y], prior);
      if (!hole || mass < EMPTY) return;
      const [left, top] = place([x - side, y + side]);
      const [right, bottom] = place([x + side, y - side]);
      context.globalAlpha = 0.2 + 0.6 * mass;
      context.fillRect(left, top, right - left + 0.5, bottom - top + 0.5);
    });
    context.globalAlpha = 1;
  }

  /** @param {CanvasRenderingContext2D} context @param {Place} place */
  drawRings(context, place) {
    const stroke = this.layers.has("pictures") ? "#fff" : colour("--ink");
    for (const k of [1, 2, 3]) line(context, ring(k, this.prior).map(place), stroke, 1.4, k > 1 ? [5, 4] : []);
  }

  /** @param {CanvasRenderingContext2D} context @param {Place} place */
  drawSampled(context, place) {
    this.samples().forEach(({ z, sure }) => {
      dot(context, place(z), 5, sure === undefined || sure > SURE ? colour("--generated") : colour("--paper"));
      context.lineWidth = 2;
      context.strokeStyle = colour("--ink");
      context.stroke();
    });
  }

  // The same pictures by another method.
  drawOther() {
    const pca = this.film.array(0, "pca");
    this.root.find("[data-other]").hidden = !pca;
    if (!pca) return;
    const { context, width } = sharp(this.root.canvas("[data-pca]"));
    const codes = pca.data;
    const place = places(width, 1.02 * Math.max(...codes.map(Math.abs)));
    dots(context, place, { codes, labels: this.array("labels") }, 2, this.alone);
  }

  // Drawing the rows of buttons.

  drawClasses() {
    const box = this.root.find("[data-classes]");
    fill(box, CLASSES.length, (label) => {
      const key = make("i", { style: `background: ${CLASSES[label]}` });
      const button = make("button", { type: "button" }, key, make("span"));
      this.root.listen(button, "click", () => this.choose(label));
      return button;
    });
    [...box.children].forEach((button, label) => {
      setText(find(button, "span"), this.className(label));
      button.setAttribute("aria-pressed", String(label === this.alone));
    });
  }

  /** @param {number} label */
  choose(label) {
    this.alone = this.alone === label ? null : label;
    this.draw();
  }

  // Codes drawn from the chosen prior, and what the classifier says of them, where it knows such pictures.
  samples() {
    const { film, kind } = this;
    const drawn = this.array(`places_${kind}`);
    const sure = film.array(0, `sure_${kind}`)?.data;
    const called = film.array(0, `called_${kind}`)?.data;
    return Array.from({ length: drawn.length / 2 }, (_, k) => ({
      z: /** @type {Point} */ ([drawn[2 * k], drawn[2 * k + 1]]),
      sure: sure?.[k],
      called: called?.[k],
    }));
  }

  drawSamples() {
    const { root } = this;
    const samples = this.samples();
    const box = root.find("[data-samples]");
    root.text("[data-drawn]", `Samples from ${this.fitted ? "the Gaussian fitted to the codes" : "N(0, I)"}, decoded`);
    fill(box, samples.length, (k) => {
      const button = make("button", { type: "button" }, make("canvas"), make("span"));
      root.listen(button, "click", () => this.visit(this.samples()[k].z));
      return button;
    });
    samples.forEach(({ z, sure, called }, k) => {
      const button = box.children[k];
      const unclear = sure !== undefined && sure <= SURE;
      const told = sure === undefined ? "" : `, the classifier says ${called} with ${percent(sure)}`;
      paint(/** @type {HTMLCanvasElement} */ (button.firstElementChild), this.decoded(z), SHAPE);
      setText(find(button, "span"), sure === undefined ? "" : unclear ? "unclear" : String(called));
      button.classList.toggle("unclear", unclear);
      button.setAttribute("aria-label", `Sample ${k + 1}${told}. Go there`);
    });
  }

  /** @param {Point} z */
  visit(z) {
    this.go(z);
    this.tellPlace();
  }

  // Drawing what is here.

  // The picture at z; all that dragging needs. Words follow with the next animation frame.
  drawHere() {
    const began = performance.now();
    paint(this.root.canvas("[data-here]"), this.decoded(this.z), SHAPE);
    this.times = [...this.times.slice(1 - KEPT), performance.now() - began];
    this.telling ||= this.root.frame(() => this.drawWords());
  }

  drawWords() {
    const { root, coded, z, half } = this;
    this.telling = 0;
    const finger = root.find(".finger");
    finger.hidden = false;
    finger.style.left = `${50 * (z[0] / half + 1)}%`;
    finger.style.top = `${50 * (1 - z[1] / half)}%`;
    const at = `${show(z[0])}, ${show(z[1])}`;
    const { label, distance } = nearest(coded, z);
    const name = this.className(label);
    root.text("[data-where]", `z = (${at})`);
    root.number("place", at, { small: `nearest test picture's code: ${name}, ${show(distance)} away` });
    this.drawMaths(at);
    root.tell(() => {
      const near = `The nearest test picture is of class ${name}, ${show(distance)} away.`;
      return `z = (${at}). ${near} Distance from the middle: ${show(Math.hypot(...z), 1)}.`;
    });
  }

  /** @param {string} at */
  drawMaths(at) {
    const { root, stats, z } = this;
    const widths = this.decoder.layers.map(({ to }) => to.length).join(", ");
    const mass = density(z, STANDARD) / (2 * Math.PI);
    const here = mass < 1e-4 ? mass.toExponential(1).replace("-", "−") : show(mass, 4);
    const holes = percent(this.ofSamples("holes"));
    root.maths("decoder", `z = (${at}), ${widths} numbers a layer`);
    root.maths("prior", `${here} here, ${show(1 / (2 * Math.PI), 4)} in the middle`);
    root.maths("hole", `ρ = ${show(stats.reach)}: ${holes} of 4,000 draws; codes themselves: 5 %`);
  }

  drawNumbers() {
    const { root, stats } = this;
    const { beyond, clothing, confident_real, holes_floor, judged, same_class, same_class_pca } = stats;
    const drawn = this.fitted ? "fitted Gaussian" : "N(0, I)";
    const real = `classifier above 90 % · real digits: ${percent(confident_real)}`;
    const floor = `codes drawn from N(0, I): ${percent(holes_floor)}`;
    const pca = same_class_pca === undefined ? "" : `PCA's map: ${percent(same_class_pca)} · `;
    root.find("[data-number=confident]").hidden = Boolean(clothing);
    if (!clothing)
      this.gauge("confident", this.ofSamples("confident"), `of ${judged} from ${drawn}, ${real}`, confident_real);
    const lie = `of 4,000 from ${drawn} lie where no codes are · ${floor}`;
    this.gauge("holes", this.ofSamples("holes"), lie, holes_floor);
    this.gauge("order", same_class, `${pca}chance: 10 % · by the five nearest, n = 2,000`, same_class_pca);
    this.gauge("beyond", beyond, "N(0, I) itself: 1.1 %", 0.011);
  }

  /**
   * @param {string} name
   * @param {number} share
   * @param {string} small
   * @param {number | undefined} floor undefined where it needs pictures that are not here
   */
  gauge(name, share, small, floor) {
    this.root.number(name, percent(share), { share, small, mark: floor });
  }

  drawCost() {
    const weights = `${show(this.decoder.parameters / 1000, 0)} k`;
    this.root.costs([
      ["requests while you drag", "0"],
      ["one picture, in this browser", `${show(median(this.times))} ms`],
      ["parameters of the decoder", weights],
      ["multiplications a picture", weights],
    ]);
  }

  // Moving.

  /** @param {Point} wanted */
  go(wanted) {
    const { half } = this;
    const edge = this.stats.view;
    const [x, y] = wanted.map((value) => Math.max(-edge, Math.min(edge, value)));
    this.z = [x, y];
    if (this.half !== half) this.drawPlane();
    this.drawHere();
  }

  /** @param {import("../lib/drag.js").Share} place */
  pull({ x, y }) {
    const { half } = this;
    this.held = true;
    this.go([(2 * x - 1) * half, (1 - 2 * y) * half]);
  }

  drop() {
    this.held = false;
    this.tellPlace();
  }

  /**
   * @param {number} right
   * @param {number} up
   * @param {number} steps
   * @returns {Point}
   */
  beside(right, up, steps) {
    const far = (steps * this.stats.view) / STEPS;
    return [this.z[0] + far * right, this.z[1] + far * up];
  }

  /** @param {() => Point} wanted */
  press(wanted) {
    if (!this.film.frames.length) return;
    this.go(wanted());
    this.root.later("settle", SETTLED_MS, () => this.tellPlace());
  }

  tellPlace() {
    this.drawCost();
    this.root.send({ what: "pick" });
  }
}

/**
 * The middle of one cell of a grid over [-half, half]^2, its rows from the top.
 * @param {number} column
 * @param {number} row
 * @param {number} count cells in a row
 * @param {number} half
 * @returns {Point}
 */
export function middle(column, row, count, half) {
  return [half * (((column + 0.5) / count) * 2 - 1), half * (1 - ((row + 0.5) / count) * 2)];
}

/**
 * The points that are `k` standard deviations from the middle.
 * @param {number} k
 * @param {Gaussian} gaussian
 * @returns {Point[]}
 */
export function ring(k, { mean, root }) {
  return Array.from({ length: 91 }, (_, i) => {
    const [a, b] = [k * Math.cos((i * Math.PI) / 45), k * Math.sin((i * Math.PI) / 45)];
    return [mean[0] + root[0] * a, mean[1] + root[2] * a + root[3] * b];
  });
}

/**
 * How dense a Gaussian is at a place; 1 at its middle.
 * @param {Point} place
 * @param {Gaussian} gaussian
 */
export function density([x, y], { mean, root }) {
  const a = (x - mean[0]) / root[0];
  const b = (y - mean[1] - root[2] * a) / root[3];
  return Math.exp(-(a * a + b * b) / 2);
}
