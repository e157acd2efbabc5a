// What vae/anomaly shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How many normal and how many strange pictures are scored. */
    n: number;
    /** Which score is looked at: 0 the reconstruction error, 1 minus the ELBO, 2 PCA's error. */
    score: number;
    /** How often a strange picture gets a higher score than a normal one: 1 always, ½ is chance. */
    area_error: number;
    area_bound: number;
    area_pca: number;
    /** Between these two ends the true value lies in 95 of 100 such measurements. */
    area_error_low: number;
    area_error_high: number;
    area_bound_low: number;
    area_bound_high: number;
    area_pca_low: number;
    area_pca_high: number;
    /** 1 for the plain autoencoder, whose codes have no spread and no price. */
    plain: number;
    /** How many numbers the network has learnt. */
    parameters: number;
  };
  arrays: {
    /** uint8 (N,28,28) Test digits, and as many strange pictures. */
    normal: Held;
    strange: Held;
    /** uint8 (N,28,28) What the scoring model makes of them. */
    normal_again: Held;
    strange_again: Held;
    /**
     * float32 (N,) How far each reconstruction, by the network or by PCA, is from its picture: the sum of
     * squared differences.
     */
    normal_error: Held;
    normal_pca: Held;
    strange_error: Held;
    strange_pca: Held;
    /** float32 (N,) nats: Minus the ELBO of each picture: how surprising the VAE finds it. */
    normal_bound: Held;
    strange_bound: Held;
    /** float32 (N,) nats: What each picture's code costs. */
    normal_kl: Held;
    strange_kl: Held;
    /** uint8 (1,28,28) What was drawn on the pad. */
    drawn: Held;
    /** uint8 (1,28,28) What the scoring model makes of it. */
    drawn_again: Held;
    /** float32 (1,) How strange each score finds it. */
    drawn_error: Held;
    drawn_bound: Held;
    drawn_pca: Held;
    /** float32 (1,) nats: What its code costs. */
    drawn_kl: Held;
  };
  texts: Record<never, string>;
}
