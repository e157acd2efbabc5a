// The forward trajectory: frame i is x_t at the kept step t.
const { Film, Player, paint, colour, sharp, line, show, setText, statusLine, report } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector);
const CURVES = { linear: "--series-a", cosine: "--series-b", "scaled linear": "--series-c" };

let at = 0.45, settled = false, schedule = "";

function number(name, text, small, share) {
  const box = find("[data-number=" + name + "]");
  setText(box.querySelector("strong"), text);
  if (small !== undefined) setText(box.querySelector("small"), small);
  if (share !== undefined) box.querySelector(".gauge i").style.width = 100 * share + "%";
}

function drawSchedule(t, T, alpha) {
  const { context, width, height } = sharp(find("[data-schedule]")), left = 30, bottom = 18;
  const x = (step) => left + (step / T) * (width - left - 8), y = (v) => 6 + (1 - v) * (height - bottom - 8);
  context.font = "11px " + colour("--font-plain");
  context.fillStyle = colour("--ink-quiet");
  for (const v of [0, 0.5, 1]) {
    line(context, [[left, y(v)], [width - 8, y(v)]], colour("--rule"), 1);
    context.fillText(String(v), 4, y(v) + 4);
  }
  context.fillText("t = 0", left, height - 3);
  context.textAlign = "right";
  context.fillText("T = " + T, width - 8, height - 3);
  context.textAlign = "left";
  for (const name in CURVES) {
    const curve = film.array(0, "curve " + name);
    if (!curve) continue;
    const points = [[x(0), y(1)]];
    for (let i = 0; i < T; i += Math.max(1, Math.floor(T / 250))) points.push([x(i + 1), y(curve.data[i])]);
    line(context, points, colour(CURVES[name]), name === schedule ? 3 : 1.2);
  }
  line(context, [[x(t), 6], [x(t), height - bottom]], colour("--ink-quiet"), 1, [3, 3]);
  context.beginPath();
  context.arc(x(t), y(alpha), 5, 0, 7);
  context.fillStyle = colour("--accent");
  context.fill();
}

function drawHistogram(i) {
  const { context, width, height } = sharp(find("[data-histogram]"));
  const shares = film.array(i, "histogram").data, n = shares.length, bar = width / n, scale = (height - 16) / 0.16;
  context.fillStyle = colour("--generated");
  shares.forEach((share, k) => {
    const tall = Math.min(height - 16, share * scale);
    context.fillRect(k * bar + 0.5, height - 14 - tall, Math.max(1, bar - 1), tall);
  });
  const normal = [];
  for (let k = 0; k <= 80; k++) {
    const v = -4 + k / 10;
    normal.push([(k / 80) * width, height - 14 - (Math.exp((-v * v) / 2) / Math.sqrt(2 * Math.PI)) * (8 / n) * scale]);
  }
  line(context, normal, colour("--real"), 2);
  context.fillStyle = colour("--ink-quiet");
  context.font = "11px " + colour("--font-plain");
  context.textAlign = "center";
  for (const v of [-3, 0, 3]) context.fillText(String(v).replace("-", "−"), ((v + 4) / 8) * width, height - 2);
  context.textAlign = "left";
}

function draw(i) {
  const s = film.frames[i].stats, T = film.frames[i].total - 1;
  for (const name of ["xt", "noise"]) {
    const { shape, data } = film.array(i, name);
    paint(find("[data-view=" + name + "]"), data, shape[0], shape[1], shape[2]);
  }
  drawHistogram(i);
  drawSchedule(s.t, T, s.alpha_bar);
  number("alpha", show(s.alpha_bar, 4), "", s.alpha_bar);
  number("snr", Math.abs(s.snr_db) >= 90 ? (s.snr_db > 0 ? "no noise" : "no signal") : show(s.snr_db, 1) + " dB",
    s.snr_db > 0 ? "more signal than noise" : "more noise than signal");
  number("moments", show(s.mean, 2) + ", " + show(s.std, 2));
  number("agreement", show(s.draws_mean_error, 1) + ", " + show(s.draws_std_error, 1),
    "1,000 walked draws against the closed form: error of mean and of deviation in standard errors, worst of T/2 and T; up to about 2 to 3 is chance");
  const previous = i ? film.frames[i - 1].stats.alpha_bar : 1, beta = 1 - s.alpha_bar / previous;
  setText(find("[data-maths=walk]"), i && film.frames[i].step - film.frames[i - 1].step === 1
    ? show(Math.sqrt(1 - beta), 4) + " xₜ₋₁ + " + show(Math.sqrt(beta), 4) + " εₜ" : "");
  setText(find("[data-maths=jump]"), show(Math.sqrt(s.alpha_bar), 3) + " x₀ + " + show(Math.sqrt(1 - s.alpha_bar), 3) + " ε");
}

const player = new Player(find(".stage"), film, draw, (i) => "t = " + film.frames[i].stats.t + " / " + (film.frames[i].total - 1));
player.twin = (i) => "Noising step " + player.caption(i) + ": signal left " + show(film.frames[i].stats.alpha_bar, 3) +
  ", " + show(film.frames[i].stats.snr_db, 1) + " decibel.";


// A new run stays where the last one was looked at, so that two schedules can be compared at one t.
function take() {
  if (settled && player.last > 0) at = player.index / Math.max(1, player.last);
  const fresh = film.take(props.value);
  if (fresh === null) return;
  report(element, film);
  if (props.value && props.value.schedule) schedule = props.value.schedule;
  if (props.value && props.value.note && !props.value.chunks.length) { setText(find(".status"), props.value.note); return; }
  setText(find(".status"), statusLine(film.status));
  if (!film.frames.length) return;
  player.grown(fresh);
  settled = !film.status.running;
  player.go(Math.round(player.last * at));
  const T = film.frames[0].total;
  let note = props.value.note || "";
  if (!film.status.running && film.frames.length < T) note += (note ? " " : "") + film.frames.length + " of " + T + " steps are kept, evenly thinned.";
  if (!film.status.running) setText(find(".status"), note);
}

new ResizeObserver(() => { if (film.frames.length) draw(player.index); }).observe(element);
watch("value", take);
take();
