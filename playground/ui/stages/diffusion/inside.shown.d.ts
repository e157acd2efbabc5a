// What diffusion/inside shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How much noise the picture of this call holds. */
    t: number;
    /** Which call of the trajectory is opened, counted from 0. */
    call: number;
    /** How many numbers the network has learnt. */
    parameters: number;
  };
  arrays: {
    /** float32 (E,) How the network is told the step t: as these numbers. */
    time: Held;
    /** uint8 (m,h,w) The first channels of this layer, each stretched from its darkest to its brightest value. */
    input: Held;
    middle: Held;
    output: Held;
    /** uint8 (m,h,w) The first channels of this level, each stretched from its darkest to its brightest value. */
    [key: `down ${number}`]: Held;
    [key: `up ${number}`]: Held;
    /** int32 (3,) Channels, height and width of this layer. */
    "shape input": Held;
    "shape middle": Held;
    "shape output": Held;
    /** int32 (3,) Channels, height and width of this level. */
    [key: `shape down ${number}`]: Held;
    [key: `shape up ${number}`]: Held;
  };
  texts: Record<never, string>;
}
