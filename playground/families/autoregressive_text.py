"""Writing step by step: params and presets."""

from playground.spec import Engine, Param, Preset

MODELS = ("tales", "Shakespeare", "distilgpt2", "SmolLM2-135M", "Qwen3-0.6B")
PROMPT = "Once upon a time there was a little"

WRITE = Engine(
    name="write",
    function="playground.engines.autoregressive:write",
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
        Preset("A tale begins", {}, "Step back and forth: each bar is a token that could come next. Which words leave the model sure, and where could anything follow? Click a bar to force that token."),
    ),
)  # fmt: skip
