// What autoregressive/whose shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How many sentences of each author the classifiers have seen. */
    amount: number;
    /** How many sentences each classifier is tested on. */
    n: number;
    /** The share that a guess gets right. */
    chance: number;
    /** The share of test sentences that this classifier gives to their author. */
    [key: `right_${number}`]: number;
    /** Between these two ends the true share lies in 95 of 100 such measurements. */
    [key: `low_${number}`]: number;
    [key: `high_${number}`]: number;
    /** How much larger a share the discriminative classifier gets right than the generative one. */
    gap_counted: number;
    gap_networks: number;
    /** Between these two ends the true lead lies in 95 of 100 such measurements. */
    gap_low_counted: number;
    gap_low_networks: number;
    gap_high_counted: number;
    gap_high_networks: number;
    /** How many tokens of the sentence the networks do not read. */
    left_out: number;
    /** s: How long it took here, in all. */
    seconds: number;
  };
  arrays: {
    /** uint8 (bytes,) The classifiers that are compared. */
    methods: Held;
    /** int32 (M,) Where each piece of “Classifiers” ends, counted in bytes. */
    methods_ends: Held;
    /** uint8 (bytes,) The authors that they choose from. */
    authors: Held;
    /** int32 (A,) Where each piece of “Authors” ends, counted in bytes. */
    authors_ends: Held;
    /** float32 (M,A) How probable each classifier finds each author, given the sentence. */
    posterior: Held;
    /** int32 (M,A,A) How many test sentences of each author each classifier gave to each. */
    confusion: Held;
    /** uint8 (bytes,) A sentence in the manner of each author, empty where the classifier cannot write. */
    samples: Held;
    /** int32 (s,) Where each piece of “Sentences written” ends, counted in bytes. */
    samples_ends: Held;
    /**
     * float32 (M,A) nats: How surprising the sentence is if each author wrote it; 0 where the classifier does
     * not know.
     */
    surprise: Held;
  };
  texts: Record<never, string>;
}
