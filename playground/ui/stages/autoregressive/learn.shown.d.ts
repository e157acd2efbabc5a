// What autoregressive/learn shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** bits per character: How surprising a character of the training part is, on average. */
    train: number;
    /** bits per character: How surprising a character is that the model was not trained on, on average. */
    held: number;
    /** bits per character: What a character costs if every sign is equally likely. */
    blind: number;
    /**
     * bits per character: What the same held-out characters cost an n-gram that was counted on the training
     * part.
     */
    unigram: number;
    bigram: number;
    trigram: number;
    fourgram: number;
    interpolated: number;
    /** bits: How surprising the last batch was, on average. */
    loss: number;
    /** How many different signs the text has. */
    signs: number;
    /** How many signs the model learns from. */
    train_signs: number;
    /** How many signs it is tested on. */
    held_signs: number;
    /** 1 if the signs are bytes, because the text has too many different characters. */
    bytewise: number;
    /** How many numbers the network has learnt. */
    parameters: number;
    /** How many signs a step of training reads. */
    tokens: number;
    /** ms: How long a step of training takes here, on average over the last ones. */
    ms: number;
    /** s: How long the last sample took. */
    seconds: number;
    /** At which step the last sample was written. */
    sample_step: number;
    /** signs: The longest stretch of the sample that stands in the training text letter for letter. */
    copied: number;
    /** How boldly the samples are drawn. */
    temperature: number;
    /** How far each step of training goes. */
    rate: number;
    /** How many signs the model looks back. */
    context: number;
    /** A control moved before this step: 1; 2 if the network began afresh. */
    changed: number;
    /** 1 if the own text is too short, so that the one before is kept. */
    short: number;
    /** 1 if no sign of the beginning stands in the text. */
    unknown: number;
    /** The step whose losses were no longer numbers; it is taken back. */
    diverged: number;
    /** The step at which the losses will be no longer numbers; only in the steps before it. */
    running_away: number;
  };
  arrays: {
    /** uint8 (bytes,) The signs that every sample begins with. */
    prompt: Held;
    /** int32 (P,) Where each piece of “Beginning” ends, counted in bytes. */
    prompt_ends: Held;
    /** uint8 (bytes,) What the model writes after them. */
    sample: Held;
    /** int32 (S,) Where each piece of “Sample” ends, counted in bytes. */
    sample_ends: Held;
    /** uint8 (bytes,) The most frequent signs, the columns of the table. */
    letters: Held;
    /** int32 (V,) Where each piece of “Letters shown” ends, counted in bytes. */
    letters_ends: Held;
    /** float16 (S,) bits: How surprising the model finds each sign that it drew. */
    sample_bits: Held;
    /** float16 (P,V) How probable each letter is after each sign of the beginning. */
    heat: Held;
    /** float16 (P,V) The same by counted pairs of signs. */
    counted: Held;
  };
  texts: Record<never, string>;
}
