// Why latent. The result holds what is decoded with every choice of channels, so that switching them asks nobody.

import { Film } from "../lib/film.js";
import { make } from "../lib/dom.js";
import { show, whole } from "../lib/format.js";
import { paint } from "../lib/paint.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./latent.shown").Frame} Frame */

const SIDE = 64;
const CHANNEL = 16;
const CALLS = 40; // 20 steps, each with the prompt and without

/** @param {Root} root */
export function mount(root) {
  return new Latent(root);
}

class Latent {
  /** @type {Film<Frame>} */
  film = new Film();

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.channels = /** @type {HTMLElement[]} */ ([...root.element.querySelectorAll("[data-channel]")]);
    for (const one of this.channels) root.listen(one, "click", () => this.turn(one));
  }

  take() {
    if (!this.film.frames.length) return;
    const picture = this.film.array(0, "picture");
    const code = this.film.array(0, "code");
    if (picture) paint(this.root.canvas("[data-view=picture]"), picture.data, [SIDE, SIDE, 3]);
    this.channels.forEach((one, k) => {
      const canvas = /** @type {HTMLCanvasElement} */ (one.firstElementChild);
      if (code) paint(canvas, code.data, [CHANNEL, CHANNEL], k * CHANNEL * CHANNEL);
    });
    this.draw();
    this.drawCosts();
  }

  /** @param {string} line */
  status(line) {
    if (line || !this.film.frames.length) return line;
    return "Press a channel: the picture is decoded without it.";
  }

  /** @param {HTMLElement} one */
  turn(one) {
    one.setAttribute("aria-pressed", String(one.getAttribute("aria-pressed") !== "true"));
    this.draw();
  }

  draw() {
    const decoded = this.film.array(0, "decoded");
    const off = this.film.array(0, "off");
    if (!decoded || !off) return;
    const on = this.channels.map((one) => one.getAttribute("aria-pressed") === "true");
    const which = on.reduce((sum, pressed, k) => sum + (pressed ? 2 ** k : 0), 0);
    paint(this.root.canvas("[data-view=decoded]"), decoded.data, [SIDE, SIDE, 3], which * SIDE * SIDE * 3);
    const error = Number(off.data[which]);
    const { psnr, psnr_real } = this.film.frames[0].stats;
    const real = psnr_real ? `; real faces on average: ${show(psnr_real, 1)} dB` : "";
    this.root.number("psnr", `${show(psnr, 1)} dB`, { small: `PSNR with all four channels${real}` });
    this.root.number("error", show(error, 4), { small: `all four: ${show(Number(off.data[15]), 4)}` });
    const names = on.flatMap((pressed, k) => (pressed ? [k + 1] : []));
    const told = names.length === 4 ? "All channels are on." : `On: ${names.join(", ") || "none"}.`;
    this.root.text("[data-twin]", `${told} Mean squared error ${show(error, 4)}.`);
  }

  drawCosts() {
    const { stats } = this.film.frames[0];
    const rows = [
      row("numbers of this picture", stats.numbers_pixels, stats.numbers_latent),
      row("one call of the U-Net here, ms", stats.ms_pixels, stats.ms_latent),
      row("its activations, MB", stats.mb_pixels, stats.mb_latent),
    ];
    this.root.find("[data-costs]").replaceChildren(...rows);
    const [pixels, latent] = [CALLS * stats.ms_pixels, CALLS * stats.ms_latent + stats.ms_decode];
    this.root.number("saved", `${show(stats.ms_pixels / stats.ms_latent, 1)} times`, {
      small: "the same network, given a sixteenth of the places",
    });
    this.root.number("whole", `${show(latent / 1000, 1)} s`, {
      small: `20 guided steps and the decoder (${show(stats.ms_decode, 0)} ms); on pixels ${show(pixels / 1000, 1)} s`,
    });
  }
}

/** @param {string} what @param {number} pixels @param {number} latent */
function row(what, pixels, latent) {
  const cells = [whole(Math.round(pixels)), whole(Math.round(latent)), show(pixels / latent, 1)];
  return make("tr", {}, make("th", { scope: "row" }, what), ...cells.map((text) => make("td", {}, text)));
}
