// What text_to_image/guidance shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How strongly the prompt is followed: 1 is the plain conditional model, 0 does not read it. */
    w: number;
    /** The noise level at which the three predictions are shown. */
    t: number;
    /** How many were measured. */
    n: number;
    /**
     * The share of the pictures in which the checker sees every fact that the prompt states; of a scene, its
     * background aside.
     */
    right: number;
    /** Between these two ends the true value lies in 95 of 100 such measurements. */
    right_low: number;
    right_high: number;
    /** The cosine between the CLIP pair's codes of a picture and of the prompt, on average. */
    similarity: number;
    /** Between these two ends the true value lies in 95 of 100 such measurements. */
    similarity_low: number;
    similarity_high: number;
    /** How different two of the pictures are on average, by the checker's features. */
    diversity: number;
    /** Between these two ends the true value lies in 95 of 100 such measurements. */
    diversity_low: number;
    diversity_high: number;
    /** The share of the pictures' values that are at an end of their range: strong guidance burns them. */
    pure: number;
    /** Between these two ends the true value lies in 95 of 100 such measurements. */
    pure_low: number;
    pure_high: number;
    /**
     * What real pictures score: of a face, the product of the shares in which the checker reads each stated fact
     * right.
     */
    right_real: number;
    /** What real pictures of that kind score, faces or scenes. */
    pure_real: number;
    /** What real pictures of that kind score with their own full captions. */
    similarity_real: number;
    /** How different two real pictures of this kind are, whatever they show. */
    diversity_real: number;
    /** How often the network was asked. */
    calls: number;
    /** ms: How long one picture took here, its share of the batch. */
    ms: number;
  };
  arrays: {
    /** uint8 (6,64,64,3) The same six seeds under this guidance weight. */
    pictures: Held;
    /**
     * uint8 (3,64,64,3) What the finished picture would be by the prediction without the prompt, with it, and
     * guided; of the first seed, half way.
     */
    guesses: Held;
  };
  texts: Record<never, string>;
}
