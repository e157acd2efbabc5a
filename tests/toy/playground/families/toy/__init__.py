"""The toy family, put together from its parts."""

from playground.families.toy.claims import CLAIMS, TRIAL
from playground.families.toy.models import MODELS
from playground.families.toy.one import ONE
from playground.spec import Family

FAMILY = Family(
    stem="toy",
    title="Toy",
    tab="playground.tabs.toy:build",
    opens="one",
    engines=(ONE,),
    claims=CLAIMS,
    trial=TRIAL,
    models=MODELS,
    record="toy/one",
    first_screen=("one",),
)
