// What gan/digits shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How wrong the discriminator was in its last update: the smaller, the better it told real from forged. */
    d_loss: number;
    /** How badly the generator fooled the discriminator in its last update: the smaller, the better it fooled it. */
    g_loss: number;
    /** How real the discriminator holds real data to be, on average: 1 is certainly real, ½ is undecided. */
    belief_real: number;
    /** How real the discriminator holds the generator's samples to be, on average: at ½ it cannot tell. */
    belief_fake: number;
    /** 1 if this iteration was made to be looked at part by part. */
    slow: number;
    /** A control moved before this step: 1, and 1 more if G began afresh, 2 more if D did. */
    changed: number;
    /** The step whose losses were no longer numbers; it is taken back. */
    diverged: number;
    /** The step at which the losses will be no longer numbers; only in the steps before it. */
    running_away: number;
    /** How real the discriminator holds real digits to be that it never saw, on average. */
    belief_held: number;
    /**
     * The share of 500 samples in which a judge, trained on real digits, sees a digit with more than 0.8
     * confidence.
     */
    recognised: number;
    /** How many of the ten digits are among those recognised samples. */
    classes: number;
    /** The share of real digits that the same judge recognises as surely. */
    recognised_floor: number;
    /** How many of the ten digits it finds among real ones. */
    classes_floor: number;
    /** The share of real digits that the judge calls by their true class. */
    accuracy_floor: number;
    /** How many numbers the generator learns. */
    parameters_g: number;
    /** How many numbers the discriminator learns. */
    parameters_d: number;
  };
  arrays: {
    /** uint8 (F,8,8) Pictures that the generator makes, always from the same noise. */
    fake: Held;
    /** float16 (F,) How real the discriminator holds each forgery to be: 1 is certainly real. */
    verdict: Held;
    /** uint8 (F,8,8) How each pixel should change to look more real, around 128, as far as the gradient says. */
    advice: Held;
    /** float32 (F,) The largest change in each picture's advice. */
    advice_scale: Held;
    /** uint8 (F,8,8) What the generator would make of the same noise if its update came next. */
    after: Held;
    /** float16 (F,) How real the discriminator would hold those to be. */
    verdict_after: Held;
    /** uint8 (F,8,8) How each pixel would change by the generator's update, around 128. */
    change: Held;
    /** float32 (F,) The largest change in each picture. */
    change_scale: Held;
    /** float16 (F,) How well the change follows the advice: 1 the same way, 0 unrelated, −1 the opposite way. */
    followed: Held;
    /** uint8 (R,8,8) Digits that the discriminator never trained on. */
    real: Held;
    /** float16 (R,) How real the discriminator holds these digits to be: 1 is certainly real. */
    verdict_real: Held;
  };
  texts: Record<never, string>;
}
