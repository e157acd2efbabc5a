"""What engines of all families show: the common entries, and short ways to write an entry."""

from dataclasses import replace

from playground.spec import Shown

SECONDS = Shown("seconds", "Time", "How long it took here, in all.", unit="s", low=0)
MS = Shown("ms", "Time of one", "How long one of them took here.", unit="ms", low=0)
PARAMETERS = Shown("parameters", "Parameters", "How many numbers the network has learnt.", low=0)
CALLS = Shown("calls", "Network calls", "How often the network was asked.", low=0)
N = Shown("n", "Sample size", "How many were measured.", low=0)
CHANGED = Shown("changed", "Changed here", "A control moved before this step: 1; 2 if the network began afresh.", low=1)
RAN_AWAY = (
    Shown("diverged", "Diverged at step", "The step whose losses were no longer numbers; it is taken back.", low=0),
    Shown("running_away", "Running away until", "The step at which the losses will be no longer numbers; only in the steps before it.", low=1),
)  # fmt: skip
UNDRAWN = Shown(
    "undrawn", "Nothing drawn", "1 while the chosen drawing is empty and the data stay as they were.", low=1, high=1
)


def share(key: str, label: str, meaning: str) -> Shown:
    """A stat from 0 to 1."""
    return Shown(key, label, meaning, low=0, high=1)


def switch(key: str, label: str, meaning: str) -> Shown:
    """A stat that is 0 or 1."""
    return Shown(key, label, meaning, low=0, high=1)


def count(key: str, label: str, meaning: str, unit: str = "") -> Shown:
    """A stat that is never negative."""
    return Shown(key, label, meaning, unit, low=0)


def interval(shown: Shown) -> tuple[Shown, Shown]:
    """A stat and the two ends of its 95 % interval, which may lie beyond what the stat itself can be."""
    key, label = f"{shown.key}_{{low|high}}", f"{shown.label}: 95 % interval"
    meaning = "Between these two ends the true value lies in 95 of 100 such measurements."
    return shown, replace(shown, key=key, label=label, meaning=meaning, low=None, high=None)


def array(
    key: str, label: str, dtype: str, shape: str, meaning: str, unit: str = "", *, low: float | None = None,
    high: float | None = None,
) -> Shown:  # fmt: skip
    """An array."""
    return Shown(key, label, meaning, unit, low, high, "array", dtype, shape)


def pieces(key: str, label: str, size: str, meaning: str) -> tuple[Shown, Shown]:
    """Pieces of text as two arrays: their bytes end to end, and where each piece ends."""
    ends = f"Where each piece of “{label}” ends, counted in bytes."
    return (
        array(key, label, "uint8", "(bytes,)", meaning),
        array(f"{key}_ends", f"{label}: ends", "int32", f"({size},)", ends, low=0),
    )


COVERED = (
    count("modes", "Modes found", "How many clusters of the data have at least one sample close by."),
    share("high_quality", "High-quality share", "The share of the samples that lie within three standard deviations of a cluster's middle."),
    count("fair_modes", "Modes with a fair share", "How many clusters hold at least a quarter of the samples that would be their fair share."),
    Shown("mmd2", "MMD²", "How far the samples are from the data, by the maximum mean discrepancy: 0 for equal distributions."),
    count("{modes|high_quality|fair_modes}_floor", "What real data score", "What as many fresh points of the data themselves score, on average."),
    Shown("mmd2_floor", "MMD² of real data", "Two fresh sets of real points stay below this distance in 95 of 100 cases."),
    count("mode_count", "Modes in all", "How many clusters the data have."),
)  # fmt: skip
RECOGNISED = (
    share("recognised", "Recognised", "The share of 500 samples in which a judge, trained on real digits, sees a digit with more than 0.8 confidence."),
    count("classes", "Classes among them", "How many of the ten digits are among those recognised samples."),
    share("recognised_floor", "Recognised real digits", "The share of real digits that the same judge recognises as surely."),
    count("classes_floor", "Classes among real digits", "How many of the ten digits it finds among real ones."),
    share("accuracy_floor", "The judge's accuracy", "The share of real digits that the judge calls by their true class."),
)  # fmt: skip
GIVEN = (
    switch("given", "Your own", "1 if the picture was drawn or uploaded and 0 if it is a test digit."),
    switch("blank", "No ink", "1 if no ink was found in it."),
    switch("inverted", "Inverted", "1 if its ink was dark on light and was turned round."),
)
