// Draw with mouse, pen or finger; the value is "x,y x,y;x,y ..." on a 256 x 256 pad, at most 4 kB.
const canvas = element.querySelector("canvas"), context = canvas.getContext("2d"), LIMIT = 4096;
let strokes = [], drawing = false;

function text() { return strokes.map((s) => s.map((p) => p.join(",")).join(" ")).join(";"); }

function redraw() {
  context.fillStyle = "#000";
  context.fillRect(0, 0, 256, 256);
  context.strokeStyle = "#fff";
  context.lineWidth = 18;
  context.lineCap = context.lineJoin = "round";
  for (const stroke of strokes) {
    context.beginPath();
    stroke.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    if (stroke.length === 1) context.lineTo(stroke[0][0] + 0.1, stroke[0][1]);
    context.stroke();
  }
}

function point(event) {
  const box = canvas.getBoundingClientRect();
  const clamp = (v) => Math.max(0, Math.min(255, Math.round(v)));
  return [clamp(((event.clientX - box.left) / box.width) * 256), clamp(((event.clientY - box.top) / box.height) * 256)];
}

function finish() {
  if (!drawing) return;
  drawing = false;
  while (text().length > LIMIT && strokes.length) strokes.pop();
  props.value = text();
  redraw();
  trigger("change");
}

function parse(value) {
  if (typeof value !== "string" || !/^(\d{1,3},\d{1,3}( \d{1,3},\d{1,3})*(;|$))*$/.test(value)) return [];
  return value.split(";").filter(Boolean).map((s) => s.split(" ").map((p) => p.split(",").map(Number)));
}

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  drawing = true;
  strokes.push([point(event)]);
  redraw();
});
canvas.addEventListener("pointermove", (event) => {
  if (!drawing) return;
  const stroke = strokes[strokes.length - 1], [x, y] = point(event), [px, py] = stroke[stroke.length - 1];
  if (Math.hypot(x - px, y - py) < 6) return;
  stroke.push([x, y]);
  redraw();
});
canvas.addEventListener("pointerup", finish);
canvas.addEventListener("pointercancel", finish);
element.querySelector("[data-clear]").addEventListener("click", () => {
  strokes = [];
  props.value = "";
  redraw();
  trigger("change");
});
watch("value", () => { if (!drawing) { strokes = parse(props.value); redraw(); } });
strokes = parse(props.value);
redraw();
