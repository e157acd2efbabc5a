// The foot of a part's controls, and the headings over their groups.

import { make } from "./lib/dom.js";

/** @typedef {{ heading: HTMLElement, ids: string[] }} Group of controls, by their ids */

/** @param {import("./lib/root.js").Root} root */
export function mount(root) {
  for (const what of ["go", "stop", "reset"]) root.on(`.${what}`, "click", () => root.send({ what }));
  const controls = root.element.closest(".controls");
  if (controls) keepHeadings(controls, groups(root.props.groups), root.signal);
  return {};
}

/** @param {[words: string, ids: string[]][]} told @returns {Group[]} */
function groups(told) {
  return told.map(([words, ids]) => ({ heading: make("h3", { class: "group" }, words), ids }));
}

/**
 * Controls come to the page one after the other, and a link may take some away again.
 * @param {Element} controls
 * @param {Group[]} groups
 * @param {AbortSignal} signal
 */
function keepHeadings(controls, groups, signal) {
  const place = () => {
    for (const { heading, ids } of groups) {
      const first = ids.map((id) => document.getElementById(id)).find(Boolean);
      if (first && heading.nextElementSibling !== first) first.before(heading);
    }
  };
  const observer = new MutationObserver(place);
  observer.observe(controls, { childList: true, subtree: true });
  signal.addEventListener("abort", () => observer.disconnect());
  place();
}
