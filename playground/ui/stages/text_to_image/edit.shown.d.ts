// What text_to_image/edit shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How much noise the latent holds: from 999, all noise, to 0. */
    t: number;
    /** The share of a clean latent's variance in what the U-Net sees; the rest is noise. */
    alpha_bar: number;
    /** Which share of the latent's cells may change. */
    painted: number;
    /**
     * How far the pixels have moved from what the decoder makes of the old latent, as a share of their range:
     * where they may change, and where they may not.
     */
    changed_inside: number;
    changed_outside: number;
    /** The cosine between the CLIP pair's codes of a picture, before or after, and of the new prompt. */
    similarity_before: number;
    similarity_after: number;
    /** How many of the steps were left out, because less noise was added. */
    skipped: number;
    /** s: How long its steps took here, with a decoded guess of each; the picture was made before. */
    seconds: number;
    /** How often the U-Net was asked; for a picture from a prompt it was asked before, too. */
    calls: number;
  };
  arrays: {
    /** uint8 (64,64,3) What is to be changed; in the first frame. */
    before: Held;
    /** uint8 (16,16) 255 for each cell of the latent that may change, 0 where it is kept; in the first frame. */
    mask: Held;
    /** uint8 (64,64,3) What the guess decodes to, the kept part as it was; in the result, the finished picture. */
    picture: Held;
  };
  texts: {
    /** What a separate network, trained to read such pictures, sees in it. */
    seen_before: string;
    seen_after: string;
  };
}
