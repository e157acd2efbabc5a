// What vae/digits shows, as its family declares it. Made by `python -m playground.ui.reference`.
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
    /** nats: What a decoder would reach that knew every grey value. */
    reconstruction_best: number;
    /**
     * The share of 500 samples in which a judge, trained on real digits, sees a digit with more than 0.8
     * confidence.
     */
    recognised: number;
    /** How many of the ten digits are among those recognised samples. */
    classes: number;
    /** The share of real digits that the same judge recognises as surely. */
    recognised_floor: number;
    /** How many of the ten digits it finds among real ones. */
    classes_floor: number;
    /** The share of real digits that the judge calls by their true class. */
    accuracy_floor: number;
  };
  arrays: {
    /** uint8 (H,8,8) Digits that are not trained on. */
    real: Held;
    /** uint8 (H,8,8) The same digits through the encoder and back, from one code each. */
    again: Held;
    /** uint8 (F,8,8) Codes drawn from the prior, decoded. */
    fake: Held;
    /** float16 (F,) How sure a judge, trained on real digits, is of each generated one. */
    verdict: Held;
    /** uint8 (F,) Which digit the judge sees. */
    verdict_class: Held;
    /** float16 (P,Z) Where the encoder places each held picture or point. */
    mu: Held;
    /** float16 (P,Z) How unsure the encoder is of it; 0 in the plain autoencoder. */
    sigma: Held;
    /** float16 (P,Z) The random numbers that make a code of it: z = mu + sigma eps. */
    eps: Held;
    /** uint8 (Z,) The numbers of the two dimensions that cost most. */
    shown: Held;
    /** uint8 (P,) Which digit each code stands for. */
    labels: Held;
  };
  texts: Record<never, string>;
}
