// What diffusion/reverse shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How much noise this call's picture holds, from 999 down; −1 for the finished picture. */
    t: number;
    /** The share of a clean picture's variance in what the network sees; the rest is noise. */
    alpha_bar: number;
    /** dB: How strong the signal is against the noise, in decibels: at 0 both are equally strong. */
    snr_db: number;
    /** How large the fresh noise of this step is: 0 for a step without chance. */
    sigma: number;
    /** How strongly the class is followed: 1 is no guidance. */
    w: number;
    /** How long that predicted noise is, as a vector of 1,024 pixel values. */
    norm_eps: number;
    norm_eps_uncond: number;
    norm_eps_cond: number;
    norm_difference: number;
    /**
     * How far the predicted picture has changed since the call before, as the length of a vector of pixel
     * values.
     */
    norm_x0_change: number;
    /** s: How long it took here, in all. */
    seconds: number;
    /** How often the network was asked. */
    calls: number;
    /** How many pictures went through the network in each call: with guidance, each of them twice. */
    rows: number;
    /** How many numbers the network has learnt. */
    parameters: number;
    /** The digit that was asked for, or the one that the classifier sees where none was. */
    digit: number;
    /** The classifier's probability that the finished picture shows that digit. */
    agreement: number;
    /** The same probability for real digits of that class, on average. */
    real: number;
  };
  arrays: {
    /**
     * uint8 (B,32,32) The noisy pictures of this network call, for values from −1 to 1; in the result, the
     * finished ones.
     */
    xt: Held;
    /** uint8 (32,32) The clean picture that the network expects behind the noise. */
    x0: Held;
    /** uint8 (32,32) The noise that the network wants removed, for values from −3 to 3. */
    eps: Held;
    /** uint8 (32,32) The picture that the next call sees: the step's mean plus fresh noise. */
    prev: Held;
    /** uint8 (32,32) Where the step leads without its fresh noise. */
    mu: Held;
    /** uint8 (32,32) The noise that the step adds: σ z, for values from −1 to 1. */
    noise: Held;
    /** uint8 (32,32) The noise that the network sees when it is told no class, and when it is told the class. */
    eps_uncond: Held;
    eps_cond: Held;
    /** uint8 (32,32) The difference of these two predictions, for values from −1 to 1. */
    difference: Held;
    /** float16 (K,10) What a classifier holds the predicted picture to be at every step; comes after the run. */
    probabilities: Held;
  };
  texts: Record<never, string>;
}
