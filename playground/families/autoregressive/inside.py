"""A language model opened: params and presets."""

from playground.spec import Engine, Param, Preset

OPENING = "Once upon a time there was a little girl who lived"
TWICE = "The old grey donkey met a small brown rabbit. The old grey donkey met a small brown rabbit. The old grey"
VERSE = "ROMEO:\nO, she doth teach the torches"

INSIDE = Engine(
    name="inside",
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
)  # fmt: skip
