// What vae/train shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** nats: How probable the decoder makes the data, given a code of each: the first term of the ELBO. */
    reconstruction: number;
    /** nats: Reconstruction less KL: the true log-likelihood is never below it. */
    elbo: number;
    /** nats: What the codes cost in all: how far the encoder's answers are from the prior. */
    kl: number;
    /** nats: What one number of the code costs; near 0 it is not used. */
    [key: `kl_${number}`]: number;
    /** The weight of the KL at this step. */
    beta: number;
    /** nats: What each dimension may cost for nothing. */
    free_bits: number;
    /**
     * nats: What the loss counts for the codes: beta times the sum over the dimensions, each at least the free
     * bits.
     */
    paid: number;
    /** How many numbers of the code vary with the picture, by more than 0.01 in variance. */
    active: number;
    /** How many numbers a code has. */
    latent: number;
    /** How many numbers the network has learnt. */
    parameters: number;
    /** A control moved before this step: 1; 2 if the network began afresh. */
    changed: number;
    /** The step whose losses were no longer numbers; it is taken back. */
    diverged: number;
    /** The step at which the losses will be no longer numbers; only in the steps before it. */
    running_away: number;
    /** nats: What a model would reach that knew the data's own density. */
    best: number;
    /** nats: A bound below the log-likelihood by five codes a point; it is never below the ELBO. */
    bound: number;
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
    /** 1 while the chosen drawing is empty and the data stay as they were. */
    undrawn: number;
  };
  arrays: {
    /** float16 (P,2) Points of the data that are not trained on; the window reaches from −1 to 1. */
    real: Held;
    /** float16 (P,2) The same points through the encoder and back, from one code each. */
    again: Held;
    /** float16 (P,2) Draws of the model: a code from the prior, decoded, with the likelihood's own noise. */
    fake: Held;
    /** float16 (C,C,2) or (L,2) Where the decoder puts an even lattice of codes. */
    manifold: Held;
    /** float16 (P,Z) Where the encoder places each held picture or point. */
    mu: Held;
    /** float16 (P,Z) How unsure the encoder is of it; 0 in the plain autoencoder. */
    sigma: Held;
    /** float16 (P,Z) The random numbers that make a code of it: z = mu + sigma eps. */
    eps: Held;
  };
  texts: Record<never, string>;
}
