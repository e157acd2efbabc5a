// The keyboard of a stage.

/** @typedef {Record<string, (event: KeyboardEvent) => void>} Keys what each key does, by its name in `event.key` */

/**
 * Whether the key belongs to what has the focus: a list, a field of text, a button's own space.
 * @param {KeyboardEvent} event
 */
function isTaken({ target, key, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return true;
  if (target instanceof HTMLInputElement) return target.type !== "range";
  if (target instanceof HTMLButtonElement) return key === " " || key === "Enter";
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

/**
 * What a key does, unless it belongs to what has the focus.
 * @param {Keys} actions
 * @param {KeyboardEvent} event
 */
function press(actions, event) {
  if (!Object.hasOwn(actions, event.key) || event.defaultPrevented || isTaken(event)) return;
  event.preventDefault();
  actions[event.key](event);
}

/**
 * Lets keys act on an element until the signal says otherwise.
 * @param {HTMLElement} element
 * @param {Keys} actions
 * @param {AbortSignal} signal
 */
export function keys(element, actions, signal) {
  element.addEventListener("keydown", (event) => press(actions, event), { signal });
}

const SCROLLS = new Set(["ArrowUp", "ArrowDown", "Home", "End"]); // what moves the page stays the page's
const ITS_OWN = "input, [contenteditable=true], [role=tab], [role=radio], [role=slider], [role=option], [role=textbox]";

/**
 * Lets a stage's keys act wherever the focus is on the page, as long as the stage is seen and nothing with keys of its
 * own has the focus.
 * @param {HTMLElement} stage
 * @param {Keys} actions
 * @param {AbortSignal} signal
 */
export function keysOnPage(stage, actions, signal) {
  const act = (/** @type {KeyboardEvent} */ event) => {
    const { target, key } = event;
    if (SCROLLS.has(key) || !(target instanceof Element) || stage.contains(target) || target.closest(ITS_OWN)) return;
    if (stage.checkVisibility()) press(actions, event);
  };
  document.addEventListener("keydown", act, { signal });
}
