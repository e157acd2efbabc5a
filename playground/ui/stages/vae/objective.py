"""An autoencoder's objective for its panel of maths, code and picture: "sample", "reconstruction" and "kl"."""

from playground.ui.stages import terms
from playground.ui.stages.terms import Listed

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


def panel(likelihood: str) -> str:
    """Of an autoencoder with this likelihood."""
    return terms.linked(LOSS, MATHS, WORDS, (*LISTED, LIKELIHOODS[likelihood]))
