// A language model opened. The server sends every head's attention, every layer's guess and each measured cost once;
// which head and which token are looked at is decided here.
const { Film, sharp, colour, line, show, setText, statusLine, report, number, costs, pieces, tokenSpan, tint } = window.playground;
const find = (selector) => element.querySelector(selector), stage = find(".inside"), film = new Film();
const PAD = { left: 34, right: 14, top: 8, bottom: 22 }, LONGEST = 256;
let chosen = { layer: 1, head: 1, at: 0 }, built = "", words = [], tokens = [], telling = 0;

const stats = () => film.frames[0].stats, data = (name) => film.array(0, name);
const size = () => data("attention").shape[2];
const name = (i) => (i ? "“" + tokens[i].shown + "”" : "the line’s end at the start");
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

// How much token i looks at token j in a head.
function weight(layer, head, i, j) {
  const { shape, data: all } = data("attention");
  return all[(((layer - 1) * shape[1] + head - 1) * shape[2] + i) * shape[2] + j];
}

function rgb(name) {
  const text = colour(name), value = (k) => parseInt(text.slice(1 + 2 * k, 3 + 2 * k), 16);
  return [0, 1, 2].map(value);
}

// A head in L x L pixels: accent on paper by the root of the weight, the forbidden half in the rule's colour.
function small(canvas, layer, head) {
  const n = size(), paper = rgb("--paper"), ink = rgb("--accent"), rule = rgb("--rule");
  canvas.width = canvas.height = n;
  const context = canvas.getContext("2d"), picture = context.createImageData(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const share = Math.sqrt(weight(layer, head, i, j)), at = 4 * (i * n + j);
      for (let k = 0; k < 3; k++) picture.data[at + k] = j > i ? rule[k] : paper[k] + share * (ink[k] - paper[k]);
      picture.data[at + 3] = 255;
    }
  context.putImageData(picture, 0, 0);
}

function buildHeads() {
  const { layers, heads } = stats(), grid = find("[data-heads]");
  grid.style.setProperty("--heads", heads);
  grid.replaceChildren();
  for (let layer = layers; layer >= 1; layer--)
    for (let head = 1; head <= heads; head++) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", title: "layer " + layer + ", head " + head });
      Object.assign(button.dataset, { layer, head });
      button.setAttribute("role", "radio");
      button.setAttribute("aria-label", "layer " + layer + ", head " + head + ": " + habit(layer, head));
      button.append(document.createElement("canvas"));
      button.addEventListener("click", () => pick({ layer, head }));
      grid.append(button);
    }
}

const habits = (layer, head) => { const { shape, data: all } = data("habits"), from = ((layer - 1) * shape[1] + head - 1) * 4; return { first: all[from], itself: all[from + 1], before: all[from + 2], distance: all[from + 3] }; };
const percent = (share) => show(100 * share, 0) + " %";
function habit(layer, head) {
  const h = habits(layer, head);
  return percent(h.before) + " on the token before, " + percent(h.first) + " on the first, " + percent(h.itself) + " on itself";
}

function drawHeads() {
  for (const button of find("[data-heads]").children) {
    small(button.firstChild, Number(button.dataset.layer), Number(button.dataset.head));
    mark(button);
  }
}

function mark(button) {
  const here = Number(button.dataset.layer) === chosen.layer && Number(button.dataset.head) === chosen.head;
  button.setAttribute("aria-checked", here);
  button.tabIndex = here ? 0 : -1;
}

// The chosen head, large: hatched where the mask forbids to look.
function drawMatrix() {
  const { context, width } = sharp(find("[data-matrix]")), n = size(), cell = width / n, ink = colour("--accent");
  context.save();
  context.beginPath();
  context.moveTo(0, 0);
  for (let i = 0; i < n; i++) { context.lineTo((i + 1) * cell, i * cell); context.lineTo((i + 1) * cell, (i + 1) * cell); }
  context.lineTo(width, 0);
  context.clip();
  for (let x = -width; x < 2 * width; x += 7) line(context, [[x, 0], [x - width, width]], colour("--rule"), 1);
  context.restore();
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const share = weight(chosen.layer, chosen.head, i, j);
      if (share < 0.001) continue;
      context.globalAlpha = Math.sqrt(share);
      context.fillStyle = ink;
      context.fillRect(j * cell, i * cell, cell + 0.3, cell + 0.3);
    }
  context.globalAlpha = 1;
  context.strokeStyle = colour("--ink");
  context.lineWidth = 1.5;
  context.strokeRect(0.75, chosen.at * cell, (chosen.at + 1) * cell - 0.75, cell);
  setText(find("[data-matrix-title]"), "Layer " + chosen.layer + ", head " + chosen.head);
  setText(find("[data-matrix-words]"), "row: who looks · column: at whom · hatched: the future, no weight at all · framed: " + name(chosen.at));
}

function buildText() {
  const spans = tokens.map((piece, i) => {
    const span = tokenSpan(piece, { plain: true, press: () => pick({ at: i }) });
    span.classList.toggle("drawn", i >= stats().given);
    if (!i) span.textContent = "⏎ ";
    span.dataset.at = i;
    return span;
  });
  find("[data-text]").replaceChildren(...spans);
}

function drawText() {
  for (const span of find("[data-text]").children) {
    const j = Number(span.dataset.at), forbidden = j > chosen.at, share = forbidden ? 0 : weight(chosen.layer, chosen.head, chosen.at, j);
    span.style.setProperty("--look", Math.sqrt(share).toFixed(3));
    span.classList.toggle("forbidden", forbidden);
    span.classList.toggle("here", j === chosen.at);
    span.tabIndex = j === chosen.at ? 0 : -1;
    span.title = forbidden ? "the future: forbidden" : show(share, 3) + " of the look";
  }
}

function looksAt() {
  return Array.from({ length: chosen.at + 1 }, (_, j) => [weight(chosen.layer, chosen.head, chosen.at, j), j]).sort((a, b) => b[0] - a[0]);
}

function drawTold() {
  const most = looksAt().slice(0, 4).filter(([share]) => share > 0.01).map(([share, j]) => (j === chosen.at ? "itself" : name(j)) + " " + show(share, 2));
  const more = stats().left_out ? " Of a longer text " + stats().left_out.toLocaleString("en") + " tokens at its beginning were left out: " + (size() - 1) + " are read here." : "";
  setText(find("[data-told]"), "Layer " + chosen.layer + ", head " + chosen.head + ", token " + chosen.at + ", " + name(chosen.at) + ", looks at " + most.join(", ") + "." + more);
}

const cell = (m, i) => { const { shape, data: all } = data("lens_top"), from = (m * shape[1] + i) * shape[2]; return Array.from({ length: shape[2] }, (_, k) => ({ word: words[all[from + k]], p: data("lens_p").data[from + k] })); };
const bits = (m, i) => { const { shape, data: all } = data("lens_bits"); return i < shape[1] ? all[m * shape[1] + i] : undefined; };

function buildLens() {
  const { layers } = stats(), table = find("[data-lens]"), rows = [];
  rows.push(row("really next", (i) => (i + 1 < tokens.length ? [tokens[i + 1], undefined] : null), "true"));
  for (let m = layers; m >= 0; m--) rows.push(row(m ? "after layer " + m : "before layer 1", (i) => [cell(m, i)[0].word, bits(m, i)], String(m)));
  rows.push(row("token", (i) => [tokens[i], undefined], "input"));
  table.replaceChildren(...rows);
}

function row(title, of, kind) {
  const tr = document.createElement("tr"), th = document.createElement("th");
  th.textContent = title;
  tr.dataset.row = kind;
  tr.append(th);
  tokens.forEach((_, i) => {
    const td = document.createElement("td"), found = of(i);
    td.dataset.at = i;
    if (found) {
      const span = tokenSpan(found[0], { bits: found[1] }), next = tokens[i + 1];
      if (kind !== "true" && kind !== "input" && next && same(found[0], next)) span.classList.add("right");
      if (found[1] !== undefined) td.title = "the token that comes: " + show(found[1], 1) + " bits";
      td.append(span);
    }
    tr.append(td);
  });
  return tr;
}

const same = (one, other) => one.bytes.length === other.bytes.length && one.bytes.every((byte, k) => byte === other.bytes[k]);

function drawLens() {
  for (const td of find("[data-lens]").querySelectorAll("td")) {
    const here = Number(td.dataset.at) === chosen.at;
    td.classList.toggle("here", here);
    td.classList.toggle("picked", here && td.parentElement.dataset.row === String(chosen.layer));
  }
  const box = find("[data-lens-scroll]"), td = find("[data-lens] td.here");
  if (td && (td.offsetLeft < box.scrollLeft + 100 || td.offsetLeft + td.offsetWidth > box.scrollLeft + box.clientWidth)) box.scrollLeft = td.offsetLeft - box.clientWidth / 2;
  drawBest();
}

// The five likeliest at the chosen token, as the chosen layer and the last one have it.
function drawBest() {
  const { layers } = stats(), columns = [...new Set([chosen.layer, layers])];
  find("[data-best]").replaceChildren(...columns.map((m) => {
    const box = document.createElement("div"), head = document.createElement("p"), end = bits(m, chosen.at);
    head.className = "hint";
    head.textContent = "after " + name(chosen.at) + ", as layer " + m + (m === layers ? ", the last," : "") + " has it" + (end === undefined ? "" : "; " + name(chosen.at + 1) + ": " + show(2 ** -end, 3));
    box.append(head, ...cell(m, chosen.at).map(({ word, p }) => bar(word, p)));
    return box;
  }));
}

function bar(word, p) {
  const place = document.createElement("div"), fill = document.createElement("i"), value = document.createElement("output");
  place.className = "bar";
  fill.style.width = 100 * p + "%";
  value.textContent = show(p, 3);
  place.append(tokenSpan(word), fill, value);
  return place;
}

// Measured costs: {length: [ms, ...]} of one way.
function measured(cached) {
  const found = new Map();
  for (const { stats: s } of film.frames.slice(1)) if (s.cached === cached) found.set(s.length, [...(found.get(s.length) || []), s.ms]);
  return [...found].sort((a, b) => a[0] - b[0]);
}
const median = (values) => { const sorted = [...values].sort((a, b) => a - b), k = sorted.length >> 1; return sorted.length % 2 ? sorted[k] : (sorted[k - 1] + sorted[k]) / 2; };

function drawCosts() {
  const { context, width, height } = sharp(find("[data-costs]")), ways = [[measured(1), "--series-b"], [measured(0), "--series-a"]];
  const medians = ways.flatMap(([points]) => points.map(([, values]) => median(values)));
  const top = 1.25 * Math.max(1, ...medians), x = (n) => PAD.left + (n / LONGEST) * (width - PAD.left - PAD.right), y = (ms) => height - PAD.bottom - (Math.min(ms, top) / top) * (height - PAD.top - PAD.bottom);
  context.font = "11px system-ui, sans-serif";
  context.fillStyle = colour("--ink-quiet");
  const step = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((one) => top / one <= 4) || 2000;
  context.textAlign = "right";
  for (let ms = 0; ms <= top; ms += step) { line(context, [[PAD.left, y(ms)], [width - PAD.right, y(ms)]], colour("--rule"), 1); context.fillText(ms + (ms ? "" : " ms"), PAD.left - 5, y(ms) + 4); }
  context.textAlign = "center";
  for (const n of [16, 64, 128, 192, 256]) context.fillText(n, x(n), height - 6);
  for (const [points, ink] of ways) {
    context.fillStyle = colour(ink);
    context.globalAlpha = 0.4;
    for (const [n, values] of points) for (const ms of values) { context.beginPath(); context.arc(x(n), y(ms), 2, 0, 7); context.fill(); }
    context.globalAlpha = 1;
    line(context, points.map(([n, values]) => [x(n), y(median(values))]), colour(ink), 2);
  }
  const times = ways[0][0].length ? ways[0][0][0][1].length : 0;
  setText(find("[data-repeats]"), "across: tokens read before; lines: medians of " + times + (film.status.cached ? ", from an earlier run of these settings" : ""));
}

// What is computed for the next token, layer by layer, with the cache and without.
function drawWork() {
  const { context, width, height } = sharp(find("[data-work]")), { layers, caching } = stats(), n = size(), wide = (width - 2) / n, half = height / 2;
  context.font = "11px system-ui, sans-serif";
  ["with the cache", "without"].forEach((title, way) => {
    const top = way * half + 16, high = Math.min(9, (half - 24) / layers), ink = colour(way ? "--series-a" : "--series-b"), on = Boolean(caching) === !way;
    context.fillStyle = colour(on ? "--ink" : "--ink-quiet");
    context.fillText(title + (on ? ": so this text was written" : ""), 0, top - 5);
    for (let m = 0; m < layers; m++)
      for (let i = 0; i < n; i++) {
        const fresh = way || i === n - 1;
        context.globalAlpha = fresh ? 0.9 : 0.22;
        context.fillStyle = fresh ? ink : colour("--ink-quiet");
        context.fillRect(1 + i * wide, top + m * high, Math.max(1, wide - 1), high - 1.5);
      }
    context.globalAlpha = 1;
  });
  setText(find("[data-work-words]"), "for the token after these " + n + ", a cell for each token and layer: coloured ones are computed, " + layers + " or " + (layers * n).toLocaleString("en") + "; grey ones are kept as keys and values");
}

const at256 = (cached) => { const found = measured(cached).find(([n]) => n === LONGEST); return found ? median(found[1]) : undefined; };

function drawNumbers() {
  const h = habits(chosen.layer, chosen.head), s = stats(), next = bits(s.layers, chosen.at);
  number(element, "before", percent(h.before), h.before, "mean over all tokens");
  number(element, "first", percent(h.first), h.first, "where heads park that find nothing");
  number(element, "itself", percent(h.itself), h.itself);
  number(element, "distance", show(h.distance, 1), 0, "mean, weighted");
  number(element, "bits", show(next, 1), 0, next === undefined ? "nothing comes after it" : name(chosen.at + 1) + ", by the last layer");
  const fast = at256(1), slow = at256(0);
  number(element, "with", show(fast, 1), 0, "after 256 tokens, median");
  number(element, "without", show(slow, 1), 0, fast ? "after 256 tokens: " + show(slow / fast, 1) + " times as much" : "");
}

function drawMaths() {
  const s = stats(), most = looksAt()[0], sum = looksAt().reduce((total, [share]) => total + share, 0), put = (key, text) => setText(find("[data-maths=" + key + "]"), text);
  put("attention", "i = " + chosen.at + ", d = " + s.width / s.heads + ": " + (chosen.at + 1) + " weights, sum " + show(sum, 3) + ", largest " + show(most[0], 3) + " at j = " + most[1] + "; " + (size() - 1 - chosen.at) + " later ones are forbidden");
  const layers = Array.from({ length: s.layers + 1 }, (_, m) => bits(m, chosen.at));
  put("lens", layers[0] === undefined ? "nothing comes after the last token" : "p of " + name(chosen.at + 1) + " for m = 0 to " + s.layers + ": " + layers.map((b) => show(2 ** -b, 3)).join(", "));
  put("bits", layers[0] === undefined ? "–" : "−log₂ " + show(2 ** -layers[s.layers], 4) + " = " + show(layers[s.layers], 2) + " bits");
  put("cache", "2 · " + s.layers + " · " + s.width + " · 4 = " + s.cache_bytes.toLocaleString("en") + " bytes a token, " + Math.round((s.cache_bytes * LONGEST) / 1024).toLocaleString("en") + " kB for 256");
}

function drawCost() {
  const s = stats(), gap = Math.max(...film.frames.slice(1).map((f) => f.stats.apart), 0);
  costs(element, [
    ["parameters", s.parameters.toLocaleString("en")],
    ["network calls for attention and lens", "1"],
    ["each token it added" + (s.caching ? ", with the cache" : ", without the cache"), size() > s.given ? show(s.ms, 1) + " ms" : "–"],
    ["logits, opened against usual path", "differ by at most " + s.apart.toExponential(0)],
    ["logits, cache on against off", "differ by at most " + gap.toExponential(0)],
    ["requests while you look around", "0"],
  ]);
}

function drawChosen() {
  Object.assign(stage.dataset, chosen);
  for (const button of find("[data-heads]").children) mark(button);
  drawText();
  drawTold();
  drawMatrix();
  drawLens();
  drawNumbers();
  drawMaths();
  clearTimeout(telling);
  telling = setTimeout(() => setText(find("[data-twin]"), find("[data-told]").textContent), 700);
}

function drawMeasured() {
  drawCosts();
  drawWork();
  drawNumbers();
  drawCost();
}

function look(to) {
  if (!film.frames.length) return false;
  const { layers, heads } = stats(), wanted = { ...chosen, ...to };
  const next = { layer: clamp(wanted.layer, 1, layers), head: clamp(wanted.head, 1, heads), at: clamp(wanted.at, 0, size() - 1) };
  if (Object.keys(next).every((key) => next[key] === chosen[key])) return false;
  chosen = next;
  drawChosen();
  return true;
}

function pick(to) { if (look(to)) trigger("pick"); }

const overMatrix = (event) => { const box = event.currentTarget.getBoundingClientRect(); pick({ at: Math.floor(((event.clientY - box.top) / box.height) * size()) }); };
find("[data-matrix]").addEventListener("click", overMatrix);
find("[data-matrix]").addEventListener("pointermove", (event) => {
  if (!film.frames.length) return;
  const box = event.currentTarget.getBoundingClientRect(), n = size(), i = clamp(Math.floor(((event.clientY - box.top) / box.height) * n), 0, n - 1), j = clamp(Math.floor(((event.clientX - box.left) / box.width) * n), 0, n - 1);
  setText(find("[data-matrix-words]"), name(i) + (j > i ? " must not look at " + name(j) + ", which comes later" : " looks at " + (i === j ? "itself" : name(j)) + ": " + show(weight(chosen.layer, chosen.head, i, j), 3)));
});
find("[data-matrix]").addEventListener("pointerleave", () => film.frames.length && drawMatrix());
find("[data-lens]").addEventListener("click", (event) => {
  const td = event.target.closest("td"), kind = td && td.parentElement.dataset.row;
  if (td) pick({ at: Number(td.dataset.at), ...(Number(kind) >= 1 ? { layer: Number(kind) } : {}) });
});
stage.addEventListener("look", (event) => look(event.detail));
stage.addEventListener("keydown", (event) => {
  if (!film.frames.length || event.ctrlKey || event.metaKey || event.altKey) return;
  const { heads } = stats(), moves = {
    ArrowLeft: { at: chosen.at - 1 }, ArrowRight: { at: chosen.at + 1 }, ArrowUp: { layer: chosen.layer + 1 }, ArrowDown: { layer: chosen.layer - 1 },
    Home: { at: 0 }, End: { at: size() - 1 }, h: { head: (chosen.head % heads) + 1 },
  };
  if (!moves[event.key]) return;
  event.preventDefault();
  const within = event.target.closest("[data-heads], [data-text]");
  pick(moves[event.key]);
  if (within) within.querySelector("[tabindex='0']").focus();
});

function build() {
  tokens = pieces(film, 0, "pieces");
  words = pieces(film, 0, "words");
  const { layer, head, at } = stats();
  chosen = { layer, head, at };
  buildText();
  buildHeads();
  buildLens();
  drawHeads();
  drawChosen();
}

function take() {
  if (film.take(props.value) === null) return;
  report(element, film);
  setText(find(".status"), statusLine(film.status));
  if (!film.frames.length) return;
  if (built !== film.run) { built = film.run; build(); }
  drawMeasured();
}

const again = () => { if (film.frames.length) { drawHeads(); drawChosen(); drawMeasured(); } };
new ResizeObserver(() => requestAnimationFrame(again)).observe(find("[data-matrix]"));
new MutationObserver(() => requestAnimationFrame(again)).observe(document.body, { attributeFilter: ["class"] });
watch("value", take);
take();
