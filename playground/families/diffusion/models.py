"""Diffusion's trained model: how it is rebuilt, and what is measured of it."""

from playground.families.diffusion.choices import SAMPLERS
from playground.spec import Model

ROWS = "playground.measure.diffusion.digits:"
OF_A_SAMPLER = {sampler: f"diffusion/sampler-{sampler.lower().replace('+', '')}" for sampler in SAMPLERS}
MODELS = (
    Model(
        "diffusion/digits",
        job="playground.training.diffusion.digits:job",
        sampler="playground.engines.diffusion.quality:sample_digits",
        rows=(ROWS + "accuracy_rows", ROWS + "likeness_rows"),
    ),
    *(Model(name, rows=("playground.trials.diffusion.samplers:sampler_rows",)) for name in OF_A_SAMPLER.values()),
)
