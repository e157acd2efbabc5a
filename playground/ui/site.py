"""One server for all pages: where an address leads, and how a page is sent. ASGI middleware around Gradio's app."""

import asyncio
import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.registry import FAMILIES
from playground.ui import links
from playground.ui.static import FOREVER, unpacked


def below_root(scope: Scope) -> str:
    """The path of a request below the site's own root, whether or not the proxy before us has cut that off."""
    path, root = scope["path"], scope.get("root_path", "")
    return (path[len(root) :] if f"{path}/".startswith(f"{root}/") else path) or "/"


class Addresses:
    """Every page is at its own name, `/gan`; older and full forms of a link are sent there.

    A page is mounted at `/gan/` and served at `/gan`, so that its `./assets` are the same files for all pages.
    Redirects begin with the site's own root, if it has one: it may be asked for without its last slash. Else they are
    relative. Gradio's stream for developers, which never ends, is closed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.pages = {f"/{links.page(family.stem)}" for family in FAMILIES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path, root, app = below_root(scope), scope.get("root_path", ""), self.app
        if path.endswith("/dev/reload"):
            app = PlainTextResponse("Not Found", 404)
        elif scope["method"] in ("GET", "HEAD"):
            to = links.moved(path, scope["query_string"].decode("latin-1"), FAMILIES)
            if to is not None:
                app = RedirectResponse(f"{root}/{to}" if root else ("./" if path.count("/") == 1 else "../") + to)
            elif path in self.pages:
                path += "/"
        whole = root + path  # a mounted app is found only by the whole path
        await app({**scope, "path": whole}, receive, send)


Key = tuple[str | None, ...]
REACHED = ("host", "x-forwarded-host", "x-forwarded-proto")  # the headers that say at which address
HOSTS = re.compile(r"[\w.:,\[\] -]{1,300}", re.ASCII)


def _is_sound(header: tuple[bytes, bytes]) -> bool:
    """Whether a header may pass: one of REACHED has to be an address."""
    name, value = (part.decode("latin-1") for part in header)
    if name not in REACHED:
        return True
    try:
        _ = [urlsplit(f"//{one.strip()}").port for one in value.split(",")]
    except ValueError:
        return False
    return HOSTS.fullmatch(value) is not None


class Kept(NamedTuple):
    """An answer as it is sent."""

    small: bytes  # with gzip
    kind: str  # its media type
    tag: str


class Cache:
    """Answers that are made and compressed once; the least recently used gives way to a new one."""

    def __init__(self, app: ASGIApp, capacity: int, cache_control: str) -> None:
        """`cache_control`: how long a browser may keep the answers."""
        self.app, self.capacity, self.cache_control = app, capacity, cache_control
        self.kept: OrderedDict[Key, Kept] = OrderedDict()
        self.making = asyncio.Lock()  # a class that opens a page at once has it made once

    async def answer(self, key: Key, scope: Scope, receive: Receive, head: bytes = b"") -> Response:
        """The answer of this key, 304 where the browser has it; `head` goes before the first script."""
        if key not in self.kept:
            async with self.making:
                fault = None if key in self.kept else await self._make(key, scope, receive, head)
            if fault:
                return fault
        self.kept.move_to_end(key)
        small, kind, tag = self.kept[key]
        asked = Headers(scope=scope)
        headers = {"Cache-Control": self.cache_control, "ETag": tag}
        if asked.get("if-none-match") == tag:
            return Response(status_code=304, headers={**headers, "Vary": "Accept-Encoding"})
        return unpacked(small, asked, headers, kind)

    async def _make(self, key: Key, scope: Scope, receive: Receive, head: bytes) -> Response | None:
        """Ask the app, and keep its answer; returns the answer where that is no page or file."""
        whole = await _collected(self.app, scope, receive)
        if whole.status_code != 200:
            return whole
        body = bytes(whole.body)
        if head:
            body = body.replace(b"<script", head + b"<script", 1)
        small = await asyncio.to_thread(gzip.compress, body, mtime=0)
        self.kept[key] = Kept(small, whole.headers["content-type"], f'W/"{hashlib.sha256(body).hexdigest()[:20]}"')
        if len(self.kept) > self.capacity:
            self.kept.popitem(last=False)
        return None


class Pages:
    """Pages and assets are made and compressed once, answers of Gradio's other routes each time, streams never.

    Gradio makes its page anew for each visitor, though it differs only by the address that it is reached at; that takes
    longer than a class of 300 who open it at once would wait. Gradio also compresses each of a page's sixty assets for
    every visitor. What is no address in REACHED gets no further: Gradio breaks on it.
    """

    def __init__(self, app: ASGIApp, heads: Mapping[str, str]) -> None:
        """`heads`: what each page's HTML has before Gradio's first script, by the page's name."""
        self.heads = {f"/{name}": head.encode() for name, head in heads.items()}
        self.pages = Cache(app, 64, "no-cache")  # the address that a page is reached at is the visitor's word
        self.assets = Cache(app, 256, FOREVER)  # their names change with their content
        self.others = GZipMiddleware(app, minimum_size=1000, compresslevel=5)  # it lets streams of events pass

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = below_root(scope) if scope["type"] == "http" and scope["method"] == "GET" else ""
        if "headers" in scope:
            scope = {**scope, "headers": list(filter(_is_sound, scope["headers"]))}
        if path in self.heads:
            answer: ASGIApp = await self.pages.answer((path, *_reached(scope)), scope, receive, self.heads[path])
        elif path.startswith("/assets/") and "/" not in path[len("/assets/") :]:  # a file has no second name
            answer = await self.assets.answer((path,), scope, receive)
        else:
            answer = self.others
        await answer(scope, receive, send)


def _reached(scope: Scope) -> list[str | None]:
    """What the visitor says of REACHED."""
    return [Headers(scope=scope).get(name) for name in REACHED]


async def _collected(app: ASGIApp, scope: Scope, receive: Receive) -> Response:
    """What the app answers, whole and plain, to one who tells only the address that it is reached at.

    Gradio's page also obeys a header and a query of its visitor; what is kept is sent to others.
    """
    status, headers, body = 500, {}, bytearray()

    async def take(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], dict(Headers(raw=message["headers"]))
        else:
            body.extend(message.get("body", b""))

    told = [(name.encode(), value.encode()) for name, value in zip(REACHED, _reached(scope), strict=True) if value]
    await app({**scope, "query_string": b"", "headers": told}, receive, take)
    return Response(bytes(body), status, headers)
