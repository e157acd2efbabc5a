"""Claim cards: the sentence, a prediction, a run of seeds, the verdict with its numbers."""

import html
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import gradio as gr

from playground import live
from playground.spec import Claim, Family
from playground.ui import events, inputs

HEADING = '<h3 class="section">Claims on trial</h3><p class="hint">Predict, then let the model decide.</p>'
VERDICT = '<p class="verdict {verdict}"><b>{verdict}</b> {n} seeds: {report}</p>{prediction}'


def build(family: Family, recorded: Mapping[str, Mapping[str, Any]]) -> None:
    """A heading, and a card for each of the family's claims; `recorded`: the manifest's full runs by claim id."""
    gr.HTML(HEADING, apply_default_css=False)
    with gr.Row(elem_classes="claims"):
        for claim in family.claims:
            with gr.Column(elem_classes="claim", min_width=300):
                _card(claim, f"{family.stem}-{claim.id}", recorded.get(claim.id))


def _card(claim: Claim, name: str, full: Mapping[str, Any] | None) -> None:
    gr.HTML(
        f'<h4>&ldquo;{html.escape(claim.sentence)}&rdquo;</h4><p class="hint">{html.escape(claim.source)}</p>',
        apply_default_css=False,
    )
    prediction = inputs.Radio(list(claim.options), label="What do you expect?", elem_classes="segmented")
    with gr.Row(elem_classes="card-buttons"):
        trial = gr.Button("Put it on trial", size="sm", elem_id=f"trial-{name}")
        stop = gr.Button("Stop", size="sm", elem_classes="quiet")
    verdict = gr.HTML(_before(claim), apply_default_css=False, elem_id=f"verdict-{name}")
    gr.HTML(_recorded(full), apply_default_css=False)
    trial.click(_trial(claim), [prediction], verdict, api_name=f"claim_{name.replace('-', '_')}", **events.RUN)
    stop.click(events.stopper(claim.experiment), None, None, api_name=False, **events.QUICK)


def _before(claim: Claim) -> str:
    return f'<p class="hint">{html.escape(claim.rule)} {claim.seeds} seeds here.</p>'


def _stopped(claim: Claim) -> str:
    return '<p class="hint">Stopped before the verdict.</p>' + _before(claim)


def _recorded(full: Mapping[str, Any] | None) -> str:
    if not full:
        return ""
    line = f"Full run: <b>{full['verdict']}</b>, {full['n']} seeds: {html.escape(full['report'])}."
    return f'<p class="hint">{line} Recorded {html.escape(full["date"])} on {html.escape(full["device"])}.</p>'


def _trial(claim: Claim) -> Callable[..., Iterator[str]]:
    def trial(predicted: str | None, request: gr.Request) -> Iterator[str]:
        """Run the experiment; its last frame's numbers give the verdict."""
        said, stats = predicted if predicted in claim.options else None, None
        for update in events.updates(claim.experiment, {"seeds": claim.seeds}, request):
            for frame in update.frames:
                stats = frame.stats
            if update.running:
                yield _progress(update, stats)
        yield _verdict(claim, stats, said) if stats and "progress" not in stats else _stopped(claim)

    return trial


def _progress(update: live.Update, stats: Mapping[str, float] | None) -> str:
    done = f", {stats['progress']:.0%} of this part" if stats and "progress" in stats else ""
    return f'<p class="hint" role="status">{events.progress(update)}{done}</p>'


def _answer(said: str, verdict: str) -> str:
    if verdict == "inconclusive":
        return f"You expected: {html.escape(said)}. These seeds cannot tell."
    right = {"confirmed": "true", "refuted": "false"}[verdict]
    tail = (
        "You were right."
        if said == right
        else "The verdict knows no half: read the numbers."
        if said == "half true"
        else "You were wrong."
    )
    return f"You expected: {html.escape(said)}. {tail}"


def _verdict(claim: Claim, stats: Mapping[str, float], said: str | None) -> str:
    verdict = claim.verdict(stats)
    prediction = f'<p class="hint">{_answer(said, verdict)} {html.escape(claim.rule)}</p>' if said else ""
    report = html.escape(claim.report.format(**stats))
    return VERDICT.format(verdict=verdict, n=int(stats["n"]), report=report, prediction=prediction)
