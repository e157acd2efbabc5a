"""The diffusion tab: destroy, carve, open the network, guide, count the steps, and the claims."""

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from playground import live
from playground.errors import PlaygroundError
from playground.registry import manifest, resolve
from playground.spec import Family, Frame
from playground.ui import charts, claims, events, links, parts
from playground.ui.parts import Part
from playground.ui.stages.filmstrip import Filmstrip
from playground.ui.stages.guidancegrid import GuidanceGrid
from playground.ui.stages.networkmap import NetworkMap
from playground.ui.stages.noising import Noising
from playground.ui.stages.packing import pack

Handler = Callable[..., Iterator[Any]]
PARTS = ("reverse", "forward", "guidance", "quality")
SHOWN = "playground.data.digits:shown"
AWAITED = {"drawing": "Draw something on the pad at the left.", "upload": "Choose a picture at the left."}
UNMEASURED = '<p class="status" role="status">Press Measure: every point is sampled now.</p>'
JUDGED = "playground.engines.diffusion:judged"
OPEN = "() => playground.open('{part}')"
OPEN_FILLED = "() => {{ playground.open('{part}'); playground.fillOnce('{part}'); }}"


def build(family: Family) -> Callable[[gr.Blocks], None]:
    """Lay the tab out; returns what the shell calls when the page is complete."""
    with gr.Tabs(elem_id="diffusion-parts", elem_classes="parts", selected="reverse") as tabs:
        with gr.Tab("Carve a digit", id="reverse") as reverse_tab:
            reverse = parts.build(family.engine("reverse"), Filmstrip, go="Generate", rerun=True)
            network = NetworkMap(elem_id="network")
        with gr.Tab("Destroy a picture", id="forward") as forward_tab:
            forward, picker, upload_note = _forward(family)
        with gr.Tab("Guidance", id="guidance") as guidance_tab:
            guidance = parts.build(family.engine("guidance"), GuidanceGrid, go="Measure")
        with gr.Tab("Steps against quality", id="quality") as quality_tab:
            quality, quality_status = _quality(family)
    gr.HTML('<h3 class="section">Claims on trial</h3><p class="hint">Predict, then let the model decide.</p>',
            apply_default_css=False)  # fmt: skip
    claims.build(family.claims, manifest().get("diffusion/digits", {}).get("claims", {}))
    _wire_reverse(family, reverse, network)
    _wire_forward(forward, picker, upload_note)
    guidance.wire(_fed(guidance))
    quality.wire(_measure_quality(quality), [quality_status])
    opened = {"reverse": reverse_tab, "forward": forward_tab, "guidance": guidance_tab, "quality": quality_tab}
    for name, tab in opened.items():
        js = OPEN_FILLED if name == "guidance" else OPEN
        tab.select(js=js.format(part=name), **events.BROWSER)
    return _start(family, (reverse, forward, guidance, quality), tabs)


def _quality(family: Family) -> tuple[Part, gr.HTML]:
    made: dict[str, gr.HTML] = {}

    def chart() -> gr.Plot:
        made["status"] = gr.HTML(UNMEASURED, apply_default_css=False, elem_id="quality-status")
        return gr.Plot(None, show_label=False, elem_id="quality-plot")

    return parts.build(family.engine("quality"), chart, go="Measure"), made["status"]


def _forward(family: Family) -> tuple[Part, gr.UploadButton, gr.HTML]:
    made: dict[str, Any] = {}

    def uploader() -> None:
        made["picker"] = gr.UploadButton(
            "Choose a picture", file_types=["image"], size="sm", elem_id="forward-upload", elem_classes="quiet"
        )
        made["note"] = gr.HTML("", apply_default_css=False, elem_classes="hint", elem_id="forward-note")

    part = parts.build(family.engine("forward"), Noising, go="Destroy", above=uploader)
    return part, made["picker"], made["note"]


def _fed(part: Part) -> Handler:
    """A handler that feeds the part's stage from its engine."""

    def run(request: gr.Request, *raw: Any) -> Iterator[dict]:
        yield from events.feed(part.engine.function, part.controls.values(raw), request)

    return run


def _carve(part: Part) -> Handler:
    def carve(request: gr.Request, *raw: Any) -> Iterator[dict]:
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
        if frames and "seconds" in frames[-1].stats:
            yield value | {"judged": pack([live.call(JUDGED, frames, values["label"])])}

    return events.spoken(carve)


def _wire_reverse(family: Family, part: Part, network: NetworkMap) -> None:
    inputs, carve = part.controls.inputs(), _carve(part)
    part.wire(carve)
    inspect = part.controls.components["inspect"]
    engine = family.engine("inside")

    def pick(event: gr.EventData) -> int:
        sample = event._data.get("sample") if isinstance(event._data, dict) else None
        return min(16, max(1, sample)) if isinstance(sample, int) else 1

    def look(event: gr.EventData, request: gr.Request, *raw: Any) -> Iterator[dict]:
        call = event._data.get("call", 0) if isinstance(event._data, dict) else 0
        values = part.controls.values(raw) | {"call": call}
        yield from events.feed(engine.function, values, request)

    part.stage.pick(pick, None, inspect, api_name=False, **events.QUICK).then(
        carve, inputs, part.stage, api_name=False, **events.RUN
    )
    part.stage.inside(look, inputs, network, api_name="inside", **events.RUN)


def _which(source: str) -> str:
    names = {"digit": "mnist", "clothing": "fashion_mnist"}
    return live.call(SHOWN, names[source], "test") if source in names else ""


def _destroy(part: Part) -> Handler:
    def destroy(request: gr.Request, *raw: Any) -> Iterator[dict]:
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

    def follow(request: gr.Request, *raw: Any) -> Iterator[dict]:
        """As `destroy`, but asks for a drawing or an upload that is still to come."""
        values = part.controls.values(raw)
        awaited = {"drawing": values["strokes"] == "", "upload": values["image"] is None}
        if awaited.get(values["source"], False):
            yield events.film().add(live.Update(running=False)) | {"note": AWAITED[values["source"]]}
        else:
            yield from destroy(request, *raw)

    part.wire(destroy)
    components, inputs = part.controls.components, part.controls.inputs()
    lively = {**events.RUN, "trigger_mode": "always_last"}
    changes = [component.change for name, component in components.items() if name not in ("image", "strokes")]
    gr.on(changes, follow, inputs, part.stage, api_name=False, **lively)
    components["strokes"].change(follow, inputs, part.stage, api_name=False, **lively)
    show = '(source) => { document.querySelector("#forward-source").closest(".bench").dataset.source = source; }'
    components["source"].change(js=show, inputs=components["source"], **events.BROWSER)
    picker.upload(read, picker, [components["image"], components["source"], note], api_name=False, **events.QUICK).then(
        follow, inputs, part.stage, api_name=False, **events.RUN
    )


def _measure_quality(part: Part) -> Handler:
    def measure(request: gr.Request, *raw: Any) -> Iterator[tuple[Any, str]]:
        """Points as they are measured, with a line of text; the chart is drawn anew only when one has come."""
        names = part.engine.params[0].options
        points: list[dict[str, float]] = []
        for update in events.updates(part.engine.function, part.controls.values(raw), request):
            new = [dict(frame.stats) for frame in update.frames if "steps" in frame.stats]
            points += new
            line = events.progress(update) or charts.spoken(points, names)
            yield charts.quality(points, names) if new else gr.skip(), f'<p class="status" role="status">{line}</p>'

    return measure


def _start(family: Family, made: tuple[Part, ...], tabs: gr.Tabs) -> Callable[[gr.Blocks], None]:
    engines = tuple(part.engine for part in made)
    places = {
        (part.engine.name, name): component for part in made for name, component in part.controls.linked().items()
    }

    def restore(request: gr.Request) -> list[Any]:
        """Set every control from the link, and say what could not be read."""
        link = links.read(dict(request.query_params), engines, PARTS)
        for sentence in link.notes:
            gr.Warning(sentence, title="About that link", duration=10)
        changes = [gr.Tabs(selected=link.part) if link.part else gr.skip()]
        for place in places:
            change: dict[str, Any] = {"value": _shown(link.values[place])} if place in link.values else {}
            change |= {"visible": False} if place in link.hide else {}
            change |= {"interactive": False} if place in link.lock else {}
            changes.append(gr.update(**change) if change else gr.skip())
        return changes

    def start(app: gr.Blocks) -> None:
        reverse, forward = made[0], made[1]
        restored = app.load(restore, None, [tabs, *places.values()], api_name=False, **events.RUN)
        restored.then(js="() => playground.restored()", **events.BROWSER)
        restored.then(_carve(reverse), reverse.controls.inputs(), reverse.stage, api_name=False, **events.RUN)
        restored.then(_destroy(forward), forward.controls.inputs(), forward.stage, api_name=False, **events.RUN)

    return start


def _shown(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
