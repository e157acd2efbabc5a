// Twenty pictures one after the other; only when all are judged do truth and both scores appear.
const { Film, paint, show, setText, statusLine, report, number, costs } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector);
const COUNT = 20, AREA = 784, Z = 1.959964, WORDS = ["forged", "real"];
const CLOTHING = find(".stage").dataset.clothing.split(",");
let said = [];

const percent = (share) => show(100 * share, 0) + "\u00a0%";

function className(k) {
  const label = film.array(0, "classes").data[k];
  return film.frames[0].stats.clothing ? CLOTHING[label] : String(label);
}

// 95 % score interval of a share (Wilson 1927).
function wilson(right, n) {
  const p = right / n, z2 = Z * Z, centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

function say(verdict) {
  if (!film.frames.length || said.length >= COUNT) return;
  said.push(verdict);
  draw();
}

function drawAsked() {
  const k = Math.min(said.length, COUNT - 1);
  paint(find("[data-asked]"), film.array(0, "pictures").data, 28, 28, 1, k * AREA);
  setText(find("[data-caption]"), "Picture " + (k + 1) + " of " + COUNT + ", said to be: " + className(k));
  find("[data-dots]").replaceChildren(...Array.from({ length: COUNT }, (_, i) => {
    const dot = document.createElement("i");
    dot.className = i < said.length ? "done" : i === said.length ? "now" : "";
    return dot;
  }));
}

function verdict(who, word, right) {
  const line = document.createElement("span"), judged = document.createElement(right ? "b" : "s");
  judged.textContent = word;
  line.append(who + " ", judged);
  line.setAttribute("aria-label", who + ": " + word + ", " + (right ? "right" : "wrong"));
  return line;
}

function drawTwenty(truth, guesses) {
  find("[data-twenty]").replaceChildren(...said.map((mine, k) => {
    const box = document.createElement("figure"), canvas = document.createElement("canvas"), words = document.createElement("figcaption");
    const title = document.createElement("strong");
    box.className = WORDS[truth[k]];
    paint(canvas, film.array(0, "pictures").data, 28, 28, 1, k * AREA);
    title.textContent = WORDS[truth[k]];
    words.append(title, verdict("you", WORDS[mine], mine === truth[k]), verdict("D", WORDS[guesses[k]], guesses[k] === truth[k]));
    box.title = className(k) + ", D believes " + percent(film.array(0, "belief").data[k]);
    box.append(canvas, words);
    return box;
  }));
}

function mean(values) { return values.reduce((sum, value) => sum + value, 0) / values.length; }

function drawResult() {
  const truth = [...film.array(0, "truth").data], belief = [...film.array(0, "belief").data];
  const guesses = belief.map((share) => Number(share > 0.5));
  const right = (answers) => answers.filter((answer, k) => answer === truth[k]).length;
  const passed = (answers) => answers.filter((answer, k) => answer && !truth[k]).length;
  const mine = right(said), its = right(guesses), [low, high] = wilson(mine, COUNT), [dLow, dHigh] = wilson(its, COUNT);
  const [real, forged] = [1, 0].map((kind) => mean(belief.filter((_, k) => truth[k] === kind)));
  setText(find("[data-score]"), "You " + mine + " of 20, D " + its + " of 20");
  number(element, "you", mine + " of 20", mine / COUNT, "95 %: " + percent(low) + " to " + percent(high) + " · guessing: 50 %", 0.5);
  number(element, "detective", its + " of 20", its / COUNT, "95 %: " + percent(dLow) + " to " + percent(dHigh) + " · guessing: 50 %", 0.5);
  number(element, "fooled", "you " + passed(said) + ", D " + passed(guesses), 0, "of 10 forgeries, called real");
  number(element, "belief", percent(real) + ", " + percent(forged), 0, "mean of ten each · 50 %: cannot tell");
  setText(find("[data-maths=d]"), "D's belief lies from " + show(100 * Math.min(...belief), 1) + " to " + show(100 * Math.max(...belief), 1) + " %");
  setText(find("[data-maths=wilson]"), "p = " + show(mine / COUNT, 2) + ", n = 20, z = 1.96: " + percent(low) + " to " + percent(high));
  drawTwenty(truth, guesses);
}

function hideResult() {
  for (const name of ["you", "detective", "fooled", "belief"]) number(element, name, "–", 0, name === "you" ? said.length + " of 20 judged" : "shown when you have judged all", null);
  for (const output of element.querySelectorAll("[data-maths]")) setText(output, "shown when you have judged all");
}

function draw() {
  const done = said.length === COUNT;
  find("[data-asking]").hidden = done;
  find("[data-answered]").hidden = !done;
  element.dataset.judged = said.length;
  if (done) drawResult();
  else { drawAsked(); hideResult(); }
}

function drawCost() {
  const s = film.frames[0].stats;
  costs(element, [
    ["D's verdict on one picture", show(s.ms, 2) + " ms"],
    ["network calls", "1 of G, 1 of D"],
    ["parameters of D", show(s.parameters_d / 1e6, 2) + " M"],
  ]);
}

for (const button of element.querySelectorAll("[data-say]"))
  button.addEventListener("click", () => say(Number(button.dataset.say)));
find("[data-again]").addEventListener("click", () => {
  trigger("again", {});
  find(".stage").focus({ preventScroll: true, focusVisible: false });
});
find(".stage").addEventListener("keydown", (event) => {
  const verdicts = { r: 1, f: 0 }, key = event.key.toLowerCase();
  if (!(key in verdicts) || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  say(verdicts[key]);
});

function take() {
  const fresh = film.take(props.value);
  if (fresh === null) return;
  report(element, film);
  setText(find(".status"), statusLine(film.status));
  if (!film.frames.length) return;
  if (fresh) said = [];
  drawCost();
  draw();
}
watch("value", take);
take();
