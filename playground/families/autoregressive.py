"""Autoregressive models: the family, put together from its subjects' tables."""

from playground.families.autoregressive_claims import CLAIMS
from playground.families.autoregressive_inside import INSIDE
from playground.families.autoregressive_learn import LEARN
from playground.families.autoregressive_likelihood import DRIFT, WEIGH
from playground.families.autoregressive_pixels import BITS, PAINT
from playground.families.autoregressive_reading import THREE, WHOSE
from playground.families.autoregressive_text import WRITE
from playground.spec import Family

FAMILY = Family(
    stem="autoregressive",
    title="Autoregressive",
    tab="playground.tabs.autoregressive:build",
    engines=(WRITE, WEIGH, DRIFT, INSIDE, LEARN, THREE, WHOSE, PAINT, BITS),
    claims=CLAIMS,
    first_screen=("write",),
)
