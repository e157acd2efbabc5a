// Three networks before one sentence: a blank is moved, and all that they say of it is here already.
const { Film, sharp, colour, show, setText, statusLine, report, number, costs, pieces, joined, tokenSpan } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector);
const box = (name) => find("[data-reader=" + name + "]"), END = "<end>";
let data = null, at = 1, step = 0, task = "restore", hovered = {};

const percent = (p) => (p > 0.9995 ? "> 99.9" : p < 0.0005 ? "< 0.1" : show(100 * p, p < 0.1 ? 1 : 0)) + "\u00a0%";
const quoted = (piece) => "“" + piece.shown + "”";
const bits = (p) => -Math.log2(Math.max(p, 1e-30));

function read() {
  const i = film.frames.length - 1, array = (name) => film.array(i, name), one = (name) => ({
    tops: pieces(film, i, name + "_tops"), width: array(name + "_p").shape[1], p: array(name + "_p").data, own: array(name + "_own").data, reads: array(name + "_reads"),
  });
  data = { stats: film.frames[i].stats, tokens: pieces(film, i, "tokens"), gpt: one("gpt"), bert: one("bert") };
  for (const name of ["restore", "shorten"]) data[name] = { ...one(name), source: pieces(film, i, name + "_source"), written: pieces(film, i, name + "_written") };
  at = Math.max(1, Math.min(Math.max(1, Math.round(data.tokens.length / 3)), data.tokens.length - 1));
  step = 0;
}

// A line of tokens; `state(k)` says "read", "unseen" or "blank" of each.
function strip(parent, tokens, { state, own, from = 0, press, title }) {
  parent.replaceChildren(...tokens.map((piece, k) => {
    const p = own && own[k - from], known = own && p !== undefined && k >= from;
    const span = tokenSpan(piece, { plain: true, bits: known && state(k) !== "blank" ? bits(p) : undefined, press: press && k >= from ? () => press(k) : undefined,
      title: title ? title(k) : known ? show(bits(p), 1) + " bits" : undefined });
    span.classList.add(state(k));
    if (state(k) === "blank") span.setAttribute("aria-pressed", "true");
    if (press) span.tabIndex = state(k) === "blank" ? 0 : -1;
    span.dataset.k = k;
    return span;
  }));
}

function tops(name, source, row) {
  const width = source.width, true_ = name === "t5" ? data[task].written[row] : data.tokens[row + 1];
  box(name).querySelector("[data-tops]").replaceChildren(...Array.from({ length: width }, (_, k) => {
    const piece = source.tops[row * width + k], p = source.p[row * width + k];
    const item = document.createElement("li"), word = document.createElement("span"), bar = document.createElement("i"), value = document.createElement("output");
    word.textContent = piece.shown;
    item.classList.toggle("true", Boolean(true_) && piece.shown === true_.shown);
    bar.style.width = 100 * p + "%";
    value.textContent = percent(p);
    item.append(word, value, bar);
    return item;
  }));
}

function drawMask(name) {
  const canvas = box(name).querySelector("[data-mask]"), { reads } = data[name === "t5" ? task : name], n = reads.shape[0];
  const { context, width } = sharp(canvas), cell = width / n, m = name === "t5" ? data[task].source.length : 0;
  const may = (i, j) => name === "bert" || (name === "gpt" ? j <= i : i < m ? j < m : j < m || j <= i);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
    if (may(i, j)) { context.fillStyle = colour("--wash"); context.fillRect(j * cell, i * cell, cell + 0.5, cell + 0.5); }
    const change = reads.data[i * n + j];
    if (!change) continue;
    context.globalAlpha = 0.08 + 0.92 * Math.sqrt(change);
    context.fillStyle = colour("--accent");
    context.fillRect(j * cell, i * cell, cell + 0.5, cell + 0.5);
    context.globalAlpha = 1;
  }
  if (m) {
    context.fillStyle = colour("--paper");
    context.fillRect(m * cell - 1, 0, 2, width);
    context.fillRect(0, m * cell - 1, width, 2);
  }
  const row = name === "gpt" ? at - 1 : name === "bert" ? at : m + step;
  if (row < n) { context.strokeStyle = colour("--generated"); context.lineWidth = 1.5; context.strokeRect(0.75, row * cell, width - 1.5, cell); }
  canvas.setAttribute("aria-label", { gpt: "causal mask: each place reads itself and those left of it", bert: "full mask: each place reads all",
    t5: "the source reads all of itself; each place of the answer reads the whole source and what was written before it" }[name]);
}

function sequence(name) {
  if (name !== "t5") return data.tokens;
  return [...data[task].source, { shown: "start" }, ...data[task].written.slice(0, -1)];
}

const MASKS = { gpt: "causal: a triangle", bert: "full: a square", t5: "full over the source; causal over the answer, which also reads the whole source" };

function drawCell(name) {
  const caption = box(name).querySelector("[data-cell]"), over = hovered[name];
  if (!over) return setText(caption, MASKS[name]);
  const { reads } = data[name === "t5" ? task : name], n = reads.shape[0], all = sequence(name), change = reads.data[over.i * n + over.j];
  setText(caption, "the state at " + quoted(all[over.i]) + (change ? " changes by " + show(change, change < 0.01 ? 4 : 2) : " does not change at all") + " when " + quoted(all[over.j]) + " is another token");
}

const last = () => data.tokens.length;  // the place behind the text

// A line is drawn anew when its blank moves; who had the line in hand keeps hold of the blank.
function move(name, to) {
  if (name === "t5") step = Math.max(0, Math.min(data[task].written.length - 1, to));
  else at = Math.max(1, Math.min(last(), to));
  draw();
  box(name).querySelector("[data-strip] .blank").focus();
}

function drawBlank() {
  const n = last(), behind = { text: "", shown: "next", bytes: new Uint8Array() }, line = [...data.tokens, behind];
  for (const name of ["gpt", "bert"]) {
    strip(box(name).querySelector("[data-strip]"), line, { own: data[name].own, from: 1, press: (k) => move(name, k),
      state: (k) => (k === at ? "blank" : k === n || (name === "gpt" && k > at) ? "unseen" : "read") });
    tops(name, data[name], at - 1);
    const p = at < n ? data[name].own[at - 1] : null;
    const what = at < n ? quoted(data.tokens[at]) + " has " + percent(p) + ", " + show(bits(p), 1) + " bits" : "nothing stands there yet";
    setText(box(name).querySelector("[data-asked]"), (name === "gpt" ? "From the " + at + " to the left: " : "From all " + (at < n ? n - 1 : n) + " others: ") + what);
    number(element, name, p === null ? "–" : percent(p), p || 0, p === null ? "the place behind the text" : show(bits(p), 2) + " bits · " + quoted(data.tokens[at]));
  }
}

function drawAnswer() {
  const now = data[task], lines = [["[data-source]", now.source, () => "read"], ["[data-strip]", now.written, (k) => (k === step ? "blank" : k > step ? "unseen" : "read")]];
  strip(box("t5").querySelector(lines[0][0]), lines[0][1], { state: lines[0][2] });
  strip(box("t5").querySelector(lines[1][0]), lines[1][1], { state: lines[1][2], own: now.own, press: (k) => move("t5", k) });
  tops("t5", now, step);
  setText(box("t5").querySelector("[data-asked]"), "Token " + (step + 1) + " of " + now.written.length + ", from the source and " + (step ? "the " + step + " written before: " : "nothing written yet: ") + quoted(now.written[step]) + " had " + percent(now.own[step]));
  for (const button of element.querySelectorAll("[data-task]")) button.setAttribute("aria-checked", String(button.dataset.task === task));
}

function drawNumbers() {
  const s = data.stats, better = Array.from(data.gpt.own).filter((p, k) => data.bert.own[k] > p).length, all = data.gpt.own.length;
  number(element, "sides", better + " of " + all, 0, "where the reader gives what stands there more than the writer does");
  const known = s.agreement_restored !== undefined;
  number(element, "restored", known ? percent(s.agreement_restored) : "–", s.agreement_restored || 0,
    known ? "the damaged sentence itself: " + percent(s.agreement_given) + " (dash)" : "switch the damage on, and the right answer is known", known ? s.agreement_given : null);
}

function drawMaths() {
  const sum = (values) => values.reduce((total, p) => total - Math.log(Math.max(p, 1e-30)), 0), out = (which, text) => setText(find("[data-maths=" + which + "]"), text);
  const own = Array.from(data.gpt.own), now = data[task];
  out("gpt", "−ln p(x) = " + show(sum(own), 2) + " nats over " + own.length + " tokens, exact");
  out("bert", (at < last() ? "at the blank " + show(data.bert.own[at - 1], 4) : "behind the text nothing is known") + "; −ln of all " + own.length + " multiplied: " + show(sum(Array.from(data.bert.own)), 2) + ", no likelihood of the sentence: each factor peeks at the others");
  out("t5", "−ln p(y | x) = " + show(data.stats["nats_" + task], 2) + " nats over " + now.written.length + " tokens, “" + task + ": ”");
  out("shade", "writer, row of the blank: " + at + " of " + last() + " columns may be read");
}

function draw() {
  if (!data) return;
  drawBlank();
  drawAnswer();
  for (const name of ["gpt", "bert", "t5"]) { drawMask(name); drawCell(name); }
  drawNumbers();
  drawMaths();
  setText(find("[data-twin]"), "Writer: " + box("gpt").querySelector("[data-asked]").textContent + ". Reader: " + box("bert").querySelector("[data-asked]").textContent + ". Translator wrote: " + joined(data[task].written.filter((piece) => piece.text !== END)));
}

for (const button of element.querySelectorAll("[data-task]")) button.addEventListener("click", () => { task = button.dataset.task; step = 0; hovered = {}; draw(); });
for (const name of ["gpt", "bert", "t5"]) {
  const canvas = box(name).querySelector("[data-mask]");
  canvas.addEventListener("pointermove", (event) => {
    if (!data) return;
    const n = data[name === "t5" ? task : name].reads.shape[0], place = (part, whole) => Math.max(0, Math.min(n - 1, Math.floor(part / whole * n)));
    hovered[name] = { i: place(event.offsetY, canvas.clientHeight), j: place(event.offsetX, canvas.clientWidth) };
    drawCell(name);
  });
  canvas.addEventListener("pointerleave", () => { delete hovered[name]; if (data) drawCell(name); });
}
find(".stage").addEventListener("keydown", (event) => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!data || !by || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const name = ["t5", "bert"].find((name) => box(name).contains(event.target)) || "gpt";
  move(name, (name === "t5" ? step : at) + by);
});

function take() {
  if (film.take(props.value) === null) return;
  report(element, film);
  const left = film.frames.length ? film.frames[0].stats.left_out : 0;
  setText(find(".status"), statusLine(film.status) || (left ? "Only the first tokens are read; " + left + " are left out." : ""));
  if (!film.frames.length) return;
  read();
  const s = data.stats, million = (count) => show(count / 1e6, 2) + " million";
  costs(element, [["writer’s parameters", million(s.parameters_gpt)], ["reader’s", million(s.parameters_bert)], ["translator’s", million(s.parameters_t5)],
    ["rows through a network", String(s.calls)], ["together", show(s.ms, 0) + " ms"], ["requests while you blank", "0"]]);
  draw();
}
const again = () => { if (data) for (const name of ["gpt", "bert", "t5"]) drawMask(name); };
new ResizeObserver(again).observe(find("[data-mask]"));
new MutationObserver(() => requestAnimationFrame(again)).observe(document.body, { attributeFilter: ["class"] });
watch("value", take);
take();
