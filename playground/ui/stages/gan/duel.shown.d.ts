// What gan/duel shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How wrong the discriminator was in its last update: the smaller, the better it told real from forged. */
    d_loss: number;
    /** How badly the generator fooled the discriminator in its last update: the smaller, the better it fooled it. */
    g_loss: number;
    /** How real the discriminator holds real data to be, on average: 1 is certainly real, ½ is undecided. */
    belief_real: number;
    /** How real the discriminator holds the generator's samples to be, on average: at ½ it cannot tell. */
    belief_fake: number;
    /** 1 if this iteration was made to be looked at part by part. */
    slow: number;
    /** A control moved before this step: 1, and 1 more if G began afresh, 2 more if D did. */
    changed: number;
    /** The step whose losses were no longer numbers; it is taken back. */
    diverged: number;
    /** The step at which the losses will be no longer numbers; only in the steps before it. */
    running_away: number;
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
    /** How far the discriminator's belief is from the best possible one, on average over real and forged places. */
    gap: number;
    /** How real the discriminator held this update's real and forged points to be; only in slow motion. */
    score_real: number;
    score_fake: number;
    /** How real the updated discriminator holds the generator's batch to be; only in slow motion. */
    score_forged: number;
    /** How real it holds the same noise to be once the generator has moved; only in slow motion. */
    score_moved: number;
    /** 1 while the chosen drawing is empty and the data stay as they were. */
    undrawn: number;
  };
  arrays: {
    /** float16 (N,2) Points of the data; the window reaches from −1 to 1. */
    real: Held;
    /**
     * float16 (N,2) Points that the generator makes, always from the same noise; the window reaches from −1 to
     * 1.
     */
    fake: Held;
    /** uint8 (S,S) How real the discriminator holds each place to be, 255 for certainly real; rows run upwards. */
    belief: Held;
    /** uint8 (S,S) What the best possible discriminator would believe at each place: p / (p + q). */
    best: Held;
    /** float16 (C,C,2) or (L,2) Where the generator puts an even lattice of noise z. */
    manifold: Held;
    /** float16 (A,2) The way the discriminator's gradient tells the first forged points to move. */
    advice: Held;
    /** float16 (B,2) The points that this update's discriminator was shown; only in slow motion. */
    batch_real: Held;
    batch_fake: Held;
    /**
     * uint8 (S,S) How real the discriminator held each place to be before and after its update; only in slow
     * motion.
     */
    belief_before: Held;
    belief_after: Held;
    /** float16 (B,2) The points of the generator's update, before it; only in slow motion. */
    forged: Held;
    /** float16 (B,2) The same noise through the generator after its update; only in slow motion. */
    forged_after: Held;
    /** float16 (B,2) The way the discriminator tells each point of that batch to move; only in slow motion. */
    forged_advice: Held;
  };
  texts: Record<never, string>;
}
