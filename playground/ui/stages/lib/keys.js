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
 * Lets keys act on an element until the signal says otherwise.
 * @param {HTMLElement} element
 * @param {Keys} actions
 * @param {AbortSignal} signal
 */
export function keys(element, actions, signal) {
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (!Object.hasOwn(actions, event.key) || event.defaultPrevented || isTaken(event)) return;
    event.preventDefault();
    actions[event.key](event);
  };
  element.addEventListener("keydown", press, { signal });
}
