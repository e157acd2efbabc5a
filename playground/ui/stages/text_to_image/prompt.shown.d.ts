// What text_to_image/prompt shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How much noise the latent holds: from 999, all noise, to 0. */
    t: number;
    /** The share of a clean latent's variance in what the U-Net sees; the rest is noise. */
    alpha_bar: number;
    /** How strongly the prompt is followed: 1 is the plain conditional model. */
    w: number;
    /**
     * How long the predicted v is, as a vector of 1,024 numbers: with the prompt, with the negative or empty
     * prompt, and after guidance.
     */
    norm_text: number;
    norm_free: number;
    norm_guided: number;
    /**
     * How far the predicted latent has changed since the step before, as the length of a vector of 1,024
     * numbers.
     */
    change: number;
    /** ms: How long the text encoder took in all, and the U-Net and the decoder in this step. */
    ms_text: number;
    ms_unet: number;
    ms_decoder: number;
    /** How many tokens of the prompt come after the 30 that the text encoder reads. */
    cut: number;
    /** The cosine between the CLIP pair's codes of the finished picture and of the prompt. */
    similarity: number;
    /** The same for the captions of the other examples on this page, on average. */
    similarity_other: number;
    /** s: How long it took here, in all. */
    seconds: number;
    /** How often the network was asked. */
    calls: number;
    /** How many numbers the network has learnt. */
    parameters: number;
  };
  arrays: {
    /**
     * uint8 (4,16,16) The four channels of the latent that the U-Net sees at this step, for values from −3 to 3;
     * in the result, the finished latent.
     */
    latent: Held;
    /** uint8 (4,16,16) The latent without noise that the U-Net expects, for values from −3 to 3. */
    clean: Held;
    /** uint8 (64,64,3) The predicted latent, decoded: what the picture would be if sampling ended here. */
    picture: Held;
    /**
     * float16 (T,16,16) Cross-attention: how much each place of the latent looks at each token, the mean of all
     * heads and layers.
     */
    words: Held;
    /** float16 (L,T,16,16) The same for each layer of cross-attention, the mean of all steps; with the result. */
    layers: Held;
    /**
     * int32 (T,) 1 for each token whose map, of all layers and steps, is brightest where the finished picture
     * shows what it names, 0 where it is not; −1 where no place is known.
     */
    landed: Held;
    /** float32 (T,) Which share of the picture that place is. */
    chance: Held;
    /** uint8 (T,) 1 for each token that is a whole word of the training captions; in the first frame. */
    known: Held;
  };
  texts: {
    /**
     * What the layers of cross-attention are called, one a line: the part of the U-Net, and the sides of its
     * map.
     */
    layers: string;
    /** The pieces that the prompt was cut into, one a line; in the first frame. */
    tokens: string;
    /** What a separate network, trained to read such pictures, sees in the finished one. */
    seen: string;
  };
}
