"""VAE: the family, put together from its parts."""

from playground.families.vae.anomaly import ANOMALY
from playground.families.vae.beta import BETA
from playground.families.vae.claims import CLAIMS, TRIAL
from playground.families.vae.compress import COMPRESS
from playground.families.vae.digits import DIGITS
from playground.families.vae.encode import ENCODE
from playground.families.vae.models import MODELS
from playground.families.vae.morph import MORPH
from playground.families.vae.plane import PLANE
from playground.families.vae.train import TRAIN
from playground.spec import Family

FAMILY = Family(
    stem="vae",
    title="VAE",
    tab="playground.tabs.vae:build",
    opens="plane",
    engines=(PLANE, ENCODE, BETA, MORPH, TRAIN, DIGITS, ANOMALY, COMPRESS),
    claims=CLAIMS,
    trial=TRIAL,
    models=MODELS,
    record="vae/digits24-vae",
)
