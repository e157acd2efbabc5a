"""The diffusion tab: destroy, carve, open the network, guide, count the steps, and the claims."""

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr
from gradio.events import Dependency

from playground import live
from playground.spec import Family, Frame
from playground.ui import claims, events, parts, picturepart, stages
from playground.ui.parts import Laid, Part
from playground.ui.picturepart import PicturePart
from playground.ui.stages import Stage
from playground.ui.stages.diffusion import quality as charts
from playground.ui.stages.packing import pack

Handler = Callable[..., Iterator[Any]]
SHOWN = "playground.data.digits:shown"
JUDGED = "playground.engines.diffusion.reverse:judged"


def build(family: Family, entered: Dependency) -> Laid:
    """Lay the tab out; `entered` comes when it is first open and the link has been read."""
    with gr.Tabs(elem_id="diffusion-parts", elem_classes="parts", selected=family.opens) as tabs:
        with gr.Tab(family.engine("reverse").title, id="reverse") as reverse_tab:
            reverse = parts.build(family, "reverse", go="Generate", rerun=True)
            network = stages.build("diffusion/inside")
        with gr.Tab(family.engine("forward").title, id="forward") as forward_tab:
            forward = picturepart.build(family, "forward", None, "Destroy")
        with gr.Tab(family.engine("guidance").title, id="guidance") as guidance_tab:
            guidance = parts.build(family, "guidance", go="Measure")
        with gr.Tab(family.engine("quality").title, id="quality") as quality_tab:
            samplers = family.engine("quality").params[0].options
            quality = parts.build(family, "quality", lambda: charts.stage(samplers), go="Measure")
    claims.build(family)
    _wire_reverse(reverse, network, entered)
    _wire_forward(forward)
    guidance.wire(guidance.feed)
    quality.wire(quality.feed)
    reverse.opens(reverse_tab)
    forward.part.opens(forward_tab, fill="opened")
    guidance.opens(guidance_tab, fill="opened")
    quality.opens(quality_tab, fill="linked")
    return Laid(tabs, (reverse, forward.part, guidance, quality))


def _carve(part: Part) -> Handler:
    def carve(request: gr.Request, *raw: Any) -> Iterator[dict[str, Any]]:
        """The trajectory as it is computed, then what the classifier says of it."""
        values = part.controls.values(raw)
        frames: list[Frame] = []
        film = events.film(values)
        for update in events.updates(part.engine.function, values, request):
            frames += update.frames
            value = film.add(update)
            if frames:
                value |= {"inspect": min(values["inspect"], values["batch"])}
            yield value
        if frames and frames[-1].kind == "result":
            yield value | {
                "judged": pack([live.call(JUDGED, frames, values["label"], visitor=events.visitor(request))])
            }

    return events.spoken(carve)


def _wire_reverse(part: Part, network: Stage, entered: Dependency) -> None:
    inputs, carve = part.controls.inputs(), _carve(part)
    part.wire(carve)
    entered.then(carve, inputs, part.stage, api_name=False, **events.RUN)
    inspect = part.controls.components["inspect"]
    engine = part.family.engine("inside")

    def pick(event: gr.EventData) -> int:
        sample = event._data.get("sample") if isinstance(event._data, dict) else None
        return min(16, max(1, sample)) if isinstance(sample, int) else 1

    def look(event: gr.EventData, request: gr.Request, *raw: Any) -> Iterator[dict[str, Any]]:
        call = event._data.get("call", 0) if isinstance(event._data, dict) else 0
        values = part.controls.values(raw) | {"call": call}
        yield from events.feed(engine.function, values, request)

    part.stage.pick(pick, None, inspect, api_name=False, **events.QUICK).then(
        carve, inputs, part.stage, api_name=False, **events.RUN
    )
    part.stage.inside(look, inputs, network, api_name="diffusion_inside", **events.RUN)


def _which(source: str) -> str:
    names = {"digit": "mnist", "clothing": "fashion_mnist"}
    return live.call(SHOWN, names[source], "test") if source in names else ""


def _wire_forward(laid: PicturePart) -> None:
    engine, controls = laid.part.engine, laid.part.controls

    def destroy(request: gr.Request, *raw: Any) -> Iterator[dict[str, Any]]:
        values = controls.values(raw)
        note = None
        for value in events.feed(engine.function, values, request):
            if note is None and value["chunks"]:
                note = _which(values["source"])
            yield value | {"note": note or ""}

    picturepart.wire(laid, told=("schedule",), run=destroy, note="{}.")
