// A text weighed: one frame brings its tokens, one the rivals, one the file; choosing a token asks nobody.
const { Film, show, setText, statusLine, report, colour, number, costs, pieces, tokenSpan, curves } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector), LN2 = Math.log(2);
const PHASES = ["weighing", "counting n-grams", "coding and decoding"], PACKERS = ["gzip", "bz2", "xz"];
const HEX_SHOWN = 4096;
let words = [], text = [], ends = [], spent = [], chosen = 0, under = null, seen = "";

const frame = (step) => film.frames.findIndex((one) => one.step === step);
const stats = (step) => (frame(step) < 0 ? null : film.frames[frame(step)].stats);
const data = (step, name) => { const found = frame(step) < 0 ? null : film.array(frame(step), name); return found && found.data; };
const whole = (value) => Math.round(value).toLocaleString("en");
const percent = (p) => (p >= 0.001 ? show(100 * p, p < 0.1 ? 2 : 1) + " %" : p ? (100 * p).toExponential(1).replace("e-", " × 10⁻").replace(/⁻(\d+)$/, (_, n) => "⁻" + [...n].map((d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d]).join("")) + " %" : "0 %");
const bitsOf = (i) => data(0, "nats")[i] / LN2;

function readTokens() {
  words = pieces(film, frame(0), "vocabulary");
  const ids = data(0, "ids");
  text = Array.from(ids, (id) => words[id]);
  let at = 0, bits = 0;
  ends = text.map((one) => (at += one.bytes.length));
  spent = text.map((_, i) => (bits += bitsOf(i)));
  chosen = 0;
  for (let i = 0; i < text.length; i++) if (bitsOf(i) > bitsOf(chosen)) chosen = i;
}

function drawStrip() {
  const strip = find("[data-strip]");
  strip.replaceChildren(...text.map((one, i) => {
    const span = tokenSpan(one, { bits: bitsOf(i), plain: true });
    span.dataset.i = i;
    return span;
  }));
  strip.scrollTop = 0;
}

function bar(one, p, note, own) {
  const row = document.createElement("li"), name = document.createElement("span"), gauge = document.createElement("span"), fill = document.createElement("i"), value = document.createElement("output");
  name.className = "name";
  name.textContent = one.shown;
  gauge.className = "gauge";
  fill.style.width = 100 * p + "%";
  gauge.append(fill);
  value.textContent = percent(p) + note;
  row.classList.toggle("own", own);
  row.append(name, gauge, value);
  return row;
}

function drawChosen() {
  const strip = find("[data-strip]"), before = strip.querySelector(".here"), now = strip.children[chosen];
  if (before) before.classList.remove("here");
  now.classList.add("here");
  const nats = data(0, "nats")[chosen], p = Math.exp(-nats), rank = data(0, "rank")[chosen], ids = data(0, "ids");
  const nth = chosen ? "token " + whole(chosen + 1) + " of " + whole(text.length) : "the first token of " + whole(text.length);
  setText(find("[data-told]"), "“" + text[chosen].shown + "”, " + nth + ": probability " + percent(p) + ", " + show(nats / LN2, 2) + " bits = " + show(nats, 2) + " nats; " +
    (rank === 1 ? "just what the model expected most." : "rank " + whole(rank) + " of " + whole(words.length) + ". Expected instead:"));
  const top = Array.from(data(0, "top").subarray(5 * chosen, 5 * chosen + 5)), sure = data(0, "top_p");
  const rows = top.map((id, k) => bar(words[id], sure[5 * chosen + k], "", id === ids[chosen]));
  if (!top.includes(ids[chosen])) rows.push(bar(text[chosen], p, " · came", true));
  find("[data-guesses]").replaceChildren(...rows);
}

function choose(i) {
  chosen = Math.max(0, Math.min(text.length - 1, i));
  drawChosen();
  drawCurve();
}

function follow() {
  const strip = find("[data-strip]"), now = strip.children[chosen];
  const top = now.offsetTop - strip.offsetTop;
  if (top < strip.scrollTop || top + now.offsetHeight > strip.scrollTop + strip.clientHeight) strip.scrollTop = top - strip.clientHeight / 2;
}

const thinned = (points) => { const stride = Math.ceil(points.length / 1500); return points.filter((_, i) => i % stride === 0 || i === points.length - 1); };

function drawCurve() {
  const canvas = find("[data-curve]"), s = stats(0), rivals = stats(1), ngram = data(1, "ngram");
  const mine = [[0, 0], ...spent.map((bits, i) => [ends[i], bits / 8])], series = [{ points: thinned(mine), colour: colour("--generated") }];
  let most = spent[spent.length - 1] / 8;
  if (ngram) {
    let bits = 0;
    const points = [[0, 0], ...Array.from(ngram, (nats, i) => [i + 1, (bits += nats / LN2) / 8])];
    series.unshift({ points: thinned(points), colour: colour("--series-b"), dash: [6, 3] });
    most = Math.max(most, bits / 8);
  }
  const levels = rivals ? PACKERS.map((name) => ({ value: rivals[name], label: name, colour: colour("--ink-quiet") })) : [];
  levels.sort((a, b) => a.value - b.value).forEach((one, k) => { one.right = k % 2 === 1; most = Math.max(most, one.value); });
  under = curves(canvas, series, { levels, across: { low: 0, high: s.bytes, label: "bytes of text read" }, up: { low: 0, high: 1.06 * most }, at: ends[chosen] });
  canvas.setAttribute("aria-label", "bytes that the text costs so far against bytes read: model " + show(spent[spent.length - 1] / 8, 0) + " at the end" + (ngram ? ", n-gram " + show(ngramBits() / 8, 0) : ""));
}

const ngramBits = () => Math.min(...data(1, "orders"));

function weight(name, bytes, most, kind) {
  const row = document.createElement("div"), label = document.createElement("span"), gauge = document.createElement("span"), fill = document.createElement("i"), value = document.createElement("output");
  label.textContent = name;
  gauge.className = "gauge";
  fill.style.width = (100 * bytes) / most + "%";
  gauge.append(fill);
  value.textContent = show(bytes, bytes === Math.round(bytes) ? 0 : 1).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  row.className = kind;
  row.append(label, gauge, value);
  return row;
}

function drawWeights() {
  const s = stats(0), rivals = stats(1), file = data(2, "file"), rows = [["as it is, UTF-8", s.bytes, "plain"]];
  if (rivals) for (const name of PACKERS) rows.push([name, rivals[name], "packer"]);
  if (rivals) rows.push([rivals.order + "-gram, bits / 8", ngramBits() / 8, "ngram"]);
  rows.push(["model, bits / 8", spent[spent.length - 1] / 8, "model"]);
  if (file) rows.push(["the file", file.length, "model"]);
  const most = Math.max(...rows.map((row) => row[1]));
  find("[data-weights]").replaceChildren(...rows.map(([name, bytes, kind]) => weight(name, bytes, most, kind)));
  if (!rivals) return;
  setText(find("[data-order]"), rivals.order + "-gram");
  setText(find("[data-fair]"), "The packers begin with an empty memory. The n-gram has counted " + whole(rivals.lesson) + " bytes before, " +
    (rivals.whole ? "the text that the model was trained on; " : "of other held-out tales, as the training text is not on this machine; ") +
    "its order is the best of 1 to 6 for this very text. The model was trained on millions of characters, and its " + whole(s.parameters) + " parameters are in no file here: whoever decodes must have them.");
}

const hex = (bytes) => Array.from(bytes.subarray(0, HEX_SHOWN), (byte) => byte.toString(16).padStart(2, "0"));

function dump(box, bytes, same) {
  box.replaceChildren(...hex(bytes).flatMap((pair, k) => {
    const span = document.createElement("span");
    span.textContent = pair;
    span.classList.toggle("same", same(k));
    return [span, document.createTextNode(k % 16 === 15 ? "\n" : " ")];
  }));
  if (bytes.length > HEX_SHOWN) box.append("… " + whole(bytes.length - HEX_SHOWN) + " bytes more");
}

function drawFile() {
  const s = stats(2), file = data(2, "file"), noise = data(2, "noise"), box = find("[data-file]");
  box.hidden = !file;
  if (!file) return;
  const front = file.length - (noise ? noise.length : file.length);
  setText(find("[data-equal]"), (s.equal ? "Decoded, the file gives the very same text. " : "The decoded text is another one: please report this. ") + whole(file.length) + " bytes for " + show(spent[spent.length - 1] / 8, 1) + " bytes’ worth of surprise." +
    (noise ? " The first " + whole(s.returned) + " of " + whole(noise.length) + " random bytes came back, behind a front of " + front + ": decoding noise is sampling, and coding a sample gives back its noise." : ""));
  dump(find("[data-hex]"), file, (k) => Boolean(noise) && k >= front && k - front < s.returned);
  find("[data-noise]").hidden = !noise;
  if (noise) dump(find("[data-noise]"), noise, (k) => k < s.returned);
  setText(find("[data-decoded]"), new TextDecoder().decode(data(2, "decoded")));
}

const perplexity = (s) => { const value = Math.exp(s.nats / s.tokens); return value < 1e5 ? show(value, 2) : value.toExponential(1).replace("e+", " × 10^"); };
const spare = (more) => (more < 0 ? show(-more, 1) + " bytes fewer than the bits: no token costs the file more than 24, the coder’s finest step" : show(more, 1) + " bytes more than the bits; 1 % and 16 would be allowed");

function drawNumbers() {
  const s = stats(0), bits = s.nats / LN2, rivals = stats(1), file = data(2, "file");
  number(element, "bits", show(bits, 1) + " bits", 0, show(s.nats, 1) + " nats; the model itself expected " + show(s.entropy / LN2, 0) + " bits");
  number(element, "rate", show(bits / s.characters, 3), 0, show(bits / s.bytes, 3) + " bits a byte; uncompressed: 8");
  number(element, "perplexity", perplexity(s), 0, whole(s.tokens) + " tokens, " + whole(s.characters) + " characters" + (s.left_out ? "; " + whole(s.left_out) + " left out, as this model’s alphabet lacks them" : ""));
  if (rivals) {
    const all = PACKERS.map((name) => [name, 8 * rivals[name]]).concat([[rivals.order + "-gram", ngramBits()]]).sort((a, b) => a[1] - b[1]), [name, cost] = all[0];
    number(element, "rival", whole(cost) + " bits", 0, name + "; model / rival = " + show(bits / cost, 2) + (bits > cost ? ": here the model loses" : ""));
  } else number(element, "rival", "–", 0, "");
  number(element, "file", file ? whole(file.length) + " bytes" : "–", 0, file ? spare(file.length - bits / 8) : "switch “Write the file” on at the left");
}

function drawMaths() {
  const s = stats(0), bits = s.nats / LN2, rivals = stats(1), file = data(2, "file"), out = (which, words) => setText(find("[data-maths=" + which + "]"), words);
  out("sum", show(bits, 1) + " bits = " + show(s.nats, 1) + " nats, " + whole(s.tokens) + " terms");
  out("perplexity", "exp(" + show(s.nats, 1) + " / " + whole(s.tokens) + ") = " + show(Math.exp(s.nats / s.tokens), 2));
  out("entropy", show(s.entropy / LN2, 1) + " bits expected, " + show(bits, 1) + " came");
  out("ngram", rivals ? Array.from(data(1, "orders"), (cost, k) => k + 1 + ": " + whole(cost)).join(", ") + " bits by order" : "…");
  out("file", file ? show(bits / 8, 1) + " + " + show(file.length - bits / 8, 1) + " = " + whole(file.length) + " bytes" : "not written");
}

function drawCosts() {
  const s = stats(0), filed = stats(2), half = s.window / 2, windows = s.tokens <= s.window ? 1 : 1 + Math.ceil((s.tokens - s.window) / half);
  const rows = [["parameters", whole(s.parameters)], ["network calls to weigh", whole(windows) + " of up to " + s.window + " tokens"], ["time to weigh", whole(s.ms) + " ms"]];
  if (filed && filed.seconds) rows.push(["network calls of the coder", whole(2 * s.tokens) + ", token by token"], ["time to code and decode", show(filed.seconds, 1) + " s, " + show((500 * filed.seconds) / s.tokens, 1) + " ms a token"]);
  costs(element, rows.concat([["requests while you click", "0"]]));
}

function draw(fresh) {
  if (frame(0) < 0) return;
  if (fresh) { readTokens(); drawStrip(); drawChosen(); }
  drawCurve();
  drawWeights();
  drawFile();
  drawNumbers();
  drawMaths();
  drawCosts();
}

function progress() {
  const { pulse, status } = film;
  if (!status.running) return "";
  return statusLine(status) + (pulse ? ": " + PHASES[pulse.step] + ", " + show(100 * pulse.stats.progress, 0) + " %" : "");
}

const strip = find("[data-strip]");
strip.addEventListener("click", (event) => {
  const span = event.target.closest("[data-i]");
  if (span) choose(Number(span.dataset.i));
});
strip.addEventListener("keydown", (event) => {
  const to = { ArrowRight: chosen + 1, ArrowLeft: chosen - 1, Home: 0, End: text.length - 1, PageDown: chosen + 20, PageUp: chosen - 20 }[event.key];
  if (to === undefined || !text.length || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  choose(to);
  follow();
});
find("[data-curve]").addEventListener("click", (event) => {
  if (!under || !text.length) return;
  const at = under(event.clientX - event.currentTarget.getBoundingClientRect().left);
  const first = ends.findIndex((end) => end >= at);
  choose(first < 0 ? text.length - 1 : first);
  follow();
});
find("[data-save]").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([data(2, "file")], { type: "application/octet-stream" }));
  link.download = "weighed.text-ar";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});
const again = () => { if (frame(0) >= 0) drawCurve(); };
new ResizeObserver(again).observe(find("[data-curve]"));
new MutationObserver(() => requestAnimationFrame(again)).observe(document.body, { attributeFilter: ["class"] });
for (const [key, hue] of [["model", "--generated"], ["ngram", "--series-b"]]) find("[data-key=" + key + "]").style.background = "var(" + hue + ")";

let drawnRun = "";
function take() {
  if (film.take(props.value) === null) return;
  report(element, film);
  setText(find(".status"), progress());
  const key = film.run + film.frames.length;
  if (!film.frames.length || seen === key) return;
  seen = key;
  draw(drawnRun !== film.run);
  drawnRun = film.run;
}
watch("value", take);
take();
