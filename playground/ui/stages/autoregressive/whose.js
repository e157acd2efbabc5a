// Classifiers that tell authors apart, amount by amount.
const { Film, Player, sharp, line, colour, show, setText, statusLine, report, number, costs, pieces } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector);
const WRITES = { "n-gram per author": "counted", "GPT per author": "networks" };
const TINTS = { "logistic regression": "--real", "fine-tuned encoder": "--series-a", "n-gram per author": "--generated", "GPT per author": "--series-b" };
const KINDS = { "logistic regression": "from these sentences alone", "fine-tuned encoder": "pre-trained", "n-gram per author": "from these sentences alone", "GPT per author": "pre-trained" };
let grown = "";

const stats = (i) => film.frames[i].stats, names = (i, which) => pieces(film, i, which).map((piece) => piece.text);
const percent = (share) => show(100 * share, 0) + "\u00a0%";
const sure = (share) => (share > 0.995 ? "> 99\u00a0%" : share < 0.005 ? "< 1\u00a0%" : percent(share));
const points = (share) => (share > 0 ? "+" : "") + show(100 * share, 0);
const caption = (i) => stats(i).amount + " sentences of each author";

function make(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function drawCurve(at) {
  const canvas = find("[data-curve]"), { context, width, height } = sharp(canvas), total = film.frames[0].total, methods = names(0, "methods");
  const left = 40, bottom = height - 22, x = (i) => left + 14 + (width - left - 28) * (total > 1 ? i / (total - 1) : 0.5);
  const low = Math.max(0, Math.min(...film.frames.flatMap((f) => methods.map((_, k) => f.stats["low_" + k])), stats(0).chance) - 0.04);
  const high = Math.min(1, Math.max(...film.frames.flatMap((f) => methods.map((_, k) => f.stats["high_" + k]))) + 0.04);
  const y = (share) => bottom - (bottom - 6) * (share - low) / (high - low);
  context.font = "11px system-ui, sans-serif";
  context.fillStyle = colour("--ink-quiet");
  for (let tick = Math.ceil(low * 10) / 10; tick <= high; tick += 0.1) {
    line(context, [[left, y(tick)], [width, y(tick)]], colour("--rule"), 1);
    context.textAlign = "right";
    context.fillText(show(100 * tick, 0) + " %", left - 5, y(tick) + 4);
  }
  context.textAlign = "center";
  film.frames.forEach((frame, i) => context.fillText(String(frame.stats.amount), x(i), height - 6));
  line(context, [[left, y(stats(0).chance)], [width, y(stats(0).chance)]], colour("--ink-quiet"), 1, [2, 3]);
  line(context, [[x(at), 0], [x(at), bottom]], colour("--accent"), 1);
  methods.forEach((method, k) => {
    const tint = colour(TINTS[method]), shift = 5 * (k - (methods.length - 1) / 2), place = (frame, i) => [x(i) + shift, y(frame.stats["right_" + k])];
    line(context, film.frames.map(place), tint, 2, WRITES[method] ? [5, 3] : []);
    film.frames.forEach((frame, i) => {
      line(context, [[x(i) + shift, y(frame.stats["low_" + k])], [x(i) + shift, y(frame.stats["high_" + k])]], tint, 1);
      context.beginPath();
      context.arc(...place(frame, i), 3, 0, 7);
      context.fillStyle = tint;
      context.fill();
      context.fillStyle = colour("--ink-quiet");
    });
  });
  canvas.setAttribute("aria-label", "With " + caption(at) + ": " + methods.map((method, k) => method + " " + percent(stats(at)["right_" + k])).join(", ") + "; guessing " + percent(stats(at).chance));
}

function drawLegend() {
  find("[data-legend]").replaceChildren(...names(0, "methods").flatMap((method) => {
    const key = make("i", undefined, "stroke");
    key.style.background = WRITES[method] ? "repeating-linear-gradient(90deg, var(" + TINTS[method] + ") 0 5px, transparent 5px 8px)" : "var(" + TINTS[method] + ")";
    const entry = make("span", undefined, "key");
    entry.append(key, method + (WRITES[method] ? " (generative). " : ". "));
    return [entry];
  }));
}

function drawJudges(i) {
  const methods = names(i, "methods"), authors = names(i, "authors"), posterior = film.array(i, "posterior").data, surprise = film.array(i, "surprise").data;
  find("[data-judges]").replaceChildren(...methods.map((method, k) => {
    const card = make("section"), list = make("ol", undefined, "tops"), row = Array.from(posterior.slice(k * authors.length, (k + 1) * authors.length)), best = row.indexOf(Math.max(...row));
    authors.forEach((author, j) => {
      const item = make("li", undefined, j === best ? "best" : ""), bar = make("i");
      bar.style.width = 100 * row[j] + "%";
      bar.style.background = "var(" + TINTS[method] + ")";
      const name = make("span", author);
      if (WRITES[method]) name.append(make("small", " " + show(surprise[k * authors.length + j] / Math.LN2, 0) + " bits"));
      item.append(name, make("output", sure(row[j])), bar);
      list.append(item);
    });
    card.append(make("h5", method), make("p", (WRITES[method] ? "generative, " : "discriminative, ") + KINDS[method], "hint"), list);
    return card;
  }));
}

function drawWritten(i) {
  const methods = names(i, "methods"), authors = names(i, "authors"), samples = pieces(film, i, "samples");
  find("[data-written]").replaceChildren(...methods.map((method, k) => {
    const card = make("section");
    card.append(make("h5", method));
    if (!WRITES[method]) card.append(make("p", "cannot: it learnt where one author ends and another begins, P(author | sentence). Nothing in it says which sentences are likely.", "hint"));
    else {
      const list = make("dl");
      authors.forEach((author, j) => list.append(make("dt", author), make("dd", samples[k * authors.length + j].text || samples[k * authors.length + j].shown || "(an empty line)")));
      card.append(list);
    }
    return card;
  }));
}

function drawConfused(i) {
  const methods = names(i, "methods"), authors = names(i, "authors"), counts = film.array(i, "confusion").data, size = authors.length;
  find("[data-confused]").replaceChildren(...methods.map((method, k) => {
    const card = make("section"), table = make("table", undefined, "confused"), head = make("tr");
    head.append(make("th"), ...authors.map((author) => { const cell = make("th", author.slice(0, 3)); cell.title = author; return cell; }));
    table.append(head, ...authors.map((author, a) => {
      const row = make("tr"), mine = Array.from(counts.slice((k * size + a) * size, (k * size + a + 1) * size)), all = mine.reduce((x, y) => x + y, 0) || 1;
      row.append(make("th", author), ...mine.map((count, b) => {
        const cell = make("td", String(count), a === b ? "right" : "");
        cell.style.setProperty("--share", count / all);
        return cell;
      }));
      return row;
    }));
    card.append(make("h5", method), table);
    return card;
  }));
}

function lead(i, pair, discriminative, generative) {
  const s = stats(i), gap = s["gap_" + pair];
  if (gap === undefined) return number(element, pair, "–", 0, "choose both: " + discriminative + ", " + generative);
  number(element, pair, points(gap) + " points", 0, discriminative + " less " + generative + ", 95 % [" + points(s["gap_low_" + pair]) + ", " + points(s["gap_high_" + pair]) + "]");
}

function drawNumbers(i) {
  const s = stats(i), methods = names(i, "methods"), authors = names(i, "authors"), rights = methods.map((_, k) => s["right_" + k]), best = rights.indexOf(Math.max(...rights));
  number(element, "best", percent(rights[best]), rights[best], methods[best] + ", " + s.n + " test sentences; guessing " + percent(s.chance), s.chance);
  lead(i, "counted", "logistic regression", "n-gram");
  lead(i, "networks", "fine-tuned encoder", "GPT per author");
  const posterior = Array.from(film.array(i, "posterior").data), top = posterior.indexOf(Math.max(...posterior));
  number(element, "sure", sure(posterior[top]), posterior[top], methods[Math.floor(top / authors.length)] + ": " + authors[top % authors.length]);
}

function judged(gap, low, high) { return low > 0 ? "the discriminative one leads" : high < 0 ? "the generative one leads" : "neither leads beyond the interval"; }

function drawTold() {
  const ends = [0, film.frames.length - 1].filter((i, k, all) => !k || i !== all[0]);
  const said = ends.flatMap((i) => ["counted", "networks"].filter((pair) => stats(i)["gap_" + pair] !== undefined).map((pair) =>
    "With " + stats(i).amount + " sentences each, " + (pair === "counted" ? "from these alone" : "pre-trained") + ", " + judged(stats(i)["gap_" + pair], stats(i)["gap_low_" + pair], stats(i)["gap_high_" + pair])));
  setText(find("[data-told]"), said.length && film.frames.length === film.frames[0].total ? said.join(". ") + "." : "");
}

function drawMaths(i) {
  const methods = names(i, "methods"), authors = names(i, "authors"), size = authors.length, out = (which, text) => setText(find("[data-maths=" + which + "]"), text);
  const posterior = film.array(i, "posterior").data, surprise = film.array(i, "surprise").data, k = methods.findIndex((method) => WRITES[method]), t = methods.findIndex((method) => !WRITES[method]);
  const best = (row) => row.indexOf(Math.max(...row)), row = (data, of) => Array.from(data.slice(of * size, (of + 1) * size));
  out("telling", t < 0 ? "none chosen" : methods[t] + ": P(" + authors[best(row(posterior, t))] + " | your sentence) = " + show(Math.max(...row(posterior, t)), 4));
  if (k < 0) { out("writing", "none chosen"); out("bayes", "–"); return; }
  const nats = row(surprise, k), first = best(row(posterior, k));
  out("writing", methods[k] + ": ln P(your sentence | " + authors[first] + ") = −" + show(nats[first], 2) + " nats");
  out("bayes", "P(y) = 1/" + size + "; the next is " + show([...nats].sort((a, b) => a - b)[1] - nats[first], 2) + " nats behind, so P(" + authors[first] + " | your sentence) = " + show(row(posterior, k)[first], 4));
}

function draw(i) {
  drawCurve(i);
  drawLegend();
  drawJudges(i);
  drawWritten(i);
  drawConfused(i);
  drawNumbers(i);
  drawMaths(i);
}

const player = new Player(find(".stage"), film, draw, caption);
player.twin = (i) => find("[data-curve]").getAttribute("aria-label") + ". Your sentence: " + names(i, "methods").map((method, k) => {
  const authors = names(i, "authors"), row = Array.from(film.array(i, "posterior").data.slice(k * authors.length, (k + 1) * authors.length)), best = row.indexOf(Math.max(...row));
  return method + " says " + authors[best] + ", " + sure(row[best]);
}).join("; ");

function take() {
  if (film.take(props.value) === null) return;
  report(element, film);
  const left = film.frames.length ? film.frames[0].stats.left_out : 0;
  setText(find(".status"), statusLine(film.status) || (left ? "The two networks do not read the last " + left + " tokens of your sentence." : ""));
  if (!film.frames.length) return;
  drawTold();
  costs(element, [["amounts", String(film.frames[0].total)], ["classifiers learnt", String(film.frames.length * names(0, "methods").length)],
    ["time so far", show(film.frames[film.frames.length - 1].stats.seconds, 1) + " s"], ["requests while you scrub", "0"]]);
  player.grown(grown !== film.run);
  grown = film.run;
}
const again = () => { if (film.frames.length) drawCurve(player.index); };
new ResizeObserver(again).observe(find("[data-curve]"));
new MutationObserver(() => requestAnimationFrame(again)).observe(document.body, { attributeFilter: ["class"] });
watch("value", take);
take();
