// Charts: lines, bars, bands, levels and marks over two axes, and a reading at the pointer or by the arrow keys.

import { make, setText } from "./dom.js";
import { keys } from "./keys.js";
import { dot, line, sharp, write } from "./paint.js";
import { nearest, scale, slim, ticks, written } from "./scale.js";
import { colour } from "./theme.js";

/** @typedef {import("./paint.js").Point} Point */
/** @typedef {import("./paint.js").Sheet} Sheet */
/** @typedef {import("./root.js").Root} Root */
/** @typedef {import("./scale.js").Axis} Axis */
/** @typedef {import("./scale.js").Scale} Scale */
/** @typedef {import("./scale.js").Range} Range */

/**
 * @typedef {object} Series
 * @property {Point[]} points in ascending x
 * @property {string} colour
 * @property {string} [name] told in the reading; without one the series is not read
 * @property {number} [width] of the line, 1.6 unless said
 * @property {number[]} [dash]
 * @property {boolean} [bars] bars from the bottom in place of a line
 * @property {number} [alpha] of the bars, where others are to be seen behind them
 * @property {number} [dots] the radius of a dot on each point
 * @property {boolean} [hollow] the dots are rings
 * @property {boolean} [scattered] faint dots with no line between them
 * @property {[x: number, low: number, high: number][]} [band] what the values may be, shaded
 * @property {[x: number, low: number, high: number][]} [whiskers] what the values may be, as upright lines
 * @property {number} [shift] so many pixels to the right, where several would hide one another
 */

/** @typedef {{ value: number, colour: string, width?: number, dash?: number[], label?: string }} Line */
/** @typedef {Line & { right?: boolean }} Level its label stands on it, at its left end unless `right` */
/** @typedef {Line & { row?: number }} Upright its label stands at its top, or so many rows lower */
/** @typedef {{ at: Point, colour: string, radius?: number } & Label} Spot */
/** @typedef {{ label?: string, align?: "left" | "right", dy?: number }} Label beside a spot, `dy` lower than it */

/**
 * What a chart shows.
 * @typedef {object} Shown
 * @property {Axis} across
 * @property {Axis} up
 * @property {Series[]} series
 * @property {Level[]} [levels]
 * @property {number} [beside] pixels at the right for the labels of the levels, which keep apart there
 * @property {number[]} [marks] dotted upright lines: moments at which something changed
 * @property {number} [shade] what lies to the right of this value is shaded
 * @property {Upright[]} [uprights] upright lines over everything drawn so far
 * @property {Spot[]} [spots] single points, over everything
 * @property {number | null} [at] the upright line of what is looked at
 * @property {boolean} [small] no room for axes: at most the ends of the upright one are written
 */

/** @typedef {{ sheet: Sheet, x: Scale, y: Scale, edge: Edge, across: Range & Axis, up: Range & Axis }} Frame */
/** @typedef {{ left: number, right: number, top: number, bottom: number }} Edge */

export class Chart {
  /** @type {Frame | null} */
  #frame = null;
  /** @type {Shown | null} */
  #shown = null;
  #place = -1; // of the reading among the values across; −1 for none

  /**
   * @param {Root} root
   * @param {HTMLCanvasElement} canvas in a <figure>
   * @param {{ read?: (x: number) => string, focus?: boolean }} [manner] `read`: what stands at a value across;
   *     `focus`: false where the arrow keys on this canvas do something else
   */
  constructor(root, canvas, { read, focus = true } = {}) {
    this.canvas = canvas;
    this.read = read ?? ((x) => this.#told(x));
    this.reading = make("output", { class: "reading", hidden: "" });
    canvas.parentElement?.classList.add("charted");
    canvas.after(this.reading);
    root.listen(canvas, "pointermove", (event) => this.#point(this.valueAt(event)));
    root.listen(canvas, "pointerleave", () => this.#look(-1));
    if (!focus) return;
    canvas.tabIndex = 0;
    root.listen(canvas, "blur", () => this.#look(-1));
    const step = (/** @type {number} */ by) => () =>
      this.#look(Math.max(0, Math.min(this.#xs().length - 1, this.#place + by)));
    const actions = { ArrowRight: step(1), ArrowLeft: step(-1), Escape: () => this.#look(-1) };
    keys(canvas, actions, root.signal);
  }

  /** @param {Shown} shown */
  draw(shown) {
    const frame = lay(sharp(this.canvas), shown);
    this.#shown = shown;
    this.#frame = frame;
    if (!shown.small) axes(frame);
    for (const one of shown.series) band(frame, one);
    for (const step of shown.marks ?? []) upright(frame, step, colour("--rule"), 1, [2, 3]);
    for (const one of shown.levels ?? []) level(frame, shown.beside ? { ...one, label: "" } : one);
    if (shown.beside) besides(frame, shown.levels ?? []);
    for (const one of shown.series) series(frame, one);
    if (shown.shade !== undefined) shade(frame, shown.shade);
    for (const one of shown.uprights ?? []) marked(frame, one);
    if (shown.at != null) upright(frame, shown.at, colour("--accent"), 1.2);
    if (shown.small) ends(frame);
    for (const one of shown.spots ?? []) spot(frame, one);
    if (this.#place >= 0) this.#look(Math.min(this.#place, this.#xs().length - 1));
  }

  /**
   * The value across under the pointer.
   * @param {PointerEvent | MouseEvent} event
   */
  valueAt(event) {
    const { left, width } = this.canvas.getBoundingClientRect();
    return this.valueAtShare((event.clientX - left) / width);
  }

  /**
   * The value across at a share of the canvas's width, as `drag` tells it.
   * @param {number} share
   */
  valueAtShare(share) {
    return this.#frame ? this.#frame.x.back(share * this.canvas.clientWidth) : NaN;
  }

  // All values across at which something named stands.
  #xs() {
    const named = (this.#shown?.series ?? []).filter((one) => one.name);
    return [...new Set(named.flatMap((one) => one.points.map(([x]) => x)))].sort((a, b) => a - b);
  }

  /** @param {number} x */
  #point(x) {
    this.#look(nearest(this.#xs(), x));
  }

  /** @param {number} place */
  #look(place) {
    const x = this.#xs()[place];
    this.#place = x === undefined ? -1 : place;
    this.reading.hidden = x === undefined;
    if (x === undefined || !this.#frame) return;
    setText(this.reading, this.read(x));
    const at = this.#frame.x.to(x);
    const after = at > this.#frame.sheet.width / 2;
    this.reading.style.left = after ? "" : `${this.canvas.offsetLeft + at + 8}px`;
    this.reading.style.right = after ? `calc(100% - ${this.canvas.offsetLeft + at - 8}px)` : "";
    this.reading.style.top = `${this.canvas.offsetTop}px`;
  }

  /** @param {number} x */
  #told(x) {
    const { across, up, series } = /** @type {Shown} */ (this.#shown);
    const values = series
      .filter((one) => one.name)
      .map((one) => {
        const found =
          one.points[
            nearest(
              one.points.map(([at]) => at),
              x,
            )
          ];
        return found ? `${one.name} ${(up.name ?? brief)(found[1])}` : "";
      });
    return [`${across.label ?? ""} ${(across.name ?? brief)(x)}`.trim(), ...values.filter(Boolean)].join("\n");
  }
}

/** @param {number} value */
function brief(value) {
  const size = Math.abs(value);
  return written(value, size >= 100 || Number.isInteger(value) ? 1 : size >= 1 ? 0.01 : 0.0001);
}

/**
 * Where everything goes.
 * @param {Sheet} sheet
 * @param {Shown} shown
 * @returns {Frame}
 */
function lay(sheet, { across, up, series, levels = [], small, beside }) {
  const named = up.ticks?.length !== 0;
  const edge = small
    ? { left: 1, right: 1, top: 3, bottom: 3 }
    : { left: named ? 44 : 4, right: beside ?? (named ? 22 : 4), top: 10, bottom: across.label ? 34 : 20 };
  const points = series.flatMap((one) => one.points);
  const heights = [...points.map(([, y]) => y), ...levels.map((one) => one.value)];
  const wide = {
    ...across,
    ...range(
      across,
      points.map(([x]) => x),
    ),
  };
  const tall = { ...up, ...range(up, heights) };
  const x = scale(wide, edge.left, sheet.width - edge.right);
  const y = scale(tall, sheet.height - edge.bottom, edge.top);
  return { sheet, x, y, edge, across: wide, up: tall };
}

/**
 * From where to where an axis goes.
 * @param {Axis} axis
 * @param {number[]} values
 * @returns {Range}
 */
function range({ low, high, log }, values) {
  const told = values.filter((value) => Number.isFinite(value) && (!log || value > 0));
  const least = low ?? told.reduce((a, b) => Math.min(a, b), Infinity);
  const most = high ?? told.reduce((a, b) => Math.max(a, b), -Infinity);
  const fits = Number.isFinite(least) && Number.isFinite(most);
  return fits ? { low: log ? Math.max(least, 1e-5) : least, high: most, log } : { low: log ? 0.1 : 0, high: 1, log };
}

/** @param {Frame} frame */
function axes({ sheet: { context, width, height }, x, y, edge, across, up }) {
  const sides = ticks(across, width < 420 ? 3 : 7);
  const levels = ticks(up, 4);
  const right = width - edge.right;
  const foot = height - edge.bottom + 14;
  for (const value of across.ticks ?? sides.values) {
    const text = across.name?.(value) ?? written(value, sides.step);
    const [first, end] = [
      value === across.ticks?.at(0) && x.to(value) < 20,
      value === across.ticks?.at(-1) && x.to(value) > right - 20,
    ];
    const place = first ? 2 : end ? width - 2 : x.to(value);
    write(context, text, [place, foot], { align: first ? "left" : end ? "right" : "center" });
  }
  if (across.label) write(context, across.label, [(edge.left + right) / 2, height - 4], { align: "center" });
  for (const value of up.ticks ?? levels.values) {
    line(
      context,
      [
        [edge.left, y.to(value)],
        [right, y.to(value)],
      ],
      colour("--rule"),
      0.7,
    );
    write(context, up.name?.(value) ?? written(value, levels.step), [edge.left - 6, y.to(value) + 4], {
      align: "right",
    });
  }
}

// Of a small chart: the ends of its upright axis.
/** @param {Frame} frame */
function ends({ sheet: { context, width, height }, up: { low, high, name, label } }) {
  line(
    context,
    [
      [0, height - 1],
      [width, height - 1],
    ],
    colour("--rule"),
    1,
  );
  if (label === undefined || !(high > low)) return;
  const step = high - low < 2 ? 0.01 : high - low < 20 ? 0.1 : 1;
  const text = (/** @type {number} */ value) => (name ? name(value) : value.toFixed(Math.max(0, -Math.log10(step))));
  for (const [value, at] of [
    [high, 15],
    [low, height - 4],
  ]) {
    write(context, text(value).replace("-", "−"), [width - 5, at], { align: "right", halo: true, size: 10 });
  }
}

/** @param {Frame} frame @param {Series} one */
function band({ sheet: { context }, x, y }, one) {
  if (!one.band) return;
  context.beginPath();
  one.band.forEach(([at, , high], i) =>
    i ? context.lineTo(x.to(at), y.to(high)) : context.moveTo(x.to(at), y.to(high)),
  );
  for (const [at, low] of [...one.band].reverse()) context.lineTo(x.to(at), y.to(low));
  context.closePath();
  context.globalAlpha = 0.16;
  context.fillStyle = one.colour;
  context.fill();
  context.globalAlpha = 1;
}

/** @param {Frame} frame @param {Series} one */
function series(frame, one) {
  const { sheet, x, y } = frame;
  if (one.bars) return bars(frame, one);
  const { shift = 0 } = one;
  const points = slim(one.points, sheet.width).map(([a, b]) => /** @type {Point} */ ([x.to(a) + shift, y.to(b)]));
  if (points.length > 1 && !one.scattered) line(sheet.context, points, one.colour, one.width ?? 1.6, one.dash);
  for (const [at, low, high] of one.whiskers ?? []) {
    const place = x.to(at) + shift;
    line(
      sheet.context,
      [
        [place, y.to(low)],
        [place, y.to(high)],
      ],
      one.colour,
      1,
    );
  }
  sheet.context.globalAlpha = one.scattered ? 0.4 : 1;
  for (const point of one.dots ? points : []) {
    dot(sheet.context, point, one.dots ?? 0, one.colour);
    if (one.hollow) dot(sheet.context, point, (one.dots ?? 0) - 1.6, colour("--paper"));
  }
  sheet.context.globalAlpha = 1;
}

/** @param {Frame} frame @param {Series} one */
function bars({ sheet: { context, height }, x, y, edge }, { points, colour: fill, alpha = 1 }) {
  if (!points.length) return;
  const apart = points.length > 1 ? x.to(points[1][0]) - x.to(points[0][0]) : 8;
  context.fillStyle = fill;
  context.globalAlpha = alpha;
  for (const [at, value] of points) {
    const top = y.to(value);
    context.fillRect(x.to(at) - apart / 2 + 0.5, top, Math.max(1, apart - 1), height - edge.bottom - top);
  }
  context.globalAlpha = 1;
}

/** @param {Frame} frame @param {number} from */
function shade({ sheet: { context, width, height }, x, edge }, from) {
  const left = x.to(from);
  context.globalAlpha = 0.35;
  context.fillStyle = colour("--wash");
  context.fillRect(left, edge.top, width - edge.right - left, height - edge.bottom - edge.top);
  context.globalAlpha = 1;
}

/** @param {Frame} frame @param {Upright} one */
function marked(frame, { value, colour: stroke, width = 1, dash, label, row = 0 }) {
  upright(frame, value, stroke, width, dash);
  if (!label) return;
  const { sheet, x, edge } = frame;
  const at = x.to(value);
  const late = at > sheet.width - 48;
  const place = /** @type {Point} */ ([late ? at - 4 : at + 4, edge.top + 9 + 13 * row]);
  write(sheet.context, label, place, { align: late ? "right" : "left", fill: stroke, halo: true });
}

/** @param {Frame} frame @param {Level} one */
function level({ sheet: { context, width }, y, edge }, one) {
  const { value, colour: stroke, width: thickness = 1, dash = [2, 3], label, right } = one;
  const place = y.to(value);
  line(
    context,
    [
      [edge.left, place],
      [width - edge.right, place],
    ],
    stroke,
    thickness,
    dash,
  );
  if (!label) return;
  const at = right ? width - edge.right - 2 : edge.left + 4;
  write(context, label, [at, place - 4], { align: right ? "right" : "left", fill: stroke, halo: true });
}

/** @param {Frame} frame @param {Level[]} levels */
function besides({ sheet: { context, width, height }, y, edge }, levels) {
  let free = -Infinity;
  for (const { value, colour: fill, label } of [...levels].sort((a, b) => b.value - a.value)) {
    const at = Math.min(height - 4, Math.max(y.to(value) + 4, free));
    write(context, label ?? "", [width - edge.right + 5, at], { fill });
    free = at + 12;
  }
}

/** @param {Frame} frame @param {number} value @param {string} stroke @param {number} width @param {number[]} [dash] */
function upright({ sheet: { context, height }, x, edge }, value, stroke, width, dash) {
  line(
    context,
    [
      [x.to(value), edge.top],
      [x.to(value), height - edge.bottom],
    ],
    stroke,
    width,
    dash,
  );
}

/** @param {Frame} frame @param {Spot} spot */
function spot({ sheet: { context }, x, y }, { at, colour: fill, radius = 5, label, align = "left", dy = 14 }) {
  const place = /** @type {Point} */ ([x.to(at[0]), y.to(at[1])]);
  dot(context, place, radius, fill);
  if (!label) return;
  const away = align === "left" ? 9 : -9;
  write(context, label, [place[0] + away, place[1] + dy], { align, fill: colour("--ink"), halo: true });
}
