// What autoregressive/likelihood shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** nats: How surprising the model finds the picture, whatever its class. */
    nats: number;
    /** Of the one picture its class, −1 if it has none; of test digits their mean surprise given their class. */
    told: number;
    /** 1 if the picture was drawn or uploaded and 0 if it is a test digit. */
    given: number;
    /** 1 if no ink was found in it. */
    blank: number;
    /** 1 if its ink was dark on light and was turned round. */
    inverted: number;
    /** 1 if the digit is not of MNIST, because the data set is not here. */
    standin: number;
    /** 1 if grey became ink by chance, 0 if by a threshold. */
    sampled: number;
    /** How many numbers the network has learnt. */
    parameters: number;
    /** nats: How surprising the pictures of this kind are, on average. */
    mean: number;
    /** nats: Between these two ends the true average lies in 95 of 100 such measurements. */
    low: number;
    high: number;
    /** The share of test digits whose own class explains them best. */
    accuracy: number;
    /** Between these two ends the true value lies in 95 of 100 such measurements. */
    accuracy_low: number;
    accuracy_high: number;
    /** The share of these pictures that the model finds likelier than a typical test digit. */
    likelier: number;
    /** Between these two ends the true value lies in 95 of 100 such measurements. */
    likelier_low: number;
    likelier_high: number;
    /** 1 if the data set of this kind is not here. */
    missing: number;
  };
  arrays: {
    /** uint8 (28,28) The picture in grey. */
    picture: Held;
    /** uint8 (28,28) The picture as the model reads it, 1 for ink. */
    x: Held;
    /** float32 (10,28,28) bits: How surprising each pixel is, given those before it and each class. */
    bits: Held;
    /** float32 (n,) nats: Of the one picture, given each class; of a kind, of each of its pictures. */
    nats: Held;
    /** float32 (10,) How probable each class is by Bayes' rule, given the picture. */
    posterior: Held;
    /** int32 (1,) Which kind of pictures, by its place in the list. */
    group: Held;
    /** uint8 (m,28,28) The first pictures of this kind, black and white. */
    pictures: Held;
  };
  texts: Record<never, string>;
}
