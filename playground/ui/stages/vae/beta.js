// The decoder comes with the frame: sliders, and the row of pictures over each, are decoded here and ask for nothing.
const { Film, Decoder, paint, sharp, line, show, setText, statusLine, report, colour, number, costs } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector);
const AREA = 784, COLUMNS = 11, REACH = 3, ROWS = 8, COLLAPSED = 0.01;
const CLOTHING = find(".stage").dataset.clothing.split(",");
let decoder = null, z = [], rows = [], touched = 0, waiting = 0, saying = 0, times = [];

const stats = () => film.frames[0].stats;
const array = (name) => { const found = film.array(0, name); return found && found.data; };
const nats = (value) => show(value, 1) + " nats";
const name = (j) => "z" + String(j + 1).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]);
const place = (j) => (z[j] - array("middle")[j]) / array("scale")[j];
const inUse = (j) => array("variance")[j] > COLLAPSED;

function price(j) { return stats().plain ? "variance " + show(array("variance")[j], 2) : show(array("cost")[j], 2) + " nats"; }

// The most telling numbers, and last the one that tells least.
function chosen() {
  const order = [...array("order")];
  return [...order.slice(0, ROWS), order[order.length - 1]];
}

function buildRows() {
  rows = chosen().map((j, k) => {
    const box = document.createElement("div"), words = document.createElement("p"), strip = document.createElement("canvas");
    const range = document.createElement("input"), value = document.createElement("output"), small = document.createElement("small");
    box.className = "dial" + (inUse(j) ? "" : " collapsed");
    words.append(name(j), small);
    setText(small, price(j) + (k === ROWS ? (inUse(j) ? ", the least" : ", collapsed") : ""));
    strip.setAttribute("aria-hidden", "true");
    Object.assign(range, { type: "range", min: -REACH, max: REACH, step: 0.05 });
    range.setAttribute("aria-label", "Number " + (j + 1) + " of the code, " + price(j));
    range.addEventListener("input", () => move(j, Number(range.value)));
    strip.addEventListener("click", (event) => {
      const box = strip.getBoundingClientRect(), cell = Math.floor((COLUMNS * (event.clientX - box.left)) / box.width);
      move(j, step(Math.max(0, Math.min(COLUMNS - 1, cell))));
    });
    const side = document.createElement("div");
    side.append(strip, range);
    box.append(words, side, value);
    return { j, box, strip, range, value };
  });
  find("[data-dials]").replaceChildren(...rows.map((row) => row.box));
}

function step(column) { return REACH * ((2 * column) / (COLUMNS - 1) - 1); }

function move(j, to) {
  z[j] = array("middle")[j] + array("scale")[j] * to;
  touched = j;
  draw();
  clearTimeout(waiting);
  waiting = setTimeout(drawStrips, 90);
}

function back() {
  z = Array.from(array("code"));
  touched = rows[0].j;
  draw();
  drawStrips();
}

// Each row moves one number from −3 to 3 and leaves the others where the sliders are.
function drawStrips() {
  const grey = new Uint8Array(COLUMNS * AREA), one = new Uint8Array(AREA), code = [...z], began = performance.now();
  for (const { j, strip } of rows) {
    for (let column = 0; column < COLUMNS; column++) {
      code[j] = array("middle")[j] + array("scale")[j] * step(column);
      decoder.bytes(code, one);
      for (let y = 0; y < 28; y++) grey.set(one.subarray(28 * y, 28 * y + 28), (y * COLUMNS + column) * 28);
    }
    code[j] = z[j];
    paint(strip, grey, 28, 28 * COLUMNS, 1, 0);
  }
  times = [...times.slice(-10), (performance.now() - began) / (COLUMNS * rows.length)];
  drawCost();
}

function draw() {
  if (!film.frames.length) return;
  paint(find("[data-here]"), decoder.bytes(z, new Uint8Array(AREA)), 28, 28, 1, 0);
  for (const { j, range, value } of rows) {
    const at = show(place(j), 2);
    if (document.activeElement !== range || Math.abs(range.value - place(j)) > 0.03) range.value = place(j);
    range.setAttribute("aria-valuetext", at);
    setText(value, at);
  }
  drawMaths();
  clearTimeout(saying);
  saying = setTimeout(() => setText(find("[data-twin]"), "Number " + (touched + 1) + " at " + show(place(touched), 2) +
    (inUse(touched) ? "" : ", collapsed: the picture does not change")), 500);
}

function drawOriginal() {
  const s = stats(), shown = array("picture"), which = s.which < 0 ? "" : "test picture " + s.which;
  find("[data-original]").hidden = !shown;
  if (shown) paint(find("[data-original] canvas"), shown, 28, 28, 1, 0);
  setText(find("[data-which]"), which + ", whose mean code is the start");
}

function drawNumbers() {
  const s = stats(), size = array("variance").length, n = "mean of " + s.n.toLocaleString("en") + " test pictures";
  number(element, "active", s.active + " of " + size, s.active / size, "whose mean varies over the pictures by more than 0.01 (Burda et al. 2016)");
  const missing = "needs the test pictures: set PLAYGROUND_DATA to a folder that holds them, or go online";
  const beside = s.plain_reconstruction === undefined || s.plain ? "" : " · the AE: " + nats(s.plain_reconstruction);
  number(element, "reconstruction", s.reconstruction === undefined ? "–" : nats(s.reconstruction), 0,
    s.reconstruction === undefined ? missing : "E log p(x | z), ± " + show(s.reconstruction_error, 1) + ", " + n + ", pixels drawn black or white" + beside);
  number(element, "rate", s.plain ? "none" : nats(s.rate), 0, s.plain ? "an AE has no noise in its code, so no KL" : "what a code costs, ± " + show(s.rate_error, 2) + " · floor: 0, a code that says nothing");
  number(element, "elbo", s.elbo === undefined ? "–" : nats(s.elbo), 0, s.plain ? "an AE has none" : s.elbo === undefined ? missing : "log p(x) is at least this, ± " + show(s.elbo_error, 1));
}

function drawTold() {
  const s = stats(), lost = array("variance").length - s.active;
  const meaning = "its posterior is the prior N(0, 1) whatever the picture (KL ≈ 0), so it carries nothing, and the decoder has learnt to ignore it";
  setText(find("[data-told]"), s.plain
    ? "An AE pays nothing for its numbers, so all are used and none can collapse. Bars and rows go by how much each varies."
    : lost ? lost + (lost > 1 ? " of these numbers are collapsed: of each, " : " of these numbers is collapsed: ") + meaning + ". The last row is such a one: push its slider."
    : "No number is collapsed here. Of a collapsed one, " + meaning + "; a larger beta makes some.");
}

function drawMaths() {
  const s = stats(), j = touched, out = (which, text) => setText(find("[data-maths=" + which + "]"), text);
  const mu = array("code")[j], spread = array("spread");
  out("kl", s.plain ? "none: σ = 0" : name(j) + " of this picture: μ = " + show(mu, 2) + ", σ = " + show(spread[j], 2) + ": " +
    show(0.5 * (mu * mu + spread[j] ** 2 - 1 - Math.log(spread[j] ** 2)), 2) + " nats; mean " + show(array("cost")[j], 2));
  out("elbo", s.elbo === undefined ? "–" : show(s.reconstruction, 1) + " − " + show(s.rate, 1) + " = " + nats(s.elbo));
  out("loss", s.plain ? "β = 0, and no noise in z" : "β = " + s.beta);
  out("active", name(j) + ": " + show(array("variance")[j], 3) + (inUse(j) ? ", in use" : ", not in use"));
}

function drawBars() {
  const s = stats(), { context, width, height } = sharp(find("[data-bars]")), order = array("order");
  const values = array(s.plain ? "variance" : "cost"), most = Math.max(...values, 1e-6), wide = width / order.length;
  order.forEach((j, k) => {
    const tall = Math.max(1, (height - 22) * (values[j] / most));
    context.fillStyle = colour(inUse(j) ? "--series-a" : "--rule");
    context.fillRect(k * wide + 1, height - 16 - tall, wide - 2, tall);
  });
  context.fillStyle = colour("--ink-quiet");
  context.font = "11px " + colour("--font-plain");
  context.textAlign = "left";
  context.fillText(name(order[0]), 1, height - 3);
  context.textAlign = "right";
  context.fillText(name(order[order.length - 1]), width, height - 3);
  const told = (s.plain ? "variance of each number over the test pictures" : "KL of each number in nats") + ", from " + show(most, 2) + " to " + show(Math.min(...values), 3) + "; grey: not in use";
  setText(find("[data-bars-caption]"), told);
  find("[data-bars]").setAttribute("aria-label", told);
}

// Rate against reconstruction; on the dotted line ELBO is that of the best stop.
function drawStops() {
  const betas = array("stop_beta"), figure = find("[data-stops-figure]"), s = stats();
  figure.hidden = !betas;
  if (!betas) return;
  const rate = [...array("stop_rate")], quality = [...array("stop_reconstruction")], active = array("stop_active");
  const { context, width, height } = sharp(find("[data-stops]")), right = Math.max(...rate) * 1.12;
  const high = Math.max(...quality, s.plain_reconstruction === undefined ? -Infinity : s.plain_reconstruction), low = Math.min(...quality);
  const pad = 0.12 * (high - low) + 4, x = (v) => 34 + (width - 44) * (v / right), y = (v) => 6 + (height - 28) * ((high + pad - v) / (high - low + 2 * pad));
  const quiet = colour("--ink-quiet"), best = Math.max(...rate.map((r, k) => quality[k] - r));
  context.font = "11px " + colour("--font-plain");
  line(context, [[34, 4], [34, height - 20], [width, height - 20]], colour("--rule"), 1);
  context.save();
  context.beginPath();
  context.rect(34, 4, width - 34, height - 24);
  context.clip();
  line(context, [[x(0), y(best)], [x(right), y(best + right)]], quiet, 1, [2, 3]);
  if (s.plain_reconstruction !== undefined) line(context, [[34, y(s.plain_reconstruction)], [width, y(s.plain_reconstruction)]], colour(s.plain ? "--accent" : "--series-c"), s.plain ? 2 : 1.2, [6, 4]);
  context.restore();
  line(context, rate.map((r, k) => [x(r), y(quality[k])]), colour("--series-a"), 1);
  rate.forEach((r, k) => {
    const here = !s.plain && Math.abs(betas[k] - s.beta) < 1e-3;
    context.beginPath();
    context.arc(x(r), y(quality[k]), here ? 6 : 3.5, 0, 7);
    context.fillStyle = colour(here ? "--accent" : "--series-a");
    context.fill();
    context.fillStyle = colour("--ink");
    const last = r === Math.max(...rate);  // the curve rises to it: its label stands above left, the others' below right
    context.textAlign = last ? "right" : "left";
    const label = ["β " + betas[k] + ": " + active[k] + " used", x(r) + (last ? -9 : 9), y(quality[k]) + (last ? -5 : 14)];
    context.lineWidth = 4;
    context.strokeStyle = colour("--paper");
    context.strokeText(...label);
    context.fillText(...label);
  });
  context.fillStyle = quiet;
  context.textAlign = "right";
  context.fillText(show(high, 0), 30, y(high) + 4);
  context.fillText(show(low, 0), 30, y(low) + 4);
  context.fillText("KL " + show(right / 1.12, 0), x(right / 1.12), height - 6);
  if (s.plain_reconstruction !== undefined) { context.textAlign = "left"; context.fillText("AE", 38, y(s.plain_reconstruction) - 5); }
  const told = rate.map((r, k) => "β " + betas[k] + ": KL " + show(r, 1) + ", reconstruction " + show(quality[k], 1)).join("; ");
  find("[data-stops]").setAttribute("aria-label", told);
  setText(find("[data-stops-caption]"), "reconstruction against KL, both in nats, of every trained beta; on the dotted line the ELBO is the best one’s");
}

function drawCost() {
  const ms = [...times].sort((a, b) => a - b)[times.length >> 1];
  costs(element, [
    ["parameters of the decoder", show(decoder.parameters / 1e6, 2) + " M"],
    ["one picture, in this browser", show(ms, ms < 10 ? 2 : 0) + " ms"],
    ["requests while a slider moves", "0"],
  ]);
}

find("[data-back]").addEventListener("click", () => { if (film.frames.length) back(); });

function charts() { if (film.frames.length) { drawBars(); drawStops(); } }
new ResizeObserver(charts).observe(find("[data-bars]"));
new MutationObserver(() => requestAnimationFrame(charts)).observe(document.body, { attributeFilter: ["class"] });

function take() {
  const fresh = film.take(props.value);
  if (fresh === null) return;
  report(element, film);
  setText(find(".status"), statusLine(film.status));
  if (!film.frames.length || !(fresh || !decoder)) return;
  decoder = Decoder.of(film, 0);
  buildRows();
  drawOriginal();
  drawNumbers();
  drawTold();
  back();
  charts();
}
watch("value", take);
take();
