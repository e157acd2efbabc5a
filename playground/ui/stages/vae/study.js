// An autoencoder that trains live. The server sends points or pictures, codes and numbers; what is lit up, and which
// example is looked at, is decided here.
const { History, Transport, Board, Terms, chart, dots, sheet, paint, sharp, colour, line, show, setText, live } = window.playground;
const find = (selector) => element.querySelector(selector), stage = find(".coding"), history = new History(), board = new Board(element, history);
const onPlane = stage.dataset.body === "plane", SIDE = 8, ELLIPSES = 60, LINES = 120;
const cells = (name) => [...element.querySelectorAll("[data-row=" + name + "] [data-cell]")];
const rows = onPlane ? {} : { real: cells("real"), again: cells("again"), fake: cells("fake") };
let chosen = 0;

const still = (i) => (name) => history.array(i, name);
const layers = () => new Set(board.settings.layers || ["real", "reconstructions", "samples", "manifold"]);
const soft = (term, alpha) => Math.min(1, alpha * terms.strength(term));

// The data's plane.
function toPlane(width) { return (x, y) => [(width * (x + 1)) / 2, (width * (1 - y)) / 2]; }

function drawPlane(i) {
  const { context, width } = sharp(find("[data-plane]")), get = still(i), place = toPlane(width), on = layers();
  const real = get("real"), again = get("again"), ink = colour("--series-a");
  if (on.has("manifold")) sheet(context, place, get("manifold"), colour("--generated"));
  if (on.has("samples")) dots(context, place, get("fake"), colour("--generated"), 2, terms.lit ? 0.2 : 0.6);
  if (on.has("real")) dots(context, place, real, colour("--real"), 2.3, 0.75);
  if (on.has("reconstructions") || terms.lit === "reconstruction") {
    context.globalAlpha = soft("reconstruction", 0.4);
    for (let k = 0; k < LINES; k++) line(context, [at(real, k), at(again, k)].map(([x, y]) => place(x, y)), ink, 1);
    dots(context, place, again, ink, 2, soft("reconstruction", 0.5));
  }
  const from = place(...at(real, chosen)), to = place(...at(again, chosen));
  line(context, [from, to], colour("--ink"), 2);
  ring(context, from, 6, colour("--real"));
  ring(context, to, 6, ink);
}

const at = (array, k) => [array.data[2 * k], array.data[2 * k + 1]];

function ring(context, [x, y], radius, stroke) {
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.strokeStyle = stroke;
  context.lineWidth = 2.2;
  context.stroke();
}

// Pictures and the judge's word on those that were drawn.
function drawPictures(i) {
  const get = still(i), verdict = get("verdict").data, classes = get("verdict_class").data;
  for (const [name, places] of Object.entries(rows)) places.forEach((place, k) => paint(place.querySelector("canvas"), get(name).data, SIDE, SIDE, 1, k * SIDE * SIDE));
  for (const name of ["real", "again"]) rows[name].forEach((place, k) => place.classList.toggle("here", k === chosen));
  rows.fake.forEach((place, k) => {
    place.querySelector(".verdict i").style.width = 100 * verdict[k] + "%";
    setText(place.querySelector("output"), verdict[k] > 0.5 ? classes[k] + " · " + show(verdict[k], 2) : "?");
  });
}

// The latent space. Its window grows in doublings, so that it does not tremble.
function reach(mu) {
  const far = Array.from(mu.data, Math.abs).sort((a, b) => a - b)[Math.floor(mu.data.length * 0.99)] || 0;
  let edge = 3.6;
  while (edge < far && edge < 60) edge *= 2;
  return edge;
}

const codes = (i) => { const get = still(i), mu = get("mu"); return { mu, sigma: get("sigma"), eps: get("eps"), labels: get("labels"), size: mu.shape[1], edge: reach(mu) }; };

function middle({ mu, sigma, eps, size }, k) {
  const of = (array, d) => (d < size ? array.data[k * size + d] : 0), two = [0, 1];
  return { mu: two.map((d) => of(mu, d)), sigma: two.map((d) => of(sigma, d)), z: two.map((d) => of(mu, d) + of(sigma, d) * of(eps, d)) };
}

function drawLatent(i) {
  const { context, width } = sharp(find("[data-latent]")), c = codes(i), scale = width / 2 / c.edge;
  const place = (x, y) => [width / 2 + x * scale, c.size > 1 ? width / 2 - y * scale : y];
  const stays = history.frames[i].stats.kl === undefined;
  if (c.size > 1) drawRings(context, width, scale); else drawBell(context, width, place);
  const from = (k) => { const m = middle(c, k); return c.size > 1 ? m : { ...m, mu: [m.mu[0], lane(k, width)], z: [m.z[0], lane(k, width)] }; };
  if (!stays) for (let k = 0; k < ELLIPSES; k++) if (k !== chosen) drawCode(context, place, scale, from(k), c.size, 1);
  if (c.labels) letters(context, place, c);
  else for (let k = 0; k < c.mu.shape[0]; k++) spot(context, place(...from(k).mu), 1.7, colour("--real"), terms.lit ? 0.3 : 0.7);
  if (!stays) drawCode(context, place, scale, from(chosen), c.size, 2.4);
  spot(context, place(...from(chosen).mu), 4, colour("--real"), 1);
  const s = history.frames[i].stats, dims = still(i)("shown");
  const axes = dims && dims.shape[0] > 1 ? "z" + (dims.data[0] + 1) + " across, z" + (dims.data[1] + 1) + " up" + (s.latent > 2 ? ", the two that say most" : "") : "";
  setText(find("[data-latent-words]"), (c.labels ? "codes of 300 held digits" : "codes of the points") + (axes ? ": " + axes : "") + (c.edge > 4 ? "; the window is ±" + Math.round(c.edge) : ""));
}

// One-dimensional codes lie in lanes, so that they do not hide one another; the prior stands above them as a bell.
const lane = (k, width) => width * (0.42 + 0.54 * ((k * 0.618034) % 1));

function drawRings(context, width, scale) {
  context.globalAlpha = soft("kl", 0.8);
  for (const k of [1, 2, 3]) {
    context.beginPath();
    context.arc(width / 2, width / 2, k * scale, 0, 7);
    context.strokeStyle = colour("--generated");
    context.lineWidth = terms.lit === "kl" ? 1.8 : 1;
    context.setLineDash([4, 4]);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function drawBell(context, width, place) {
  context.globalAlpha = soft("kl", 0.8);
  const bell = Array.from({ length: 121 }, (_, i) => { const z = -3.6 + 0.06 * i; return [place(z, 0)[0], width * (0.36 - 0.3 * Math.exp(-z * z / 2))]; });
  line(context, bell, colour("--generated"), terms.lit === "kl" ? 2.2 : 1.2, [4, 4]);
  context.globalAlpha = 1;
}

// q(z|x) of one example, and the way from mu to the z that was drawn.
function drawCode(context, place, scale, { mu, sigma, z }, size, thick) {
  const [x, y] = place(...mu), wide = Math.abs(sigma[0] * scale), high = size > 1 ? Math.abs(sigma[1] * scale) : 3;
  context.globalAlpha = thick > 2 ? 1 : soft("kl", 0.4);
  context.beginPath();
  context.ellipse(x, y, Math.max(0.5, wide), Math.max(0.5, high), 0, 0, 7);
  context.strokeStyle = colour("--real");
  context.lineWidth = thick * (terms.lit === "kl" ? 1.5 : 0.9);
  context.stroke();
  context.globalAlpha = thick > 2 ? 1 : soft("sample", 0.3);
  line(context, [[x, y], place(...z)], colour("--ink"), thick * (terms.lit === "sample" ? 1.2 : 0.7));
  spot(context, place(...z), thick > 2 ? 3.4 : 1.8, colour("--ink"), context.globalAlpha);
  context.globalAlpha = 1;
}

function spot(context, [x, y], radius, fill, alpha) {
  context.globalAlpha = alpha;
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.fillStyle = fill;
  context.fill();
  context.globalAlpha = 1;
}

function letters(context, place, c) {
  context.font = "600 11px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colour("--real");
  context.globalAlpha = terms.lit ? 0.35 : 0.9;
  for (let k = 0; k < c.mu.shape[0]; k++) {
    const [x, y] = place(...middle(c, k).mu);
    context.fillText(c.labels.data[k], x, c.size > 1 ? y : lane(k, context.canvas.clientWidth));
  }
  context.globalAlpha = 1;
}

function drawCharts(i) {
  const last = history.frames[history.frames.length - 1], old = history.before, until = Math.max(last.step, old ? old[old.length - 1].step : 0);
  const marks = history.frames.filter((f) => f.stats.changed !== undefined).map((f) => f.step), s = last.stats;
  const common = { at: history.frames[i].step, until, marks }, canvas = (name) => find("[data-chart=" + name + "]");
  const past = (name, ink) => (old ? [{ points: history.series(name, old), colour: ink, thin: true, dash: [1, 2] }] : []);
  const pair = (name, ink) => [...past(name, ink), { points: history.series(name), colour: ink }];
  const a = colour("--series-a"), b = colour("--series-b"), c = colour("--series-c"), fake = colour("--generated");
  const elbo = pair("elbo", b), mind = pair("reconstruction", a), nats = { ...common, ...scale(elbo, mind, [s.best, s.reconstruction_best]), ends: true };
  chart(canvas("elbo"), elbo, { ...nats, floor: s.best });
  chart(canvas("reconstruction"), mind, { ...nats, floor: s.reconstruction_best });
  const each = Array.from({ length: s.latent }, (_, j) => ({ points: history.series("kl_" + j), colour: c, thin: true }));
  chart(canvas("kl"), [...each, ...pair("kl", c)], { ...common, low: 0 });
  const quality = onPlane ? "high_quality" : "recognised";
  chart(canvas("quality"), pair(quality, fake), { ...common, low: 0, high: 1.04, floor: s[quality + "_floor"] });
  setText(find("[data-best-words]"), s.best === undefined ? "" : "; dotted: log p(x) itself, exact");
  setText(find("[data-ceiling-words]"), s.reconstruction_best === undefined ? "" : "; dotted: if it knew every grey");
  find("[data-before-key]").hidden = !old;
}

// ELBO and reconstruction share one scale: what lies between them is KL, and what is flat looks flat.
function scale(elbo, mind, floors) {
  const lows = [start(elbo), start(mind)].filter(Number.isFinite), least = [elbo, mind].filter((series) => series.some((one) => one.points.length)).length;
  const highs = [...elbo, ...mind].flatMap((one) => one.points.map((p) => p[1])).concat(floors).filter(Number.isFinite);
  return { low: lows.length && lows.length === least ? Math.min(...lows) : highs.length ? Math.min(...highs) : undefined, high: highs.length ? Math.max(...highs) : undefined };
}

// The first steps fall far below all others: the chart begins where nine tenths of the values lie.
function start(series) {
  const values = series.flatMap((one) => one.points.map((p) => p[1])).sort((x, y) => x - y);
  return values.length > 20 ? values[Math.floor(values.length / 10)] - 0.15 * Math.abs(values[values.length - 1] - values[Math.floor(values.length / 10)]) : undefined;
}

function drawNumbers(i) {
  const s = history.frames[i].stats, old = history.before && history.before[history.before.length - 1].stats;
  const nats = (value) => show(value, 2), percent = (share) => (share === undefined ? "–" : show(100 * share, 0) + " %");
  const limit = s.best === undefined ? "per picture of 64 pixels, drawn black or white from its greys" : "log p(x) ≥ " + nats(s.bound) + " by 5 codes a point; no model beats " + nats(s.best);
  board.number("elbo", nats(s.elbo), 0, s.elbo === undefined ? "a plain autoencoder has none" : limit);
  board.number("reconstruction", nats(s.reconstruction), 0, s.reconstruction_best === undefined ? "E log p(x|z)" : "at most " + nats(s.reconstruction_best));
  board.number("kl", nats(s.kl), 0, s.kl === undefined ? "not asked for here" : words(s));
  board.number("active", show(s.active, 0) + " of " + s.latent, s.active / s.latent, "variance of μ above 0.01");
  const quality = onPlane ? "high_quality" : "recognised", second = onPlane ? show(s.mmd2, 4) : show(s.classes, 0) + " of 10";
  board.number("quality", percent(s[quality]), s[quality], (onPlane ? "a perfect sampler: " : "real digits: ") + percent(s[quality + "_floor"]), s[quality + "_floor"]);
  board.number("second", second, 0, onPlane ? "real against real stays under " + show(s.mmd2_floor, 4) : "of 500 draws");
  board.speed();
  if (!old) return;
  for (const name of ["elbo", "reconstruction", "kl"]) board.before(name, old[name] === undefined ? "none" : nats(old[name]));
  board.before("active", show(old.active, 0) + " of " + old.latent);
  board.before("quality", percent(old[quality]));
}

const words = (s) => (s.kl < 0.05 ? "collapsed: the code says nothing of x" : "β = " + show(s.beta, 2) + " at this step");

function drawChosen(i) {
  const s = history.frames[i].stats, c = codes(i), m = middle(c, chosen), some = (values) => values.slice(0, c.size).map((v) => show(v, 2)).join(", ");
  setText(find("[data-chosen]"), "Example " + (chosen + 1) + ": μ = (" + some(m.mu) + ")" + (s.kl === undefined ? ", z = μ" : ", σ = (" + some(m.sigma) + "), z = (" + some(m.z) + ")"));
  terms.numbers({
    sample: s.kl === undefined ? "z = μ: no noise" : "example " + (chosen + 1) + ": " + show(m.mu[0], 2) + " + " + show(m.sigma[0], 2) + " · " + show(c.eps.data[chosen * c.size], 2) + " = " + show(m.z[0], 2),
    reconstruction: show(s.reconstruction, 2) + " nats",
    kl: s.kl === undefined ? "not part of its loss" : show(s.paid, 2) + " nats are paid (β = " + show(s.beta, 2) + ", λ = " + show(s.free_bits, 2) + ")",
  });
}

function drawSpaces(i) {
  if (!history.frames[i]) return;
  drawLatent(i);
  if (onPlane) drawPlane(i); else drawPictures(i);
  drawChosen(i);
}

function draw(i) {
  drawSpaces(i);
  drawNumbers(i);
  const now = performance.now(), s = history.frames[i].stats;
  if (now - draw.last < 250 && history.status.playing) return;
  draw.last = now;
  drawCharts(i);
  board.cost([["parameters", s.parameters.toLocaleString("en")], ["network calls a draw", "1, the decoder’s"]]);
}
draw.last = 0;

const terms = new Terms(stage, () => { if (history.frames.length) drawSpaces(shown()); });
const transport = new Transport(stage, history, draw, (what) => trigger("order", { do: what }));
const shown = () => Math.min(transport.shown, transport.last);  // a new run may have fewer moments than the one before
transport.say = (i) => {
  const s = history.frames[i].stats, share = onPlane ? s.high_quality : s.recognised;
  const cost = s.kl === undefined ? "Reconstruction " + show(s.reconstruction, 2) + " nats; a plain autoencoder has no KL. " : "ELBO " + show(s.elbo, 2) + " nats: reconstruction " + show(s.reconstruction, 2) + ", KL " + show(s.kl, 2) + ". ";
  return "Iteration " + history.frames[i].step + ": " + cost + show(s.active, 0) + " of " + s.latent + " dimensions in use; " + show(100 * share, 0) + " % of the draws are good.";
};

// Pointing at the picture chooses the nearest example, and lights up the term it stands for.
function nearest(count, of, x, y) {
  let best = [Infinity, 0];
  for (let k = 0; k < count; k++) { const [a, b] = of(k), far = Math.hypot(a - x, b - y); if (far < best[0]) best = [far, k]; }
  return best;
}

function point(k, term) {
  if (k === chosen && term === terms.lit) return;
  chosen = k;
  terms.lit = "";
  terms.light(term);
}

function overPlane(event) {
  const canvas = event.target, width = canvas.clientWidth, place = toPlane(width), get = still(shown()), real = get("real"), again = get("again");
  const [near, k] = nearest(real.shape[0], (k) => place(...at(real, k)), event.offsetX, event.offsetY);
  const [other, j] = nearest(again.shape[0], (k) => place(...at(again, k)), event.offsetX, event.offsetY);
  if (Math.min(near, other) < 16) point(near <= other ? k : j, "reconstruction");
}

function overLatent(event) {
  const width = event.target.clientWidth, c = codes(shown()), scale = width / 2 / c.edge;
  const place = (values, k) => [width / 2 + values[0] * scale, c.size > 1 ? width / 2 - values[1] * scale : lane(k, width)];
  const count = onPlane ? c.mu.shape[0] : rows.real.length;
  const [near, k] = nearest(count, (k) => place(middle(c, k).mu, k), event.offsetX, event.offsetY);
  const [drawn, j] = nearest(Math.min(ELLIPSES, count), (k) => place(middle(c, k).z, k), event.offsetX, event.offsetY);
  if (Math.min(near, drawn) < 40) point(near <= drawn ? k : j, near <= drawn ? "kl" : "sample");
}

function listen(canvas, over) {
  for (const kind of ["pointermove", "pointerdown"]) canvas.addEventListener(kind, (event) => { if (history.frames.length) over(event); });
  canvas.addEventListener("pointerleave", () => terms.light(""));
}
listen(find("[data-latent]"), overLatent);
if (onPlane) listen(find("[data-plane]"), overPlane);
else for (const name of ["real", "again"]) rows[name].forEach((place, k) => place.addEventListener("pointerover", () => { if (history.frames.length) point(k, "reconstruction"); }));

// n and p choose the next example and the one before, without a mouse.
stage.addEventListener("keydown", (event) => {
  const by = { n: 1, p: -1 }[event.key], count = onPlane ? ELLIPSES : rows.real.length;
  if (!by || !history.frames.length || event.ctrlKey || event.metaKey || event.altKey || /SELECT|INPUT/.test(event.target.tagName)) return;
  event.preventDefault();
  chosen = (chosen + by + count) % count;
  drawSpaces(shown());
});

live({ element, props, watch, history, board, transport });
