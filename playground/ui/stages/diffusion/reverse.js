// The reverse trajectory. Frame i < last shows network call i; the last frame is the result.
const { Film, Player, paint, show, setText, statusLine, report, costs } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector);
const views = Object.fromEntries([...element.querySelectorAll("[data-view]")].map((c) => [c.dataset.view, c]));
const number = (...told) => window.playground.number(element, ...told);
const SIDE = 32, AREA = SIDE * SIDE, STRIP = 15;
let chosen = 0, judged = null, stripKey = "", first = true;

function isResult(i) { return film.frames[i].stats.t < 0; }

function caption(i) {
  const frame = film.frames[i];
  return frame.step + " / " + (frame.total - 1) + (isResult(i) ? " · done" : " · t = " + frame.stats.t);
}

function view(canvas, i, name, offset) {
  const array = film.array(i, name);
  if (array) paint(canvas, array.data, SIDE, SIDE, 1, offset || 0);
}

// The result has no call of its own: the last call stays taken apart beside it.
function draw(i) {
  const result = isResult(i), call = result && i ? i - 1 : i, s = film.frames[i].stats, c = film.frames[call].stats;
  view(views.xt, i, "xt", chosen * AREA);
  view(views.x0, i, "x0");
  for (const name of ["eps", "prev", "mu", "noise", "eps_uncond", "eps_cond", "difference"]) view(views[name], call, name);
  view(views.guided, call, "eps");
  find("[data-guidance]").classList.toggle("idle", !(c.norm_difference > 0));
  setText(find("[data-w]"), "+ " + show(c.w, 1));
  setText(find("[data-noise-note]"), c.sigma ? "" : "this step adds no fresh noise: σ = 0");
  number("alpha", show(s.alpha_bar, 3), s.alpha_bar, "");
  number("snr", result ? "clean" : show(s.snr_db, 1) + " dB", 0, result ? "no noise is left" : s.snr_db > 0 ? "more signal than noise" : "more noise than signal");
  number("change", show(c.norm_x0_change, 2), 0, "length of x̂₀'s change since the call before");
  drawJudged(i);
  drawMaths(c, c.norm_difference > 0);
  for (const thumb of find("[data-strip]").children) thumb.classList.toggle("here", Number(thumb.dataset.from) <= i && i < Number(thumb.dataset.until));
}

function drawMaths(s, guided) {
  const one = Math.sqrt(1 - s.alpha_bar), root = Math.sqrt(s.alpha_bar);
  setText(find("[data-maths=guidance]"), guided
    ? "|ε∅| = " + show(s.norm_eps_uncond, 1) + ", w |εc − ε∅| = " + show(s.w, 1) + " × " + show(s.norm_difference, 2) + " = " + show(s.w * s.norm_difference, 1) + ", |ε̂| = " + show(s.norm_eps, 1)
    : "one prediction is enough here: |ε̂| = " + show(s.norm_eps, 1));
  setText(find("[data-maths=x0]"), "(xₜ − " + show(one, 3) + " ε̂) / " + show(root, root < 0.01 ? 5 : 3));
  setText(find("[data-maths=step]"), "from t = " + s.t + ", σ = " + show(s.sigma, 3));
}

function drawJudged(i) {
  const box = find("[data-number=judged] span");
  if (!judged) { setText(box, "judged"); number("judged", "–", 0, film.status.running ? "judged when the run is done" : ""); return; }
  const digit = judged.stats.digit, data = judged.probabilities.data, p = data[Math.min(i, judged.probabilities.shape[0] - 1) * 10 + digit];
  setText(box, "predicted picture judged a " + digit);
  number("judged", show(100 * p, 1) + " %", p, "real " + digit + "s score " + show(100 * judged.stats.real, 1) + " %", judged.stats.real);
}

function thumb(parent, label) {
  const button = document.createElement("button"), canvas = document.createElement("canvas");
  button.type = "button";
  button.setAttribute("aria-label", label);
  button.append(canvas);
  parent.append(button);
  return [button, canvas];
}

function drawStrip() {
  const n = film.frames.length, count = Math.min(STRIP, n), key = film.run + n + chosen;
  if (key === stripKey) return;
  stripKey = key;
  const strip = find("[data-strip]");
  while (strip.children.length > count) strip.lastChild.remove();
  while (strip.children.length < count) thumb(strip, "")[0].addEventListener("click", (e) => { player.pause(); player.go(Number(e.currentTarget.dataset.at)); });
  [...strip.children].forEach((button, k) => {
    const at = count > 1 ? Math.round((k * (n - 1)) / (count - 1)) : 0;
    button.dataset.at = at;
    button.dataset.from = count > 1 ? Math.round(((k - 0.5) * (n - 1)) / (count - 1)) : 0;
    button.dataset.until = count > 1 ? Math.round(((k + 0.5) * (n - 1)) / (count - 1)) : 1;
    button.setAttribute("aria-label", "Go to frame " + caption(at));
    view(button.firstChild, at, "xt", chosen * AREA);
  });
}

function drawSamples() {
  const array = film.array(player.last, "xt"), box = find("[data-samples]");
  const count = array ? array.shape[0] : 0;
  box.hidden = count < 2;
  if (count < 2) { box.replaceChildren(); return; }
  while (box.children.length > count) box.lastChild.remove();
  while (box.children.length < count) {
    const k = box.children.length;
    thumb(box, "Picture " + (k + 1))[0].addEventListener("click", () => trigger("pick", { sample: k + 1 }));
  }
  [...box.children].forEach((button, k) => {
    button.classList.toggle("here", k === chosen);
    view(button.firstChild, player.index, "xt", k * AREA);
  });
}

const player = new Player(find(".stage"), film, (i) => { draw(i); drawSamples(); }, caption);
player.twin = (i) => {
  const s = film.frames[i].stats;
  return "Frame " + caption(i) + ". Signal left " + show(s.alpha_bar, 3) + ". " + find("[data-number=judged]").innerText.replace(/\s+/g, " ");
};

function numbersOfRun() {
  const last = film.frames[film.frames.length - 1].stats;
  if (last.seconds === undefined) {
    number("run", film.frames.length + " calls", 0, "");
    costs(element, []);
    if (!film.status.running) setText(find(".status"), "stopped after call " + film.frames[film.frames.length - 1].step + " of " + (film.frames[0].total - 1));
    return;
  }
  const pictures = film.array(player.last, "xt").shape[0];
  number("run", show(last.seconds, 2) + " s", 0, last.calls + (last.rows > pictures ? " calls, each with and without the class · " : " calls · ") +
    show((1000 * last.seconds) / last.calls, 1) + " ms each" + (film.status.cached ? " · kept from before" : ""));
  const rows = [
    ["network calls", last.calls + (last.rows > pictures ? " × 2 (with, without class)" : "")],
    ["pictures", String(pictures)],
    ["parameters", show(last.parameters / 1e6, 2) + " M"],
    ["one call", show((1000 * last.seconds) / last.calls, 1) + " ms"],
    ["one picture", show((1000 * last.seconds) / pictures, 0) + " ms"],
  ];
  costs(element, rows);
  const thinned = film.frames[0].total > film.frames.length;
  setText(find(".status"), thinned ? film.frames.length + " of " + film.frames[0].total + " frames are kept, evenly thinned." : "");
}

function take() {
  const value = props.value, fresh = film.take(value);
  if (fresh === null) return;
  report(element, film);
  if (!film.frames.length) { setText(find(".status"), statusLine(film.status)); return; }
  if (fresh) { judged = null; window.dispatchEvent(new Event("playground-trajectory")); }
  if (value.judged) {
    const frame = JSON.parse(value.judged).frames[0];
    judged = { stats: frame.stats, probabilities: window.playground.decode(frame.arrays.probabilities) };
  }
  chosen = (value.inspect || 1) - 1;
  setText(find(".status"), statusLine(film.status));
  player.grown(fresh);
  if (first && !film.status.running) { first = false; player.go(Math.round(player.last * 0.66)); }
  drawStrip();
  numbersOfRun();
}

find("[data-inside]").addEventListener("click", () => {
  if (!film.frames.length) return;
  player.pause();
  trigger("inside", { call: Math.min(film.frames[player.index].step, film.frames[0].total - 2) });
});
watch("value", take);
take();
