"""Three architectures on one sentence: params and presets."""

from playground.spec import Engine, Param, Preset

SENTENCE = "The old king looked out over the sea, and said that he would never go home again."
READERS = Engine(
    name="readers",
    function="playground.engines.autoregressive.readers:readers",
    params=(
        Param("text", "Sentence", SENTENCE, "All three read it, its first 47 tokens at most. Any script, any sign.", "text", 1, 4000, group="Text"),
        Param("damaged", "Damage it for the translator", True, "Leaves words out, swaps letters and places; its task is to restore them.", "switch", group="Text"),
        Param("beams", "Beams", 1, "1 is greedy; more keep so many answers of the translator alive.", "integer", 1, 4, group="Text"),
        Param("seed", "Seed", 3, "Draws the damage, and the tokens that are tried out for the masks.", "integer", 0, 2**31 - 1, group="Text"),
    ),
    presets=(
        Preset("One sentence, three readers", {}, "Press any token to blank it. The writer knows only what stands left of it, the reader both sides: at which words does the right side help, and where is the left enough?"),
        Preset("The answer comes later", {"text": "The door was locked, and nobody could find the key to open it."}, "Press door, the second word. What tells it, locked and key and open, all comes later: who can use that, and who is left to guess?"),
        Preset("Shorten it", {"text": "The little girl ran into the wood, where the wolf was waiting; but she was not afraid.", "damaged": False}, "Swap the prefix from restore to shorten: the same network, the same sentence, another answer. At which step do the two answers part?"),
        Preset("Badly damaged", {"text": "When the prince came back to the castle, he found that everybody had gone to sleep.", "seed": 8}, "Which words does the translator put back, and which does it invent? Four beams keep four answers alive: do they find a better one?"),
        Preset("A script it never saw", {"text": "Жил-был царь. 昔々、あるところに。", "damaged": False}, "The tokenizer falls back on single bytes. How sure are three models of a script that was not in their thirteen books?"),
    ),
)  # fmt: skip
