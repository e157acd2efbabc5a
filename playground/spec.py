"""The words the house speaks: Param, Preset, Claim, Family, Frame. Small frozen dataclasses, nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

Kind = Literal["integer", "number", "choice", "choices", "switch", "image", "strokes"]
Verdict = Literal["confirmed", "refuted", "inconclusive"]
Value = object


@dataclass(frozen=True)
class Param:
    """One control and one keyword of an engine function.

    Attributes:
        name: the engine's keyword, and the key in a share link.
        label: what the control is called on the page.
        default: its value at the start; None only for an image.
        help: one line that says what it does.
        kind: "integer" and "number" have `low`, `high`, `step`; "choice" and "choices" have `options`.
        group: the heading it stands under.
        linked: whether its value travels in a share link.
    """

    name: str
    label: str
    default: Value
    help: str
    kind: Kind
    low: float = 0.0
    high: float = 1.0
    step: float = 1.0
    options: tuple[str, ...] = ()
    group: str = ""
    linked: bool = True


@dataclass(frozen=True)
class Preset:
    """A named setting worth trying; `values` overrides defaults of one engine's params."""

    name: str
    values: Mapping[str, Value]
    look_for: str


@dataclass(frozen=True)
class Engine:
    """One inference function: where it lives, its params, and its presets."""

    name: str
    function: str
    params: tuple[Param, ...]
    presets: tuple[Preset, ...] = ()

    def defaults(self) -> dict[str, Value]:
        """Every param's default, by name."""
        return {param.name: param.default for param in self.params}


@dataclass(frozen=True)
class Claim:
    """A textbook sentence on trial.

    Attributes:
        id: its name in links and in the manifest.
        sentence: as textbooks have it.
        source: where it is said.
        options: what a student may predict.
        experiment: dotted name of a generator of Frames; the last one's stats are the numbers.
        rule: the verdict rule in words, shown on the card.
        verdict: the same rule, from the numbers.
        report: the numbers in one line, a format string over the stats.
        seeds: how many seeds the default run uses.
    """

    id: str
    sentence: str
    source: str
    experiment: str
    rule: str
    verdict: Callable[[Mapping[str, float]], Verdict]
    report: str
    seeds: int
    options: tuple[str, ...] = ("true", "half true", "false")


@dataclass(frozen=True)
class Family:
    """One family of models: its tab, engines, claims, and the line that says what to look for."""

    stem: str
    title: str
    look_for: str
    tab: str
    engines: tuple[Engine, ...]
    claims: tuple[Claim, ...] = ()

    def engine(self, name: str) -> Engine:
        """The engine of that name; KeyError if there is none."""
        return {engine.name: engine for engine in self.engines}[name]


@dataclass(frozen=True)
class Frame:
    """One step of an engine: numpy arrays, where it stands, and named statistics.

    Attributes:
        step, total: this frame's place, 0 <= step < total.
        arrays: what is drawn; uint8 pictures, float16/32 points.
        stats: what is read off; units are given where the engine documents the key.
    """

    step: int
    total: int
    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)
    stats: Mapping[str, float] = field(default_factory=dict)
