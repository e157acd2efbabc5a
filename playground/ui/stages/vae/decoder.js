// A decoder evaluated by the page itself: linear layers, SiLU between them, a sigmoid at the end.
(function (playground) {
  "use strict";

  // weights: [{ shape: [out, in], data }, { shape: [out], data }, ...], a layer's weight and bias in turn.
  class Decoder {
    constructor(weights) {
      this.layers = [];
      for (let k = 0; k < weights.length; k += 2) {
        const [out, into] = weights[k].shape;
        this.layers.push({ into, weight: weights[k].data, bias: weights[k + 1].data, to: new Float32Array(out) });
      }
    }

    // The arrays weight0, bias0, weight1, ... of a film's frame.
    static of(film, index) {
      const weights = [];
      for (let k = 0; film.array(index, "weight" + k); k++) weights.push(film.array(index, "weight" + k), film.array(index, "bias" + k));
      return new Decoder(weights);
    }

    get parameters() { return this.layers.reduce((sum, layer) => sum + layer.weight.length + layer.bias.length, 0); }

    // Bernoulli means of a code z; the same array is filled anew by the next call.
    means(z) {
      let h = z;
      this.layers.forEach(({ into, weight, bias, to }, k) => {
        const last = k === this.layers.length - 1;
        for (let o = 0, at = 0; o < to.length; o++) {
          let sum = bias[o];
          for (let i = 0; i < into; i++) sum += weight[at++] * h[i];
          to[o] = (last ? 1 : sum) / (1 + Math.exp(-sum));
        }
        h = to;
      });
      return h;
    }

    // The same as grey bytes, written to `out` from `offset`.
    bytes(z, out, offset) {
      const means = this.means(z);
      for (let i = 0; i < means.length; i++) out[(offset || 0) + i] = 255 * means[i] + 0.5;
      return out;
    }
  }

  Object.assign(playground, { Decoder });
})(window.playground);
