// The ellipse of one code.

import assert from "node:assert/strict";
import test from "node:test";

import { ellipse } from "../../playground/ui/stages/vae/encode.js";

test("an ellipse is closed and reaches as far as it should", () => {
  const points = ellipse([1, 2], 3, 0.5);
  const [across, up] = [points.map(([x]) => x), points.map(([, y]) => y)];
  assert.deepEqual([Math.min(...across), Math.max(...across)], [-2, 4]);
  assert.deepEqual([Math.min(...up), Math.max(...up)], [1.5, 2.5]);
});
