// What vae/plane shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How far the picture of the plane reaches from its middle. */
    view: number;
    /** How many codes lie beyond the picture of the plane. */
    outside: number;
    /** How many numbers the network has learnt. */
    parameters: number;
    /** The share of the samples that fall where no code is near. */
    holes_prior: number;
    holes_fitted: number;
    /** The share of N(0, I)'s own draws that lies away from other such draws. */
    holes_floor: number;
    /**
     * The share of samples that a detector lets pass as digits and of whose class a classifier is more than 90 %
     * sure.
     */
    confident_prior: number;
    confident_fitted: number;
    /** The same share among real test digits. */
    confident_real: number;
    /** How many samples of each kind the classifier has seen. */
    judged: number;
    /** Up to this distance from a code a place counts as near it. */
    reach: number;
    /** The share of codes that lie where N(0, I) almost never draws one. */
    beyond: number;
    /** The share of codes whose five nearest neighbours are mostly of their own class. */
    same_class: number;
    /** The share of PCA's codes whose five nearest neighbours are mostly of their own class. */
    same_class_pca: number;
    /** 1 for the plain autoencoder, whose codes have no spread and no price. */
    plain: number;
    /** 1 if the pictures are clothing and 0 if they are digits. */
    clothing: number;
    /** 1 if samples are drawn from the fitted Gaussian and 0 if from N(0, I). */
    from_fitted: number;
    /** 1 for each layer that is switched on. */
    layer_codes: number;
    layer_rings: number;
    layer_samples: number;
    layer_pictures: number;
    layer_holes: number;
    /** Where on the plane you are. */
    x: number;
    /** Where on the plane you are. */
    y: number;
  };
  arrays: {
    /** float16 (out,in) The weights of the decoder's layers, which the page decodes with by itself. */
    [key: `weight${number}`]: Held;
    /** float16 (out,) The biases of the decoder's layers. */
    [key: `bias${number}`]: Held;
    /** float32 (N,2) Where the encoder places the test pictures. */
    codes: Held;
    /** uint8 (N,) The class of each of them. */
    labels: Held;
    /** float32 (N,2) How unsure the encoder is of each code; not of the plain autoencoder. */
    spread: Held;
    /** float32 (2,) The average of all codes. */
    mean: Held;
    /** float32 (2,2) Its covariance is this matrix times its transpose. */
    root: Held;
    /** uint8 (C,C) 1 where no code is near, so that the decoder was never trained there; rows run downwards. */
    holes: Held;
    /** float32 (S,2) Codes drawn from N(0, I), or from the Gaussian that is fitted to the codes. */
    places_prior: Held;
    places_fitted: Held;
    /** float32 (S,) How sure a classifier is of each sample's picture. */
    sure_prior: Held;
    sure_fitted: Held;
    /** uint8 (S,) Which digit the classifier sees in it. */
    called_prior: Held;
    called_fitted: Held;
    /** float32 (N,2) The same pictures as two principal components. */
    pca: Held;
  };
  texts: Record<never, string>;
}
