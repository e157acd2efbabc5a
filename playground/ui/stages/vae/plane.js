// One frame brings the decoder and the codes: every place is decoded here, and dragging asks for nothing.
const { Film, Decoder, paint, sharp, line, show, setText, statusLine, report, colour, number, costs } = window.playground;
const { CLASSES, places, dots, names, nearest, median } = window.playground.codes;
const film = new Film(), find = (selector) => element.querySelector(selector), stage = find(".stage");
const AREA = 784, GRID = 20, CELLS = 64, STEPS = 40;
const CLOTHING = stage.dataset.clothing.split(",");
const picture = new Uint8Array(AREA);
let decoder = null, z = [0, 0], alone = null, held = false, saying = 0, telling = 0, layers = new Set(), fitted = false, decodeMs = [];

const stats = () => film.frames[0].stats;
const array = (name) => film.array(0, name);
const percent = (share) => show(100 * share, 1) + "\u00a0%";
const kind = () => (fitted ? "fitted" : "prior");
const className = (label) => (stats().clothing ? CLOTHING[label] : String(label));
const view = () => Math.max(stats().view, Math.abs(z[0]), Math.abs(z[1]));

function ring(k) {
  const points = [], mean = array("mean").data, root = array("root").data;
  for (let i = 0; i <= 90; i++) {
    const a = k * Math.cos((i * Math.PI) / 45), b = k * Math.sin((i * Math.PI) / 45);
    points.push(fitted ? [mean[0] + root[0] * a, mean[1] + root[2] * a + root[3] * b] : [a, b]);
  }
  return points;
}

// How dense the chosen prior is, 1 at its middle.
function density(x, y) {
  if (!fitted) return Math.exp(-(x * x + y * y) / 2);
  const mean = array("mean").data, root = array("root").data;
  const a = (x - mean[0]) / root[0], b = (y - mean[1] - root[2] * a) / root[3];
  return Math.exp(-(a * a + b * b) / 2);
}

let laid = null, laidFor = null;
function pictures(half) {
  if (laidFor === film.run + half) return laid;
  laid = document.createElement("canvas");
  const grey = new Uint8Array(GRID * GRID * AREA), wide = GRID * 28;
  for (let k = 0; k < GRID * GRID; k++) {
    const x = (((k % GRID) + 0.5) / GRID) * 2 - 1, y = 1 - ((Math.floor(k / GRID) + 0.5) / GRID) * 2;
    decoder.bytes([x * half, y * half], picture);
    for (let row = 0; row < 28; row++) grey.set(picture.subarray(28 * row, 28 * row + 28), (Math.floor(k / GRID) * 28 + row) * wide + (k % GRID) * 28);
  }
  paint(laid, grey, wide, wide, 1, 0);
  laidFor = film.run + half;
  return laid;
}

function drawHoles(context, place) {
  const holes = array("holes").data, half = stats().view, cell = (2 * half) / CELLS;
  context.fillStyle = colour("--bad");
  holes.forEach((hole, k) => {
    const x = -half + ((k % CELLS) + 0.5) * cell, y = half - (Math.floor(k / CELLS) + 0.5) * cell, mass = density(x, y);
    if (!hole || mass < Math.exp(-4.5)) return;
    const [left, top] = place([x - cell / 2, y + cell / 2]), [right, bottom] = place([x + cell / 2, y - cell / 2]);
    context.globalAlpha = 0.2 + 0.6 * mass;
    context.fillRect(left, top, right - left + 0.5, bottom - top + 0.5);
  });
  context.globalAlpha = 1;
}

function drawSampled(context, place) {
  const drawn = array("places_" + kind()).data, sure = array("sure_" + kind());
  for (let k = 0; k < drawn.length / 2; k++) {
    const [x, y] = place([drawn[2 * k], drawn[2 * k + 1]]);
    context.beginPath();
    context.arc(x, y, 5, 0, 7);
    context.lineWidth = 2;
    context.strokeStyle = colour("--ink");
    context.fillStyle = !sure || sure.data[k] > 0.9 ? colour("--generated") : colour("--paper");
    context.fill();
    context.stroke();
  }
}

function drawPlane() {
  const { context, width } = sharp(find("[data-plane]")), half = view(), place = places(width, half);
  if (layers.has("pictures")) context.drawImage(pictures(half), 0, 0, width, width);
  line(context, [place([-half, 0]), place([half, 0])], colour("--rule"), 1);
  line(context, [place([0, -half]), place([0, half])], colour("--rule"), 1);
  if (layers.has("holes")) drawHoles(context, place);
  if (layers.has("codes")) dots(context, place, array("codes").data, array("labels").data, 3.4, alone);
  if (layers.has("rings")) for (const k of [1, 2, 3]) line(context, ring(k).map(place), layers.has("pictures") ? "#fff" : colour("--ink"), 1.4, k > 1 ? [5, 4] : []);
  if (layers.has("codes")) names(context, place, array("codes").data, array("labels").data, alone, className);
  if (layers.has("samples")) drawSampled(context, place);
  const said = [];
  if (layers.has("codes")) said.push("dots: 2,000 test pictures" + (stats().outside && half === stats().view ? " (" + stats().outside + " lie outside)" : ""));
  if (layers.has("rings")) said.push("rings: " + (fitted ? "the fitted Gaussian" : stats().plain ? "N(0, I)" : "the prior") + " at 1, 2, 3 σ");
  if (layers.has("samples")) said.push(stats().clothing ? "circles: samples" : "circles: samples, filled when clearly a digit");
  if (layers.has("holes")) said.push("red: mass without codes");
  setText(find("[data-legend]"), "Drag, or press arrows; home: the middle · " + said.join(" · "));
}

function drawOther() {
  find("[data-other]").hidden = !array("pca");
  if (!array("pca")) return;
  const { context, width } = sharp(find("[data-pca]")), codes = array("pca").data;
  const place = places(width, 1.02 * codes.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  dots(context, place, codes, array("labels").data, 2, alone);
}

function shelf(box, count, make) {
  while (box.children.length < count) box.append(make(box.children.length));
  return [...box.children];
}

function drawSamples() {
  const drawn = array("places_" + kind()).data, sure = array("sure_" + kind()), called = array("called_" + kind());
  const from = fitted ? "the Gaussian fitted to the codes" : "N(0, I)";
  setText(find("[data-drawn]"), "Samples from " + from + ", decoded");
  const made = (k) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(document.createElement("canvas"), document.createElement("span"));
    button.addEventListener("click", () => { const at = array("places_" + kind()).data; go(at[2 * k], at[2 * k + 1]); letGo(); });
    return button;
  };
  shelf(find("[data-samples]"), drawn.length / 2, made).forEach((button, k) => {
    paint(button.firstChild, decoder.bytes([drawn[2 * k], drawn[2 * k + 1]], picture), 28, 28, 1, 0);
    const clear = sure && sure.data[k] > 0.9;
    setText(button.lastChild, sure ? (clear ? String(called.data[k]) : "unclear") : "");
    button.classList.toggle("unclear", Boolean(sure) && !clear);
    button.setAttribute("aria-label", "Sample " + (k + 1) + (sure ? ", the classifier says " + called.data[k] + " with " + percent(sure.data[k]) : "") + ". Go there");
  });
}

function drawClasses() {
  const made = (label) => {
    const button = document.createElement("button"), dot = document.createElement("i");
    button.type = "button";
    dot.style.background = CLASSES[label];
    button.append(dot, document.createElement("span"));
    button.addEventListener("click", () => { alone = alone === label ? null : label; drawStill(); });
    return button;
  };
  shelf(find("[data-classes]"), 10, made).forEach((button, label) => {
    setText(button.lastChild, className(label));
    button.setAttribute("aria-pressed", alone === label);
  });
}

// The picture at z; all that dragging needs. Words follow with the next animation frame.
function drawHere() {
  const began = performance.now();
  paint(find("[data-here]"), decoder.bytes(z, picture), 28, 28, 1, 0);
  decodeMs = [...decodeMs.slice(-98), performance.now() - began];
  if (!telling) telling = requestAnimationFrame(drawWords);
}

function drawWords() {
  telling = 0;
  const finger = find(".finger"), half = view(), s = stats();
  finger.hidden = false;
  finger.style.left = 50 * (z[0] / half + 1) + "%";
  finger.style.top = 50 * (1 - z[1] / half) + "%";
  const where = "z = (" + show(z[0], 2) + ", " + show(z[1], 2) + ")";
  setText(find("[data-where]"), where);
  const { label, distance } = nearest(array("codes").data, array("labels").data, z);
  number(element, "place", show(z[0], 2) + ", " + show(z[1], 2), 0, "nearest test picture's code: " + className(label) + ", " + show(distance, 2) + " away");
  setText(find("[data-maths=decoder]"), where + ", " + decoder.layers.map((layer) => layer.to.length).join(", ") + " numbers a layer");
  const mass = Math.exp(-(z[0] ** 2 + z[1] ** 2) / 2) / (2 * Math.PI);
  setText(find("[data-maths=prior]"), (mass < 1e-4 ? mass.toExponential(1).replace("-", "−") : show(mass, 4)) + " here, " + show(1 / (2 * Math.PI), 4) + " in the middle");
  setText(find("[data-maths=hole]"), "ρ = " + show(s.reach, 2) + ": " + percent(s["holes_" + kind()]) + " of 4,000 draws; codes themselves: 5 %");
  clearTimeout(saying);
  saying = setTimeout(() => setText(find("[data-twin]"), where + ". The nearest test picture is of class " + className(label) + ", " + show(distance, 2) + " away. Distance from the middle: " + show(Math.hypot(...z), 1) + "."), 400);
}

function drawNumbers() {
  const s = stats(), drawn = fitted ? "fitted Gaussian" : "N(0, I)";
  find("[data-number=confident]").hidden = Boolean(s.clothing);
  if (!s.clothing)
    number(element, "confident", percent(s["confident_" + kind()]), s["confident_" + kind()], "of " + s.judged + " from " + drawn + ", classifier above 90 % · real digits: " + percent(s.confident_real), s.confident_real);
  number(element, "holes", percent(s["holes_" + kind()]), s["holes_" + kind()], "of 4,000 from " + drawn + " lie where no codes are · codes drawn from N(0, I): " + percent(s.holes_floor), s.holes_floor);
  const pca = s.same_class_pca === undefined ? "" : "PCA's map: " + percent(s.same_class_pca) + " · ";
  number(element, "order", percent(s.same_class), s.same_class, pca + "chance: 10 % · by the five nearest, n = 2,000", s.same_class_pca);
  number(element, "beyond", percent(s.beyond), s.beyond, "N(0, I) itself: 1.1 %", 0.011);
}

function drawCost() {
  costs(element, [
    ["requests while you drag", "0"],
    ["one picture, in this browser", decodeMs.length ? show(median([...decodeMs]), 2) + " ms" : "–"],
    ["parameters of the decoder", show(decoder.parameters / 1000, 0) + " k"],
    ["multiplications a picture", show(decoder.parameters / 1000, 0) + " k"],
  ]);
}

// Everything that stays while a place is dragged.
function drawStill() {
  drawPlane();
  drawOther();
  drawClasses();
  drawSamples();
  drawNumbers();
  drawHere();
  drawCost();
}

function go(x, y) {
  const grown = view(), half = stats().view, clamp = (value) => Math.max(-half, Math.min(half, value));
  z = [clamp(x), clamp(y)];
  if (view() !== grown) drawPlane();
  drawHere();
}

function letGo() {
  stage.dataset.x = z[0].toFixed(2);
  stage.dataset.y = z[1].toFixed(2);
  drawCost();
  trigger("pick", {});
}

function follow(event) {
  const box = find("[data-field]").getBoundingClientRect(), half = view();
  go(((2 * (event.clientX - box.left)) / box.width - 1) * half, (1 - (2 * (event.clientY - box.top)) / box.height) * half);
}

const field = find("[data-field]");
field.addEventListener("pointerdown", (event) => {
  if (!film.frames.length || event.button) return;
  field.setPointerCapture(event.pointerId);
  held = true;
  follow(event);
});
// Chromium's raw events come at once, not with the next animation frame.
field.addEventListener("onpointerrawupdate" in field ? "pointerrawupdate" : "pointermove", (event) => { if (held) follow(event); });
for (const end of ["pointerup", "pointercancel"]) field.addEventListener(end, () => { if (held) { held = false; letGo(); } });

let settling = 0;
stage.addEventListener("keydown", (event) => {
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  if (!(event.key in moves || event.key === "Home") || event.ctrlKey || event.metaKey || event.altKey || !film.frames.length) return;
  event.preventDefault();
  const step = (event.shiftKey ? 5 : 1) * (stats().view / STEPS);
  if (event.key === "Home") go(0, 0);
  else go(z[0] + step * moves[event.key][0], z[1] + step * moves[event.key][1]);
  clearTimeout(settling);
  settling = setTimeout(() => { settling = 0; letGo(); }, 500);
});
find("[data-again]").addEventListener("click", () => trigger("again", {}));

// The controls that change nothing but the look.
function look({ layers: wanted, prior, x, y }) {
  layers = new Set(wanted);
  fitted = prior !== "N(0, I)";
  if (!held && !settling && Math.hypot(x - z[0], y - z[1]) > 0.01) z = [x, y];
  if (decoder) drawStill();
}
stage.addEventListener("look", (event) => look(event.detail));

function take() {
  const first = !film.frames.length;
  if (film.take(props.value) === null) return;
  report(element, film);
  setText(find(".status"), statusLine(film.status));
  if (!film.frames.length) return;
  decoder = Decoder.of(film, 0);
  const s = stats();
  if (first) look({ layers: ["codes", "rings", "samples", "pictures", "holes"].filter((name) => s["layer_" + name]), prior: s.from_fitted ? "" : "N(0, I)", x: s.x, y: s.y });
  drawStill();
}
new ResizeObserver(() => { if (decoder) { drawPlane(); drawOther(); } }).observe(element);
new MutationObserver(() => { if (decoder) drawStill(); }).observe(document.body, { attributeFilter: ["class"] });
watch("value", take);
take();
