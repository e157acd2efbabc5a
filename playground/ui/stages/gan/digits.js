// The duel on digits. The server sends pictures, verdicts and D's advice; which forgery is looked at is decided here.
const { History, Transport, Board, LOSSES, chart, paint, sharp, colour, show, setText, live } = window.playground;
const history = new History(), board = new Board(element, history), find = (selector) => element.querySelector(selector);
const SIDE = 8, CELLS = SIDE * SIDE, COLUMNS = 6, DARKER = [230, 75, 53], BRIGHTER = [70, 150, 255];
const NEXT = ["next: D’s advice", "next: what G’s step changes", "next: the forgery after it", "next iteration"];
const samples = [...element.querySelectorAll("[data-sample]")], reals = [...element.querySelectorAll("[data-real] > span")];
let chosen = 0, part = 0;

// A small picture with D's verdict on it: a bar from 0 to 1, and the number.
function judge(place, pictures, k, belief) {
  paint(place.querySelector("canvas"), pictures.data, SIDE, SIDE, 1, k * CELLS);
  const bar = place.querySelector(".verdict i");
  bar.style.width = 100 * belief + "%";
  bar.classList.toggle("believed", belief >= 0.5);
  setText(place.querySelector("output"), show(belief, 2));
}

function drawSamples(i) {
  const get = (name) => history.array(i, name), verdict = get("verdict").data, held = get("verdict_real").data;
  samples.forEach((place, k) => {
    judge(place, get("fake"), k, verdict[k]);
    place.setAttribute("aria-checked", k === chosen);
    place.tabIndex = k === chosen ? 0 : -1;
    if (!history.status.playing) place.setAttribute("aria-label", "Forgery " + (k + 1) + ", D believes " + show(verdict[k], 2));
  });
  reals.forEach((place, k) => judge(place, get("real"), k, held[k]));
}

// A dimmed picture under red where it is to be darker and blue where brighter; signs say the same without colour.
function overlay(canvas, pictures, signs) {
  const { context, width } = sharp(canvas), cell = width / SIDE;
  context.font = "600 " + cell * 0.62 + "px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let at = 0; at < CELLS; at++) {
    const x = (at % SIDE) * cell, y = Math.floor(at / SIDE) * cell, grey = pictures.data[chosen * CELLS + at] * 0.62;
    const sign = (signs.data[chosen * CELLS + at] - 128) / 127, ink = sign > 0 ? BRIGHTER : DARKER, share = Math.sqrt(Math.abs(sign)) * 0.95;
    context.fillStyle = "rgb(" + ink.map((value) => Math.round(grey + (value - grey) * share)).join(",") + ")";
    context.fillRect(x, y, cell + 0.5, cell + 0.5);
    if (Math.abs(sign) < 0.25) continue;
    context.fillStyle = "#fff";
    context.fillText(sign > 0 ? "+" : "−", x + cell / 2, y + cell / 2);
  }
}

function drawLarge(i) {
  const get = (name) => history.array(i, name);
  for (const name of ["advice", "change"]) overlay(find("[data-large=" + name + "]"), get("fake"), get(name));
  for (const name of ["fake", "after"]) paint(find("[data-large=" + name + "]"), get(name).data, SIDE, SIDE, 1, chosen * CELLS);
}

function drawWhy(i) {
  const get = (name) => history.array(i, name), of = (name) => get(name).data[chosen];
  const before = of("verdict"), after = of("verdict_after"), digits = Math.abs(after - before) < 0.01 ? 3 : 2;
  setText(find("[data-of=fake]"), show(before, digits));
  setText(find("[data-of=advice]"), of("advice_scale").toPrecision(2) + " a pixel");
  setText(find("[data-of=change]"), show(of("followed"), 2));
  setText(find("[data-of=after]"), show(after, digits));
  setText(find("[data-words]"), words(i, digits));
  find(".why").dataset.part = transport.slow ? part : "all";
  find("[data-next]").hidden = !transport.slow;
  setText(find("[data-next]"), NEXT[part]);
}

function words(i, digits) {
  const of = (name) => history.array(i, name).data[chosen], before = of("verdict"), after = of("verdict_after");
  const held = before < 0.5 ? "Caught: D holds forgery " : "Not caught: D holds forgery ";
  const moved = Math.abs(after - before) < 0.0005 ? "leaves it there" : (after > before ? "raises it to " : "lowers it to ") + show(after, digits);
  return held + (chosen + 1) + " for real with " + show(before, digits) + ". If G moved now, its step " + moved + "; G must please D with all its pictures at once, so it cannot follow each advice to the letter.";
}

function drawCharts(i) {
  const last = history.frames[history.frames.length - 1], old = history.before, until = Math.max(last.step, old ? old[old.length - 1].step : 0);
  const marks = history.frames.filter((f) => f.stats.changed !== undefined).map((f) => f.step), s = last.stats;
  const common = { at: history.frames[i].step, until, marks }, canvas = (name) => find("[data-chart=" + name + "]");
  const pair = (name, ink) => [...(old ? [{ points: history.series(name, old), colour: ink, thin: true }] : []), { points: history.series(name), colour: ink }];
  const real = colour("--real"), fake = colour("--generated"), a = colour("--series-a");
  const trained = { points: history.series("d_loss").filter(([step]) => step), colour: a }, forged = { points: history.series("g_loss").filter(([step]) => step), colour: fake };
  chart(canvas("loss"), [trained, forged], common);
  const beliefs = [{ points: history.series("belief_held"), colour: real, dash: [3, 3] }, { points: history.series("belief_real"), colour: real }, { points: history.series("belief_fake"), colour: fake }];
  chart(canvas("belief"), beliefs, { ...common, low: 0, high: 1 });
  chart(canvas("recognised"), pair("recognised", colour("--series-b")), { ...common, low: 0, high: 1, floor: s.recognised_floor });
  chart(canvas("classes"), pair("classes", colour("--series-c")), { ...common, low: 0, high: 10.4, floor: s.classes_floor });
  find("[data-before-key]").hidden = !old;
}

function drawNumbers(i) {
  const s = history.frames[i].stats, old = history.before && history.before[history.before.length - 1].stats, percent = (share) => (share === undefined ? "–" : show(100 * share, 0) + " %");
  const judged = s.recognised === undefined ? "measured from the first step on" : "confidence above 0.8; real digits: " + percent(s.recognised_floor);
  board.number("recognised", percent(s.recognised), s.recognised, judged, s.recognised_floor);
  board.number("classes", s.classes === undefined ? "–" : show(s.classes, 0) + " of 10", s.classes / 10, s.classes === undefined ? "" : "of 500 forgeries; the judge is right on " + percent(s.accuracy_floor) + " of real ones");
  board.number("balance", show(s.belief_real, 2) + " / " + show(s.belief_fake, 2), 0, Math.abs(s.belief_real - s.belief_fake) < 0.1 ? "D can hardly tell them apart" : "½ and ½ would be a draw");
  board.number("heart", show(Math.max(0, s.belief_real - s.belief_held), 2), 0, "belief in its own digits, less that in others: 0: not at all");
  board.speed();
  board.before("recognised", old && percent(old.recognised));
  board.before("classes", old && old.classes !== undefined && show(old.classes, 0) + " of 10");
}

function drawMaths(i) {
  const s = history.frames[i].stats, loss = board.settings.loss || "non-saturating", of = (name) => history.array(i, name).data[chosen];
  setText(find("[data-maths-name=d]"), (LOSSES[loss] || ["", ""])[0]);
  setText(find("[data-maths-name=g]"), (LOSSES[loss] || ["", ""])[1]);
  setText(find("[data-maths=d]"), "D's loss " + (history.frames[i].step ? show(s.d_loss, 3) : "–: nothing is trained yet"));
  setText(find("[data-maths=g]"), "G's loss " + (history.frames[i].step ? show(s.g_loss, 3) : "–"));
  setText(find("[data-maths=advice]"), "its largest pixel: " + of("advice_scale").toPrecision(2));
  setText(find("[data-maths=step]"), "its largest pixel: " + of("change_scale").toPrecision(2) + "; cosine to the advice " + show(of("followed"), 2));
}

// While it trains, a quarter of the browser's time is enough; what the visitor asks for is drawn at once.
function draw(i) {
  const now = performance.now(), s = history.frames[i].stats;
  if (now - draw.last < Math.max(80, 4 * draw.took) && history.status.playing && transport.live) return;
  draw.last = now;
  drawLarge(i);  // what asks for its size comes first, else each text that changes has the page laid out anew
  drawCharts(i);
  drawSamples(i);
  drawWhy(i);
  drawNumbers(i);
  drawMaths(i);
  const each = history.speed ? [["ms an iteration", show(1000 / history.speed, 1)]] : [];
  board.cost([...each, ["G's parameters", s.parameters_g.toLocaleString("en")], ["D's parameters", s.parameters_d.toLocaleString("en")]]);
  draw.took = performance.now() - now;
}
draw.last = draw.took = 0;

const transport = new Transport(find(".stage"), history, draw, (what) => { part = 0; trigger("order", { do: what }); });
transport.say = (i) => {
  const s = history.frames[i].stats, judged = s.recognised === undefined ? "" : show(100 * s.recognised, 0) + " % of the forgeries are recognised, in " + show(s.classes, 0) + " classes. ";
  return "Iteration " + history.frames[i].step + ": " + judged + words(i, 2);
};
transport.onSlowEnd = () => { part = 0; };

function choose(k, focus) {
  draw.last = 0;
  chosen = Math.min(samples.length - 1, Math.max(0, k));
  if (focus) samples[chosen].focus();
  if (history.frames.length) transport.refresh();
}

find("[role=radiogroup]").addEventListener("click", (event) => {
  const place = event.target.closest("[data-sample]");
  if (place) choose(Number(place.dataset.sample));
});
find("[role=radiogroup]").addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
  if (!by) return;
  event.preventDefault();
  event.stopPropagation();
  choose(chosen + by, true);
});
find("[data-next]").addEventListener("click", () => {
  if (part === NEXT.length - 1) { transport.goNow(); transport.order("slow"); return; }
  if (!history.frames[transport.shown]) return;
  part++;
  drawWhy(transport.shown);
});

function began() { if (transport.slow && !history.frames.some((frame) => frame.stats.slow)) transport.setSlow(false); }
live({ element, props, watch, history, board, transport, began });
