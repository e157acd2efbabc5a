// The page around the stages: its state in the address, Back and Forward, Reset that lights up, the lecture switch.

import { address, asked, differs, foreign, full, general, lightened, settings } from "./address.js";
import { watch } from "./numbers.js";
import { mark as markButtons, standing } from "./presets.js";

/** @typedef {import("./address.js").Value} Value */
/** @typedef {import("./address.js").Values} Values */
/** @typedef {import("./address.js").Pair} Pair */
/** @typedef {import("./presets.js").Presets} Presets */

/**
 * What the server tells the page, and what the page offers to Gradio's events and to the stages.
 * An engine is `stem.engine` here and in links, `stem-engine` in the ids of elements.
 * @typedef {object} Playground
 * @property {string} stem of this page's family
 * @property {string} title of this page, as long as no part is open
 * @property {Record<string, string>} pages the address of every family's page, by stem
 * @property {Record<string, Values>} tables defaults of the linked controls in their order, by engine
 * @property {Record<string, Presets>} presets by engine; an engine without any is no part
 * @property {Record<string, Presets>} variations by engine
 * @property {Record<string, string[]>} unrecorded controls whose changes a live training's link leaves out, by engine
 * @property {string} static the address of our files, relative to the site
 * @property {boolean} space whether the app runs on a Space
 * @property {Record<string, Values>} state the controls' values now, by engine
 * @property {Record<string, string[]>} marked the names of the marked buttons, by the id of their row
 * @property {Record<string, Values>} taken the controls of live trainings that were taken up, by engine
 */

const playground = /** @type {{ playground: Playground }} */ (/** @type {unknown} */ (window)).playground;
const { stem, pages, tables, presets, variations } = playground;
const opened = new URLSearchParams(location.search);
const here = location.pathname;
const others = Object.keys(pages).filter((other) => other !== stem);

/** @type {Record<string, Values>} */
const state = (playground.state = {});
/** @type {Record<string, string[]>} */
const marked = (playground.marked = {});
/** @type {Record<string, string>} the preset that each engine's controls are at */
const chosen = {};
/** @type {Record<string, { preset?: string, variation?: string }>} what was pressed last, by engine */
const pressedLast = {};
/** @type {Record<string, Values>} what a live training began with */
const began = {};
/** @type {Record<string, string>} the changes on its way */
const records = {};
/** @type {Record<string, ReturnType<typeof setTimeout>>} */
const settling = {};
let ready = false; // the link has been read
let part = isPart(opened.get("part")) ? opened.get("part") : null;
let label = "";
let first = true; // no part was selected yet
/** @type {ReturnType<typeof setTimeout>} */
let writing;

/** @param {string | null} name */
function isPart(name) {
  return Object.keys(presets[`${stem}.${name}`] ?? {}).length > 0;
}

/**
 * @param {string} engine
 * @param {string} what
 */
function find(engine, what) {
  return document.getElementById(`${engine.replace(".", "-")}-${what}`);
}

/**
 * Acts on an element once it is on the page: a part that was never open is not. Half a minute at most.
 * @param {string} engine
 * @param {string} what
 * @param {(element: HTMLElement) => void} act
 */
function reach(engine, what, act, tries = 300) {
  const element = find(engine, what);
  if (element) act(element);
  else if (tries) setTimeout(() => reach(engine, what, act, tries - 1), 100);
}

const pressed = new Set();

/**
 * @param {string} engine
 * @param {string} what
 */
function pressOnce(engine, what) {
  if (pressed.has(`${engine}-${what}`)) return;
  pressed.add(`${engine}-${what}`);
  reach(engine, what, (button) => button.click());
}

// The controls of an engine ------------------------------------------------------------------------------------------

/**
 * Values of one engine's linked controls as they are now; rewrites the address.
 * @param {string} engine
 * @param {(Value | null)[]} values
 */
function remember(engine, values) {
  const names = Object.entries(tables[engine]);
  state[engine] = Object.fromEntries(names.map(([name, standard], i) => [name, values[i] ?? standard]));
  if (ready) settle(engine);
  clearTimeout(writing);
  writing = setTimeout(write, 80); // whoever waits for the control comes first
  light(engine);
  document.dispatchEvent(new CustomEvent("moved", { detail: engine }));
}

/**
 * Reset can be pressed once a control differs from its default.
 * @param {string} engine
 */
function light(engine) {
  reach(engine, "reset", (reset) => {
    const changed = Object.entries(state[engine] ?? {}).some(([name, value]) => differs(value, tables[engine][name]));
    /** @type {HTMLButtonElement} */ (reset).disabled = !changed;
    reset.classList.toggle("lit", changed);
  });
}

/**
 * Notes the preset that was pressed, keeps its name in the address, and returns its values.
 * @param {string} engine
 * @param {string} name
 * @returns {Values}
 */
function preset(engine, name) {
  if (!Object.hasOwn(presets[engine], name)) return {};
  chosen[engine] = name;
  pressedLast[engine] = { preset: name };
  return presets[engine][name].values;
}

/**
 * Whether a teacher has hidden or locked a control.
 * @param {string} engine
 * @param {string} name
 */
function isHeld(engine, name) {
  return ["hide", "lock"].some((key) => (opened.get(key) ?? "").split(",").includes(`${engine}.${name}`));
}

/**
 * What the controls become: the wanted values, and what is not wanted or is held stays as it is now. They are
 * remembered here, for not each one set tells that it changed.
 * @param {string} engine
 * @param {Values} wanted
 * @param {Value[]} now
 */
function vary(engine, wanted, ...now) {
  const names = Object.keys(tables[engine]);
  const values = names.map((name, i) => (name in wanted && !isHeld(engine, name) ? wanted[name] : now[i]));
  remember(engine, values);
  show(engine);
  return values;
}

/**
 * A variation was pressed: what the controls become.
 * @param {string} engine
 * @param {string} name
 * @param {Value[]} now
 */
function varyBy(engine, name, ...now) {
  if (!Object.hasOwn(variations[engine], name)) return now;
  pressedLast[engine] = { ...pressedLast[engine], variation: name };
  return vary(engine, variations[engine][name].values, ...now);
}

/**
 * How a control stands that has an effect only beside some values of others: at rest it cannot be moved, and says why.
 * @param {string} engine
 * @param {string} name of the control
 * @param {string} help what it says otherwise
 * @param {string} why
 * @param {Value[][]} wanted the values of each other control that give it an effect
 * @param {Value[]} now the others' values
 */
function rest(engine, name, help, why, wanted, ...now) {
  const works = wanted.some((values, i) => values.includes(now[i]));
  const state = isHeld(engine, name) ? {} : { interactive: works };
  return { __type__: "update", info: works ? help : why, ...state };
}

/**
 * The bench around a part says how one of its controls stands (data-NAME), so that the sheet may show or hide others.
 * @param {string} engine
 * @param {string} name of the control
 * @param {string} value
 */
function mark(engine, name, value) {
  const bench = /** @type {HTMLElement | null | undefined} */ (find(engine, name)?.closest(".bench"));
  if (bench) bench.dataset[name] = value;
}

/**
 * The values of a preset, over the defaults.
 * @param {string} engine
 * @param {string} name
 * @param {Value[]} now
 */
function choose(engine, name, ...now) {
  return vary(engine, { ...tables[engine], ...preset(engine, name) }, ...now);
}

/**
 * @param {string} engine
 * @param {Value[]} now
 */
function reset(engine, ...now) {
  delete pressedLast[engine];
  return vary(engine, tables[engine], ...now);
}

/**
 * A live training has begun (`fresh`) or was changed on its way: its link holds what it began with, and the changes.
 * @param {string} engine
 * @param {[step: number, name: string, value: Value][]} changes
 * @param {boolean} fresh
 * @param {Values} [from] what it began with, of one that was begun before this page was opened
 */
function recorded(engine, changes, fresh, from) {
  const now = { ...state[engine], changes: state[engine]?.changes || "" };
  if (from) began[engine] = Object.fromEntries(Object.keys(tables[engine]).map((name) => [name, from[name]]));
  else if (fresh || !began[engine]) began[engine] = now;
  const known = changes.filter(([, name]) => name in tables[engine]);
  for (const [step, name, value] of known) if (!step) began[engine][name] = value;
  const told = known
    .filter(([step]) => step)
    .map(([step, name, value]) => `${step}:${name}=${Array.isArray(value) ? value.join(",") : value}`)
    .join(";");
  if (told === records[engine]) return;
  records[engine] = told;
  write();
}

// A live training outlives its page for a while. A page of this window that is opened anew goes on with it, where its
// address asks for nothing else.

const HOLD_MS = 1000;
/** @type {Record<string, string>} */
const tokens = {};
/** @type {Record<string, { token: string, step: number, kept: number }>} */
const holding = {};
/** @type {Record<string, Values>} */
const taken = (playground.taken = {});

/**
 * A live training goes on, or stands.
 * @param {string} engine
 * @param {string} token what a page opened anew has to know
 * @param {number} step that it has reached
 */
function hold(engine, token, step) {
  tokens[engine] = token;
  if (!step || !token) return;
  const { kept = -Infinity, token: known } = holding[engine] ?? {};
  holding[engine] = { token, step, kept };
  if (token !== known || performance.now() - kept > HOLD_MS) keepHeld(engine);
}

/**
 * The token of the training that is shown; empty as long as none is.
 * @param {string} engine
 */
function shown(engine) {
  return tokens[engine] ?? "";
}

/** @param {string} engine */
function keepHeld(engine) {
  const { token, step } = holding[engine];
  holding[engine].kept = performance.now();
  keep(`live.${engine}`, [step, token, sorted(settings(engine, told(engine), tables[engine], false))].join(" "));
}

/** @param {Pair[]} pairs */
function sorted(pairs) {
  return String(new URLSearchParams(pairs.sort()));
}

/**
 * What was held last in this window, if this page was opened with the same settings.
 * @param {string} engine
 */
function held(engine) {
  const [step, token = "", query] = (kept(`live.${engine}`) ?? "").split(" ");
  const same = query === sorted(asked(engine, opened, tables[engine]));
  return { token: same ? token : "", step: Number(step) };
}

/**
 * The controls, once a training was taken up.
 * @param {string} engine
 * @param {Value[]} now
 */
function resumed(engine, ...now) {
  return vary(engine, taken[engine] ?? {}, ...now);
}

/**
 * What the address says of one engine.
 * @param {string} engine
 * @returns {Values}
 */
function told(engine) {
  const now = state[engine] ?? {};
  if (!records[engine]) return now;
  const unrecorded = playground.unrecorded[engine].filter((name) => name in now);
  return {
    ...began[engine],
    ...Object.fromEntries(unrecorded.map((name) => [name, now[name]])),
    changes: [began[engine].changes, records[engine]].filter(Boolean).join(";"),
  };
}

/**
 * Several controls change one after the other when a preset is pressed: judge when they are through.
 * @param {string} engine
 */
function settle(engine) {
  clearTimeout(settling[engine]);
  settling[engine] = setTimeout(() => {
    leave(engine);
    write();
  }, 300);
}

/**
 * How an engine's controls stand; those of a link's preset that have not told yet are as the preset has them.
 * @param {string} engine
 */
function stands(engine) {
  const table = { defaults: tables[engine], presets: presets[engine], variations: variations[engine] };
  const values = state[engine] ?? presets[engine][chosen[engine]]?.values ?? {};
  return standing(table, values, pressedLast[engine] ?? {}, (name) => isHeld(engine, name));
}

/**
 * Says what to look for, and marks the preset and the variations that the controls stand at.
 * @param {string} engine
 */
function show(engine) {
  const now = stands(engine);
  if (engine === `${stem}.${part}`) reach(engine, "look", (line) => (line.textContent = now.look));
  markRow(engine, "presets", now.preset ? [now.preset] : []);
  markRow(engine, "variations", now.variations);
}

/**
 * A row whose buttons are not there yet marks them itself, see `chips.js`.
 * @param {string} engine
 * @param {string} row
 * @param {string[]} names
 */
function markRow(engine, row, names) {
  marked[`${engine.replace(".", "-")}-${row}`] = names;
  const found = find(engine, row);
  if (found) markButtons(found, names);
}

/**
 * A preset is left as soon as a control says otherwise, and so is a variation.
 * @param {string} engine
 */
function leave(engine) {
  const { preset, variations } = stands(engine);
  if (preset !== chosen[engine]) delete chosen[engine];
  if (!variations.includes(pressedLast[engine]?.variation ?? "")) delete pressedLast[engine]?.variation;
  show(engine);
}

// Parts, the address and the history ---------------------------------------------------------------------------------

/**
 * Called when a part is selected.
 * @param {string} engine the part
 * @param {"never" | "opened" | "linked" | "entered"} fill when its own button is pressed, once; "entered" tells the
 *   server that the part is open for the first time
 * @param {string} name of the part, for the title
 */
function open(engine, fill, name) {
  const selected = engine.slice(stem.length + 1);
  const turned = ready && !first && selected !== part;
  const passing = first && part !== null && selected !== part; // the page's first part, before that of the link
  first = false;
  if (!passing) {
    part = selected;
    label = name;
  }
  write(turned ? "pushState" : "replaceState");
  show(engine);
  light(engine);
  const linked = selected === opened.get("part");
  if (fill === "opened" || (fill === "linked" && linked)) fillOnce(engine, "go");
  if (fill === "entered") fillOnce(engine, "entered");
}

/** @type {[engine: string, what: string][]} what is to be pressed once the controls are as the link has them */
const waiting = [];

/**
 * Presses a part's button for its first picture; before the link has been read, only if the part is open after that.
 * @param {string} engine
 * @param {string} what
 */
function fillOnce(engine, what) {
  if (ready) pressOnce(engine, what);
  else waiting.push([engine, what]);
}

/** Called when Gradio's page is there. A link is read by the server; without one, nothing is to be set. */
function arrived() {
  if (opened.size) pressOnce(stem, "restore");
  else restored();
}

/** Called once the link has been read: only from then on is the address rewritten. */
function restored() {
  for (const engine in presets) {
    const name = opened.get(`${engine}.preset`);
    if (name) preset(engine, name);
    leave(engine);
  }
  ready = true;
  for (const [engine, what] of waiting.splice(0)) if (engine === `${stem}.${part}`) pressOnce(engine, what);
  write();
  showLecture();
  pressOnce(stem, "entered");
}

/**
 * Every setting of this page that its address tells.
 * @param {boolean} all also those of the open part that are as they always are
 * @returns {Pair[]}
 */
function own(all) {
  /** @type {Pair[]} */
  const names = Object.entries(chosen).map(([engine, name]) => [`${engine}.preset`, name]);
  const values = Object.keys(state).flatMap((engine) =>
    settings(engine, told(engine), tables[engine], all && engine === `${stem}.${part}`),
  );
  return [...values, ...names];
}

/** @param {"pushState" | "replaceState"} how */
function write(how = "replaceState") {
  if (!ready) return;
  /** @type {Pair[]} */
  const open = part ? [["part", part]] : [];
  const pairs = [...general(opened), ...open, ...own(true), ...foreign(opened, others)];
  history[how]({ ...history.state, part }, "", address(here, pairs));
  document.title = part && label ? `${label} · ${playground.title}` : playground.title;
  keep(`part.${stem}`, part ?? "");
  Object.keys(holding).forEach(keepHeld);
  lead();
}

/** The bar's links take the settings of every page along, so that nobody has to set them again. */
function lead() {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("#families a"))) {
    const to = link.dataset.stem ?? "";
    const there = kept(`part.${to}`);
    /** @type {Pair[]} */
    const open = there ? [["part", there]] : [];
    const mine = new URLSearchParams([...own(false), ...foreign(opened, others)]);
    const stems = Object.keys(pages);
    link.setAttribute("href", address(pages[to], [...general(opened), ...open, ...foreign(mine, stems)]));
  }
}

// The entry of another part. `part` is set before it is selected, so that `open` adds no entry.
addEventListener("popstate", (event) => {
  const wanted = event.state?.part;
  if (!isPart(wanted) || wanted === part) return;
  part = wanted;
  reach(stem, "turn", (button) => button.click());
});

/** What the server's hidden button makes of the row of parts. */
function turned() {
  return { __type__: "update", selected: part };
}

// Gradio's settings write an address that, by the document's base, is the site's root: this page it remains.
const replace = history.replaceState.bind(history);
history.replaceState = (data, unused, url) => {
  const { search, hash } = new URL(url ?? location.href, document.baseURI);
  replace(data, unused, here + search + hash);
};

// The server is told of the link once, by the event that reads it.
const ask = window.fetch.bind(window);
window.fetch = (what, how) => ask(typeof what === "string" ? lightened(what) : what, how);

// Whoever leaves need not read that the connection is lost; who stays after all has to.
addEventListener("beforeunload", () => {
  document.documentElement.classList.add("leaving");
  setTimeout(() => document.documentElement.classList.remove("leaving"), 5000);
});

// Where no part takes a picture, a browser would leave the page for a file that is dropped.
for (const type of /** @type {const} */ (["dragover", "drop"])) {
  addEventListener(type, (event) => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
  });
}

// A page that the browser kept is over for the server.
addEventListener("pageshow", (event) => event.persisted && location.reload());

// The header ---------------------------------------------------------------------------------------------------------

/** @type {ReturnType<typeof setTimeout>} */
let noticed;

async function share() {
  write();
  const framed = playground.space || window.self !== window.top;
  const link = framed ? new URL(full(stem, location.search), document.baseURI).href : location.href;
  const notice = document.getElementById("share-note");
  if (!notice) return;
  clearTimeout(noticed);
  try {
    await navigator.clipboard.writeText(link);
    notice.textContent = "Link copied. It holds every setting, not uploads or long texts.";
    noticed = setTimeout(() => (notice.textContent = ""), 5000);
  } catch {
    offer(link, notice);
  }
}

/**
 * Where the browser lets nobody copy, as in another site's frame: the link to be copied by hand, until it is left.
 * @param {string} link
 * @param {HTMLElement} notice
 */
function offer(link, notice) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById("share-link"));
  notice.textContent = "Copy this link: it holds every setting, not uploads or long texts.";
  field.value = link;
  field.hidden = false;
  field.focus();
  field.select();
  field.onblur = () => {
    if (document.activeElement === field) return; // only the window has lost the focus
    field.hidden = true;
    notice.textContent = "";
  };
}

function lecture() {
  const on = document.documentElement.classList.toggle("lecture");
  keep("lecture", on ? "on" : "");
  showLecture();
  window.dispatchEvent(new Event("resize"));
}

function showLecture() {
  const on = document.documentElement.classList.contains("lecture");
  document.getElementById("lecture")?.setAttribute("aria-pressed", String(on));
}

// What outlives the page, where the browser lets us keep it: the lecture switch, and the open part of every page.

/** @param {string} name */
function storage(name) {
  return name === "lecture" ? localStorage : sessionStorage;
}

/**
 * @param {string} name
 * @param {string} text
 */
function keep(name, text) {
  try {
    storage(name).setItem(`playground.${name}`, text);
  } catch {
    // A frame of another site may keep nothing.
  }
}

/** @param {string} name */
function kept(name) {
  try {
    return storage(name).getItem(`playground.${name}`);
  } catch {
    return null;
  }
}

document.documentElement.classList.toggle("lecture", kept("lecture") === "on");
watch();
Object.assign(playground, {
  arrived,
  choose,
  held,
  hold,
  lecture,
  mark,
  open,
  recorded,
  remember,
  reset,
  rest,
  restored,
  resumed,
  share,
  shown,
  turned,
  vary,
  varyBy,
});
