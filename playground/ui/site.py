"""One server for all pages: where an address leads, and how a page is sent. ASGI middleware around Gradio's app."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
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


class Kept(NamedTuple):
    """A page as it is sent."""

    small: bytes  # with gzip
    tag: str


class Pages:
    """Pages are made and compressed once; the answers of Gradio's own routes are compressed, streams of events are not.

    Gradio makes its page anew for each visitor, though it differs only by the address that it is reached at; that takes
    longer than a class of 300 who open it at once would wait.
    """

    CAPACITY = 64  # the address is the visitor's word

    def __init__(self, app: ASGIApp, heads: Mapping[str, str]) -> None:
        """`heads`: what each page's HTML has before Gradio's first script, by the page's name."""
        self.app = app
        self.heads = {f"/{name}": head.encode() for name, head in heads.items()}
        self.kept: OrderedDict[tuple[str | None, ...], Kept] = OrderedDict()
        self.compressed = GZipMiddleware(app, minimum_size=1000, compresslevel=5)  # it lets streams of events pass

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path = below_root(scope)
        if path.startswith("/assets/"):  # their names change with their content
            return await self.app(scope, receive, _kept_for_ever(send))
        if scope["method"] != "GET" or path not in self.heads:
            return await self.compressed(scope, receive, send)
        headers = Headers(scope=scope)
        key = (path, *map(headers.get, ("host", "x-forwarded-host", "x-forwarded-proto")))
        page = self.kept.get(key)
        if page is None:
            whole = await _collected(self.app, scope, receive)
            if isinstance(whole, Response):
                return await whole(scope, receive, send)
            page = self._keep(key, whole.replace(b"<script", self.heads[path] + b"<script", 1))
        self.kept.move_to_end(key)
        await _answer(page, headers)(scope, receive, send)

    def _keep(self, key: tuple[str | None, ...], body: bytes) -> Kept:
        page = Kept(gzip.compress(body, mtime=0), f'W/"{hashlib.sha256(body).hexdigest()[:20]}"')
        self.kept[key] = page
        if len(self.kept) > self.CAPACITY:
            self.kept.popitem(last=False)
        return page


def _answer(page: Kept, asked: Headers) -> Response:
    """The page, or that nothing has changed."""
    headers = {"Cache-Control": "no-cache", "ETag": page.tag, "Vary": "Accept-Encoding"}
    if asked.get("if-none-match") == page.tag:
        return Response(status_code=304, headers=headers)
    if "gzip" not in asked.get("accept-encoding", ""):
        return Response(gzip.decompress(page.small), headers=headers, media_type="text/html")
    return Response(page.small, headers={**headers, "Content-Encoding": "gzip"}, media_type="text/html")


async def _collected(app: ASGIApp, scope: Scope, receive: Receive) -> bytes | Response:
    """The body that the app answers with; the answer itself where it is not the page."""
    status, headers, body = 500, {}, bytearray()

    async def take(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], dict(Headers(raw=message["headers"]))
        else:
            body.extend(message.get("body", b""))

    plain = [pair for pair in scope["headers"] if pair[0] not in (b"accept-encoding", b"if-none-match")]
    await app({**scope, "headers": plain}, receive, take)
    return bytes(body) if status == 200 else Response(bytes(body), status, headers)


def _kept_for_ever(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] in (200, 206, 304):
            MutableHeaders(scope=message)["Cache-Control"] = FOREVER
        await send(message)

    return sending
