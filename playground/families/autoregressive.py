"""Autoregressive models: the family, put together from its subjects' tables."""

from playground.families.autoregressive_text import WRITE
from playground.spec import Family

FAMILY = Family(
    stem="autoregressive",
    title="Autoregressive",
    tab="playground.tabs.autoregressive:build",
    engines=(WRITE,),
    claims=(),
    first_screen=("write",),
)
