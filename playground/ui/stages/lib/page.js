// What the page around the stages keeps for them.

/**
 * @typedef {object} Page
 * @property {Record<string, Record<string, any>>} state the settings as they stand, by engine ("gan.duel") and name
 * @property {Record<string, Record<string, any>>} tables defaults of the linked controls, by engine
 * @property {Record<string, object>} presets by engine; an engine without any has no controls of its own
 * @property {Record<string, string[]>} marked names of the marked buttons, by the id of their row
 * @property {(engine: string, changes: Change[], fresh: boolean, from?: Record<string, any>) => void} recorded for a
 *   live training's link
 * @property {(engine: string, token: string, step: number) => void} hold for a page that is opened anew
 * @property {(engine: string) => { token: string, step: number }} held what was held last
 * @property {Record<string, Record<string, any>>} taken the controls of trainings that were taken up, by engine
 * @property {(engine: string, wanted: Record<string, any>, ...now: unknown[]) => any[]} vary what an engine's linked
 *   controls become: the wanted values, and what is not wanted or is held stays as it is now
 * @property {(name: string, what: string, ...values: unknown[]) => unknown} [call] set by `host.js`
 */
/** @typedef {[step: number, name: string, value: any]} Change of a live training, on its way */

/** @returns {Page} */
export function page() {
  return /** @type {any} */ (window).playground;
}
