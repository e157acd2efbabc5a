// Draw with mouse, pen or finger; the value is "x,y x,y;x,y ..." on a 256 x 256 pad, at most 4 kB.

import { drag } from "./lib/drag.js";
import { pen } from "./lib/paint.js";

/** @typedef {[x: number, y: number]} Point whole numbers from 0 to 255 */

const SIDE = 256;
const LIMIT = 4096; // characters
const APART = 6; // nearer points are left out
const STROKES = /^(\d{1,3},\d{1,3}( \d{1,3},\d{1,3})*(;|$))*$/;

/** @param {import("./lib/root.js").Root} root */
export function mount(root) {
  const context = pen(root.canvas("canvas"));
  /** @type {Point[][]} */
  let strokes = [];
  /** @type {Point[] | null} */
  let drawing = null;

  const change = () => {
    root.props.value = write(strokes);
    draw(context, strokes);
    root.send({ what: "change" });
  };
  /** @param {import("./lib/drag.js").Share} share */
  const move = (share) => {
    const point = place(share);
    if (!drawing) strokes.push((drawing = [point]));
    else if (far(drawing[drawing.length - 1], point)) drawing.push(point);
    draw(context, strokes);
  };
  const end = () => {
    drawing = null;
    while (write(strokes).length > LIMIT && strokes.length) strokes.pop();
    change();
  };
  drag(root.canvas("canvas"), { move, end }, root.signal);
  root.on("[data-clear]", "click", () => {
    strokes = [];
    change();
  });
  return {
    /** @param {unknown} value */
    take(value) {
      if (drawing) return;
      strokes = read(value);
      draw(context, strokes);
    },
  };
}

/** @param {import("./lib/drag.js").Share} share @returns {Point} */
function place({ x, y }) {
  const whole = (/** @type {number} */ part) => Math.max(0, Math.min(SIDE - 1, Math.round(part * SIDE)));
  return [whole(x), whole(y)];
}

/** @param {Point} a @param {Point} b */
function far(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]) >= APART;
}

/** @param {Point[][]} strokes */
export function write(strokes) {
  return strokes.map((stroke) => stroke.map((point) => point.join(",")).join(" ")).join(";");
}

/** @param {unknown} value @returns {Point[][]} none where the text is no drawing */
export function read(value) {
  if (typeof value !== "string" || !STROKES.test(value)) return [];
  const point = (/** @type {string} */ text) => /** @type {Point} */ (text.split(",").map(Number));
  const stroke = (/** @type {string} */ text) => text.split(" ").map(point);
  return value.split(";").filter(Boolean).map(stroke);
}

/** @param {CanvasRenderingContext2D} context @param {Point[][]} strokes */
function draw(context, strokes) {
  context.fillStyle = "#000";
  context.fillRect(0, 0, SIDE, SIDE);
  context.strokeStyle = "#fff";
  context.lineWidth = 18;
  context.lineCap = context.lineJoin = "round";
  for (const stroke of strokes) {
    context.beginPath();
    stroke.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    if (stroke.length === 1) context.lineTo(stroke[0][0] + 0.1, stroke[0][1]); // a dot
    context.stroke();
  }
}
