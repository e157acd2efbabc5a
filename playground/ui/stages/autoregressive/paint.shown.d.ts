// What autoregressive/paint shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** The digit that was asked for. */
    label: number;
    /** pixels: How far a PixelCNN sees to either side, in pixels; 0 for the transformer, which sees all before. */
    reach: number;
    /** How boldly the pixels are drawn. */
    temperature: number;
    /** 1 if every pixel was drawn by a whole pass of the network. */
    naive: number;
    /** 1 if the given digit is not of MNIST, because the data set is not here. */
    standin: number;
    /** s: How long it took here, in all. */
    seconds: number;
    /** ms: How long a whole pass of the network takes here. */
    ms: number;
    /** How many passes the way took that keeps what is known. */
    passes: number;
    /** How many whole passes the naive way takes. */
    naive_passes: number;
    /** How many numbers the network has learnt. */
    parameters: number;
    /** 1 if both ways drew the very same pictures. */
    identical: number;
    /** The largest difference of the two ways' log-odds: rounding alone. */
    apart: number;
    /** bits: What the given pixels cost in their own picture. */
    own: number;
    /** How sure the classifier is of real digits of this class, on average. */
    real: number;
    /** How far test digits are from the most similar training digit, on average. */
    real_distance: number;
    /** How far training digits are from their own grey selves: so near is a copy. */
    copy_distance: number;
    /** How many digits these averages are taken over. */
    tested: number;
  };
  arrays: {
    /** uint8 (B,28) The pixels of this row in each picture, 1 for ink. */
    x: Held;
    /** float32 (B,28) How probable ink was for each pixel when it was drawn. */
    p: Held;
    /** float32 (B,28) bits: How surprising the model itself finds the pixel's value. */
    bits: Held;
    /**
     * float16 (B,7,16) How probable each pattern of four pixels is, before any of it is known; of the
     * transformer.
     */
    patterns: Held;
    /** uint8 (28,28) 0 for a free pixel, 1 for one that is given as off, 2 as on; in the first frame. */
    forced: Held;
    /** float32 (B,10) What a classifier holds each finished picture to be. */
    judged: Held;
    /** uint8 (B,28,28) The training digit that is most like each picture. */
    nearest: Held;
    /** float32 (B,) How far that digit is, as a distance of pixel values. */
    distance: Held;
  };
  texts: Record<never, string>;
}
