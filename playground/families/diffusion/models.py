"""Diffusion's trained model: how it is rebuilt, and what is measured of it."""

from playground.spec import Model

ROWS = "playground.measure.diffusion.digits:"
SAMPLERS = ("ddpm", "ddim", "dpm-solver", "euler", "heun", "unipc")
MODELS = (
    Model(
        "diffusion/digits",
        job="playground.training.diffusion.digits:job",
        sampler="playground.engines.diffusion.quality:sample_digits",
        rows=(ROWS + "accuracy_rows", ROWS + "likeness_rows"),
    ),
    *(
        Model(f"diffusion/sampler-{sampler}", rows=("playground.trials.diffusion.samplers:sampler_rows",))
        for sampler in SAMPLERS
    ),
)
