// What a link says: which settings are told, what it takes along for other pages, and how it is written.

import assert from "node:assert/strict";
import test from "node:test";

import { address, asked, differs, foreign, full, general, lightened, settings } from "../../playground/ui/address.js";

const DEFAULTS = { steps: 50, clip: true, sampler: "DDIM", layers: ["belief", "best"] };

test("a value differs by what it holds and by its kind", () => {
  assert.ok(!differs(["a", "b"], ["a", "b"]));
  assert.ok(!differs(0.1, 0.1));
  assert.ok(differs(["a", "b"], ["b", "a"]));
  assert.ok(differs(1, "1"));
  assert.ok(differs(false, undefined));
});

test("only what was changed is told, unless all is asked for", () => {
  const values = { ...DEFAULTS, clip: false, layers: ["best", "advice"] };
  const changed = [["gan.duel.clip", "false"], ["gan.duel.layers", "best,advice"]]; // prettier-ignore
  assert.deepEqual(settings("gan.duel", values, DEFAULTS, false), changed);
  assert.deepEqual(settings("gan.duel", DEFAULTS, DEFAULTS, false), []);
  const all = settings("a.b", DEFAULTS, DEFAULTS, true).map((pair) => pair.join("="));
  assert.deepEqual(all, ["a.b.steps=50", "a.b.clip=true", "a.b.sampler=DDIM", "a.b.layers=belief,best"]);
  assert.deepEqual(settings("a.b", { strokes: "" }, { strokes: "1,1" }, false), [["a.b.strokes", ""]]);
});

test("a value of 4,096 characters is told, a longer one is not, and the others are", () => {
  const told = (/** @type {number} */ length) =>
    settings("a.b", { text: "x".repeat(length), seed: 7 }, {}, true).map(([name]) => name);
  assert.deepEqual(told(4096), ["a.b.text", "a.b.seed"]);
  assert.deepEqual(told(4097), ["a.b.seed"]);
});

test("what a teacher hides or locks, and the theme, hold on every page", () => {
  const query = new URLSearchParams("__theme=dark&gan.duel.seed=1&lock=a.b.c&hide=&hidden=x");
  assert.deepEqual(general(query), [["hide", ""], ["lock", "a.b.c"], ["__theme", "dark"]]); // prettier-ignore
  assert.deepEqual(general(new URLSearchParams("part=duel")), []);
});

test("settings of other pages are taken along, by whole stems", () => {
  const query = new URLSearchParams("part=duel&gan.duel.seed=1&gangway.x=2&gan=3&vae.plane.x=0.5&gan.duel.steps=9");
  const taken = [["gan.duel.seed", "1"], ["gan.duel.steps", "9"]]; // prettier-ignore
  assert.deepEqual(foreign(query, ["gan", "diffusion"]), taken);
  assert.deepEqual(foreign(query, []), []);
});

test("6,000 characters are taken along, names counted; of more, none", () => {
  const query = (/** @type {number} */ length) =>
    new URLSearchParams({ "own.x.y": "z".repeat(9000), "a.b.c": "x".repeat(length), "a.b.d": "12345" });
  assert.equal(foreign(query(5985), ["a"]).length, 2);
  assert.deepEqual(foreign(query(5986), ["a"]), []);
});

test("an address is read again as it was written", () => {
  assert.equal(address("gan", []), "gan");
  /** @type {[string, string][]} */
  const pairs = [["gan.duel.strokes", "1,2 3,4;5,6"], ["own", "a&b=c+d #é%"]]; // prettier-ignore
  const written = address("gan", pairs);
  assert.ok(/^gan\?[\w.,%+=&*-]+$/.test(written), written);
  assert.deepEqual([...new URLSearchParams(written.slice(4))], pairs);
});

test("the full form names the family first and needs no path", () => {
  assert.equal(full("vae", "part=plane&vae.plane.x=0.5"), "?tab=vae&part=plane&vae.plane.x=0.5");
  assert.equal(full("vae", "own=a%26b%2Bc"), "?tab=vae&own=a%26b%2Bc");
  assert.equal(full("vae", ""), "?tab=vae");
});

test("what an address asks of an engine is what its settings say of it", () => {
  const defaults = { rate: 0.001, loss: "hinge", layers: ["real", "fake"], changes: "" };
  const values = { rate: 0.01, loss: "hinge", layers: ["real"], changes: "7:rate=2;9:loss=w x" };
  const pairs = settings("gan.duel", values, defaults, true);
  const query = new URLSearchParams([...pairs, ["gan.duel.preset", "Ring"], ["vae.train.rate", "5"]]);
  assert.deepEqual(asked("gan.duel", query, defaults), settings("gan.duel", values, defaults, false));
  assert.deepEqual(asked("gan.duel", new URLSearchParams(), defaults), []);
});

test("what the queue is asked holds no setting, but what is Gradio's and the Space's own", () => {
  const at = "https://a.example/play/gan/gradio_api";
  assert.equal(lightened(`${at}/queue/join?part=duel&gan.duel.seed=1`), `${at}/queue/join`);
  assert.equal(
    lightened(`${at}/queue/join?__sign=a%20b&hide=x&__theme=dark`),
    `${at}/queue/join?__sign=a+b&__theme=dark`,
  );
  assert.equal(lightened(`${at}/run/predict?part=duel`), `${at}/run/predict`);
  for (const kept of [`${at}/queue/join`, `${at}/queue/join?`, `${at}/queue/data?session_hash=x`, `${at}/upload?id=1`])
    assert.equal(lightened(kept), kept);
  assert.equal(lightened("https://a.example/gan?part=duel"), "https://a.example/gan?part=duel");
});
