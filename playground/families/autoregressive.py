"""Autoregressive models: the family, put together from its subjects' tables."""

from playground.families.autoregressive_inside import INSIDE
from playground.families.autoregressive_learn import LEARN
from playground.families.autoregressive_text import WRITE
from playground.spec import Family

FAMILY = Family(
    stem="autoregressive",
    title="Autoregressive",
    tab="playground.tabs.autoregressive:build",
    engines=(WRITE, INSIDE, LEARN),
    claims=(),
    first_screen=("write",),
)
