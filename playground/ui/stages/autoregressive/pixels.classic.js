// What the stages of pixels share: the colours of surprise.
(function (playground) {
  "use strict";
  const STOPS = [[0, [0, 0, 0]], [1, [84, 33, 4]], [4, [213, 94, 0]], [8, [255, 232, 196]]];

  // Bits of surprise, 0 to 8 or more -> [red, green, blue].
  function heat(bits) {
    const at = STOPS.findIndex(([level]) => bits < level);
    if (at < 1) return at ? STOPS[3][1] : STOPS[0][1];
    const [low, from] = STOPS[at - 1], [high, to] = STOPS[at];
    return from.map((value, c) => Math.round(value + ((bits - low) / (high - low)) * (to[c] - value)));
  }

  playground.pixels = { heat };
})(window.playground);
