// What diffusion/guidance shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How strongly the class is followed: 1 is no guidance. */
    w: number;
    /** How many were measured. */
    n: number;
    /** The share of the pictures in which a classifier sees the digit that was asked for. */
    accuracy: number;
    /** Between these two ends the true value lies in 95 of 100 such measurements. */
    accuracy_low: number;
    accuracy_high: number;
    /** How different two of the pictures are on average, by the classifier's features. */
    diversity: number;
    /** Between these two ends the true value lies in 95 of 100 such measurements. */
    diversity_low: number;
    diversity_high: number;
    /** The share of the ink that is pure white: strong guidance burns the strokes out. */
    white: number;
    /** Between these two ends the true value lies in 95 of 100 such measurements. */
    white_low: number;
    white_high: number;
    /** What real digits of this class score. */
    accuracy_real: number;
    white_real: number;
    /** How different two real digits of this class are on average. */
    diversity_real: number;
    /** How often the network was asked. */
    calls: number;
    /** ms: How long one picture took here, its share of the batch. */
    ms: number;
  };
  arrays: {
    /** uint8 (6,28,28) The same six seeds under this guidance weight. */
    pictures: Held;
  };
  texts: Record<never, string>;
}
