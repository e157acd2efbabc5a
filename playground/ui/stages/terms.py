"""An objective three times over: in maths, in the lines that run, and as marks for the picture.

Whatever bears the same `data-term` lights up together (`lib/terms.js`): an autoencoder's "sample", "reconstruction" and
"kl", a character model's "predict", "surprise", "descent" and "draw". The lines are read from the source files themselves, which are not imported: the page needs no torch.
"""

import ast
import html
import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path

Listed = tuple[str, str, dict[str, str]]  # module, function, and which pieces of it are which term, each there once
OBJECTIVE, BOUNDS = "playground.training.vae.objective", "playground.measure.bounds"
LISTED: tuple[Listed, ...] = (
    (
        OBJECTIVE,
        "objective",
        {
            "paid = cost.mean(0).clamp(min=rules.free_bits)": "kl",
            "beta * paid.sum()": "kl",
            "- log_px.mean(), log_px, cost": "reconstruction",
        },
    ),
    (
        BOUNDS,
        "elbo",
        {
            "z = reparameterise(mu, log_var, eps)": "sample",
            "log_likelihood(network.decode(z), x).mean(0)": "reconstruction",
            "kl(mu, log_var)": "kl",
        },
    ),
    (BOUNDS, "reparameterise", {"mu + (0.5 * log_var).exp() * eps": "sample"}),
    (BOUNDS, "kl", {"0.5 * (mu**2 + log_var.exp() - 1 - log_var)": "kl"}),
)
LIKELIHOODS = {
    "Gaussian": (
        BOUNDS,
        "log_gaussian",
        {"-0.5 * (((x - mean) / sigma) ** 2 + LOG_2PI + 2 * math.log(sigma)).sum(-1)": "reconstruction"},
    ),
    "Bernoulli": (BOUNDS, "log_bernoulli", {"(x * logits - F.softplus(logits)).sum(-1)": "reconstruction"}),
}
WORDS = {
    "sample": "z is drawn by moving &epsilon;, so that a gradient can pass through it",
    "reconstruction": "how likely the decoder finds what went in",
    "kl": "how far each code strays from the prior",
}
MATHS = {
    "sample": "<mi>z</mi><mo>=</mo><mi>&mu;</mi><mo>+</mo><mi>&sigma;</mi><mo>&#x2299;</mo><mi>&epsilon;</mi>",
    "reconstruction": (
        "<msub><mi mathvariant='normal'>E</mi><mi>&epsilon;</mi></msub><mo>[</mo><mi>log</mi><mi>p</mi><mo>(</mo><mi>x</mi>"
        "<mo>|</mo><mi>z</mi><mo>)</mo><mo>]</mo>"
    ),
    "kl": (
        "<msub><mtext>KL</mtext><mi>j</mi></msub><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><mo>(</mo>"
        "<msubsup><mi>&mu;</mi><mi>j</mi><mn>2</mn></msubsup><mo>+</mo><msubsup><mi>&sigma;</mi><mi>j</mi><mn>2</mn></msubsup>"
        "<mo>&minus;</mo><mn>1</mn><mo>&minus;</mo><mi>log</mi><msubsup><mi>&sigma;</mi><mi>j</mi><mn>2</mn></msubsup><mo>)</mo>"
    ),
}
LOSS = (
    "<math><mtext>loss</mtext><mo>=</mo><mo>&minus;</mo><mtext>reconstruction</mtext><mo>+</mo><mi>&beta;</mi>"
    "<msub><mo>&sum;</mo><mi>j</mi></msub><mi>max</mi><mo>(</mo><mi>&lambda;</mi><mo>,</mo>"
    "<msub><mtext>KL</mtext><mi>j</mi></msub><mo>)</mo></math> <small>&lambda;: the free bits</small>"
)
CHARACTERS = "playground.training.autoregressive.characters"
CHARACTERS_LISTED: tuple[Listed, ...] = (
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
CHARACTERS_WORDS = {
    "predict": "for every place of every window at once: no place waits for another",
    "surprise": "what the true next character costs, the mean over all places",
    "descent": "every weight moves a little against its slope",
    "draw": "one character; the next one has to wait for it",
}
CHARACTERS_MATHS = {
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
CHARACTERS_LOSS = (
    "<math><mi>L</mi><mo>=</mo><mfrac><mn>1</mn><mi>n</mi></mfrac><msub><mo>&sum;</mo><mi>t</mi></msub><mo>&minus;</mo>"
    "<mi>log</mi><mi>p</mi><mo>(</mo><msub><mi>x</mi><mi>t</mi></msub><mo>|</mo><msub><mi>x</mi><mrow><mo>&lt;</mo><mi>t</mi>"
    "</mrow></msub><mo>)</mo></math> <small>n: windows &times; places</small>"
)


def source(module: str, function: str) -> str:
    """The text of a function in a module that is not imported, without its docstring."""
    found = importlib.util.find_spec(module)
    assert found is not None and found.origin is not None
    text = Path(found.origin).read_text(encoding="utf-8")
    node = next(n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef) and n.name == function)
    lines, first = text.splitlines(), node.body[0]
    kept = lines[node.lineno - 1 : node.end_lineno]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and first.end_lineno:
        kept = lines[node.lineno - 1 : first.lineno - 1] + lines[first.end_lineno : node.end_lineno]
    return "\n".join(kept)


def listing(listed: Sequence[Listed]) -> str:
    """The lines that run at every step, as HTML whose terms can be pointed at."""
    return "\n\n".join(_marked(*one) for one in listed)


def _marked(module: str, function: str, terms: dict[str, str]) -> str:
    text = html.escape(source(module, function), quote=False)
    for fragment, term in terms.items():
        before, piece, after = text.partition(html.escape(fragment, quote=False))
        text = f'{before}<span class="term" tabindex="0" data-term="{term}">{piece}</span>{after}'
    return text


def panel(likelihood: str) -> str:
    """Of an autoencoder with this likelihood."""
    return linked(LOSS, MATHS, WORDS, (*LISTED, LIKELIHOODS[likelihood]))


def characters() -> str:
    """Of a character model."""
    return linked(CHARACTERS_LOSS, CHARACTERS_MATHS, CHARACTERS_WORDS, CHARACTERS_LISTED)


def linked(loss: str, maths: Mapping[str, str], words: Mapping[str, str], listed: Sequence[Listed]) -> str:
    """Maths and code side by side; what is pointed at lights the others up, and the picture's stage is told."""
    items = "".join(
        f'<li class="term" tabindex="0" data-term="{term}"><math>{maths[term]}</math>'
        f"<output data-term-number></output><small>{words[term]}</small></li>"
        for term in words
    )
    return f"""
<section class="terms" aria-label="Maths, code and picture">
  <h4>Maths, code and picture <span class="hint">point at one, and the other two light up</span></h4>
  <div class="terms-grid"><div><p class="loss">{loss}</p><ul>{items}</ul></div>
  <pre class="lines" tabindex="0" aria-label="The lines that run at every step"><code>{listing(listed)}</code></pre></div>
</section>"""
