// What vae/encode shows, as its family declares it. Made by `python -m playground.ui.reference`.
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
    /** nats: What this picture's code costs in all, mean of its black-and-white versions. */
    divergence: number;
    /** nats: What test digits score on average. */
    elbo_test: number;
    /** How many test digits that average is taken over. */
    tested: number;
    /** How far the damaged picture is from the undamaged one: the mean squared difference of grey values. */
    error_before: number;
    /** The same for the reconstruction of the damaged picture. */
    error_after: number;
    /** The same for the mended picture. */
    error_mended: number;
    /** The same for the reconstruction of the undamaged picture. */
    error_floor: number;
    /** How far the picture of the plane reaches from its middle. */
    view: number;
    /** 1 for the plain autoencoder, whose codes have no spread and no price. */
    plain: number;
    /** 1 if the picture was damaged. */
    damaged: number;
    /** 1 if the picture was drawn or uploaded and 0 if it is a test digit. */
    given: number;
    /** 1 if no ink was found in it. */
    blank: number;
    /** 1 if its ink was dark on light and was turned round. */
    inverted: number;
  };
  arrays: {
    /** uint8 (28,28) What was chosen, drawn or uploaded, as a digit of 28 by 28 pixels. */
    picture: Held;
    /** uint8 (28,28) The picture after the damage. */
    seen: Held;
    /** uint8 (28,28) What the decoder makes of the middle of the code. */
    reconstruction: Held;
    /** uint8 (28,28) The decoder's picture that fits the undamaged pixels best. */
    mended: Held;
    /** float32 (Z,) Where the encoder places the picture. */
    mu: Held;
    /** float32 (Z,) How unsure the encoder is, as the logarithm of the variance; not of the plain autoencoder. */
    log_var: Held;
    /** float32 (D,Z) The random numbers that make codes of it: z = mu + sigma eps. */
    eps: Held;
    /** uint8 (D,28,28) Codes drawn around the middle, decoded. */
    samples: Held;
    /** float32 (Z,) nats: What each number of this code costs. */
    kl: Held;
    /**
     * float32 (4,) nats: The ELBO and the bounds by 5, 50 and 500 samples: ever closer to the true
     * log-likelihood.
     */
    bounds: Held;
    /**
     * float32 (Z,) What each dimension costs on average over test digits; of the plain autoencoder, how much it
     * varies.
     */
    activity: Held;
    /** int32 (2,) Which two dimensions are used most. */
    dims: Held;
    /** float32 (N,2) Where test digits lie in those two dimensions. */
    codes: Held;
    /** uint8 (N,) Which digit each of them is. */
    labels: Held;
  };
  texts: Record<never, string>;
}
