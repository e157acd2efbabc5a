// One frame for each way to go on: true, sampled, greedy. The texts are leafed through without asking.
const { Film, show, setText, statusLine, report, colour, number, costs, pieces, tokenSpan, curves } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector), LN2 = Math.log(2), BIN = 16;
const COMPOUNDS = Number(find(".stage").dataset.compounds);  // bits a token
const KINDS = ["true", "sampled", "greedy"], HUES = { true: "--real", sampled: "--generated", greedy: "--series-a" };
const DASHES = { true: [], sampled: [], greedy: [6, 3] }, PHASES = ["the true tales", "writing samples", "writing greedily"];
let words = [], which = 0, seen = "", drawnRun = "", saying = 0;

const stats = (kind) => (film.frames[kind] ? film.frames[kind].stats : null);
const data = (kind, name) => film.array(kind, name).data;
const signed = (value, digits) => (value > 0 ? "+" : "") + show(value, digits === undefined ? 2 : digits);
const range = (s, name, digits) => "[" + show(s[name + "_low"], digits) + ", " + show(s[name + "_high"], digits) + "]";
const percent = (value) => show(100 * value, 1) + " %";

function series(name) {
  return film.frames.map((_, kind) => {
    const mean = data(kind, name), low = data(kind, name + "_low"), high = data(kind, name + "_high"), key = KINDS[kind], at = (i) => (i + 0.5) * BIN;
    return { points: Array.from(mean, (v, i) => [at(i), v]), band: Array.from(low, (v, i) => [at(i), v, high[i]]), colour: colour(HUES[key]), dash: DASHES[key] };
  });
}

function drawCurves() {
  const length = BIN * data(0, "bits").length, across = { low: 0, high: length, label: "tokens after the shared beginning" };
  for (const name of ["bits", "again"]) {
    const canvas = find("[data-curve=" + name + "]"), all = series(name), tops = all.flatMap((one) => one.band.map((b) => b[2]));
    const up = name === "bits" ? { low: 0, high: 1.05 * Math.max(...tops) } : { low: 0, high: Math.min(1, Math.max(0.1, 1.1 * Math.max(...tops))) };
    curves(canvas, all, { across, up });
    canvas.setAttribute("aria-label", canvas.nextElementSibling.textContent.trim().split("·")[0] + ": " + all.map((one, k) => KINDS[k] + " " + show(one.points[0][1], 2) + " at first, " + show(one.points[one.points.length - 1][1], 2) + " at last").join("; "));
  }
}

function lane(kind) {
  const box = find("[data-lane=" + KINDS[kind] + "]"), ready = Boolean(film.frames[kind]);
  box.hidden = !ready;
  if (!ready) return;
  const [, length] = film.array(kind, "ids").shape, prefix = film.array(0, "prefixes"), from = which * length;
  const ids = data(kind, "ids").subarray(from, from + length), nats = data(kind, "nats").subarray(from, from + length);
  const before = prefix.data.subarray(which * prefix.shape[1], (which + 1) * prefix.shape[1]);
  const given = Array.from(before, (id) => tokenSpan(words[id], { plain: true }));
  for (const span of given) span.classList.add("given");
  const written = Array.from(ids, (id, i) => tokenSpan(words[id], { bits: nats[i] / LN2, plain: true }));
  box.querySelector("[data-text]").replaceChildren(...given, ...written);
  const mean = nats.reduce((sum, one) => sum + one, 0) / LN2 / length;
  setText(box.querySelector("[data-reads]"), "this text: " + show(mean, 2) + " bits a token");
}

function drawTexts() {
  const n = stats(0).n;
  which = Math.min(which, n - 1);
  find("[data-which]").max = n;
  find("[data-which]").value = which + 1;
  setText(find("[data-count]"), which + 1 + " of " + n);
  KINDS.forEach((_, kind) => lane(kind));
}

function judged(s) {
  const limit = "by more than " + show(COMPOUNDS, 2) + " bits";
  if (s.growth_low > COMPOUNDS) return "the gap grows " + limit + ": errors compound";
  if (s.growth_high < COMPOUNDS) return "the gap does not grow " + limit + " with the distance: errors do not compound to speak of";
  return "whether the gap grows " + limit + " cannot be told from " + s.n + " texts: the interval holds that number";
}

function drawTold() {
  const own = stats(1), greedy = stats(2);
  if (!own) { setText(find("[data-told]"), ""); return; }
  setText(find("[data-told]"), "Samples cost the scorer " + show(Math.abs(own.gap_last), 2) + " bits a token " + (own.gap_last > 0 ? "more" : "less") + " than the true tale in the last quarter, " +
    show(Math.abs(own.gap_first), 2) + " " + (own.gap_first > 0 ? "more" : "less") + " in the first; " + judged(own) + "." +
    (greedy ? " Greedy, the writer repeats itself: " + percent(1 - greedy.distinct) + " of its stretches of four tokens stood there before" + (greedy.gap_last < 0 ? ", which the scorer takes for easy reading." : ".") : ""));
}

function drawNumbers() {
  const real = stats(0), own = stats(1), greedy = stats(2), true_ = "true tale: " + percent(real.distinct) + ", n = " + real.n;
  const gap = (s, name) => (s ? signed(s[name]) + " bits" : "–"), under = (s, name) => (s ? "95 %: " + range(s, name, 2) + ", paired, n = " + s.n : "");
  number(element, "gap", gap(own, "gap_last"), 0, under(own, "gap_last"));
  number(element, "growth", gap(own, "growth"), 0, under(own, "growth"));
  number(element, "greedy", gap(greedy, "gap_last"), 0, under(greedy, "gap_last"));
  number(element, "distinct", own ? percent(own.distinct) : "–", 0, true_);
  number(element, "loops", greedy ? percent(greedy.distinct) : "–", 0, true_);
}

function drawMaths() {
  const real = stats(0), own = stats(1), greedy = stats(2), out = (name, text) => setText(find("[data-maths=" + name + "]"), text);
  out("score", "true tale: " + show(real.first, 2) + " bits a token in the first quarter, " + show(real.last, 2) + " in the last");
  out("gap", own ? "samples, last quarter: " + show(own.last, 2) + " − " + show(real.last, 2) + " = " + show(own.gap_last, 2) + " bits" : "…");
  out("growth", own ? show(own.gap_last, 2) + " − " + (own.gap_first < 0 ? "(" + show(own.gap_first, 2) + ")" : show(own.gap_first, 2)) + " = " + show(own.growth, 2) + ", 95 %: " + range(own, "growth", 2) : "…");
  out("distinct", greedy ? "true " + percent(real.distinct) + ", samples " + percent(own.distinct) + ", greedy " + percent(greedy.distinct) : "…");
}

function drawCosts() {
  const real = stats(0), own = stats(1), length = film.array(0, "ids").shape[1];
  const rows = [["texts written at once", String(real.n)], ["network calls to write", String(2 * length)]];
  if (own) rows.push(["time to write the samples", show(own.seconds, 1) + " s"], ["a token of one text", show((1000 * own.seconds) / length / real.n, 2) + " ms"]);
  rows.push(real.parameters ? ["parameters of the scorer", real.parameters.toLocaleString("en")] : ["bytes that the 6-gram counted", real.lesson.toLocaleString("en")]);
  costs(element, rows.concat([["requests while you leaf", "0"]]));
}

function draw() {
  words = pieces(film, 0, "vocabulary");
  drawCurves();
  drawTexts();
  drawTold();
  drawNumbers();
  drawMaths();
  drawCosts();
}

function progress() {
  const { pulse, status } = film;
  if (!status.running) return "";
  return statusLine(status) + (pulse ? ": " + PHASES[pulse.step] + ", " + show(100 * pulse.stats.progress, 0) + " %" : "");
}

find("[data-which]").addEventListener("input", (event) => {
  which = Number(event.target.value) - 1;
  drawTexts();
  clearTimeout(saying);
  saying = setTimeout(() => setText(find("[data-twin]"), "Text " + find("[data-count]").textContent + ". " + [...element.querySelectorAll("[data-reads]")].map((p, k) => KINDS[k] + ": " + p.textContent.replace("this text: ", "")).join("; ")), 500);
});
const again = () => { if (film.frames.length) drawCurves(); };
new ResizeObserver(again).observe(find("[data-curve=bits]"));
new MutationObserver(() => requestAnimationFrame(again)).observe(document.body, { attributeFilter: ["class"] });
for (const key of element.querySelectorAll("[data-key]")) key.style.background = "var(" + HUES[key.dataset.key] + ")";

function take() {
  if (film.take(props.value) === null) return;
  report(element, film);
  setText(find(".status"), progress());
  const key = film.run + film.frames.length;
  if (!film.frames.length || seen === key) return;
  if (drawnRun !== film.run) which = 0;
  seen = key;
  drawnRun = film.run;
  draw();
}
watch("value", take);
take();
