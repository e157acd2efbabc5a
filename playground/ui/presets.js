// Which presets and variations the controls stand at, and what is said of that.

import { differs } from "./address.js";

/** @typedef {import("./address.js").Values} Values */
/** @typedef {{ look: string, values: Values }} Preset */
/** @typedef {Record<string, Preset>} Presets by name */

/**
 * @typedef {object} Table what the page knows of an engine
 * @property {Values} defaults
 * @property {Presets} presets their values are over the defaults
 * @property {Presets} variations their values are over any
 */

/**
 * @typedef {object} Standing
 * @property {string} preset the one that the controls stand at; empty where there is none
 * @property {string[]} variations those that hold
 * @property {string} look what to look for
 */

/**
 * How the controls stand. What to look for is told by a variation that was pressed, as long as it holds; else by one
 * that holds although the nearest preset lacks it; else by that preset.
 * @param {Table} table
 * @param {Values} now
 * @param {{ preset?: string, variation?: string }} pressed the last ones
 * @param {(name: string) => boolean} [held] controls that a teacher holds say nothing
 * @returns {Standing}
 */
export function standing({ defaults, presets, variations }, now, pressed, held = () => false) {
  const free = Object.keys(defaults).filter((name) => !held(name));
  const apart = (/** @type {Values} */ values) =>
    free.filter((name) => name in values && differs(now[name] ?? defaults[name], values[name])).length;
  const near = nearest(presets, pressed.preset, (name) => apart({ ...defaults, ...presets[name].values }));
  const holding = Object.keys(variations).filter((name) => !apart(variations[name].values));
  const base = { ...defaults, ...presets[near.name]?.values };
  const added = holding.filter((name) => lacks(base, variations[name].values));
  const told = holding.find((name) => name === pressed.variation) ?? added[0];
  const look = (told === undefined ? presets[near.name] : variations[told])?.look ?? "";
  return { preset: near.apart ? "" : near.name, variations: holding, look };
}

/**
 * The preset from which the fewest controls differ; of several the one pressed last, then the first.
 * @param {Presets} presets
 * @param {string | undefined} pressed
 * @param {(name: string) => number} apart how many differ
 */
function nearest(presets, pressed, apart) {
  const names = Object.keys(presets).sort((a, b) => Number(b === pressed) - Number(a === pressed));
  const found = names.map((name) => ({ name, apart: apart(name) }));
  return found.reduce((best, one) => (one.apart < best.apart ? one : best), found[0] ?? { name: "", apart: 1 });
}

/**
 * @param {Values} base
 * @param {Values} values
 */
function lacks(base, values) {
  return Object.entries(values).some(([name, value]) => differs(base[name], value));
}

/**
 * Marks those buttons of a row that bear these names.
 * @param {ParentNode} row
 * @param {string[]} names
 */
export function mark(row, names) {
  for (const button of row.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(names.includes(button.textContent ?? "")));
  }
}
