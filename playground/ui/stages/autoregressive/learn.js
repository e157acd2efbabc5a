// A character model that trains live. The server sends samples, expectations and numbers; which row of the prompt is
// looked at, and which moment, is decided here.
const { History, Transport, Board, Terms, sharp, colour, line, show, setText, report, pieces, tokenSpan } = window.playground;
const find = (selector) => element.querySelector(selector), stage = find(".learning"), history = new History(), board = new Board(element, history);
const LINES = ["unigram", "bigram", "trigram", "fourgram"], WORDS = { unigram: "single letters", bigram: "pairs", trigram: "triples", fourgram: "fours" };
const WRITTEN = 120, SHORTEST = 300, MARGIN = 92, EXCERPT = 64, SHOWN = 7;
let chosen = -1, written = "", passed = "", told = {};

const stats = (i) => history.frames[i].stats;
const known = new Map();  // pieces of the frame that is drawn, by name
function signs(i, name) {
  const key = history.run + "|" + history.frames[i].step + "|" + name, found = known.get(name);
  if (found && found.key === key) return found.pieces;
  known.set(name, { key, pieces: pieces(history, i, name) });
  return known.get(name).pieces;
}
const count = (value) => Math.round(value).toLocaleString("en");
const row = (i) => { const length = signs(i, "prompt").length; return chosen < 0 ? length - 1 : Math.min(chosen, length - 1); };

function drawSample(i) {
  const s = stats(i), prompt = signs(i, "prompt"), key = [history.run, s.sample_step, s.temperature, s.changed, prompt.map((one) => one.shown).join("")].join("|");
  setText(find("[data-sample-words]"), "from the prompt, one character after another, at iteration " + count(s.sample_step) + " · tint: its own surprise");
  if (key === written) return;
  written = key;
  const bits = history.array(i, "sample_bits").data, asked = prompt.map((one) => tokenSpan(one, { plain: true }));
  for (const span of asked) span.classList.add("asked");
  find("[data-sample]").replaceChildren(...asked, ...signs(i, "sample").map((one, k) => tokenSpan(one, { plain: true, bits: bits[k] })));
}

// The curves, and the levels of what merely counts.
function drawCurves(i) {
  const { context, width, height } = sharp(find("[data-curves]")), old = history.before, frames = history.frames, last = stats(frames.length - 1);
  const until = Math.max(1, frames[frames.length - 1].step, old ? old[old.length - 1].step : 0);
  const values = [...frames, ...(old || [])].flatMap((f) => [f.stats.train, f.stats.held]).filter(Number.isFinite), levels = LINES.map((name) => last[name]).concat(last.blind);
  const top = Math.min(Math.max(...values, ...levels) * 1.04, 1.6 * last.blind + 1), bottom = Math.max(0, Math.min(...values, ...levels) - 0.3);
  const x = (step) => 1 + (width - MARGIN - 2) * (step / until), y = (bits) => height - 14 - (height - 22) * ((Math.min(bits, top) - bottom) / (top - bottom || 1));
  context.font = "11px system-ui, sans-serif";
  line(context, [[0, height - 14], [width - MARGIN, height - 14]], colour("--rule"), 1);
  for (const frame of frames) if (frame.stats.changed !== undefined) line(context, [[x(frame.step), 0], [x(frame.step), height - 14]], colour("--rule"), 1, frame.stats.changed === 2 ? [] : [2, 3]);
  drawLevels(context, width, y, last, height);
  const fresh = ([, bits], k, all) => !k || k === all.length - 1 || bits !== all[k - 1][1];  // not every frame was measured anew
  const curve = (name, source) => history.series(name, source).filter(fresh).map(([step, bits]) => [x(step), y(bits)]);
  if (old) for (const name of ["train", "held"]) line(context, curve(name, old), colour("--ink-quiet"), 0.7, [1, 2]);
  line(context, curve("train"), colour("--series-a"), 1.8);
  line(context, curve("held"), colour("--generated"), 2.2);
  line(context, [[x(frames[i].step), 0], [x(frames[i].step), height - 14]], colour("--accent"), 1);
  context.fillStyle = colour("--ink-quiet");
  context.textAlign = "left";
  context.fillText("0", 1, height - 2);
  context.textAlign = "right";
  context.fillText("iteration " + count(until), width - MARGIN, height - 2);
}

// Labels keep apart from one another.
function drawLevels(context, width, y, s, height) {
  let free = -Infinity;
  const named = [["blind", "guessing"], ...LINES.map((name) => [name, name === "fourgram" ? "4-gram" : name])].map(([name, words]) => [s[name], words]).sort((a, b) => b[0] - a[0]);
  context.textAlign = "left";
  for (const [bits, words] of named) {
    const level = y(bits), at = Math.min(height - 4, Math.max(level + 4, free + 12));
    line(context, [[0, level], [width - MARGIN, level]], colour("--ink-quiet"), 1, [1, 4]);
    context.fillStyle = colour("--ink-quiet");
    context.fillText(words + " " + show(bits, 2), width - MARGIN + 5, at);
    free = at;
  }
}

// p of each letter after each sign of the prompt, given all signs before it that the context holds.
function drawHeat(i) {
  const canvas = find("[data-heat]"), heat = history.array(i, "heat"), [rows, columns] = heat.shape, left = 22, top = 16;
  if (canvas.dataset.rows !== String(rows)) { canvas.dataset.rows = rows; canvas.style.height = top + rows * 17 + "px"; }
  const { context, width } = sharp(canvas), wide = (width - left) / columns, prompt = signs(i, "prompt"), letters = signs(i, "letters");
  context.font = "11px ui-monospace, Menlo, Consolas, monospace";
  context.textAlign = "center";
  context.fillStyle = colour("--ink-quiet");
  letters.forEach((letter, k) => context.fillText(short(letter), left + (k + 0.5) * wide, 11));
  for (let r = 0; r < rows; r++) {
    context.fillStyle = colour(r === row(i) ? "--accent" : "--ink");
    context.fillText(short(prompt[r]), 9, top + r * 17 + 12.5);
    for (let k = 0; k < columns; k++) {
      context.globalAlpha = Math.sqrt(heat.data[r * columns + k]);
      context.fillStyle = colour("--generated");
      context.fillRect(left + k * wide, top + r * 17, wide + 0.3, 16);
    }
    context.globalAlpha = 1;
    const next = prompt[r + 1], place = next ? letters.findIndex((letter) => letter.shown === next.shown) : -1;
    if (place >= 0) { context.strokeStyle = colour("--ink-quiet"); context.lineWidth = 1; context.strokeRect(left + place * wide + 0.5, top + r * 17 + 0.5, wide - 1, 15); }
  }
  context.strokeStyle = colour("--accent");
  context.lineWidth = 1.5;
  context.strokeRect(left - 0.5, top + row(i) * 17 - 0.5, width - left, 17);
}

const short = (piece) => (piece.shown.length > 2 ? "·" : piece.shown);

// The chosen row beside the bigram that was counted.
function drawRow(i) {
  const heat = history.array(i, "heat"), counted = history.array(i, "counted"), columns = heat.shape[1], r = row(i), prompt = signs(i, "prompt"), letters = signs(i, "letters");
  const best = Array.from({ length: columns }, (_, k) => [heat.data[r * columns + k], counted.data[r * columns + k], k]).sort((a, b) => b[0] - a[0]).slice(0, SHOWN);
  const before = prompt.slice(Math.max(0, r + 1 - stats(i).context), r + 1).map((one) => one.shown).join("");
  setText(find("[data-row-words]"), "after “" + before + "”: the network, and beneath it the pairs that were counted");
  find("[data-bars]").replaceChildren(...best.map(([p, q, k]) => pair(letters[k], p, q)));
}

function pair(letter, p, q) {
  const place = document.createElement("div"), lanes = document.createElement("span"), value = document.createElement("output");
  place.className = "pair";
  for (const [share, name] of [[p, "net"], [q, "counted"]]) {
    const fill = document.createElement("i");
    fill.className = name;
    fill.style.width = 100 * share + "%";
    lanes.append(fill);
  }
  value.textContent = show(p, 2) + " · " + show(q, 2);
  place.append(tokenSpan(letter), lanes, value);
  return place;
}

// The first moments at which the held-out curve lay under each line, with what was written then.
function drawPassed() {
  const first = (holds) => history.frames.findIndex((f) => holds(f.stats)), rows = [["start", 0, 0]];
  for (const name of LINES) {
    const at = first((s) => s.held < s[name]), step = at < 0 ? 0 : history.frames[at].step, then = at < 0 ? -1 : first((s) => s.sample_step >= step);
    if (then >= 0) rows.push([name, then, step]);  // the sample may have been written a little later
  }
  const key = history.run + rows.map(([name, , step]) => name + step).join();
  if (key === passed) return;
  passed = key;
  find("[data-passed]").replaceChildren(...rows.map(([name, at, step]) => {
    const button = document.createElement("button"), when = document.createElement("b"), text = document.createElement("span"), then = history.frames[at].step;
    button.type = "button";
    when.textContent = (WORDS[name] || "at the start") + ", " + count(step);
    text.textContent = signs(at, "sample").slice(0, EXCERPT).map((one) => (one.text && !/[\n\t]/.test(one.text) && one.shown.length < 2 ? one.text : one.shown)).join("");
    button.append(when, text);
    button.addEventListener("click", () => transport.go(history.frames.findIndex((frame) => frame.step >= then)));
    return button;
  }));
}

function under(s) {
  const below = LINES.filter((name) => s.held < s[name]);
  return below.length ? (below[below.length - 1] === "fourgram" ? "4-gram" : below[below.length - 1]) : s.held < s.blind ? "guessing" : "none yet";
}

function drawNumbers(i) {
  const s = stats(i), old = history.before && history.before[history.before.length - 1].stats, parallel = s.ms ? (1000 * s.tokens) / s.ms : undefined, serial = WRITTEN / s.seconds;
  board.number("held", show(s.held, 2), 0, "best n-gram: " + show(Math.min(...LINES.map((name) => s[name])), 2) + "; of " + count(s.held_signs) + " signs");
  board.number("train", show(s.train, 2), 0, s.held - s.train > 0.3 ? show(s.held - s.train, 2) + " under the held-out part: learnt by rote" : "of " + count(s.train_signs) + " signs");
  board.number("line", under(s), 0, "on the held-out part");
  board.number("copied", count(s.copied) + " signs", 0, "longest stretch of the sample that stands in the training part");
  board.number("parallel", parallel ? count(parallel) + " /s" : "–", 0, "characters, " + count(s.tokens) + " at once, gradient included");
  board.number("serial", count(serial) + " /s", 0, "characters, one by one" + (parallel ? ": training is " + show(parallel / serial, 0) + " times as fast" : ""));
  board.speed();
  if (old) for (const name of ["held", "train"]) board.before(name, show(old[name], 2));
}

function drawTerms(i) {
  const s = stats(i), heat = history.array(i, "heat"), columns = heat.shape[1], r = row(i), best = Array.from({ length: columns }, (_, k) => heat.data[r * columns + k]).reduce((a, p, k) => (p > a[0] ? [p, k] : a), [-1, 0]);
  terms.numbers({
    predict: "likeliest after the chosen row: “" + signs(i, "letters")[best[1]].shown + "”, " + show(best[0], 2),
    surprise: s.loss === undefined ? "no batch yet" : "last batch: " + show(s.loss, 2) + " bits a sign, mean of " + count(s.tokens),
    descent: "η = " + s.rate + (s.ms ? ", " + show(s.ms, 1) + " ms a step" : ""),
    draw: "T = " + s.temperature + ", " + show((1000 * s.seconds) / WRITTEN, 2) + " ms a character",
  });
}

function drawNotes(i) {
  const s = stats(i), notes = [];
  if (s.bytewise) notes.push("The text has more than 256 different characters, so it is read as UTF-8 bytes; bits are still per character.");
  if (s.unknown) notes.push("The text has none of the prompt’s signs: its own beginning is the prompt.");
  setText(find("[data-notes]"), notes.join(" "));
}

function draw(i) {
  const now = performance.now(), s = stats(i);
  if (now - draw.last < Math.max(200, 3 * draw.took) && history.status.playing && transport.live) return;
  draw.last = now;
  requestAnimationFrame(() => setTimeout(() => { draw.took = Math.min(2000, performance.now() - now); }));  // until it is on the screen
  drawHeat(i);  // canvases first: what is written after them has the page laid out only once
  drawCurves(i);
  drawSample(i);
  drawNumbers(i);
  drawRow(i);
  drawTerms(i);
  drawNotes(i);
  drawPassed();
  find("[data-before-key]").hidden = !history.before;
  board.cost([["parameters", count(s.parameters)], ["different signs", count(s.signs)], ["network calls a step", "1, for " + count(s.tokens) + " signs"], ["network calls a sample", count(WRITTEN + signs(i, "prompt").length)]]);
}
draw.last = draw.took = 0;

const terms = new Terms(stage, () => {});
const transport = new Transport(stage, history, draw, (what) => trigger("order", { do: what }));
transport.say = (i) => { const s = stats(i); return "Iteration " + history.frames[i].step + ": held-out part " + show(s.held, 2) + " bits per character, training part " + show(s.train, 2) + ". It writes: " + signs(i, "sample").map((one) => one.text).join(""); };

function choose(to) {
  const i = Math.min(transport.shown, transport.last), length = signs(i, "prompt").length;
  chosen = (to + length) % length;
  drawHeat(i);
  drawRow(i);
  drawTerms(i);
}

for (const kind of ["pointermove", "pointerdown"]) find("[data-heat]").addEventListener(kind, (event) => {
  if (!history.frames.length) return;
  const at = Math.floor((event.offsetY - 16) / 17);
  if (at >= 0 && at < signs(transport.last, "prompt").length && at !== chosen) choose(at);
});

stage.addEventListener("keydown", (event) => {
  const by = { n: 1, p: -1 }[event.key];
  if (!by || !history.frames.length || event.ctrlKey || event.metaKey || event.altKey || /SELECT|INPUT/.test(event.target.tagName) && event.target.type !== "range") return;
  event.preventDefault();
  choose(row(Math.min(transport.shown, transport.last)) + by);
});

function status() {
  const last = stats(history.frames.length - 1), own = String(board.settings.own || "");
  if (last.short && !history.status.ended) return "Your own text has " + count([...own].length) + " characters and needs " + SHORTEST + ": paste more. Until then the run keeps the text it had.";
  return board.status();
}

function take() {
  const fresh = history.take(props.value);
  if (fresh === null) return;
  report(element, history);
  if (!history.frames.length) return;
  if (fresh) { chosen = -1; written = passed = ""; }
  setText(find(".status"), status());
  const newest = history.frames[history.frames.length - 1], { playing, ended, sharing } = history.status, now = [playing, ended, sharing].join();
  if (fresh || newest !== told.newest || now !== told.now) transport.grown(fresh);  // the server reports twice a second, news or not
  told = { newest, now };
  window.playground.recorded(board.engine, history.changes, fresh);
}
watch("value", take);
window.addEventListener("resize", () => { if (element.isConnected && history.frames.length) { draw.last = 0; transport.refresh(); } });
new MutationObserver(() => { draw.last = 0; if (history.frames.length) transport.refresh(); }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
take();
