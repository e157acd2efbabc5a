// Claim cards. `props.claims` says what stands on them; the value, how the visitor's trials stand.

import { find, make, setText } from "./lib/dom.js";

/** @typedef {import("./lib/root.js").Root} Root */
/** @typedef {{ verdict: string, numbers: string }} Recorded the full run */
/**
 * @typedef {object} Claim
 * @property {string} id
 * @property {string} sentence
 * @property {string} source
 * @property {string} reading
 * @property {string} rule
 * @property {string[]} options
 * @property {Recorded | null} recorded
 */
/**
 * How a trial stands.
 * @typedef {object} Standing
 * @property {string} at when it was told
 * @property {boolean} running
 * @property {string} progress
 * @property {string} first what a quarter of the seeds said
 * @property {string} verdict
 * @property {string} numbers
 * @property {string} why
 * @property {string} answer
 */
/** @typedef {{ card: HTMLElement, at: string }} Card */

/** @param {Root} root */
export function mount(root) {
  /** @type {Map<string, Card>} */
  const cards = new Map();
  for (const claim of root.props.claims) {
    const card = lay(root, claim);
    cards.set(claim.id, { card, at: "" });
    root.find(".claims").append(card);
  }
  return {
    // Two trials may tell out of turn: of each card the newest counts.
    /** @param {Record<string, Standing> | null} value */
    take(value) {
      for (const [id, now] of Object.entries(value ?? {})) {
        const known = cards.get(id);
        if (!known || known.at >= now.at) continue;
        known.at = now.at;
        show(known.card, now);
      }
    },
  };
}

/** @param {HTMLElement} card @param {string} name */
function part(card, name) {
  return find(card, `[data-${name}]`);
}

/** @param {Root} root @param {Claim} claim */
function lay(root, claim) {
  const { content } = /** @type {HTMLTemplateElement} */ (root.find("template"));
  const card = /** @type {HTMLElement} */ (/** @type {Element} */ (content.firstElementChild).cloneNode(true));
  const name = `${root.props.stem}-${claim.id}`;
  label(card, name);
  setText(part(card, "sentence"), `“${claim.sentence}”`);
  setText(part(card, "source"), claim.source);
  setText(part(card, "reading"), claim.reading);
  setText(part(card, "rule"), claim.rule);
  part(card, "options").append(...claim.options.map((option) => choice(name, option)));
  if (claim.recorded) record(part(card, "recorded"), claim.recorded);
  root.listen(part(card, "trial"), "click", () => {
    const chosen = card.querySelector("input:checked");
    const predicted = chosen instanceof HTMLInputElement ? chosen.value : null;
    root.send({ what: "trial", claim: claim.id, predicted });
  });
  root.listen(part(card, "stop"), "click", () => root.send({ what: "stop", claim: claim.id }));
  return card;
}

/** @param {HTMLElement} card @param {string} name */
function label(card, name) {
  card.setAttribute("aria-labelledby", `claim-${name}`);
  part(card, "sentence").id = `claim-${name}`;
  part(card, "trial").id = `trial-${name}`;
  part(card, "verdict").id = `verdict-${name}`;
  for (const button of ["trial", "stop"]) part(card, button).setAttribute("aria-describedby", `claim-${name}`);
}

/** @param {string} name @param {string} option */
function choice(name, option) {
  const input = make("input", { type: "radio", name: `predicted-${name}`, value: option });
  return make("label", {}, input, make("span", {}, option));
}

/** @param {HTMLElement} line @param {Recorded} recorded */
function record(line, { verdict, numbers }) {
  setText(find(line, "b"), verdict);
  setText(find(line, "span"), numbers);
  line.hidden = false;
}

/** @param {HTMLElement} card @param {Standing} now */
function show(card, { running, progress, first, verdict, numbers, why, answer }) {
  const line = find(part(card, "verdict"), ".verdict");
  /** @type {HTMLButtonElement} */ (part(card, "stop")).disabled = !running;
  said(part(card, "progress"), progress);
  said(part(card, "first"), first);
  said(part(card, "why"), why);
  said(part(card, "answer"), answer);
  line.hidden = !verdict;
  line.className = `verdict ${verdict}`;
  setText(find(line, "b"), verdict);
  setText(find(line, "span"), numbers);
}

/** @param {HTMLElement} line @param {string} text hidden where there is none */
function said(line, text) {
  line.hidden = !text;
  setText(line, text);
}
