// One frame brings a picture, its posterior and sixteen draws of it; a dragged z is decoded by the server.
const { Film, paint, sharp, line, show, setText, statusLine, report, colour, number, costs } = window.playground;
const { places, dots, names } = window.playground.codes;
const film = new Film(), find = (selector) => element.querySelector(selector), stage = find(".stage");
const PAGE = String(Math.random());  // so that the server gives each page its own turns
const AREA = 784, STEPS = 40, SLIDE = 350, still = matchMedia("(prefers-reduced-motion: reduce)");
let z = [], draw = 0, dragged = false, held = false, waiting = false, turn = 0, wanted = false, named = {}, waits = [], saying = 0, telling = 0, sliding = 0, shown = "";

const stats = () => film.frames[0].stats;
const array = (name) => film.array(0, name);
const plain = () => stats().plain === 1;
const sigma = (j) => Math.exp(array("log_var").data[j] / 2);
const dims = () => [...array("dims").data];
const order = () => [...array("activity").data.keys()].sort((a, b) => array("activity").data[b] - array("activity").data[a]);

function drawn(k) {
  const eps = array("eps").data, count = array("mu").data.length;
  return [...array("mu").data].map((mean, j) => mean + sigma(j) * eps[k * count + j]);
}

function drawPlane() {
  const { context, width } = sharp(find("[data-plane]")), place = places(width, stats().view), [i, j] = dims();
  const labels = array("labels").data, codes = array("codes").data, mu = array("mu").data;
  context.globalAlpha = 0.55;
  dots(context, place, codes, labels, 3, null);
  context.globalAlpha = 1;
  for (const k of [1, 2, 3]) line(context, circle([0, 0], k, k).map(place), colour("--rule"), 1.2, [5, 4]);
  names(context, place, codes, labels, null, String);
  const at = [mu[i], mu[j]];
  if (!plain()) for (const k of [1, 2]) line(context, circle(at, k * sigma(i), k * sigma(j)).map(place), colour("--ink"), 2);
  const [x, y] = place(at);
  line(context, [[x - 6, y], [x + 6, y]], colour("--ink"), 2);
  line(context, [[x, y - 6], [x, y + 6]], colour("--ink"), 2);
  setText(find("[data-legend]"), (plain() ? "cross: the code" : "cross and ellipses: μ, 1 σ and 2 σ") + " · dots: 2,000 test digits" +
    (mu.length > 2 ? ", in the two most active of " + mu.length + " dimensions, " + (i + 1) + " across and " + (j + 1) + " up" : "") +
    " · dashed: " + (plain() ? "N(0, I)" : "the prior") + " · drag, or press arrows; home: μ");
}

function circle([x, y], a, b) {
  return Array.from({ length: 61 }, (_, k) => [x + a * Math.cos((k * Math.PI) / 30), y + b * Math.sin((k * Math.PI) / 30)]);
}

function cell(row, text, title) {
  const box = document.createElement("td");
  box.textContent = text;
  if (title) box.title = title;
  row.append(box);
  return box;
}

// One row a dimension, the most active first; the numbers of z and epsilon follow the point.
function drawRows() {
  const mu = array("mu").data, kl = array("kl"), most = kl ? Math.max(...kl.data, 0.1) : 1;
  find("[data-rows]").replaceChildren(...order().map((j) => {
    const row = document.createElement("tr");
    cell(row, j + 1);
    cell(row, show(mu[j], 2));
    if (kl) {
      cell(row, show(array("log_var").data[j], 2));
      cell(row, "");
    }
    cell(row, "");
    if (kl) {
      const bar = document.createElement("i");
      bar.style.width = (46 * kl.data[j]) / most + "px";
      cell(row, show(kl.data[j], 2)).append(bar);
    }
    return row;
  }));
  drawCode();
}

function drawCode() {
  const mu = array("mu").data, rows = find("[data-rows]").children;
  order().forEach((j, k) => {
    const cells = rows[k].children;
    if (!plain()) setText(cells[3], show((z[j] - mu[j]) / sigma(j), 2));
    setText(cells[plain() ? 2 : 4], show(z[j], 2));
  });
  const finger = find(".finger"), half = stats().view, [i, j] = dims();
  finger.hidden = false;
  finger.style.left = 50 * (Math.max(-1, Math.min(1, z[i] / half)) + 1) + "%";
  finger.style.top = 50 * (1 - Math.max(-1, Math.min(1, z[j] / half))) + "%";
  const k = order()[0];
  if (!plain()) setText(find("[data-maths=z]"), "z" + (k + 1) + " = " + show(mu[k], 2) + " + " + show(sigma(k), 3) + " × " + show((z[k] - mu[k]) / sigma(k), 2) + " = " + show(z[k], 2));
}

function drawViews() {
  const s = stats();
  for (const name of ["picture", "seen", "reconstruction", "mended"])
    if (array(name)) paint(find("[data-view=" + name + "]"), array(name).data, 28, 28, 1, 0);
  for (const part of element.querySelectorAll("[data-damaged]")) part.hidden = !s.damaged;
  for (const part of element.querySelectorAll("[data-posterior]")) part.hidden = plain();
  find("[data-draw]").hidden = plain();
  setText(find("[data-given]"), s.given ? "your picture" + (s.inverted ? ", turned light on dark" : "") : "a test digit");
}

function drawStatus() {
  const blank = film.frames.length && !film.status.running && stats().blank;
  setText(find(".status"), blank ? "There is no ink in this picture: it counts as all black, and this is what the model makes of nothing." : statusLine(film.status));
}

function drawSamples() {
  if (plain()) return;
  const box = find("[data-samples]");
  while (box.children.length < 16) {
    const k = box.children.length, button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", "Draw " + (k + 1) + " of 16");
    button.append(document.createElement("canvas"));
    button.addEventListener("click", () => slideTo(k));
    box.append(button);
  }
  [...box.children].forEach((button, k) => {
    paint(button.firstChild, array("samples").data, 28, 28, 1, k * AREA);
    button.classList.toggle("here", k === draw && !dragged);
  });
}

function drawNumbers() {
  const s = stats(), test = s.elbo_test === undefined ? "" : "mean of " + s.tested + " test digits: " + show(s.elbo_test, 1);
  for (const name of ["elbo", "divergence", "gap"]) find("[data-number=" + name + "]").hidden = plain();
  number(element, "reconstruction", show(s.reconstruction, 1), 0, plain() ? "log p(x | z) at the code; an AE has no ELBO" : "mean of log p(x | z) over 64 draws");
  find("[data-number=error]").hidden = !s.damaged;
  if (s.damaged) {
    number(element, "error", show(s.error_before, 3) + " → " + show(s.error_mended, 3), 0, "mean squared grey value, damaged and mended by search: " +
      (s.error_mended < s.error_before ? "nearer to" : "no nearer to") + " the undamaged picture · by the encoder alone: " + show(s.error_after, 3) + " · undamaged, it comes back with " + show(s.error_floor, 3));
    setText(find("[data-maths=search]"), "50 steps from μ; x̃ is the damaged picture, without the missing patch");
  }
  if (plain()) return;
  const bounds = array("bounds").data;
  number(element, "elbo", show(s.elbo, 1), 0, test);
  number(element, "divergence", show(s.divergence, 1), 0, "a code that says nothing costs 0");
  number(element, "gap", show(bounds[3] - bounds[0], 2) + " nats", 0, "L₁ " + show(bounds[0], 1) + ", L₅ " + show(bounds[1], 1) + ", L₅₀ " + show(bounds[2], 1) + ", L₅₀₀ " + show(bounds[3], 1));
  const j = order()[0];
  setText(find("[data-maths=elbo]"), show(s.reconstruction, 1) + " − " + show(s.divergence, 1) + " = " + show(s.elbo, 1) + " nats");
  setText(find("[data-maths=kl]"), "KL" + (j + 1) + " = " + show(array("kl").data[j], 2) + " nats, the dearest of " + array("kl").data.length + " on average");
  setText(find("[data-maths=bound]"), "L₅₀₀ = " + show(bounds[3], 1) + ", " + show(bounds[3] - bounds[0], 2) + " above the ELBO");
}

function drawCost() {
  const sorted = [...waits].sort((a, b) => a - b);
  costs(element, [
    ["requests while you drag", "one a picture, one at a time"],
    ["dragged to painted", sorted.length ? show(sorted[sorted.length >> 1], 0) + " ms" : "–"],
    ...(plain() ? [] : [["codes decoded for the bounds", "4,000"]]),
    ...(stats().damaged ? [["steps of the search", "50"]] : []),
  ]);
}

function showDraw(k) {
  draw = k;
  dragged = false;
  z = plain() ? [...array("mu").data] : drawn(k);
  paint(find("[data-here]"), plain() ? array("reconstruction").data : array("samples").data, 28, 28, 1, plain() ? 0 : k * AREA);
  setText(find("[data-from]"), plain() ? "from the code" : "from draw " + (k + 1) + " of 16");
  drawCode();
  drawSamples();
  say();
}

function say() {
  clearTimeout(saying);
  saying = setTimeout(() => {
    const [i, j] = dims(), mu = array("mu").data;
    setText(find("[data-twin]"), "z" + (i + 1) + " = " + show(z[i], 2) + ", z" + (j + 1) + " = " + show(z[j], 2) + (plain() ? "" :
      ", " + show(Math.hypot((z[i] - mu[i]) / sigma(i), (z[j] - mu[j]) / sigma(j)), 1) + " sigma from the mean. ELBO " + show(stats().elbo, 1) + " nats."));
  }, 400);
}

// The point slides from one draw to the next; the picture changes where it stops.
function slideTo(k) {
  const from = [...z], to = drawn(k), began = performance.now();
  cancelAnimationFrame(sliding);
  turn++;
  if (still.matches) return showDraw(k);
  const tick = (now) => {
    const share = Math.min(1, (now - began) / SLIDE);
    if (share === 1) return showDraw(k);
    z = from.map((value, j) => value + share * (to[j] - value));
    drawCode();
    sliding = requestAnimationFrame(tick);
  };
  sliding = requestAnimationFrame(tick);
}

function drawAll() {
  drawViews();
  drawPlane();
  drawRows();
  drawNumbers();
  drawCost();
}

// The picture at z is asked for, one question at a time: the newest place waits for the answer to the last.
async function ask() {
  if (waiting) { wanted = true; return; }
  const mine = turn, began = performance.now();
  waiting = true;
  wanted = false;
  try { answered(await server.decode({ ...named, z, page: PAGE }), mine, began); }
  catch { setText(find(".status"), "The server did not answer: drag the point again."); }
  waiting = false;
  if (wanted) ask();
  else drawCost();
}

function answered({ picture, sorry }, mine, began) {
  setText(find(".status"), sorry || "");
  if (sorry || mine !== turn) return;
  const [frame] = JSON.parse(picture).frames;
  paint(find("[data-here]"), window.playground.decode(frame.arrays.picture).data, 28, 28, 1, 0);
  waits = [...waits.slice(-98), performance.now() - began];
}

function go(x, y) {
  const [i, j] = dims(), half = stats().view, clamp = (value) => Math.max(-half, Math.min(half, value));
  cancelAnimationFrame(sliding);
  if (!dragged) { dragged = true; drawSamples(); setText(find("[data-from]"), "from your z"); }
  z = [...z];
  z[i] = clamp(x);
  z[j] = clamp(y);
  ask();
  if (!telling) telling = requestAnimationFrame(() => { telling = 0; drawCode(); say(); });
}

const field = find("[data-field]");
function follow(event) {
  const box = field.getBoundingClientRect(), half = stats().view;
  go(((2 * (event.clientX - box.left)) / box.width - 1) * half, (1 - (2 * (event.clientY - box.top)) / box.height) * half);
}
field.addEventListener("pointerdown", (event) => {
  if (!film.frames.length || event.button) return;
  field.setPointerCapture(event.pointerId);
  held = true;
  follow(event);
});
// Chromium's raw events come at once, not with the next animation frame.
field.addEventListener("onpointerrawupdate" in field ? "pointerrawupdate" : "pointermove", (event) => { if (held) follow(event); });
for (const end of ["pointerup", "pointercancel"]) field.addEventListener(end, () => { held = false; });

stage.addEventListener("keydown", (event) => {
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  if (!(event.key in moves || event.key === "Home") || event.ctrlKey || event.metaKey || event.altKey || !film.frames.length) return;
  event.preventDefault();
  const [i, j] = dims(), step = stats().view / STEPS, mu = array("mu").data;
  if (event.key === "Home") go(mu[i], mu[j]);
  else go(z[i] + step * moves[event.key][0], z[j] + step * moves[event.key][1]);
});
find("[data-draw]").addEventListener("click", () => { if (film.frames.length) slideTo(dragged ? draw : (draw + 1) % 16); });

function take() {
  const value = props.value;
  if (film.take(value) === null) return;
  report(element, film);
  if (value && value.note) { setText(find(".status"), value.note); return; }
  drawStatus();
  if (!film.frames.length || shown === film.run) return;
  shown = film.run;
  turn++;
  named = { model: value.model, size: value.size };
  cancelAnimationFrame(sliding);
  drawAll();
  showDraw(0);
}
new ResizeObserver(() => { if (film.frames.length && z.length) drawPlane(); }).observe(element);
new MutationObserver(() => { if (film.frames.length && z.length) drawPlane(); }).observe(document.body, { attributeFilter: ["class"] });
watch("value", take);
take();
