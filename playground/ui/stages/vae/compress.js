// One frame a method, then one a maker of pictures; the size and the measure are chosen here.
const { Film, paint, sharp, line, show, setText, statusLine, report, colour, number, costs } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector);
const AREA = 784, TICKS = 400, LEAST = 0.1, MOST = 450;
const METHODS = find(".stage").dataset.methods.split("|"), MAKERS = find(".stage").dataset.makers.split("|");
const STYLES = { VAE: ["--series-a", []], AE: ["--series-b", []], PCA: ["--series-c", []], JPEG: ["--ink-quiet", [5, 3]] };
const UNITS = { psnr: " dB", ssim: "" }, DIGITS = { psnr: 1, ssim: 2 };
let measure = "psnr", size = 24, held = false, saying = 0;

const methods = () => film.frames.map((frame, i) => [frame.stats, i]).filter(([s]) => s.method !== undefined);
const makers = () => film.frames.map((frame, i) => [frame.stats, i]).filter(([s]) => s.maker !== undefined);
const array = (i, name) => film.array(i, name).data;
const said = (value) => show(value, DIGITS[measure]) + UNITS[measure];
const bytes = (value) => show(value, value < 10 && value % 1 ? 1 : 0) + (value === 1 ? " byte" : " bytes");
const style = (method) => STYLES[METHODS[method].split(",")[0]];  // "VAE, 2 numbers" as the VAE
const share = (value) => Math.log(value / LEAST) / Math.log(MOST / LEAST);

// The largest of a method's sizes that fits; its smallest, and false, where none does.
function best(i) {
  const sizes = [...array(i, "bytes")], fitting = sizes.filter((one) => one <= size * 1.005);
  return fitting.length ? [sizes.indexOf(Math.max(...fitting)), true] : [sizes.indexOf(Math.min(...sizes)), false];
}

function setting(method, value) {
  if (METHODS[method] === "JPEG") return "quality " + value;
  return value + (value === 1 ? " number" : " numbers");
}

function drawCurves() {
  const { context, width, height } = sharp(find("[data-curves]")), all = methods();
  const levels = all.flatMap(([, i]) => [...array(i, measure)]), low = measure === "ssim" ? 0 : Math.floor(Math.min(...levels) - 1);
  const high = measure === "ssim" ? 1 : Math.min(48, Math.max(...levels) + 1), x = (v) => 38 + (width - 48) * share(v), y = (v) => height - 20 - (height - 28) * ((v - low) / (high - low));
  context.font = "11px " + colour("--font-plain");
  context.fillStyle = colour("--ink-quiet");
  for (const tick of [0.25, 1, 2, 4, 8, 16, 32, 64, 128, 256]) {
    line(context, [[x(tick), 4], [x(tick), height - 20]], colour("--rule"), 0.6);
    context.textAlign = "center";
    context.fillText(tick === 0.25 ? "¼" : tick, x(tick), height - 6);
  }
  context.textAlign = "right";
  for (let k = 0; k <= 4; k++) { const v = low + (k * (high - low)) / 4; context.fillText(show(v, measure === "ssim" ? 2 : 0), 32, y(v) + 4); }
  line(context, [[38, height - 20], [width - 10, height - 20]], colour("--rule"), 1);
  line(context, [[x(size), 4], [x(size), height - 20]], colour("--accent"), 1.6);
  for (const [s, i] of all) {
    const [name, dash] = style(s.method), hue = colour(name), points = [...array(i, "bytes")].map((v, k) => [x(v), y(array(i, measure)[k])]);
    const lows = array(i, measure + "_low"), highs = array(i, measure + "_high");
    line(context, points, hue, 1.8, dash);
    points.forEach(([px, py], k) => {
      line(context, [[px, y(lows[k])], [px, y(highs[k])]], hue, 1);
      context.beginPath();
      context.arc(px, py, points.length > 1 ? 3 : 5, 0, 7);
      context.fillStyle = points.length > 1 ? hue : colour("--paper");
      context.fill();
      context.strokeStyle = hue;
      context.lineWidth = 1.6;
      context.stroke();
    });
  }
  find("[data-curves]").setAttribute("aria-label", all.map(([s, i]) => METHODS[s.method] + ": " + [...array(i, "bytes")].map((v, k) => bytes(v) + " " + said(array(i, measure)[k])).join(", ")).join("; "));
}

function row(box, title, small, data, count, from, style) {
  const line = document.createElement("div"), words = document.createElement("p"), name = document.createElement("b"), under = document.createElement("small");
  const shelf = document.createElement("div");
  if (style) { const key = document.createElement("i"); key.className = "stroke"; key.style.background = colour(style); words.append(key); }
  name.textContent = title;
  under.textContent = small;
  words.append(name, under);
  for (let k = 0; k < count; k++) {
    const canvas = document.createElement("canvas");
    paint(canvas, data, 28, 28, 1, from + k * AREA);
    shelf.append(canvas);
  }
  line.append(words, shelf);
  box.push(line);
  return line;
}

function drawKept() {
  const box = [], all = methods(), originals = film.array(0, "originals").data;
  row(box, "test digits", "784 bytes as they are", originals, 8, 0);
  for (const [s, i] of all) {
    const [k, fits] = best(i), how = setting(s.method, array(i, "setting")[k]) + ", " + bytes(array(i, "bytes")[k]);
    const made = row(box, METHODS[s.method], (fits ? "" : "does not fit: at least ") + how + " · " + said(array(i, measure)[k]), array(i, "examples"), 8, k * 8 * AREA, style(s.method)[0]);
    made.classList.toggle("unfit", !fits);
  }
  find("[data-kept]").replaceChildren(...box);
}

function drawBlur() {
  const all = makers(), box = [], real = all.find(([s]) => MAKERS[s.maker] === "test digits");
  for (const [s, i] of all) {
    const made = row(box, MAKERS[s.maker], "n = " + s.n, array(i, "pictures"), 6, 0), gauge = document.createElement("span"), value = document.createElement("output");
    gauge.className = "gauge";
    for (const [tag, left, width] of [["i", 0, s.sharp], ["b", s.sharp_low, s.sharp_high - s.sharp_low]]) {
      const part = document.createElement(tag);
      part.style.left = 100 * left + "%";
      part.style.width = 100 * width + "%";
      gauge.append(part);
    }
    if (real) { const mark = document.createElement("em"); mark.style.left = 100 * real[0].sharp + "%"; gauge.append(mark); }
    gauge.classList.toggle("real", MAKERS[s.maker] === "test digits");
    value.textContent = show(s.sharp, 3) + " [" + show(s.sharp_low, 3) + ", " + show(s.sharp_high, 3) + "]";
    made.append(gauge, value);
  }
  find("[data-blur]").replaceChildren(...box);
  const vae = all.find(([s]) => MAKERS[s.maker] === "VAE samples");
  if (vae) number(element, "blur", show(vae[0].sharp, 3), vae[0].sharp, "95 %: " + show(vae[0].sharp_low, 3) + " to " + show(vae[0].sharp_high, 3) + ", n = " + vae[0].n + " · test digits: " + show(real[0].sharp, 3), real[0].sharp);
  if (vae) setText(find("[data-maths=sharp]"), show(vae[0].sharp, 3) + " for VAE samples, " + show(real[0].sharp, 3) + " for test digits");
}

function drawNumbers() {
  const first = film.frames[0].stats;
  for (const [name, title] of [["vae", "VAE"], ["pca", "PCA"], ["jpeg", "JPEG"]]) {
    const found = methods().find(([s]) => METHODS[s.method] === title);
    if (!found) continue;
    const [k, fits] = best(found[1]), of = (which) => array(found[1], which)[k];
    const interval = "95 %: " + show(of(measure + "_low"), DIGITS[measure]) + " to " + show(of(measure + "_high"), DIGITS[measure]) + ", n = " + first.n;
    number(element, name, fits ? said(of(measure)) : "does not fit", 0, fits ? bytes(of("bytes")) + " · " + interval : "its smallest: " + bytes(of("bytes")) + " at " + said(of(measure)));
    if (name === "vae") {
      setText(find("[data-maths=bytes]"), of("setting") + " × " + first.bits + " / 8 = " + bytes(of("bytes")));
      setText(find("[data-maths=psnr]"), show(of("psnr"), 1) + " dB, mean of " + first.n + " digits");
    }
  }
  setText(find("[data-maths=step]"), "bits = " + first.bits + ": " + 2 ** first.bits + " steps over 4 standard deviations s to either side");
  setText(find("[data-caption]"), (measure === "psnr" ? "peak signal-to-noise ratio in decibels" : "structural similarity, 1 for equal pictures") + ", against bytes a digit · now " + bytes(size) + " · drag the line");
  setText(find("[data-counted]"), "How bytes are counted: a code’s " + first.bits + "-bit numbers, the dearest in KL first (of the AE the most varied), the others at their mean; PCA’s components alike; " +
    "nothing is packed further. What decoder and components themselves weigh is shared by all digits and not counted. JPEG: one sheet of all " + first.n + " digits, 32 pixels apart, the whole file with its one header divided by " + first.n + ".");
}

function draw() {
  if (!methods().length) return;
  find("[data-size]").value = TICKS * share(size);
  find("[data-size]").setAttribute("aria-valuetext", bytes(size));
  for (const button of element.querySelectorAll("[data-measure]")) {
    button.setAttribute("aria-checked", String(button.dataset.measure === measure));
    button.tabIndex = button.dataset.measure === measure ? 0 : -1;
  }
  drawCurves();
  drawKept();
  drawNumbers();
  clearTimeout(saying);
  saying = setTimeout(() => setText(find("[data-twin]"), bytes(size) + " a digit. " + [...element.querySelectorAll("[data-kept] p")].slice(1).map((p) => p.querySelector("b").textContent + ": " + p.querySelector("small").textContent).join("; ") + "."), 600);
}

function resize(at) {
  const free = LEAST * (MOST / LEAST) ** Math.max(0, Math.min(1, at)), digits = free < 10 ? 1 : 0;
  size = Math.max(LEAST, Number(free.toFixed(digits)));
  draw();
}

find("[data-size]").addEventListener("input", (event) => resize(event.target.value / TICKS));
for (const button of element.querySelectorAll("[data-measure]")) {
  button.addEventListener("click", () => { measure = button.dataset.measure; draw(); });
  button.addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    measure = measure === "psnr" ? "ssim" : "psnr";
    draw();
    find("[data-measure=" + measure + "]").focus();
  });
}
const curves = find("[data-curves]");
function follow(event) { const box = curves.getBoundingClientRect(); resize((event.clientX - box.left - 38) / (box.width - 48)); }
curves.addEventListener("pointerdown", (event) => {
  if (!methods().length || event.button) return;
  curves.setPointerCapture(event.pointerId);
  held = true;
  follow(event);
});
curves.addEventListener("pointermove", (event) => { if (held) follow(event); });
for (const end of ["pointerup", "pointercancel"]) curves.addEventListener(end, () => { held = false; });

function progress() {
  const { pulse, status } = film;
  if (!status.running) return "";
  const at = pulse && (METHODS[pulse.step] || MAKERS[pulse.step - METHODS.length]);
  return statusLine(status) + (at ? ": " + at + ", " + show(100 * pulse.stats.progress, 0) + " %" : "");
}

const again = () => { if (methods().length) { drawCurves(); drawKept(); } };
new ResizeObserver(again).observe(curves);
new MutationObserver(() => requestAnimationFrame(again)).observe(document.body, { attributeFilter: ["class"] });

let shown = "";
function take() {
  if (film.take(props.value) === null) return;
  report(element, film);
  setText(find(".status"), progress());
  if (!film.frames.length || shown === film.run + film.frames.length) return;
  shown = film.run + film.frames.length;
  draw();
  drawBlur();
  const judged = makers().reduce((sum, [s]) => sum + s.n, 0);
  costs(element, [["digits compressed", String(film.frames[0].stats.n)], ["pictures judged for blur", String(judged)], ["requests while you slide", "0"]]);
}
watch("value", take);
take();
