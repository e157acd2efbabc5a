"""Three architectures on one sentence: params and presets."""

from dataclasses import replace

from playground.families.shown import CALLS, MS, array, count, pieces, share
from playground.spec import Engine, Param, Preset

SENTENCE = "The old king looked out over the sea, and said that he would never go home again."
READERS = Engine(
    name="readers",
    title="Three readers",
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
    shows=(
        *pieces("tokens", "The sentence", "N", "The tokens of the sentence, with the line's end before it."),
        *pieces("{gpt|bert}_tops", "Likeliest tokens", "t", "The six likeliest tokens at each place: the decoder's from the places before, the encoder's with that place masked."),
        array("{gpt|bert}_p", "Their probabilities", "float32", "(N,6)", "How probable each of them is.", low=0, high=1),
        array("{gpt|bert}_own", "What stands there", "float32", "(n,)", "How probable the token is that really stands at each place.", low=0, high=1),
        array("{gpt|bert}_reads", "Who reads what", "float16", "(N,N)", "How much the network's view of each place changes if another token stands at each other place.", low=0, high=1),
        *pieces("{restore|shorten}_source", "What is read", "m", "The tokens that the encoder-decoder reads for this task."),
        *pieces("{restore|shorten}_written", "What is written", "k", "The tokens of its answer, with the end."),
        *pieces("{restore|shorten}_tops", "Likeliest answers", "t", "The six likeliest tokens at each step of the answer."),
        array("{restore|shorten}_p", "Their probabilities", "float32", "(k,6)", "How probable each of them is.", low=0, high=1),
        array("{restore|shorten}_own", "What is written there", "float32", "(k,)", "How probable the token is that was written.", low=0, high=1),
        array("{restore|shorten}_reads", "Who reads what", "float16", "(r,r)", "As for the others, over what is read and then what is written.", low=0, high=1),
        count("left_out", "Tokens left out", "How many tokens of a longer text are not read."),
        count("nats_{restore|shorten}", "Surprise of the answer", "How surprising the network finds its own answer, given what it read.", "nats"),
        share("agreement_{given|restored}", "Words in common", "The share of words that the damaged or the restored sentence has in common with the one that was typed, in the same order."),
        count("parameters_{gpt|bert|t5}", "Parameters", "How many numbers this network has learnt."),
        replace(CALLS, meaning="How many rows of tokens went through a network."),
        replace(MS, label="Time", meaning="How long all of it took here."),
    ),
)  # fmt: skip
