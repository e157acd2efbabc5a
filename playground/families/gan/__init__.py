"""GAN: the family, put together from its parts."""

from playground.families.gan.claims import CLAIMS, TRIAL
from playground.families.gan.digits import DIGITS
from playground.families.gan.duel import DUEL
from playground.families.gan.latent import LATENT
from playground.families.gan.models import MODELS
from playground.families.gan.quiz import QUIZ
from playground.families.gan.seeds import SEEDS
from playground.spec import Family

FAMILY = Family(
    stem="gan",
    title="GAN",
    tab="playground.tabs.gan:build",
    opens="duel",
    engines=(DUEL, DIGITS, SEEDS, LATENT, QUIZ),
    claims=CLAIMS,
    trial=TRIAL,
    models=MODELS,
    record="gan/duel",
)
