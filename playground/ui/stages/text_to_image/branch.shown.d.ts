// What text_to_image/branch shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How much noise the latents hold: from 999, all noise, to 0. */
    t: number;
    /** The share of a clean latent's variance in what the U-Net sees; the rest is noise. */
    alpha_bar: number;
    /**
     * The root mean square of the difference of the two predicted latents, whose values have a standard
     * deviation of about 1.
     */
    apart: number;
    /** 1 from the step on at which the paths part, 0 before. */
    branched: number;
    /**
     * The cosine between the CLIP pair's codes of a finished picture and a prompt: of the first path or the
     * branch, and of the first or the other prompt.
     */
    first_to_first: number;
    first_to_other: number;
    other_to_first: number;
    other_to_other: number;
    /** s: How long it took here, in all. */
    seconds: number;
    /** How often the network was asked. */
    calls: number;
  };
  arrays: {
    /** uint8 (64,64,3) What the guess of the first path decodes to; in the result, its finished picture. */
    first: Held;
    /**
     * uint8 (64,64,3) What the guess of the branch decodes to; the same picture as on the first path as long as
     * their steps are shared.
     */
    other: Held;
  };
  texts: {
    /** What a separate network, trained to read such pictures, sees in the finished one. */
    first_seen: string;
    other_seen: string;
  };
}
