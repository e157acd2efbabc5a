// What autoregressive/weigh shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How many tokens the text has. */
    tokens: number;
    /** How many characters the text has. */
    characters: number;
    /** bytes: How long the text is as a plain file. */
    bytes: number;
    /** nats: How surprising the model finds the whole text. */
    nats: number;
    /** nats: How surprising the model expected the text to be, by its own probabilities. */
    entropy: number;
    /** How many characters of the passage the model has no token for. */
    left_out: number;
    /** How many numbers the network has learnt. */
    parameters: number;
    /** How many tokens the network looks back at most. */
    window: number;
    /** 1 if the model reads single signs and 0 if it reads pieces of words. */
    shakespeare: number;
    /** ms: How long the network took to read the text. */
    ms: number;
    /** bytes: How long the text is as a file of this packer. */
    gzip: number;
    bz2: number;
    xz: number;
    /** How many bytes the best n-gram looks at, the present one among them. */
    order: number;
    /** bytes: How many bytes the n-grams were counted on. */
    lesson: number;
    /** 1 if they were counted on all the training text and 0 if on the stored part. */
    whole: number;
    /** 1 if the file decodes to the very same tokens. */
    equal: number;
    /** bytes: How many of the random bytes came back, from the first on. */
    returned: number;
    /** s: How long it took here, in all. */
    seconds: number;
  };
  arrays: {
    /** uint8 (bytes,) All tokens of the model as text. */
    vocabulary: Held;
    /** int32 (V,) Where each piece of “Vocabulary” ends, counted in bytes. */
    vocabulary_ends: Held;
    /** int32 (N,) The text as numbers of tokens. */
    ids: Held;
    /** float32 (N,) nats: How surprising the model finds each token, given all before it. */
    nats: Held;
    /** int32 (N,) Where the true token stands among those that the model expected: 1 is the likeliest. */
    rank: Held;
    /** int32 (N,5) The five tokens that the model expected most at each place. */
    top: Held;
    /** float16 (N,5) How probable it found them. */
    top_p: Held;
    /** float32 (b,) nats: How surprising the best n-gram finds each byte. */
    ngram: Held;
    /** float32 (6,) bits: What the whole text costs by n-grams that look back 0 to 5 bytes. */
    orders: Held;
    /** uint8 (f,) The text as a file, by arithmetic coding with the model. */
    file: Held;
    /** uint8 (d,) What the decoder reads out of the file, as text. */
    decoded: Held;
    /** uint8 (f,) The random bytes that the model read as text. */
    noise: Held;
  };
  texts: Record<never, string>;
}
