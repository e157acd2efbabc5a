// What a stage says of a film whose frames are steps of sampling, and whose last is the result.

/** @typedef {{ step: number, total: number, kind: string, stats: { t: number } }} Step */

/** @param {Step} frame */
export function stepCaption({ step, total, stats, kind }) {
  return `${step} / ${total - 1}` + (kind === "result" ? " · done" : ` · t = ${stats.t}`);
}

/** How far a film came that has no result. @param {Step} last */
export function stoppedAt({ step, total }) {
  return `stopped after step ${step + 1} of ${total - 1}`;
}
