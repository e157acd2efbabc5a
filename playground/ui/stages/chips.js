// A line of words with a row of buttons after it; the value is the name of the button that was pressed.

import { mark } from "../presets.js";
import { make, setText } from "./lib/dom.js";
import { page } from "./lib/page.js";

/** @param {import("./lib/root.js").Root} root */
export function mount(root) {
  const row = /** @type {HTMLElement} */ (root.element.firstElementChild);
  const words = /** @type {HTMLElement} */ (row.firstElementChild);
  if (!words.textContent) setText(words, root.props.words); // a script that knows better words may have come first
  for (const name of root.props.names) {
    const button = make("button", { type: "button", class: "preset" }, name);
    root.listen(button, "click", () => {
      root.props.value = name;
      root.send({ what: "choose" });
    });
    row.append(button);
  }
  mark(row, page().marked[root.props.row] ?? []);
  return {};
}
