"""A part whose picture is a test digit, drawn or uploaded: what is still to come is asked for."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.components import Component

from playground.errors import PlaygroundError
from playground.registry import resolve
from playground.spec import Family
from playground.ui import events, parts
from playground.ui.parts import Part, awaited

UPLOAD = "playground.data.pictures:upload"


@dataclass(frozen=True)
class PicturePart:
    """The part, what uploads a picture, and where is told what became of it."""

    part: Part
    picker: gr.UploadButton
    note: gr.HTML


def build(family: Family, name: str, stage: Callable[[], Component], go: str) -> PicturePart:
    """Lay out the part of an engine that takes `source`, `strokes` and `image`."""
    made: dict[str, Any] = {}
    id = f"{family.stem}-{name}"

    def uploader() -> None:
        made["picker"] = gr.UploadButton(
            "Choose a picture",
            file_types=["image"],
            size="sm",
            elem_id=f"{id}-upload",
            elem_classes=["quiet", "for-upload"],
        )
        made["note"] = gr.HTML("", apply_default_css=False, elem_classes=["hint", "for-upload"], elem_id=f"{id}-note")

    part = parts.build(family, name, stage, go=go, rerun=True, above=uploader)
    return PicturePart(part, made["picker"], made["note"])


def asking(
    part: Part, needed: Callable[[dict[str, Any]], bool] = lambda _: True, told: Collection[str] = ()
) -> Callable[..., Iterator[dict[str, Any]]]:
    """What runs the part's engine, or asks for the drawing or the upload that is still to come.

    Args:
        needed: whether these values of the controls need one.
        told: the controls whose values the stage is given beside the frames.
    """

    def follow(request: gr.Request, *raw: Any) -> Iterator[dict[str, Any]]:
        values = part.controls.values(raw)
        sentence = awaited({"image": None, **values}) if needed(values) else ""
        if sentence:
            yield events.waiting(part.engine.function, request, sentence)
        else:
            beside = {name: values[name] for name in told}
            yield from (value | beside for value in part.feed(request, *raw))

    return events.spoken(follow)


def wire(laid: PicturePart, told: Collection[str] = ()) -> None:
    """Every control that moved runs the engine again, and so does a new upload; `told` as for `asking`."""
    part, components = laid.part, laid.part.controls.components
    follow = asking(part, told=told)
    part.wire(follow)
    part.follows(follow, [name for name in components if name != "image"])
    part.marks("source")
    outputs = [components["image"], components["source"], laid.note]
    laid.picker.upload(_read, laid.picker, outputs, api_name=False, **events.QUICK).then(
        follow, part.controls.inputs(), part.stage, api_name=False, **events.RUN
    )


def _read(path: str) -> tuple[Any, str, str]:
    try:
        image, said = resolve(UPLOAD)(path)
    except PlaygroundError as error:
        return gr.skip(), gr.skip(), str(error)
    return image, "upload", f"{said.removesuffix('.')}, and from there to 28 x 28, centred as MNIST's digits are"
