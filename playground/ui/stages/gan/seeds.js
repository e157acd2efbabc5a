// One small arena a seed: its last points, its modes over time, and what it scored.
const { Film, sharp, colour, line, show, setText, statusLine, report } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector);

function card() {
  const figure = document.createElement("figure"), canvas = document.createElement("canvas"), words = document.createElement("figcaption");
  canvas.setAttribute("role", "img");
  figure.append(canvas, words);
  find("[data-seeds]").append(figure);
  return figure;
}

function draw(k) {
  const figure = find("[data-seeds]").children[k] || card(), s = film.frames[k].stats, canvas = figure.firstChild;
  const { context, width } = sharp(canvas), points = film.array(k, "fake").data, past = film.array(k, "history").data;
  context.fillStyle = colour("--generated");
  context.globalAlpha = 0.7;
  for (let i = 0; i < points.length; i += 2) {
    context.beginPath();
    context.arc((width * (points[i] + 1)) / 2, (width * (1 - points[i + 1])) / 2, 1.3, 0, 7);
    context.fill();
  }
  context.globalAlpha = 1;
  const moments = past.length / 2;
  line(context, Array.from({ length: moments }, (_, i) => [(width * i) / Math.max(1, moments - 1), width - 2 - 0.2 * width * (past[2 * i] / s.mode_count)]), colour("--series-b"), 1.3);
  const said = "seed " + show(s.seed, 0) + ": " + show(s.modes, 0) + " of " + show(s.mode_count, 0) + " modes, " + show(100 * s.high_quality, 0) + " %" + (s.diverged ? ", diverged" : "");
  setText(figure.lastChild, said);
  canvas.setAttribute("aria-label", said);
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b), mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, low: sorted[0], high: sorted[sorted.length - 1] };
}

function summary() {
  const stats = film.frames.map((frame) => frame.stats), modes = spread(stats.map((s) => s.modes)), quality = spread(stats.map((s) => 100 * s.high_quality));
  const lost = stats.filter((s) => s.modes <= s.mode_count / 2).length;
  setText(find("[data-spread]"), stats.length + " seeds: " + show(modes.mean, 1) + " modes on average (" + show(modes.low, 0) + " to " + show(modes.high, 0) + " of " + show(stats[0].mode_count, 0) + "), " +
    show(quality.mean, 0) + " % of points near a mode (" + show(quality.low, 0) + " to " + show(quality.high, 0) + "; perfect: " + show(100 * stats[0].high_quality_floor, 1) + "). " + lost + " of " + stats.length + " lost half of the modes or more.");
}

function take() {
  const fresh = film.take(props.value);
  if (fresh === null || !props.value) return;
  report(element, film);
  if (fresh) { find("[data-seeds]").replaceChildren(); setText(find("[data-spread]"), ""); }
  const pulse = film.pulse ? ", duel " + (film.pulse.step + 1) + " of " + film.pulse.total + " at " + Math.round(100 * film.pulse.stats.progress) + " %" : "";
  setText(find(".status"), film.status.running ? statusLine(film.status) + pulse : "");
  film.frames.forEach((_, k) => draw(k));
  if (film.frames.length) summary();
}
watch("value", take);
take();
