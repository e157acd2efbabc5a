"""`python -m tests.benchmarks [ID ...]` measures speeds in this run, prints a table and writes bench.json.

Rows: {"id", "value", "unit", "n", "low", "high", "floor", "how"}; value is the median, low and high the range of n
repetitions. An ID may be the beginning of several. Nothing here asserts a time.
"""

import argparse
import datetime
import importlib
import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.rows import text

ROOT = Path(__file__).parents[2]
MEASUREMENTS = {
    "code.family": "family:costs",
    "diffusion.engine_over_unet": "engine:over_unet",
    "diffusion.engine_over_diffusers": "engine:over_diffusers",
    "app.start_over_hello": "page:start",
    "app.ready_over_hello": "page:ready",
    "app.page_bytes": "page:page_bytes",
    "app.page_components": "page:page_components",
    "app.first_picture_s": "page:first_picture",
    "app.run_bytes": "page:run_bytes",
    "diffusion.first_frame_ms": "page:first_frame",
    "diffusion.scrub": "page:scrub",
    "diffusion.reproducible": "page:reproducible",
    "gan.live_over_bare": "live:speed",
    "gan.live_over_peer": "live:peer",
    "gan.control_ms": "live:latency",
    "gan.fair_share": "live:fairness",
    "gan.close_s": "live:closing",
    "gan.live_digits_s": "duels:digits",
    "vae.browser_decode_error": "vae:decoding",
    "vae.drag_ms": "vae:dragging",
    "vae.drag_server_ms": "vae:dragging_server",
    "ar.sampling_over_generate": "writing:sampling",
    "ar.step_ms": "writing:stepping",
    "ar.pixel_incremental": "pixels:incremental",
    "t2i.picture_s": "prompt:picture",
    "t2i.engine_over_pipeline": "prompt:over_pipeline",
    "t2i.first_preview_ms": "prompt:first_preview",
    "load.unread": "load:unread",
    "load.sessions": "load:sessions",
    "load.30": "classroom:warm",
    "load.cold": "classroom:cold",
    "load.page100": "classroom:pages",
    "threads": "threads:table",
    "truth.samplers": "truth:samplers",
    "truth.heun10": "truth:heun",
    "truth.coverage_floor": "truth:coverage",
    "truth.reject": "truth:reject",
    "truth.sabotage": "truth:sabotage",
    "truth.agree": "truth:agreement",
    "truth.prose": "truth:prose",
    "code.check_seconds": "suites:check",
    "code.test_minutes": "suites:test",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="ID", help=f"any of {', '.join(MEASUREMENTS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="few repetitions, to see that it works")
    options = parser.parse_args()
    chosen = [name for name in MEASUREMENTS if not options.ids or any(_asks(asked, name) for asked in options.ids)]
    if not chosen:
        parser.error(f"no such figure; there are {', '.join(MEASUREMENTS)}")
    rows = []
    for name in chosen:
        module, function = MEASUREMENTS[name].split(":")
        for made in getattr(importlib.import_module(f"tests.benchmarks.{module}"), function)(options.quick):
            rows.append(made)
            print(text(made), flush=True)
    (ROOT / "bench.json").write_text(json.dumps({"machine": machine(), "rows": rows}, indent=2) + "\n")


def _asks(asked: str, name: str) -> bool:
    return name.startswith(asked) or asked.startswith(name)


def machine() -> dict:
    """Where and when these figures were taken."""
    names = ("torch", "diffusers", "gradio", "numpy")
    return {
        "date": datetime.datetime.now().isoformat(timespec="minutes"), "cores": os.cpu_count(),
        "load": os.getloadavg()[0], "system": platform.platform(), "python": sys.version.split()[0],
        "versions": {name: version(name) for name in names},
    }  # fmt: skip


if __name__ == "__main__":
    main()
