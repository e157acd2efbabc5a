// What the stages of live trainings share: the history that the browser keeps, the transport, the time machine.
// The stage says in data-engine whose settings it shows, and in data-noun what one training is called.
(function (playground) {
  "use strict";
  const KEEP = 1600;

  // Frames of one training as they arrive. The oldest are thinned, so that a long one fits; marked ones stay.
  class History extends playground.Film {
    constructor() { super(); this.before = null; this.serial = 0; this.changes = []; this.speed = null; this.clock = []; }

    // Returns true when a new training has begun, null if the value is an older one's, else false.
    take(value) {
      if (!value || !value.serial) return false;
      if (this.newest && value.run < this.newest) return null;
      const fresh = value.run !== this.run;
      if (fresh) this.begin(value.run);
      if (value.serial <= this.serial) return false;
      const skipped = value.serial - this.serial > 1;
      this.serial = value.serial;
      this.status = value.status;
      this.changes = value.changes;
      for (const text of skipped ? value.frames : value.frames.slice(1)) if (text) this.append(JSON.parse(text).frames);
      this.thin();
      return fresh;
    }

    begin(run) {
      const worth = this.frames.length && this.frames[this.frames.length - 1].step >= 50;
      if (worth) this.before = this.frames.map((frame) => ({ step: frame.step, stats: frame.stats }));
      this.newest = run;
      this.clear(run);
      this.serial = 0;
      this.clock = [];
      this.speed = null;
    }

    append(frames) {
      for (const frame of frames) {
        this.frames.push(frame);
        if (frame.stats.diverged !== undefined) this.clock = [];
      }
      const last = this.frames[this.frames.length - 1];
      if (!last) return;
      this.clock.push([performance.now(), last.step]);
      if (!this.status.playing) this.clock = this.clock.slice(-1);
      while (this.clock.length > 2 && this.clock[this.clock.length - 1][0] - this.clock[0][0] > 2000) this.clock.shift();
      const [t0, s0] = this.clock[0], [t1, s1] = this.clock[this.clock.length - 1];
      if (t1 - t0 > 400) this.speed = (1000 * (s1 - s0)) / (t1 - t0);
    }

    thin() {
      if (this.frames.length <= KEEP) return;
      const half = this.frames.length >> 1;
      this.frames = this.frames.filter((frame, i) => i >= half || i % 2 === 0 || frame.stats.changed !== undefined);
    }

    // The series of one statistic: [[step, value], ...].
    series(name, frames) { return (frames || this.frames).filter((f) => f.stats[name] !== undefined).map((f) => [f.step, f.stats[name]]); }
  }

  // Play, pause, single updates, slow motion and the time machine over a History.
  // `draw(index)` shows a frame; `order(do)` asks the server; `shown` is the index that is looked at.
  class Transport {
    constructor(element, history, draw, order) {
      Object.assign(this, { element, history, draw, order, shown: 0, live: true, slow: false, waiting: false, rested: 0, at: 0 });
      this.range = element.querySelector("[data-time]");
      this.count = element.querySelector("[data-count]");
      this.now = element.querySelector("[data-now]");
      this.twin = element.querySelector("[data-twin]");
      for (const button of element.querySelectorAll("[data-do]")) button.addEventListener("click", () => this.press(button.dataset.do));
      this.range.addEventListener("input", () => this.go(Number(this.range.value)));
      this.now.addEventListener("click", () => this.goNow());
      element.addEventListener("keydown", (event) => this.key(event));
      this.say = null;
      this.timer = 0;
    }

    get last() { return Math.max(0, this.history.frames.length - 1); }

    press(what) {
      const playing = this.history.status.playing;
      if (what === "slow") { this.setSlow(!this.slow); if (this.slow) { this.goNow(); this.order("slow"); } return; }
      this.setSlow(false);
      this.goNow();
      this.order(what === "play" ? (playing ? "pause" : "play") : what);
    }

    setSlow(on) {
      this.slow = on;
      const button = this.element.querySelector("[data-do=slow]");
      if (button) button.setAttribute("aria-pressed", on);
      if (!on && this.onSlowEnd) this.onSlowEnd();
    }

    key(event) {
      const tag = event.target.tagName;
      if (tag === "SELECT" || (tag === "INPUT" && event.target.type !== "range") || event.ctrlKey || event.metaKey || event.altKey) return;
      const actions = {
        " ": () => this.press("play"), ArrowRight: () => this.go(this.shown + 1), ArrowLeft: () => this.go(this.shown - 1), Home: () => this.go(0), End: () => this.goNow(),
      };
      const button = /^[a-z]$/.test(event.key) && this.element.querySelector("[data-key=" + event.key + "]");
      if (button) actions[event.key] = () => this.press(button.dataset.do);
      if (!actions[event.key] || (event.key === " " && tag === "BUTTON")) return;
      event.preventDefault();
      actions[event.key]();
    }

    go(index) {
      this.shown = Math.min(this.last, Math.max(0, index));
      this.live = this.shown === this.last;
      this.refresh();
    }

    goNow() { this.live = true; this.shown = this.last; this.refresh(); }

    grown(fresh) {
      if (fresh) this.live = true;
      if (this.live) this.shown = this.last;
      else this.shown = Math.max(0, this.history.frames.findIndex((frame) => frame.step >= this.at));  // older ones may be thinned out
      if (this.waiting) return;
      this.waiting = true;
      requestAnimationFrame(() => this.catchUp());
    }

    // Draws what has come, but rests as long as the drawing took: a slow page skips moments and stays in hand.
    catchUp() {
      const now = performance.now();
      if (now < this.rested) return requestAnimationFrame(() => this.catchUp());
      this.waiting = false;
      this.refresh();
      this.rested = 2 * performance.now() - now;
    }

    refresh() {
      this.shown = Math.min(this.shown, this.last);
      const frame = this.history.frames[this.shown], playing = Boolean(this.history.status.playing);
      const play = this.element.querySelector("[data-do=play]");
      play.toggleAttribute("data-playing", playing);
      play.setAttribute("aria-label", playing ? "Pause" : "Play");
      if (!frame) return;
      this.at = frame.step;
      this.range.max = this.last;
      this.range.value = this.shown;
      const text = "iteration " + frame.step.toLocaleString("en");
      playground.setText(this.count, text);
      this.range.setAttribute("aria-valuetext", text);
      this.now.hidden = this.live;
      this.draw(this.shown);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.tell(text), 900);
    }

    // A new training may have emptied the history since.
    tell(text) {
      this.shown = Math.min(this.shown, this.last);
      if (this.history.frames.length) playground.setText(this.twin, this.say ? this.say(this.shown) : text);
    }
  }

  // Lines over the iterations: series are {points, colour, thin, dash}; `floor` is a dotted level; `at` the step shown;
  // `ends` writes the highest and lowest value of the scale at its edge.
  function chart(canvas, series, { low, high, log, floor, at, until, marks, ends }) {
    const { context, width, height } = playground.sharp(canvas);
    const scale = log ? (v) => Math.log10(Math.max(v, 1e-5)) : (v) => v;
    const values = series.flatMap((s) => s.points.map((p) => p[1])).concat(floor == null ? [] : [floor]).map(scale).filter(Number.isFinite);
    const bottom = low == null ? Math.min(...values) : scale(low), top = high == null ? Math.max(...values) : scale(high);
    const x = (step) => (width - 2) * (step / Math.max(1, until)) + 1;
    const y = (value) => height - 3 - (height - 6) * ((Math.min(Math.max(scale(value), bottom), top) - bottom) / (top - bottom || 1));
    const rule = playground.colour("--rule");
    playground.line(context, [[0, height - 1], [width, height - 1]], rule, 1);
    for (const step of marks || []) playground.line(context, [[x(step), 0], [x(step), height]], rule, 1, [2, 3]);
    if (floor != null) playground.line(context, [[0, y(floor)], [width, y(floor)]], playground.colour("--ink-quiet"), 1, [2, 3]);
    for (const one of series) if (one.points.length > 1) playground.line(context, slim(one.points, width).map(([s, v]) => [x(s), y(v)]), one.colour, one.thin ? 0.8 : 1.6, one.dash);
    if (at != null) playground.line(context, [[x(at), 0], [x(at), height]], playground.colour("--accent"), 1);
    if (ends && top > bottom && Number.isFinite(top - bottom)) for (const [value, level] of [[top, 15], [bottom, height - 4]]) edge(context, playground.show(value, top - bottom < 2 ? 2 : top - bottom < 20 ? 1 : 0), width - 5, level);
  }

  function edge(context, text, right, level) {
    context.font = "10px system-ui, sans-serif";
    context.textAlign = "right";
    context.lineWidth = 3;
    context.strokeStyle = playground.colour("--paper");
    context.strokeText(text, right, level);
    context.fillStyle = playground.colour("--ink-quiet");
    context.fillText(text, right, level);
  }

  function slim(points, width) {
    const stride = Math.ceil(points.length / width);
    return stride < 2 ? points : points.filter((_, i) => i % stride === 0 || i === points.length - 1);
  }

  // One round dot is painted once and stamped, which is much faster than drawing every circle.
  const stamps = new Map();
  function stamp(fill, radius) {
    const ratio = window.devicePixelRatio || 1, key = fill + radius + ratio;
    if (!stamps.has(key)) {
      const canvas = document.createElement("canvas"), side = Math.ceil(2 * (radius + 1) * ratio);
      canvas.width = canvas.height = side;
      const pen = canvas.getContext("2d");
      pen.fillStyle = fill;
      pen.arc(side / 2, side / 2, radius * ratio, 0, 7);
      pen.fill();
      stamps.set(key, { canvas, size: side / ratio });
    }
    return stamps.get(key);
  }

  function dots(context, place, array, fill, radius, alpha) {
    const { canvas, size } = stamp(fill, radius), data = array.data;
    context.globalAlpha = alpha;
    for (let i = 0; i < data.length; i += 2) {
      const [x, y] = place(data[i], data[i + 1]);
      context.drawImage(canvas, x - size / 2, y - size / 2, size, size);
    }
    context.globalAlpha = 1;
  }

  // The sheet of z after a network has bent it: the closer the lines, the more samples lie there.
  function sheet(context, place, array, stroke) {
    const point = (i) => place(array.data[2 * i], array.data[2 * i + 1]);
    context.globalAlpha = 0.55;
    if (array.shape.length === 2) playground.line(context, Array.from({ length: array.shape[0] }, (_, i) => point(i)), stroke, 1.6);
    else for (let a = 0, n = array.shape[0]; a < n; a++) {
      playground.line(context, Array.from({ length: n }, (_, b) => point(a * n + b)), stroke, 0.8);
      playground.line(context, Array.from({ length: n }, (_, b) => point(b * n + a)), stroke, 0.8);
    }
    context.globalAlpha = 1;
  }

  // What is written beside the picture of a live training: number boxes, the cost, how it stands.
  class Board {
    constructor(element, history) { this.element = element; this.history = history; }

    find(selector) { return this.element.querySelector(selector); }

    get noun() { return this.find("[data-noun]").dataset.noun; }

    get engine() { return this.find("[data-engine]").dataset.engine; }

    // The engine's settings as they stand, by name.
    get settings() { return playground.state[this.engine] || {}; }

    number(name, text, share, small, mark) {
      const box = this.find("[data-number=" + name + "]");
      playground.setText(box.querySelector("strong"), text);
      playground.setText(box.querySelector("small"), small || "");
      const bar = box.querySelector(".gauge i"), tick = box.querySelector(".gauge em");
      if (bar) bar.style.width = 100 * Math.max(0, Math.min(1, share || 0)) + "%";
      if (tick) { tick.hidden = mark == null; if (mark != null) tick.style.left = 100 * mark + "%"; }
    }

    before(name, text) {
      const line = this.find("[data-number=" + name + "] .before");
      line.hidden = !text;
      playground.setText(line, text ? this.noun + " before: " + text : "");
    }

    speed() {
      const { speed, status } = this.history;
      this.number("speed", speed == null ? "–" : playground.show(speed, 0) + " /s", 0, status.sharing > 1 ? "shared with " + (status.sharing - 1) + " more" : "iterations; you have the machine to yourself");
    }

    // `more`: rows of [term, value] after the usual ones.
    cost(more) {
      const { frames, speed } = this.history;
      if (!frames.length) return;
      const rows = [["iterations", frames[frames.length - 1].step.toLocaleString("en")], ["moments kept here", String(frames.length)], ["iterations a second", speed == null ? "–" : playground.show(speed, 0)]];
      const changes = this.history.changes.map(([step, name, value]) => ["at " + step, name + " = " + value]);
      this.find("[data-cost]").replaceChildren(...[...rows, ...(more || []), ...changes].flatMap(([name, text]) => {
        const term = document.createElement("dt"), value = document.createElement("dd");
        term.textContent = name;
        value.textContent = text;
        return [term, value];
      }));
    }

    status() {
      const { status: s, frames } = this.history, last = frames[frames.length - 1];
      // A control that moves after a divergence has the state drawn anew: it stays told until a step is made.
      const torn = last && frames.findLast((frame) => frame.step !== last.step || frame.stats.diverged !== undefined);
      if (torn && torn.step === last.step) return "Diverged at step " + torn.stats.diverged + ": the losses are no longer numbers. Iteration " + last.step + " is kept: lower the rate and press play, or reset.";
      if (last && last.stats.undrawn) return "Nothing is drawn yet: draw on the pad at the left. Until then the " + this.noun + " keeps its data.";
      if (s.ended === "finished") return "Done: this " + this.noun + " was to stop here. Press “From the start” for the same again, or raise “Stop after” first.";
      if (s.ended === "unattended") return "Ended, because nobody touched it for ten minutes. Its history stays; press “From the start” for a new one.";
      if (s.ended === "stopped") return "Stopped. Its history stays; press “From the start” for a new one.";
      if (s.said) return s.said;
      return s.playing ? "training" : "paused";
    }
  }

  // Takes the value whenever it grows, and draws anew when the page has another size or theme. `began` is told of a new
  // training, `grown` of what came, once there is something to show.
  function live({ element, props, watch, history, board, transport, began, grown }) {
    function take() {
      const fresh = history.take(props.value);
      if (fresh === null) return;
      playground.report(element, history);
      if (fresh && began) began();
      if (!history.frames.length) return;
      playground.setText(board.find(".status"), board.status());
      transport.grown(fresh);
      playground.recorded(board.engine, history.changes, fresh);
      if (grown) grown();
    }
    const again = () => { if (element.isConnected && history.frames.length) transport.refresh(); };
    watch("value", take);
    window.addEventListener("resize", again);
    new MutationObserver(again).observe(document.body, { attributeFilter: ["class"] });
    take();
  }

  Object.assign(playground, { History, Transport, Board, chart, dots, sheet, stamp, live });
})(window.playground);
