// A decoder evaluated by the page itself: linear layers, SiLU between them, a sigmoid at the end.

/** @typedef {import("../lib/decode.js").Decoded} Decoded */
/** @typedef {import("../lib/decode.js").Numbers} Numbers */
/** @typedef {{ into: number, weight: Numbers, bias: Numbers, to: Float32Array }} Layer `to` holds what comes out */

export class Decoder {
  /** @param {[weight: Decoded, bias: Decoded][]} layers (out,in) and (out,) each */
  constructor(layers) {
    /** @type {Layer[]} */
    this.layers = layers.map(([{ shape, data }, bias]) => {
      const [out, into] = shape;
      return { into, weight: data, bias: bias.data, to: new Float32Array(out) };
    });
  }

  /**
   * The decoder that a frame brings as weight0, bias0, weight1 and so on.
   * @param {import("../lib/film.js").Film<any>} film
   * @param {number} index
   */
  static of(film, index) {
    /** @type {[Decoded, Decoded][]} */
    const layers = [];
    for (let weight; (weight = film.array(index, `weight${layers.length}`));)
      layers.push([weight, film.must(index, `bias${layers.length}`)]);
    return new Decoder(layers);
  }

  get parameters() {
    return this.layers.reduce((sum, { weight, bias }) => sum + weight.length + bias.length, 0);
  }

  /**
   * Bernoulli means of a code z; the next call fills the same array anew.
   * @param {ArrayLike<number>} z
   * @returns {ArrayLike<number>}
   */
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

  /**
   * The same as grey bytes.
   * @param {ArrayLike<number>} z
   * @param {Uint8Array} out is filled and returned
   */
  bytes(z, out) {
    const means = this.means(z);
    for (let i = 0; i < means.length; i++) out[i] = 255 * means[i] + 0.5;
    return out;
  }
}
