// A tree of continuations: each branch leaves an earlier one where its tokens first differ.
(function (playground) {
  "use strict";
  const { show, setText, sharp, colour, line, joined } = playground;
  const ROW = 46, SHOWN = 90;

  const total = (nats, until) => nats.slice(0, until).reduce((sum, one) => sum + one, 0);
  const bits = (nats) => nats / Math.LN2;

  function common(a, b) {
    let k = 0;
    while (k < a.length && k < b.length && a[k] === b[k]) k++;
    return k;
  }

  // A branch has ids, nats and pieces, one each a token, and a label. `choose(branch)` is called when one is pressed.
  class Branches {
    constructor(element, choose) {
      this.element = element;
      this.list = element.querySelector("[data-branches]");
      this.canvas = element.querySelector("[data-tree]");
      this.choose = choose;
      this.all = [];
    }

    // Where each branch leaves which earlier one.
    root() {
      this.all.forEach((branch, i) => {
        branch.fork = 0;
        branch.parent = -1;
        for (let j = 0; j < i; j++) {
          const shared = common(branch.ids, this.all[j].ids);
          if (branch.parent < 0 || shared > branch.fork) Object.assign(branch, { fork: shared, parent: j });
        }
      });
    }

    draw(shown, at) {
      this.root();
      this.shown = shown;
      this.at = at;
      while (this.list.children.length > this.all.length) this.list.lastChild.remove();
      while (this.list.children.length < this.all.length) this.list.append(this.row());
      this.all.forEach((branch, i) => this.fill(this.list.children[i], branch, i));
      this.element.hidden = this.all.length < 2;
      this.lines();
    }

    row() {
      const row = document.createElement("li"), button = document.createElement("button");
      button.type = "button";
      for (const name of ["words", "figures"]) button.append(Object.assign(document.createElement("span"), { className: name }));
      button.addEventListener("click", () => this.choose(this.all[[...this.list.children].indexOf(row)]));
      row.append(button);
      return row;
    }

    fill(row, branch, i) {
      const [words, figures] = row.firstChild.children, nats = total(branch.nats);
      const text = joined(branch.pieces.slice(branch.fork)).replace(/\s+/g, " ").trim();
      setText(words, i + 1 + ". " + (branch.fork ? "… " : "") + (text.length > SHOWN ? text.slice(0, SHOWN) + " …" : text || "as far as the branch it left"));
      setText(figures, "−log P = " + show(nats, 1) + " nats = " + show(bits(nats), 1) + " bits, " + branch.nats.length + " tokens · " + this.against(branch) + " · " + branch.label);
      row.firstChild.setAttribute("aria-current", branch === this.shown);
    }

    // Places run from left to right; a branch is a line that drops from the one it leaves.
    lines() {
      if (this.element.hidden) return;
      this.canvas.style.height = ROW * this.all.length + "px";
      const { context, width, height } = sharp(this.canvas), most = Math.max(1, ...this.all.map((branch) => branch.ids.length));
      const x = (place) => 6 + ((width - 12) * place) / most, y = (i) => ROW * (i + 0.5);
      line(context, [[x(this.at), 0], [x(this.at), height]], colour("--rule"), 1, [2, 3]);
      this.all.forEach((branch, i) => {
        const here = branch === this.shown, points = [[x(branch.fork), y(i)], [x(branch.ids.length), y(i)]];
        if (branch.parent >= 0) points.unshift([x(branch.fork), y(branch.parent)]);
        line(context, points, colour(here ? "--accent" : "--ink-quiet"), here ? 3 : 1.5);
      });
    }

    // How much likelier or less likely than the shown branch, over as many tokens as both have.
    against(branch) {
      if (branch === this.shown) return "shown";
      const n = Math.min(branch.nats.length, this.shown.nats.length), gap = bits(total(branch.nats, n) - total(this.shown.nats, n));
      return show(Math.abs(gap), 1) + " bits " + (gap > 0 ? "less likely" : "likelier") + " than the one shown" + (n < Math.max(branch.nats.length, this.shown.nats.length) ? ", over " + n + " tokens" : "");
    }
  }

  Object.assign(playground, { Branches, total });
})(window.playground);
