// What autoregressive/readers shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How many tokens of a longer text are not read. */
    left_out: number;
    /** nats: How surprising the network finds its own answer, given what it read. */
    nats_restore: number;
    nats_shorten: number;
    /**
     * The share of words that the damaged or the restored sentence has in common with the one that was typed, in
     * the same order.
     */
    agreement_given: number;
    agreement_restored: number;
    /** How many numbers this network has learnt. */
    parameters_gpt: number;
    parameters_bert: number;
    parameters_t5: number;
    /** How many rows of tokens went through a network. */
    calls: number;
    /** ms: How long all of it took here. */
    ms: number;
  };
  arrays: {
    /** uint8 (bytes,) The tokens of the sentence, with the line's end before it. */
    tokens: Held;
    /** int32 (N,) Where each piece of “The sentence” ends, counted in bytes. */
    tokens_ends: Held;
    /**
     * uint8 (bytes,) The six likeliest tokens at each place: the decoder's from the places before, the encoder's
     * with that place masked.
     */
    gpt_tops: Held;
    bert_tops: Held;
    /** int32 (t,) Where each piece of “Likeliest tokens” ends, counted in bytes. */
    gpt_tops_ends: Held;
    bert_tops_ends: Held;
    /** float32 (N,6) How probable each of them is. */
    gpt_p: Held;
    bert_p: Held;
    /** float32 (n,) How probable the token is that really stands at each place. */
    gpt_own: Held;
    bert_own: Held;
    /**
     * float16 (N,N) How much the network's view of each place changes if another token stands at each other
     * place.
     */
    gpt_reads: Held;
    bert_reads: Held;
    /** uint8 (bytes,) The tokens that the encoder-decoder reads for this task. */
    restore_source: Held;
    shorten_source: Held;
    /** int32 (m,) Where each piece of “What is read” ends, counted in bytes. */
    restore_source_ends: Held;
    shorten_source_ends: Held;
    /** uint8 (bytes,) The tokens of its answer, with the end. */
    restore_written: Held;
    shorten_written: Held;
    /** int32 (k,) Where each piece of “What is written” ends, counted in bytes. */
    restore_written_ends: Held;
    shorten_written_ends: Held;
    /** uint8 (bytes,) The six likeliest tokens at each step of the answer. */
    restore_tops: Held;
    shorten_tops: Held;
    /** int32 (t,) Where each piece of “Likeliest answers” ends, counted in bytes. */
    restore_tops_ends: Held;
    shorten_tops_ends: Held;
    /** float32 (k,6) How probable each of them is. */
    restore_p: Held;
    shorten_p: Held;
    /** float32 (k,) How probable the token is that was written. */
    restore_own: Held;
    shorten_own: Held;
    /** float16 (r,r) As for the others, over what is read and then what is written. */
    restore_reads: Held;
    shorten_reads: Held;
  };
  texts: Record<never, string>;
}
