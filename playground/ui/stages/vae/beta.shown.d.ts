// What vae/beta shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How many were measured. */
    n: number;
    /** The weight of the KL when this model was trained; 0 for the plain autoencoder. */
    beta: number;
    /** 1 for the plain autoencoder, whose codes have no spread and no price. */
    plain: number;
    /** 1 if the pictures are clothing and 0 if they are digits. */
    clothing: number;
    /** The number of the start's picture in the test set; −1 for the middle of all codes. */
    which: number;
    /** How many numbers of the code vary by more than 0.01 in variance. */
    active: number;
    /** nats: What a code costs on average, in all. */
    rate: number;
    /** nats: How far the average may be off by chance. */
    rate_error: number;
    reconstruction_error: number;
    elbo_error: number;
    /** nats: How probable the decoder makes the data, given a code of each: the first term of the ELBO. */
    reconstruction: number;
    /** nats: Reconstruction less KL: the true log-likelihood is never below it. */
    elbo: number;
    /** nats: How probable the plain autoencoder makes the pictures, given their codes. */
    plain_reconstruction: number;
    /** How many numbers of the code the plain autoencoder uses. */
    plain_active: number;
  };
  arrays: {
    /** float16 (out,in) The weights of the decoder's layers, which the page decodes with by itself. */
    [key: `weight${number}`]: Held;
    /** float16 (out,) The biases of the decoder's layers. */
    [key: `bias${number}`]: Held;
    /** float32 (Z,) How much each number of the code varies over the test pictures. */
    variance: Held;
    /** float32 (Z,) nats: What each number of the code costs on average; not of the plain autoencoder. */
    cost: Held;
    /** float32 (Z,) Where a slider rests: 0, or the codes' average in the plain autoencoder. */
    middle: Held;
    /**
     * float32 (Z,) How far one unit of a slider goes: 1, or the codes' standard deviation in the plain
     * autoencoder.
     */
    scale: Held;
    /** float32 (Z,) The code that the sliders start from. */
    code: Held;
    /** float32 (Z,) How unsure the encoder is of that code; not of the plain autoencoder. */
    spread: Held;
    /** int32 (Z,) The dimensions, the dearest first; of the plain autoencoder, the most varied first. */
    order: Held;
    /** uint8 (28,28) What the decoder makes of the start's code. */
    decoded: Held;
    /** uint8 (28,28) The test picture whose code it is. */
    picture: Held;
    /** float32 (S,) The beta of each model that was trained. */
    stop_beta: Held;
    /** float32 (S,) nats: What a code costs in each of them. */
    stop_rate: Held;
    /** float32 (S,) nats: How probable each of them makes the pictures, given their codes. */
    stop_reconstruction: Held;
    /** float32 (S,) How many numbers of the code each of them uses. */
    stop_active: Held;
  };
  texts: Record<never, string>;
}
