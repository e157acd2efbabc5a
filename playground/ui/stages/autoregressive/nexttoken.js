// The distribution of the next token: one bar a candidate before and after the rules, the cut, and the draw.

import { fill, find, findCanvas, make, setText } from "../lib/dom.js";
import { percent as rounded, plural, show, whole } from "../lib/format.js";
import { line, sharp } from "../lib/paint.js";
import { colour } from "../lib/theme.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./tokens.js").Piece} Piece */

/**
 * One place of the text. Of each candidate: id, piece, its probability before and after the rules, which rule cut it
 * (0: it stays), and where it starts among all that stay, side by side from 0 to 1.
 * @typedef {object} Place
 * @property {Record<string, number>} stats
 * @property {number[]} ids
 * @property {Piece[]} pieces
 * @property {number[]} before
 * @property {number[]} after
 * @property {number[]} rules
 * @property {number[]} start
 */

const RULES = ["", "top-k", "top-p", "greedy"];
const SCALES = [0.02, 0.05, 0.1, 0.25, 0.5, 1]; // of the bars
const CUTS = [
  ["cut_greedy", "temperature 0"],
  ["cut_top_k", "top-k"],
  ["cut_top_p", "top-p"],
];

/**
 * A probability, which may be tiny.
 * @param {number} share
 */
export function percent(share) {
  if (share > 0 && share < 0.0001) return "<\u20090.01\u00a0%";
  return rounded(share, share < 0.1 ? 2 : 1);
}

/** @param {number} count */
export function words(count) {
  return `${whole(count)} ${plural(count, "token")}`;
}

export class NextToken {
  /** @type {Place | null} */
  place = null;

  /**
   * @param {Root} root
   * @param {HTMLElement} element holds [data-bars], [data-scale] and [data-line]
   * @param {(id: number) => void} press a bar was chosen
   */
  constructor(root, element, press) {
    this.root = root;
    this.list = find(element, "[data-bars]");
    this.scale = find(element, "[data-scale]");
    this.canvas = findCanvas(element, "[data-line]");
    this.press = press;
    root.listen(this.list, "keydown", (event) => this.#walk(event));
  }

  // Up and down go from bar to bar; only one of them is in the page's own order.
  /** @param {KeyboardEvent} event */
  #walk(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...this.list.querySelectorAll("button")];
    const at = buttons.findIndex((button) => button === event.target);
    if (!by || at < 0) return;
    event.preventDefault();
    const next = buttons[Math.max(0, Math.min(buttons.length - 1, at + by))];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }

  /** The place that is drawn. */
  get at() {
    if (!this.place) throw new Error("no place is drawn yet");
    return this.place;
  }

  /** @param {Place} place */
  draw(place) {
    this.place = place;
    this.drawNeedle();
    const top = Math.max(...place.before, ...place.after);
    const scale = SCALES.find((most) => top <= most) ?? 1;
    setText(this.scale, `full width: ${100 * scale} %`);
    for (const note of this.list.querySelectorAll("li:not(.bar)")) note.remove();
    fill(this.list, place.ids.length, (k) => this.#bar(k));
    const rows = [...this.list.children];
    rows.forEach((row, k) => drawBar(row, place, k, scale));
    this.#others(place, rows);
  }

  /** @param {number} k */
  #bar(k) {
    const span = (/** @type {string} */ name, /** @type {Node[]} */ ...children) =>
      make("span", { class: name }, ...children);
    const track = span("track", make("i"), make("b"));
    const button = make("button", { type: "button" }, span("name"), track, span("share"), span("rule"));
    button.tabIndex = k ? -1 : 0;
    this.root.listen(button, "click", () => this.press(Number(button.dataset.id)));
    return make("li", { class: "bar" }, button);
  }

  // What is not shown one by one, and where the rules cut.
  /** @param {Place} place @param {Element[]} rows */
  #others({ after, before, ids, rules, stats }, rows) {
    const cut = rules.findIndex((rule) => rule > 0);
    const kept = cut < 0 ? ids.length : cut;
    const rest = stats.kept - kept;
    const lost = stats.vocabulary - stats.kept - (ids.length - kept);
    const edge = rows[kept] ?? null;
    if (rest > 0) {
      const own = percent(Math.max(0, 1 - stats.cut - sum(before.slice(0, kept))));
      const drawn = percent(Math.max(0, 1 - sum(after.slice(0, kept))));
      this.list.insertBefore(make("li", { class: "others" }, `${words(rest)} more stay: ${own} → ${drawn}`), edge);
    }
    if (stats.kept < stats.vocabulary) this.list.insertBefore(make("li", { class: "edge" }, why(stats)), edge);
    if (lost > 0 && edge) {
      const own = percent(Math.max(0, stats.cut - sum(before.slice(kept))));
      this.list.append(make("li", { class: "others" }, `and ${words(lost)} more: ${own}`));
    }
  }

  // All tokens that stay, side by side from 0 to 1, and the number that was drawn.
  drawNeedle() {
    if (!this.place) return;
    const { after, ids, pieces, rules, start, stats } = this.place;
    const { context, width, height } = sharp(this.canvas);
    const top = 12;
    const tall = height - top - 2;
    context.fillStyle = colour("--rule");
    context.fillRect(0, top, width, tall);
    ids.forEach((id, k) => {
      if (rules[k]) return;
      const taken = id === stats.token;
      const left = start[k] * width;
      const wide = Math.max(0.5, after[k] * width - 1);
      context.fillStyle = colour(taken ? "--generated" : "--series-a");
      context.globalAlpha = taken ? 1 : k % 2 ? 0.55 : 0.8;
      context.fillRect(left, top, wide, tall);
      context.globalAlpha = 1;
      inscribe(context, pieces[k].shown, left, wide, top + tall / 2);
    });
    const place = Math.min(width - 1, Math.max(1, stats.number * width));
    point(context, place, height, colour(stats.forced ? "--ink-quiet" : "--ink"));
    const forced = stats.forced ? ", but the token was forced" : "";
    this.canvas.setAttribute("aria-label", `The number drawn is ${show(stats.number, 3)}${forced}`);
  }
}

/** @param {Element} row @param {Place} place @param {number} k @param {number} scale the share of a full bar */
function drawBar(row, place, k, scale) {
  const { stats } = place;
  const button = /** @type {HTMLElement} */ (row.firstElementChild);
  const [name, track, share, rule] = button.children;
  const [own, drawn] = /** @type {HTMLElement[]} */ ([...track.children]);
  const [id, before, after, cut] = [place.ids[k], place.before[k], place.after[k], place.rules[k]];
  const taken = id === stats.token;
  button.dataset.id = String(id);
  setText(name, place.pieces[k].shown);
  own.style.width = `${Math.min(100, (100 * before) / scale)}%`;
  drawn.style.width = `${Math.min(100, (100 * after) / scale)}%`;
  setText(share, `${percent(before)} → ${cut ? "0" : percent(after)}`);
  const how = taken ? (stats.forced ? "forced" : "drawn") : "";
  setText(rule, cut ? RULES[cut] : how);
  row.classList.toggle("cut", cut > 0);
  row.classList.toggle("taken", taken);
  const fate = cut ? `cut by ${RULES[cut]}` : `${percent(after)} after the rules`;
  button.setAttribute("aria-label", `Force ${place.pieces[k].shown}: ${percent(before)} to the model, ${fate}`);
}

/** @param {Record<string, number>} stats */
function why(stats) {
  const by = CUTS.filter(([name]) => stats[name] > 0).map(([name, rule]) => `${rule} (${words(stats[name])})`);
  const alone = stats.kept === 1 && !stats.cut_greedy ? "; the likeliest always stays" : "";
  return `cut by ${by.join(" and ")}: ${percent(stats.cut)} of the probability${alone}`;
}

/**
 * A token's name in its part of the line, where there is room.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} left
 * @param {number} wide
 * @param {number} middle
 */
function inscribe(context, text, left, wide, middle) {
  context.font = `600 11px ${colour("--font-plain")}`;
  if (context.measureText(text).width > wide - 6) return;
  context.textBaseline = "middle";
  context.fillStyle = colour("--paper");
  context.fillText(text, left + 4, middle);
  context.textBaseline = "alphabetic";
}

// The needle.
/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} height @param {string} ink */
function point(context, x, height, ink) {
  const upright = /** @type {import("../lib/paint.js").Point[]} */ ([
    [x, 4],
    [x, height],
  ]);
  line(context, upright, ink, 2);
  context.fillStyle = ink;
  context.beginPath();
  context.moveTo(x - 5, 0);
  context.lineTo(x + 5, 0);
  context.lineTo(x, 8);
  context.fill();
}

/** @param {number[]} values */
function sum(values) {
  return values.reduce((a, b) => a + b, 0);
}
