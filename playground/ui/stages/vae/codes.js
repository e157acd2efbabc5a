// Codes of test pictures on a square canvas, coloured by class: what all planes of codes share.
(function (playground) {
  "use strict";
  const { colour } = playground;
  // Ten hues that stay apart for the colour-blind (Petroff, arXiv 2107.02270); the classes are also named in place.
  const CLASSES = ["#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6", "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd"];

  // Where a place of [-half, half]^2 stands on a canvas of this width.
  function places(width, half) { return ([x, y]) => [((x / half + 1) / 2) * width, ((1 - y / half) / 2) * width]; }

  // codes: x, y, x, y ...; only class `alone` unless that is null.
  function dots(context, place, codes, labels, size, alone) {
    labels.forEach((label, k) => {
      if (alone !== null && label !== alone) return;
      const [x, y] = place([codes[2 * k], codes[2 * k + 1]]);
      context.fillStyle = CLASSES[label];
      context.fillRect(x - size / 2, y - size / 2, size, size);
    });
  }

  function median(values) { return values.sort((a, b) => a - b)[values.length >> 1]; }

  // Each class is named in the midst of its codes, so that colours need not be told apart.
  function names(context, place, codes, labels, alone, words) {
    context.font = "700 15px " + colour("--font-plain");
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 4;
    context.lineJoin = "round";
    for (let label = 0; label < 10; label++) {
      const mine = [...labels.keys()].filter((k) => labels[k] === label);
      if (!mine.length || (alone !== null && label !== alone)) continue;
      const [x, y] = place([median(mine.map((k) => codes[2 * k])), median(mine.map((k) => codes[2 * k + 1]))]);
      context.strokeStyle = colour("--paper");
      context.fillStyle = colour("--ink");
      context.strokeText(words(label), x, y);
      context.fillText(words(label), x, y);
    }
  }

  // The code nearest to a place: its class and how far it is.
  function nearest(codes, labels, [x, y]) {
    let best = 0, distance = Infinity;
    for (let k = 0; k < labels.length; k++) {
      const far = Math.hypot(codes[2 * k] - x, codes[2 * k + 1] - y);
      if (far < distance) { distance = far; best = k; }
    }
    return { label: labels[best], distance };
  }

  playground.codes = { CLASSES, places, dots, names, nearest, median };
})(window.playground);
