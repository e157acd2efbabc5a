"""A character model that trains live: params and presets."""

from collections.abc import Mapping
from dataclasses import replace

from playground.errors import BadInput
from playground.families.shown import CHANGED, MS, PARAMETERS, RAN_AWAY, SECONDS, array, count, pieces, switch
from playground.spec import Engine, Param, Preset, Value

MOST_TOKENS = 4096  # of one step
RHYME = (
    "This is the farmer sowing his corn, that kept the cock that crowed in the morn, that waked the priest all shaven and "
    "shorn, that married the man all tattered and torn, that kissed the maiden all forlorn, that milked the cow with the "
    "crumpled horn, that tossed the dog, that worried the cat, that killed the rat, that ate the malt that lay in the house "
    "that Jack built. There was an old woman who lived in a shoe, she had so many children she didn't know what to do."
)


def bearable(values: Mapping[str, Value]) -> None:
    """A step must not take the machine from all others."""
    tokens = values["batch"] * values["context"]
    if tokens > MOST_TOKENS:
        raise BadInput(f"A step would read {tokens:,} characters, {MOST_TOKENS:,} at most: lower the batch or the context.")  # fmt: skip


LEARN = Engine(
    name="learn",
    title="Train live",
    function="playground.engines.autoregressive.learn:learn",
    params=(
        Param("source", "Text", "tales model writes", "The shipped model writes some 20,000 characters at the start; or your own.", "choice", options=("tales model writes", "own text"), group="Text"),
        Param("own", "Own text", "", "300 to 100,000 characters of any script; its last fifth is held out.", "text", 0, 100_000, group="Text", recorded=False),
        Param("seed", "Seed", 7, "Same seed, same text, same training; a new one counts from the start.", "integer", 0, 2**31 - 1, group="Text"),
        Param("prompt", "Prompt", "there was a ", "Each sample goes on from here. Signs that the text lacks are left out.", "text", 0, 24, group="Samples", recorded=False),
        Param("temperature", "Temperature", 0.8, "Of the samples: 0 takes the likeliest, 1 draws as the model says.", "number", 0, 2, 0.05, group="Samples"),
        Param("context", "Context", 64, "Characters it may look back on; 1 leaves a bigram.", "integer", 1, 256, group="Learning"),
        Param("rate", "Learning rate", 0.003, "AdamW's.", "number", 0, 1, 0.001, group="Learning"),
        Param("batch", "Batch", 16, "Windows of one context that each step reads, all places at once.", "integer", 1, 256, group="Learning"),
        Param("dropout", "Dropout", 0.1, "Share of each layer's additions that a step leaves out.", "number", 0, 0.8, 0.05, group="Learning"),
        Param("depth", "Layers", 2, "A change starts afresh.", "integer", 1, 6, group="Network"),
        Param("width", "Width", "64", "Numbers in the stream. A change starts afresh.", "choice", options=("16", "32", "64", "128"), group="Network"),
        Param("heads", "Heads", "4", "Of attention, in each layer. A change starts afresh.", "choice", options=("1", "2", "4", "8"), group="Network"),
        Param("steps", "Stop after", 3000, "Steps until the training ends by itself.", "integer", 1, 100_000, 100, group="Run"),
        Param("changes", "Changes on the way", "", "step:control=value, as a shared run replays them.", "changes", group="Run"),
    ),
    presets=(
        Preset("From noise to words", {}, "Press play. The curve falls past the dotted lines of counted n-grams: what can it spell when it passes the unigram, the bigram, the trigram? When does the held-out curve part from the other?"),
        Preset("Rote: a tiny text", {"source": "own text", "own": RHYME, "prompt": "that ", "dropout": 0.0}, "A few hundred characters, read again and again: the trained part falls towards 0 bits while the held-out part climbs. How long are the stretches it copies word for word? Does dropout help?"),
        Preset("A bigger step", {"rate": 0.3}, "A hundred times the learning rate: does the loss ever get under the line of single letters? Lower the rate while it runs: can the network still be saved?"),
        Preset("One character of context", {"context": 1, "batch": 256}, "It sees one character and no more: all it can learn is which follows which. How near does it come to the bigram that was counted, and what do its samples lack?"),
    ),
    variations=(
        Preset("Context of 8", {"context": 8}, "It looks back at eight characters and no further. How many bits does that cost on held-out text, and do the samples still spell whole words?"),
        Preset("One layer", {"depth": 1}, "A single layer. Do the curves level off higher than before, and what do the samples lose?"),
        Preset("Dropout 0.4", {"dropout": 0.4}, "Each step leaves out a larger share of what the layers add. Does the held-out curve stay closer to the trained one?"),
        Preset("Rate 0.001", {"rate": 0.001}, "Smaller steps. How much later does the curve pass each dotted line, and does it end lower?"),
    ),
    folded=("Network",),
    together=bearable,
    shows=(
        *pieces("prompt", "Beginning", "P", "The signs that every sample begins with."),
        *pieces("sample", "Sample", "S", "What the model writes after them."),
        *pieces("letters", "Letters shown", "V", "The most frequent signs, the columns of the table."),
        array("sample_bits", "Surprise of the sample", "float16", "(S,)", "How surprising the model finds each sign that it drew.", "bits", low=0, high=60),
        array("heat", "What the model expects", "float16", "(P,V)", "How probable each letter is after each sign of the beginning.", low=0, high=1),
        array("counted", "What counting expects", "float16", "(P,V)", "The same by counted pairs of signs.", low=0, high=1),
        count("train", "On its own text", "How surprising a character of the training part is, on average.", "bits per character"),
        count("held", "On held-out text", "How surprising a character is that the model was not trained on, on average.", "bits per character"),
        count("blind", "Without any knowledge", "What a character costs if every sign is equally likely.", "bits per character"),
        count("{unigram|bigram|trigram|fourgram|interpolated}", "By counting", "What the same held-out characters cost an n-gram that was counted on the training part.", "bits per character"),
        count("loss", "Loss", "How surprising the last batch was, on average.", "bits"),
        count("signs", "Signs", "How many different signs the text has."),
        count("train_signs", "Training text", "How many signs the model learns from."),
        count("held_signs", "Held-out text", "How many signs it is tested on."),
        switch("bytewise", "Bytes as signs", "1 if the signs are bytes, because the text has too many different characters."),
        PARAMETERS,
        count("tokens", "Signs a step", "How many signs a step of training reads."),
        replace(MS, label="Time of a step", meaning="How long a step of training takes here, on average over the last ones."),
        replace(SECONDS, meaning="How long the last sample took."),
        count("sample_step", "Sample taken at", "At which step the last sample was written."),
        count("copied", "Copied", "The longest stretch of the sample that stands in the training text letter for letter.", "signs"),
        count("temperature", "Temperature", "How boldly the samples are drawn."),
        count("rate", "Learning rate", "How far each step of training goes."),
        count("context", "Context", "How many signs the model looks back."),
        replace(CHANGED, high=2),
        switch("short", "Text too short", "1 if the own text is too short, so that the one before is kept."),
        switch("unknown", "Unknown beginning", "1 if no sign of the beginning stands in the text."),
        *RAN_AWAY,
    ),
)  # fmt: skip
