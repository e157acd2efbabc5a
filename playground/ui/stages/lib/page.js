// What the page around the stages keeps for them.

/**
 * @typedef {object} Page
 * @property {Record<string, Record<string, any>>} state the settings as they stand, by engine ("gan.duel") and name
 * @property {Record<string, string[]>} marked names of the marked buttons, by the id of their row
 * @property {(engine: string, changes: Change[], fresh: boolean) => void} recorded for a live training's link
 * @property {(name: string, what: string, ...values: unknown[]) => unknown} [call] set by `host.js`
 */
/** @typedef {[step: number, name: string, value: any]} Change of a live training, on its way */

/** @returns {Page} */
export function page() {
  return /** @type {any} */ (window).playground;
}
