// The page around the stages: state in the address, Reset that lights up, the lecture switch.
(function (playground) {
  "use strict";
  playground.state = {};
  playground.part = null;
  const opened = new URLSearchParams(location.search), chosen = {}, settling = {};
  let ready = false;

  const differs = (engine, name, value) => JSON.stringify(playground.tables[engine][name]) !== JSON.stringify(value);

  // Values of one engine's controls, by name, as they are now; rewrites the address.
  playground.remember = function (engine, names, values) {
    const table = playground.tables[engine];
    playground.state[engine] = Object.fromEntries(names.map((name, i) => [name, values[i] === null ? table[name] : values[i]]));
    if (ready) settle(engine);
    write();
    const changed = names.some((name) => differs(engine, name, playground.state[engine][name]));
    const reset = document.querySelector("#" + engine + "-reset button, button#" + engine + "-reset");
    if (reset) { reset.disabled = !changed; reset.classList.toggle("lit", changed); }
  };

  // Shows what to look for in a preset, keeps its name in the address, and returns its values.
  playground.preset = function (engine, name) {
    if (!Object.hasOwn(playground.presets[engine], name)) return {};
    chosen[engine] = name;
    look(engine, name);
    return playground.presets[engine][name].values;
  };

  function held(engine, name) {
    return ["hide", "lock"].some((key) => (opened.get(key) || "").split(",").includes(engine + "." + name));
  }

  // What the controls become: the wanted values over the defaults; those a teacher has hidden or locked stay.
  playground.apply = function (engine, names, wanted, now) {
    const values = { ...playground.tables[engine], ...wanted };
    return names.map((name, i) => (held(engine, name) ? now[i] : values[name]));
  };

  // Several controls change one after the other when a preset is pressed: judge when they are through.
  function settle(engine) {
    clearTimeout(settling[engine]);
    settling[engine] = setTimeout(() => { leave(engine); write(); }, 300);
  }

  function look(engine, name) {
    document.querySelector("#" + engine + "-look").textContent = playground.presets[engine][name].look;
  }

  // A preset is left as soon as a control says otherwise.
  function leave(engine) {
    if (!chosen[engine]) return;
    const values = { ...playground.tables[engine], ...playground.presets[engine][chosen[engine]].values };
    const now = playground.state[engine] || {};
    if (Object.keys(now).every((name) => held(engine, name) || JSON.stringify(now[name]) === JSON.stringify(values[name]))) return;
    delete chosen[engine];
    look(engine, Object.keys(playground.presets[engine])[0]);
  }

  playground.open = function (part) { playground.part = part; write(); };

  // Presses a part's own button the first time the part is opened.
  const filled = new Set();
  playground.fillOnce = function (part) {
    if (filled.has(part)) return;
    filled.add(part);
    press(part, 50);
  };

  // A part that was never open is not on the page yet: wait for its button, five seconds at most.
  function press(part, tries) {
    const button = document.querySelector("#" + part + "-go");
    if (button) button.click();
    else if (tries) setTimeout(() => press(part, tries - 1), 100);
  }

  // Called once the link has been read: only from then on is the address rewritten.
  playground.restored = function () {
    for (const engine in playground.presets) {
      const name = opened.get(engine + ".preset");
      if (name) playground.preset(engine, name);
      leave(engine);
    }
    ready = true;
    write();
    if (opened.get("part") === "quality") playground.fillOnce("quality");
  };

  function write() {
    if (!ready) return;
    const old = new URLSearchParams(location.search), query = new URLSearchParams();
    for (const key of ["hide", "lock", "__theme"]) if (old.has(key)) query.set(key, old.get(key));
    if (playground.part) query.set("part", playground.part);
    for (const engine in playground.state)
      for (const [name, value] of Object.entries(playground.state[engine]))
        if (engine === playground.part || differs(engine, name, value))
          query.set(engine + "." + name, Array.isArray(value) ? value.join(",") : String(value));
    for (const engine in chosen) query.set(engine + ".preset", chosen[engine]);
    const text = query.toString();
    history.replaceState(history.state, "", text ? "?" + text : location.pathname);
  }

  playground.share = async function () {
    const notice = document.querySelector("#share-note");
    try { await navigator.clipboard.writeText(location.href); notice.textContent = "Link copied. It holds every setting, not uploads."; }
    catch { notice.textContent = "Copy the address above: it holds every setting, not uploads."; }
    setTimeout(() => { notice.textContent = ""; }, 5000);
  };

  playground.lecture = function () {
    const on = document.documentElement.classList.toggle("lecture");
    const button = document.querySelector("#lecture");
    if (button) button.setAttribute("aria-pressed", on);
    window.dispatchEvent(new Event("resize"));
  };
})(window.playground);
