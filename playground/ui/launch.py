"""Start the server: flags, queue and limits, and the warm-up once the page answers."""

import argparse
import asyncio
import os
import re
import threading
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit

import gradio as gr
from gradio.route_utils import FnIndexInferError
from gradio.routes import App
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from playground import live
from playground.registry import FAMILIES, resolve
from playground.ui import links, memory, reference, static, stopping, theme
from playground.ui.bodylimit import BodyLimit
from playground.ui.names import Names
from playground.ui.sessions import bear_with_strangers, keep_little, not_found
from playground.ui.shell import build_home, build_page
from playground.ui.site import Addresses, Pages
from playground.ui.stages import upload
from playground.ui.unread import Unread
from playground.ui.uploads import leave_nothing, not_written

MAX_BODY = 256 * 1024
MAX_SESSIONS = 5000  # of each page
MAX_THREADS = live.MAX_TRAININGS + live.MAX_RUNS + 40  # an open training holds one, also while it is paused
QUEUE_SECONDS = 0.01  # between two looks of a page's queue for a new event; Gradio's own 1 ms keep a core busy at 3 %


def main(arguments: Sequence[str] | None = None) -> None:
    """Open the page and serve until interrupted."""
    options = _parser().parse_args(arguments)
    if options.device:
        os.environ["PLAYGROUND_DEVICE"] = options.device
    if options.root_path:
        os.environ["GRADIO_ROOT_PATH"] = options.root_path
    if options.data:
        os.environ["PLAYGROUND_DATA"] = options.data
    zero_gpu = bool(os.environ.get("SPACES_ZERO_GPU"))
    if zero_gpu:
        _import_engines()
    live.share(options.address_runs)
    open_site(options.host, options.port)
    if zero_gpu:
        memory.settle()
    else:
        functions = [engine.function for family in FAMILIES for engine in family.engines]
        threading.Thread(target=_warm, args=(functions,), daemon=True).start()
    stopping.wait()


def _warm(functions: Sequence[str]) -> None:
    try:
        live.warm(first_screen(), functions)
    finally:
        memory.settle()


class Site(NamedTuple):
    """What was launched, and the pages mounted in it, by stem."""

    home: gr.Blocks
    pages: Mapping[str, gr.Blocks]


def open_site(host: str | None = None, port: int | None = None) -> Site:
    """Build and launch a page per family, all behind one server, without blocking.

    GRADIO_ROOT_PATH is the path that a proxy serves the site under, such as `/play`.
    """
    root = urlsplit(os.environ.get("GRADIO_ROOT_PATH", "")).path.rstrip("/")
    limits = {"max_file_size": f"{upload.MOST_MB}mb", "show_error": False}
    kept = {"enable_monitoring": False, "run_history": False}
    look = {"theme": theme.theme(), "footer_links": ["settings"]}
    common: dict[str, Any] = {**limits, **kept, **look, "ssr_mode": False, "pwa": False}
    faults = {"exception_handlers": {OSError: not_written, FnIndexInferError: not_found}}
    leave_nothing()
    memory.few_arenas()
    with _unserved():
        pages = {family.stem: _queued(build_page(family)) for family in FAMILIES}
        home = _queued(build_home())
    mounted = Starlette()
    for family, page in zip(FAMILIES, pages.values(), strict=True):
        name, styles = links.page(family.stem), theme.styles(family)
        gr.mount_gradio_app(
            mounted, page, f"/{name}", root_path=f"{root}/{name}", css_paths=styles, app_kwargs=faults, **common
        )
    for mount, page in zip(mounted.routes, pages.values(), strict=True):
        keep_little(cast(Mount, mount), page)
        page.has_launched = True  # else Gradio lets a request name any file of this machine as its upload
    heads = {links.page(family.stem): theme.head(family) for family in FAMILIES}
    home.launch(
        server_name=host, server_port=port, prevent_thread_lock=True, root_path=root,
        max_threads=MAX_THREADS, state_session_capacity=MAX_SESSIONS, **common,
        app_kwargs={
            "routes": [static.route(), reference.route(), *mounted.routes],
            **faults,
            "lifespan": lambda app: _lifespan(mounted, Unread([home, *pages.values()])),
            "middleware": [
                Middleware(BodyLimit, max_body=MAX_BODY), Middleware(Names),
                Middleware(Pages, heads=heads), Middleware(Addresses),
            ],
        },
    )  # fmt: skip
    for page in pages.values():
        page.server = home.server  # `spaces` asks the page of a request for it
    return Site(home, pages)


@asynccontextmanager
async def _lifespan(mounted: Starlette, unread: Unread) -> AsyncIterator[None]:
    watching = [asyncio.create_task(unread.watch()), asyncio.create_task(memory.watch())]
    async with mounted.router.lifespan_context(mounted):
        yield
    for task in watching:
        task.cancel()


@contextmanager
def _unserved() -> Iterator[None]:
    """Make pages without an app of their own.

    Gradio makes an app of 80 routes when a page begins, when its `with` block ends, when it is given a queue, and again
    when it is mounted or launched. Only the last is served; the others were a third of the start.
    """
    create = App.create_app
    App.create_app = staticmethod(lambda blocks, **_: None)
    try:
        yield
    finally:
        App.create_app = staticmethod(create)


def _queued(page: gr.Blocks) -> gr.Blocks:
    """The page with a queue of its own; mounting has no arguments for its limits."""
    page.max_threads, page.state_session_capacity = MAX_THREADS, MAX_SESSIONS
    page.queue(max_size=400, default_concurrency_limit=8, api_open=False)
    page._queue.sleep_when_free = QUEUE_SECONDS
    bear_with_strangers(page)
    return page


def first_screen() -> list[tuple[str, dict[str, Any]]]:
    """What a visitor sees first, as (function, values)."""
    engines = [family.engine(name) for family in FAMILIES for name in family.first_screen]
    return [(engine.function, engine.defaults()) for engine in engines]


def _import_engines() -> None:
    import spaces  # noqa: F401  (before torch, so that it can stand in for CUDA)

    for family in FAMILIES:
        for function in [engine.function for engine in family.engines] + [claim.experiment for claim in family.claims]:
            resolve(function)


def _device(text: str) -> str:
    if not re.fullmatch(r"cpu|cuda(:\d+)?", text):
        raise argparse.ArgumentTypeError("choose cpu, cuda or cuda:N")
    return text


def _runs(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,5}", text, re.ASCII):
        raise argparse.ArgumentTypeError("choose a whole number from 1")
    return int(text)


def _path(text: str) -> str:
    if not re.fullmatch(r"(/[\w.~-]+)+/?", text, re.ASCII):
        raise argparse.ArgumentTypeError("begin with a slash and use letters, digits, - and _ only, such as /play")
    return text.rstrip("/")


def _parser() -> argparse.ArgumentParser:
    on_a_space = "SPACE_ID" in os.environ  # there all visitors come from one address, that of its proxy
    parser = argparse.ArgumentParser(prog="app.py", description="The Generative Playground.", allow_abbrev=False)
    parser.add_argument("--host", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, help="port (default: the first free one from 7860)")
    parser.add_argument("--root-path", type=_path, help="path that a proxy serves the app under, such as /play")
    parser.add_argument(
        "--address-runs", type=_runs, default=live.MAX_RUNS if on_a_space else live.MAX_OF_ADDRESS, metavar="N",
        help="runs at a time of all visitors from one address (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--device", type=_device, help="cpu, cuda or cuda:N (default: CUDA where there is one)")
    parser.add_argument("--offline", action="store_true", help="never ask the hub; use the folder or the stand-in")
    parser.add_argument("--data", help="folder that holds the data sets (sets PLAYGROUND_DATA)")
    return parser
