"""A language model opened: params and presets."""

from dataclasses import replace

from playground.families.shown import MS, PARAMETERS, array, count, pieces, switch
from playground.spec import Engine, Param, Preset

OPENING = "Once upon a time there was a little girl who lived"
TWICE = "The old grey donkey met a small brown rabbit. The old grey donkey met a small brown rabbit. The old grey"
VERSE = "ROMEO:\nO, she doth teach the torches"

INSIDE = Engine(
    name="inside",
    title="Look inside",
    function="playground.engines.autoregressive.inside:inside",
    params=(
        Param("model", "Model", "tales", "Tales: stretches of letters, any script. Shakespeare: single characters.", "choice", options=("tales", "Shakespeare"), group="Text"),
        Param("text", "Text", OPENING, "What is read. Of a long one the last tokens are shown, 64 in all.", "text", 1, 100_000, group="Text"),
        Param("more", "Tokens it adds", 16, "Drawn from the model itself, at temperature 0.8.", "integer", 0, 60, group="Text"),
        Param("seed", "Seed", 7, "Draws those tokens.", "integer", 0, 2**31 - 1, group="Text"),
        Param("caching", "KV cache", True, "Keeps keys and values of what was read. Off: all is read again for each token.", "switch", group="Cost"),
        Param("repeats", "Repeats", 5, "How often each cost is measured.", "integer", 1, 20, group="Cost"),
        Param("layer", "Layer", 2, "Of the attention shown; a click on a small picture sets it.", "integer", 1, 5, group="Look"),
        Param("head", "Head", 1, "Within that layer.", "integer", 1, 6, group="Look"),
        Param("at", "Token", 12, "Who looks, counted from the line's end that comes first.", "integer", 0, 64, group="Look"),
    ),
    presets=(
        Preset("Where does it look?", {}, "Each small square is a head, each row a token that looks back; the other half is the future, which the mask forbids. Which heads look at the token just before, and which park on the very first one?"),
        Preset("Said twice", {"text": TWICE, "more": 8, "layer": 3}, "The same words come twice. Choose a word of the second time: does some head look at what followed that word the first time, and does its surprise fall? Large models copy; does one of this size?"),
        Preset("Layer by layer", {"text": "Alice was beginning to get very tired of sitting by her", "more": 8, "layer": 4}, "The logit lens reads every layer as though it were the last. Below, the stream still names the token it stands on: in which layer does the true next token come up?"),
        Preset("Character by character", {"model": "Shakespeare", "text": VERSE, "more": 30, "layer": 3, "head": 2}, "One character a token. Does a head find the beginning of the word or of the line, and where within a word is the next letter certain?"),
        Preset("Without a cache", {"caching": False, "more": 30, "repeats": 9}, "The very same text is written, but everything is read again for each token. Which of the two curves rises with the length, and from where on does the cache pay?"),
    ),
    folded=("Look",),
    shows=(
        *pieces("pieces", "The text", "L", "The tokens of the text, with the line's end before it."),
        array("attention", "Attention", "float16", "(M,H,L,L)", "Where each token looks, by layer and head; each row adds up to 1.", low=0, high=1),
        array("habits", "Habits of the heads", "float16", "(M,H,4)", "For each head the mean weight on the first token, on itself and on the token before, and how far back it looks.", low=0),
        array("lens_top", "What each layer would say", "int32", "(S,L,5)", "The five likeliest next tokens after each layer, as places in the words.", low=0),
        array("lens_p", "Their probabilities", "float16", "(S,L,5)", "How probable each of them is after that layer.", low=0, high=1),
        array("lens_bits", "Surprise after each layer", "float16", "(S,l)", "How surprising the true next token is after that layer, at most 60.", "bits", low=0, high=60),
        *pieces("words", "The words of the lens", "w", "The tokens that the lens names."),
        array("length", "Length measured", "int32", "(1,)", "How long the text was when the next token's cost was measured.", low=1),
        count("layers", "Layers", "How many layers the network has."),
        count("heads", "Heads", "How many attention heads a layer has."),
        count("width", "Width", "How many numbers stand for a token inside the network."),
        count("{layer|head}", "Layer and head looked at", "Which layer and head are shown, counted from 1."),
        count("at", "Place looked at", "Which token's view is shown."),
        count("given", "Tokens given", "How many tokens were not drawn by the model."),
        count("left_out", "Tokens left out", "How many tokens of a longer text are not shown."),
        count("apart", "Largest difference", "The largest difference between the two ways to compute the same: rounding alone."),
        PARAMETERS,
        count("cache_bytes", "Cache of a token", "How much memory the keys and values of one token take.", "bytes"),
        switch("caching", "With the cache", "1 if the model wrote with its cache."),
        replace(MS, label="Time of a token", meaning="How long the next token took; in the first frame, on average over all that the model added."),
        count("length", "Length", "How long the text was when a token's cost was measured."),
        switch("cached", "Measured with the cache", "1 if this cost was measured with the cache."),
    ),
)  # fmt: skip
