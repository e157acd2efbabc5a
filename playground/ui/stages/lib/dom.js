// Elements: found, made and filled, always as text and never as markup.

/**
 * Writes a text where it is another than the one that stands there.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * An element of a template; that it is missing is a mistake of ours.
 * @param {ParentNode} parent
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function find(parent, selector) {
  const found = parent.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`the template has no ${selector}`);
  return found;
}

/**
 * As `find`, of a canvas.
 * @param {ParentNode} parent
 * @param {string} selector
 * @returns {HTMLCanvasElement}
 */
export function findCanvas(parent, selector) {
  return /** @type {HTMLCanvasElement} */ (find(parent, selector));
}

/**
 * A new element: make("button", { type: "button", class: "quiet" }, "Again").
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * Brings the number of an element's children to `count`.
 * @param {Element} parent
 * @param {number} count
 * @param {(place: number) => Element} add makes the child of one place
 */
export function fill(parent, count, add) {
  while (parent.children.length > count) parent.lastElementChild?.remove();
  while (parent.children.length < count) parent.append(add(parent.children.length));
}
