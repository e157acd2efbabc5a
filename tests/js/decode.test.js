// What the browser reads is what numpy wrote.

import assert from "node:assert/strict";
import test from "node:test";

import { decode, half } from "../../playground/ui/stages/lib/decode.js";

// Bits and what they stand for.
const HALVES = [
  [0x0000, 0],
  [0x8000, -0],
  [0x0001, 2 ** -24], // the smallest subnormal number
  [0x83ff, -1023 * 2 ** -24], // the largest one, negative
  [0x0400, 2 ** -14], // the smallest normal number
  [0x3555, 0.333251953125],
  [0x3c00, 1],
  [0xc000, -2],
  [0x7bff, 65504], // the largest number
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
  [0x7c01, NaN],
  [0x7e00, NaN],
  [0xffff, NaN],
];

test("half-precision floats with known answers", () => {
  for (const [bits, value] of HALVES) assert.equal(half(bits), value, "0x" + bits.toString(16));
});

test("every half-precision float is the one that node reads", () => {
  const all = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
  const read = new /** @type {any} */ (globalThis).Float16Array(all.buffer);
  for (const bits of all) assert.ok(Object.is(half(bits), read[bits]), "0x" + bits.toString(16));
});

// Written by numpy: base64 of array.tobytes().

test("u1 is bytes", () => {
  const { shape, data } = decode(["u1", [2, 3], "AAF/gP8H"]);
  assert.deepEqual(shape, [2, 3]);
  assert.deepEqual(data, Uint8Array.of(0, 1, 127, 128, 255, 7));
});

test("f2 comes out as 32-bit floats", () => {
  const { shape, data } = decode(["f2", [4, 2], "ADwAwP97AQAAfAD8AH4AgA=="]);
  assert.deepEqual(shape, [4, 2]);
  assert.deepEqual(data, Float32Array.of(1, -2, 65504, 2 ** -24, Infinity, -Infinity, NaN, -0));
});

test("f4 is 32-bit floats", () => {
  const { data } = decode(["f4", [4], "zczMPQAAgP8BAAAAAADAfw=="]);
  assert.deepEqual(data, Float32Array.of(0.1, -Infinity, 1e-45, NaN));
});

test("i4 is 32-bit integers", () => {
  const { data } = decode(["i4", [2, 2], "AAAAAP////////9/AAAAgA=="]);
  assert.deepEqual(data, Int32Array.of(0, -1, 2 ** 31 - 1, -(2 ** 31)));
});

test("an empty array stays empty", () => {
  assert.deepEqual(decode(["f2", [0, 2], ""]), { shape: [0, 2], data: new Float32Array(0) });
});
