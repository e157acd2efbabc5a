// A text written token by token. A run brings all of it; going to and fro, and from branch to branch, asks nobody.
const { Film, Player, NextToken, Branches, setText, show, statusLine, report, number, costs, pieces, piece, joined, tokenSpan, percent, words, total } = window.playground;
const find = (selector) => element.querySelector(selector), stage = find(".stage"), LN2 = Math.LN2, KEPT = 12;
let newest = "", coming = null, shown = null, wanted = null, note = "", drawn = { branch: null, count: 0 };

const stats = (i) => shown.film.frames[i].stats;
const array = (i, name) => Array.from(shown.film.array(i, name).data);
const two = (bits) => show(bits, 2) + " bits";
const caption = (i) => i + (i === 1 ? " token" : " tokens") + " written";

// A run is a branch: what it wrote, and the controls it was made with. The last frame's token is not written yet.
function branchOf(value) {
  return { film: new Film(), values: value.values || {}, ids: [], nats: [], pieces: [], label: "" };
}

function grow(branch) {
  const { film } = branch;
  for (let i = branch.ids.length; i < film.frames.length - 1; i++) {
    branch.ids.push(film.frames[i].stats.token);
    branch.nats.push(film.frames[i].stats.nats);
    branch.pieces.push(pieces(film, i, "taken")[0]);
  }
}

const same = (a, b, ...but) => Object.keys(a).every((name) => but.includes(name) || a[name] === b[name]);
const begins = (a, b) => a.prompt === b.prompt && a.model === b.model;

// The tokens of the text as it stands at `i`, for a run that is to share them: all of them where other rules or another
// seed wrote them, else only those that were forced.
function upTo(i) {
  const state = window.playground.state["autoregressive.write"] || {}, all = !same(shown.values, { ...shown.values, ...state }, "forced", "length");
  return shown.ids.slice(0, i).flatMap((id, k) => (all || stats(k).forced ? [k + ":" + id] : []));
}

function force(id) {
  const i = player.index;
  player.pause();
  stage.dataset.forced = [...upTo(i), i + ":" + id].join(";");
  wanted = i + 1;
  trigger("force", {});
}

// The text: built once a branch, then only marked.
function drawText(i) {
  const box = find("[data-text]"), prompt = pieces(shown.film, 0, "prompt");
  if (drawn.branch !== shown) {
    const nats = array(0, "prompt_nats");
    box.replaceChildren(...prompt.map((one, k) => tokenSpan(one, { plain: true, bits: nats[k] / LN2, title: two(nats[k] / LN2) })));
    drawn = { branch: shown, count: 0 };
  }
  for (; drawn.count < shown.ids.length; drawn.count++) {
    const k = drawn.count, bits = shown.nats[k] / LN2;
    const span = tokenSpan(shown.pieces[k], { plain: true, bits, title: two(bits) + ", p = " + percent(Math.exp(-shown.nats[k])), press: () => { player.pause(); player.go(k); stage.focus({ preventScroll: true }); } });
    span.tabIndex = -1;
    span.classList.toggle("forced", Boolean(stats(k).forced));
    box.append(span);
  }
  [...box.children].forEach((span, k) => {
    span.classList.toggle("future", k >= prompt.length + i);
    span.classList.toggle("next", k === prompt.length + i);
  });
  requestAnimationFrame(() => follow(box, prompt.length + player.index));
  const all = [...prompt, ...shown.pieces.slice(0, i)], broken = all.some((one) => !one.text), line = find("[data-joined]");
  line.hidden = !broken;
  if (broken) setText(line, "Bytes that are no whole character by themselves stand in brackets; read together: " + joined(all).slice(-200));
}

// A text longer than its box is scrolled to the place that is looked at.
function follow(box, at) {
  const here = box.children[Math.min(box.children.length - 1, at)];
  if (here && box.scrollHeight > box.clientHeight) box.scrollTop = here.offsetTop - box.clientHeight / 2;
}

function drawNext(i) {
  const s = stats(i);
  setText(find("[data-where]"), s.ends && i === player.last ? "The text ends here" : "Token " + (i + 1));
  next.draw({ stats: s, pieces: pieces(shown.film, i, "pieces"), ids: array(i, "ids"), before: array(i, "before"), after: array(i, "after"), rules: array(i, "rules"), start: array(i, "start") });
}

function drawNumbers(i) {
  const s = stats(i), nats = total(shown.nats, i), taken = pieces(shown.film, i, "taken")[0], ms = shown.film.frames.map((frame) => frame.stats.ms).slice(1).sort((a, b) => a - b);
  const middle = ms.length ? ms[ms.length >> 1] : s.ms;
  number(element, "token", taken.shown, 0, "p = " + percent(Math.exp(-s.nats)) + ", " + two(s.nats / LN2) + " = " + show(s.nats, 2) + " nats" + (s.forced ? " · forced" : ""));
  number(element, "entropy", two(s.entropy / LN2), 0, two(s.entropy_after / LN2) + " after the rules · at most " + two(Math.log2(s.vocabulary)));
  number(element, "cut", percent(s.cut), s.cut, s.kept < s.vocabulary ? words(s.kept) + " of " + s.vocabulary.toLocaleString("en") + (s.kept === 1 ? " stays" : " stay") : "no rule cuts: all " + words(s.vocabulary) + " stay");
  number(element, "nats", show(nats, 1) + " nats", 0, "= " + show(nats / LN2, 1) + " bits, over " + words(i) + " after the beginning");
  number(element, "perplexity", i ? show(Math.exp(nats / i), 1) : "–", 0, i ? "as if so many tokens were equally likely each time; " + show(nats / LN2 / i, 2) + " bits a token" : "nothing is written yet");
  number(element, "speed", show(1000 / middle, middle > 100 ? 1 : 0) + " /s", 0, "tokens a second, one after the other: " + show(middle, 1) + " ms each (median)");
  drawMaths(i, s, nats, taken);
  costs(element, [["parameters of the network", s.parameters.toLocaleString("en")], ["network calls so far", String(i + 1)], ["tokens it looks back on here", s.context.toLocaleString("en")], ["a token, median", show(middle, 1) + " ms"], ["requests while you step", "0"]]);
}

function drawMaths(i, s, nats, taken) {
  const out = (name, text) => setText(find("[data-maths=" + name + "]"), text), place = next.place, k = place.ids.indexOf(s.token);
  const { temperature: T, penalty } = shown.values;
  out("p", "p(" + taken.shown + ") = " + show(Math.exp(-s.nats), 4) + ", over " + words(s.vocabulary));
  out("q", (T === 0 ? "T = 0: all on the likeliest" : "T = " + show(T, 2)) + (penalty > 1 ? ", penalty " + show(penalty, 2) : "") + "; " + words(s.kept) + (s.kept === 1 ? " stays" : " stay") + ", q(" + taken.shown + ") = " + show(place.after[k], 4));
  out("h", show(s.entropy, 3) + " nats = " + two(s.entropy / LN2) + "; of q " + show(s.entropy_after, 3) + " nats");
  out("sum", show(nats, 2) + " nats = " + show(nats / LN2, 2) + " bits, n = " + i);
  out("perplexity", i ? "exp(" + show(nats, 2) + " / " + i + ") = " + show(Math.exp(nats / i), 2) : "n = 0");
}

// The canvas comes first: to ask for its size after the page has changed would lay the page out twice.
function draw(i) {
  drawNext(i);
  drawText(i);
  drawNumbers(i);
  branches.draw(shown, i);
}

const next = new NextToken(find("[data-next]"), force);
const branches = new Branches(find("[data-branching]"), choose);
const player = new Player(stage, new Film(), draw, caption);
player.twin = (i) => {
  const place = next.place, k = place.ids.indexOf(place.stats.token);
  return caption(i) + ". Next: " + place.pieces.slice(0, 3).map((one, j) => one.shown + " " + percent(place.before[j])).join(", ") + ". " + (place.stats.forced ? "Forced: " : "Drawn: ") + place.pieces[k].shown + ".";
};

function choose(branch) {
  player.pause();
  display(branch, Math.min(player.index, branch.film.frames.length - 1), false);
  stage.dataset.forced = branch.values.forced || "";
  if (same(branch.values, { ...branch.values, ...window.playground.state["autoregressive.write"] }, "forced")) trigger("chose", {});
}

function display(branch, index, follow) {
  player.pause();
  shown = branch;
  player.film = branch.film;
  player.follow = follow;
  player.index = follow ? player.last : Math.max(0, Math.min(index, player.last));
  player.refresh();
}

// Keeps a run in the tree: in the place of one with the same controls, or as a branch of its own.
function plant(branch) {
  if (branches.all.length && !begins(branches.all[0].values, branch.values)) branches.all = [];
  const twin = branches.all.findIndex((other) => same(other.values, branch.values));
  branch.label = labelled(branch.values);
  if (twin >= 0) branches.all[twin] = branch;
  else branches.all.push(branch);
  if (branches.all.length > KEPT) branches.all.splice(branches.all[0] === shown ? 1 : 0, 1);
}

function labelled({ temperature, top_k, top_p, penalty, seed }) {
  return "T " + temperature + (top_k ? ", top-k " + top_k : "") + (top_p < 1 ? ", top-p " + top_p : "") + (penalty > 1 ? ", penalty " + penalty : "") + ", seed " + seed;
}

// A new run is shown once it reaches the place that is looked at, so that nothing jumps.
function arrived() {
  const { film } = coming, running = film.status.running, at = wanted !== null ? wanted : shown && player.index < player.last ? player.index : null;
  grow(coming);
  if (shown === coming) {
    if (player.follow) player.index = player.last;
    if (!running) player.follow = false;
    return player.refresh();
  }
  if (shown && wanted === null && same(shown.values, coming.values)) return renew();
  if (!film.frames.length || (running && shown && film.frames.length <= (at === null ? Math.min(player.index, 3) : at))) return;
  plant(coming);
  display(coming, at === null ? 0 : at, at === null);
  if (!running) player.follow = false;
  wanted = null;
}

// The same controls were run once more: the same text takes the place of itself, and what plays plays on.
function renew() {
  if (coming.film.frames.length < shown.film.frames.length) return;
  shown.film = player.film = coming.film;
  coming = shown;
  arrived();
}

function take() {
  const value = props.value;
  if (!value || !value.chunks || value.run < newest) return;
  newest = value.run;
  note = value.note || "";
  if (value.chunks.length && (!coming || coming.film.run !== value.run)) coming = branchOf(value);
  if (value.chunks.length) { coming.film.take(value); arrived(); }
  const film = value.chunks.length ? coming.film : { run: shown ? shown.film.run : "", frames: shown ? shown.film.frames : [], status: value.status || {} };
  report(element, film);
  if (!film.status.running && !value.chunks.length) wanted = null;
  const last = shown && shown.film.frames[shown.film.frames.length - 1];
  setText(find(".status"), note || statusLine(film.status) || (last && last.stats.ends ? "The model ended its text here." : ""));
}

// The search: what is typed is looked for in every token of the model, by the server.
const PAGE = String(Math.random());  // so that the server gives each page its own turns
const search = find("[data-search]"), found = find("[data-found]");
let asking = 0;
search.addEventListener("keydown", (event) => { event.stopPropagation(); if (event.key === "Enter" && found.firstChild && found.firstChild.click) { event.preventDefault(); found.firstChild.click(); } });
search.addEventListener("input", () => { clearTimeout(asking); asking = setTimeout(look, 200); });

async function look() {
  const text = search.value;
  if (!text || !shown) return found.replaceChildren();
  let answer = { sorry: "The server does not answer; try again." };
  try { answer = await server.search({ model: shown.values.model, text, page: PAGE }); } catch { /* said below */ }
  if (search.value !== text) return;
  if (!answer.tokens || !answer.tokens.length) return found.replaceChildren(Object.assign(document.createElement("span"), { className: "hint", textContent: answer.sorry || "No token of this model holds that; try a shorter stretch." }));
  found.replaceChildren(...answer.tokens.map(({ id, piece: bytes }) => {
    const one = tokenSpan(piece(Uint8Array.from(bytes)), { press: () => force(id) });
    one.dataset.id = id;
    return one;
  }));
}

const again = () => { if (shown) { next.needle(); branches.lines(); } };
new ResizeObserver(again).observe(find("[data-line]"));
new MutationObserver(() => requestAnimationFrame(again)).observe(document.body, { attributeFilter: ["class"] });
watch("value", take);
take();
