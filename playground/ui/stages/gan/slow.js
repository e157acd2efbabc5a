// One iteration of the duel in the plane, part by part.

import { find } from "../lib/dom.js";
import { show } from "../lib/format.js";

/** @typedef {import("../lib/history.js").History} History */
/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("../lib/transport.js").Transport} Transport */
/** @typedef {Record<string, number>} Stats */

const PART_MS = 1400;
const GLIDE_MS = 900;

/** The parts, in the order of the template's list. */
export const PART = {
  D_SAMPLES: 0,
  D_SCORES: 1,
  D_LOSS: 2,
  D_GRADIENT: 3,
  D_UPDATES: 4,
  G_SAMPLES: 5,
  D_SCORES_THEM: 6,
  G_LOSS: 7,
  G_GRADIENT: 8,
  G_UPDATES: 9,
};

/** What each part lights up in the diagram. */
const EDGES = [
  ["z", "fake", "real"],
  ["fake", "real", "judge"],
  ["judge", "loss"],
  ["d-back"],
  ["d-back"],
  ["z", "fake"],
  ["fake", "judge"],
  ["judge", "loss"],
  ["d-back", "g-back"],
  ["g-back"],
];

export class SlowMotion {
  part = 0;
  moved = 1; // how far G's points have come in the last part
  #walked = ""; // the iteration that was gone through last

  /**
   * @param {Root} root
   * @param {History} history
   * @param {Transport} transport
   * @param {(index: number) => void} draw
   */
  constructor(root, history, transport, draw) {
    this.root = root;
    this.history = history;
    this.transport = transport;
    this.draw = draw;
    this.box = root.find("[data-slow]");
    this.items = /** @type {HTMLElement[]} */ ([...find(this.box, "ol").children]);
    this.edges = /** @type {SVGElement[]} */ ([...this.box.querySelectorAll(".flow .edge")]);
    root.on("[data-slow] ol", "click", ({ target }) => this.#press(target.closest("[data-part]")));
  }

  // An iteration in slow motion has come: go through it once.
  grown() {
    const { history, transport } = this;
    const walked = history.run + history.last.step;
    if (!transport.slow || !transport.live || !history.last.stats.slow || walked === this.#walked) return;
    this.#walked = walked;
    this.#next(0);
  }

  end() {
    this.root.cancel("part");
    this.box.hidden = true;
  }

  /** @param {number} part */
  #next(part) {
    this.root.cancel("part");
    if (!this.transport.slow) return;
    if (part === EDGES.length) return this.transport.order("slow");
    this.#open(part);
    if (!this.root.still) this.root.later("part", PART_MS, () => this.#next(part + 1));
  }

  // A part that was chosen stays.
  /** @param {HTMLElement | null} button */
  #press(button) {
    if (!button) return;
    this.root.cancel("part");
    this.#open(Number(button.dataset.part));
  }

  /** @param {number} part */
  #open(part) {
    const frame = this.history.frames[this.transport.shown];
    if (!frame) return;
    this.part = part;
    this.box.hidden = false;
    this.items.forEach((item, k) => {
      item.classList.toggle("here", k === part);
      item.dataset.note = k === part ? note(part, frame.stats) : "";
    });
    for (const edge of this.edges) edge.classList.toggle("on", EDGES[part].includes(edge.dataset.edge ?? ""));
    const glides = part === PART.G_UPDATES && !this.root.still;
    this.moved = glides ? 0 : 1;
    this.draw(this.transport.shown);
    if (glides) this.#glide(performance.now());
  }

  /** @param {number} began */
  #glide(began) {
    this.root.frame((now) => {
      const { history, part, transport } = this;
      this.moved = Math.min(1, (now - began) / GLIDE_MS);
      if (part !== PART.G_UPDATES || !transport.slow || !history.frames[transport.shown]) return;
      this.draw(transport.shown);
      if (this.moved < 1) this.#glide(began);
    });
  }
}

/**
 * The numbers of a part, where it has any.
 * @param {number} part
 * @param {Stats} stats
 */
function note(part, { d_loss, g_loss, score_fake, score_forged, score_moved, score_real }) {
  if (part === PART.D_SCORES) return `${show(score_real)} for real, ${show(score_fake)} for forged`;
  if (part === PART.D_LOSS) return show(d_loss, 3);
  if (part === PART.D_SCORES_THEM) return show(score_forged);
  if (part === PART.G_LOSS) return show(g_loss, 3);
  if (part === PART.G_UPDATES) return `belief ${show(score_forged, 3)} → ${show(score_moved, 3)}`;
  return "";
}
