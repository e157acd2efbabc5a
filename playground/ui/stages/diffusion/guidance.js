// One column per w: pictures of the same seeds, then accuracy, diversity and pure white with floors.
const { Film, paint, show, setText, statusLine, report } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector);
const ROWS = [
  ["accuracy", "called the asked digit", (v) => show(100 * v, 0) + " %", () => 1, "accuracy_real"],
  ["diversity", "diversity (feature distance)", (v) => show(v, 1), (s) => 1.4 * s.diversity_real, "diversity_real"],
  ["white", "ink that is pure white", (v) => show(100 * v, 0) + " %", () => 1, "white_real"],
];
const COST = ["cost: ms per picture", (s) => show(s.ms, 0) + " ms, " + s.calls + " calls"];

function cell(tag, text, className) {
  const box = document.createElement(tag);
  if (text !== undefined) box.textContent = text;
  if (className) box.className = className;
  return box;
}

function gauge(stats, [name, , format, top, real]) {
  const box = cell("td", undefined, "measure"), most = top(stats), bar = cell("div", undefined, "gauge");
  box.append(cell("strong", format(stats[name])), bar);
  const fill = cell("i"), tick = cell("em"), whisker = cell("b");
  const percent = (v) => 100 * Math.max(0, Math.min(1, v / most)) + "%";
  fill.style.width = percent(stats[name]);
  tick.style.left = percent(stats[real]);
  whisker.style.left = percent(stats[name + "_low"]);
  whisker.style.right = "calc(100% - " + percent(stats[name + "_high"]) + ")";
  bar.append(fill, whisker, tick);
  bar.title = format(stats[name + "_low"]) + " to " + format(stats[name + "_high"]) + " (95 %); real digits " + format(stats[real]);
  box.append(cell("small", format(stats[name + "_low"]) + " – " + format(stats[name + "_high"])));
  return box;
}

function draw() {
  const columns = film.frames.filter((f) => f.stats.w !== undefined), head = find("[data-head]"), body = find("[data-body]");
  head.replaceChildren(cell("th", "w"), ...columns.map((f) => cell("th", show(f.stats.w, 0) + (f.stats.w === 0 ? ", no class" : f.stats.w === 1 ? ", plain" : ""))));
  if (!columns.length) { body.replaceChildren(); return; }
  const rows = [];
  const arrays = columns.map((f) => film.array(film.frames.indexOf(f), "pictures"));
  for (let k = 0; k < arrays[0].shape[0]; k++) {
    const row = cell("tr");
    row.append(cell("th", "seed " + k, "hint"));
    row.firstChild.textContent = "seed + " + k;
    row.firstChild.title = "seed + " + k;
    for (const array of arrays) {
      const box = cell("td"), canvas = cell("canvas");
      paint(canvas, array.data, 28, 28, 1, k * 784);
      box.append(canvas);
      row.append(box);
    }
    rows.push(row);
  }
  for (const measure of ROWS) {
    const row = cell("tr");
    row.append(cell("th", measure[1]));
    for (const f of columns) row.append(gauge(f.stats, measure));
    rows.push(row);
  }
  const cost = cell("tr");
  cost.append(cell("th", COST[0]), ...columns.map((f) => cell("td", COST[1](f.stats), "hint")));
  rows.push(cost);
  body.replaceChildren(...rows);
  setText(find("[data-twin]"), columns.map((f) => "w " + f.stats.w + ": accuracy " + show(100 * f.stats.accuracy, 0) +
    " percent, diversity " + show(f.stats.diversity, 1) + ", pure white " + show(100 * f.stats.white, 0) + " percent").join("; "));
}

function take() {
  if (film.take(props.value) === null) return;
  draw();
  const last = film.pulse || film.frames[film.frames.length - 1], s = film.frames[film.frames.length - 1];
  const progress = film.status.running && last ? ", column " + (last.step + 1) + " of " + last.total : "";
  setText(find(".status"), film.status.running ? statusLine(film.status) + progress
    : s ? s.stats.n + " pictures measured under each column; the mark is what real digits score, the line under each bar its 95 % interval." : "");
  report(element, film);
}
watch("value", take);
take();
