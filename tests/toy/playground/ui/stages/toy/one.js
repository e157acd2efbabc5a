// Points, and a circle of one standard deviation around the Gaussian's mean.

import { Film } from "../lib/film.js";
import { show } from "../lib/format.js";
import { sharp } from "../lib/paint.js";
import { Player } from "../lib/player.js";
import { dots } from "../lib/points.js";
import { colour } from "../lib/theme.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./one.shown").Frame} Frame */

/** @param {Root} root */
export function mount(root) {
  return new One(root);
}

class One {
  /** @type {Film<Frame>} */
  film = new Film();

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.player = new Player(root, this.film, {
      draw: (i) => this.drawFrame(i),
      caption: (i) => `step ${this.film.frames[i].step}`,
    });
  }

  /** @param {any} _ @param {boolean} fresh */
  take(_, fresh) {
    if (this.film.frames.length) this.player.grown(fresh);
  }

  draw() {
    this.drawFrame(this.player.index);
  }

  /** @param {number} i */
  drawFrame(i) {
    const { film, root } = this;
    const { nats, sigma } = film.frames[i].stats;
    const { context, width } = sharp(root.canvas("canvas"));
    /** @type {import("../lib/points.js").Place} */
    const place = (x, y) => [(width * (x + 2)) / 4, (width * (2 - y)) / 4];
    dots(context, place, film.must(i, "points"), { fill: colour("--real"), radius: 2, alpha: 0.8 });
    const [x, y] = film.must(i, "mean").data;
    context.globalAlpha = 1;
    context.strokeStyle = colour("--generated");
    context.beginPath();
    context.arc(...place(x, y), (width * sigma) / 4, 0, 2 * Math.PI);
    context.stroke();
    root.number("nats", show(nats));
    root.number("sigma", show(sigma));
  }
}
