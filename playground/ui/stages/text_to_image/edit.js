// A picture changed by a prompt. Frame i < last is a step of the change; the last is the result.

import { Film } from "../lib/film.js";
import { percent, plural, show } from "../lib/format.js";
import { paint } from "../lib/paint.js";
import { Player } from "../lib/player.js";
import { stepCaption, stoppedAt } from "../lib/steps.js";
import { Strip } from "../lib/strip.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./edit.shown").Frame} Frame */
/** @typedef {import("../lib/decode.js").Numbers} Numbers */

const SIDE = 64;
const CELL = 4; // pixels of a latent's cell
const PAD = "#text_to_image-edit-mask .pad";
const DIM = 0.35; // of its brightness that is left of what is kept

/** @param {Root} root */
export function mount(root) {
  return new Edit(root);
}

class Edit {
  /** @type {Film<Frame>} */
  film = new Film();

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    root.signal.addEventListener("abort", () => this.pad?.style.removeProperty("--under"));
    this.player = new Player(root, this.film, {
      draw: (i) => this.drawFrame(i),
      caption: (i) => this.caption(i),
      twin: (i) => `Step ${this.caption(i)}. ${this.film.frames[i].texts.seen_after ?? ""}`,
    });
    this.strip = new Strip(root, this.film, this.player, {
      label: (i) => `step ${this.caption(i)}`,
      paint: (canvas, i) => this.drawPicture(canvas, i),
    });
  }

  /** @param {any} _ @param {boolean} fresh */
  take(_, fresh) {
    if (!this.film.frames.length) return;
    if (fresh) this.drawBefore();
    this.player.grown(fresh);
    this.strip.draw();
    this.drawRun();
  }

  /** @param {string} line */
  status(line) {
    const { frames, last } = this.film;
    if (line || !frames.length) return line;
    if (last.kind !== "result") return stoppedAt(last);
    const { skipped } = last.stats;
    if (!skipped) return "All noise: nothing of the picture was left where it may change.";
    return `The first ${show(skipped, 0)} ${plural(skipped, "step")} ${skipped === 1 ? "is" : "are"} left out.`;
  }

  /** @param {number} i */
  caption(i) {
    return stepCaption(this.film.frames[i]);
  }

  /** @param {number} i */
  drawFrame(i) {
    this.drawPicture(this.root.canvas("[data-view=picture]"), i);
    this.strip.mark(i);
  }

  /** @param {HTMLCanvasElement} canvas @param {number} i */
  drawPicture(canvas, i) {
    paint(canvas, this.film.must(i, "picture").data, [SIDE, SIDE, 3]);
  }

  get pad() {
    return /** @type {HTMLElement | null} */ (document.querySelector(PAD));
  }

  // The picture, dimmed where it is kept; as it is, it lies under the pad, to be painted on.
  drawBefore() {
    const [before, mask] = [this.film.must(0, "before").data, this.film.must(0, "mask").data];
    const canvas = this.root.canvas("[data-view=before]");
    paint(canvas, before, [SIDE, SIDE, 3]);
    this.pad?.style.setProperty("--under", `url(${canvas.toDataURL()})`);
    paint(canvas, dimmed(before, mask), [SIDE, SIDE, 3]);
  }

  drawRun() {
    const { film, root } = this;
    const { kind, stats, texts } = film.last;
    const waits = film.status.running ? "read when the picture is finished" : "";
    const done = kind === "result";
    root.number("before", done ? "" : "–", { small: texts.seen_before ?? waits });
    root.number("after", done ? "" : "–", { small: texts.seen_after ?? waits });
    if (!done) {
      for (const name of ["inside", "outside", "similarity"]) root.number(name, "–", { small: waits });
      return root.number("run", `${film.frames.length} ${plural(film.frames.length, "step")}`, { small: "" });
    }
    const { calls, changed_inside, changed_outside, painted, seconds, similarity_after, similarity_before } = stats;
    this.drawChange("inside", changed_inside, `${percent(painted, 0)} of the cells may change`);
    this.drawChange("outside", changed_outside, "mean over pixels, of their range");
    if (similarity_after === undefined) root.number("similarity", "–", { small: "nothing was asked for" });
    else {
      root.number("similarity", show(similarity_after, 2), {
        share: Math.max(0, similarity_after),
        mark: Math.max(0, similarity_before),
        small: `CLIP’s cosine; before: ${show(similarity_before, 2)}`,
      });
    }
    const small = `${show(calls, 0)} calls of the U-Net${film.status.cached ? ", kept from before" : ""}`;
    root.number("run", `${show(seconds, 1)} s`, { small });
  }

  /** @param {"inside" | "outside"} name @param {number | undefined} value @param {string} small */
  drawChange(name, value, small) {
    if (value === undefined) this.root.number(name, "–", { small: "there are no such places" });
    else this.root.number(name, percent(value, 1), { share: value, small });
  }
}

/**
 * A picture, dimmed where the mask is 0.
 * @param {Numbers} picture
 * @param {Numbers} mask
 */
function dimmed(picture, mask) {
  const wide = SIDE / CELL;
  return Uint8Array.from(picture, (value, k) => {
    const pixel = Math.floor(k / 3);
    const cell = Math.floor(pixel / SIDE / CELL) * wide + Math.floor((pixel % SIDE) / CELL);
    return mask[cell] ? value : value * DIM;
  });
}
