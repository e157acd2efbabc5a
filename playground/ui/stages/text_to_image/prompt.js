// A prompt's way to a picture. Frame i < last is a step of the U-Net; the last frame is the finished picture.

import { Film } from "../lib/film.js";
import { plural, show } from "../lib/format.js";
import { page } from "../lib/page.js";
import { paint } from "../lib/paint.js";
import { Player } from "../lib/player.js";
import { stepCaption, stoppedAt } from "../lib/steps.js";
import { Strip } from "../lib/strip.js";
import { WordMaps } from "./wordmaps.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("../lib/decode.js").Numbers} Numbers */
/** @typedef {import("./prompt.shown").Frame} Frame */

const SIDE = 64;
const CHANNEL = 16; // pixels of a latent's channel, on each side

/** @param {Root} root */
export function mount(root) {
  return new Prompt(root);
}

class Prompt {
  /** @type {Film<Frame>} */
  film = new Film();

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
      label: (i) => `step ${this.caption(i)}`,
      paint: (canvas, i) => this.drawPicture(canvas, i),
    });
    this.words = new WordMaps(root, this.film, () => this.player.index);
    root.on("[data-branch]", "click", () => this.film.frames.length && root.send({ what: "branch" }));
  }

  // The part "Branch" opens with the settings of the run that is shown, from the step that is shown.
  /** @param {unknown[]} now how its controls stand */
  carried(...now) {
    const { prompt, negative, w, sampler, steps, seed } = this.film.asked;
    const at = Math.max(0, Math.min(this.player.index, steps - 1));
    const same = { other: prompt, other_w: w, other_sampler: sampler };
    const wanted = { prompt, negative, w, sampler, steps, seed, at, ...same };
    const tabs = { __type__: "update", selected: "branch" };
    return [tabs, ...page().vary("text_to_image.branch", wanted, ...now)];
  }

  /** @param {any} _ @param {boolean} fresh */
  take(_, fresh) {
    if (!this.film.frames.length) return;
    this.words.take();
    this.player.grown(fresh);
    this.strip.draw();
    this.drawCost();
  }

  /** @param {string} line */
  status(line) {
    const { frames, last } = this.film;
    if (line || !frames.length) return line;
    if (this.player.waits) return "Press play: noise becomes a picture.";
    if (last.kind !== "result") return stoppedAt(last);
    const { cut } = frames[0].stats;
    return cut ? `The text encoder reads 30 tokens of a prompt: the last ${show(cut, 0)} were left out.` : "";
  }

  /** @param {number} i */
  caption(i) {
    return stepCaption(this.film.frames[i]);
  }

  /** @param {number} i */
  twin(i) {
    return `Step ${this.caption(i)}. Signal left ${show(this.film.frames[i].stats.alpha_bar, 3)}. ${this.seen(i)}`;
  }

  /** @param {number} i */
  seen(i) {
    return this.film.frames[i].texts.seen ?? "";
  }

  // The finished picture has no step of its own: the last step's numbers stay beside it.
  /** @param {number} i */
  drawFrame(i) {
    const { film, root } = this;
    const result = film.frames[i].kind === "result";
    const { stats } = film.frames[result && i ? i - 1 : i];
    this.drawPicture(root.canvas("[data-view=picture]"), i);
    this.words.draw();
    for (const name of /** @type {const} */ (["latent", "clean"])) {
      const array = film.array(i, name);
      if (array) paint(root.canvas(`[data-view=${name}]`), mosaic(array.data), [2 * CHANNEL, 2 * CHANNEL]);
    }
    this.drawBoxes(i, stats);
    this.drawNumbers(i, stats);
    this.strip.mark(i);
  }

  /** @param {HTMLCanvasElement} canvas @param {number} i */
  drawPicture(canvas, i) {
    const array = this.film.array(i, "picture");
    if (array) paint(canvas, array.data, [SIDE, SIDE, 3]);
  }

  /** @param {number} i @param {Frame["stats"]} stats */
  drawBoxes(i, stats) {
    const { total, stats: first } = this.film.frames[0];
    const tokens = this.words.tokens.length;
    const box = (/** @type {string} */ name, /** @type {string} */ text) =>
      this.root.text(`[data-box=${name}] output`, text);
    const step = Math.min(this.film.frames[i].step + 1, total - 1);
    box("text", `${tokens} ${plural(tokens, "token")}, ${show(first.ms_text, 0)} ms`);
    const calls = stats.w === 1 ? "once" : "twice: with the prompt, and with the negative or empty one";
    box("unet", `step ${step} of ${total - 1}, asked ${calls}, ${show(stats.ms_unet, 0)} ms`);
    box("decoder", `${show(stats.ms_decoder, 0)} ms`);
  }

  /** @param {number} i @param {Frame["stats"]} step */
  drawNumbers(i, step) {
    const { film, root } = this;
    const { alpha_bar } = film.frames[i].stats;
    const { last } = film;
    root.number("alpha", show(alpha_bar, 3), { share: alpha_bar, small: "" });
    root.number("change", show(step.change, 1), { small: "length of ẑ₀’s change since the step before" });
    const waits = film.status.running ? "read when the picture is finished" : "";
    root.number("seen", last.kind === "result" ? "" : "–", { small: last.texts.seen ?? waits });
    this.drawSimilarity(waits);
    this.drawPlaces(waits);
    this.drawMaths(step);
  }

  /** @param {string} waits */
  drawSimilarity(waits) {
    const { kind, stats } = this.film.last;
    if (kind !== "result") return this.root.number("similarity", "–", { small: waits });
    const { similarity, similarity_other } = stats;
    this.root.number("similarity", show(similarity, 2), {
      share: Math.max(0, similarity),
      small: `CLIP’s cosine; the other examples’ captions: ${show(similarity_other, 2)}`,
      mark: Math.max(0, similarity_other),
    });
  }

  /** @param {string} waits */
  drawPlaces(waits) {
    const landed = this.film.array(this.film.frames.length - 1, "landed")?.data;
    if (!landed) return this.root.number("places", "–", { small: waits });
    const known = [...landed].filter((one) => one >= 0);
    if (!known.length) return this.root.number("places", "–", { small: "no word whose place can be looked for" });
    const right = known.filter((one) => one > 0).length;
    const small = "whose map is brightest on what they name";
    this.root.number("places", `${right} of ${known.length}`, { small });
  }

  /** @param {Frame["stats"]} step */
  drawMaths({ alpha_bar, norm_free, norm_guided, norm_text, w }) {
    const halves = `|v_text| = ${show(norm_text, 1)}, |v∅| = ${show(norm_free, 1)}`;
    const both = `${halves}, w = ${show(w, 1)}, |v| = ${show(norm_guided, 1)}`;
    this.root.maths("guidance", w === 1 ? `w = 1: one prediction is enough, |v| = ${show(norm_text, 1)}` : both);
    const noise = show(Math.sqrt(1 - alpha_bar), 3);
    this.root.maths("clean", `${show(Math.sqrt(alpha_bar), 3)} zₜ − ${noise} v`);
  }

  drawCost() {
    const { film, root } = this;
    const { frames, last, status } = film;
    const { seconds, calls, parameters } = last.stats;
    if (last.kind !== "result") {
      root.number("run", `${frames.length} ${plural(frames.length, "step")}`, { small: "" });
      return root.costs([]);
    }
    const sum = (/** @type {"ms_unet" | "ms_decoder"} */ name) =>
      frames.slice(0, -1).reduce((all, { stats }) => all + stats[name], 0);
    root.number("run", `${show(seconds, 1)} s`, { small: status.cached ? "kept from before" : "" });
    root.costs([
      ["calls of the U-Net", show(calls, 0)],
      ["text encoder", `${show(frames[0].stats.ms_text, 0)} ms`],
      ["U-Net, all steps", `${show(sum("ms_unet"), 0)} ms`],
      ["decoder, a guess at every step", `${show(sum("ms_decoder"), 0)} ms`],
      ["parameters", `${show(parameters / 1e6, 1)} M`],
    ]);
  }
}

// The four channels of a latent, two by two.
/** @param {Numbers} data */
function mosaic(data) {
  const wide = 2 * CHANNEL;
  return Uint8Array.from({ length: wide * wide }, (_, k) => {
    const [row, column] = [Math.floor(k / wide), k % wide];
    const channel = 2 * Math.floor(row / CHANNEL) + Math.floor(column / CHANNEL);
    return data[channel * CHANNEL * CHANNEL + (row % CHANNEL) * CHANNEL + (column % CHANNEL)];
  });
}
