// What autoregressive/write shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** The number of the token that is written. */
    token: number;
    /** nats: How surprising the model finds the token: minus the logarithm of its probability. */
    nats: number;
    /** The random number from 0 to 1 that decides which token is drawn. */
    number: number;
    /** 1 if the visitor chose this token. */
    forced: number;
    /** nats: How open the model's choice is here: 0 if it is sure. */
    entropy: number;
    /** nats: How open the choice is that is drawn from. */
    entropy_after: number;
    /** The probability of all tokens that the rules cut away here. */
    cut: number;
    /** How many tokens may still be drawn here. */
    kept: number;
    /** How many tokens this rule cut away here. */
    cut_top_k: number;
    cut_top_p: number;
    cut_greedy: number;
    /** How many tokens the model knows. */
    vocabulary: number;
    /** How many numbers the network has learnt. */
    parameters: number;
    /** How many tokens the model has read up to here. */
    context: number;
    /** 1 if this token ends the text. */
    ends: number;
    /** ms: How long the network, the rules and the draw took for this token. */
    ms: number;
  };
  arrays: {
    /** int32 (C,) The likeliest next tokens, by their numbers. */
    ids: Held;
    /** uint8 (bytes,) The likeliest next tokens as text, the likeliest first. */
    pieces: Held;
    /** int32 (C,) Where each piece of “Candidates as text” ends, counted in bytes. */
    pieces_ends: Held;
    /** float32 (C,) What the model itself gives each of them. */
    before: Held;
    /** float32 (C,) The same after temperature, penalty and the cuts. */
    after: Held;
    /** float32 (C,) Where each begins on the line from 0 to 1 that is drawn from; −1 if it was cut. */
    start: Held;
    /** uint8 (C,) Which rule cut it away; 0 for none. */
    rules: Held;
    /** uint8 (bytes,) The token that is written here. */
    taken: Held;
    /** int32 (t,) Where each piece of “Token written” ends, counted in bytes. */
    taken_ends: Held;
    /** uint8 (bytes,) The tokens of the beginning; in the first frame. */
    prompt: Held;
    /** int32 (P,) Where each piece of “Beginning” ends, counted in bytes. */
    prompt_ends: Held;
    /** float32 (P,) nats: How surprising the model finds each token of the beginning. */
    prompt_nats: Held;
  };
  texts: Record<never, string>;
}
