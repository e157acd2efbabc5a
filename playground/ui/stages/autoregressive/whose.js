// Classifiers that tell authors apart, amount by amount.

import { Chart } from "../lib/chart.js";
import { make } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { percent, show } from "../lib/format.js";
import { Player } from "../lib/player.js";
import { colour } from "../lib/theme.js";
import { pieces } from "./tokens.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./whose.shown").Frame} Frame */
/** @typedef {"counted" | "networks"} Pair */
/** @typedef {{ tint: string, kind: string, writes: boolean }} Method */

const COUNTED = "from these sentences alone";
const NETWORKS = "pre-trained";
const METHODS = /** @type {Record<string, Method>} */ ({
  "logistic regression": { tint: "--real", kind: COUNTED, writes: false },
  "fine-tuned encoder": { tint: "--series-a", kind: NETWORKS, writes: false },
  "n-gram per author": { tint: "--generated", kind: COUNTED, writes: true },
  "GPT per author": { tint: "--series-b", kind: NETWORKS, writes: true },
});
const PAIRS = /** @type {[name: Pair, kind: string][]} */ ([
  ["counted", COUNTED],
  ["networks", NETWORKS],
]);
const CANNOT =
  "cannot: it learnt where one author ends and another begins, P(author | sentence). " +
  "Nothing in it says which sentences are likely.";

/** @param {Root} root */
export function mount(root) {
  return new Whose(root);
}

class Whose {
  /** @type {Film<Frame>} */
  film = new Film();
  grown = ""; // the run that is shown

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.chart = new Chart(root, root.canvas("[data-curve]"), { read: (i) => this.read(i) });
    this.player = new Player(root, this.film, {
      draw: (i) => this.drawFrame(i),
      caption: (i) => this.caption(i),
      twin: (i) => this.twin(i),
    });
  }

  take() {
    const { film, root } = this;
    if (!film.frames.length) return;
    this.drawTold();
    root.costs([
      ["amounts", String(film.frames[0].total)],
      ["classifiers learnt", String(film.frames.length * this.names(0, "methods").length)],
      ["time so far", `${show(film.last.stats.seconds, 1)} s`],
      ["requests while you scrub", "0"],
    ]);
    this.player.grown(this.grown !== film.run);
    this.grown = film.run;
  }

  /** @param {string} line */
  status(line) {
    const left = this.film.frames[0]?.stats.left_out;
    if (line || !left) return line;
    return `The two networks do not read the last ${left} tokens of your sentence.`;
  }

  draw() {
    this.drawCurve(this.player.index);
  }

  /** @param {number} i */
  stats(i) {
    return this.film.frames[i].stats;
  }

  /** @param {number} i @param {"methods" | "authors" | "samples"} which */
  names(i, which) {
    return pieces(this.film, i, which).map(({ text }) => text);
  }

  /**
   * What one method says of the sentence, author by author.
   * @param {number} i
   * @param {keyof Frame["arrays"]} name
   * @param {number} method
   */
  row(i, name, method) {
    const { data, shape } = this.film.must(i, name);
    const size = shape[shape.length - 1];
    return Array.from(data.subarray(method * size, (method + 1) * size));
  }

  /** @param {number} i */
  caption(i) {
    return `${this.stats(i).amount} sentences of each author`;
  }

  /** @param {number} i */
  twin(i) {
    const authors = this.names(i, "authors");
    const said = this.names(i, "methods").map((method, k) => {
      const shares = this.row(i, "posterior", k);
      const best = greatest(shares);
      return `${method} says ${authors[best]}, ${sure(shares[best])}`;
    });
    return `${this.spoken(i)}. Your sentence: ${said.join("; ")}`;
  }

  /** @param {number} i */
  rights(i) {
    const rights = this.names(i, "methods").map((method, k) => `${method} ${round(this.stats(i)[`right_${k}`])}`);
    return [...rights, `guessing ${round(this.stats(i).chance)}`];
  }

  /** @param {number} i */
  spoken(i) {
    const rights = this.rights(i);
    return `With ${this.caption(i)}: ${rights.slice(0, -1).join(", ")}; ${rights[rights.length - 1]}`;
  }

  /** @param {number} i */
  read(i) {
    return [this.caption(i), ...this.rights(i)].join("\n");
  }

  /** @param {number} i */
  drawFrame(i) {
    this.drawCurve(i);
    this.drawLegend();
    this.drawJudges(i);
    this.drawWritten(i);
    this.drawConfused(i);
    this.drawNumbers(i);
    this.drawMaths(i);
  }

  /** @param {number} at */
  drawCurve(at) {
    const { frames } = this.film;
    const { chance } = this.stats(0);
    const methods = this.names(0, "methods");
    const all = (/** @type {"right" | "low" | "high"} */ name) =>
      frames.flatMap(({ stats }) => methods.map((_, k) => stats[`${name}_${k}`]));
    this.chart.draw({
      across: {
        low: -0.3,
        high: Math.max(1, frames[0].total) - 0.7,
        label: "sentences of each author",
        ticks: frames.map((_, i) => i),
        name: (i) => String(this.stats(i).amount),
      },
      up: {
        low: Math.max(0, Math.min(...all("low"), chance) - 0.04),
        high: Math.min(1, Math.max(...all("high")) + 0.04),
        name: (share) => `${percent(share, 0)}`,
      },
      series: methods.map((method, k) => ({
        name: method,
        points: frames.map(({ stats }, i) => [i, stats[`right_${k}`]]),
        whiskers: frames.map(({ stats }, i) => [i, stats[`low_${k}`], stats[`high_${k}`]]),
        colour: colour(METHODS[method].tint),
        width: 2,
        dash: METHODS[method].writes ? [5, 3] : [],
        dots: 3,
        shift: 5 * (k - (methods.length - 1) / 2),
      })),
      levels: [{ value: chance, colour: colour("--ink-quiet") }],
      at,
    });
    this.chart.canvas.setAttribute("aria-label", this.spoken(at));
  }

  drawLegend() {
    const entries = this.names(0, "methods").map((method) => {
      const { tint, writes } = METHODS[method];
      const key = make("i", { class: "stroke" });
      const dashes = `repeating-linear-gradient(90deg, var(${tint}) 0 5px, transparent 5px 8px)`;
      key.style.background = writes ? dashes : `var(${tint})`;
      return make("span", { class: "key" }, key, `${method}${writes ? " (generative). " : ". "}`);
    });
    this.root.find("[data-legend]").replaceChildren(...entries);
  }

  /** @param {number} i */
  drawJudges(i) {
    const authors = this.names(i, "authors");
    const cards = this.names(i, "methods").map((method, k) => {
      const { kind, writes } = METHODS[method];
      const list = this.judgeList(i, method, k, authors);
      const hint = make("p", { class: "hint" }, `${writes ? "generative" : "discriminative"}, ${kind}`);
      return make("section", {}, make("h5", {}, method), hint, list);
    });
    this.root.find("[data-judges]").replaceChildren(...cards);
  }

  /** @param {number} i @param {string} method @param {number} k @param {string[]} authors */
  judgeList(i, method, k, authors) {
    const { tint, writes } = METHODS[method];
    const shares = this.row(i, "posterior", k);
    const nats = this.row(i, "surprise", k);
    const items = authors.map((author, j) => {
      const name = make("span", {}, author);
      if (writes) name.append(make("small", {}, ` ${show(nats[j] / Math.LN2, 0)} bits`));
      const bar = make("i");
      bar.style.width = `${100 * shares[j]}%`;
      bar.style.background = `var(${tint})`;
      const best = j === greatest(shares) ? "best" : "";
      return make("li", { class: best }, name, make("output", {}, sure(shares[j])), bar);
    });
    return make("ol", { class: "tops" }, ...items);
  }

  /** @param {number} i */
  drawWritten(i) {
    const authors = this.names(i, "authors");
    const samples = pieces(this.film, i, "samples");
    const cards = this.names(i, "methods").map((method, k) => {
      const title = make("h5", {}, method);
      if (!METHODS[method].writes) return make("section", {}, title, make("p", { class: "hint" }, CANNOT));
      const entries = authors.flatMap((author, j) => {
        const { text, shown } = samples[k * authors.length + j];
        return [make("dt", {}, author), make("dd", {}, text || shown || "(an empty line)")];
      });
      return make("section", {}, title, make("dl", {}, ...entries));
    });
    this.root.find("[data-written]").replaceChildren(...cards);
  }

  /** @param {number} i */
  drawConfused(i) {
    const authors = this.names(i, "authors");
    const size = authors.length;
    const heads = authors.map((author) => make("th", { title: author }, author.slice(0, 3)));
    const cards = this.names(i, "methods").map((method, k) => {
      const rows = authors.map((author, a) => {
        const cells = counted(this.row(i, "confusion", k * size + a), a);
        return make("tr", {}, make("th", {}, author), ...cells);
      });
      const head = make("tr", {}, make("th"), ...heads.map((one) => one.cloneNode(true)));
      return make("section", {}, make("h5", {}, method), make("table", { class: "confused" }, head, ...rows));
    });
    this.root.find("[data-confused]").replaceChildren(...cards);
  }

  /** @param {number} i */
  drawNumbers(i) {
    const { root } = this;
    const stats = this.stats(i);
    const methods = this.names(i, "methods");
    const authors = this.names(i, "authors");
    const rights = methods.map((_, k) => stats[`right_${k}`]);
    const best = greatest(rights);
    const small = `${methods[best]}, ${stats.n} test sentences; guessing ${round(stats.chance)}`;
    root.number("best", round(rights[best]), { share: rights[best], small, mark: stats.chance });
    this.lead(i, "counted", "logistic regression", "n-gram");
    this.lead(i, "networks", "fine-tuned encoder", "GPT per author");
    const posterior = Array.from(this.film.must(i, "posterior").data);
    const top = greatest(posterior);
    const who = `${methods[Math.floor(top / authors.length)]}: ${authors[top % authors.length]}`;
    root.number("sure", sure(posterior[top]), { share: posterior[top], small: who });
  }

  /** @param {number} i @param {Pair} pair @param {string} discriminative @param {string} generative */
  lead(i, pair, discriminative, generative) {
    const stats = this.stats(i);
    const gap = stats[`gap_${pair}`];
    if (gap === undefined) {
      return this.root.number(pair, "–", { small: `choose both: ${discriminative}, ${generative}` });
    }
    const interval = `[${points(stats[`gap_low_${pair}`])}, ${points(stats[`gap_high_${pair}`])}]`;
    const small = `${discriminative} less ${generative}, 95 % ${interval}`;
    this.root.number(pair, `${points(gap)} points`, { small });
  }

  // Who leads with the least and with the most to learn from; told once all amounts are done.
  drawTold() {
    const { frames } = this.film;
    const ends = [...new Set([0, frames.length - 1])];
    const said = ends.flatMap((i) => {
      const stats = this.stats(i);
      return PAIRS.filter(([pair]) => stats[`gap_${pair}`] !== undefined).map(
        ([pair, kind]) =>
          `With ${stats.amount} sentences each, ${kind}, ` + leads(stats[`gap_low_${pair}`], stats[`gap_high_${pair}`]),
      );
    });
    const done = said.length && frames.length === frames[0].total;
    this.root.text("[data-told]", done ? `${said.join(". ")}.` : "");
  }

  /** @param {number} i */
  drawMaths(i) {
    const { root } = this;
    const authors = this.names(i, "authors");
    const methods = this.names(i, "methods");
    const teller = methods.findIndex((method) => !METHODS[method].writes);
    const writer = methods.findIndex((method) => METHODS[method].writes);
    root.maths("telling", teller < 0 ? "none chosen" : this.told(i, teller, methods, authors));
    root.maths("writing", "none chosen");
    root.maths("bayes", "–");
    if (writer < 0) return;
    const nats = this.row(i, "surprise", writer);
    const shares = this.row(i, "posterior", writer);
    const first = greatest(shares);
    const behind = [...nats].sort((a, b) => a - b)[1] - nats[first];
    const best = `P(${authors[first]} | your sentence) = ${show(shares[first], 4)}`;
    root.maths("writing", `${methods[writer]}: ln P(your sentence | ${authors[first]}) = −${show(nats[first])} nats`);
    root.maths("bayes", `P(y) = 1/${authors.length}; the next is ${show(behind)} nats behind, so ${best}`);
  }

  /** @param {number} i @param {number} method @param {string[]} methods @param {string[]} authors */
  told(i, method, methods, authors) {
    const shares = this.row(i, "posterior", method);
    const best = greatest(shares);
    return `${methods[method]}: P(${authors[best]} | your sentence) = ${show(shares[best], 4)}`;
  }
}

/** @param {number[]} counts of one author's sentences, by whom they were given to @param {number} right */
function counted(counts, right) {
  const all = counts.reduce((sum, count) => sum + count, 0) || 1;
  return counts.map((count, b) => {
    const cell = make("td", { class: b === right ? "right" : "" }, String(count));
    cell.style.setProperty("--share", String(count / all));
    return cell;
  });
}

/** @param {number} low @param {number} high of the discriminative one's lead */
function leads(low, high) {
  if (low > 0) return "the discriminative one leads";
  return high < 0 ? "the generative one leads" : "neither leads beyond the interval";
}

/** @param {number[]} values */
function greatest(values) {
  return values.indexOf(Math.max(...values));
}

/** @param {number} share */
function round(share) {
  return percent(share, 0);
}

/** @param {number} share */
function sure(share) {
  if (share > 0.995) return "> 99\u00a0%";
  return share < 0.005 ? "< 1\u00a0%" : round(share);
}

/** @param {number} share */
function points(share) {
  return (share > 0 ? "+" : "") + show(100 * share, 0);
}
