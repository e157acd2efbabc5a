// Pulling something over an element with mouse, pen or finger.

/** @typedef {{ x: number, y: number }} Share of the element's box: 0 at the left and top, 1 at the right and bottom */

/**
 * @typedef {object} Drag
 * @property {() => boolean} [may] whether there is something to pull
 * @property {(place: Share) => void} move from the first touch on
 * @property {() => void} [end] let go
 */

/**
 * @param {HTMLElement} element
 * @param {Drag} drag
 * @param {AbortSignal} signal
 */
export function drag(element, { may, move, end }, signal) {
  let held = false;
  const follow = (/** @type {PointerEvent} */ event) => {
    const box = element.getBoundingClientRect();
    move({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
  };
  const begin = (/** @type {PointerEvent} */ event) => {
    if (event.button || (may && !may())) return;
    element.setPointerCapture(event.pointerId);
    held = true;
    follow(event);
  };
  const go = (/** @type {Event} */ event) => {
    if (held) follow(/** @type {PointerEvent} */ (event));
  };
  const stop = () => {
    if (held) end?.();
    held = false;
  };
  // Chromium's raw events come at once, not with the next animation frame.
  const moved = "onpointerrawupdate" in element ? "pointerrawupdate" : "pointermove";
  element.addEventListener("pointerdown", begin, { signal });
  element.addEventListener(moved, go, { signal });
  element.addEventListener("pointerup", stop, { signal });
  element.addEventListener("pointercancel", stop, { signal });
}
