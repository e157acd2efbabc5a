// What gan/quiz shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** ms: How long the discriminator takes for one picture, all twenty judged at once. */
    ms: number;
    /** How many numbers the discriminator has learnt. */
    parameters_d: number;
    /** 1 if the pictures are clothing and 0 if they are digits. */
    clothing: number;
  };
  arrays: {
    /** uint8 (Q,28,28) Ten of the test set and ten forged with the same classes, in the seed's order. */
    pictures: Held;
    /** uint8 (Q,) 1 for a real picture, 0 for a forged one. */
    truth: Held;
    /** uint8 (Q,) What each picture is meant to show; the discriminator is told. */
    classes: Held;
    /** float32 (Q,) How real the discriminator holds each picture to be; it calls real what lies above ½. */
    belief: Held;
  };
  texts: Record<never, string>;
}
