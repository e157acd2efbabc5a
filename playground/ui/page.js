// The page around the stages: state in the address, Reset that lights up, the lecture switch.
(function (playground) {
  "use strict";
  const opened = today(new URLSearchParams(location.search)), chosen = {}, settling = {}, began = {}, records = {};
  const linked = playground.stems.includes(opened.get("tab")) ? opened.get("tab") : playground.stems[0];
  const LONGEST = 4096;  // characters of one value in a link
  playground.state = {};
  playground.tab = linked;
  playground.parts = {};
  let ready = false, writing = 0;

  // The address with today's names of parts that older links call otherwise; links.py does the same.
  function today(query) {
    const places = Object.entries(playground.renamed), found = new URLSearchParams();
    const named = (place) => {
      const old = places.find(([name]) => place === name || place.startsWith(name + "."));
      return old ? old[1] + place.slice(old[0].length) : place;
    };
    for (const [key, text] of query) found.set(named(key), key === "hide" || key === "lock" ? text.split(",").map(named).join(",") : text);
    const tab = (found.get("tab") || "") + ".";
    if (found.has("part")) found.set("part", named(tab + found.get("part")).slice(tab.length));
    return found;
  }

  // An engine is `stem.engine` here and in links, `stem-engine` in the ids of elements.
  const find = (engine, what) => document.querySelector("#" + engine.replace(".", "-") + "-" + what);
  const differs = (engine, name, value) => JSON.stringify(playground.tables[engine][name]) !== JSON.stringify(value);

  // Values of one engine's controls, by name, as they are now; rewrites the address.
  playground.remember = function (engine, names, values) {
    const table = playground.tables[engine];
    playground.state[engine] = Object.fromEntries(names.map((name, i) => [name, values[i] === null ? table[name] : values[i]]));
    if (ready) settle(engine);
    clearTimeout(writing);
    writing = setTimeout(write, 80);  // whoever waits for the control comes first
    light(engine);
  };

  // Reset can be pressed once a control differs from its default.
  function light(engine) {
    reach(engine, "reset", (reset) => {
      const changed = Object.entries(playground.state[engine] || {}).some(([name, value]) => differs(engine, name, value));
      reset.disabled = !changed;
      reset.classList.toggle("lit", changed);
    });
  }

  // Shows what to look for in a preset, keeps its name in the address, and returns its values.
  playground.preset = function (engine, name) {
    if (!Object.hasOwn(playground.presets[engine], name)) return {};
    chosen[engine] = name;
    look(engine);
    return playground.presets[engine][name].values;
  };

  function held(engine, name) {
    return ["hide", "lock"].some((key) => (opened.get(key) || "").split(",").includes(engine + "." + name));
  }

  // What the controls become: the wanted values, and what is not wanted stays as it is now; so do those a teacher has
  // hidden or locked. They are remembered here, for not each one set tells that it changed.
  playground.vary = function (engine, names, wanted, now) {
    const values = names.map((name, i) => (name in wanted && !held(engine, name) ? wanted[name] : now[i]));
    playground.remember(engine, names, values);
    return values;
  };

  // As `vary`, over the defaults.
  playground.apply = function (engine, names, wanted, now) {
    return playground.vary(engine, names, { ...playground.tables[engine], ...wanted }, now);
  };

  // A live training has begun (`fresh`) or was changed on its way: its link holds what it began with, and the changes.
  playground.recorded = function (engine, changes, fresh) {
    if (fresh || !began[engine]) began[engine] = { ...playground.state[engine], changes: (playground.state[engine] || {}).changes || "" };
    const known = changes.filter(([, name]) => name in playground.tables[engine]);
    for (const [step, name, value] of known) if (!step) began[engine][name] = value;
    const linked = known.filter(([step]) => step);
    const text = linked.map(([step, name, value]) => step + ":" + name + "=" + (Array.isArray(value) ? value.join(",") : value)).join(";");
    if (text === records[engine]) return;
    records[engine] = text;
    write();
  };

  // What the address says of one engine.
  function told(engine) {
    if (!records[engine]) return playground.state[engine];
    const changes = [began[engine].changes, records[engine]].filter(Boolean).join(";");
    const now = playground.state[engine] || {}, unrecorded = playground.unrecorded[engine].filter((name) => name in now);
    return { ...began[engine], ...Object.fromEntries(unrecorded.map((name) => [name, now[name]])), changes };
  }

  // Several controls change one after the other when a preset is pressed: judge when they are through.
  function settle(engine) {
    clearTimeout(settling[engine]);
    settling[engine] = setTimeout(() => { leave(engine); write(); }, 300);
  }

  function look(engine) {
    const presets = playground.presets[engine];
    reach(engine, "look", (line) => { line.textContent = presets[chosen[engine] || Object.keys(presets)[0]].look; });
  }

  // A preset is left as soon as a control says otherwise.
  function leave(engine) {
    if (!chosen[engine]) return;
    const values = { ...playground.tables[engine], ...playground.presets[engine][chosen[engine]].values };
    const now = playground.state[engine] || {};
    if (Object.keys(now).every((name) => held(engine, name) || JSON.stringify(now[name]) === JSON.stringify(values[name]))) return;
    delete chosen[engine];
    look(engine);
  }

  // Called when a family's tab is selected, and once more by `restored`; the first time it tells the server.
  playground.enter = function (stem) {
    playground.tab = stem;
    write();
    if (ready) pressOnce(stem, "entered");
  };

  // Called when a part is selected; `fill` says when its own button is pressed, once: "never", "opened" or
  // "linked"; "entered" tells the server that it is open for the first time.
  playground.open = function (stem, part, fill) {
    const engine = stem + "." + part;
    playground.parts[stem] = part;
    write();
    look(engine);
    light(engine);
    const asked = stem === linked && part === opened.get("part");
    if (fill === "opened" || (fill === "linked" && asked)) pressOnce(engine, "go");
    if (fill === "entered") pressOnce(engine, "entered");
  };

  const pressed = new Set();
  function pressOnce(engine, what) {
    if (pressed.has(engine)) return;
    pressed.add(engine);
    reach(engine, what, (button) => button.click());
  }

  // Acts on an element once it is on the page: a part that was never open is not. Half a minute at most.
  function reach(engine, what, act, tries = 300) {
    const element = find(engine, what);
    if (element) act(element);
    else if (tries) setTimeout(() => reach(engine, what, act, tries - 1), 100);
  }

  // Called once the link has been read: only from then on is the address rewritten.
  playground.restored = function () {
    for (const engine in playground.presets) {
      const name = opened.get(engine + ".preset");
      if (name) playground.preset(engine, name);
      leave(engine);
    }
    ready = true;
    playground.enter(opened.has("tab") ? linked : playground.tab);
  };

  function write() {
    if (!ready) return;
    const old = new URLSearchParams(location.search), query = new URLSearchParams();
    for (const key of ["hide", "lock", "__theme"]) if (old.has(key)) query.set(key, old.get(key));
    const part = playground.parts[playground.tab];
    query.set("tab", playground.tab);
    if (part) query.set("part", part);
    for (const engine in playground.state)
      for (const [name, value] of Object.entries(told(engine)))
        if (String(value).length <= LONGEST && (engine === playground.tab + "." + part || differs(engine, name, value)))
          query.set(engine + "." + name, Array.isArray(value) ? value.join(",") : String(value));
    for (const engine in chosen) query.set(engine + ".preset", chosen[engine]);
    history.replaceState(history.state, "", "?" + query);
  }

  playground.share = async function () {
    write();
    const notice = document.querySelector("#share-note");
    try { await navigator.clipboard.writeText(location.href); notice.textContent = "Link copied. It holds every setting, not uploads or long texts."; }
    catch { notice.textContent = "Copy the address above: it holds every setting, not uploads or long texts."; }
    setTimeout(() => { notice.textContent = ""; }, 5000);
  };

  playground.lecture = function () {
    const on = document.documentElement.classList.toggle("lecture");
    const button = document.querySelector("#lecture");
    if (button) button.setAttribute("aria-pressed", on);
    window.dispatchEvent(new Event("resize"));
  };
})(window.playground);
