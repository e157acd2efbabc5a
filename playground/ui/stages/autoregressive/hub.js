// A model of the hub: its size and licence before the download, a bar during it, a sentence if it fails.

/** @typedef {import("../lib/root.js").Root} Root */

/**
 * What the server tells of a model.
 * @typedef {object} Model
 * @property {string} name
 * @property {string} parameters
 * @property {string} size
 * @property {number} bytes
 * @property {string} licence
 * @property {string} source
 * @property {boolean} offered whether it can be fetched
 * @property {boolean} here whether it has been
 */
/** @typedef {{ name?: string, got?: number, running?: boolean, sorry?: string }} Fetching as far as it is */

/** @param {Root} root */
export function mount(root) {
  return new Hub(root);
}

class Hub {
  /** @type {Model | null} */
  model = null;
  asked = ""; // the name that was asked for last
  /** @type {Fetching} */
  value = {};

  /** @param {Root} root */
  constructor(root) {
    this.root = root;
    root.on("[data-fetch]", "click", () => root.send({ what: "fetch", name: this.model?.name }));
    root.on("[data-halt]", "click", () => root.send({ what: "halt", name: this.model?.name }));
  }

  /** @param {Fetching | null} value */
  take(value) {
    this.value = value ?? {};
    const { model } = this;
    const fetched = value && !value.running && !value.sorry && value.name === model?.name;
    if (model && fetched) this.ask(model.name);
    this.draw();
  }

  /** Shows another model; the control that names it calls this. @param {string} name */
  async ask(name) {
    this.asked = name;
    let answer = null;
    try {
      answer = await this.root.server.standing(name);
    } catch {
      // Nothing to tell, and nothing is lost.
    }
    if (this.asked !== name) return;
    this.model = answer;
    this.draw();
  }

  draw() {
    const { model, root, value } = this;
    const mine = value.name === model?.name;
    const running = mine && Boolean(value.running);
    root.stage.hidden = !model || (model.here && !running);
    if (!model) return;
    root.text("[data-what]", told(model));
    root.text("[data-fetch]", `Download ${model.size}`);
    root.find("[data-fetch]").hidden = running || !model.offered;
    root.find("[data-halt]").hidden = !running;
    const bar = /** @type {HTMLProgressElement} */ (root.find("[data-bar]"));
    const got = running ? (value.got ?? 0) : 0;
    bar.hidden = !running;
    bar.value = Math.min(1, got / model.bytes);
    root.text("[data-got]", running ? `${megabytes(got)} of ${model.size}` : "");
    root.text("[data-sorry]", mine ? (value.sorry ?? "") : "");
  }
}

/** @param {Model} model */
function told({ licence, name, offered, parameters, size, source }) {
  const fetched = "only its weights, settings and tokens are fetched, and no code of it runs";
  const where = offered
    ? `on this machine yet; ${fetched}.`
    : "on this machine, and the hub cannot be reached from here: the models that ship still work.";
  return `${name}: ${parameters} parameters, ${size}, licence ${licence}, from ${source}. It is not ${where}`;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toLocaleString("en", { maximumFractionDigits: 0 })} MB`;
}
