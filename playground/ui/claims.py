"""Claims on trial: a run of seeds for each, and what its numbers say."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from playground import live
from playground.errors import BadInput
from playground.registry import manifest
from playground.spec import Claim, Family, Frame, Verdict
from playground.ui import events
from playground.ui.stages import claimcards
from playground.ui.stages.packing import standing

STOPPED = "Stopped before the verdict."


def build(family: Family) -> None:
    """A card for each of the family's claims, on it the full run of the manifest if its rule is still the same."""
    recorded = manifest().get(family.record, {}).get("claims", {})
    claims = {claim.id: claim for claim in family.claims}
    cards = claimcards.stage(family.stem, [_card(claim, recorded.get(claim.id)) for claim in family.claims])

    def named(asked: Any) -> Claim | None:
        id = asked.get("claim") if isinstance(asked, dict) else None
        return claims.get(id) if isinstance(id, str) else None

    def trial(value: Any, event: gr.EventData, request: gr.Request) -> Iterator[dict[str, Any]]:
        """Try what a card asks for; an API caller asks in `value`: {"claim": its id, "predicted": an option}."""
        asked = event._data or value
        claim = named(asked)
        if claim is None:
            raise BadInput(f"There is no such claim here; name one of {', '.join(claims)}.")
        yield from _trial(family, claim, asked.get("predicted"), request)

    def stop(event: gr.EventData, request: gr.Request) -> None:
        if claim := named(event._data):
            live.stop(events.visitor(request), claim.experiment)

    cards.trial(events.spoken(trial), cards, cards, api_name=f"claim_{family.stem}", **events.RUN)
    cards.stop(stop, None, None, api_name=False, **events.QUICK)


def _card(claim: Claim, full: Mapping[str, Any] | None) -> dict[str, Any]:
    card = {"id": claim.id, "sentence": claim.sentence, "source": claim.source, "options": list(claim.options)}
    recorded = _recorded(full) if full and full.get("rule") == claim.rule else None
    return card | {
        "reading": claim.reading,
        "rule": f"{claim.rule} {_seeds(claim, recorded)}",
        "recorded": recorded,
    }


def _seeds(claim: Claim, recorded: Mapping[str, str] | None) -> str:
    if recorded is None:
        return f"{claim.seeds} seeds here; no full run is recorded yet."
    return f"{claim.seeds} seeds here, none of them in the full run."


def _recorded(full: Mapping[str, Any]) -> dict[str, str]:
    numbers = f", {full['n']} seeds: {full['report']}. Recorded {full['date']} on {full['device']}."
    return {"verdict": full["verdict"], "numbers": numbers}


def _trial(family: Family, claim: Claim, predicted: Any, request: gr.Request) -> Iterator[dict[str, Any]]:
    """Run the experiment, first with a quarter of the seeds; the numbers of all of them give the verdict."""
    said, first = predicted if predicted in claim.options else None, ""
    with _docket((events.visitor(request), family.stem)) as docket:
        began = _now()
        for seeds in looks(family, claim):
            last = None
            for update in events.updates(claim.experiment, {"seeds": seeds, "seed": claim.seed}, request):
                for frame in update.frames:
                    last = frame
                more = seeds < claim.seeds and last is not None and last.kind == "result"
                card = _running(update, last) if update.running or more else _ended(claim, last, said, update.why)
                yield docket.tell(claim.id, began, card | {"first": first})
            if last is None or last.kind != "result":
                return
            first = f"First look, {_numbers(claim, last)}"


def looks(family: Family, claim: Claim) -> list[int]:
    """The seeds of a first look, of which no verdict is made but the claim's own interval, and those of the card."""
    table = family.trial.params if family.trial else ()
    fewest = max(int(param.low) for param in table if param.name == "seeds")
    return sorted({max(fewest, claim.seeds // 4), claim.seeds})


@dataclass
class Docket:
    """How the trials of one visitor stand. Every update tells of all of them, so that none hides another."""

    cards: dict[str, dict[str, Any]] = field(default_factory=dict)
    running: int = 0

    def tell(self, claim: str, began: str, card: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """Note how a trial stands, unless it has begun anew since; returns how all of them stand."""
        with _lock:
            if self.cards.get(claim, {"began": began})["began"] <= began:
                self.cards[claim] = {"began": began, "at": _now(), **card}
            return dict(self.cards)


_dockets: dict[tuple[str, str], Docket] = {}
_lock = threading.Lock()


@contextmanager
def _docket(key: tuple[str, str]) -> Iterator[Docket]:
    """The docket of a visitor and a family, kept for as long as one of its trials runs."""
    with _lock:
        docket = _dockets.setdefault(key, Docket())
        docket.running += 1
    try:
        yield docket
    finally:
        with _lock:
            docket.running -= 1
            if not docket.running:
                del _dockets[key]


def _now() -> str:
    return f"{time.time_ns():020d}"


STANDING = {"running": False, "progress": "", "verdict": "", "numbers": "", "why": "", "answer": ""}


def _running(update: live.Update, last: Frame | None) -> dict[str, Any]:
    return STANDING | {"running": True, "progress": _progress(update, last)}


def _ended(claim: Claim, last: Frame | None, said: str | None, why: str = "") -> dict[str, Any]:
    """What a card shows once its trial has ended; `last` is the trial's newest Frame, `why` says what it failed of."""
    if last is None or last.kind != "result":
        return STANDING | {"progress": why or STOPPED}
    verdict = claim.verdict(last.stats)
    told = {"verdict": verdict, "numbers": _numbers(claim, last), "why": _why(claim, verdict)}
    return STANDING | told | {"answer": _answer(said, verdict) if said else ""}


def _numbers(claim: Claim, last: Frame) -> str:
    return f"{int(last.stats['n'])} seeds: {claim.report.format(**last.stats)}"


def _why(claim: Claim, verdict: Verdict) -> str:
    """What made the verdict, and what would have changed it."""
    match verdict:
        case "confirmed":
            return f"Why: {claim.confirmed}. It would be refuted if {claim.refuted}."
        case "refuted":
            return f"Why: {claim.refuted}. It would be confirmed if {claim.confirmed}."
    return "Why: the numbers allow both, or there is too little to compare. More seeds may tell."


def _progress(update: live.Update, last: Frame | None) -> str:
    if last is None or last.kind != "progress":
        return standing(update)
    return f"{standing(update)}, {last.stats['progress']:.0%} of this part"


def _answer(said: str, verdict: Verdict) -> str:
    if verdict == "inconclusive":
        return f"You expected: {said}. These seeds cannot tell."
    right = {"confirmed": "true", "refuted": "false"}[verdict]
    tail = (
        "You were right."
        if said == right
        else "The verdict knows no half: read the numbers."
        if said == "half true"
        else "You were wrong."
    )
    return f"You expected: {said}. {tail}"
