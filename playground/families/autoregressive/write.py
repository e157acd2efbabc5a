"""Writing step by step: params and presets."""

from dataclasses import replace

from playground.families.shown import MS, PARAMETERS, array, count, pieces, share, switch
from playground.spec import Engine, Param, Preset

HUB_MODELS = ("distilgpt2", "SmolLM2-135M", "Qwen3-0.6B")
MODELS = ("tales", "Shakespeare", *HUB_MODELS)
PROMPT = "Once upon a time there was a little"

WRITE = Engine(
    name="write",
    title="Write",
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
    shows=(
        array("ids", "Candidates", "int32", "(C,)", "The likeliest next tokens, by their numbers.", low=0),
        *pieces("pieces", "Candidates as text", "C", "The likeliest next tokens as text, the likeliest first."),
        array("before", "Probabilities", "float32", "(C,)", "What the model itself gives each of them.", low=0, high=1),
        array("after", "Probabilities drawn from", "float32", "(C,)", "The same after temperature, penalty and the cuts.", low=0, high=1),
        array("start", "Place on the line", "float32", "(C,)", "Where each begins on the line from 0 to 1 that is drawn from; −1 if it was cut.", low=-1, high=1),
        array("rules", "Cut by", "uint8", "(C,)", "Which rule cut it away; 0 for none.", low=0, high=3),
        *pieces("taken", "Token written", "t", "The token that is written here."),
        *pieces("prompt", "Beginning", "P", "The tokens of the beginning; in the first frame."),
        array("prompt_nats", "Surprise of the beginning", "float32", "(P,)", "How surprising the model finds each token of the beginning.", "nats", low=0),
        count("token", "Token", "The number of the token that is written."),
        count("nats", "Surprise", "How surprising the model finds the token: minus the logarithm of its probability.", "nats"),
        share("number", "Number drawn", "The random number from 0 to 1 that decides which token is drawn."),
        switch("forced", "Forced", "1 if the visitor chose this token."),
        count("entropy", "Entropy", "How open the model's choice is here: 0 if it is sure.", "nats"),
        count("entropy_after", "Entropy after the rules", "How open the choice is that is drawn from.", "nats"),
        share("cut", "Cut away", "The probability of all tokens that the rules cut away here."),
        count("kept", "Tokens left", "How many tokens may still be drawn here."),
        count("cut_{top_k|top_p|greedy}", "Tokens cut by a rule", "How many tokens this rule cut away here."),
        count("vocabulary", "Vocabulary", "How many tokens the model knows."),
        PARAMETERS,
        count("context", "Tokens read", "How many tokens the model has read up to here."),
        switch("ends", "End", "1 if this token ends the text."),
        replace(MS, label="Time of this token", meaning="How long the network, the rules and the draw took for this token."),
    ),
)  # fmt: skip
