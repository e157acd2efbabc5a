// Two paths from the same noise. Frame i < last is a step of both, the same until the branch; the last is the result.

import { Film } from "../lib/film.js";
import { plural, show } from "../lib/format.js";
import { paint } from "../lib/paint.js";
import { Player } from "../lib/player.js";
import { stepCaption, stoppedAt } from "../lib/steps.js";
import { Strip } from "../lib/strip.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./branch.shown").Frame} Frame */

const SIDE = 64;
const WAYS = /** @type {const} */ (["first", "other"]);

/** @param {Root} root */
export function mount(root) {
  return new Branch(root);
}

class Branch {
  /** @type {Film<Frame>} */
  film = new Film();

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.player = new Player(root, this.film, {
      draw: (i) => this.drawFrame(i),
      caption: (i) => this.caption(i),
      twin: (i) => this.twin(i),
    });
    this.strip = new Strip(root, this.film, this.player, {
      label: (i) => `step ${this.caption(i)}`,
      paint: (canvas, i) => this.drawBoth(canvas, i),
    });
  }

  /** @param {any} _ @param {boolean} fresh */
  take(_, fresh) {
    if (!this.film.frames.length) return;
    this.player.grown(fresh);
    this.strip.draw();
    this.drawRun();
  }

  /** @param {string} line */
  status(line) {
    const { frames, last } = this.film;
    if (line || !frames.length) return line;
    if (last.kind !== "result") return stoppedAt(last);
    if (!last.stats.apart) return "Both paths are the same to the end: nothing was changed at the branch.";
    const shared = frames.findIndex(({ stats }) => stats.branched);
    if (!shared) return "Only the noise is shared.";
    return `The first ${shared} ${plural(shared, "step")} ${shared === 1 ? "is" : "are"} shared.`;
  }

  /** @param {number} i */
  caption(i) {
    return stepCaption(this.film.frames[i]);
  }

  /** @param {number} i */
  twin(i) {
    const { stats, texts } = this.film.frames[i];
    const seen = texts.first_seen ? ` First path: ${texts.first_seen}. Branch: ${texts.other_seen}.` : "";
    return `Step ${this.caption(i)}. The two paths are ${show(stats.apart, 2)} apart.${seen}`;
  }

  /** @param {number} i */
  drawFrame(i) {
    const { film, root } = this;
    for (const way of WAYS) {
      const array = film.array(i, way);
      if (array) paint(root.canvas(`[data-view=${way}]`), array.data, [SIDE, SIDE, 3]);
    }
    const { stats } = film.frames[i];
    root.number("apart", show(stats.apart, 2), {
      small: stats.branched ? "root mean square of two latents’ difference" : "not yet: this step is shared",
    });
    this.strip.mark(i);
  }

  // The branch under the first path.
  /** @param {HTMLCanvasElement} canvas @param {number} i */
  drawBoth(canvas, i) {
    const [first, other] = WAYS.map((way) => this.film.array(i, way));
    if (!first || !other) return;
    paint(canvas, Uint8Array.of(...first.data, ...other.data), [2 * SIDE, SIDE, 3]);
  }

  drawRun() {
    const { film, root } = this;
    const { kind, stats, texts } = film.last;
    const waits = film.status.running ? "read when the pictures are finished" : "";
    for (const way of WAYS) {
      root.number(way, kind === "result" ? "" : "–", { small: texts[`${way}_seen`] ?? waits });
    }
    if (kind !== "result") {
      for (const name of ["kept", "reached"]) root.number(name, "–", { small: waits });
      return root.number("run", `${film.frames.length} ${plural(film.frames.length, "step")}`, { small: "" });
    }
    const cosine = (/** @type {number} */ value, /** @type {number} */ mark) => ({
      share: Math.max(0, value),
      mark: Math.max(0, mark),
    });
    root.number("kept", show(stats.other_to_first, 2), {
      ...cosine(stats.other_to_first, stats.first_to_first),
      small: `CLIP’s cosine; the first path’s picture: ${show(stats.first_to_first, 2)}`,
    });
    root.number("reached", show(stats.other_to_other, 2), {
      ...cosine(stats.other_to_other, stats.first_to_other),
      small: `CLIP’s cosine; the first path’s picture: ${show(stats.first_to_other, 2)}`,
    });
    const small = `${show(stats.calls, 0)} calls of the U-Net${film.status.cached ? ", kept from before" : ""}`;
    root.number("run", `${show(stats.seconds, 1)} s`, { small });
  }
}
