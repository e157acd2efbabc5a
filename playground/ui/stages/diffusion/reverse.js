// The reverse trajectory. Frame i < last shows network call i; the last frame is the result.

import { decode } from "../lib/decode.js";
import { fill, make } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { percent, plural, show } from "../lib/format.js";
import { paint } from "../lib/paint.js";
import { Player } from "../lib/player.js";
import { Strip } from "../lib/strip.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("../lib/decode.js").Decoded} Decoded */
/** @typedef {import("./reverse.shown").Frame} Frame */
/** @typedef {Frame["stats"]} Stats */

const SHAPE = [32, 32];
const AREA = 32 * 32;
/** @type {(keyof Frame["arrays"])[]} */
const OF_A_CALL = ["eps", "prev", "mu", "noise", "eps_uncond", "eps_cond", "difference"];

/** @param {Root} root */
export function mount(root) {
  return new Reverse(root);
}

class Reverse {
  /** @type {Film<Frame>} */
  film = new Film();
  chosen = 0; // picture of the batch
  /** @type {{ stats: Stats, probabilities: Decoded } | null} */
  judged = null;

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.player = new Player(root, this.film, {
      draw: (i) => this.drawFrame(i),
      caption: (i) => this.caption(i),
      twin: (i) => this.twin(i),
      opens: true,
    });
    this.strip = new Strip(root, this.film, this.player, {
      label: (i) => `frame ${this.caption(i)}`,
      paint: (canvas, i) => this.picture(canvas, i, "xt", this.chosen * AREA),
    });
    root.on("[data-inside]", "click", () => this.lookInside());
  }

  /** @param {any} value @param {boolean} fresh */
  take(value, fresh) {
    const { film, player } = this;
    if (!film.frames.length) return;
    if (fresh) {
      this.judged = null;
      window.dispatchEvent(new Event("playground-trajectory"));
    }
    if (value.judged) this.judge(JSON.parse(value.judged).frames[0]);
    this.chosen = (value.inspect || 1) - 1;
    player.grown(fresh);
    this.strip.draw(this.chosen);
    this.drawCost();
  }

  /** @param {string} line */
  status(line) {
    const { frames, last } = this.film;
    if (line || !frames.length) return line;
    const { total } = frames[0];
    if (this.player.waits) return "Press play: noise becomes a digit.";
    if (last.kind !== "result") return `stopped after call ${last.step} of ${total - 1}`;
    return total > frames.length ? `${frames.length} of ${total} frames are kept, evenly thinned.` : "";
  }

  /** @param {Frame} frame */
  judge({ stats, arrays }) {
    const packed = /** @type {import("../lib/decode.js").Packed} */ (arrays.probabilities);
    this.judged = { stats, probabilities: decode(packed) };
  }

  /** @param {number} i */
  isResult(i) {
    return this.film.frames[i].kind === "result";
  }

  /** @param {number} i */
  caption(i) {
    const { step, total, stats } = this.film.frames[i];
    return `${step} / ${total - 1}` + (this.isResult(i) ? " · done" : ` · t = ${stats.t}`);
  }

  /** @param {number} i */
  twin(i) {
    const judged = this.root.find("[data-number=judged]").innerText.replace(/\s+/g, " ");
    return `Frame ${this.caption(i)}. Signal left ${show(this.film.frames[i].stats.alpha_bar, 3)}. ${judged}`;
  }

  /** @param {string} view @param {number} i @param {keyof Frame["arrays"]} name @param {number} [offset] */
  view(view, i, name, offset) {
    this.picture(this.root.canvas(`[data-view=${view}]`), i, name, offset);
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {number} i
   * @param {keyof Frame["arrays"]} name
   * @param {number} [offset]
   */
  picture(canvas, i, name, offset) {
    const array = this.film.array(i, name);
    if (array) paint(canvas, array.data, SHAPE, offset);
  }

  // The result has no call of its own: the last call stays taken apart beside it.
  /** @param {number} i */
  drawFrame(i) {
    const call = this.isResult(i) && i ? i - 1 : i;
    const { stats } = this.film.frames[call];
    this.view("xt", i, "xt", this.chosen * AREA);
    this.view("x0", i, "x0");
    for (const name of OF_A_CALL) this.view(name, call, name);
    this.view("guided", call, "eps");
    this.drawNumbers(i, stats);
    this.drawJudged(i);
    this.drawMaths(stats);
    this.drawSamples();
    this.strip.mark(i);
  }

  /** @param {number} i @param {Stats} call */
  drawNumbers(i, call) {
    const { root } = this;
    const { alpha_bar, snr_db } = this.film.frames[i].stats;
    const more = snr_db > 0 ? "more signal than noise" : "more noise than signal";
    const result = this.isResult(i);
    root.find("[data-guidance]").classList.toggle("idle", !(call.norm_difference > 0));
    root.text("[data-w]", `+ ${show(call.w, 1)}`);
    root.text("[data-noise-note]", call.sigma ? "" : "this step adds no fresh noise: σ = 0");
    root.number("alpha", show(alpha_bar, 3), { share: alpha_bar, small: "" });
    root.number("snr", result ? "clean" : `${show(snr_db, 1)} dB`, { small: result ? "no noise is left" : more });
    root.number("change", show(call.norm_x0_change), { small: "length of x̂₀'s change since the call before" });
  }

  /** @param {Stats} call */
  drawMaths({ alpha_bar, norm_difference, norm_eps, norm_eps_uncond, sigma, t, w }) {
    const signal = Math.sqrt(alpha_bar);
    const noise = Math.sqrt(1 - alpha_bar);
    const added = `w |εc − ε∅| = ${show(w, 1)} × ${show(norm_difference)} = ${show(w * norm_difference, 1)}`;
    const guided = `|ε∅| = ${show(norm_eps_uncond, 1)}, ${added}, |ε̂| = ${show(norm_eps, 1)}`;
    const plain = `one prediction is enough here: |ε̂| = ${show(norm_eps, 1)}`;
    this.root.maths("guidance", norm_difference > 0 ? guided : plain);
    this.root.maths("x0", `(xₜ − ${show(noise, 3)} ε̂) / ${show(signal, signal < 0.01 ? 5 : 3)}`);
    this.root.maths("step", `from t = ${t}, σ = ${show(sigma, 3)}`);
  }

  /** @param {number} i */
  drawJudged(i) {
    const { root, judged } = this;
    if (!judged) {
      root.text("[data-number=judged] span", "judged");
      return root.number("judged", "–", { small: this.film.status.running ? "judged when the run is done" : "" });
    }
    const { digit, real } = judged.stats;
    const { data, shape } = judged.probabilities;
    const share = data[Math.min(i, shape[0] - 1) * 10 + digit];
    root.text("[data-number=judged] span", `predicted picture judged a ${digit}`);
    root.number("judged", percent(share), { share, small: `real ${digit}s score ${percent(real)}`, mark: real });
  }

  // The pictures of the batch, of which one is taken apart.
  drawSamples() {
    const box = this.root.find("[data-samples]");
    const count = this.film.array(this.player.last, "xt")?.shape[0] ?? 0;
    box.hidden = count < 2;
    fill(box, count < 2 ? 0 : count, (k) => {
      const button = thumb(`Picture ${k + 1}`);
      this.root.listen(button, "click", () => this.root.send({ what: "pick", sample: k + 1 }));
      return button;
    });
    [...box.children].forEach((button, k) => {
      button.classList.toggle("here", k === this.chosen);
      this.picture(canvasOf(button), this.player.index, "xt", k * AREA);
    });
  }

  drawCost() {
    const { film, root } = this;
    const { seconds, calls, rows, parameters } = film.last.stats;
    if (film.last.kind !== "result") {
      root.number("run", `${film.frames.length} ${plural(film.frames.length, "call")}`, { small: "" });
      return root.costs([]);
    }
    const pictures = film.must(this.player.last, "xt").shape[0];
    const both = rows > pictures;
    const each = `${show((1000 * seconds) / calls, 1)} ms`;
    const kept = film.status.cached ? " · kept from before" : "";
    const noun = plural(calls, "call");
    const words = both ? `${noun}, each with and without the class` : noun;
    root.number("run", `${show(seconds)} s`, { small: `${calls} ${words} · ${each} each${kept}` });
    root.costs([
      ["network calls", both ? `${calls} × 2 (with, without class)` : String(calls)],
      ["pictures", String(pictures)],
      ["parameters", `${show(parameters / 1e6)} M`],
      ["one call", each],
      ["one picture", `${show((1000 * seconds) / pictures, 0)} ms`],
    ]);
  }

  lookInside() {
    const { frames } = this.film;
    if (!frames.length) return;
    this.player.pause();
    const call = Math.min(frames[this.player.index].step, frames[0].total - 2);
    this.root.send({ what: "inside", call });
  }
}

/** @param {string} label */
function thumb(label) {
  return make("button", { type: "button", "aria-label": label }, make("canvas"));
}

/** @param {Element} button */
function canvasOf(button) {
  return /** @type {HTMLCanvasElement} */ (button.firstElementChild);
}
