"""Writing step by step: params and presets."""

from playground.spec import Engine, Param, Preset

HUB_MODELS = ("distilgpt2", "SmolLM2-135M", "Qwen3-0.6B")
MODELS = ("tales", "Shakespeare", *HUB_MODELS)
PROMPT = "Once upon a time there was a little"

WRITE = Engine(
    name="write",
    function="playground.engines.autoregressive.write:write",
    params=(
        Param("model", "Model", "tales", "The first two ship with this page; the others come from the hub, once.", "choice", options=MODELS, group="Model"),
        Param("prompt", "Beginning", PROMPT, "What the model continues. Any script, any sign.", "text", 1, 4000, group="Text"),
        Param("length", "Tokens to write", 60, "An end of text, where a model knows one, comes sooner.", "integer", 1, 160, group="Text"),
        Param("temperature", "Temperature", 1.0, "Logits are divided by it. 0 is greedy: always the likeliest token.", "number", 0, 3, 0.05, group="Sampling"),
        Param("top_k", "Top-k", 0, "Only the k likeliest may be drawn; 0 leaves all.", "integer", 0, 200, group="Sampling"),
        Param("top_p", "Top-p", 1.0, "Only the likeliest that together reach p; 1 leaves all.", "number", 0, 1, 0.01, group="Sampling"),
        Param("penalty", "Repetition penalty", 1.0, "Tokens that stood in the text already lose so much; 1 is none.", "number", 1, 3, 0.05, group="Sampling"),
        Param("seed", "Seed", 7, "One number for each place: same seed, same text.", "integer", 0, 2**31 - 1, group="Sampling"),
        Param("forced", "Forced tokens", "", "place:token, as the stage sets them.", "tokens", group="Sampling"),
    ),
    presets=(
        Preset("A tale begins", {}, "Step back and forth: each bar is a token that could come next. Which words leave the model sure, and where could anything follow? Press a bar to force that token instead."),
        Preset("Greedy: always the likeliest", {"prompt": "The king said", "temperature": 0.0, "length": 120}, "No draw at all. How long does it take until the text goes round in a circle, and how surprised is the model by its own circle?"),
        Preset("Greedy, repetition made dear", {"prompt": "The king said", "temperature": 0.0, "length": 120, "penalty": 1.3}, "Every token that stood in the text already loses: the circle breaks. What does the model say instead, and how likely did it find that by itself?"),
        Preset("Hot: temperature 2", {"temperature": 2.0}, "Compare the thin bars with the thick ones: heat lifts thousands of tokens that the model hardly believes in. When does the first word come that is none?"),
        Preset("Hot, but top-p 0.8", {"temperature": 2.0, "top_p": 0.8}, "The same heat and the same draws, but the tail is cut. How many tokens stay where the model is sure, and how many where it is not?"),
        Preset("Top-k 1", {"top_k": 1}, "Only one may be drawn: is this greedy by another name? Then compare top-p 0.1: where do the two differ?"),
        Preset("Force an unlikely word", {"forced": "0:1462"}, "The first token was forced. What did it cost in bits, and does the tale make sense of it? Rewind, force another, and compare the branches."),
        Preset("Shakespeare, sign by sign", {"model": "Shakespeare", "prompt": "ROMEO:\n", "length": 160}, "Single signs instead of pieces of words: at which letters of a word is the choice open, and where is it all but certain?"),
        Preset("A script it never saw", {"prompt": "Жили-были дед да баба", "length": 40}, "The tokenizer falls back on bytes, two for each letter, each very surprising. What does the model do next: go on in kind, or flee into English?"),
    ),
)  # fmt: skip
