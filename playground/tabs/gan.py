"""The GAN tab: the duels in the plane and on digits; the trained pair's latent space; the quiz; and the claims."""

from collections.abc import Iterator
from typing import Any

import gradio as gr
from gradio.events import Dependency

from playground.families.gan.seeds import UNUSED
from playground.spec import Family
from playground.ui import claims, controls, events, livepart, parts, stages
from playground.ui.parts import Laid, Part
from playground.ui.stages.gan import seeds as many


def build(family: Family, entered: Dependency) -> Laid:
    """Lay the tab out; `entered` comes when it is first open and the link has been read."""
    with gr.Tabs(elem_id="gan-parts", elem_classes="parts", selected=family.opens) as tabs:
        with gr.Tab(family.engine("duel").title, id="duel") as duel_tab:
            duel, variations = livepart.build(family, "duel", "Cure it, same seed:")
            _seeds(family, duel)
        with gr.Tab(family.engine("digits").title, id="digits") as digits_tab:
            digits = parts.build(family, "digits", go="From the start", rerun=True)
        with gr.Tab(family.engine("latent").title, id="latent") as latent_tab:
            latent = parts.build(family, "latent", go="Generate", rerun=True)
        with gr.Tab(family.engine("quiz").title, id="quiz") as quiz_tab:
            quiz = parts.build(family, "quiz", go="Deal twenty", rerun=True)
    claims.build(family)
    livepart.wire(duel, entered, variations)
    livepart.wire(digits, livepart.entered(digits, digits_tab))
    _wire_latent(latent)
    _wire_quiz(quiz)
    duel.opens(duel_tab)
    latent.opens(latent_tab, fill="opened")
    quiz.opens(quiz_tab, fill="opened")
    return Laid(tabs, (duel, digits, latent, quiz))


def _seeds(family: Family, duel: Part) -> None:
    """The duel's settings from many seeds, and the spread of how they end."""
    engine = family.engine("seeds")
    gr.HTML('<h3 class="section">The same duel, many seeds</h3>', apply_default_css=False)
    with gr.Row(elem_classes="seeds-row"):
        runs, steps = (controls.one(family.stem, engine, name) for name in ("runs", "steps"))
        go = gr.Button("Run every seed to its end", size="sm", elem_id="gan-seeds-go", elem_classes="quiet")
        stop = gr.Button("Stop", size="sm", elem_id="gan-seeds-stop", elem_classes="quiet stop")
    stage = many.stage(*(engine.defaults()[name] for name in ("runs", "steps")))

    def fight(request: gr.Request, count: Any, length: Any, *raw: Any) -> Iterator[dict[str, Any]]:
        values = {name: value for name, value in duel.controls.values(raw).items() if name not in UNUSED}
        yield from events.feed(engine.function, values | {"runs": count, "steps": length}, request)

    asked = [runs, steps]
    gr.on([one.change for one in asked], js=stages.call("gan/seeds", "asked"), inputs=asked, **events.BROWSER)
    go.click(fight, [*asked, *duel.controls.inputs()], stage, api_name="gan_seeds", **events.RUN)
    stop.click(events.stopper(engine.function), None, None, api_name=False, **events.QUICK)


def _wire_latent(part: Part) -> None:
    components = part.controls.components
    labels = next(param.options for param in part.engine.params if param.name == "label")

    def on_the_plane(value: Any) -> Any:
        return round(value, 1) if type(value) in (int, float) and -1 <= value <= 1 else gr.skip()

    def pick(event: gr.EventData) -> tuple[Any, Any]:
        """The place at which the visitor let go."""
        place: dict[str, Any] = event._data if isinstance(event._data, dict) else {}
        return on_the_plane(place.get("x")), on_the_plane(place.get("y"))

    def choose(event: gr.EventData) -> Any:
        label = event._data.get("label") if isinstance(event._data, dict) else None
        return label if label in labels else gr.skip()

    part.wire(part.feed)
    part.stage.pick(pick, None, [components["x"], components["y"]], api_name=False, **events.QUICK)
    part.stage.choose(choose, None, components["label"], api_name=False, **events.QUICK)
    part.follows(part.feed, components)


def _wire_quiz(part: Part) -> None:
    seed, inputs = part.controls.components["seed"], part.controls.inputs()

    def other(seed: Any) -> Any:
        """A seed whose ten forgeries are all new."""
        return (seed + 10) % 2**31 if type(seed) is int else gr.skip()

    part.wire(part.feed)
    again = part.stage.again(other, seed, seed, api_name=False, **events.QUICK)
    again.then(part.feed, inputs, part.stage, api_name=False, **events.RUN)
