"""The diffusion tab: destroy, carve, open the network, guide, count the steps, and the claims."""

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr
from gradio.events import Dependency

from playground import live
from playground.errors import PlaygroundError
from playground.registry import resolve
from playground.spec import Family, Frame
from playground.ui import claims, events, parts, stages
from playground.ui.parts import Laid, Part, awaited
from playground.ui.stages import Stage
from playground.ui.stages.diffusion import quality as charts
from playground.ui.stages.packing import pack

Handler = Callable[..., Iterator[Any]]
SHOWN = "playground.data.digits:shown"
JUDGED = "playground.engines.diffusion.reverse:judged"


def build(family: Family, entered: Dependency) -> Laid:
    """Lay the tab out; `entered` comes when it is first open and the link has been read."""
    with gr.Tabs(elem_id="diffusion-parts", elem_classes="parts", selected="reverse") as tabs:
        with gr.Tab(family.engine("reverse").title, id="reverse") as reverse_tab:
            reverse = parts.build(family, "reverse", go="Generate", rerun=True)
            network = stages.build("diffusion/inside")
        with gr.Tab(family.engine("forward").title, id="forward") as forward_tab:
            forward, picker, upload_note = _forward(family)
        with gr.Tab(family.engine("guidance").title, id="guidance") as guidance_tab:
            guidance = parts.build(family, "guidance", go="Measure")
        with gr.Tab(family.engine("quality").title, id="quality") as quality_tab:
            samplers = family.engine("quality").params[0].options
            quality = parts.build(family, "quality", lambda: charts.stage(samplers), go="Measure")
    claims.build(family)
    _wire_reverse(reverse, network, entered)
    _wire_forward(forward, picker, upload_note)
    guidance.wire(guidance.feed)
    quality.wire(quality.feed)
    reverse.opens(reverse_tab)
    forward.opens(forward_tab, fill="opened")
    guidance.opens(guidance_tab, fill="opened")
    quality.opens(quality_tab, fill="linked")
    return Laid(tabs, (reverse, forward, guidance, quality))


def _forward(family: Family) -> tuple[Part, gr.UploadButton, gr.HTML]:
    made: dict[str, Any] = {}

    def uploader() -> None:
        made["picker"] = gr.UploadButton(
            "Choose a picture",
            file_types=["image"],
            size="sm",
            elem_id="diffusion-forward-upload",
            elem_classes=["quiet", "for-upload"],
        )
        made["note"] = gr.HTML(
            "", apply_default_css=False, elem_classes=["hint", "for-upload"], elem_id="diffusion-forward-note"
        )

    part = parts.build(family, "forward", go="Destroy", above=uploader)
    return part, made["picker"], made["note"]


def _carve(part: Part) -> Handler:
    def carve(request: gr.Request, *raw: Any) -> Iterator[dict[str, Any]]:
        """The trajectory as it is computed, then what the classifier says of it."""
        values = part.controls.values(raw)
        frames: list[Frame] = []
        film = events.film()
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


def _destroy(part: Part) -> Handler:
    def destroy(request: gr.Request, *raw: Any) -> Iterator[dict[str, Any]]:
        values = part.controls.values(raw)
        note = None
        for value in events.feed(part.engine.function, values, request):
            if note is None and value["chunks"]:
                note = _which(values["source"])
            yield value | {"schedule": values["schedule"], "note": note or ""}

    return events.spoken(destroy)


def _wire_forward(part: Part, picker: gr.UploadButton, note: gr.HTML) -> None:
    def read(path: str) -> tuple[Any, str, str]:
        try:
            image, said = resolve("playground.data.pictures:upload")(path)
        except PlaygroundError as error:
            return gr.skip(), gr.skip(), str(error)
        return image, "upload", said

    destroy = _destroy(part)

    def follow(request: gr.Request, *raw: Any) -> Iterator[dict[str, Any]]:
        """As `destroy`, but asks for a drawing or an upload that is still to come."""
        values = part.controls.values(raw)
        if sentence := awaited(values):
            yield events.waiting(part.engine.function, request, sentence)
        else:
            yield from destroy(request, *raw)

    part.wire(follow)
    components, inputs = part.controls.components, part.controls.inputs()
    part.follows(follow, [name for name in components if name not in ("image", "strokes")])
    part.follows(follow, ("strokes",))
    part.marks("source")
    picker.upload(read, picker, [components["image"], components["source"], note], api_name=False, **events.QUICK).then(
        follow, inputs, part.stage, api_name=False, **events.RUN
    )
