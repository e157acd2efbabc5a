// What text_to_image/latent shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** dB: How near the reconstruction comes to the picture: the peak signal-to-noise ratio. */
    psnr: number;
    /** dB: The same for real faces that were in no training, on average, as recorded with the weights. */
    psnr_real: number;
    /** How many numbers the U-Net is given and gives back in a call. */
    numbers_pixels: number;
    numbers_latent: number;
    /**
     * ms: How long a call of the U-Net takes here, the median of a few warm ones: for pixels of an untrained one
     * of the same kind.
     */
    ms_pixels: number;
    ms_latent: number;
    /** MB: How much memory the results of all layers of a call take together, at four bytes a number. */
    mb_pixels: number;
    mb_latent: number;
    /** ms: How long it takes here to encode or to decode one picture. */
    ms_encode: number;
    ms_decode: number;
  };
  arrays: {
    /** uint8 (64,64,3) What is to be brought back. */
    picture: Held;
    /** uint8 (4,16,16) The four channels of its latent, for values from −3 to 3. */
    code: Held;
    /**
     * uint8 (16,64,64,3) What the decoder makes of the latent with some channels switched off; channel k is on
     * where the number of the picture has bit k. A channel that is off holds its mean everywhere.
     */
    decoded: Held;
    /** float32 (16,) The mean squared difference of each of them to the picture, whose values go from −1 to 1. */
    off: Held;
  };
  texts: Record<never, string>;
}
