// What is typed for a number: what counts, and what is said of the rest.

import assert from "node:assert/strict";
import test from "node:test";

import { pointed, read, refusal } from "../../playground/ui/numbers.js";

const STEPS = { low: 1, high: 1000, whole: true };
const GUIDANCE = { low: 0, high: 15, whole: false };
const PLACE = { low: -3.5, high: 3.5, whole: false };

test("a number in range is read, however it is written", () => {
  /** @type {[string, typeof STEPS, number][]} */
  const taken = [
    ["50", STEPS, 50],
    ["1", STEPS, 1],
    ["1e3", STEPS, 1000],
    ["007", STEPS, 7],
    ["2.0", STEPS, 2],
    ["1.000", STEPS, 1000],
    ["7.5", GUIDANCE, 7.5],
    ["1.000", GUIDANCE, 1],
    [".5", GUIDANCE, 0.5],
    ["-3.5", PLACE, -3.5],
  ];
  for (const [text, range, number] of taken) assert.equal(read(text, range), number, text);
});

test("what is out of range, no whole number or no number is not taken", () => {
  for (const text of ["", " ", "abc", "-", "e", "NaN", "Infinity", "0", "-1", "1001", "99999", "1e4", "2.5", "1.0001"])
    assert.equal(read(text, STEPS), null, text);
  for (const text of ["15.01", "-0.1", "7.5.1", "7,5"]) assert.equal(read(text, GUIDANCE), null, text);
});

test("a comma is a point, and every minus a hyphen", () => {
  assert.equal(pointed("\u22127,5"), "-7.5");
  assert.equal(pointed("7.5"), "7.5");
});

test("a refusal says the range, and what stays", () => {
  assert.equal(refusal("Steps", STEPS, "50"), "Steps must be a whole number from 1 to 1,000; it stays at 50.");
  assert.equal(refusal("Place up", PLACE, "0"), "Place up must be a number from -3.5 to 3.5; it stays at 0.");
});
