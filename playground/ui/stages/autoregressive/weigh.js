// A text weighed: one frame brings its tokens, one the rivals, one the file; choosing a token asks nobody.

import { Chart } from "../lib/chart.js";
import { make } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { percent as rounded, show, whole } from "../lib/format.js";
import { colour } from "../lib/theme.js";
import { pieces, tokenSpan } from "./tokens.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("../lib/paint.js").Point} Point */
/** @typedef {import("../lib/chart.js").Level} Level */
/** @typedef {import("./tokens.js").Piece} Piece */
/** @typedef {import("./weigh.shown").Frame} Frame */
/** @typedef {Frame["stats"]} Stats */
/** @typedef {[name: string, bytes: number, kind: string]} Weight a bar of the comparison */

const PHASES = ["weighing", "counting n-grams", "coding and decoding"];
const PACKERS = /** @type {const} */ (["gzip", "bz2", "xz"]);
const HEX_SHOWN = 4096;
const GUESSES = 5;
const [TOKENS, RIVALS, FILE] = [0, 1, 2]; // the steps of the frames

/** @param {Root} root */
export function mount(root) {
  return new Weigh(root);
}

class Weigh {
  /** @type {Film<Frame>} */
  film = new Film();
  /** @type {Piece[]} */
  words = []; // of the model's vocabulary
  /** @type {Piece[]} */
  text = [];
  /** @type {number[]} */
  ends = []; // where each token ends, in bytes
  /** @type {number[]} */
  spent = []; // bits up to the end of each token
  chosen = 0;
  seen = ""; // what is drawn: run and number of frames
  drawnRun = "";

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.strip = root.find("[data-strip]");
    this.chart = new Chart(root, root.canvas("[data-curve]"));
    root.listen(this.strip, "click", (event) => this.press(event));
    root.listen(this.strip, "keydown", (event) => this.walk(event));
    root.listen(this.chart.canvas, "click", (event) => this.pressCurve(event));
    root.on("[data-save]", "click", () => this.save());
    root.find("[data-key=model]").style.background = "var(--generated)";
    root.find("[data-key=ngram]").style.background = "var(--series-b)";
  }

  take() {
    const { film } = this;
    const seen = film.run + film.frames.length;
    if (this.seen === seen || !this.stats(TOKENS)) return;
    this.seen = seen;
    if (this.drawnRun !== film.run) {
      this.readTokens();
      this.drawStrip();
      this.drawChosen();
    }
    this.drawnRun = film.run;
    this.draw();
    this.drawWeights();
    this.drawFile();
    this.drawNumbers();
    this.drawMaths();
    this.drawCosts();
  }

  /** @param {string} line */
  status(line) {
    const { pulse } = this.film;
    if (!line || !pulse) return line;
    return `${line}: ${PHASES[pulse.step]}, ${rounded(pulse.stats.progress, 0)}`;
  }

  /** @param {number} step */
  frame(step) {
    return this.film.frames.findIndex((one) => one.step === step);
  }

  /** @param {number} step @returns {Stats | undefined} */
  stats(step) {
    return this.film.frames[this.frame(step)]?.stats;
  }

  /** @param {number} step @param {keyof Frame["arrays"]} name */
  data(step, name) {
    return this.film.array(this.frame(step), name)?.data;
  }

  /** @param {keyof Frame["arrays"]} name */
  bytes(name) {
    return /** @type {Uint8Array<ArrayBuffer> | undefined} */ (this.data(FILE, name));
  }

  /** @param {keyof Frame["arrays"]} name of an array of the first frame */
  of(name) {
    return this.film.must(this.frame(TOKENS), name).data;
  }

  /** @param {number} i */
  bitsOf(i) {
    return this.of("nats")[i] / Math.LN2;
  }

  /** What the whole text costs the model. */
  get bits() {
    return this.spent[this.spent.length - 1];
  }

  /** What it costs the best n-gram. */
  get ngramBits() {
    return Math.min(...(this.data(RIVALS, "orders") ?? []));
  }

  // The text.

  readTokens() {
    this.words = pieces(this.film, this.frame(TOKENS), "vocabulary");
    this.text = Array.from(this.of("ids"), (id) => this.words[id]);
    let at = 0;
    let bits = 0;
    this.ends = this.text.map((one) => (at += one.bytes.length));
    this.spent = this.text.map((_, i) => (bits += this.bitsOf(i)));
    const nats = Array.from(this.of("nats"));
    this.chosen = nats.indexOf(nats.reduce((most, one) => Math.max(most, one), 0));
  }

  drawStrip() {
    const spans = this.text.map((one, i) => {
      const span = tokenSpan(one, { bits: this.bitsOf(i), plain: true });
      span.dataset.i = String(i);
      return span;
    });
    this.strip.replaceChildren(...spans);
    this.strip.scrollTop = 0;
  }

  drawChosen() {
    const { chosen, root, strip, text, words } = this;
    strip.querySelector(".here")?.classList.remove("here");
    strip.children[chosen].classList.add("here");
    const nats = this.of("nats")[chosen];
    const rank = this.of("rank")[chosen];
    const nth = chosen ? `token ${whole(chosen + 1)} of` : "the first token of";
    const place = `“${text[chosen].shown}”, ${nth} ${whole(text.length)}`;
    const cost = `probability ${percent(Math.exp(-nats))}, ${show(nats / Math.LN2)} bits = ${show(nats)} nats`;
    const other = `rank ${whole(rank)} of ${whole(words.length)}. Expected instead:`;
    root.text("[data-told]", `${place}: ${cost}; ${rank === 1 ? "just what the model expected most." : other}`);
    root.find("[data-guesses]").replaceChildren(...this.guesses(Math.exp(-nats)));
  }

  /** @param {number} p of the token that came */
  guesses(p) {
    const { chosen, text, words } = this;
    const own = this.of("ids")[chosen];
    const from = GUESSES * chosen;
    const top = Array.from(this.of("top").subarray(from, from + GUESSES));
    const sure = this.of("top_p");
    const rows = top.map((id, k) => guess(words[id], sure[from + k], "", id === own));
    return top.includes(own) ? rows : [...rows, guess(text[chosen], p, " · came", true)];
  }

  // Choosing.

  /** @param {number} i */
  choose(i) {
    this.chosen = Math.max(0, Math.min(this.text.length - 1, i));
    this.drawChosen();
    this.draw();
  }

  /** @param {MouseEvent} event */
  press({ target }) {
    const span = target instanceof Element ? target.closest("[data-i]") : null;
    if (span instanceof HTMLElement) this.choose(Number(span.dataset.i));
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    const { chosen, text } = this;
    const to = {
      ArrowRight: chosen + 1,
      ArrowLeft: chosen - 1,
      Home: 0,
      End: text.length - 1,
      PageDown: chosen + 20,
      PageUp: chosen - 20,
    }[event.key];
    if (to === undefined || !text.length || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.choose(to);
    this.follow();
  }

  /** @param {MouseEvent} event */
  pressCurve(event) {
    if (!this.text.length) return;
    const at = this.chart.valueAt(event);
    const first = this.ends.findIndex((end) => end >= at);
    this.choose(first < 0 ? this.text.length - 1 : first);
    this.follow();
  }

  // Scrolls the strip to the chosen token.
  follow() {
    const { strip } = this;
    const now = /** @type {HTMLElement} */ (strip.children[this.chosen]);
    const top = now.offsetTop - strip.offsetTop;
    const seen = top >= strip.scrollTop && top + now.offsetHeight <= strip.scrollTop + strip.clientHeight;
    if (!seen) strip.scrollTop = top - strip.clientHeight / 2;
  }

  // The curve and the bars.

  draw() {
    const stats = this.stats(TOKENS);
    if (!stats) return;
    const { chart, ends, spent } = this;
    const rivals = this.stats(RIVALS);
    const ngram = this.ngramCurve();
    /** @type {Point[]} */
    const mine = [[0, 0], ...spent.map((bits, i) => /** @type {Point} */ ([ends[i], bits / 8]))];
    const levels = rivals ? packers(rivals) : [];
    const most = Math.max(this.bits / 8, ngram[ngram.length - 1]?.[1] ?? 0, ...levels.map(({ value }) => value));
    const rival = { points: ngram, colour: colour("--series-b"), width: 1.8, dash: [6, 3] };
    chart.read = (bytes) => this.read(bytes, ngram);
    chart.draw({
      across: { low: 0, high: stats.bytes, label: "bytes of text read" },
      up: { low: 0, high: 1.06 * most },
      series: [
        ...(ngram.length ? [rival] : []),
        { name: "model", points: mine, colour: colour("--generated"), width: 1.8 },
      ],
      levels,
      at: ends[this.chosen],
    });
    const end = ngram.length ? `, n-gram ${show(this.ngramBits / 8, 0)}` : "";
    const cost = `model ${show(this.bits / 8, 0)} at the end${end}`;
    chart.canvas.setAttribute("aria-label", `bytes that the text costs so far against bytes read: ${cost}`);
  }

  /** @returns {Point[]} */
  ngramCurve() {
    const nats = this.data(RIVALS, "ngram");
    if (!nats) return [];
    let bits = 0;
    return [[0, 0], ...Array.from(nats, (one, i) => /** @type {Point} */ ([i + 1, (bits += one / Math.LN2) / 8]))];
  }

  /** @param {number} bytes read, at the end of a token @param {Point[]} ngram */
  read(bytes, ngram) {
    const token = this.ends.indexOf(bytes);
    const model = `model ${show((this.spent[token] ?? 0) / 8, 1)} bytes`;
    const counted = ngram[bytes] ? [`n-gram ${show(ngram[bytes][1], 1)} bytes`] : [];
    const piece = token < 0 ? [] : [`“${this.text[token].shown}”`];
    return [`${whole(bytes)} bytes read`, ...piece, model, ...counted].join("\n");
  }

  drawWeights() {
    const { root } = this;
    const [stats, rivals] = [this.stats(TOKENS), this.stats(RIVALS)];
    if (!stats) return;
    const file = this.bytes("file");
    /** @type {Weight[]} */
    const rows = [["as it is, UTF-8", stats.bytes, "plain"]];
    if (rivals) {
      rows.push(...PACKERS.map((name) => /** @type {Weight} */ ([name, rivals[name], "packer"])));
      rows.push([`${rivals.order}-gram, bits / 8`, this.ngramBits / 8, "ngram"]);
    }
    rows.push(["model, bits / 8", this.bits / 8, "model"]);
    if (file) rows.push(["the file", file.length, "model"]);
    const most = Math.max(...rows.map(([, bytes]) => bytes));
    root.find("[data-weights]").replaceChildren(...rows.map((row) => weight(row, most)));
    if (!rivals) return;
    root.text("[data-order]", `${rivals.order}-gram`);
    root.text("[data-fair]", fair(stats, rivals));
  }

  // The file.

  drawFile() {
    const { root } = this;
    const stats = this.stats(FILE);
    const file = this.bytes("file");
    const noise = this.bytes("noise");
    root.find("[data-file]").hidden = !file;
    if (!file || !stats) return;
    const front = noise ? file.length - noise.length : 0;
    const equal = stats.equal
      ? "Decoded, the file gives the very same text. "
      : "The decoded text is another one: please report this. ";
    const cost = `${whole(file.length)} bytes for ${show(this.bits / 8, 1)} bytes’ worth of surprise.`;
    root.text("[data-equal]", equal + cost + (noise ? returned(stats.returned, noise.length, front) : ""));
    const isSame = (/** @type {number} */ k) => Boolean(noise) && k >= front && k - front < stats.returned;
    dump(root.find("[data-hex]"), file, isSame);
    root.find("[data-noise]").hidden = !noise;
    if (noise) dump(root.find("[data-noise]"), noise, (k) => k < stats.returned);
    root.text("[data-decoded]", new TextDecoder().decode(this.bytes("decoded")));
  }

  save() {
    const file = this.bytes("file");
    if (!file) return;
    const href = URL.createObjectURL(new Blob([file], { type: "application/octet-stream" }));
    make("a", { href, download: "weighed.text-ar" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  }

  // The numbers.

  drawNumbers() {
    const { bits, root } = this;
    const [stats, rivals] = [this.stats(TOKENS), this.stats(RIVALS)];
    if (!stats) return;
    const file = this.bytes("file");
    const { bytes, characters, entropy, left_out, nats, tokens } = stats;
    const expected = `the model itself expected ${show(entropy / Math.LN2, 0)} bits`;
    root.number("bits", `${show(bits, 1)} bits`, { small: `${show(nats, 1)} nats; ${expected}` });
    root.number("rate", show(bits / characters, 3), { small: `${show(bits / bytes, 3)} bits a byte; uncompressed: 8` });
    const left = left_out ? `; ${whole(left_out)} left out, as this model’s alphabet lacks them` : "";
    const small = `${whole(tokens)} tokens, ${whole(characters)} characters${left}`;
    root.number("perplexity", perplexity(nats / tokens), { small });
    this.drawRival(rivals);
    const spare = file ? spared(file.length - bits / 8) : "switch “Write the file” on at the left";
    root.number("file", file ? `${whole(file.length)} bytes` : "–", { small: spare });
  }

  /** @param {Stats | undefined} rivals */
  drawRival(rivals) {
    if (!rivals) return this.root.number("rival", "–", { small: "" });
    /** @type {[name: string, bits: number][]} */
    const all = PACKERS.map((name) => [name, 8 * rivals[name]]);
    all.push([`${rivals.order}-gram`, this.ngramBits]);
    const [name, cost] = all.sort((a, b) => a[1] - b[1])[0];
    const loses = this.bits > cost ? ": here the model loses" : "";
    this.root.number("rival", `${whole(cost)} bits`, {
      small: `${name}; model / rival = ${show(this.bits / cost)}${loses}`,
    });
  }

  drawMaths() {
    const { bits, root } = this;
    const stats = this.stats(TOKENS);
    if (!stats) return;
    const { entropy, nats, tokens } = stats;
    const file = this.bytes("file");
    const orders = Array.from(this.data(RIVALS, "orders") ?? [], (cost, k) => `${k + 1}: ${whole(cost)}`);
    const more = file ? show(file.length - bits / 8, 1) : "";
    root.maths("sum", `${show(bits, 1)} bits = ${show(nats, 1)} nats, ${whole(tokens)} terms`);
    root.maths("perplexity", `exp(${show(nats, 1)} / ${whole(tokens)}) = ${show(Math.exp(nats / tokens))}`);
    root.maths("entropy", `${show(entropy / Math.LN2, 1)} bits expected, ${show(bits, 1)} came`);
    root.maths("ngram", orders.length ? `${orders.join(", ")} bits by order` : "…");
    root.maths("file", file ? `${show(bits / 8, 1)} + ${more} = ${whole(file.length)} bytes` : "not written");
  }

  drawCosts() {
    const [stats, filed] = [this.stats(TOKENS), this.stats(FILE)];
    if (!stats) return;
    const { ms, parameters, tokens, window: wide } = stats;
    const windows = tokens <= wide ? 1 : 1 + Math.ceil((tokens - wide) / (wide / 2));
    /** @type {[string, string][]} */
    const rows = [
      ["parameters", whole(parameters)],
      ["network calls to weigh", `${whole(windows)} of up to ${wide} tokens`],
      ["time to weigh", `${whole(ms)} ms`],
    ];
    if (filed?.seconds) {
      const each = show((500 * filed.seconds) / tokens, 1);
      rows.push(["network calls of the coder", `${whole(2 * tokens)}, token by token`]);
      rows.push(["time to code and decode", `${show(filed.seconds, 1)} s, ${each} ms a token`]);
    }
    this.root.costs([...rows, ["requests while you click", "0"]]);
  }
}

/** @param {number} p a probability, which may be tiny */
function percent(p) {
  if (p >= 0.001 || !p) return rounded(p, p && p < 0.1 ? 2 : p ? 1 : 0);
  const [digits, power] = (100 * p).toExponential(1).split("e-");
  return `${digits} × 10⁻${[...power].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")} %`;
}

/** @param {number} nats a token */
function perplexity(nats) {
  const value = Math.exp(nats);
  return value < 1e5 ? show(value) : value.toExponential(1).replace("e+", " × 10^");
}

/** @param {number} more bytes than the bits */
function spared(more) {
  if (more >= 0) return `${show(more, 1)} bytes more than the bits; 1 % and 16 would be allowed`;
  return `${show(-more, 1)} bytes fewer than the bits: no token costs the file more than 24, the coder’s finest step`;
}

/** @param {number} same @param {number} all @param {number} front in bytes */
function returned(same, all, front) {
  const back = `The first ${whole(same)} of ${whole(all)} random bytes came back, behind a front of ${front}`;
  return ` ${back}: decoding noise is sampling, and coding a sample gives back its noise.`;
}

/** @param {Stats} stats @param {Stats} rivals */
function fair({ parameters }, { lesson, whole: same }) {
  const text = same
    ? "the text that the model was trained on; "
    : "of other held-out tales, as the training text is not on this machine; ";
  return (
    `The packers begin with an empty memory. The n-gram has counted ${whole(lesson)} bytes before, ${text}` +
    "its order is the best of 1 to 6 for this very text. The model was trained on millions of characters, " +
    `and its ${whole(parameters)} parameters are in no file here: whoever decodes must have them.`
  );
}

// The packers' levels, their names left and right in turn, so that they do not hide one another.
/** @param {Stats} rivals @returns {Level[]} */
function packers(rivals) {
  const quiet = colour("--ink-quiet");
  const levels = PACKERS.map((name) => ({ value: rivals[name], label: name, colour: quiet, dash: [4, 3] }));
  return levels.sort((a, b) => a.value - b.value).map((one, k) => ({ ...one, right: k % 2 === 1 }));
}

/** @param {number} share of the bar's width */
function gauge(share) {
  const bar = make("i");
  bar.style.width = `${100 * share}%`;
  return make("span", { class: "gauge" }, bar);
}

/** @param {Piece} one @param {number} p @param {string} note @param {boolean} own the token that came */
function guess(one, p, note, own) {
  const row = make(
    "li",
    {},
    make("span", { class: "name" }, one.shown),
    gauge(p),
    make("output", {}, percent(p) + note),
  );
  row.classList.toggle("own", own);
  return row;
}

/** @param {Weight} row @param {number} most */
function weight([name, bytes, kind], most) {
  const text = Number.isInteger(bytes) ? whole(bytes) : show(bytes, 1).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return make("div", { class: kind }, make("span", {}, name), gauge(bytes / most), make("output", {}, text));
}

/** @param {HTMLElement} box @param {Uint8Array} bytes @param {(place: number) => boolean} isSame */
function dump(box, bytes, isSame) {
  const spans = Array.from(bytes.subarray(0, HEX_SHOWN), (byte, k) => {
    const span = make("span", {}, byte.toString(16).padStart(2, "0"));
    span.classList.toggle("same", isSame(k));
    return [span, k % 16 === 15 ? "\n" : " "];
  });
  box.replaceChildren(...spans.flat());
  if (bytes.length > HEX_SHOWN) box.append(`… ${whole(bytes.length - HEX_SHOWN)} bytes more`);
}
