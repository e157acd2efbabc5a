// The duel in the plane. The server sends what both networks look like now; everything else happens here.

import { Board } from "../lib/board.js";
import { Courses } from "../lib/courses.js";
import { percent, show } from "../lib/format.js";
import { History } from "../lib/history.js";
import { live } from "../lib/live.js";
import { sharp } from "../lib/paint.js";
import { dots, net, placing } from "../lib/points.js";
import { colour } from "../lib/theme.js";
import { Transport } from "../lib/transport.js";
import { arrows, between, contour, rise, shade } from "./arena.js";
import { LOSSES, balance, lossOf, tellLosses } from "./losses.js";
import { PART, SlowMotion } from "./slow.js";

/** @typedef {import("../lib/courses.js").Course} Course */
/** @typedef {import("../lib/paint.js").Sheet} Sheet */
/** @typedef {import("../lib/root.js").Root} Root */
/** @typedef {import("./duel.shown").Frame} Frame */

const LAYERS = ["real", "generated", "belief", "advice"]; // unless others are chosen
const SHADED = 0.55;
const CHARTS_MS = 250; // between two drawings of the charts while it trains

/** @param {Root} root */
export function mount(root) {
  const { history, board, transport, slow } = new Duel(root);
  const began = () => {
    if (history.status.playing) transport.setSlow(false);
  };
  return live({ history, board, transport, began, grown: () => slow.grown() });
}

class Duel {
  /** @type {History<Frame>} */
  history = new History();
  charted = 0; // when the charts were drawn last, in milliseconds

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    this.board = new Board(root, this.history);
    this.courses = new Courses(root, this.history);
    this.transport = new Transport(root, this.history, {
      draw: (i) => this.draw(i),
      say: (i) => this.say(i),
      slowEnds: () => this.slow.end(),
    });
    this.slow = new SlowMotion(root, this.history, this.transport, (i) => this.drawPlane(i));
  }

  get loss() {
    return lossOf(this.board.settings);
  }

  /** @param {number} i */
  draw(i) {
    this.drawPlane(i);
    this.drawNumbers(i);
    this.drawMaths(i);
    const now = performance.now();
    if (now - this.charted <= CHARTS_MS && this.history.status.playing) return;
    this.charted = now;
    this.drawCharts(i);
    this.board.cost();
  }

  /** @param {number} i */
  drawPlane(i) {
    const sheet = sharp(this.root.canvas("[data-plane]"));
    const inParts = this.history.frames[i].stats.slow && this.transport.slow;
    this.root.text("[data-legend]", inParts ? this.drawPart(sheet, i) : this.drawLayers(sheet, i));
  }

  /**
   * What both networks look like at one moment.
   * @param {Sheet} sheet
   * @param {number} i
   * @returns {string} what is drawn beside the points
   */
  drawLayers({ context, width }, i) {
    const place = placing(width);
    const chosen = new Set(this.board.settings.layers || LAYERS);
    const layer = (/** @type {string} */ name, /** @type {keyof Frame["arrays"]} */ array) =>
      chosen.has(name) ? this.history.array(i, array) : null;
    const belief = layer("belief", "belief");
    const best = layer("best", "best");
    const manifold = layer("manifold", "manifold");
    const real = layer("real", "real");
    const fake = layer("generated", "fake");
    const advice = layer("advice", "advice");
    const shaded = belief ?? best;
    if (shaded) shade(context, width, shaded, SHADED);
    if (manifold) net(context, place, manifold, colour("--generated"));
    if (real) dots(context, place, real, { fill: colour("--real"), radius: 2.3, alpha: 0.75 });
    if (fake) dots(context, place, fake, { fill: colour("--generated"), radius: 2.3, alpha: 0.8 });
    if (advice) arrows(context, place, this.history.must(i, "fake"), advice);
    if (best && belief) contour(context, place, best);
    const said = [
      fake && outside(fake),
      belief ? "shade: D's belief, blue for real" : best && "shade: the best D*, an estimate",
      manifold && "net: G's manifold",
      advice && "arrows: D's advice to G",
      best && belief && "dashed: D* = ½, an estimate",
    ];
    return said.filter(Boolean).join(" · ");
  }

  /**
   * One part of an iteration in slow motion.
   * @param {Sheet} sheet
   * @param {number} i
   * @returns {string} what the shade means
   */
  drawPart({ context, width }, i) {
    const { moved, part } = this.slow;
    const get = (/** @type {keyof Frame["arrays"]} */ name) => this.history.must(i, name);
    const place = placing(width);
    const real = colour("--real");
    const fill = colour("--generated");
    const gradient = part === PART.D_GRADIENT;
    if (gradient) shade(context, width, rise(get("belief_before"), get("belief_after")), 0.9);
    else if (part !== PART.D_SAMPLES) {
      shade(context, width, get(part < PART.D_UPDATES ? "belief_before" : "belief_after"), SHADED);
    }
    if (part < PART.G_SAMPLES) {
      dots(context, place, get("batch_real"), { fill: real, radius: 3, alpha: 0.9 });
      dots(context, place, get("batch_fake"), { fill, radius: 3, alpha: 0.9 });
    } else {
      const forged = get("forged");
      const now = part === PART.G_UPDATES ? between(forged, get("forged_after"), moved) : forged;
      dots(context, place, get("batch_real"), { fill: real, radius: 2.2, alpha: 0.35 });
      dots(context, place, now, { fill, radius: 3, alpha: 0.9 });
      if (part === PART.G_GRADIENT) arrows(context, place, forged, get("forged_advice"));
    }
    if (gradient) return "shade: where D's belief will rise (blue) and fall";
    return part === PART.D_SAMPLES ? "" : "shade: D's belief, blue for real";
  }

  /** @param {number} i */
  drawCharts(i) {
    const { high_quality_floor, mmd2_floor, mode_count, modes_floor } = this.history.last.stats;
    const fake = colour("--generated");
    const b = colour("--series-b");
    const halves = { low: 0, high: 1, ticks: [0, 0.5, 1] };
    const shares = { ...halves, name: (/** @type {number} */ share) => percent(share, 0) };
    const count = { low: 0, high: mode_count, ticks: [0, mode_count] };
    const distance = { log: true, low: Math.min(1e-3, mmd2_floor / 2), high: 1, ticks: [0.001, 0.03, 1] };
    /** @type {Course[]} */
    const losses = [
      { stat: "d_loss", name: "D's loss", colour: colour("--series-a"), trained: true },
      { stat: "g_loss", name: "G's loss", colour: fake, trained: true },
    ];
    /** @type {Course[]} */
    const beliefs = [
      { stat: "belief_real", name: "real", colour: colour("--real") },
      { stat: "belief_fake", name: "forged", colour: fake },
    ];
    const modes = { stat: "modes", name: "modes", colour: b, before: true };
    const near = { stat: "high_quality", name: "near a mode", colour: b, before: true };
    const mmd = { stat: "mmd2", name: "MMD²", colour: colour("--series-c"), before: true };
    this.courses.draw(i, {
      loss: { courses: losses, up: {}, floor: this.loss.draw },
      belief: { courses: beliefs, up: halves, floor: 0.5 },
      modes: { courses: [modes], up: count, floor: modes_floor },
      quality: { courses: [near], up: shares, floor: high_quality_floor },
      mmd: { courses: [mmd], up: distance, floor: mmd2_floor },
    });
  }

  /** @param {number} i */
  drawNumbers(i) {
    const { board, history } = this;
    const { stats } = history.frames[i];
    const { belief_fake, belief_real, fair_modes, gap, high_quality, high_quality_floor } = stats;
    const { mmd2, mmd2_floor, mode_count, modes, modes_floor } = stats;
    const old = history.before?.at(-1)?.stats;
    const scores = "its scores from lowest 0 to highest 1; no probability";
    const away = "mean |D − D*|; q is estimated from 2,500 samples, p and q blurred alike";
    const noGap = "not for this loss, or this D: it sees samples in company";
    board.number("modes", found(stats), {
      share: modes / mode_count,
      small: `real data find ${show(modes_floor, 1)}; ${show(fair_modes, 0)} hold a quarter of their fair share`,
      mark: modes_floor / mode_count,
    });
    board.number("quality", percent(high_quality), {
      share: high_quality,
      small: `a perfect sampler: ${percent(high_quality_floor)}`,
      mark: high_quality_floor,
    });
    board.number("mmd", show(mmd2, 4), { small: `real against real stays under ${show(mmd2_floor, 4)}` });
    board.number("gap", show(gap, 3), { share: gap, small: gap === undefined ? noGap : away });
    board.number("balance", `${show(belief_real)} / ${show(belief_fake)}`, {
      small: this.loss === LOSSES.Wasserstein ? scores : balance(stats),
    });
    board.speed();
    board.before("modes", old && found(old));
    board.before("quality", old && percent(old.high_quality));
    board.before("mmd", old && show(old.mmd2, 4));
  }

  /** @param {number} i */
  drawMaths(i) {
    const frame = this.history.frames[i];
    const { gap } = frame.stats;
    const away = `D is ${show(gap, 3)} away from it on average`;
    tellLosses(this.root, this.loss, frame, ", before penalties");
    this.root.maths("best", gap === undefined ? "not for this loss" : away);
  }

  /** @param {number} i */
  say(i) {
    const { step, stats } = this.history.frames[i];
    const near = `${percent(stats.high_quality, 0)} of the forged points are near one`;
    const belief = `${show(stats.belief_real)} of real and ${show(stats.belief_fake)} of forged points`;
    return `Iteration ${step}: ${found(stats)} modes found, ${near}. D believes ${belief}.`;
  }
}

/**
 * How many forged points the window does not show, where there are any.
 * @param {import("../lib/decode.js").Decoded} points (n, 2)
 */
function outside({ data }) {
  let count = 0;
  for (let i = 0; i < data.length; i += 2) if (Math.max(Math.abs(data[i]), Math.abs(data[i + 1])) > 1) count++;
  return count > 0 && `${count} of ${data.length / 2} forged points are outside the picture`;
}

/** @param {Record<string, number>} stats */
function found({ modes, mode_count }) {
  return `${show(modes, 0)} of ${show(mode_count, 0)}`;
}
