// The distribution of the next token: one bar a candidate before and after the rules, the cut, and the draw.
(function (playground) {
  "use strict";
  const { show, setText, sharp, colour, line } = playground;
  const RULES = { 1: "top-k", 2: "top-p", 3: "greedy" }, SCALES = [0.02, 0.05, 0.1, 0.25, 0.5, 1];

  const percent = (share) => (share > 0 && share < 0.0001 ? "<\u20090.01" : show(100 * share, share < 0.1 ? 2 : 1)) + "\u00a0%";
  const count = (number) => number.toLocaleString("en");
  const words = (number) => count(number) + (number === 1 ? " token" : " tokens");

  // `press(id)` is called when a bar is chosen. The element holds [data-bars], [data-scale] and [data-line].
  class NextToken {
    constructor(element, press) {
      this.list = element.querySelector("[data-bars]");
      this.scale = element.querySelector("[data-scale]");
      this.canvas = element.querySelector("[data-line]");
      this.press = press;
      this.list.addEventListener("keydown", (event) => this.walk(event));
    }

    // Up and down go from bar to bar; only one of them is in the page's own order.
    walk(event) {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key], buttons = [...this.list.querySelectorAll("button")];
      const at = buttons.indexOf(event.target);
      if (!by || at < 0) return;
      event.preventDefault();
      const next = buttons[Math.max(0, Math.min(buttons.length - 1, at + by))];
      for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
      next.focus();
    }

    // `place`: {stats, ids, pieces, before, after, rules, start} of one frame.
    draw(place) {
      this.place = place;
      this.needle();
      const top = Math.max(...place.before, ...place.after), scale = SCALES.find((most) => top <= most) || 1;
      setText(this.scale, "full width: " + 100 * scale + " %");
      const cut = place.rules.findIndex((rule) => rule), kept = cut < 0 ? place.ids.length : cut;
      this.rows(place.ids.length);
      const buttons = [...this.list.querySelectorAll("li.bar")];
      buttons.forEach((row, k) => this.row(row, place, k, scale));
      this.others(place, kept, buttons);
    }

    rows(wanted) {
      for (const row of this.list.querySelectorAll("li:not(.bar)")) row.remove();
      while (this.list.children.length > wanted) this.list.lastChild.remove();
      while (this.list.children.length < wanted) {
        const row = document.createElement("li"), button = document.createElement("button");
        row.className = "bar";
        button.type = "button";
        button.tabIndex = this.list.children.length ? -1 : 0;
        for (const name of ["name", "track", "share", "rule"]) button.append(Object.assign(document.createElement("span"), { className: name }));
        button.querySelector(".track").append(document.createElement("i"), document.createElement("b"));
        button.addEventListener("click", () => this.press(Number(button.dataset.id)));
        row.append(button);
        this.list.append(row);
      }
    }

    row(row, place, k, scale) {
      const button = row.firstChild, [name, track, share, rule] = button.children, piece = place.pieces[k];
      button.dataset.id = place.ids[k];
      setText(name, piece.shown);
      track.firstChild.style.width = Math.min(100, (100 * place.before[k]) / scale) + "%";
      track.lastChild.style.width = Math.min(100, (100 * place.after[k]) / scale) + "%";
      setText(share, percent(place.before[k]) + " → " + (place.rules[k] ? "0" : percent(place.after[k])));
      setText(rule, place.rules[k] ? RULES[place.rules[k]] : place.ids[k] === place.stats.token ? (place.stats.forced ? "forced" : "drawn") : "");
      row.classList.toggle("cut", place.rules[k] > 0);
      row.classList.toggle("taken", place.ids[k] === place.stats.token);
      const after = place.rules[k] ? "cut by " + RULES[place.rules[k]] : percent(place.after[k]) + " after the rules";
      button.setAttribute("aria-label", "Force " + piece.shown + ": " + percent(place.before[k]) + " to the model, " + after);
    }

    // What is not shown one by one, and where the rules cut.
    others(place, kept, rows) {
      const { stats } = place, sum = (array, from, to) => array.slice(from, to).reduce((a, b) => a + b, 0);
      const n = place.ids.length, rest = stats.kept - kept, lost = stats.vocabulary - stats.kept - (n - kept), before = rows[kept] || null;
      const note = (text, name) => {
        const row = document.createElement("li");
        row.className = name;
        row.textContent = text;
        this.list.insertBefore(row, before);
      };
      if (rest > 0) note(words(rest) + " more stay: " + percent(Math.max(0, 1 - stats.cut - sum(place.before, 0, kept))) + " → " + percent(Math.max(0, 1 - sum(place.after, 0, kept))), "others");
      if (stats.kept < stats.vocabulary) note(this.why(stats), "edge");
      if (lost > 0 && before) this.list.append(Object.assign(document.createElement("li"), { className: "others", textContent: "and " + words(lost) + " more: " + percent(Math.max(0, stats.cut - sum(place.before, kept, n))) }));
    }

    why(stats) {
      const by = [["cut_greedy", "temperature 0"], ["cut_top_k", "top-k"], ["cut_top_p", "top-p"]].filter(([name]) => stats[name] > 0);
      const alone = stats.kept === 1 && !stats.cut_greedy ? "; the likeliest always stays" : "";
      return "cut by " + by.map(([name, rule]) => rule + " (" + words(stats[name]) + ")").join(" and ") + ": " + percent(stats.cut) + " of the probability" + alone;
    }

    // All tokens that stay, side by side from 0 to 1, and the number that was drawn.
    needle() {
      const { place, canvas } = this, { context, width, height } = sharp(canvas), top = 12, tall = height - top - 2;
      context.fillStyle = colour("--rule");
      context.fillRect(0, top, width, tall);
      place.ids.forEach((id, k) => {
        if (place.rules[k]) return;
        const left = place.start[k] * width, wide = Math.max(0.5, place.after[k] * width - 1);
        context.fillStyle = colour(id === place.stats.token ? "--generated" : "--series-a");
        context.globalAlpha = id === place.stats.token ? 1 : k % 2 ? 0.55 : 0.8;
        context.fillRect(left, top, wide, tall);
        context.globalAlpha = 1;
        this.name(context, place.pieces[k].shown, left, wide, top + tall / 2);
      });
      const x = Math.min(width - 1, Math.max(1, place.stats.number * width)), ink = colour(place.stats.forced ? "--ink-quiet" : "--ink");
      line(context, [[x, 4], [x, height]], ink, 2);
      context.fillStyle = ink;
      context.beginPath();
      context.moveTo(x - 5, 0);
      context.lineTo(x + 5, 0);
      context.lineTo(x, 8);
      context.fill();
      canvas.setAttribute("aria-label", "The number drawn is " + show(place.stats.number, 3) + (place.stats.forced ? ", but the token was forced" : ""));
    }

    name(context, text, left, wide, middle) {
      context.font = "600 11px system-ui, sans-serif";
      if (context.measureText(text).width > wide - 6) return;
      context.textBaseline = "middle";
      context.fillStyle = colour("--paper");
      context.fillText(text, left + 4, middle);
    }
  }

  Object.assign(playground, { NextToken, percent, words });
})(window.playground);
