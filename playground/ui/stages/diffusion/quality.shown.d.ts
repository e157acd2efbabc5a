// What diffusion/quality shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** Which sampler, by its place in the list of all six. */
    sampler: number;
    /** How many steps the sampler took. */
    steps: number;
    /** How many were measured. */
    n: number;
    /** The share of the pictures in which a classifier sees the digit that was asked for. */
    accuracy: number;
    /** Between these two ends the true value lies in 95 of 100 such measurements. */
    accuracy_low: number;
    accuracy_high: number;
    /** The share of real test digits that the same classifier gets right. */
    accuracy_real: number;
    /** How far the pictures are from real digits, by the classifier's features: smaller is better. */
    frechet: number;
    /** What as many real test digits score: nobody can be expected to do better. */
    frechet_floor: number;
    /**
     * Along how many of the classifier's 64 features the distance is measured: half as many as there are
     * pictures, for fewer do not tell how they spread.
     */
    directions: number;
    /** How often the network was asked. */
    calls: number;
    /**
     * ms: What one picture costs here: its calls, each of the median time of warm calls, and its share of the
     * batch.
     */
    ms: number;
  };
  arrays: Record<never, Held>;
  texts: Record<never, string>;
}
