// What the page says to look for, and which buttons it marks, as the controls move.

import assert from "node:assert/strict";
import test from "node:test";

import { standing } from "../../playground/ui/presets.js";

const TABLE = {
  defaults: { density: "ring", gp: true, r1: false, rate: 0.005 },
  presets: {
    Ring: { look: "all eight", values: {} },
    Collapse: { look: "a mode or two", values: { gp: false } },
    Moons: { look: "both moons", values: { density: "moons" } },
    Cured: { look: "cured from the start", values: { density: "moons", gp: false, r1: true } },
  },
  variations: {
    Penalty: { look: "what the penalty does", values: { gp: true } },
    R1: { look: "what R1 does", values: { r1: true } },
  },
};

/** @param {Record<string, any>} changes @param {{ preset?: string, variation?: string }} [pressed] */
const at = (changes, pressed = {}) => standing(TABLE, { ...TABLE.defaults, ...changes }, pressed);

test("the defaults are the first preset's, also before any control has told its value", () => {
  for (const found of [at({}), standing(TABLE, {}, {})]) {
    assert.deepEqual(found, { preset: "Ring", variations: ["Penalty"], look: "all eight" });
  }
});

test("a preset holds as long as the controls say so", () => {
  assert.deepEqual(at({ gp: false }, { preset: "Collapse" }).preset, "Collapse");
  assert.deepEqual(at({ gp: false, rate: 0.01 }, { preset: "Collapse" }).preset, "");
});

test("a control that moves leaves the sentence of the preset that it came from", () => {
  assert.equal(at({ density: "moons", rate: 0.01 }, { preset: "Moons" }).look, "both moons");
  assert.equal(at({ density: "moons", gp: false }, { preset: "Collapse" }).look, "a mode or two");
  assert.equal(at({ density: "moons", gp: false }, { preset: "Moons" }).look, "both moons");
  assert.equal(at({ density: "moons", gp: false }).look, "a mode or two");
});

test("a preset whose settings are undone by hand is told no more", () => {
  assert.equal(at({ rate: 0.01 }, { preset: "Collapse" }).look, "all eight");
});

test("a pressed variation is told and marked as long as it holds", () => {
  const pressed = { preset: "Collapse", variation: "R1" };
  assert.deepEqual(at({ gp: false, r1: true }, pressed), { preset: "", variations: ["R1"], look: "what R1 does" });
  assert.deepEqual(at({ gp: true }, { preset: "Collapse", variation: "Penalty" }).look, "what the penalty does");
  assert.deepEqual(at({ gp: false }, pressed), { preset: "Collapse", variations: [], look: "a mode or two" });
});

test("a link that was shared with a variation tells of it; a preset that has it tells of itself", () => {
  assert.equal(at({ gp: false, r1: true }).look, "what R1 does");
  assert.deepEqual(at({ density: "moons", gp: false, r1: true }, { preset: "Cured" }), {
    preset: "Cured",
    variations: ["R1"],
    look: "cured from the start",
  });
});

test("a control that a teacher holds says nothing", () => {
  const now = { ...TABLE.defaults, gp: false, rate: 0.01 };
  assert.equal(standing(TABLE, now, { preset: "Collapse" }, (name) => name === "rate").preset, "Collapse");
});
