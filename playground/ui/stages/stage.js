// What all stages share: decoding frames, painting pixels, the player, small curves.
window.playground = window.playground || {};
(function (playground) {
  "use strict";
  const TYPES = { u1: Uint8Array, f2: Uint16Array, f4: Float32Array, i4: Int32Array };

  function half(bits) {
    const exponent = (bits >> 10) & 31, fraction = bits & 1023, sign = bits >> 15 ? -1 : 1;
    if (!exponent) return sign * fraction * 2 ** -24;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }

  function decode([type, shape, text]) {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const array = new TYPES[type](bytes.buffer);
    return { shape, data: type === "f2" ? Float32Array.from(array, half) : array };
  }

  // The frames of one run, filled as its chunks arrive. Arrays are decoded when first drawn.
  class Film {
    constructor() { this.newest = ""; this.clear(null); }

    clear(run) { this.run = run; this.seen = 0; this.frames = []; this.status = {}; this.pulse = null; }

    // Returns whether a new run has begun, or null if the value is of an older run than the one shown.
    take(value) {
      if (!value || !value.chunks) return false;
      const fresh = value.run !== this.run;
      if (this.newest && value.run < this.newest) return null;
      this.newest = value.run;
      this.status = value.status || {};
      if (fresh && !value.chunks.length) return false;  // nothing new yet: what is shown stays
      if (fresh) this.clear(value.run);
      for (; this.seen < value.chunks.length; this.seen++)
        for (const frame of JSON.parse(value.chunks[this.seen]).frames) {
          const pulse = !Object.keys(frame.arrays).length;
          this.pulse = pulse ? frame : null;
          if (!pulse) this.frames.push(frame);
        }
      this.status = value.status || {};
      return fresh;
    }

    array(index, name) {
      const arrays = this.frames[index] && this.frames[index].arrays;
      if (!arrays || !arrays[name]) return null;
      if (Array.isArray(arrays[name])) arrays[name] = decode(arrays[name]);
      return arrays[name];
    }
  }

  // data: grey (H,W) or colour (H,W,3) bytes from `offset`; painted at its own size, enlarged crisply by CSS.
  function paint(canvas, data, height, width, channels, offset) {
    if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; }
    const context = canvas.getContext("2d"), picture = context.createImageData(width, height), out = picture.data;
    for (let i = 0, from = offset || 0; i < out.length; i += 4, from += channels) {
      out[i] = data[from];
      out[i + 1] = data[from + (channels > 1 ? 1 : 0)];
      out[i + 2] = data[from + (channels > 1 ? 2 : 0)];
      out[i + 3] = 255;
    }
    context.putImageData(picture, 0, 0);
  }

  // Asking for a style makes the browser lay the page out, so each colour is asked for once a theme.
  const colours = new Map();
  function colour(name) {
    if (!colours.size) new MutationObserver(() => colours.clear()).observe(document.body, { attributeFilter: ["class"] });
    if (!colours.has(name)) colours.set(name, getComputedStyle(document.body).getPropertyValue(name).trim());
    return colours.get(name);
  }

  // Prepare a canvas for sharp lines: returns its context and its size in CSS pixels.
  function sharp(canvas) {
    const ratio = window.devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    return { context, width, height };
  }

  function line(context, points, stroke, thickness, dash) {
    context.beginPath();
    points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.strokeStyle = stroke;
    context.lineWidth = thickness || 1.5;
    context.setLineDash(dash || []);
    context.stroke();
    context.setLineDash([]);
  }

  function show(number, digits) {
    if (number === undefined || number === null || Number.isNaN(number)) return "–";
    return number.toFixed(digits === undefined ? 2 : digits).replace("-", "−");
  }

  function statusLine(status) { return status.said || ""; }

  // Says on the stage's element how its run stands; Stop can be pressed only while something runs.
  function report(element, film) {
    const running = Boolean(film.status.running), bench = element.closest(".bench");
    element.dataset.run = film.run;
    element.dataset.frames = film.frames.length;
    element.dataset.state = running ? "running" : film.frames.length ? "done" : "empty";
    const stop = bench && bench.querySelector("button.stop, .stop button");
    if (stop) stop.disabled = !running;
  }

  function setText(element, text) { if (element && element.textContent !== text) element.textContent = text; }

  // One box of the numbers at the right: value, gauge from 0 to 1 with the floor's mark, the line beneath.
  function number(element, name, text, share, small, mark) {
    const box = element.querySelector("[data-number=" + name + "]");
    setText(box.querySelector("strong"), text);
    if (small !== undefined) setText(box.querySelector("small"), small);
    const bar = box.querySelector(".gauge i"), tick = box.querySelector(".gauge em");
    if (bar) bar.style.width = 100 * Math.max(0, Math.min(1, share || 0)) + "%";
    if (tick) { tick.hidden = mark == null; if (mark != null) tick.style.left = 100 * mark + "%"; }
  }

  // What it costs here: rows of [name, text].
  function costs(element, rows) {
    element.querySelector("[data-cost]").replaceChildren(...rows.flatMap(([name, text]) => {
      const term = document.createElement("dt"), value = document.createElement("dd");
      term.textContent = name;
      value.textContent = text;
      return [term, value];
    }));
  }

  // Play, pause, step, scrub, speed and keyboard over `film`; calls draw(index) for every frame shown.
  class Player {
    constructor(element, film, draw, caption) {
      this.film = film; this.draw = draw; this.caption = caption;
      this.index = 0; this.timer = 0; this.follow = true;
      const find = (name) => element.querySelector("[data-player=" + name + "]");
      this.parts = { play: find("play"), range: find("range"), count: find("count"), speed: find("speed"), twin: find("twin") };
      find("play").addEventListener("click", () => this.toggle());
      find("back").addEventListener("click", () => this.step(-1));
      find("forward").addEventListener("click", () => this.step(1));
      this.parts.range.addEventListener("input", () => { this.pause(); this.go(Number(this.parts.range.value)); });
      element.addEventListener("keydown", (event) => this.key(event));
      this.lastTwin = 0;
    }

    get last() { return Math.max(0, this.film.frames.length - 1); }

    key(event) {
      const tag = event.target.tagName;
      if (tag === "SELECT" || event.ctrlKey || event.metaKey || event.altKey) return;
      const actions = {
        " ": () => this.toggle(), ArrowRight: () => this.step(1), ArrowLeft: () => this.step(-1),
        Home: () => { this.pause(); this.go(0); }, End: () => { this.pause(); this.go(this.last); },
      };
      if (!actions[event.key] || (event.key === " " && tag === "BUTTON")) return;
      event.preventDefault();
      actions[event.key]();
    }

    toggle() { if (this.timer) this.pause(); else this.play(); }

    play() {
      if (this.index >= this.last && !this.film.status.running) this.go(0);
      this.follow = false;
      this.parts.play.setAttribute("aria-label", "Pause");
      this.parts.play.dataset.playing = "1";
      let began = performance.now(), from = this.index;
      const seconds = () => Math.min(8, Math.max(2.5, this.last / 12)) / Number(this.parts.speed.value);
      const tick = (now) => {
        if (!this.parts.range.isConnected) return;
        const next = Math.min(this.last, from + Math.floor(((now - began) / 1000 / seconds()) * (this.last + 1)));
        if (next !== this.index) this.go(next);
        if (this.index >= this.last && !this.film.status.running) return this.pause();
        if (this.index >= this.last) { began = now; from = this.index; }
        this.timer = requestAnimationFrame(tick);
      };
      this.parts.speed.onchange = () => { began = performance.now(); from = this.index; };
      this.timer = requestAnimationFrame(tick);
    }

    pause() {
      cancelAnimationFrame(this.timer);
      this.timer = 0;
      this.follow = false;
      delete this.parts.play.dataset.playing;
      this.parts.play.setAttribute("aria-label", "Play");
    }

    step(by) { this.pause(); this.go(this.index + by); }

    go(index) {
      this.index = Math.min(this.last, Math.max(0, index));
      this.refresh();
    }

    // New frames have come: follow the newest until the visitor takes over.
    grown(fresh) {
      if (fresh) { this.pause(); this.follow = true; this.index = 0; }
      if (this.follow) this.index = this.last;
      if (!this.film.status.running) this.follow = false;
      this.refresh();
    }

    refresh() {
      if (!this.film.frames.length) return;
      const { range, count, twin } = this.parts;
      range.max = this.last;
      range.value = this.index;
      const text = this.caption(this.index);
      setText(count, text);
      range.setAttribute("aria-valuetext", text);
      this.draw(this.index);
      clearTimeout(this.lastTwin);
      this.lastTwin = setTimeout(() => setText(twin, this.twin ? this.twin(this.index) : text), 400);
    }
  }

  Object.assign(playground, { Film, Player, paint, colour, sharp, line, show, setText, statusLine, decode, report, number, costs });
})(window.playground);
