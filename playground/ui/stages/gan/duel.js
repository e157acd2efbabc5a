// The duel in the plane. The server sends what both networks look like now; everything else happens here.
const { History, Transport, Board, LOSSES, DRAWS, chart, dots, sheet, stamp, paint, sharp, colour, show, setText, live } = window.playground;
const history = new History(), find = (selector) => element.querySelector(selector);
const PARTS = 10, PART_MS = 1400, still = matchMedia("(prefers-reduced-motion: reduce)");
const board = new Board(element, history), number = (...what) => board.number(...what), before = (...what) => board.before(...what);
let part = 0, partTimer = 0, moved = 1, slowly = "";

// Colours as three numbers, so that a shade can lie between them.
const numbers = new Map();
function rgb(name) {
  const text = colour(name);
  if (!numbers.has(text)) {
    const probe = document.createElement("canvas").getContext("2d");
    probe.fillStyle = text;
    numbers.set(text, [1, 3, 5].map((at) => parseInt(probe.fillStyle.slice(at, at + 2), 16)));
  }
  return numbers.get(text);
}

const small = document.createElement("canvas");
function shade(context, side, array, strength) {
  const size = array.shape[0], paper = rgb("--paper"), real = rgb("--real"), fake = rgb("--generated");
  small.width = small.height = size;
  const pen = small.getContext("2d"), picture = pen.createImageData(size, size);
  for (let row = 0; row < size; row++) for (let column = 0; column < size; column++) {
    const value = array.data[(size - 1 - row) * size + column] / 255, far = Math.abs(value - 0.5) * 2 * strength, ink = value > 0.5 ? real : fake;
    const at = 4 * (row * size + column);
    for (let c = 0; c < 3; c++) picture.data[at + c] = paper[c] + (ink[c] - paper[c]) * far;
    picture.data[at + 3] = 255;
  }
  pen.putImageData(picture, 0, 0);
  context.imageSmoothingEnabled = true;
  const inset = side / (size - 1) / 2;  // cell centres lie on the window's edge
  context.drawImage(small, -inset, -inset, side + 2 * inset, side + 2 * inset);
}

// Where a lattice of bytes crosses one half, as short segments.
function contour(context, place, array, level, stroke) {
  const size = array.shape[0], at = (r, c) => array.data[r * size + c] - level, to = (i) => -1 + (2 * i) / (size - 1);
  context.beginPath();
  for (let r = 0; r + 1 < size; r++) for (let c = 0; c + 1 < size; c++) {
    const corners = [[c, r, at(r, c)], [c + 1, r, at(r, c + 1)], [c + 1, r + 1, at(r + 1, c + 1)], [c, r + 1, at(r + 1, c)]], found = [];
    for (let k = 0; k < 4; k++) {
      const [x0, y0, a] = corners[k], [x1, y1, b] = corners[(k + 1) % 4];
      if (a > 0 !== b > 0) found.push(place(to(x0 + ((x1 - x0) * a) / (a - b)), to(y0 + ((y1 - y0) * a) / (a - b))));
    }
    for (let k = 0; k + 1 < found.length; k += 2) { context.moveTo(...found[k]); context.lineTo(...found[k + 1]); }
  }
  context.strokeStyle = stroke;
  context.lineWidth = 1.6;
  context.setLineDash([5, 3]);
  context.stroke();
  context.setLineDash([]);
}

// Each arrow leads from a forged point the way D tells it to go; the longest ones are 40 pixels.
function arrows(context, place, from, along, stroke) {
  const lines = new Path2D(), tip = stamp(stroke, 1.9);
  let most = 1e-9;
  for (let i = 0; i < along.data.length; i += 2) most = Math.max(most, Math.hypot(along.data[i], along.data[i + 1]));
  for (let i = 0; i < along.data.length; i += 2) {
    const [x, y] = place(from.data[i], from.data[i + 1]), length = Math.hypot(along.data[i], along.data[i + 1]);
    if (length < most * 0.02) continue;
    const reach = 6 + (34 * length) / most, dx = (along.data[i] / length) * reach, dy = (-along.data[i + 1] / length) * reach;
    lines.moveTo(x, y);
    lines.lineTo(x + dx, y + dy);
    context.drawImage(tip.canvas, x + dx - tip.size / 2, y + dy - tip.size / 2, tip.size, tip.size);
  }
  context.strokeStyle = stroke;
  context.lineWidth = 1.1;
  context.stroke(lines);
}

function between(a, b, share) {
  return { shape: a.shape, data: a.data.map((value, i) => value + (b.data[i] - value) * share) };
}

function drawPlane(i) {
  const { context, width } = sharp(find("[data-plane]")), get = (name) => history.array(i, name);
  const place = (x, y) => [(width * (x + 1)) / 2, (width * (1 - y)) / 2];
  const frame = history.frames[i], slow = frame.stats.slow && transport.slow, layers = wanted();
  const said = [], belief = get("belief"), best = get("best");
  if (slow) return drawPart(context, place, width, get);
  if (belief && layers.has("belief")) { shade(context, width, belief, 0.55); said.push("shade: D's belief, blue for real"); }
  else if (best && layers.has("best")) { shade(context, width, best, 0.55); said.push("shade: the best D*, an estimate"); }
  if (get("manifold") && layers.has("manifold")) { sheet(context, place, get("manifold"), colour("--generated")); said.push("net: G's manifold"); }
  if (layers.has("real")) dots(context, place, get("real"), colour("--real"), 2.3, 0.75);
  if (layers.has("generated")) dots(context, place, get("fake"), colour("--generated"), 2.3, 0.8);
  if (get("advice") && layers.has("advice")) { arrows(context, place, get("fake"), get("advice"), colour("--ink")); said.push("arrows: D's advice to G"); }
  if (best && belief && layers.has("best") && layers.has("belief")) { contour(context, place, best, 127.5, colour("--ink")); said.push("dashed: D* = ½, an estimate"); }
  setText(find("[data-legend]"), said.join(" · "));
}

// One part of the iteration in slow motion.
function drawPart(context, place, width, get) {
  const real = colour("--real"), fake = colour("--generated"), map = part < 4 ? "belief_before" : "belief_after";
  if (part !== 0) shade(context, width, get(map), 0.55);
  if (part === 3) {
    shade(context, width, rise(get("belief_before"), get("belief_after")), 0.9);
    setText(find("[data-legend]"), "shade: where D's belief will rise (blue) and fall");
  } else setText(find("[data-legend]"), part === 0 ? "" : "shade: D's belief, blue for real");
  if (part < 5) {
    dots(context, place, get("batch_real"), real, 3, 0.9);
    dots(context, place, get("batch_fake"), fake, 3, 0.9);
    return;
  }
  dots(context, place, get("batch_real"), real, 2.2, 0.35);
  const forged = part < 9 ? get("forged") : between(get("forged"), get("forged_after"), moved);
  dots(context, place, forged, fake, 3, 0.9);
  if (part === 8) arrows(context, place, get("forged"), get("forged_advice"), colour("--ink"));
}

// The change of belief, stretched so that its largest is full colour.
function rise(a, b) {
  let most = 1;
  for (let i = 0; i < a.data.length; i++) most = Math.max(most, Math.abs(b.data[i] - a.data[i]));
  return { shape: a.shape, data: a.data.map((value, i) => 127.5 + ((b.data[i] - value) / most) * 127) };
}

function wanted() {
  const layers = board.settings.layers;
  return new Set(layers || ["real", "generated", "belief", "advice"]);
}

function drawCharts(i) {
  const last = history.frames[history.frames.length - 1], old = history.before, until = Math.max(last.step, old ? old[old.length - 1].step : 0);
  const marks = history.frames.filter((f) => f.stats.changed !== undefined).map((f) => f.step), at = history.frames[i].step, s = last.stats;
  const common = { at, until, marks };
  const pair = (name, ink) => [...(old ? [{ points: history.series(name, old), colour: ink, thin: true }] : []), { points: history.series(name), colour: ink }];
  const canvas = (name) => find("[data-chart=" + name + "]");
  const real = colour("--real"), fake = colour("--generated"), a = colour("--series-a"), b = colour("--series-b"), c = colour("--series-c");
  chart(canvas("loss"), [{ points: history.series("d_loss").filter(([step]) => step), colour: a }, { points: history.series("g_loss").filter(([step]) => step), colour: fake }], { ...common, floor: DRAWS[loss()] });
  chart(canvas("belief"), [{ points: history.series("belief_real"), colour: real }, { points: history.series("belief_fake"), colour: fake }], { ...common, low: 0, high: 1, floor: 0.5 });
  chart(canvas("modes"), pair("modes", b), { ...common, low: 0, high: s.mode_count * 1.04, floor: s.modes_floor });
  chart(canvas("quality"), pair("high_quality", b), { ...common, low: 0, high: 1.04, floor: s.high_quality_floor });
  chart(canvas("mmd"), pair("mmd2", c), { ...common, log: true, low: Math.min(1e-3, s.mmd2_floor / 2), high: 1, floor: s.mmd2_floor });
  find("[data-before-key]").hidden = !old;
}

function drawNumbers(i) {
  const s = history.frames[i].stats, old = history.before && history.before[history.before.length - 1].stats;
  number("modes", show(s.modes, 0) + " of " + show(s.mode_count, 0), s.modes / s.mode_count, "real data find " + show(s.modes_floor, 1) + "; " + show(s.fair_modes, 0) + " hold a quarter of their fair share", s.modes_floor / s.mode_count);
  number("quality", show(100 * s.high_quality, 1) + " %", s.high_quality, "a perfect sampler: " + show(100 * s.high_quality_floor, 1) + " %", s.high_quality_floor);
  number("mmd", show(s.mmd2, 4), 0, "real against real stays under " + show(s.mmd2_floor, 4));
  number("gap", s.gap === undefined ? "–" : show(s.gap, 3), s.gap, s.gap === undefined ? "not for this loss, or this D: it sees samples in company" : "mean |D − D*|; q is estimated from 2,500 samples, p and q blurred alike");
  number("balance", show(s.belief_real, 2) + " / " + show(s.belief_fake, 2), 0, loss() === "Wasserstein" ? "its scores from lowest 0 to highest 1; no probability" : Math.abs(s.belief_real - s.belief_fake) < 0.1 ? "D can hardly tell them apart" : "½ and ½ would be a draw");
  board.speed();
  before("modes", old && show(old.modes, 0) + " of " + show(old.mode_count, 0));
  before("quality", old && show(100 * old.high_quality, 1) + " %");
  before("mmd", old && show(old.mmd2, 4));
}

function loss() { return board.settings.loss || "non-saturating"; }

function drawMaths(i) {
  const s = history.frames[i].stats, name = loss();
  setText(find("[data-maths-name=d]"), (LOSSES[name] || ["", ""])[0]);
  setText(find("[data-maths-name=g]"), (LOSSES[name] || ["", ""])[1]);
  setText(find("[data-maths=d]"), history.frames[i].step ? "D's loss " + show(s.d_loss, 3) + ", before penalties" : "D's loss –: nothing is trained yet");
  setText(find("[data-maths=g]"), "G's loss " + (history.frames[i].step ? show(s.g_loss, 3) : "–"));
  setText(find("[data-maths=best]"), s.gap === undefined ? "not for this loss" : "D is " + show(s.gap, 3) + " away from it on average");
}

function draw(i) {
  drawPlane(i);
  drawNumbers(i);
  drawMaths(i);
  const now = performance.now();
  if (now - draw.last > 250 || !history.status.playing) { draw.last = now; drawCharts(i); board.cost(); }
}
draw.last = 0;

const transport = new Transport(find(".stage"), history, draw, (what) => trigger("order", { do: what }));
transport.say = (i) => {
  const s = history.frames[i].stats;
  return "Iteration " + history.frames[i].step + ": " + show(s.modes, 0) + " of " + show(s.mode_count, 0) + " modes found, " + show(100 * s.high_quality, 0) + " % of the forged points are near one. D believes " + show(s.belief_real, 2) + " of real and " + show(s.belief_fake, 2) + " of forged points.";
};
transport.onSlowEnd = () => { clearTimeout(partTimer); find("[data-slow]").hidden = true; };

const EDGES = [["z", "fake", "real"], ["fake", "real", "judge"], ["judge", "loss"], ["d-back"], ["d-back"], ["z", "fake"], ["fake", "judge"], ["judge", "loss"], ["d-back", "g-back"], ["g-back"]];

function openPart(k) {
  if (!history.frames[transport.shown]) return;
  part = k;
  const s = history.frames[transport.shown].stats;
  const note = { 1: show(s.score_real, 2) + " for real, " + show(s.score_fake, 2) + " for forged", 2: show(s.d_loss, 3), 6: show(s.score_forged, 2), 7: show(s.g_loss, 3), 9: "belief " + show(s.score_forged, 3) + " → " + show(s.score_moved, 3) };
  find("[data-slow]").hidden = false;
  find("[data-slow]").querySelectorAll("li").forEach((item, at) => {
    item.classList.toggle("here", at === k);
    item.dataset.note = at === k && note[k] ? note[k] : "";
  });
  element.querySelectorAll(".flow .edge").forEach((edge) => edge.classList.toggle("on", EDGES[k].includes(edge.dataset.edge)));
  moved = k === 9 && !still.matches ? 0 : 1;
  drawPlane(transport.shown);
  if (moved < 1) glide(performance.now());
}

function glide(began) {
  requestAnimationFrame((now) => {
    moved = Math.min(1, (now - began) / 900);
    if (part !== 9 || !transport.slow || !history.frames[transport.shown]) return;
    drawPlane(transport.shown);
    if (moved < 1) glide(began);
  });
}

function nextPart(k) {
  clearTimeout(partTimer);
  if (!transport.slow) return;
  if (k >= PARTS) { transport.order("slow"); return; }
  openPart(k);
  if (!still.matches) partTimer = setTimeout(() => nextPart(k + 1), PART_MS);
}

find("[data-slow] ol").addEventListener("click", (event) => {
  const button = event.target.closest("[data-part]");
  if (!button) return;
  clearTimeout(partTimer);
  openPart(Number(button.dataset.part));
});

function began() { if (history.status.playing) transport.setSlow(false); }

function grown() {
  const last = history.frames[history.frames.length - 1];
  if (transport.slow && transport.live && last.stats.slow && slowly !== history.run + last.step) { slowly = history.run + last.step; nextPart(0); }
}
live({ element, props, watch, history, board, transport, began, grown });
