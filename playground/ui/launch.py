"""Start the server: flags, queue and limits, and the warm-up once the page answers."""

import argparse
import os
import re
import threading
from collections.abc import Sequence
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from playground import live
from playground.registry import FAMILIES, resolve
from playground.ui import reference, static, theme
from playground.ui.bodylimit import BodyLimit
from playground.ui.shell import build_app

MAX_BODY = 256 * 1024


def main(arguments: Sequence[str] | None = None) -> None:
    """Open the page and serve until interrupted."""
    options = _parser().parse_args(arguments)
    if options.device:
        os.environ["PLAYGROUND_DEVICE"] = options.device
    if options.data:
        os.environ["PLAYGROUND_DATA"] = options.data
    zero_gpu = bool(os.environ.get("SPACES_ZERO_GPU"))
    if zero_gpu:
        _import_engines()
    app = open_page(options.host, options.port)
    if not zero_gpu:
        threading.Thread(target=live.warm, args=(first_screen(),), daemon=True).start()
    app.block_thread()


def open_page(host: str | None = None, port: int | None = None) -> gr.Blocks:
    """Build, queue and launch, without blocking."""
    app = build_app()
    app.queue(max_size=400, default_concurrency_limit=8, api_open=False)
    app.launch(
        server_name=host, server_port=port, prevent_thread_lock=True, theme=theme.theme(), css_paths=theme.STYLES,
        head=theme.head(), run_history=False, show_error=False, enable_monitoring=False, max_file_size="5mb",
        max_threads=live.MAX_RUNS + 40, state_session_capacity=1000, footer_links=["settings"], ssr_mode=False,
        app_kwargs={
            "routes": [static.route(), reference.route()], "middleware": [Middleware(BodyLimit, max_body=MAX_BODY)],
        },
    )  # fmt: skip
    return app


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description="The Generative Playground.", allow_abbrev=False)
    parser.add_argument("--host", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, help="port (default: the first free one from 7860)")
    parser.add_argument("--device", type=_device, help="cpu, cuda or cuda:N (default: CUDA where there is one)")
    parser.add_argument("--offline", action="store_true", help="never ask the hub; use the folder or the stand-in")
    parser.add_argument("--data", help="folder that holds the data sets (sets PLAYGROUND_DATA)")
    return parser
