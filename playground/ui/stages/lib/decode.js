// Arrays as `packing.py` writes them: type, shape, and the little-endian bytes as base64.

/** @typedef {"u1" | "f2" | "f4" | "i4"} Type */
/** @typedef {[type: Type, shape: number[], base64: string]} Packed */
/** @typedef {Uint8Array | Float32Array | Int32Array} Numbers */
/** @typedef {{ shape: number[], data: Numbers }} Decoded */

const TYPES = { u1: Uint8Array, f2: Uint16Array, f4: Float32Array, i4: Int32Array };

/**
 * The number that the 16 bits of an IEEE 754 half-precision float stand for.
 * @param {number} bits from 0 to 65535
 * @returns {number}
 */
export function half(bits) {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * One array, its last axis fastest. Half-precision floats come out as 32-bit floats.
 * @param {Packed} packed
 * @returns {Decoded}
 */
export function decode([type, shape, base64]) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const array = new TYPES[type](bytes.buffer);
  return { shape, data: array instanceof Uint16Array ? Float32Array.from(array, half) : array };
}
