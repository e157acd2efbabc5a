// What toy/one shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type { Held, Kind } from "../lib/shown";

export interface Frame {
  step: number;
  total: number;
  kind: Kind;
  stats: {
    /** How far the Gaussian reaches from its middle. */
    sigma: number;
    /** nats: How surprising a point is to the Gaussian, on average. */
    nats: number;
  };
  arrays: {
    /** float32 (N,2) Where the points lie. */
    points: Held;
    /** float32 (2,) Where the middle of the Gaussian lies. */
    mean: Held;
  };
  texts: Record<never, string>;
}
