"""A character model's step for its panel of maths, code and picture: "predict", "surprise", "descent" and "draw"."""

from playground.ui.stages import terms
from playground.ui.stages.terms import Listed

CHARACTERS = "playground.training.autoregressive.characters"
LISTED: tuple[Listed, ...] = (
    (
        CHARACTERS,
        "cross_entropy",
        {
            "logits = network(input_ids=rows[:, :-1], use_cache=False).logits": "predict",
            'F.cross_entropy(logits.flatten(0, 1), rows[:, 1:].flatten(), reduction="none")': "surprise",
        },
    ),
    (CHARACTERS, "descent", {"loss.backward()": "descent"}),
    (
        CHARACTERS,
        "draw",
        {"(logits / temperature).softmax(0)": "draw", "torch.multinomial(probabilities, 1, generator=rng)": "draw"},
    ),
)
WORDS = {
    "predict": "for every place of every window at once: no place waits for another",
    "surprise": "what the true next character costs, the mean over all places",
    "descent": "every weight moves a little against its slope",
    "draw": "one character; the next one has to wait for it",
}
MATHS = {
    "predict": (
        "<mi>p</mi><mo>(</mo><mo>&#xB7;</mo><mo>|</mo><msub><mi>x</mi><mrow><mo>&le;</mo><mi>t</mi></mrow></msub><mo>)</mo><mo>=</mo>"
        "<mtext>softmax</mtext><mo>(</mo><mi>W</mi><msub><mi>h</mi><mi>t</mi></msub><mo>)</mo>"
    ),
    "surprise": (
        "<mo>&minus;</mo><msub><mi>log</mi><mn>2</mn></msub><mi>p</mi><mo>(</mo><msub><mi>x</mi><mi>t</mi></msub><mo>|</mo>"
        "<msub><mi>x</mi><mrow><mo>&lt;</mo><mi>t</mi></mrow></msub><mo>)</mo>"
    ),
    "descent": (
        "<mi>&theta;</mi><mo>&#x2190;</mo><mi>&theta;</mi><mo>&minus;</mo><mi>&eta;</mi><mtext>AdamW</mtext><mo>(</mo><mo>&nabla;</mo>"
        "<mi>L</mi><mo>)</mo>"
    ),
    "draw": (
        "<msub><mi>x</mi><mrow><mi>t</mi><mo>+</mo><mn>1</mn></mrow></msub><mo>&#x223C;</mo><mtext>softmax</mtext><mo>(</mo>"
        "<mi>W</mi><msub><mi>h</mi><mi>t</mi></msub><mo>/</mo><mi>T</mi><mo>)</mo>"
    ),
}
LOSS = (
    "<math><mi>L</mi><mo>=</mo><mfrac><mn>1</mn><mi>n</mi></mfrac><msub><mo>&sum;</mo><mi>t</mi></msub><mo>&minus;</mo>"
    "<mi>log</mi><mi>p</mi><mo>(</mo><msub><mi>x</mi><mi>t</mi></msub><mo>|</mo><msub><mi>x</mi><mrow><mo>&lt;</mo><mi>t</mi>"
    "</mrow></msub><mo>)</mo></math> <small>n: windows &times; places</small>"
)


def panel() -> str:
    """Of a character model."""
    return terms.linked(LOSS, MATHS, WORDS, LISTED)
