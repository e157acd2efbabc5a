// Pieces of text, as they are shown.

import assert from "node:assert/strict";
import test from "node:test";

import { joined, piece, tint } from "../../playground/ui/stages/autoregressive/tokens.js";

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);

test("a piece shows a mark for every sign that leaves no ink", () => {
  for (const [text, shown] of [
    [" the", "␣the"],
    ["a\n\t\r", "a⏎⇥␍"],
    ["\u0301", "◌\u0301"],
    ["e\u0301", "e\u0301"],
    ["\u0007", "⟨7⟩"],
    ["\u007f\u009f\u00a0", "⟨7f⟩⟨9f⟩⟨a0⟩"],
    ["\u202eabc\u200b", "⟨202e⟩abc⟨200b⟩"],
    ["\ufeffx", "⟨feff⟩x"],
    ["😀<b>", "😀<b>"],
  ]) {
    assert.deepEqual(piece(bytes(text)), { text, bytes: bytes(text), shown }, JSON.stringify(text));
  }
});

test("bytes that are no whole characters are shown as bytes, and joined with their neighbours", () => {
  const [first, second] = [piece(bytes("é").slice(0, 1)), piece(bytes("é").slice(1))];
  assert.equal(first.text, "");
  assert.equal(first.shown, "⟨c3⟩");
  assert.equal(joined([piece(bytes("caf")), first, second]), "café");
  assert.equal(joined([first]), "\ufffd");
});

test("the tint is full at twelve bits", () => {
  assert.deepEqual([-1, 0, 6, 12, 40].map(tint), [0, 0, 0.5, 1, 1]);
});
