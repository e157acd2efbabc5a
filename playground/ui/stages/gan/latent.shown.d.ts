// What gan/latent shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** ms: How long the generator takes for one picture alone, here. */
    ms: number;
    /** s: How long the generator took for all pictures of the plane. */
    seconds: number;
    /** 1 if the pictures are clothing and 0 if they are digits. */
    clothing: number;
    /** How many numbers the generator has learnt. */
    parameters_g: number;
    /** How many numbers the discriminator has learnt. */
    parameters_d: number;
    /** How many random numbers the generator starts from. */
    noise: number;
    /** How long the seed's noise is as a vector, before truncation. */
    length: number;
    /** How long such noise is on average: the square root of how many numbers it has. */
    typical: number;
    /** °: The angle between the two seeds' noise; two random ones are nearly at right angles. */
    angle: number;
    /** The class that was asked for; 10 stands for none. */
    label: number;
    /** The noise was multiplied by this: shorter noise gives safer pictures. */
    truncation: number;
    /** Where on the plane you are. */
    x: number;
    /** Where on the plane you are. */
    y: number;
    /** How real the discriminator holds real test pictures to be, on average. */
    belief_real: number;
    /** In how many of the ten classes a classifier sees the digit that was asked for. */
    recognised: number;
    /** The share of real test digits that the same classifier gets right. */
    recognised_real: number;
  };
  arrays: {
    /** uint8 (P,28,28) What the generator makes of a lattice of noise z, row by row from the top left. */
    pictures: Held;
    /** float32 (P,) How real the discriminator holds each of them to be. */
    belief: Held;
    /** uint8 (C,28,28) The same noise asked for each of the ten classes, and for none. */
    classes: Held;
    /** float32 (C,) How real the discriminator holds each of these to be. */
    belief_classes: Held;
    /** uint8 (W,28,28) Pictures on the way from one seed's noise to the other's. */
    path: Held;
    /** float32 (W,) How real the discriminator holds each of these to be. */
    belief_path: Held;
  };
  texts: Record<never, string>;
}
