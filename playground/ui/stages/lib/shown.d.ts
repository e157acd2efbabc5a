// What all frames have in common; `<part>.shown.d.ts` beside each stage says what its own frames hold.

import type { Numbers, Packed } from "./decode.js";

export type Kind = "progress" | "step" | "result" | "diverged";

/** An array as it came, or decoded, which it is when first drawn. */
export type Held = Packed | { shape: number[]; data: Numbers };
