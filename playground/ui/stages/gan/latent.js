// One frame brings the whole plane: dragging, arrows and the walk ask for nothing; letting go tells the place.
const { Film, paint, show, setText, statusLine, report, colour, number, costs } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector);
const SIDE = 21, AREA = 784, MIDDLE = (SIDE - 1) / 2, DEGREES = 180 / Math.PI;
const CLOTHING = find(".stage").dataset.clothing.split(",");
let column = MIDDLE, row = MIDDLE, along = null, held = false, settling = 0, saying = 0;

const stats = () => film.frames[0].stats;
const percent = (share) => show(100 * share, 1) + "\u00a0%";
const across = () => (column - MIDDLE) / MIDDLE, up = () => (MIDDLE - row) / MIDDLE;

function className(label) { return stats().clothing ? CLOTHING[label] : label === 10 ? "no class" : String(label); }

function drawMap() {
  const pictures = film.array(0, "pictures").data, wide = SIDE * 28, grey = new Uint8Array(wide * wide);
  for (let k = 0; k < SIDE * SIDE; k++)
    for (let y = 0; y < 28; y++)
      grey.set(pictures.subarray(k * AREA + y * 28, k * AREA + y * 28 + 28), (Math.floor(k / SIDE) * 28 + y) * wide + (k % SIDE) * 28);
  paint(find("[data-map]"), grey, wide, wide, 1, 0);
}

function rgb(name) { return colour(name).match(/[0-9a-f]{2}/gi).map((part) => parseInt(part, 16)); }

// Orange where D believes least, blue where most, paper half way.
function drawBelief() {
  const belief = film.array(0, "belief").data, least = Math.min(...belief), most = Math.max(...belief);
  const [forged, paper, real] = ["--generated", "--paper", "--real"].map(rgb), out = new Uint8Array(3 * belief.length);
  belief.forEach((value, k) => {
    const t = most > least ? (2 * (value - least)) / (most - least) - 1 : 0, end = t < 0 ? forged : real;
    for (let c = 0; c < 3; c++) out[3 * k + c] = paper[c] + Math.abs(t) * (end[c] - paper[c]);
  });
  paint(find("[data-belief]"), out, SIDE, SIDE, 3, 0);
  setText(find("[data-least]"), percent(least));
  setText(find("[data-most]"), percent(most));
}

function shelf(box, count, press) {
  while (box.children.length < count) {
    const k = box.children.length, button = document.createElement("button"), words = document.createElement("span");
    button.type = "button";
    button.append(document.createElement("canvas"), words);
    button.addEventListener("click", () => press(k));
    box.append(button);
  }
  return [...box.children];
}

function drawClasses() {
  const pictures = film.array(0, "classes").data, belief = film.array(0, "belief_classes").data;
  shelf(find("[data-classes]"), 11, (k) => trigger("choose", { label: k === 10 ? "none" : String(k) })).forEach((button, k) => {
    paint(button.firstChild, pictures, 28, 28, 1, k * AREA);
    setText(button.lastChild, className(k));
    button.setAttribute("aria-label", "Class " + className(k) + ", D believes " + percent(belief[k]) + ". Walk in its plane");
    button.title = "D believes " + percent(belief[k]);
    button.classList.toggle("here", k === stats().label);
  });
}

function drawPath() {
  const pictures = film.array(0, "path").data;
  shelf(find("[data-path]"), 17, walkTo).forEach((button, k) => {
    paint(button.firstChild, pictures, 28, 28, 1, k * AREA);
    button.setAttribute("aria-label", "Step " + k + " of 16 along the walk");
  });
}

// Shows the picture at the place of the plane, or at step `along` of the walk; asks nobody.
function draw() {
  if (!film.frames.length) return;
  const s = stats(), walking = along !== null, k = walking ? along : row * SIDE + column;
  const belief = film.array(0, walking ? "belief_path" : "belief").data[k];
  paint(find("[data-here]"), film.array(0, walking ? "path" : "pictures").data, 28, 28, 1, k * AREA);
  const where = walking ? "step " + along + " of 16 of the walk" : "at " + show(across(), 1) + ", " + show(up(), 1);
  setText(find("[data-where]"), where);
  for (const spot of element.querySelectorAll(".spot")) {
    spot.hidden = walking;
    spot.style.left = (100 * column) / SIDE + "%";
    spot.style.top = (100 * row) / SIDE + "%";
  }
  [...find("[data-path]").children].forEach((button, i) => button.classList.toggle("here", i === along));
  drawNumbers(s, belief, walking);
  drawMaths(s, belief, walking);
  clearTimeout(saying);
  saying = setTimeout(() => setText(find("[data-twin]"), (walking ? "Step " + along + " of 16 of the walk" : "Place " + show(across(), 1) +
    " across, " + show(up(), 1) + " up") + ", " + className(s.label) + ". D believes " + percent(belief) + " that it is real."), 400);
}

function turned() { return Math.atan(1.5 * Math.hypot(across(), up())) * DEGREES; }

function drawNumbers(s, belief, walking) {
  const real = s.belief_real === undefined ? "" : "real test pictures: " + percent(s.belief_real) + " · ";
  number(element, "belief", percent(belief), belief, real + "50 %: cannot tell", s.belief_real);
  find("[data-number=recognised]").hidden = s.recognised === undefined;
  if (s.recognised !== undefined)
    number(element, "recognised", s.recognised + " of 10", s.recognised / 10, "by the classifier, in the row of classes · real digits: " + percent(s.recognised_real), s.recognised_real);
  number(element, "length", show(s.truncation * s.length, 2), 0, "truncation " + show(s.truncation, 2) + " × " + show(s.length, 2) + " · typical: " + show(s.typical, 2));
  number(element, "turn", show(walking ? (along / 16) * s.angle : turned(), 0) + "°", 0, walking ? "the other seed: " + show(s.angle, 0) + "°" : "a random other z: about 90°");
  number(element, "pass", show(s.ms, s.ms < 10 ? 2 : 0) + " ms", 0, "one picture alone · " + show((1000 * s.seconds) / 441, 2) + " ms each in passes of 64");
}

function drawMaths(s, belief, walking) {
  setText(find("[data-maths=g]"), "z: " + s.noise + " numbers, y: " + className(s.label));
  setText(find("[data-maths=plane]"), "a = " + show(across(), 1) + ", b = " + show(up(), 1) + ", |z₀| = " + show(s.length, 2) + ", ψ = " + show(s.truncation, 2));
  setText(find("[data-maths=d]"), "σ(" + show(Math.log(belief / (1 - belief)), 2) + ") = " + percent(belief));
  setText(find("[data-maths=path]"), "t = " + (walking ? show(along / 16, 2) : "0") + ", Ω = " + show(s.angle, 0) + "°");
}

function drawCost() {
  const s = stats();
  costs(element, [
    ["network calls a picture", "1"],
    ["one picture alone", show(s.ms, 2) + " ms"],
    ["the plane, 441 in 7 passes", show(1000 * s.seconds, 0) + " ms"],
    ["parameters of G", show(s.parameters_g / 1e6, 2) + " M"],
    ["parameters of D", show(s.parameters_d / 1e6, 2) + " M"],
  ]);
}

function walkTo(k) { along = k; find("[data-along]").value = k; draw(); }

function move(toColumn, toRow) {
  column = Math.max(0, Math.min(SIDE - 1, toColumn));
  row = Math.max(0, Math.min(SIDE - 1, toRow));
  along = null;
  draw();
}

function letGo() {
  const s = stats(), x = Math.round(10 * across()) / 10, y = Math.round(10 * up()) / 10;
  if (Math.abs(x - s.x) > 0.01 || Math.abs(y - s.y) > 0.01) trigger("pick", { x, y });
}

function follow(event) {
  const box = event.currentTarget.getBoundingClientRect();
  move(Math.floor((SIDE * (event.clientX - box.left)) / box.width), Math.floor((SIDE * (event.clientY - box.top)) / box.height));
}

for (const field of element.querySelectorAll(".field")) {
  field.addEventListener("pointerdown", (event) => {
    if (!film.frames.length || event.button) return;
    field.setPointerCapture(event.pointerId);
    held = true;
    follow(event);
  });
  field.addEventListener("pointermove", (event) => { if (held) follow(event); });
  for (const end of ["pointerup", "pointercancel"])
    field.addEventListener(end, () => { if (held) { held = false; letGo(); } });
}

find(".stage").addEventListener("keydown", (event) => {
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], Home: [MIDDLE - column, MIDDLE - row] };
  if (!moves[event.key] || event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey || !film.frames.length) return;
  event.preventDefault();
  move(column + moves[event.key][0], row + moves[event.key][1]);
  clearTimeout(settling);
  settling = setTimeout(() => { settling = 0; letGo(); }, 500);
});
find("[data-along]").addEventListener("input", (event) => walkTo(Number(event.target.value)));

function take() {
  if (film.take(props.value) === null) return;
  report(element, film);
  setText(find(".status"), statusLine(film.status));
  if (!film.frames.length) return;
  if (!held && !settling) {
    column = Math.round(MIDDLE + stats().x * MIDDLE);
    row = Math.round(MIDDLE - stats().y * MIDDLE);
  }
  drawMap();
  drawBelief();
  drawClasses();
  drawPath();
  drawCost();
  draw();
}
watch("value", take);
take();
