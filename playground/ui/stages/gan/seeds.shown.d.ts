// What gan/seeds shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** The random seed of this duel. */
    seed: number;
    /** How many clusters of the data have at least one sample close by. */
    modes: number;
    /** The share of the samples that lie within three standard deviations of a cluster's middle. */
    high_quality: number;
    /** How many clusters hold at least a quarter of the samples that would be their fair share. */
    fair_modes: number;
    /** How far the samples are from the data, by the maximum mean discrepancy: 0 for equal distributions. */
    mmd2: number;
    /** What as many fresh points of the data themselves score, on average. */
    modes_floor: number;
    high_quality_floor: number;
    fair_modes_floor: number;
    /** Two fresh sets of real points stay below this distance in 95 of 100 cases. */
    mmd2_floor: number;
    /** How many clusters the data have. */
    mode_count: number;
    /** 1 if the losses of this duel were no longer numbers at some step. */
    diverged: number;
  };
  arrays: {
    /** float16 (N,2) Points of this duel's last generator; the window reaches from −1 to 1. */
    fake: Held;
    /** float16 (T,2) Modes found and high-quality share at moments spread evenly over the duel. */
    history: Held;
  };
  texts: Record<never, string>;
}
