// The losses of a duel in words, and what a draw costs.
(function (playground) {
  "use strict";
  // What each loss asks of D and of G.
  const LOSSES = {
    minimax: ["D minimises −log D(x) − log(1 − D(G(z)))", "G minimises log(1 − D(G(z)))"],
    "non-saturating": ["D minimises −log D(x) − log(1 − D(G(z)))", "G minimises −log D(G(z))"],
    "least squares": ["D minimises (D(x) − 1)² / 2 + D(G(z))² / 2", "G minimises (D(G(z)) − 1)² / 2"],
    Wasserstein: ["D minimises D(G(z)) − D(x)", "G minimises −D(G(z))"],
    hinge: ["D minimises max(0, 1 − D(x)) + max(0, 1 + D(G(z)))", "G minimises −D(G(z))"],
  };
  // D's loss at a draw, when it cannot tell and says so.
  const DRAWS = { minimax: 2 * Math.LN2, "non-saturating": 2 * Math.LN2, "least squares": 0.25, Wasserstein: 0, hinge: 2 };

  Object.assign(playground, { LOSSES, DRAWS });
})(window.playground);
