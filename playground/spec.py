"""The words the house speaks, from Param to Frame: small frozen dataclasses, nothing else."""

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

import numpy as np

from playground.errors import BadInput, BadLink

Kind = Literal["integer", "number", "choice", "choices", "switch", "image", "strokes", "changes", "text", "tokens"]
FrameKind = Literal["progress", "step", "result", "diverged"]
Verdict = Literal["confirmed", "refuted", "inconclusive"]
Value = Any


@dataclass(frozen=True)
class Need:
    """When a param has an effect: while one of these others has one of these values.

    Attributes:
        among: those values, by the others' names.
        otherwise: says why it has none, in one sentence for the page.
    """

    among: Mapping[str, tuple[Value, ...]]
    otherwise: str

    def met(self, values: Mapping[str, Value]) -> bool:
        """Whether the param has an effect beside these values."""
        return any(values[name] in wanted for name, wanted in self.among.items())


@dataclass(frozen=True)
class Param:
    """One control and one keyword of an engine function.

    Attributes:
        name: the engine's keyword, and the key in a share link.
        label: what the control is called on the page.
        default: its value at the start; None only for an image.
        help: one line that says what it does.
        kind: "integer" and "number" have `low`, `high`, `step`; "choice" and "choices" have `options`; a "text" has
            from `low` to `high` characters; "tokens" are forced ones, "place:id;place:id".
        group: the heading it stands under.
        linked: whether its value travels in a share link.
        recorded: whether the link of a live training replays its changes; what is only looked at, or too long,
            travels as it stands in the end.
        need: what it needs to have an effect; without that the page does not let it be moved, and says why.
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
    recorded: bool = True
    need: Need | None = None

    def check(self, value: Value) -> Value:
        """The value as the engine may use it; raises BadInput with a sentence that says what to do."""
        return CHECKS[self.kind](self, value)

    def parse(self, text: str) -> Value:
        """A checked value from its text in a link; raises BadInput or BadLink."""
        match self.kind:
            case "integer" | "number":
                try:
                    number = float(text)
                except ValueError:
                    raise BadLink(f"{self.label} must be a number; its default is used.") from None
                return self.check(int(number) if number.is_integer() else number)
            case "switch":
                if text not in ("true", "false"):
                    raise BadLink(f"{self.label} must be true or false; its default is used.")
                return text == "true"
            case "choices":
                return self.check(text.split(","))
        return self.check(text)


@dataclass(frozen=True)
class Preset:
    """A named setting worth trying; `values` overrides defaults of one engine's params.

    `look_for` says what to look for then. Of a variation, `values` overrides those that the controls have.
    """

    name: str
    values: Mapping[str, Value]
    look_for: str


@dataclass(frozen=True)
class Shown:
    """One thing that an engine shows, or several whose keys differ in one place.

    Attributes:
        key: as in a Frame. In braces stands what differs: "kl_{j}" is kl_0, kl_1 and so on, "mean_{low|high}" is
            mean_low and mean_high.
        label: what it is called on the page.
        meaning: one sentence for a visitor.
        unit: of a stat or of an array's values; empty where there is none.
        low, high: the least and the greatest value that it may take; None where there is no such bound.
        what: whether it is one of the Frame's stats, arrays or texts.
        dtype: of an array.
        shape: of an array, with named sizes, "(N,2) or (N,h,w)": a capital letter means one size in all arrays of a
            Frame, small letters a size of this array's own.
    """

    key: str
    label: str
    meaning: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    what: Literal["stat", "array", "text"] = "stat"
    dtype: str = ""
    shape: str = ""

    def covers(self, key: str) -> bool:
        """Whether a Frame's key is the one declared here, or one of them."""
        return re.fullmatch(_pattern(self.key), key) is not None


@dataclass(frozen=True)
class Engine:
    """One inference function: where it lives, its params and presets, and what it shows.

    `title` is what its part of the page is called; empty if it has none of its own. `variations` change some controls,
    leave the others, and begin a live training again from the same seed. `folded` names groups of params that start
    folded; `together` raises BadInput for values that are each in range, but not in this company.
    """

    name: str
    function: str
    params: tuple[Param, ...]
    presets: tuple[Preset, ...] = ()
    variations: tuple[Preset, ...] = ()
    folded: tuple[str, ...] = ()
    together: Callable[[Mapping[str, Value]], None] | None = None
    shows: tuple[Shown, ...] = ()
    title: str = ""

    @property
    def live(self) -> bool:
        """Whether it is a training that is steered while it runs."""
        return "changes" in self.defaults()

    def shown(self, what: str, key: str) -> Shown:
        """What is declared of a "stat", an "array" or a "text" with this key; KeyError if nothing is."""
        for shown in self.shows:
            if shown.what == what and shown.covers(key):
                return shown
        raise KeyError(f"{self.function} does not declare the {what} {key!r}")

    def check(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Every value checked; raises BadInput, also for a name that is not a param."""
        for name in values:
            if name not in self.defaults():
                raise BadInput(f"{self.name} has no control called {str(name)[:40]!r}; leave it out.")
        checked = {param.name: param.check(values.get(param.name, param.default)) for param in self.params}
        if self.together:
            self.together(checked)
        return checked

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
        reading: how the sentence is taken, and what is measured; shown on the card.
        confirmed, refuted: the verdict rule in words: what has to be so for each, after "if".
        verdict: the same rule, from the numbers.
        report: the numbers in one line, a format string over the stats.
        seeds: how many seeds the default run uses; it takes at most a minute on two cores.
        full_seeds: how many the run uses that is recorded in the manifest.
        seed: the first one of the default run. The recorded run's is 0, so that the two share none.
        like: the engine of its family that does the same work, whose CPU threads it has; empty for all threads.
    """

    id: str
    sentence: str
    source: str
    experiment: str
    reading: str
    confirmed: str
    refuted: str
    verdict: Callable[[Mapping[str, float]], Verdict]
    report: str
    seeds: int
    full_seeds: int
    options: tuple[str, ...] = ("true", "half true", "false")
    seed: int = 100_000
    like: str = ""

    @property
    def rule(self) -> str:
        """What has to be so for each verdict."""
        return f"Confirmed if {self.confirmed}. Refuted if {self.refuted}."


@dataclass(frozen=True)
class Model:
    """A model that is trained, measured, or both.

    Attributes:
        name: its folder in weights/ and its key in the manifest.
        job: dotted name of what makes its training job, from its name and a device; its module holds the settings in
            CONFIGS, by name. Empty for a model without weights, which is trained anew for each row.
        rows: dotted names of generators of rows of the quality table, each from (sampler, samples).
        sampler: dotted name of what draws its samples for the rows; where it is empty, they are given the name.
    """

    name: str
    job: str = ""
    rows: tuple[str, ...] = ()
    sampler: str = ""


@dataclass(frozen=True)
class Family:
    """One family of models, and all that it adds to the rest.

    Its stages and style sheets are not listed: they lie in `ui/stages/<stem>/`; small values for its tests in
    `tests/values/<stem>.py`.

    Attributes:
        stem: its name in folders, ids and links.
        title: what its tab is called.
        tab: dotted name of what lays the tab out.
        opens: names the engine whose part is open where a link names none.
        engines: one for each thing to watch.
        claims: textbook sentences on trial.
        trial: the table of params that all of their experiments share; None where there are no claims.
        models: what `python -m playground.training` rebuilds and `python -m playground.measure` measures, in order.
        record: the model in whose entry of the manifest the full runs of the claims are kept.
        first_screen: names the engines whose default runs a visitor sees first; they are computed at the start.
    """

    stem: str
    title: str
    tab: str
    opens: str
    engines: tuple[Engine, ...]
    claims: tuple[Claim, ...] = ()
    trial: Engine | None = None
    models: tuple[Model, ...] = ()
    record: str = ""
    first_screen: tuple[str, ...] = ()

    def engine(self, name: str) -> Engine:
        """The engine of that name; KeyError if there is none."""
        return {engine.name: engine for engine in self.engines}[name]


@dataclass(frozen=True)
class Frame:
    """What an engine yields: its place, and arrays, statistics and texts as the engine's `shows` declares them.

    Attributes:
        step, total: this frame's place, 0 <= step < total.
        kind: "step", one of those that the engine walks through; "result", what the whole run came to; "progress", how
            much of a step is done, its only stat; "diverged", a live training that ran away and is back at its last
            good step.
        arrays: what is drawn; uint8 pictures, float16/32 points.
        stats: what is read off.
        texts: what is read.
    """

    step: int
    total: int
    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)
    stats: Mapping[str, float] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    kind: FrameKind = field(kw_only=True)


@dataclass(frozen=True)
class Order:
    """What a live engine is sent between two steps.

    Attributes:
        do: "play" a step; "step" once, in a duel also "D", "G" or "both"; "slow", one step with every part of it shown;
            "look", none at all.
        changes: checked values that hold from the next step on.
        look: whether a Frame is wanted; the engine yields None where it is not.
    """

    do: str = "play"
    changes: Mapping[str, Value] = field(default_factory=dict)
    look: bool = True


MAX_STROKES = 4096
MAX_CHANGES = 2048
CHANGES = re.compile(r"(\d{1,6}:[a-z_0-9]+=[\w .,-]{1,60}(;|$))*")
STROKES = re.compile(r"(\d{1,3},\d{1,3}( \d{1,3},\d{1,3})*(;|$))*")
TOKENS = re.compile(r"(\d{1,4}:\d{1,6}(;|$))*")
MIN_SIDE, MAX_SIDE = 8, 4096


@cache
def _pattern(key: str) -> str:
    """ "kl_{j}" as a regular expression."""
    parts = re.split(r"\{(.*?)\}", key)
    return "".join(
        (f"({part})" if "|" in part else r"\d+") if braced else re.escape(part)
        for part, braced in zip(parts, itertools.cycle((False, True)))
    )


def _bound(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:g}"


def _number(param: Param, value: Value) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise BadInput(f"{param.label} must be a number from {_bound(param.low)} to {_bound(param.high)}.")
    if not param.low <= value <= param.high:
        raise BadInput(
            f"{param.label} must lie from {_bound(param.low)} to {_bound(param.high)}; move it back into range."
        )
    return float(value)


def _integer(param: Param, value: Value) -> int:
    number = _number(param, value)
    if number != int(number):
        raise BadInput(f"{param.label} must be a whole number from {_bound(param.low)} to {_bound(param.high)}.")
    return int(number)


def _choice(param: Param, value: Value) -> str:
    if not isinstance(value, str) or value not in param.options:
        raise BadInput(f"{param.label} must be one of: {', '.join(param.options)}.")
    return value


def _choices(param: Param, value: Value) -> tuple[str, ...]:
    known = isinstance(value, (list, tuple)) and all(isinstance(item, str) and item in param.options for item in value)
    if not known or not value:
        raise BadInput(f"{param.label}: pick at least one of {', '.join(param.options)}.")
    return tuple(option for option in param.options if option in value)


def _switch(param: Param, value: Value) -> bool:
    if not isinstance(value, bool):
        raise BadInput(f"{param.label} must be on or off.")
    return value


def _strokes(param: Param, value: Value) -> str:
    if not isinstance(value, str) or len(value) > MAX_STROKES or not STROKES.fullmatch(value):
        raise BadInput(f"{param.label} cannot be read; clear the pad and draw it again, at most {MAX_STROKES} bytes.")
    return value


def _changes(param: Param, value: Value) -> str:
    if not isinstance(value, str) or len(value) > MAX_CHANGES or not CHANGES.fullmatch(value):
        raise BadInput(f"{param.label} cannot be read; leave them out and change the controls by hand.")
    return value


def _text(param: Param, value: Value) -> str:
    if not isinstance(value, str):
        raise BadInput(f"{param.label} must be text.")
    if len(value) > param.high:
        raise BadInput(f"{param.label} has {len(value):,} characters, {param.high:,.0f} at most: shorten it.")
    if len(value.strip()) < param.low:
        raise BadInput(f"{param.label} is empty: type some text.")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise BadInput(f"{param.label} holds half a character, which no text file can: take it out.")
    return value


def _tokens(param: Param, value: Value) -> str:
    if not isinstance(value, str) or len(value) > MAX_CHANGES or not TOKENS.fullmatch(value):
        raise BadInput(f"{param.label} cannot be read; leave them out and force tokens by hand.")
    return value


def _image(param: Param, value: Value) -> np.ndarray | None:
    if value is None:
        return None
    if not isinstance(value, np.ndarray) or value.dtype != np.uint8 or value.ndim != 3 or value.shape[2] != 3:
        raise BadInput(f"{param.label} must be a picture; choose a PNG, JPEG, WebP or GIF file.")
    if not MIN_SIDE <= min(value.shape[:2]) <= max(value.shape[:2]) <= MAX_SIDE:
        raise BadInput(f"{param.label}: choose a picture between {MIN_SIDE} and {MAX_SIDE} pixels wide and high.")
    return value


CHECKS: Mapping[str, Callable[[Param, Value], Value]] = {
    "number": _number,
    "integer": _integer,
    "choice": _choice,
    "choices": _choices,
    "switch": _switch,
    "strokes": _strokes,
    "changes": _changes,
    "image": _image,
    "text": _text,
    "tokens": _tokens,
}
