"""One server for all pages: where an address leads, and how a page is sent. ASGI middleware around Gradio's app."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.registry import FAMILIES
from playground.ui import links
from playground.ui.static import FOREVER


def below_root(scope: Scope) -> str:
    """The path of a request below the site's own root, whether or not the proxy before us has cut that off."""
    path, root = scope["path"], scope.get("root_path", "")
    return (path[len(root) :] if f"{path}/".startswith(f"{root}/") else path) or "/"


class Addresses:
    """Every page is at its own name, `/gan`; older and full forms of a link are sent there.

    A page is mounted at `/gan/` and served at `/gan`, so that its `./assets` are the same files for all pages.
    Redirects are relative: they hold under any sub-path.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.pages = {f"/{links.page(family.stem)}" for family in FAMILIES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path, app = below_root(scope), self.app
        if scope["method"] in ("GET", "HEAD"):
            to = links.moved(path, scope["query_string"].decode("latin-1"), FAMILIES)
            if to is not None:
                app = RedirectResponse(("./" if path.count("/") == 1 else "../") + to)
            elif path in self.pages:
                path += "/"
        whole = scope.get("root_path", "") + path  # a mounted app is found only by the whole path
        await app({**scope, "path": whole}, receive, send)


Key = tuple[str | None, ...]


class Kept(NamedTuple):
    """An answer as it is sent."""

    small: bytes  # with gzip
    kind: str  # its media type
    tag: str


class Shelf:
    """Answers that are made and compressed once; the one not asked for the longest gives way to a new one."""

    def __init__(self, app: ASGIApp, capacity: int, lasts: str) -> None:
        """`lasts`: how long a browser may take the answer from its own cache, as Cache-Control says it."""
        self.app, self.capacity, self.lasts = app, capacity, lasts
        self.kept: OrderedDict[Key, Kept] = OrderedDict()

    async def answer(self, key: Key, scope: Scope, receive: Receive, head: bytes = b"") -> Response:
        """What is kept of this request, or that the browser has it already; `head` comes before the first script."""
        if key not in self.kept:
            whole = await _collected(self.app, scope, receive)
            if whole.status_code != 200:
                return whole
            body = bytes(whole.body).replace(b"<script", head + b"<script", 1) if head else bytes(whole.body)
            tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
            self.kept[key] = Kept(gzip.compress(body, mtime=0), whole.headers["content-type"], tag)
            if len(self.kept) > self.capacity:
                self.kept.popitem(last=False)
        self.kept.move_to_end(key)
        small, kind, tag = self.kept[key]
        asked = Headers(scope=scope)
        headers = {"Cache-Control": self.lasts, "ETag": tag, "Vary": "Accept-Encoding", "Content-Type": kind}
        if asked.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        if "gzip" not in asked.get("accept-encoding", ""):
            return Response(gzip.decompress(small), headers=headers)
        return Response(small, headers={**headers, "Content-Encoding": "gzip"})


class Pages:
    """Pages and assets are made and compressed once, answers of Gradio's other routes each time, streams never.

    Gradio makes its page anew for each visitor, though it differs only by the address that it is reached at; that takes
    longer than a class of 300 who open it at once would wait. It compresses each of the sixty assets anew, too.
    """

    def __init__(self, app: ASGIApp, heads: Mapping[str, str]) -> None:
        """`heads`: what each page's HTML has before Gradio's first script, by the page's name."""
        self.heads = {f"/{name}": head.encode() for name, head in heads.items()}
        self.pages = Shelf(app, 64, "no-cache")  # the address that a page is reached at is the visitor's word
        self.assets = Shelf(app, 256, FOREVER)  # their names change with their content
        self.others = GZipMiddleware(app, minimum_size=1000, compresslevel=5)  # it lets streams of events pass

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = below_root(scope) if scope["type"] == "http" and scope["method"] == "GET" else ""
        if path in self.heads:
            reached = map(Headers(scope=scope).get, ("host", "x-forwarded-host", "x-forwarded-proto"))
            answer: ASGIApp = await self.pages.answer((path, *reached), scope, receive, self.heads[path])
        elif path.startswith("/assets/"):
            answer = await self.assets.answer((path,), scope, receive)
        else:
            answer = self.others
        await answer(scope, receive, send)


async def _collected(app: ASGIApp, scope: Scope, receive: Receive) -> Response:
    """What the app answers, whole and plain."""
    status, headers, body = 500, {}, bytearray()

    async def take(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], dict(Headers(raw=message["headers"]))
        else:
            body.extend(message.get("body", b""))

    plain = [pair for pair in scope["headers"] if pair[0] not in (b"accept-encoding", b"if-none-match")]
    await app({**scope, "headers": plain}, receive, take)
    return Response(bytes(body), status, headers)
