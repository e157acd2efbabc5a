"""One server, many pages: compressed and made once, streams as they are, one session a page, and all of it behind a
proxy that serves the site under a path."""

import asyncio
import contextlib
import gc
import json
import re
import threading
import time
import tracemalloc
from collections.abc import Iterator
from urllib.parse import urljoin

import httpx
import pytest
import uvicorn
from gradio.state_holder import SessionState
from gradio_client import Client
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from playground.live import owners, training
from playground.registry import FAMILIES
from playground.ui import launch, links, static
from playground.ui.bodylimit import BodyLimit
from playground.ui.sessions import Session
from playground.ui.site import Addresses, Pages
from tests.serving import free_port

MIDDLEWARE = [Middleware(BodyLimit, max_body=1000), Middleware(Pages, heads={"gan": "<b>", "vae": ""})]
MIDDLEWARE.append(Middleware(Addresses))


@contextlib.contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """An application in a thread; gives its address."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


REVERSE = {**FAMILIES[0].engine("reverse").defaults(), "steps": 3}


class Counting:
    """A small site in place of Gradio's, which counts how often it makes a page and sends an asset."""

    def __init__(self) -> None:
        self.made = self.sent = 0
        self.read = threading.Event()
        routes = [
            Route("/gan/", self.page), Route("/gan/config", self.config), Route("/assets/{name:path}", self.asset),
            Route("/gan/events", self.events), Route("/vae/", self.broken),
        ]  # fmt: skip
        self.app = Starlette(routes=routes, middleware=MIDDLEWARE)
        self.bare = Starlette(routes=routes)

    def page(self, request: Request) -> HTMLResponse:
        self.made += 1
        told = f"{request.headers['host']} {request.headers.get('x-gradio-server')} {request.query_params}"
        return HTMLResponse(f"<html><head><meta><script>1</script><script>{told}</script>" * 50)

    def config(self, request: Request) -> JSONResponse:
        return JSONResponse(["x" * 10_000])

    def asset(self, request: Request) -> PlainTextResponse:
        self.sent += 1
        if request.path_params["name"] == "no.js":
            return PlainTextResponse("no", 404)
        return PlainTextResponse("x" * 10_000)

    def broken(self, request: Request) -> PlainTextResponse:
        return PlainTextResponse("no", 500)

    def events(self, request: Request) -> StreamingResponse:
        def sent() -> Iterator[str]:
            yield "data: the first\n\n"
            self.read.wait(20)
            yield "data: the last\n\n"

        return StreamingResponse(sent(), media_type="text/event-stream")


@pytest.fixture
def small() -> Counting:
    return Counting()


def test_a_page_is_made_once_and_compressed(small):
    client = TestClient(small.app)
    first, second = client.get("/gan"), client.get("/gan?part=quiz")
    assert small.made == 1 and first.content == second.content
    assert first.headers["content-encoding"] == "gzip" and first.headers["cache-control"] == "no-cache"
    assert int(first.headers["content-length"]) < len(first.content) / 5
    plain = client.get("/gan", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.content == first.content
    known = client.get("/gan", headers={"if-none-match": first.headers["etag"]})
    assert known.status_code == 304 and known.content == b"" and small.made == 1
    assert client.get("/gan", headers={"if-none-match": "another"}).status_code == 200


def test_our_scripts_come_before_gradios(small):
    assert TestClient(small.app).get("/gan").text.startswith("<html><head><meta><b><script>1")


@pytest.mark.slow
def test_a_page_is_made_for_every_address_it_is_reached_at(small):
    client = TestClient(small.app)
    assert "one.example" in client.get("/gan", headers={"host": "one.example"}).text
    assert "two.example" in client.get("/gan", headers={"host": "two.example"}).text
    client.get("/gan", headers={"host": "one.example", "x-forwarded-proto": "https"})
    assert small.made == 3
    for k in range(100):
        client.get("/gan", headers={"host": f"{k}.example"})
    client.get("/gan", headers={"host": "99.example"})
    assert small.made == 103
    client.get("/gan", headers={"host": "one.example"})
    assert small.made == 104, "strangers' words are not kept for ever"


def test_a_fault_is_not_kept(small):
    client = TestClient(small.app)
    assert [client.get("/vae").status_code for _ in range(2)] == [500, 500]


@pytest.mark.slow
def test_answers_are_compressed_and_assets_kept_for_ever(small):
    client = TestClient(small.app)
    assert client.get("/gan/config").headers["content-encoding"] == "gzip"
    first, second = client.get("/assets/index-abc.js"), client.get("/assets/index-abc.js")
    assert small.sent == 1 and first.content == second.content == b"x" * 10_000
    assert first.headers["cache-control"] == static.FOREVER and first.headers["content-encoding"] == "gzip"
    assert first.headers["content-type"].startswith("text/plain"), "as the app says"
    missing = client.get("/assets/no.js")
    assert missing.status_code == 404 and "cache-control" not in missing.headers
    for k in range(300):
        client.get(f"/assets/{k}.js")
    assert small.sent == 302 and client.get("/assets/299.js").content and small.sent == 302
    client.get("/assets/index-abc.js")
    assert small.sent == 303, "the least recently used has given way"


def test_only_a_file_by_its_own_name_is_kept(small):
    """Gradio finds a file by any path that leads to it."""
    client = TestClient(small.app)
    for path in ("/assets/x/index.js", "/assets/x%2f..%2findex.js"):
        assert "cache-control" not in client.get(path).headers
        client.get(path)
    assert small.sent == 4


def test_a_page_for_all_knows_nothing_of_its_first_visitor(small):
    client = TestClient(small.app)
    first = client.get("/gan?deep_link=mine", headers={"x-gradio-server": "http://mine.example", "cookie": "a=mine"})
    assert first.status_code == 200 and "mine" not in first.text
    assert client.get("/gan").content == first.content and small.made == 1
    odd = client.get("/gan", headers={"x-forwarded-host": "javascript:alert(1)"})
    assert odd.content == first.content and small.made == 1, "what is no address is not heard"


def test_a_class_that_opens_a_page_at_once_has_it_made_once(small):
    async def all_at_once() -> list[bytes]:
        transport = httpx.ASGITransport(small.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://one.example") as client:
            answers = await asyncio.gather(*(client.get(path) for path in ["/gan", "/assets/a.js"] * 30))
        return [answer.content for answer in answers]

    assert len(set(asyncio.run(all_at_once()))) == 2
    assert small.made == small.sent == 1


@pytest.mark.parametrize(("root", "asked"), [("", ""), ("/play", ""), ("/play", "/play")])
def test_addresses_hold_under_a_path(small, root, asked):
    """Whether or not the proxy cuts the path off."""
    client = TestClient(small.app, root_path=root, follow_redirects=False)
    for address, to in {"/": "/diffusion", "/?tab=gan&part=forge": "/gan?part=digits", "/gan/": "/gan"}.items():
        answer = client.get(asked + address)
        seen = f"http://one.example{root}{address.rstrip('/') if root and address == '/' else address}"
        assert answer.status_code == 307
        assert urljoin(seen, answer.headers["location"]) == f"http://one.example{root}{to}"
    assert client.get(f"{asked}/gan/dev/reload").status_code == 404
    assert client.get(f"{asked}/gan").status_code == 200
    assert client.get(f"{asked}/gan/config").status_code == 200
    assert client.post(f"{asked}/?tab=gan").status_code == 404, "only whoever opens a page is sent on"


def test_a_stream_is_neither_compressed_nor_kept_back(small):
    """The first event is read while the second waits for that; and it is here as soon as without the middleware."""
    waits: dict[str, list[float]] = {"with": [], "without": []}
    with serving(small.app) as ours, serving(small.bare) as bare, httpx.Client() as client:
        for _ in range(15):
            for name, address in (("with", ours), ("without", bare)):
                small.read.clear()
                began = time.perf_counter()
                with client.stream("GET", f"{address}/gan/events") as answer:
                    lines = answer.iter_lines()
                    assert next(lines) == "data: the first"
                    waits[name].append(time.perf_counter() - began)
                    assert "content-encoding" not in answer.headers
                    small.read.set()
                    assert list(lines)[1:] == ["data: the last", ""]
    assert min(waits["with"]) - min(waits["without"]) <= 0.020


# The real pages, behind a proxy


@pytest.fixture(scope="module")
def site() -> Iterator[launch.Site]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_ROOT_PATH", "/play")
        opened = launch.open_site("127.0.0.1", free_port())
    yield opened
    opened.home.close()


@pytest.fixture(scope="module")
def inside(site) -> str:
    return site.home.local_url.rstrip("/").removesuffix("/play")


@pytest.fixture(scope="module")
def outside(inside) -> Iterator[str]:
    """A proxy that serves the site under /play, as nginx does."""
    client = httpx.AsyncClient(timeout=60)

    async def forward(request: Request) -> StreamingResponse:
        query = f"?{request.url.query}" if request.url.query else ""
        headers = {key: value for key, value in request.headers.items() if key != "host"}
        headers |= {"x-forwarded-host": request.headers["host"], "x-forwarded-proto": "http"}
        address, body = f"{inside}/{request.path_params['path']}{query}", await request.body()
        asked = client.build_request(request.method, address, headers=headers, content=body)
        answer = await client.send(asked, stream=True)
        kept = {
            key: value for key, value in answer.headers.items() if key not in ("content-length", "transfer-encoding")
        }
        return StreamingResponse(answer.aiter_raw(), answer.status_code, kept)

    with serving(Starlette(routes=[Route("/play/{path:path}", forward, methods=["GET", "POST"])])) as address:
        yield f"{address}/play"


def config(html: str) -> dict:
    at = html.index("window.gradio_config = ") + len("window.gradio_config = ")
    return json.JSONDecoder().raw_decode(html[at:])[0]


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.stem)
def test_every_page_is_served_under_a_path(outside, family):
    name = links.page(family.stem)
    answer = httpx.get(f"{outside}/?tab={family.stem}", follow_redirects=True)
    assert str(answer.url) == f"{outside}/{name}" and answer.headers["content-encoding"] == "gzip"
    html = answer.text
    assert f"<title>{family.title} · Generative Playground</title>" in html
    assert config(html)["root"] == f"{outside}/{name}" and '<base href="./"' in html
    assert html.index("page.js") < html.index("window.gradio_config")
    bar = next(one for one in config(html)["components"] if "families" in str(one["props"].get("value")))
    assert re.findall(r'href="([\w-]+)"', bar["props"]["value"]) == [links.page(other.stem) for other in FAMILIES]
    assert re.findall(r'data-stem="(\w+)" aria-current="page"', bar["props"]["value"]) == [family.stem]
    tables = json.loads(re.search(r"window.playground = (.*?);</script>", html).group(1))["tables"]
    assert {key.split(".")[0] for key in tables} == {family.stem}
    for path in (f"{static.address()}page.js", *re.findall(r'src="\./(assets/[^"]+)"', html)):
        file = httpx.get(f"{outside}/{path}")
        assert file.status_code == 200 and file.headers["cache-control"] == static.FOREVER
        assert file.headers["content-encoding"] in ("gzip", "br")
    assert httpx.get(f"{outside}/{name}/config").headers["content-encoding"] == "gzip"


@pytest.mark.slow
def test_a_run_by_its_name_under_a_path(outside):
    """What README.md says of the API; the stream is plain."""
    Client(f"{outside}/diffusion/", verbose=False).predict(*REVERSE.values(), api_name="/diffusion_reverse")
    with httpx.stream("GET", f"{outside}/diffusion/gradio_api/queue/data?session_hash=nobody", timeout=10) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in answer.headers


@pytest.mark.slow
def test_limits_hold_on_every_page(inside):
    body = json.dumps({"data": ["x" * 400_000]})
    for family in FAMILIES:
        answer = httpx.post(f"{inside}/{links.page(family.stem)}/gradio_api/queue/join", content=body)
        assert answer.status_code == 413


@pytest.mark.slow
def test_pages_have_limits_and_a_server(site):
    for page in site.pages.values():
        assert page._queue.max_thread_count == launch.MAX_THREADS and page.server is site.home.server
        assert page.state_session_capacity == launch.MAX_SESSIONS == page.state_holder.capacity


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.stem)
def test_a_session_is_small(site, family):
    """Of what Gradio keeps of an open page, only a few kilobytes; of another page it keeps nothing."""
    page = site.pages[family.stem]

    def size(kind: type[SessionState]) -> float:
        kind(page)
        gc.collect()
        tracemalloc.start()
        held = [kind(page) for _ in range(10)]
        taken = tracemalloc.get_traced_memory()[0] / len(held)
        tracemalloc.stop()
        return taken

    assert size(Session) <= 20_000 < size(SessionState)


@pytest.mark.slow
def test_a_run_leaves_nothing_in_its_session(site, inside):
    """The frames that it sent were Gradio's to keep, up to 4 MB for each visitor."""
    Client(f"{inside}/diffusion/", verbose=False).predict(*REVERSE.values(), api_name="/diffusion_reverse")
    sessions = list(site.pages["diffusion"].state_holder.session_data.values())
    assert sessions and all(type(session) is Session and not list(session.config_values) for session in sessions)


@pytest.mark.slow
def test_two_pages_are_two_sessions_and_closing_one_ends_it(site, inside, monkeypatch):
    monkeypatch.setattr(training, "AWAY_SECONDS", 1.0)
    lines, streams = {}, {}
    with contextlib.ExitStack() as stack:
        for stem, name in {"gan": "gan_duel", "vae": "vae_train"}.items():
            number, fn = next(pair for pair in site.pages[stem].fns.items() if pair[1].api_name == name)
            body = {"data": [one.value for one in fn.inputs], "fn_index": number, "session_hash": f"visitor-{stem}"}
            assert httpx.post(f"{inside}/{stem}/gradio_api/queue/join", json=body).status_code == 200
            address = f"{inside}/{stem}/gradio_api/queue/data?session_hash=visitor-{stem}"
            streams[stem] = stack.enter_context(httpx.stream("GET", address, timeout=120))
            lines[stem] = streams[stem].iter_lines()
            assert any("process_generating" in line for line in lines[stem])
        assert {visitor for visitor, _ in owners._owned} == {"visitor-gan", "visitor-vae"}
        streams["gan"].close()
        deadline = time.monotonic() + 20
        while len(owners._owned) > 1 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert {visitor for visitor, _ in owners._owned} == {"visitor-vae"}
