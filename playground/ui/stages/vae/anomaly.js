// Every score comes with the frame: histograms, ROC, threshold and galleries are made here.
const { Film, paint, sharp, line, show, setText, statusLine, report, colour, number, costs } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector);
const AREA = 784, TICKS = 400, BINS = 50, SHOWN = 12, ALARMS = 0.05;
const SCORES = ["error", "bound", "pca"];
const WORDS = { error: "reconstruction error", bound: "minus ELBO", pca: "PCA-32’s error" };
const STYLES = { error: ["--series-a", []], bound: ["--series-b", []], pca: ["--series-c", [5, 3]] };
let scale = null, threshold = 0, looked = null, held = false, settling = 0, drawn = "";

const stats = () => film.frames[0].stats;
const array = (name) => { const found = film.array(0, name); return found && found.data; };
const score = () => SCORES[stats().score];
const scores = (group) => array(group + "_" + score());
const unit = (value) => show(value, value < 100 ? 1 : 0) + (score() === "bound" ? " nats" : "");
const percent = (share) => show(100 * share, 1) + "\u00a0%";
const above = (values, level) => values.reduce((sum, value) => sum + (value > level), 0) / values.length;

// An axis over both groups, logarithmic where they span more than a factor of ten.
function makeScale() {
  const all = [...scores("normal"), ...scores("strange"), ...(scores("drawn") || [])].sort((a, b) => a - b);
  const least = all[0], most = all[all.length - 1], log = least > 0 && most / least > 10;
  const bend = log ? Math.log : (v) => v, low = bend(least), high = bend(most) > low ? bend(most) : low + 1;
  return { log, share: (v) => (bend(Math.max(v, least)) - low) / (high - low), value: (t) => (t <= 0 ? least : t >= 1 ? most : log ? Math.exp(low + t * (high - low)) : low + t * (high - low)) };
}

function startThreshold() {
  const sorted = [...scores("normal")].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((1 - ALARMS) * sorted.length))];
}

function binned(values) {
  const counts = new Array(BINS).fill(0);
  for (const value of values) counts[Math.min(BINS - 1, Math.max(0, Math.floor(BINS * scale.share(value))))]++;
  return counts;
}

function drawHistogram() {
  const { context, width, height } = sharp(find("[data-histogram]")), base = height - 18;
  const groups = [[binned(scores("normal")), "--real"], [binned(scores("strange")), "--generated"]];
  const most = Math.max(...groups.flatMap(([counts]) => counts)), x = (t) => 8 + (width - 16) * t;
  for (const [counts, name] of groups) {
    context.fillStyle = colour(name);
    context.globalAlpha = 0.62;
    counts.forEach((count, k) => { if (count) context.fillRect(x(k / BINS), base - (base - 8) * (count / most), x(1 / BINS) - 8 - 0.5, (base - 8) * (count / most)); });
  }
  context.globalAlpha = 1;
  const at = x(scale.share(threshold));
  context.fillStyle = colour("--wash");
  context.globalAlpha = 0.35;
  context.fillRect(at, 0, width - at, base);
  context.globalAlpha = 1;
  line(context, [[0, base], [width, base]], colour("--rule"), 1);
  line(context, [[at, 0], [at, base]], colour("--accent"), 2);
  context.font = "11px " + colour("--font-plain");
  context.fillStyle = colour("--ink-quiet");
  for (const t of [0, 0.5, 1]) { context.textAlign = t ? (t < 1 ? "center" : "right") : "left"; context.fillText(unit(scale.value(t)), x(t), height - 4); }
  for (const [group, at] of [["drawn", 0], looked || ["", 0]]) {
    if (!group || !array(group)) continue;
    const where = x(scale.share(scores(group)[at]));
    line(context, [[where, 14], [where, base]], colour("--ink"), 1.4, [3, 3]);
    context.fillStyle = colour("--ink");
    context.textAlign = where > width - 40 ? "right" : "left";
    context.fillText(group === "drawn" ? "yours" : "chosen", where + (where > width - 40 ? -4 : 4), group === "drawn" ? 11 : 24);
  }
}

function rates(name) {
  const levels = [...array("normal_" + name), ...array("strange_" + name)].sort((a, b) => b - a), points = [[0, 0]];
  const normal = [...array("normal_" + name)].sort((a, b) => b - a), strange = [...array("strange_" + name)].sort((a, b) => b - a);
  let i = 0, j = 0;
  for (const level of levels) {
    while (i < normal.length && normal[i] >= level) i++;
    while (j < strange.length && strange[j] >= level) j++;
    points.push([i / normal.length, j / strange.length]);
  }
  return points;
}

let curves = [];
function drawRoc() {
  const { context, width, height } = sharp(find("[data-roc]")), x = (v) => 6 + (width - 12) * v, y = (v) => height - 6 - (height - 12) * v;
  line(context, [[x(0), y(0)], [x(1), y(1)]], colour("--ink-quiet"), 1, [2, 3]);
  context.strokeStyle = colour("--rule");
  context.lineWidth = 1;
  context.strokeRect(x(0), y(1), x(1) - x(0), y(0) - y(1));
  for (const [name, points] of curves) line(context, points.map(([a, b]) => [x(a), y(b)]), colour(STYLES[name][0]), name === score() ? 2.4 : 1.2, STYLES[name][1]);
  context.beginPath();
  context.arc(x(above(scores("normal"), threshold)), y(above(scores("strange"), threshold)), 5, 0, 7);
  context.fillStyle = colour("--accent");
  context.fill();
}

function drawLegend() {
  find("[data-legend]").replaceChildren(...curves.map(([name]) => {
    const words = document.createElement("span"), key = document.createElement("i");
    key.className = "stroke";
    key.style.background = colour(STYLES[name][0]);
    words.append(key, WORDS[name] + " ");
    if (name === score()) words.className = "here";
    return words;
  }));
}

// The pictures of a gallery: [group, place], the most telling first.
function members(gallery) {
  const group = gallery === "alarms" ? "normal" : "strange", values = scores(group), up = gallery === "missed" ? 1 : -1;
  const mine = [...values.keys()].filter((k) => (values[k] > threshold) === (gallery !== "missed"));
  return mine.sort((a, b) => up * (values[a] - values[b])).map((k) => [group, k]);
}

const TOLD = { missed: ["the least strange of ", "none"], alarms: ["the strangest of ", "none"], caught: ["the strangest of ", "none"] };
function drawGallery(gallery) {
  const box = find("[data-gallery=" + gallery + "]"), all = members(gallery), some = all.slice(0, SHOWN), shelf = box.querySelector("[data-shelf]");
  setText(box.querySelector("[data-count]"), all.length ? TOLD[gallery][0] + all.length : TOLD[gallery][1]);
  while (shelf.children.length > some.length) shelf.lastChild.remove();
  while (shelf.children.length < some.length) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(document.createElement("canvas"), document.createElement("span"));
    button.addEventListener("click", () => { if (!scale) return; looked = [button.dataset.group, Number(button.dataset.at)]; drawLooked(); drawHistogram(); marks(); });
    shelf.append(button);
  }
  some.forEach(([group, k], i) => {
    const button = shelf.children[i];
    Object.assign(button.dataset, { group, at: k });
    paint(button.firstChild, array(group), 28, 28, 1, k * AREA);
    setText(button.lastChild, show(scores(group)[k], scores(group)[k] < 100 ? 1 : 0));
    button.setAttribute("aria-label", (group === "normal" ? "Digit" : "Strange picture") + " of strangeness " + unit(scores(group)[k]) + ": look closer");
  });
}

function marks() {
  for (const button of element.querySelectorAll("[data-shelf] button"))
    button.classList.toggle("here", Boolean(looked) && button.dataset.group === looked[0] && Number(button.dataset.at) === looked[1]);
}

function drawLooked() {
  if (!looked || !array(looked[0])) looked = members("missed")[0] || members("caught")[0];
  const [group, k] = looked, it = array(group), again = array(group + "_again"), value = scores(group)[k];
  const errors = Float32Array.from({ length: AREA }, (_, i) => ((it[k * AREA + i] - again[k * AREA + i]) / 255) ** 2);
  paint(find("[data-it]"), it, 28, 28, 1, k * AREA);
  paint(find("[data-again]"), again, 28, 28, 1, k * AREA);
  const hue = colour("--generated").match(/[0-9a-f]{2}/gi).map((part) => parseInt(part, 16)), map = new Uint8Array(3 * AREA);
  errors.forEach((error, i) => { for (let c = 0; c < 3; c++) map[3 * i + c] = hue[c] * Math.sqrt(error); });
  paint(find("[data-error]"), map, 28, 28, 3, 0);
  const rarer = above(scores("normal"), value), kind = { normal: "a test digit", strange: "a strange picture", drawn: "your drawing" }[group];
  setText(find("[data-it-words]"), kind + ": " + unit(value) + ", stranger than " + percent(1 - rarer) + " of the digits; " + (value > threshold ? "counted as strange" : "counted as normal"));
  setText(find("[data-error-words]"), show(errors.reduce((sum, error) => sum + error, 0), 1) + " in all, of " + AREA + " pixels");
  drawScoreMaths(group, k, value);
}

function drawScoreMaths(group, k, value) {
  const kl = array(group + "_kl"), formulas = { error: "s(x) = Σ (x − x̂)²", bound: "s(x) = −E log p(x | z) + KL", pca: "s(x) = Σ (x − x̂)², x̂ = m + PᵀP(x − m)" };
  setText(find("[data-formula]"), formulas[score()]);
  setText(find("[data-maths=score]"), score() === "bound" ? show(value - kl[k], 1) + " + " + show(kl[k], 1) + " = " + unit(value) : "this picture: " + unit(value));
}

function drawNumbers() {
  const s = stats(), name = score(), caught = above(scores("strange"), threshold), alarms = above(scores("normal"), threshold), n = s.n;
  number(element, "caught", percent(caught), caught, "of " + n + " · a coin that rings as often: " + percent(alarms), alarms);
  number(element, "alarms", percent(alarms), alarms, "of " + n + " test digits");
  const area = (which) => show(s["area_" + which], 3) + " [" + show(s["area_" + which + "_low"], 3) + ", " + show(s["area_" + which + "_high"], 3) + "]";
  number(element, "area", show(s["area_" + name], 3), s["area_" + name], "95 %: " + area(name).split(" ").slice(1).join(" ") + " · n = " + n + " and " + n + " · guessing: 0.5", 0.5);
  const others = SCORES.filter((one) => one !== name && s["area_" + one] !== undefined);
  number(element, "others", others.map((one) => show(s["area_" + one], 3)).join(", "), 0, others.map((one) => WORDS[one] + " " + area(one)).join(" · ") + (s.plain ? " · an AE has no ELBO" : ""));
  find("[data-number=drawn]").hidden = !array("drawn");
  if (array("drawn")) number(element, "drawn", unit(scores("drawn")[0]), 0, (scores("drawn")[0] > threshold ? "strange" : "normal") + ", stranger than " + percent(1 - above(scores("normal"), scores("drawn")[0])) + " of the digits");
  setText(find("[data-told]"), "Above " + unit(threshold) + " a picture counts as strange: " + percent(caught) + " of the strange ones are caught, and " + percent(alarms) + " of the digits ring a false alarm." +
    (s["area_" + name] < 0.5 ? " The score has it the wrong way round: it finds these more normal than digits." : ""));
  setText(find("[data-maths=threshold]"), "τ = " + unit(threshold));
  setText(find("[data-maths=area]"), show(s["area_" + name], 3) + ", over " + (n * n).toLocaleString("en") + " pairs");
}

function draw() {
  if (!film.frames.length) return;
  find("[data-threshold]").value = TICKS * scale.share(threshold);
  find("[data-threshold]").setAttribute("aria-valuetext", unit(threshold));
  drawHistogram();
  drawRoc();
  drawNumbers();
  for (const gallery of ["missed", "alarms", "caught"]) drawGallery(gallery);
  drawLooked();
  marks();
}

function setThreshold(share) {
  threshold = scale.value(Math.max(0, Math.min(1, share)));
  if (!settling) settling = requestAnimationFrame(() => { settling = 0; draw(); });
}

find("[data-threshold]").addEventListener("input", (event) => { if (scale) setThreshold(event.target.value / TICKS); });
const histogram = find("[data-histogram]");
function follow(event) {
  const box = histogram.getBoundingClientRect();
  setThreshold((event.clientX - box.left - 8) / (box.width - 16));
}
histogram.addEventListener("pointerdown", (event) => {
  if (!scale || event.button) return;
  histogram.setPointerCapture(event.pointerId);
  held = true;
  follow(event);
});
histogram.addEventListener("pointermove", (event) => { if (held) follow(event); });
for (const end of ["pointerup", "pointercancel"]) histogram.addEventListener(end, () => { held = false; });

function again() { if (scale) { drawLegend(); drawHistogram(); drawRoc(); drawLooked(); } }
new ResizeObserver(again).observe(histogram);
new MutationObserver(() => requestAnimationFrame(again)).observe(document.body, { attributeFilter: ["class"] });

function take() {
  if (film.take(props.value) === null) return;
  report(element, film);
  setText(find(".status"), statusLine(film.status));
  if (!film.frames.length) scale = null;
  if (!film.frames.length || drawn === film.run) return;
  drawn = film.run;
  const s = stats();
  scale = makeScale();
  threshold = startThreshold();
  looked = array("drawn") ? ["drawn", 0] : null;
  curves = SCORES.filter((name) => s["area_" + name] !== undefined).map((name) => [name, rates(name)]);
  setText(find("[data-axis]"), "strangeness: " + WORDS[score()] + (score() === "bound" ? " in nats" : "") + (scale.log ? ", logarithmic" : "") + " · drag the line");
  find("[data-histogram]").setAttribute("aria-label", "Histograms of " + WORDS[score()] + " for test digits and strange pictures");
  find("[data-roc]").setAttribute("aria-label", "ROC: area " + show(s["area_" + score()], 3));
  drawLegend();
  draw();
  costs(element, [
    ["pictures scored", String(2 * s.n)], [score() === "pca" ? "numbers in P and m" : "parameters", s.parameters.toLocaleString("en")],
    ["codes a picture", score() === "bound" ? "10" : "1"], ["requests while you drag", "0"],
  ]);
}
watch("value", take);
take();
