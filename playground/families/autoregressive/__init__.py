"""Autoregressive models: the family, put together from its subjects' tables."""

from playground.families.autoregressive.claims import CLAIMS, TRIAL
from playground.families.autoregressive.drift import DRIFT
from playground.families.autoregressive.inside import INSIDE
from playground.families.autoregressive.learn import LEARN
from playground.families.autoregressive.likelihood import LIKELIHOOD
from playground.families.autoregressive.models import MODELS
from playground.families.autoregressive.paint import PAINT
from playground.families.autoregressive.readers import READERS
from playground.families.autoregressive.weigh import WEIGH
from playground.families.autoregressive.whose import WHOSE
from playground.families.autoregressive.write import WRITE
from playground.spec import Family

FAMILY = Family(
    stem="autoregressive",
    title="Autoregressive",
    tab="playground.tabs.autoregressive:build",
    opens="write",
    engines=(WRITE, WEIGH, DRIFT, INSIDE, LEARN, READERS, WHOSE, PAINT, LIKELIHOOD),
    claims=CLAIMS,
    trial=TRIAL,
    models=MODELS,
    record="autoregressive/tales",
    first_screen=("write",),
)
