// Pictures pixel by pixel: a frame brings a row, the player settles its pixels one by one; the brush forces some.
const { Film, Player, paint, sharp, show, setText, statusLine, report, colour, number, costs } = window.playground;
const { heat } = window.playground.pixels;
const film = new Film(), find = (selector) => element.querySelector(selector), stage = find(".stage"), board = find("[data-view=x]");
const SIDE = 28, AREA = SIDE * SIDE, RUN = 4, COMMIT = 700, UNKNOWN = [104, 104, 112];
const BRUSH = { look: "move over a picture, or focus it and press arrows: a pixel’s numbers, and tinted all that it can depend on", on: "drag: these pixels will be on, and the model draws the rest", off: "drag: these pixels will be off", free: "drag: painted pixels are the model’s again" };
const view = { rows: -1, run: "", sample: -1, pictures: [] };
let sample = 0, chosen = null, brush = "look", held = false, committing = 0, painted = new Uint8Array(AREA);

const rows = () => Math.min(SIDE, film.frames.length);
const last = () => (film.frames.length > SIDE ? film.frames[SIDE] : null);
const asked = () => film.frames[0].stats;
const forced = () => film.array(0, "forced").data;
const count = () => film.array(0, "x").shape[0];
const place = (k) => "row " + (Math.floor(k / SIDE) + 1) + ", column " + ((k % SIDE) + 1);
const sum = (values, until) => { let total = 0; for (let k = 0; k < until; k++) total += values[k]; return total; };

// Every sample's pixels as far as rows have come: values, probabilities, bits.
function pictures() {
  if (view.run === film.run && view.rows === rows()) return view.pictures;
  Object.assign(view, { run: film.run, rows: rows() });
  view.pictures = Array.from({ length: count() }, (_, b) => {
    const made = { x: new Uint8Array(AREA), p: new Float32Array(AREA), bits: new Float32Array(AREA) };
    for (let r = 0; r < rows(); r++)
      for (const name of ["x", "p", "bits"]) made[name].set(film.array(r, name).data.subarray(b * SIDE, (b + 1) * SIDE), r * SIDE);
    return made;
  });
  return view.pictures;
}

const reel = { frames: { get length() { return film.frames.length ? rows() * SIDE + 1 : 0; } }, get status() { return film.status; } };
const focus = () => (chosen === null ? Math.max(0, player.index - 1) : chosen);

function caption(k) { return k + " of " + AREA + " pixels · " + (k === AREA ? "done" : "next " + place(k)); }

// A picture whose first `until` pixels are settled, as colours: given pixels are tinted.
function colours(picture, until, tinted) {
  const out = new Uint8Array(3 * AREA), told = forced();
  for (let k = 0; k < AREA; k++) {
    const mine = tinted && painted[k], given = mine || (k < until && told[k]), on = mine ? mine === 2 : picture.x[k];
    out.set(given ? (on ? [150, 205, 245] : [10, 42, 74]) : k < until ? (on ? [255, 255, 255] : [0, 0, 0]) : UNKNOWN, 3 * k);
  }
  return out;
}

function drawViews(until) {
  const picture = pictures()[sample], grey = new Uint8Array(3 * AREA), map = new Uint8Array(3 * AREA), shown = Math.min(AREA, until + (until < reel.frames.length - 1 ? 1 : 0));
  for (let k = 0; k < AREA; k++) {
    grey.set(k < shown ? Array(3).fill(Math.round(255 * picture.p[k])) : UNKNOWN, 3 * k);
    map.set(k < until ? heat(picture.bits[k]) : UNKNOWN, 3 * k);
  }
  paint(board, colours(picture, until, true), SIDE, SIDE, 3, 0);
  paint(find("[data-view=p]"), grey, SIDE, SIDE, 3, 0);
  paint(find("[data-view=bits]"), map, SIDE, SIDE, 3, 0);
  const k = focus();
  for (const mark of element.querySelectorAll(".pixel")) {
    mark.hidden = !until && chosen === null;
    mark.style.left = (100 * (k % SIDE)) / SIDE + "%";
    mark.style.top = (100 * Math.floor(k / SIDE)) / SIDE + "%";
  }
  drawReach();
}

// What the chosen pixel's distribution can depend on.
function drawReach() {
  const { context, width } = sharp(find("[data-over]")), unit = width / SIDE;
  if (chosen === null) return;
  const row = Math.floor(chosen / SIDE), column = chosen % SIDE, reach = asked().reach || SIDE, clip = (v) => Math.max(0, Math.min(SIDE, v));
  const left = clip(column - reach), right = clip(column + reach + 1), top = clip(row - reach);
  context.beginPath();
  for (const [x, y, again] of [[left, top], [right, top], [right, row], [column, row], [column, row + 1], [left, row + 1]]) context.lineTo(x * unit, y * unit, again);
  context.closePath();
  context.fillStyle = context.strokeStyle = colour("--accent");
  context.globalAlpha = 0.16;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.stroke();
}

function drawPixel(until) {
  const picture = pictures()[sample], k = focus(), known = k < rows() * SIDE, p = picture.p[k], told = forced()[k];
  const words = place(k) + ": " + (told ? "given " : "drawn ") + picture.x[k] + ", " + show(picture.bits[k], picture.bits[k] < 0.1 ? 4 : 2) + " bits";
  number(element, "pixel", known ? show(p, p < 0.01 || p > 0.99 ? 4 : 3) : "–", p, known ? (k < until ? words : place(k) + ": not drawn yet at this moment") : place(k) + ": not drawn yet");
  setText(find("[data-maths=surprise]"), known ? place(k) + ": " + show(picture.bits[k], 3) + " bits" : "");
  setText(find("[data-maths=draw]"), known ? "T = " + show(asked().temperature, 2) + ": P = " + show(p, 3) + (told ? ", but the value is given" : ", x = " + picture.x[k]) : "");
  const box = find("[data-patterns-box]"), row = Math.floor(k / SIDE), patterns = known && film.array(row, "patterns");
  box.hidden = find("[data-runs]").hidden = !patterns;
  if (patterns) drawPatterns(k, row, patterns.data.subarray((sample * 7 + Math.floor((k % SIDE) / RUN)) * 16).subarray(0, 16), picture.x);
}

function drawPatterns(k, row, shares, x) {
  const { context, width, height } = sharp(find("[data-patterns]")), from = k - ((k % SIDE) % RUN), at = k - from, step = width / 16, cell = Math.min(7, step / 6), base = height - cell - 8, most = Math.max(...shares);
  let agree = 0, on = 0;
  for (let pattern = 0; pattern < 16; pattern++) {
    const bits = [8, 4, 2, 1].map((bit) => Number(Boolean(pattern & bit))), fits = bits.every((bit, j) => j >= at || bit === x[from + j]), is = bits.every((bit, j) => bit === x[from + j]);
    if (fits) agree += shares[pattern];
    if (fits && bits[at]) on += shares[pattern];
    const middle = (pattern + 0.5) * step, tall = Math.max(1, ((base - 6) * shares[pattern]) / most);
    context.globalAlpha = fits ? 1 : 0.25;
    context.fillStyle = colour(is ? "--generated" : "--ink-quiet");
    context.fillRect(middle - step * 0.3, base - tall, step * 0.6, tall);
    bits.forEach((bit, j) => {
      const left = middle + (j - 2) * (cell + 1);
      context.strokeStyle = context.fillStyle = colour(j === at ? "--accent" : "--ink-quiet");
      context.lineWidth = 1;
      if (bit) context.fillRect(left, base + 5, cell, cell);
      else context.strokeRect(left + 0.5, base + 5.5, cell - 1, cell - 1);
    });
  }
  context.globalAlpha = 1;
  const told = place(from) + " to " + ((from % SIDE) + RUN) + ": the 16 values of this run of four, as one token. ";
  setText(find("[data-patterns-words]"), told + (at ? "Pale ones no longer agree with what lies left of the pixel. " : "") + "Orange: what it became. The tallest has " + show(100 * most, 1) + "\u00a0%.");
  find("[data-patterns]").setAttribute("aria-label", told + "Summed where the pixel is on: " + show(on, 3) + " of " + show(agree, 3));
  setText(find("[data-maths=run]"), show(on, 3) + " / " + show(agree, 3) + " = " + show(agree ? on / agree : NaN, 3));
}

function drawTotals(until) {
  const picture = pictures()[sample], all = last() ? sum(picture.bits, AREA) : null, now = sum(picture.bits, until), told = forced();
  number(element, "bits", show(now, 1), 0, all === null ? show(now * Math.LN2, 1) + " nats, of the pixels so far" : "of " + show(all, 1) + " bits in all: " + show(all * Math.LN2, 1) + " nats");
  setText(find("[data-maths=product]"), "first " + until + " pixels: 2^" + show(-now, 1) + (all === null ? "" : " · all: 2^" + show(-all, 1)));
  const own = last() && last().stats.own, kept = told.some(Boolean);
  find("[data-number=given]").hidden = !kept;
  let cost = 0, half = 0;
  for (let k = 0; k < rows() * SIDE; k++) if (told[k]) { cost += picture.bits[k]; if (!painted[k]) half += picture.bits[k]; }
  if (kept) number(element, "given", show(cost, 1), 0, own == null ? "painted pixels: what they cost where they stand" : "the half that is given costs " + show(half, 1) + "; in its own picture " + show(own, 1));
  const after = own != null && half - own > 8 ? " The given pixels cost " + show(half - own, 0) + " bits more than in their own picture: what was drawn before them was drawn without knowing them." : "";
  setText(find("[data-told]"), last() ? "The prices of all 784 pixels add up to " + show(all, 1) + " bits: the picture’s exact −log₂ P(x | " + asked().label + ")." + after : "");
}

function drawJudged() {
  const end = last(), judged = film.array(SIDE, "judged"), distance = film.array(SIDE, "distance"), label = asked().label;
  setText(find("[data-number=judged] span"), (label === "8" ? "judged an " : "judged a ") + label);
  if (!end) { number(element, "judged", "–", 0, "when the picture is done"); number(element, "nearest", "–", 0, ""); return; }
  const p = judged.data[sample * 10 + label];
  number(element, "judged", show(100 * p, 1) + "\u00a0%", p, "by the classifier; real " + label + "s " + show(100 * end.stats.real, 1) + "\u00a0%", end.stats.real);
  number(element, "nearest", distance ? show(distance.data[sample], 2) : "–", 0, distance ? "grey values; " + end.stats.tested + " binarised test digits: " + show(end.stats.real_distance, 2) + " on average · a binarised training digit from itself: " + show(end.stats.copy_distance, 2) : "needs MNIST: set PLAYGROUND_DATA to a folder that holds it, or go online");
}

function drawSamples(until) {
  const box = find("[data-samples]"), near = film.array(SIDE, "nearest"), made = pictures();
  while (box.children.length > made.length) box.lastChild.remove();
  while (box.children.length < made.length) {
    const b = box.children.length, button = document.createElement("button");
    button.type = "button";
    button.append(document.createElement("canvas"), document.createElement("canvas"), document.createElement("span"));
    button.addEventListener("click", () => { sample = b; player.refresh(); });
    box.append(button);
  }
  [...box.children].forEach((button, b) => {
    const [picture, twin, words] = button.children, bits = show(sum(made[b].bits, until), 0) + " bits";
    paint(picture, colours(made[b], until, false), SIDE, SIDE, 3, 0);
    twin.hidden = !near;
    if (near && twin.dataset.of !== film.run) { twin.dataset.of = film.run; paint(twin, near.data, SIDE, SIDE, 1, b * AREA); }
    setText(words, bits);
    button.classList.toggle("here", b === sample);
    button.setAttribute("aria-label", "Picture " + (b + 1) + " of " + made.length + ", " + bits);
  });
  setText(find("[data-nearest-words]"), near ? "Below each picture the training digit nearest to it: is it a copy?" : last() ? "The training digits need MNIST: set PLAYGROUND_DATA to a folder that holds it, or go online." : "");
}

function drawCost() {
  const end = last();
  if (!end) return costs(element, []);
  const s = end.stats, slow = (s.ms * s.naive_passes) / 1000, a = asked();
  costs(element, [
    ["parameters", show(s.parameters / 1e6, 2) + " M"], ["pictures at once", String(count())],
    ["features kept", show(s.seconds, 2) + " s"], [a.reach ? "vertical stack" : "passes of one token", a.reach ? s.passes + " times, once a row" : String(s.passes)],
    ["all recomputed", (a.naive ? "" : "about ") + show(slow, slow < 10 ? 1 : 0) + " s"], ["passes then", s.naive_passes + (a.naive ? "" : ", 3 of them timed")],
    ["times faster", show(slow / s.seconds, slow / s.seconds < 10 ? 1 : 0)],
    ...(a.naive ? [["same pictures", s.identical ? "yes, log-odds within " + s.apart.toExponential(0) : "no"]] : []),
  ]);
}

function drawStatus() {
  const standin = film.frames.length && !film.status.running && asked().standin;
  setText(find(".status"), standin ? "MNIST was not found: the given pixels are of scikit-learn’s 8x8 digits, enlarged. Set PLAYGROUND_DATA or go online to see it." : statusLine(film.status));
}

function draw(k) {
  sample = Math.min(sample, count() - 1);
  drawViews(k);
  drawPixel(k);
  drawTotals(k);
  drawJudged();
  drawSamples(k);
}

const player = new Player(stage, reel, draw, caption);
player.twin = (k) => caption(k) + ". " + find("[data-number=pixel] small").textContent + ". " + find("[data-number=bits] strong").textContent + " bits so far.";

// The painted pixels as text: "run:state;", a run is four pixels of a row, its state a digit to base 3 for each.
function written() {
  const parts = [];
  for (let run = 0; run < AREA / RUN; run++) {
    const state = [0, 1, 2, 3].reduce((value, j) => 3 * value + painted[RUN * run + j], 0);
    if (state) parts.push(run + ":" + state);
  }
  return parts.join(";");
}

function readPaint(text) {
  painted = new Uint8Array(AREA);
  for (const part of String(text || "").split(";").filter(Boolean)) {
    const [run, state] = part.split(":").map(Number);
    for (let j = 0; j < RUN && run < AREA / RUN; j++) painted[RUN * run + j] = Math.floor(state / 3 ** (RUN - 1 - j)) % 3;
  }
  stage.dataset.fixed = written();
  find("[data-clear]").hidden = !stage.dataset.fixed;
}

function commit() {
  clearTimeout(committing);
  if (stage.dataset.fixed === written()) return;
  stage.dataset.fixed = written();
  find("[data-clear]").hidden = !stage.dataset.fixed;
  trigger("pick", {});
}

function touch(k, kind) {
  painted[k] = { on: 2, off: 1, free: 0 }[kind];
  player.refresh();
}

function pixelAt(event) {
  const box = event.target.getBoundingClientRect(), clamp = (v) => Math.max(0, Math.min(SIDE - 1, Math.floor(v * SIDE)));
  return clamp((event.clientY - box.top) / box.height) * SIDE + clamp((event.clientX - box.left) / box.width);
}

function look(k) {
  if (k === chosen) return;
  chosen = k;
  if (film.frames.length) player.refresh();
}

for (const canvas of element.querySelectorAll("[data-view]")) {
  canvas.addEventListener("pointerdown", (event) => {
    if (!film.frames.length || event.button) return;
    held = canvas === board && brush !== "look";
    if (held) { canvas.setPointerCapture(event.pointerId); touch(pixelAt(event), brush); }
    look(pixelAt(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!film.frames.length) return;
    const k = pixelAt(event);
    if (held) touch(k, brush);
    look(k);
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { if (held) commit(); held = false; });
  canvas.addEventListener("pointerleave", () => { if (!held && document.activeElement !== canvas) look(null); });
}

board.addEventListener("keydown", (event) => {
  const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -SIDE, ArrowDown: SIDE }, kinds = { 1: "on", 0: "off", Delete: "free", Backspace: "free" };
  if (!film.frames.length || event.ctrlKey || event.metaKey || event.altKey || !(event.key in moves || event.key in kinds || event.key === "Escape")) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Escape") return look(null);
  if (event.key in moves) look(Math.max(0, Math.min(AREA - 1, focus() + (moves[event.key]))));
  else {
    touch(focus(), kinds[event.key]);
    clearTimeout(committing);
    committing = setTimeout(commit, COMMIT);
  }
});
board.addEventListener("blur", () => look(null));

function choose(name) {
  brush = name;
  stage.dataset.brush = name;
  setText(find("[data-brush-words]"), BRUSH[name]);
  for (const button of element.querySelectorAll("[data-brush]")) button.setAttribute("aria-checked", String(button.dataset.brush === name));
}
for (const button of element.querySelectorAll("button[data-brush]")) button.addEventListener("click", () => choose(button.dataset.brush));
find("[data-clear]").addEventListener("click", () => { painted.fill(0); commit(); if (film.frames.length) player.refresh(); });
stage.addEventListener("paint", (event) => { if (event.detail !== written()) { readPaint(event.detail); if (film.frames.length) player.refresh(); } });

function take() {
  const fresh = film.take(props.value);
  if (fresh === null) return;
  report(element, film);
  drawStatus();
  if (props.value && props.value.note) setText(find(".status"), props.value.note);
  if (!film.frames.length) return;
  player.grown(fresh);
  drawCost();
}

new ResizeObserver(() => { if (film.frames.length) { drawReach(); drawPixel(player.index); } }).observe(board);
new MutationObserver(() => requestAnimationFrame(() => { if (film.frames.length) draw(player.index); })).observe(document.body, { attributeFilter: ["class"] });
choose("look");
watch("value", take);
take();
