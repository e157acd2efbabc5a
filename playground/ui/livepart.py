"""A part whose engine trains live: its stage gives orders, its controls act on the next step."""

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

import gradio as gr
from gradio.events import Dependency

from playground.spec import Family
from playground.ui import events, parts
from playground.ui.parts import Part
from playground.ui.stages import Stage, chips

LOST = "The training that stood here is no longer kept: press “From the start” to replay it."


def entered(part: Part, tab: gr.Tab) -> Dependency:
    """The event that a part's own tab is open for the first time; the address follows the tab."""
    button = gr.Button(visible="hidden", elem_id=f"{part.family.stem}-{part.engine.name}-entered")
    part.opens(tab, fill="entered")
    return button.click(js="() => {}", **events.BROWSER)


def build(family: Family, name: str, words: str) -> tuple[Part, Stage]:
    """Lay out a live part, on top of its stage the row of its variations after these words; `wire` connects both."""
    made: list[Stage] = []

    def over() -> None:
        names = [variation.name for variation in family.engine(name).variations]
        made.append(chips.stage(f"{family.stem}-{name}-variations", words, names))

    part = parts.build(family, name, go="From the start", rerun=True, over=over)
    if "density" in part.controls.components:
        part.marks("density")
    return part, made[0]


def wire(part: Part, entered: Dependency, variations: Stage | None = None) -> None:
    """Connect the controls and the stage's `order` event to the visitor's own training.

    Args:
        entered: comes when the part is open for the first time; the duel then stands ready, paused.
        variations: their row; each starts again from the same seed.
    """
    engine, inputs = part.engine, part.controls.inputs()
    place = f"{part.family.stem}.{engine.name}"

    def start(request: gr.Request, *raw: Any) -> Iterator[dict[str, Any]]:
        yield from events.train(engine, part.controls.values(raw), request, "play")

    def obey(do: str, request: gr.Request, raw: Sequence[Any], *, lost: bool = False) -> Iterator[Any]:
        """Pass the order on; where no training goes on, begin one with it."""
        values = part.controls.values(raw)
        if events.steer(engine, values, request, do):
            yield gr.skip()
        else:
            yield from events.train(engine, values, request, do, lost=lost)

    def stand(token: Any, request: gr.Request, *raw: Any) -> Iterator[Any]:
        """The training that this page had before it was opened anew goes on; else one that waits for its first order.

        One that a quick visitor has begun already goes on, too.
        """
        held = events.is_held(engine, token)
        if not held or not (yield from _any(events.resume(engine, token, request))):
            if token:
                gr.Warning(LOST, title="Not kept", duration=10)
            yield from obey("look", request, raw, lost=bool(token))

    def order(event: gr.EventData, request: gr.Request, *raw: Any) -> Iterator[Any]:
        do = event._data.get("do") if isinstance(event._data, dict) else None
        yield from obey(do if do in events.ORDERS else "look", request, raw)

    part.wire(start)
    part.stage.order(order, inputs, part.stage, api_name=False, **events.RUN)
    held = gr.HTML(visible="hidden")
    lively = {**events.QUICK, "trigger_mode": "always_last"}
    for name, component in part.controls.components.items():
        js = f"(value) => [value, playground.shown('{place}')]"
        component.change(_follower(part, name), [component, held], None, js=js, api_name=False, **lively)
    js = f"(held, ...now) => [playground.held('{place}').token, ...now]"
    entered.then(stand, [held, *inputs], part.stage, js=js, api_name=False, **events.RUN)
    linked = list(part.controls.linked().values())
    js = f"(...now) => playground.resumed('{place}', ...now)"
    part.stage.resumed(js=js, inputs=linked, outputs=linked, **events.BROWSER)
    if variations:
        part.vary_by(variations).then(start, inputs, part.stage, api_name=False, **events.RUN)


def _any(values: Iterator[Any]) -> Generator[Any, None, bool]:
    """Pass all on; returns whether there were any."""
    came = False
    for value in values:
        came = True
        yield value
    return came


def _follower(part: Part, name: str) -> Callable[[Any, Any, gr.Request], None]:
    """One control moved: only its value travels, and past the queue, so that the next step has it.

    The page tells which training it shows: one that is taken up just now does not take over the controls of a link.
    """

    def follow(value: Any, token: Any, request: gr.Request) -> None:
        values = {name: part.controls.value(name, value)}
        events.steer(part.engine, values, request, "look", shown=token if isinstance(token, str) else "")

    return follow
