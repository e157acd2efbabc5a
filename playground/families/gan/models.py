"""The GAN's models: how they are rebuilt, and what is measured of them."""

from playground.spec import Model

JOB, ROWS, SAMPLERS = (
    "playground.training.gan.digits:job", "playground.measure.gan.digits:", "playground.engines.gan.opponents:",
)  # fmt: skip
MODELS = (
    Model(
        "gan/digits",
        job=JOB,
        sampler=SAMPLERS + "sample_digits",
        rows=(ROWS + "unconditional_rows", ROWS + "accuracy_rows", ROWS + "likeness_rows"),
    ),
    Model("gan/free", job=JOB, sampler=SAMPLERS + "sample_free", rows=(ROWS + "free_rows",)),
    Model("gan/fashion", job=JOB, sampler=SAMPLERS + "sample_clothing", rows=(ROWS + "clothing_rows",)),
    Model(
        "gan/duel",
        sampler="playground.engines.gan.seeds:numbers",
        rows=("playground.measure.gan.duel:ring_rows", "playground.measure.gan.duel:grid_rows"),
    ),
)
