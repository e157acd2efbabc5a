"""Text to image: the family, put together from its parts."""

from playground.families.text_to_image.branch import BRANCH
from playground.families.text_to_image.claims import CLAIMS, TRIAL
from playground.families.text_to_image.edit import EDIT
from playground.families.text_to_image.guidance import GUIDANCE
from playground.families.text_to_image.latent import LATENT
from playground.families.text_to_image.models import MODELS
from playground.families.text_to_image.prompt import PROMPT
from playground.spec import Family

FAMILY = Family(
    stem="text_to_image",
    title="Text to image",
    tab="playground.tabs.text_to_image:build",
    opens="prompt",
    engines=(PROMPT, BRANCH, EDIT, GUIDANCE, LATENT),
    claims=CLAIMS,
    trial=TRIAL,
    models=MODELS,
    record="text_to_image/unet",
)
