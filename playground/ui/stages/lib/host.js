// Hosts a stage: fetches its module, hands it what comes from the server, and lets go of it when it leaves the page.

import { explain, shows } from "./explain.js";
import { statusLine } from "./film.js";
import { page } from "./page.js";
import { Root } from "./root.js";
import { whenThemeChanges } from "./theme.js";

/** @typedef {import("./film.js").Film} Film */

/**
 * What a stage's `mount(root)` returns.
 * @typedef {object} Mounted
 * @property {Film} [film] takes the value first; `take` is called only for values of the run that it shows
 * @property {(value: any, fresh: boolean) => void} [take] a value came; `fresh`: the first one of a new run
 * @property {() => void} [draw] draws what is shown once more; a stage with a film is asked only once it has a frame
 * @property {() => void} [resize] as `draw`, where another size needs less or more than that
 * @property {readonly string[]} [follows] controls that it shows by itself as they move, without a run
 * @property {(line: string) => string} [status] what the status line says, given how the run stands ("" once ended)
 */

/** @typedef {import("./root.js").Gradio} Gradio */

const GREY_MS = 700; // after which what is shown is greyed until something newer comes
const EARLIER = "What you see below still belongs to the earlier settings.";
const UNSEEN = "Stopped before there was anything to show.";

/** @type {Map<string, Mounted | null | Promise<Mounted | null>>} */
const opened = new Map();

/**
 * The loader in Python calls this, once for each stage.
 * @param {string} name such as "gan/duel"
 * @param {Gradio} gradio
 */
export async function open(name, gradio) {
  const mounting = begin(name, gradio);
  opened.set(name, mounting);
  opened.set(name, await mounting);
}

/**
 * For the events of other components that act in the browser alone: `stages.call` in Python. At once where the stage
 * is there, so that nobody chooses something else in between.
 * @param {string} name of a stage
 * @param {string} what a method of what its `mount` returned
 * @param {unknown[]} values
 * @returns {unknown} what the method says, or a promise of it; nothing where no such stage is on the page
 */
export function call(name, what, ...values) {
  const act = (/** @type {any} */ mounted) => mounted?.[what](...values);
  const found = opened.get(name);
  return found instanceof Promise ? found.then(act) : act(found);
}
page().call = call;

/**
 * @param {string} name
 * @param {Gradio} gradio
 */
async function begin(name, gradio) {
  const root = new Root(gradio);
  try {
    const { mount } = await import(`../${name}.js`);
    const mounted = mount(root);
    keep(root, mounted, gradio, partOf(root, name).replace("/", "."));
    explain(root.element, () => shows(partOf(root, name)), root.signal);
    again(gradio);
    return mounted;
  } catch (error) {
    root.fail(error);
    return null;
  }
}

/**
 * Makes the clicks once more that came before the script was there.
 * @param {Gradio} gradio
 */
function again({ element, early }) {
  element.removeEventListener("click", early);
  for (const target of early.clicks) {
    if (!(target instanceof HTMLElement)) continue;
    const button = target.isConnected ? target : document.getElementById(target.id); // the template may be a newer one
    button?.click();
  }
}

/**
 * The part whose numbers a stage shows: of the engine that its template names, else its own.
 * @param {Root} root
 * @param {string} name
 */
function partOf({ element }, name) {
  const engine = element.querySelector("[data-engine]");
  return engine instanceof HTMLElement ? (engine.dataset.engine ?? name).replace(".", "/") : name;
}

/**
 * @param {Root} root
 * @param {Mounted} mounted
 * @param {Gradio} gradio
 * @param {string} engine whose controls stand beside it
 */
function keep(root, mounted, { props, watch }, engine) {
  const { element } = root;
  const guarded = (/** @type {() => void} */ act) => {
    try {
      if (!root.signal.aborted) act();
    } catch (error) {
      root.fail(error);
    }
  };
  const redraw = (/** @type {() => void} */ act) => {
    if (element.isConnected && mounted.film?.frames.length !== 0) guarded(act);
  };
  Object.assign(element, { mounted }); // for whoever looks from the console, and for the tests
  watch("value", () => guarded(() => take(root, mounted, props.value, engine)));
  const { film } = mounted;
  if (film) {
    const moved = (/** @type {CustomEvent} */ { detail }) => detail === engine && age(root, film, mounted, engine);
    root.listen(document, "moved", (event) => guarded(() => moved(event)));
  }
  whenThemeChanges(() => redraw(() => mounted.draw?.()), root.signal);
  whenSizeChanges(root, () => {
    if (!element.isConnected) root.leave();
    else redraw(() => (mounted.resize ? mounted.resize() : mounted.draw?.()));
  });
  guarded(() => take(root, mounted, props.value, engine));
}

/**
 * @param {Root} root
 * @param {Mounted} mounted
 * @param {any} value
 * @param {string} engine
 */
function take(root, mounted, value, engine) {
  const { film } = mounted;
  const fresh = film ? film.take(value) : false;
  if (fresh === null) return;
  if (!film || film.run === (value?.run ?? "")) mounted.take?.(value, fresh);
  if (!film) return;
  root.say(standing(film, mounted));
  report(root, film);
  age(root, film, mounted, engine);
}

/**
 * The controls beside a stage as they stand; none where its engine has no controls of its own.
 * @param {string} engine
 */
function controlsOf(engine) {
  const { presets, state, tables } = page();
  return Object.keys(presets[engine] ?? {}).length ? { ...tables[engine], ...state[engine] } : {};
}

/**
 * What the status line says: why there is nothing more to see comes first.
 * @param {Film} film
 * @param {Mounted} mounted
 */
function standing(film, mounted) {
  const { cached, running, why } = film.status;
  if (film.stale && !running) return `${why || UNSEEN} ${EARLIER}`;
  if (running && cached) return why || ""; // the rest is on its way
  const line = statusLine(film.status);
  return why || (mounted.status ? mounted.status(line) : line);
}

/**
 * What no longer belongs to the controls is greyed: at once where the newest run has ended without anything to show;
 * after a moment where something newer is still to come, or a control has moved and nothing runs.
 * @param {Root} root
 * @param {Film} film
 * @param {Mounted} mounted
 * @param {string} engine
 */
function age(root, film, mounted, engine) {
  const { element } = root;
  const grey = () => element.toggleAttribute("data-stale", true);
  const moved = () => {
    const others = film.moved(controlsOf(engine)).filter((name) => !mounted.follows?.includes(name));
    return !film.stale && !film.status.running && others.length > 0;
  };
  const late = () => {
    if (moved()) root.say(`The settings have changed${button(element)}. ${EARLIER}`);
    grey();
  };
  if (film.stale && !film.status.running) grey();
  else if (!film.stale && !moved()) {
    root.cancel("age");
    if (!element.hasAttribute("data-stale")) return;
    element.removeAttribute("data-stale");
    root.say(standing(film, mounted));
  } else if (!root.waits("age")) root.later("age", GREY_MS, late);
}

/** @param {HTMLElement} element */
function button(element) {
  const go = element.closest(".bench")?.querySelector("button.go");
  return go ? `: press “${go.textContent}” to see what they give` : "";
}

/**
 * Says on the stage's element how its run stands; Stop can be pressed only while something runs.
 * @param {Root} root
 * @param {Film} film
 */
function report(root, film) {
  const { element } = root;
  root.measured(film.frames.length ? (film.status.measured ?? "") : "");
  const running = Boolean(film.status.running);
  element.dataset.run = film.run;
  element.dataset.frames = String(film.frames.length);
  element.dataset.state = running ? "running" : film.frames.length ? "done" : "empty";
  const stop = element.closest(".bench")?.querySelector("button.stop, .stop button");
  if (stop instanceof HTMLButtonElement) stop.disabled = !running;
}

/** @type {ResizeObserver | null} */
let sizes = null;
/** @type {WeakMap<Element, { width: number, changed: () => void }>} */
const watched = new WeakMap();

/** @param {ResizeObserverEntry} entry */
function resized({ target, contentRect: { width } }) {
  const one = watched.get(target);
  if (!one || (one.width === width && target.isConnected)) return;
  one.width = width;
  one.changed();
}

/**
 * Calls when a stage becomes wider or narrower, is shown, or has left the page.
 * @param {Root} root
 * @param {() => void} changed
 */
function whenSizeChanges({ element, signal }, changed) {
  sizes ??= new ResizeObserver((entries) => entries.forEach(resized));
  watched.set(element, { width: element.clientWidth, changed });
  sizes.observe(element);
  signal.addEventListener("abort", () => sizes?.unobserve(element));
}
