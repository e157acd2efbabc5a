// What is told of an uploaded picture. One that is dropped on the part, or pasted, goes the way of the upload button.

import { setText } from "./lib/dom.js";

/** @typedef {import("./lib/root.js").Root} Root */
/** @typedef {{ said: string, refused: boolean } | null} Told */

const NONE = "That is not a picture we can read: choose a PNG, JPEG, WebP or GIF file.";
const HELD = "The link of your teacher has locked the picture: it cannot be replaced.";
const HINT_MS = 600; // after the last news of a drag
const WRITTEN = "textarea, [contenteditable=true], input:not([type=range], [type=radio], [type=checkbox], [type=file])";

/** @param {Root} root */
export function mount(root) {
  const bench = root.element.closest(".bench");
  const line = root.find("p");
  let kept = line.textContent ?? ""; // what stands there once a refusal is over
  const tell = (/** @type {Told} */ told) => {
    setText(line, told?.said ?? kept);
    line.classList.toggle("refused", Boolean(told?.refused));
    if (told && !told.refused) kept = told.said;
  };
  if (bench instanceof HTMLElement) new Bench(root, bench, tell);
  return { take: tell };
}

// The part around the button: what is dropped there or pasted while it is open is given to the button's own field.
class Bench {
  /** @param {Root} root @param {HTMLElement} bench @param {(told: Told) => void} tell */
  constructor(root, bench, tell) {
    this.root = root;
    this.bench = bench;
    this.tell = tell;
    root.listen(document, "dragover", (event) => this.over(event));
    root.listen(document, "dragleave", (event) => event.relatedTarget || this.hint(false));
    root.listen(document, "drop", (event) => this.drop(event));
    root.listen(document, "paste", (event) => this.paste(event));
    const refuse = (/** @type {Event} */ event) => this.refuse(event);
    bench.addEventListener("change", refuse, { capture: true, signal: root.signal }); // before Gradio sends the file
  }

  get open() {
    return this.bench.checkVisibility();
  }

  /** @param {boolean} on */
  hint(on) {
    this.bench.toggleAttribute("data-drop", on);
    if (on) this.root.later("drop", HINT_MS, () => this.hint(false));
  }

  // Also beside the part: the browser would leave the page for the file.
  /** @param {DragEvent} event */
  over(event) {
    if (!this.open || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = this.bench.contains(/** @type {Node} */ (event.target)) ? "copy" : "none";
    this.hint(true);
  }

  /** @param {DragEvent} event */
  drop(event) {
    if (!this.open || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.hint(false);
    if (this.bench.contains(/** @type {Node} */ (event.target))) this.give(event.dataTransfer.files);
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    const files = event.clipboardData?.files;
    const writes = event.target instanceof Element && event.target.closest(WRITTEN);
    if (!this.open || !files?.length || writes) return;
    event.preventDefault();
    this.give(files);
  }

  /** @param {FileList} files of which the first picture counts */
  give(files) {
    const file = [...files].find(isPicture) ?? files[0];
    const field = this.bench.querySelector("input[type=file]");
    if (!(field instanceof HTMLInputElement) || !file) return;
    const given = new DataTransfer();
    given.items.add(file);
    field.files = given.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** @param {Event} event the field has a file, or a control beside it has changed */
  refuse(event) {
    const { target } = event;
    if (!(target instanceof HTMLInputElement)) return;
    if (target.type === "file" && !target.files?.length) return; // the choice was called off
    const said = target.type === "file" ? this.fault(target.files?.[0]) : "";
    if (said) event.stopImmediatePropagation();
    if (["file", "radio"].includes(target.type)) this.tell(said ? { said, refused: true } : null);
  }

  /** @param {File | undefined} file @returns {string} why it is not sent; empty where it is */
  fault(file) {
    const most = Number(this.root.props.most_mb);
    const free = this.bench.dataset.source === "upload" || this.bench.querySelector(".control-source input:enabled");
    if (!free) return HELD;
    if (!file || !isPicture(file)) return NONE;
    const mb = file.size / 2 ** 20;
    return mb > most ? `That file has ${mb.toFixed(1)} MB: choose a picture of at most ${most} MB.` : "";
  }
}

/** @param {File} file */
function isPicture({ type }) {
  return type.startsWith("image/");
}
