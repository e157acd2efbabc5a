// The losses of a duel in words, and as they were.

import { show } from "../lib/format.js";

/** @typedef {import("../lib/film.js").Frame} Frame */
/** @typedef {import("../lib/root.js").Root} Root */

/**
 * @typedef {object} Loss
 * @property {string} d what it asks of D
 * @property {string} g what it asks of G
 * @property {number} draw D's loss when it cannot tell and says so
 */

const D_BY_LOGARITHMS = "D minimises −log D(x) − log(1 − D(G(z)))";

/** @type {Record<string, Loss>} */
export const LOSSES = {
  minimax: { d: D_BY_LOGARITHMS, g: "G minimises log(1 − D(G(z)))", draw: 2 * Math.LN2 },
  "non-saturating": { d: D_BY_LOGARITHMS, g: "G minimises −log D(G(z))", draw: 2 * Math.LN2 },
  "least squares": {
    d: "D minimises (D(x) − 1)² / 2 + D(G(z))² / 2",
    g: "G minimises (D(G(z)) − 1)² / 2",
    draw: 0.25,
  },
  Wasserstein: { d: "D minimises D(G(z)) − D(x)", g: "G minimises −D(G(z))", draw: 0 },
  hinge: { d: "D minimises max(0, 1 − D(x)) + max(0, 1 + D(G(z)))", g: "G minimises −D(G(z))", draw: 2 },
};

/**
 * The loss that is set.
 * @param {Record<string, any>} settings of the duel
 */
export function lossOf(settings) {
  return LOSSES[settings.loss] ?? LOSSES["non-saturating"];
}

/**
 * The two lines of the maths.
 * @param {Root} root
 * @param {Loss} loss
 * @param {Pick<Frame, "step" | "stats">} frame
 * @param {string} [more] on what D's number leaves out
 */
export function tellLosses(root, { d, g }, { step, stats }, more = "") {
  root.text("[data-maths-name=d]", d);
  root.text("[data-maths-name=g]", g);
  root.maths("d", `D's loss ${step ? show(stats.d_loss, 3) + more : "–: nothing is trained yet"}`);
  root.maths("g", `G's loss ${step ? show(stats.g_loss, 3) : "–"}`);
}

/**
 * How far D tells the two apart, in words.
 * @param {Frame["stats"]} stats
 */
export function balance({ belief_real, belief_fake }) {
  return Math.abs(belief_real - belief_fake) < 0.1 ? "D can hardly tell them apart" : "½ and ½ would be a draw";
}
