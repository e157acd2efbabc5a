"""From intervals to verdicts: when an experiment's numbers confirm a claim, and when they refute it.

An experiment gives a number with its 95 % interval as three stats, `gain`, `gain_low` and `gain_high`; an interval
named "" is `low` and `high`. The rule is the same everywhere: a statement about a number is confirmed where its whole
interval agrees, refuted where its whole interval disagrees, and inconclusive where the threshold lies inside. Of
several statements that a claim makes together, one that is refuted refutes the claim; where it says "this or that",
one that is confirmed confirms it.
"""

from collections.abc import Callable, Mapping

from playground.spec import Verdict

Stats = Mapping[str, float]
Rule = Callable[[Stats], Verdict]


def judge(*, confirmed: bool, refuted: bool) -> Verdict:
    """The verdict of a rule that has both its conditions in words of its own; what refutes comes first."""
    if refuted:
        return "refuted"
    return "confirmed" if confirmed else "inconclusive"


def above(threshold: float | str, *names: str, fails: float | str | None = None) -> Rule:
    """That every one of these numbers lies above the threshold, a number or the name of one of the stats.

    It is refuted by one below `fails`, which is the same threshold unless another is given.
    """

    def rule(stats: Stats) -> Verdict:
        holds, falls = _limits(stats, threshold, fails)
        return judge(
            confirmed=all(stats[_end(name, "low")] > holds for name in names),
            refuted=any(stats[_end(name, "high")] < falls for name in names),
        )

    return rule


def below(threshold: float | str, *names: str, fails: float | str | None = None) -> Rule:
    """That every one of these numbers lies below the threshold; it is refuted by one above `fails`, as in `above`."""

    def rule(stats: Stats) -> Verdict:
        holds, falls = _limits(stats, threshold, fails)
        return judge(
            confirmed=all(stats[_end(name, "high")] < holds for name in names),
            refuted=any(stats[_end(name, "low")] > falls for name in names),
        )

    return rule


def fact(holds: Callable[[Stats], bool]) -> Rule:
    """What needs no interval: confirmed if it holds, else refuted."""
    return lambda stats: judge(confirmed=True, refuted=not holds(stats))


def given(condition: Callable[[Stats], bool], rule: Rule) -> Rule:
    """The rule where the condition holds; inconclusive where it does not."""
    return lambda stats: rule(stats) if condition(stats) else "inconclusive"


def every(*rules: Rule) -> Rule:
    """All of them together: refuted if one of them is, confirmed if all of them are."""

    def rule(stats: Stats) -> Verdict:
        found = [one(stats) for one in rules]
        return judge(confirmed=all(verdict == "confirmed" for verdict in found), refuted="refuted" in found)

    return rule


def either(*rules: Rule) -> Rule:
    """At least one of them: confirmed if one of them is, refuted if all of them are."""

    def rule(stats: Stats) -> Verdict:
        found = [one(stats) for one in rules]
        if "confirmed" in found:
            return "confirmed"
        return judge(confirmed=False, refuted=all(verdict == "refuted" for verdict in found))

    return rule


def no(rule: Rule) -> Rule:
    """The contrary of a rule: confirmed where that is refuted, refuted where it is confirmed."""
    return lambda stats: judge(confirmed=(found := rule(stats)) == "refuted", refuted=found == "confirmed")


def _limits(stats: Stats, threshold: float | str, fails: float | str | None) -> list[float]:
    """From where a statement holds, and from where it fails."""
    pair = (threshold, threshold if fails is None else fails)
    return [stats[limit] if isinstance(limit, str) else limit for limit in pair]


def _end(name: str, end: str) -> str:
    return f"{name}_{end}" if name else end
