// What vae/compress shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** Which way to compress, by its place in the list. */
    method: number;
    /** Which maker of pictures, by its place in the list. */
    maker: number;
    /** How many were measured. */
    n: number;
    /** bits: How finely each number is stored. */
    bits: number;
    /** grey values per pixel: How steep the edges of its pictures are, on average. */
    sharp: number;
    /** grey values per pixel: Between these two ends the true value lies in 95 of 100 such measurements. */
    sharp_low: number;
    sharp_high: number;
  };
  arrays: {
    /** float32 (P,) bytes: How large a digit becomes at each setting. */
    bytes: Held;
    /** int32 (P,) How many numbers are kept, or JPEG's quality. */
    setting: Held;
    /** float32 (P,) dB: How close the digits stay to the originals, on average: more is better. */
    psnr: Held;
    /** float32 (P,) How alike the digits look to the originals, on average: 1 is the same. */
    ssim: Held;
    /** float32 (P,) Between these two ends the true average lies in 95 of 100 such measurements. */
    psnr_low: Held;
    psnr_high: Held;
    ssim_low: Held;
    ssim_high: Held;
    /** uint8 (P,E,28,28) The first eight digits at each setting. */
    examples: Held;
    /** uint8 (e,28,28) The same digits before; in the first frame. */
    originals: Held;
    /** uint8 (m,28,28) The first pictures that it makes. */
    pictures: Held;
  };
  texts: Record<never, string>;
}
