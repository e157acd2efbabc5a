// What an address says: the open part, every setting, and what belongs to other pages.

/** @typedef {string | number | boolean | string[]} Value */
/** @typedef {Record<string, Value>} Values of an engine's controls, by their names */
/** @typedef {[key: string, text: string]} Pair */

const LONGEST = 4096; // characters of one value
const LONGEST_CARRIED = 6000; // characters of all that a page takes along for others
const EVERYWHERE = ["hide", "lock", "__theme"];

/**
 * @param {Value} value
 * @param {Value | undefined} other
 */
export function differs(value, other) {
  return JSON.stringify(value) !== JSON.stringify(other);
}

/**
 * The settings of one engine.
 * @param {string} engine `stem.engine`
 * @param {Values} values
 * @param {Values} defaults
 * @param {boolean} all whether those are told that are as they always are
 * @returns {Pair[]}
 */
export function settings(engine, values, defaults, all) {
  return Object.entries(values)
    .filter(([name, value]) => String(value).length <= LONGEST && (all || differs(value, defaults[name])))
    .map(([name, value]) => [`${engine}.${name}`, Array.isArray(value) ? value.join(",") : String(value)]);
}

/**
 * What an address asks of one engine, beyond what is always so; in the words of `settings`.
 * @param {string} engine
 * @param {URLSearchParams} query
 * @param {Values} defaults
 * @returns {Pair[]}
 */
export function asked(engine, query, defaults) {
  const always = new Map(settings(engine, defaults, {}, true));
  return [...query].filter(([key, text]) => always.has(key) && always.get(key) !== text);
}

/**
 * Those keys of an address that hold on every page.
 * @param {URLSearchParams} query
 * @returns {Pair[]}
 */
export function general(query) {
  return EVERYWHERE.filter((key) => query.has(key)).map((key) => [key, query.get(key) ?? ""]);
}

/**
 * The settings in an address that belong to other pages.
 * @param {URLSearchParams} query
 * @param {string[]} others the stems of the other families
 * @returns {Pair[]}
 */
export function foreign(query, others) {
  const found = [...query].filter(([key]) => others.some((stem) => key.startsWith(`${stem}.`)));
  return found.reduce((sum, [key, text]) => sum + key.length + text.length, 0) > LONGEST_CARRIED ? [] : found;
}

/**
 * A page and a query, relative to the site.
 * @param {string} page
 * @param {Pair[]} pairs
 */
export function address(page, pairs) {
  return pairs.length ? `${page}?${new URLSearchParams(pairs)}` : page;
}

/**
 * The form of a link that needs no path: on a Space and in another site's frame only the query reaches the app.
 * @param {string} stem
 * @param {string} query of the family's page
 */
export function full(stem, query) {
  return `?${new URLSearchParams([["tab", stem], ...new URLSearchParams(query)])}`;
}

/**
 * An address as it is asked for: Gradio's client repeats the page's query at every request of its queue, and ours may
 * be longer than a proxy takes. What begins with two underscores is Gradio's and the Space's own.
 * @param {string} url
 */
export function lightened(url) {
  const [path, query] = url.split("?");
  if (!query || !/\/gradio_api\/(queue\/join|run\/.*)$/.test(path)) return url;
  return address(
    path,
    [...new URLSearchParams(query)].filter(([key]) => key.startsWith("__")),
  );
}
