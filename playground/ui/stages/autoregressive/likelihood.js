// The bits of one picture under ten classes; the player reads its pixels one by one, and Bayes' rule follows.
const { Film, Player, paint, sharp, line, show, setText, statusLine, report, colour, number, costs } = window.playground;
const { heat } = window.playground.pixels;
const film = new Film(), find = (selector) => element.querySelector(selector), stage = find(".stage"), board = find("[data-view=x]");
const SIDE = 28, AREA = SIDE * SIDE, CLASSES = 10, BINS = 48, ALL = -1, KINDS = stage.dataset.kinds.split(","), UNREAD = [104, 104, 112];
const NEEDS = { "test digits": "MNIST", clothing: "Fashion-MNIST", faint: "MNIST", rotated: "MNIST", inverted: "MNIST" };
let sums = null, read = "", whose = ALL, chosen = null, ridges = "";

const stats = () => film.frames[0].stats;
const array = (name) => film.array(0, name).data;
const place = (k) => "row " + (Math.floor(k / SIDE) + 1) + ", column " + ((k % SIDE) + 1);
const percent = (share) => show(100 * share, share > 0.999 || share < 0.001 ? 2 : 1) + "\u00a0%";
const order = (k) => [...Array(CLASSES).keys()].sort((a, b) => sums.cost[a][k] - sums.cost[b][k]);

// Bits of the first k pixels under each class and under all of them together, and the posterior over classes.
function add() {
  const bits = array("bits"), cost = Array.from({ length: CLASSES }, () => new Float64Array(AREA + 1)), all = new Float64Array(AREA + 1), posterior = [];
  for (let k = 0; k <= AREA; k++) {
    for (let y = 0; y < CLASSES && k; y++) cost[y][k] = cost[y][k - 1] + bits[y * AREA + k - 1];
    const least = Math.min(...cost.map((column) => column[k])), shares = cost.map((column) => 2 ** (least - column[k])), total = shares.reduce((a, b) => a + b);
    all[k] = least - Math.log2(total / CLASSES);
    posterior.push(shares.map((share) => share / total));
  }
  return { cost, all, posterior };
}

const pixelBits = (k, y) => (y === ALL ? sums.all[k + 1] - sums.all[k] : array("bits")[y * AREA + k]);
const reel = { frames: { get length() { return film.frames.length ? AREA + 1 : 0; } }, get status() { return film.status; } };
const focus = () => (chosen === null ? Math.max(0, player.index - 1) : chosen);
const caption = (k) => k + " of " + AREA + " pixels read" + (k === AREA ? "" : " · next " + place(k));

// The class that is best, and the one it is held against: the chosen one, or the runner-up.
function rivals(k) {
  const [best, second] = order(k);
  return [best, whose === ALL || whose === best ? second : whose];
}

function drawViews(until) {
  const x = array("x"), seen = new Uint8Array(3 * AREA), map = new Uint8Array(3 * AREA), evidence = new Uint8Array(3 * AREA), [best, other] = rivals(AREA);
  for (let k = 0; k < AREA; k++) {
    seen.set(k < until ? Array(3).fill(255 * x[k]) : UNREAD.map((v) => (x[k] ? v + 40 : v)), 3 * k);
    map.set(k < until ? heat(pixelBits(k, whose)) : UNREAD, 3 * k);
    const gap = Math.max(-1, Math.min(1, (pixelBits(k, other) - pixelBits(k, best)) / 3)), strong = Math.sqrt(Math.abs(gap));
    evidence.set(k < until ? (gap > 0 ? [40, 140, 230] : [235, 120, 20]).map((v) => Math.round(v * strong)) : UNREAD, 3 * k);
  }
  paint(find("[data-view=picture]"), array("picture"), SIDE, SIDE, 1, 0);
  paint(board, seen, SIDE, SIDE, 3, 0);
  paint(find("[data-view=map]"), map, SIDE, SIDE, 3, 0);
  paint(find("[data-view=evidence]"), evidence, SIDE, SIDE, 3, 0);
  setText(find("[data-caption=picture]"), stats().given ? "your picture" + (stats().inverted ? ", turned light on dark" : "") : "a test digit");
  setText(find("[data-caption=x]"), (stats().sampled ? "each pixel drawn from its grey" : "on from half grey") + ", as the model reads it");
  setText(find("[data-caption=map]"), "surprise of each pixel " + (whose === ALL ? "under P(x)" : "if it is a " + whose));
  setText(find("[data-caption=evidence]"), "blue speaks for a " + best + ", orange for a " + other);
  for (const mark of element.querySelectorAll(".pixel")) {
    mark.hidden = !until && chosen === null;
    mark.style.left = (100 * (focus() % SIDE)) / SIDE + "%";
    mark.style.top = (100 * Math.floor(focus() / SIDE)) / SIDE + "%";
  }
}

function makeClass(y) {
  const button = document.createElement("button"), bar = document.createElement("span");
  button.type = "button";
  button.setAttribute("role", "radio");
  bar.className = "gauge";
  bar.append(document.createElement("i"));
  button.append(document.createElement("b"), bar, document.createElement("output"), document.createElement("output"));
  button.addEventListener("click", () => { if (!sums) return; whose = y; player.refresh(); });
  return button;
}

function drawClasses(until) {
  const box = find("[data-classes]"), [best] = order(until);
  while (box.children.length <= CLASSES) box.append(makeClass(box.children.length - 1));
  [...box.children].forEach((button, i) => {
    const y = i - 1, share = y === ALL ? null : sums.posterior[until][y], cost = y === ALL ? sums.all[until] : sums.cost[y][until];
    const [name, bar, posterior, bits] = button.children;
    setText(name, y === ALL ? "P(x)" : String(y));
    bar.style.visibility = y === ALL ? "hidden" : "";
    bar.firstChild.style.width = 100 * (share || 0) + "%";
    setText(posterior, y === ALL ? "" : percent(share));
    setText(bits, show(cost, 1) + " bits");
    button.classList.toggle("best", y === best && until > 0);
    button.setAttribute("aria-checked", String(y === whose));
    button.setAttribute("aria-label", (y === ALL ? "All classes together" : "Class " + y + ", posterior " + percent(share)) + ", " + show(cost, 1) + " bits");
  });
}

function drawNumbers(until) {
  const s = stats(), [best, second] = order(until), share = sums.posterior[until][best], k = focus();
  number(element, "cost", show(sums.all[until], 1) + " bits", 0, show(sums.all[until] * Math.LN2, 1) + " nats" + (until < AREA ? ", of the first " + until + " pixels" : ", " + show(sums.all[AREA] / AREA, 3) + " bits a pixel"));
  number(element, "best", until ? String(best) : "–", share, until ? "P(" + best + " | x) = " + percent(share) + (s.told >= 0 ? "; in truth a " + s.told : "") + " · " + show(sums.cost[second][until] - sums.cost[best][until], 1) + " bits before a " + second : "nothing read: 10 % each");
  number(element, "pixel", (array("x")[k] ? "on" : "off") + ", " + show(pixelBits(k, whose), pixelBits(k, whose) < 0.1 ? 4 : 2) + " bits", 0, place(k) + (whose === ALL ? ", under P(x)" : ", if it is a " + whose) + " · as a " + best + " " + show(pixelBits(k, best), 2) + ", as a " + second + " " + show(pixelBits(k, second), 2));
  setText(find("[data-maths=sum]"), "y = " + best + ": " + show(-sums.cost[best][until] * Math.LN2, 1) + " nats, over " + until + " pixels");
  setText(find("[data-maths=marginal]"), "−log P(x) = " + show(sums.all[until] * Math.LN2, 1) + " nats = " + show(sums.all[until], 1) + " bits");
  setText(find("[data-maths=bayes]"), "P(" + best + " | x) = " + show(share, share > 0.999 ? 5 : 3));
  drawUsual();
  drawTold();
}

const groupOf = (i) => KINDS[film.array(i, "group").data[0]];
const digitsAt = () => film.frames.findIndex((frame, i) => i && groupOf(i) === "test digits" && !frame.stats.missing);

function drawUsual() {
  const at = digitsAt(), lacking = film.frames.some((frame, i) => i && groupOf(i) === "test digits" && frame.stats.missing);
  const missing = lacking ? "needs MNIST: set PLAYGROUND_DATA to a folder that holds it, or go online" : film.status.running ? "being computed" : "stopped before";
  if (at < 0) { number(element, "usual", "–", 0, missing); number(element, "accuracy", "–", 0, missing); return; }
  const s = film.frames[at].stats, nats = film.array(at, "nats").data, own = sums.all[AREA] * Math.LN2, dearer = nats.reduce((n, value) => n + (value > own), 0) / nats.length;
  number(element, "usual", show(s.mean, 1), 0, "mean of " + nats.length + ", 95 %: " + show(s.low, 1) + " to " + show(s.high, 1) + " · told the class: " + show(s.told, 1) + " · this picture is likelier than " + percent(dearer) + " of them");
  number(element, "accuracy", percent(s.accuracy), s.accuracy, "of " + nats.length + " test digits, 95 %: " + percent(s.accuracy_low) + " to " + percent(s.accuracy_high) + " · guessing: 10 %", 0.1);
}

// When the posterior made up its mind: the last time another class than the final one led.
function drawTold() {
  const [best] = order(AREA);
  let settled = AREA;
  while (settled > 0 && order(settled - 1)[0] === best && settled > 1) settled--;
  const truth = stats().told >= 0 && stats().told !== best ? " It is a " + stats().told + " in truth: that costs " + show(sums.cost[stats().told][AREA] - sums.cost[best][AREA], 1) + " bits more." : "";
  setText(find("[data-told]"), "Under this model it is a " + best + ", with " + percent(sums.posterior[AREA][best]) + "; since pixel " + settled + " (" + place(settled - 1) + ") no other class has led." + truth);
}

function axis() {
  const own = sums.all[AREA] * Math.LN2;
  let low = own, high = own;
  film.frames.forEach((frame, i) => { if (i && !frame.stats.missing) for (const value of film.array(i, "nats").data) { low = Math.min(low, value); high = Math.max(high, value); } });
  const spare = Math.max(1, 0.04 * (high - low));
  return { low: Math.max(0, low - spare), high: high + spare, own };
}

function makeRidge() {
  const row = document.createElement("div"), words = document.createElement("p"), few = document.createElement("span");
  few.className = "few";
  words.append(document.createElement("b"), document.createElement("small"));
  row.append(words, document.createElement("canvas"), few);
  row.children[1].setAttribute("role", "img");
  return row;
}

function drawRidges() {
  const box = find("[data-ridges]"), scale = axis(), groups = film.frames.length - 1;
  while (box.children.length > groups) box.lastChild.remove();
  while (box.children.length < groups) box.append(makeRidge());
  [...box.children].forEach((row, k) => drawRidge(row, k + 1, scale));
  setText(find("[data-axis]"), "−log P(x) in nats, " + show(scale.low, 0) + " to " + show(scale.high, 0) + " · dashed: this picture · to the left: likelier");
  const likelier = film.frames.map((frame, i) => (i && frame.stats.likelier > 0.5 ? groupOf(i) : "")).filter(Boolean);
  setText(find("[data-ridge-words]"), digitsAt() < 0 ? "" : likelier.length ? "More than half are likelier than the median test digit: " + likelier.join(", ") + ". None is a digit: what is simple is cheap to describe, whatever it shows." : "None of these kinds is mostly likelier than the median test digit.");
}

function drawRidge(row, i, scale) {
  const s = film.frames[i].stats, kind = groupOf(i), [words, canvas, few] = row.children, [name, small] = words.children;
  setText(name, kind);
  canvas.hidden = few.hidden = Boolean(s.missing);
  if (s.missing) return setText(small, "needs " + (NEEDS[kind] || "a data set") + ": set PLAYGROUND_DATA to a folder that holds it, or go online");
  const nats = film.array(i, "nats").data;
  setText(small, show(s.mean, 1) + " nats" + (s.likelier === undefined ? "" : nats.length > 1 ? "; " + percent(s.likelier) + " likelier than the median digit" : s.likelier ? "; likelier than the median digit" : "; less likely than the median digit"));
  drawBars(canvas, nats, scale, kind === "test digits" ? "--real" : "--generated");
  canvas.setAttribute("aria-label", kind + ": " + nats.length + " pictures, mean " + show(s.mean, 1) + " nats");
  const pictures = film.array(i, "pictures"), shown = Math.min(6, pictures.shape[0]);
  while (few.children.length > shown) few.lastChild.remove();
  while (few.children.length < shown) few.append(document.createElement("canvas"));
  [...few.children].forEach((one, k) => paint(one, pictures.data.map((value) => 255 * value), SIDE, SIDE, 1, k * AREA));
}

function drawBars(canvas, nats, scale, name) {
  const { context, width, height } = sharp(canvas), counts = new Array(BINS).fill(0), share = (v) => (v - scale.low) / (scale.high - scale.low);
  for (const value of nats) counts[Math.min(BINS - 1, Math.floor(BINS * share(value)))]++;
  const most = Math.max(...counts);
  context.fillStyle = colour(name);
  counts.forEach((n, k) => { if (n) context.fillRect((k * width) / BINS, height - 1 - (height - 4) * (n / most), width / BINS - 1, (height - 4) * (n / most)); });
  line(context, [[0, height - 0.5], [width, height - 0.5]], colour("--rule"), 1);
  line(context, [[width * share(scale.own), 0], [width * share(scale.own), height]], colour("--ink"), 1.4, [3, 3]);
}

function draw(k) {
  drawViews(k);
  drawClasses(k);
  drawNumbers(k);
}

const player = new Player(stage, reel, draw, caption);
player.twin = (k) => caption(k) + ". " + show(sums.all[k], 1) + " bits. Best: " + order(k)[0] + ", " + percent(sums.posterior[k][order(k)[0]]) + ".";

function look(k) {
  if (k === chosen) return;
  chosen = k;
  if (sums) player.refresh();
}

for (const canvas of element.querySelectorAll("[data-view]")) {
  const follow = (event) => {
    const box = canvas.getBoundingClientRect(), at = (v) => Math.max(0, Math.min(SIDE - 1, Math.floor(v * SIDE)));
    if (sums) look(at((event.clientY - box.top) / box.height) * SIDE + at((event.clientX - box.left) / box.width));
  };
  canvas.addEventListener("pointermove", follow);
  canvas.addEventListener("pointerdown", follow);
  canvas.addEventListener("pointerleave", () => { if (document.activeElement !== canvas) look(null); });
}
board.addEventListener("keydown", (event) => {
  const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -SIDE, ArrowDown: SIDE };
  if (!sums || event.ctrlKey || event.metaKey || event.altKey || !(event.key in moves || event.key === "Escape")) return;
  event.preventDefault();
  event.stopPropagation();
  look(event.key === "Escape" ? null : Math.max(0, Math.min(AREA - 1, focus() + moves[event.key])));
});
board.addEventListener("blur", () => look(null));

function drawStatus() {
  const s = film.frames.length ? stats() : {};
  const words = film.status.running ? statusLine(film.status) : s.blank ? "There is no ink in this picture: it counts as all black, which is cheap."
    : s.standin ? "MNIST was not found: this is one of scikit-learn’s 8x8 digits, enlarged. Set PLAYGROUND_DATA or go online to see it." : "";
  setText(find(".status"), words);
}

function drawCost() {
  const scored = film.frames.reduce((n, frame, i) => n + (i && !frame.stats.missing ? film.array(i, "nats").data.length : 0), 0);
  costs(element, [["parameters", show(stats().parameters / 1e6, 2) + " M"], ["passes for this picture", "10, one a class"], ["passes for the others", (10 * scored).toLocaleString("en")], ["requests while you read", "0"]]);
}

function take() {
  const fresh = film.take(props.value);
  if (fresh === null) return;
  report(element, film);
  drawStatus();
  if (props.value && props.value.note) setText(find(".status"), props.value.note);
  if (!film.frames.length) { sums = null; return; }
  if (read !== film.run) { read = film.run; sums = add(); whose = ALL; }
  player.grown(fresh);
  if (ridges !== film.run + film.frames.length) { ridges = film.run + film.frames.length; drawRidges(); drawCost(); }
}

function again() { if (sums) { drawRidges(); } }
new ResizeObserver(again).observe(find("[data-ridges]"));
new MutationObserver(() => requestAnimationFrame(again)).observe(document.body, { attributeFilter: ["class"] });
watch("value", take);
take();
