// A text written token by token. A run brings all of it; going to and fro, and from branch to branch, asks nobody.

import { make, setText } from "../lib/dom.js";
import { Film } from "../lib/film.js";
import { plural, show, whole } from "../lib/format.js";
import { median } from "../lib/median.js";
import { page } from "../lib/page.js";
import { Player } from "../lib/player.js";
import { Branches, total } from "./branches.js";
import { NextToken, percent, words } from "./nexttoken.js";
import { joined, piece, pieces, tokenSpan } from "./tokens.js";

/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./tokens.js").Piece} Piece */
/** @typedef {import("./write.shown").Frame} Frame */
/** @typedef {Record<string, any>} Values the controls of a run */

const KEPT = 12; // branches
const JOINED = 200; // characters that are shown again where pieces are no whole ones
const SEARCH_MS = 200;
const ENGINE = "autoregressive.write";
const FULL = "This text is as long as it may be: go back to one of its tokens, and force another in its place.";

/** @param {Root} root */
export function mount(root) {
  return new Write(root);
}

// A run is a branch: what it wrote, and the controls it was made with. The last frame's token is not written yet.
class Run {
  /** @type {Film<Frame>} */
  film = new Film();
  /** @type {number[]} */
  ids = [];
  /** @type {number[]} */
  nats = [];
  /** @type {Piece[]} */
  pieces = [];

  /** @param {Values} values */
  constructor(values) {
    this.values = values;
  }

  get label() {
    const { penalty, seed, temperature, top_k, top_p } = this.values;
    const rules = [
      top_k ? `top-k ${top_k}` : "",
      top_p < 1 ? `top-p ${top_p}` : "",
      penalty > 1 ? `penalty ${penalty}` : "",
    ];
    return [`T ${temperature}`, ...rules.filter(Boolean), `seed ${seed}`].join(", ");
  }

  /** @param {Film<Frame>} film that it arrives in */
  grow({ frames, run, status }) {
    Object.assign(this.film, { frames, run, status });
    for (let i = this.ids.length; i < frames.length - 1; i++) {
      this.ids.push(this.stats(i).token);
      this.nats.push(this.stats(i).nats);
      this.pieces.push(this.taken(i));
    }
  }

  /** @param {number} i */
  stats(i) {
    return this.film.frames[i].stats;
  }

  /** @param {number} i @param {keyof Frame["arrays"]} name */
  array(i, name) {
    return Array.from(this.film.must(i, name).data);
  }

  /** @param {number} i */
  taken(i) {
    return pieces(this.film, i, "taken")[0];
  }
}

class Write {
  /** @type {Film<Frame>} */
  film = new Film(); // what arrives
  coming = new Run({}); // the run that it belongs to
  /** @type {Run | null} */
  shown = null;
  wish = ""; // the tokens that the control is to hold
  longer = 0; // how many tokens are to be written at least
  /** @type {number | null} */
  wanted = null; // the place that a forced run is to show
  /** @type {{ run: Run | null, count: number }} */
  drawn = { run: null, count: 0 }; // tokens of the text that are there

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.text = root.find("[data-text]");
    this.next = new NextToken(root, root.find("[data-next]"), (id) => this.force(id));
    /** @type {Branches<Run>} */
    this.branches = new Branches(root, root.find("[data-branching]"), (run) => this.choose(run));
    this.player = new Player(root, this.film, { draw: (i) => this.drawPlace(i), caption, twin: (i) => this.twin(i) });
    listenToSearch(root, { model: () => this.shown?.values.model, force: (id) => this.force(id) });
  }

  /** @param {any} value @param {boolean} fresh */
  take(value, fresh) {
    if (!value?.chunks?.length) return;
    if (fresh) this.coming = new Run(value.values ?? {});
    this.coming.grow(this.film);
    this.arrived();
  }

  /** @param {string} line */
  status(line) {
    const last = this.shown?.film.last;
    return line || (last?.stats.ends ? "The model ended its text here." : "");
  }

  draw() {
    this.next.drawNeedle();
    this.branches.drawLines();
  }

  get run() {
    if (!this.shown) throw new Error("nothing is written yet");
    return this.shown;
  }

  // Runs and branches.

  // A new run is shown once it reaches the place that is looked at, so that nothing jumps.
  arrived() {
    const { coming, player, shown, wanted } = this;
    const { frames, status } = coming.film;
    const running = Boolean(status.running);
    if (shown === coming) return this.grown(running);
    if (shown && wanted === null && isSame(shown.values, coming.values)) return this.renew(shown);
    const kept = shown && player.index < player.last ? player.index : null;
    const at = wanted ?? kept;
    const far = at ?? Math.min(player.index, 3);
    if (!frames.length || (running && shown && frames.length <= far)) return;
    this.plant(coming);
    this.display(coming, at ?? 0, at === null);
    if (!running) player.follow = false;
    this.wanted = null;
  }

  /** @param {boolean} running */
  grown(running) {
    const { player } = this;
    if (player.follow) player.index = player.last;
    if (!running) player.follow = false;
    player.refresh();
  }

  // The same controls were run once more: the same text takes the place of itself, and what plays plays on.
  /** @param {Run} shown */
  renew(shown) {
    const { player } = this;
    if (this.coming.film.frames.length < shown.film.frames.length) return;
    player.follow ||= !player.playing && player.index === player.last;
    shown.film = player.film = this.coming.film;
    this.coming = shown;
    this.arrived();
  }

  // Keeps a run in the tree: in the place of one with the same controls, or as a branch of its own.
  /** @param {Run} run */
  plant(run) {
    const { branches } = this;
    if (branches.all.length && !isBegunAlike(branches.all[0].values, run.values)) branches.all = [];
    const twin = branches.all.findIndex((other) => isSame(other.values, run.values));
    if (twin >= 0) branches.all[twin] = run;
    else branches.all.push(run);
    if (branches.all.length > KEPT) branches.all.splice(branches.all[0] === this.shown ? 1 : 0, 1);
  }

  /** @param {Run} run @param {number} index @param {boolean} follow the newest token */
  display(run, index, follow) {
    const { player } = this;
    player.pause();
    this.shown = run;
    player.film = run.film;
    player.follow = follow;
    player.index = follow ? player.last : Math.max(0, Math.min(index, player.last));
    player.refresh();
  }

  /** @param {Run} run one of the branches */
  choose(run) {
    this.player.pause();
    this.display(run, Math.min(this.player.index, run.film.frames.length - 1), false);
    this.wish = run.values.forced || "";
    this.longer = 0;
    if (isSame(run.values, { ...run.values, ...settings() }, "forced")) this.root.send({ what: "chose" });
  }

  // Forcing.

  /**
   * The wanted tokens, for the hidden control, and how many are to be written.
   * @param {number} length as it stands
   */
  forced(length) {
    return [this.wish, Math.max(length, this.longer)];
  }

  // After the last token the text grows by the forced one.
  /** @param {number} id */
  force(id) {
    const { player, root } = this;
    const i = player.index;
    player.pause();
    if (i >= mayWrite(root.props.most)) return root.say(FULL);
    this.longer = i + 1;
    this.wish = [...this.upTo(i), `${i}:${id}`].join(";");
    this.wanted = i + 1;
    this.root.send({ what: "force" });
  }

  // The tokens of the text as it stands at `i`, for a run that is to share them: all of them where other rules or
  // another seed wrote them, else only those that were forced.
  /** @param {number} i */
  upTo(i) {
    const { run } = this;
    const all = !isSame(run.values, { ...run.values, ...settings() }, "forced", "length");
    return run.ids.slice(0, i).flatMap((id, k) => (all || run.stats(k).forced ? [`${k}:${id}`] : []));
  }

  // Drawing.

  // The canvas comes first: to ask for its size after the page has changed would lay the page out twice.
  /** @param {number} i */
  drawPlace(i) {
    this.drawNext(i);
    this.drawText(i);
    this.drawNumbers(i);
    this.drawMaths(i);
    this.branches.draw(this.run, i);
  }

  /** @param {number} i */
  twin(i) {
    const { before, ids, pieces: all, stats } = this.next.at;
    const likely = all.slice(0, 3).map(({ shown }, k) => `${shown} ${percent(before[k])}`);
    const drawn = all[ids.indexOf(stats.token)].shown;
    return `${caption(i)}. Next: ${likely.join(", ")}. ${stats.forced ? "Forced" : "Drawn"}: ${drawn}.`;
  }

  /** @param {number} i */
  drawNext(i) {
    const { player, root, run } = this;
    const stats = run.stats(i);
    root.text("[data-where]", stats.ends && i === player.last ? "The text ends here" : `Token ${i + 1}`);
    this.next.draw({
      stats,
      pieces: pieces(run.film, i, "pieces"),
      ids: run.array(i, "ids"),
      before: run.array(i, "before"),
      after: run.array(i, "after"),
      rules: run.array(i, "rules"),
      start: run.array(i, "start"),
    });
  }

  // The text: built once a branch, then only marked.
  /** @param {number} i */
  drawText(i) {
    const { drawn, run, text } = this;
    const prompt = pieces(run.film, 0, "prompt");
    if (drawn.run !== run) {
      this.drawn = { run, count: 0 };
      text.replaceChildren(...beginning(run, prompt));
    }
    for (; this.drawn.count < run.ids.length; this.drawn.count++) text.append(this.token(this.drawn.count));
    [...text.children].forEach((span, k) => {
      span.classList.toggle("future", k >= prompt.length + i);
      span.classList.toggle("next", k === prompt.length + i);
    });
    this.root.frame(() => follow(text, prompt.length + this.player.index));
    this.drawJoined([...prompt, ...run.pieces.slice(0, i)]);
  }

  /** @param {number} k */
  token(k) {
    const { player, root, run } = this;
    const bits = run.nats[k] / Math.LN2;
    const press = () => {
      player.jump(k);
      root.stage.focus({ preventScroll: true });
    };
    const title = `${two(bits)}, p = ${percent(Math.exp(-run.nats[k]))}`;
    const span = tokenSpan(run.pieces[k], { plain: true, bits, title, press });
    span.tabIndex = -1;
    span.classList.toggle("forced", Boolean(run.stats(k).forced));
    return span;
  }

  // Where a token is no whole character, the text is shown once more, read together.
  /** @param {Piece[]} all */
  drawJoined(all) {
    const line = this.root.find("[data-joined]");
    line.hidden = all.every(({ text }) => text);
    if (line.hidden) return;
    const why = "Bytes that are no whole character by themselves stand in brackets; read together: ";
    setText(line, why + joined(all).slice(-JOINED));
  }

  /** @param {number} i */
  drawNumbers(i) {
    const { root, run } = this;
    const stats = run.stats(i);
    const nats = total(run.nats, i);
    const { cut, entropy, entropy_after, kept, vocabulary } = stats;
    const own = `p = ${percent(Math.exp(-stats.nats))}, ${two(stats.nats / Math.LN2)} = ${show(stats.nats)} nats`;
    root.number("token", run.taken(i).shown, { small: own + (stats.forced ? " · forced" : "") });
    const after = `${two(entropy_after / Math.LN2)} after the rules · at most ${two(Math.log2(vocabulary))}`;
    root.number("entropy", two(entropy / Math.LN2), { small: after });
    const some = `${words(kept)} of ${whole(vocabulary)} ${kept === 1 ? "stays" : "stay"}`;
    const small = kept < vocabulary ? some : `no rule cuts: all ${words(vocabulary)} stay`;
    root.number("cut", percent(cut), { share: cut, small });
    const over = `= ${show(nats / Math.LN2, 1)} bits, over ${words(i)} after the beginning`;
    root.number("nats", `${show(nats, 1)} nats`, { small: over });
    const each = `${show(nats / Math.LN2 / i)} bits a token`;
    const alike = i ? `as if so many tokens were equally likely each time; ${each}` : "nothing is written yet";
    root.number("perplexity", i ? show(Math.exp(nats / i), 1) : "–", { small: alike });
    this.drawSpeed(i);
  }

  /** @param {number} i */
  drawSpeed(i) {
    const { root, run } = this;
    const { context, ms, parameters } = run.stats(i);
    const times = run.film.frames.slice(1).map(({ stats }) => stats.ms);
    const middle = times.length ? median(times) : ms;
    const small = `tokens a second, one after the other: ${show(middle, 1)} ms each (median)`;
    root.number("speed", `${show(1000 / middle, middle > 100 ? 1 : 0)} /s`, { small });
    root.costs([
      ["parameters of the network", whole(parameters)],
      ["network calls so far", String(i + 1)],
      ["tokens it looks back on here", whole(context)],
      ["a token, median", `${show(middle, 1)} ms`],
      ["requests while you step", "0"],
    ]);
  }

  /** @param {number} i */
  drawMaths(i) {
    const { root, run } = this;
    const { entropy, entropy_after, kept, nats: own, token, vocabulary } = run.stats(i);
    const { temperature, penalty } = run.values;
    const { after, ids } = this.next.at;
    const taken = run.taken(i).shown;
    const nats = total(run.nats, i);
    const hot = temperature === 0 ? "T = 0: all on the likeliest" : `T = ${show(temperature)}`;
    const punished = penalty > 1 ? `, penalty ${show(penalty)}` : "";
    const q = show(after[ids.indexOf(token)], 4);
    const stays = `${words(kept)} ${kept === 1 ? "stays" : "stay"}, q(${taken}) = ${q}`;
    root.maths("p", `p(${taken}) = ${show(Math.exp(-own), 4)}, over ${words(vocabulary)}`);
    root.maths("q", `${hot}${punished}; ${stays}`);
    root.maths("h", `${show(entropy, 3)} nats = ${two(entropy / Math.LN2)}; of q ${show(entropy_after, 3)} nats`);
    root.maths("sum", `${show(nats)} nats = ${show(nats / Math.LN2)} bits, n = ${i}`);
    root.maths("perplexity", i ? `exp(${show(nats)} / ${i}) = ${show(Math.exp(nats / i))}` : "n = 0");
  }
}

/**
 * The search: what is typed is looked for in every token of the model, by the server.
 * @param {Root} root
 * @param {{ model: () => string | undefined, force: (id: number) => void }} writing
 */
function listenToSearch(root, { model, force }) {
  const field = /** @type {HTMLInputElement} */ (root.find("[data-search]"));
  const found = root.find("[data-found]");
  const page = String(Math.random()); // so that the server gives each page its own turns
  const look = async () => {
    const text = field.value;
    if (!text || model() === undefined) return found.replaceChildren();
    let answer;
    try {
      answer = await root.server.search({ model: model(), text, page });
    } catch {
      answer = { sorry: "The server does not answer; try again." };
    }
    if (field.value === text) found.replaceChildren(...results(answer, force));
  };
  root.listen(field, "input", () => root.later("search", SEARCH_MS, look));
  root.listen(field, "keydown", (/** @type {KeyboardEvent} */ event) => {
    const first = found.firstElementChild;
    if (event.key !== "Enter" || !(first instanceof HTMLElement)) return;
    event.preventDefault();
    first.click();
  });
}

/**
 * @param {{ tokens?: { id: number, piece: number[] }[], sorry?: string }} answer
 * @param {(id: number) => void} force
 */
function results({ tokens = [], sorry }, force) {
  const none = sorry || "No token of this model holds that; try a shorter stretch.";
  if (!tokens.length) return [make("span", { class: "hint" }, none)];
  return tokens.map(({ id, piece: bytes }) => {
    const span = tokenSpan(piece(Uint8Array.from(bytes)), { press: () => force(id) });
    span.dataset.id = String(id);
    return span;
  });
}

/**
 * How many tokens the controls can ask for: as many as they do, where a teacher holds that.
 * @param {number} most
 * @returns {number}
 */
function mayWrite(most) {
  const free = document.querySelector("#autoregressive-write-length input:enabled");
  return free ? most : settings().length;
}

/** @returns {Values} the controls as they stand */
function settings() {
  return page().state[ENGINE] ?? {};
}

/** @param {Values} a @param {Values} b @param {...string} but what may differ */
function isSame(a, b, ...but) {
  return Object.keys(a).every((name) => but.includes(name) || a[name] === b[name]);
}

/** @param {Values} a @param {Values} b */
function isBegunAlike(a, b) {
  return a.prompt === b.prompt && a.model === b.model;
}

/** @param {Run} run @param {Piece[]} prompt */
function beginning(run, prompt) {
  const nats = run.array(0, "prompt_nats");
  return prompt.map((one, k) => {
    const bits = nats[k] / Math.LN2;
    return tokenSpan(one, { plain: true, bits, title: two(bits) });
  });
}

// A text longer than its box is scrolled to the place that is looked at.
/** @param {HTMLElement} box @param {number} at */
function follow(box, at) {
  const here = box.children[Math.min(box.children.length - 1, at)];
  if (!(here instanceof HTMLElement) || box.scrollHeight <= box.clientHeight) return;
  box.scrollTop = here.offsetTop - box.clientHeight / 2;
}

/** @param {number} i */
function caption(i) {
  return `${i} ${plural(i, "token")} written`;
}

/** @param {number} bits */
function two(bits) {
  return `${show(bits)} bits`;
}
