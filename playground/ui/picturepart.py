"""A part whose picture may be drawn or uploaded: what is still to come is asked for."""

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
from playground.ui.stages import Stage, upload

UPLOAD = "playground.data.pictures:upload"
AS_DIGIT = "{}, and from there to 28 x 28, centred as MNIST's digits are."

Run = Callable[..., Iterator[dict[str, Any]]]


@dataclass(frozen=True)
class PicturePart:
    """The part, what uploads a picture, and where is told what became of it."""

    part: Part
    picker: gr.UploadButton
    note: Stage


def build(family: Family, name: str, stage: Callable[[], Component] | None, go: str) -> PicturePart:
    """Lay out the part of an engine that takes `source`, `image`, perhaps `strokes`; `stage` as for `parts.build`."""
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
        made["note"] = upload.stage(elem_id=f"{id}-note", elem_classes=["for-upload"])

    part = parts.build(family, name, stage, go=go, rerun=True, under={"source": uploader})
    return PicturePart(part, made["picker"], made["note"])


def asking(
    part: Part,
    needed: Callable[[dict[str, Any]], bool] = lambda _: True,
    told: Collection[str] = (),
    run: Run | None = None,
) -> Run:
    """What runs the part's engine, or asks for the drawing or the upload that is still to come.

    Args:
        needed: whether these values of the controls need one.
        told: the controls whose values the stage is given beside the frames.
        run: what runs the engine, if it is not just `part.feed`.
    """
    feed = run or part.feed

    def follow(request: gr.Request, *raw: Any) -> Iterator[dict[str, Any]]:
        values = part.controls.values(raw)
        sentence = awaited({"image": None, **values}) if needed(values) else ""
        if sentence:
            yield events.waiting(part.engine.function, request, sentence)
        else:
            beside = {name: values[name] for name in told}
            yield from (value | beside for value in feed(request, *raw))

    return events.spoken(follow)


def wire(
    laid: PicturePart, told: Collection[str] = (), run: Run | None = None, note: str = AS_DIGIT,
    typed: Collection[str] = (),
) -> None:  # fmt: skip
    """Every control that moved runs the engine again, and so does a new upload; `told` and `run` as for `asking`.

    Args:
        note: what is said of an upload, around what was done to read it.
        typed: controls in which one types, which wait for the button.
    """
    part, components = laid.part, laid.part.controls.components
    follow = asking(part, told=told, run=run)
    part.wire(follow)
    part.follows(follow, [name for name in components if name not in ("image", *typed)])
    part.marks("source")

    def read(path: str) -> tuple[Any, Any, dict[str, Any]]:
        try:
            image, said = resolve(UPLOAD)(path)
        except PlaygroundError as error:
            return gr.skip(), gr.skip(), upload.told(str(error), refused=True)
        return image, "upload", upload.told(note.format(said.removesuffix(".")))

    outputs = [components["image"], components["source"], laid.note]
    laid.picker.upload(read, laid.picker, outputs, api_name=False, **events.QUICK).then(
        follow, part.controls.inputs(), part.stage, api_name=False, **events.RUN
    )
