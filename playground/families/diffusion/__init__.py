"""Diffusion: the family, put together from its parts."""

from playground.families.diffusion.claims import CLAIMS, TRIAL
from playground.families.diffusion.forward import FORWARD
from playground.families.diffusion.guidance import GUIDANCE
from playground.families.diffusion.inside import INSIDE
from playground.families.diffusion.models import MODELS
from playground.families.diffusion.quality import QUALITY
from playground.families.diffusion.reverse import REVERSE
from playground.spec import Family

FAMILY = Family(
    stem="diffusion",
    title="Diffusion",
    tab="playground.tabs.diffusion:build",
    opens="reverse",
    engines=(FORWARD, REVERSE, INSIDE, GUIDANCE, QUALITY),
    claims=CLAIMS,
    trial=TRIAL,
    models=MODELS,
    record="diffusion/digits",
    first_screen=("reverse", "forward"),
)
