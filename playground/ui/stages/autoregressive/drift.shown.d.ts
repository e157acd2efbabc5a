// What autoregressive/drift shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How the texts go on: 0 as in the book, 1 by drawing from the model, 2 by its likeliest token. */
    kind: number;
    /** How many texts are gone on with. */
    n: number;
    /** bits: How surprising a token is in the first eighth or in the last quarter of the text, on average. */
    first: number;
    last: number;
    /** The share of different ones among all stretches of four tokens in a text. */
    distinct: number;
    /** Between these two ends the true value lies in 95 of 100 such measurements. */
    distinct_low: number;
    distinct_high: number;
    /**
     * bits: How much more surprising the written text is than the book's, in the first eighth or in the last
     * quarter.
     */
    gap_first: number;
    gap_last: number;
    /** bits: Between these two ends the true value lies in 95 of 100 such measurements. */
    gap_first_low: number;
    gap_first_high: number;
    gap_last_low: number;
    gap_last_high: number;
    /** bits: How much farther from 0 the gap is in the last quarter than in the first eighth, on whichever side. */
    growth: number;
    /** bits: Between these two ends the true value lies in 95 of 100 such measurements. */
    growth_low: number;
    growth_high: number;
    /**
     * How much farther the share of repeated places is from the book's in the last quarter than in the first
     * eighth.
     */
    again_growth: number;
    /** Between these two ends the true value lies in 95 of 100 such measurements. */
    again_growth_low: number;
    again_growth_high: number;
    /**
     * 1 if the gap grows by more than 0.15 bits or repetition by more than 0.05, -1 if neither does, 0 if the
     * intervals cannot tell.
     */
    compounds: number;
    /** s: How long the writing took here. */
    seconds: number;
    /** bytes: How many bytes the 6-gram was counted on. */
    lesson: number;
    /** 1 if it was counted on all the training text and 0 if on the stored part. */
    whole: number;
    /** How many numbers the scoring network has learnt. */
    parameters: number;
  };
  arrays: {
    /** int32 (B,L) How each beginning goes on, as numbers of tokens. */
    ids: Held;
    /** float16 (B,L) nats: How surprising the scorer finds each token. */
    nats: Held;
    /** float32 (Q,) bits: How surprising a token is on average, for every 16 tokens. */
    bits: Held;
    /** float32 (Q,) bits: Between these two ends the true average lies in 95 of 100 such measurements. */
    bits_low: Held;
    bits_high: Held;
    /** float32 (Q,) How often the last four tokens have stood before in the same text, for every 16 tokens. */
    again: Held;
    /** float32 (Q,) Between these two ends the true share lies in 95 of 100 such measurements. */
    again_low: Held;
    again_high: Held;
    /** uint8 (bytes,) All tokens of the writer as text; in the first frame. */
    vocabulary: Held;
    /** int32 (V,) Where each piece of “Vocabulary” ends, counted in bytes. */
    vocabulary_ends: Held;
    /** int32 (B,P) The beginnings that are gone on from; in the first frame. */
    prefixes: Held;
  };
  texts: Record<never, string>;
}
