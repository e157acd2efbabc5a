// A stage of a live training: history, transport and board work together.

import { page } from "./page.js";

/**
 * @typedef {object} Parts
 * @property {import("./history.js").History} history
 * @property {import("./board.js").Board} board
 * @property {import("./transport.js").Transport} transport
 * @property {() => void} [began] a new training has begun
 * @property {() => void} [grown] something came, and there is something to show
 */

/**
 * What `mount` returns for such a stage.
 * @param {Parts} parts
 * @returns {import("./host.js").Mounted & { speed: () => number | null }} `speed`: its iterations a second
 */
export function live({ history, board, transport, began, grown }) {
  return {
    film: history,
    take(value, fresh) {
      if (fresh) began?.();
      if (!history.frames.length) return;
      transport.grown(fresh);
      page().recorded(board.engine, history.changes, fresh, value.began);
      page().hold(board.engine, value.token, history.last.step);
      if (fresh && value.controls) takeUp(board, value.controls);
      grown?.();
    },
    draw: () => transport.refresh(),
    speed: () => history.speed,
    status: () => (history.frames.length ? board.status() : ""),
  };
}

/**
 * The page was opened anew and its training goes on: the controls become what that one has.
 * @param {import("./board.js").Board} board
 * @param {Record<string, any>} controls
 */
function takeUp({ engine, root }, controls) {
  page().taken[engine] = controls;
  root.send({ what: "resumed" });
}
