// What vae/morph shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How far it is from the first picture to the second, from 0 to 1. */
    share: number;
    /** How sure a classifier is of the digit that it sees in this picture. */
    sure_latent: number;
    sure_fade: number;
    sure_control: number;
    /** Which digit the classifier sees. */
    called_latent: number;
    called_fade: number;
    called_control: number;
    /** grey values per pixel: How steep the edges of this picture are. */
    sharp_latent: number;
    sharp_fade: number;
    sharp_control: number;
    /** How far the most similar training digit is, as a distance of pixel values. */
    near_latent: number;
    near_fade: number;
    near_control: number;
    /** How sure the classifier is of real test digits, on average. */
    sure_real: number;
    /** grey values per pixel: How steep the edges of real test digits are. */
    sharp_real: number;
    /** How far real test digits are from the most similar training digit. */
    near_real: number;
    /** How many test digits these averages are taken over. */
    n_real: number;
    /** How far the present code is from the middle of all codes. */
    code_length: number;
    /** How far apart the codes of the two ends are. */
    code_distance: number;
    /** 1 if the way follows a great circle and 0 if it is straight. */
    slerp: number;
  };
  arrays: {
    /** uint8 (28,28) The picture that the decoder makes between the two codes. */
    latent: Held;
    /** uint8 (28,28) The two pictures laid over each other. */
    fade: Held;
    /** uint8 (28,28) The training digit that is most like this picture. */
    near_latent: Held;
    near_fade: Held;
  };
  texts: Record<never, string>;
}
