"""Our scripts and styles as files for the browser, at an address that changes with their content."""

import gzip
import hashlib
import importlib.metadata
import importlib.util
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

HERE = Path(__file__).parent
KINDS = {".js": "text/javascript", ".css": "text/css"}
PLOTLY = "plotly.min.js"
FOREVER = "public, max-age=31536000, immutable"


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


def route() -> Route:
    """Serves the files, compressed, for ever; every other path below the address is 404."""
    return Route(f"/{address()}{{name:path}}", _serve)


def _serve(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in files():
        return Response(status_code=404)
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    body = _small(name)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    return Response(body, headers=headers, media_type=KINDS[Path(name).suffix])


@cache
def _small(name: str) -> bytes:
    return gzip.compress(files()[name].read_bytes(), compresslevel=9, mtime=0)
