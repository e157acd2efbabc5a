"""The only place that knows the queue: how a click becomes a run, and how an error becomes a sentence."""

import functools
import html
import logging
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import gradio as gr

from playground import live
from playground.errors import PlaygroundError, is_full_disk
from playground.spec import Engine, Value
from playground.ui.stages.packing import Feed, LiveFeed
from playground.ui.uploads import DISK_FULL

LOG = logging.getLogger("playground")
FAULT = "Something broke on our side and was written to the log; change a setting or press the button again."

# A run waits in the fair lane, so Gradio's own limit is off; hidden progress, because the stage shows its own.
RUN: dict[str, Any] = {
    "concurrency_limit": None,
    "show_progress": "hidden",
    "trigger_mode": "multiple",
    "api_visibility": "undocumented",
}
QUICK: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "undocumented"}
BROWSER: dict[str, Any] = {"fn": None, "queue": False, "show_progress": "hidden", "api_visibility": "private"}


def updates(function: str, values: Mapping[str, Value], request: gr.Request) -> Iterator[live.Update]:
    """An engine's updates; an error ends the run with a last update that says why, and then a toast that does."""
    running = True
    try:
        for update in live.run(function, values, visitor(request)):
            running = update.running
            yield update
    except Exception as error:
        if running:
            yield live.Update(running=False, why=sentence(error))
        raise said(error) from None


def feed(function: str, values: Mapping[str, Value], request: gr.Request) -> Iterator[dict[str, Any]]:
    """As `updates`, but as the growing value of one stage."""
    growing = film(values)
    for update in updates(function, values, request):
        yield growing.add(update)


def waiting(function: str, request: gr.Request, for_what: str) -> dict[str, Any]:
    """The value of a stage whose engine lacks a picture or a model: a sentence. What ran for it before has ended."""
    live.stop(visitor(request), function)
    return film().add(live.Update(running=False, why=for_what))


ORDERS = ("play", "pause", "D", "G", "both", "step", "slow", "look")


def train(
    engine: Engine, values: Mapping[str, Value], request: gr.Request, do: str, *, lost: bool = False
) -> Iterator[dict[str, Any]]:
    """Begin a live training afresh with the order `do`; its growing history is the value of one stage.

    Args:
        lost: the page had one before that is gone; the stage says so.
    """
    growing = LiveFeed(_run_name(), lost=lost)
    yield from _told(growing, lambda: live.train(engine.function, engine.check(values), visitor(request), do))


def is_held(engine: Engine, token: Any) -> bool:
    """Whether the training of a page that was closed or lost can be taken up; the token is the page's word."""
    return isinstance(token, str) and live.is_held(engine.function, token)


def resume(engine: Engine, token: str, request: gr.Request) -> Iterator[dict[str, Any]]:
    """As `train`, but go on with the training of this token, with its history."""
    yield from _told(LiveFeed(_run_name()), lambda: live.resume(engine.function, token, visitor(request)))


def _told(growing: LiveFeed, begin: Callable[[], Iterator[live.Update]]) -> Iterator[dict[str, Any]]:
    """A training's updates as the value of its stage; an error ends them with a last one that says why."""
    update = live.Update()
    try:
        for update in begin():
            yield growing.add(update)
    except Exception as error:
        why = sentence(error)
        yield growing.add(replace(update, frames=(), running=False, playing=False, why=why, began=None, controls=None))
        raise said(error) from None


def steer(
    engine: Engine, values: Mapping[str, Value], request: gr.Request, do: str, *, shown: str | None = None
) -> bool:
    """Pass an order and some controls or all to the visitor's training; False when there is none.

    What a link replays is told when a training begins, and does not change on its way.

    Args:
        shown: the token of the training that the page shows, empty for none; nothing is passed on to one that was taken
            up and is not shown yet.

    Raises:
        gr.Error: a control has no allowed value; the training goes on as it was.
    """
    try:
        who = visitor(request)
        if shown is not None and not live.is_shown(engine.function, who, shown):
            return False
        values = {name: value for name, value in values.items() if name not in _replayed(engine)}
        checked = engine.check({**live.controls(engine.function, who), **values})
        return live.steer(engine.function, {name: checked[name] for name in values}, who, do)
    except Exception as error:
        raise said(error) from None


def _replayed(engine: Engine) -> set[str]:
    return {param.name for param in engine.params if param.kind == "changes"}


def spoken(handler: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """A handler whose every fault ends in one sentence; the film that it was showing says it too."""

    @functools.wraps(handler)
    def guarded(*arguments: Any, **named: Any) -> Iterator[Any]:
        shown: Any = None
        try:
            for shown in handler(*arguments, **named):
                yield shown
        except Exception as error:
            if isinstance(shown, dict) and "chunks" in shown and not isinstance(error, gr.Error):
                yield shown | {"status": shown["status"] | {"running": False, "said": "", "why": sentence(error)}}
            raise said(error) from None

    return guarded


def film(values: Mapping[str, Value] | None = None) -> Feed:
    """An empty stage value of a run with these values; its run's name sorts after all earlier ones."""
    return Feed(_run_name(), values)


def _run_name() -> str:
    return f"{time.time_ns():020d}-{uuid.uuid4().hex}"


def plain(sentence: str) -> str:
    """A sentence that may quote a visitor, for a toast: Gradio renders those as markup."""
    return html.escape(sentence, quote=False)


def sentence(error: Exception) -> str:
    """The one sentence a visitor reads of an error."""
    if isinstance(error, PlaygroundError):
        return str(error)
    return DISK_FULL if is_full_disk(error) else FAULT


def said(error: Exception) -> gr.Error:
    """The toast with that sentence; what is not for visitors goes to the log."""
    if isinstance(error, gr.Error):
        return error
    if not isinstance(error, PlaygroundError):
        LOG.error("unexpected", exc_info=error)
    return gr.Error(plain(sentence(error)), title="That did not work", duration=8, print_exception=False)


def visitor(request: gr.Request) -> str:
    """Whose runs are whose; an API caller without a session is a visitor of its own."""
    return _came(getattr(request, "session_hash", None) or uuid.uuid4().hex, request)


def page(asked: Mapping[str, Any], request: gr.Request) -> str:
    """Whose question is asked past the queue, where a request names no session: the page says what it is called."""
    return _came(f"page {asked.get('page')!s:.40}", request)


def _came(name: str, request: gr.Request) -> str:
    live.came(name, getattr(getattr(request, "client", None), "host", "") or "")
    return name


def stopper(function: str) -> Callable[[gr.Request], None]:
    """A handler that ends the visitor's runs of one function."""

    def stop(request: gr.Request) -> None:
        live.stop(visitor(request), function)

    return stop


def leave(request: gr.Request) -> None:
    """The page was closed: everything of this visitor ends, its live trainings after a while."""
    live.leave(visitor(request))
