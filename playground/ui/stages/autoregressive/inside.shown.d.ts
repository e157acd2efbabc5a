// What autoregressive/inside shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How many layers the network has. */
    layers: number;
    /** How many attention heads a layer has. */
    heads: number;
    /** How many numbers stand for a token inside the network. */
    width: number;
    /** Which layer and head are shown, counted from 1. */
    layer: number;
    head: number;
    /** Which token's view is shown. */
    at: number;
    /** How many tokens were not drawn by the model. */
    given: number;
    /** How many tokens of a longer text are not shown. */
    left_out: number;
    /** The largest difference between the two ways to compute the same: rounding alone. */
    apart: number;
    /** How many numbers the network has learnt. */
    parameters: number;
    /** bytes: How much memory the keys and values of one token take. */
    cache_bytes: number;
    /** 1 if the model wrote with its cache. */
    caching: number;
    /** ms: How long the next token took; in the first frame, on average over all that the model added. */
    ms: number;
    /** How long the text was when a token's cost was measured. */
    length: number;
    /** 1 if this cost was measured with the cache. */
    cached: number;
  };
  arrays: {
    /** uint8 (bytes,) The tokens of the text, with the line's end before it. */
    pieces: Held;
    /** int32 (L,) Where each piece of “The text” ends, counted in bytes. */
    pieces_ends: Held;
    /** float16 (M,H,L,L) Where each token looks, by layer and head; each row adds up to 1. */
    attention: Held;
    /**
     * float16 (M,H,4) For each head the mean weight on the first token, on itself and on the token before, and
     * how far back it looks.
     */
    habits: Held;
    /** int32 (S,L,5) The five likeliest next tokens after each layer, as places in the words. */
    lens_top: Held;
    /** float16 (S,L,5) How probable each of them is after that layer. */
    lens_p: Held;
    /** float16 (S,l) bits: How surprising the true next token is after that layer, at most 60. */
    lens_bits: Held;
    /** uint8 (bytes,) The tokens that the lens names. */
    words: Held;
    /** int32 (w,) Where each piece of “The words of the lens” ends, counted in bytes. */
    words_ends: Held;
    /** int32 (1,) How long the text was when the next token's cost was measured. */
    length: Held;
  };
  texts: Record<never, string>;
}
