"""Our scripts and styles as files for the browser, at an address that changes with their content."""

import gzip
import hashlib
import importlib.metadata
import importlib.util
import posixpath
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

HERE = Path(__file__).parent
KINDS = {".js": "text/javascript", ".css": "text/css"}
PLOTLY = "plotly.min.js"
FOREVER = "public, max-age=31536000, immutable"
IMPORTS = re.compile(r'^(?:import|export) [^;]*?from "(\.[^"]+)";', re.MULTILINE)


@cache
def files() -> dict[str, Path]:
    """What is served, by its path below `playground/ui`, and plotly's own script."""
    ours = {file.relative_to(HERE).as_posix(): file for file in sorted(HERE.rglob("*")) if file.suffix in KINDS}
    found = importlib.util.find_spec("plotly")  # importing plotly takes longer than serving the page
    origin = found.origin if found else None
    return ours | ({PLOTLY: Path(origin).parent / "package_data" / PLOTLY} if origin else {})


@cache
def address() -> str:
    """`static/<version>/`, relative to the site, so that it holds under a sub-path."""
    total = hashlib.sha256(importlib.metadata.version("plotly").encode())
    for name, file in files().items():
        if name != PLOTLY:
            total.update(f"{name}\0".encode() + file.read_bytes() + b"\0")
    return f"static/{total.hexdigest()[:12]}/"


def with_imports(*modules: str) -> list[str]:
    """Modules by their paths, and all that they import, each once: what a browser must fetch."""
    found = list(modules)
    for name in found:  # grows meanwhile
        text = files()[name].read_text(encoding="utf-8")
        asked = (posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) for path in IMPORTS.findall(text))
        found += [path for path in dict.fromkeys(asked) if path not in found]
    return found


def route() -> Route:
    """Serves the files, compressed, for ever; every other path below the address is 404."""
    return Route(f"/{address()}{{name:path}}", _serve)


def _serve(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in files():
        return Response(status_code=404)
    return unpacked(_small(name), request.headers, {"Cache-Control": FOREVER}, KINDS[Path(name).suffix])


def unpacked(small: bytes, asked: Headers, headers: Mapping[str, str], kind: str) -> Response:
    """An answer that is kept with gzip, as it is or unpacked: whichever the asking browser takes."""
    headers = {**headers, "Vary": "Accept-Encoding"}
    if "gzip" not in asked.get("accept-encoding", ""):
        return Response(gzip.decompress(small), headers=headers, media_type=kind)
    return Response(small, headers={**headers, "Content-Encoding": "gzip"}, media_type=kind)


@cache
def _small(name: str) -> bytes:
    return gzip.compress(files()[name].read_bytes(), compresslevel=9, mtime=0)
