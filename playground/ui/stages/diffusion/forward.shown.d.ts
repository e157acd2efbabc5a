// What diffusion/forward shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How many steps of noise were added. */
    t: number;
    /** The share of the picture's variance that is left; the rest is noise. */
    alpha_bar: number;
    /** dB: How strong the picture is against the noise, in decibels: at 0 both are equally strong. */
    snr_db: number;
    /** The average of the noised picture's pixel values. */
    mean: number;
    /** How much the noised picture's pixel values spread. */
    std: number;
    /** How far the mean of 1,000 walks lies from the formula, in standard errors: up to about 2 is agreement. */
    draws_mean_error: number;
    /** How far the spread of 1,000 walks lies from the formula, in standard errors: up to about 2 is agreement. */
    draws_std_error: number;
  };
  arrays: {
    /** uint8 (H,W,C) The picture after t steps of noise: 0 stands for −1 and 255 for 1. */
    xt: Held;
    /** uint8 (H,W,C) The noise that the picture holds at this t: 0 stands for −3 and 255 for 3. */
    noise: Held;
    /** float16 (40,) The share of pixels in each of forty bins from −4 to 4. */
    histogram: Held;
    /** float32 (T,) How much of the signal's variance each schedule leaves at t = 1 ... T; in the first frame. */
    "curve linear": Held;
    "curve cosine": Held;
    "curve scaled linear": Held;
  };
  texts: Record<never, string>;
}
