// A film of mixed codes and one of mixed pixels, scrubbed together.
const { Film, Player, chart, paint, show, setText, statusLine, report, colour, number, costs } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector);
const STRIP = 15, WAYS = ["latent", "fade"], UNMEASURED = "needs MNIST: set PLAYGROUND_DATA to a folder that holds it, or go online";
let drawn = "", grown = "";

const stats = (i) => film.frames[i].stats;
const percent = (share) => show(100 * share, 0) + "\u00a0%";
const caption = (i) => "frame " + (i + 1) + " of " + film.frames[0].total + ", t = " + show(stats(i).share, 2);

function thumb(parent, press) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(document.createElement("canvas"));
  button.addEventListener("click", () => press(button));
  parent.append(button);
}

function drawStrips() {
  const n = film.frames.length, count = Math.min(STRIP, n), key = film.run + n;
  if (key === drawn) return;
  drawn = key;
  for (const way of WAYS) {
    const strip = find("[data-lane=" + way + "] [data-strip]");
    while (strip.children.length > count) strip.lastChild.remove();
    while (strip.children.length < count) thumb(strip, (button) => { player.pause(); player.go(Number(button.dataset.at)); });
    [...strip.children].forEach((button, k) => {
      const at = count > 1 ? Math.round((k * (n - 1)) / (count - 1)) : 0;
      button.dataset.at = at;
      button.setAttribute("aria-label", "Go to " + caption(at));
      paint(button.firstChild, film.array(at, way).data, 28, 28, 1, 0);
    });
  }
}

function drawLane(way, i) {
  const lane = find("[data-lane=" + way + "]"), s = stats(i), near = film.array(i, "near_" + way);
  paint(lane.querySelector("[data-now]"), film.array(i, way).data, 28, 28, 1, 0);
  const distance = near ? " · " + show(s["near_" + way], 2) + " from the nearest training digit" : "";
  setText(lane.querySelector("[data-reads]"), "reads as " + (s["called_" + way] === 8 ? "an " : "a ") + s["called_" + way] + ", " + percent(s["sure_" + way]) + distance + " · sharpness " + show(s["sharp_" + way], 2));
  lane.querySelector("[data-near-box]").hidden = !near;
  if (near) paint(lane.querySelector("[data-near]"), near.data, 28, 28, 1, 0);
  const buttons = [...lane.querySelectorAll("[data-strip] button")];
  const gaps = buttons.map((button) => Math.abs(button.dataset.at - i)), least = Math.min(...gaps);
  buttons.forEach((button, k) => button.classList.toggle("here", k === gaps.indexOf(least)));
}

function drawCharts(i) {
  const until = film.frames[0].total - 1, colours = { latent: "--generated", fade: "--series-b", control: "--ink-quiet" };
  for (const name of ["sure", "near", "sharp"]) {
    const canvas = find("[data-chart=" + name + "]"), floor = stats(0)[name + "_real"];
    canvas.parentNode.hidden = floor === undefined;
    if (floor === undefined) continue;
    const series = Object.keys(colours).map((way) => ({
      points: film.frames.map((frame, k) => [k, frame.stats[name + "_" + way]]), colour: colour(colours[way]), dash: way === "control" ? [2, 3] : [], thin: way === "control",
    })).reverse();
    const tallest = Math.max(floor, ...series.flatMap((one) => one.points.map((point) => point[1])));
    chart(canvas, series, { low: 0, high: name === "sure" ? 1 : 1.05 * tallest, floor, at: i, until });
    canvas.setAttribute("aria-label", canvas.nextElementSibling.textContent + ": codes " + show(stats(i)[name + "_latent"], 2) +
      ", pixels " + show(stats(i)[name + "_fade"], 2) + ", real digits " + show(floor, 2));
  }
}

const pair = (s, name, text) => text(s[name + "_latent"]) + ", " + text(s[name + "_fade"]);

function drawNumbers(i) {
  const s = stats(i), two = (value) => show(value, 2), real = "real digits: ", n = " (" + s.n_real + " test digits)";
  number(element, "sure", pair(s, "sure", percent), 0, real + percent(s.sure_real) + n + " · guessing: 10 %");
  number(element, "near", s.near_latent === undefined ? "–" : pair(s, "near", two), 0,
    s.near_latent === undefined ? UNMEASURED : real + two(s.near_real) + " · two reconstructions’ fade: " + two(s.near_control));
  number(element, "sharp", pair(s, "sharp", two), 0, real + two(s.sharp_real) + " · two reconstructions’ fade: " + two(s.sharp_control));
  number(element, "length", two(s.code_length), 0, "the two ends are " + two(s.code_distance) + " apart");
}

// What the frame in the middle says, once all have come.
function drawTold() {
  const total = film.frames[0].total, middle = (total - 1) / 2;
  if (film.frames.length < total) { setText(find("[data-told]"), ""); return; }
  const s = stats(middle), against = (a, b) => show(a, 2) + " against " + show(b, 2);
  const nearer = s.near_latent === undefined ? "" : (s.near_latent < s.near_fade ? "nearer to" : "farther from") + " the training digits than the mixed pixels (" +
    against(s.near_latent, s.near_fade) + ") and ";
  setText(find("[data-told]"), "Half way, the mixed codes give a picture " + nearer + (Math.abs(s.sharp_latent - s.sharp_fade) < 0.005 ? "no sharper" : s.sharp_latent > s.sharp_fade ? "sharper" : "more blurred") +
    (nearer ? "" : " than the mixed pixels") + " (" + against(s.sharp_latent, s.sharp_fade) + "). One pair proves nothing: below, 200 are on trial.");
}

function drawMaths(i) {
  const s = stats(i), t = show(s.share, 2), out = (which, text) => setText(find("[data-maths=" + which + "]"), text);
  setText(find("[data-formula]"), s.slerp ? "z = ((1 − t)|z₁| + t|z₂|) (sin((1 − t)Ω) z₁/|z₁| + sin(tΩ) z₂/|z₂|) / sin Ω" : "z = (1 − t) z₁ + t z₂");
  out("z", "t = " + t + ", |z| = " + show(s.code_length, 2));
  out("x", "t = " + t);
  out("d", s.near_latent === undefined ? UNMEASURED : show(s.near_latent, 2) + " and " + show(s.near_fade, 2) + ", over 60,000 training digits");
  out("s", show(s.sharp_latent, 2) + " and " + show(s.sharp_fade, 2));
}

function draw(i) {
  drawStrips();
  for (const way of WAYS) drawLane(way, i);
  drawCharts(i);
  drawNumbers(i);
  drawMaths(i);
}

const player = new Player(find(".stage"), film, draw, caption);
player.twin = (i) => caption(i) + ". Codes: " + find("[data-lane=latent] [data-reads]").textContent + ". Pixels: " + find("[data-lane=fade] [data-reads]").textContent;

function take() {
  if (film.take(props.value) === null) return;
  report(element, film);
  setText(find(".status"), statusLine(film.status));
  if (!film.frames.length) return;
  drawTold();
  costs(element, [["frames", String(film.frames[0].total)], ["network calls", "2 encodings, " + film.frames[0].total + " decodings"], ["requests while you scrub", "0"]]);
  player.grown(grown !== film.run);
  grown = film.run;
  if (!film.status.running && player.index === player.last) player.go(Math.floor(player.last / 2));
}
const again = () => { if (film.frames.length) drawCharts(player.index); };
new ResizeObserver(again).observe(find("[data-chart]"));
new MutationObserver(() => requestAnimationFrame(again)).observe(document.body, { attributeFilter: ["class"] });
watch("value", take);
take();
