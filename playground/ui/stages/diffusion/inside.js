// The U: going down at the left, up at the right, a skip connection across every row.

import { make } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { paint } from "../lib/paint.js";

/** @typedef {import("./inside.shown").Frame} Frame */
/** @typedef {"input" | "middle" | "output" | `down ${number}` | `up ${number}`} Level */

/** @type {Level[][]} */
const ROWS = [["input", "output"], ["down 1", "up 3"], ["down 2", "up 2"], ["down 3", "up 1"], ["middle"]];
const SHOWN =
  "conditional half: the first twelve channels of every level, each stretched to its own range. " +
  "Channels × height × width.";

/** @param {import("../lib/root.js").Root} root */
export function mount(root) {
  /** @type {Film<Frame>} */
  const film = new Film();
  const fold = () => root.stage.classList.remove("open");
  root.on("[data-close]", "click", fold);
  root.listen(window, "playground-trajectory", fold);
  return {
    film,

    /** @param {any} value @param {boolean} fresh */
    take(value, fresh) {
      if (value?.chunks) root.stage.classList.add("open");
      if (!film.frames.length || !(fresh || film.status.running === false)) return;
      root.find("[data-unet]").replaceChildren(...ROWS.map(([left, right]) => row(film, left, right)));
      drawTime(root.canvas("[data-time] canvas"), film);
      root.find("[data-time]").hidden = false;
      if (fresh) root.stage.scrollIntoView({ block: "nearest", behavior: root.still ? "auto" : "smooth" });
    },

    /** @param {string} line */
    status(line) {
      if (!film.frames.length) return line;
      const { call, t } = film.last.stats;
      return `Network call ${call}, t = ${t}, ${SHOWN}`;
    },
  };
}

/** @param {Film<Frame>} film @param {Level} left @param {Level | undefined} right */
function row(film, left, right) {
  if (!right) return make("div", { class: "row bottom" }, level(film, left));
  const skip = make("span", { class: "skip" }, left === "input" ? "" : "skip");
  return make("div", { class: "row" }, level(film, left), skip, level(film, right));
}

/** @param {Film<Frame>} film @param {Level} name */
function level(film, name) {
  const maps = film.array(0, name);
  const shape = film.array(0, `shape ${name}`);
  if (!maps || !shape) return make("div", { class: "level" });
  const [count, height, width] = maps.shape;
  const pictures = Array.from({ length: count }, (_, k) => {
    const canvas = make("canvas");
    paint(canvas, maps.data, [height, width], k * height * width);
    return canvas;
  });
  const words = make("span", { class: "hint" }, [...shape.data].join(" × "));
  return make("div", { class: "level" }, make("b", {}, name), words, make("div", { class: "maps" }, ...pictures));
}

// The time embedding, stretched to its own range.
/** @param {HTMLCanvasElement} canvas @param {Film<Frame>} film */
function drawTime(canvas, film) {
  const { data } = film.must(0, "time");
  const most = Math.max(...[...data].map(Math.abs)) || 1;
  const bytes = Uint8Array.from(data, (value) => 128 + (127 * value) / most);
  paint(canvas, bytes, [1, bytes.length]);
}
