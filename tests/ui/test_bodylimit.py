"""Only Gradio's own upload route may bring a large body."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message, Receive, Scope, Send

from playground.ui.bodylimit import BodyLimit

LIMIT = 1000


def read(path: str, *chunks: bytes, kind: str = "http") -> tuple[bytes, list[int]]:
    """What an application behind the limit reads of a body sent in these chunks, and the statuses answered to it."""
    waiting, got, answered = list(chunks), [], []

    async def receive() -> Message:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answered.append(message["status"])

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        more = True
        while more:
            message = await receive()
            got.append(message["body"])
            more = message["more_body"]

    async def ask() -> None:
        await BodyLimit(application, LIMIT)({"type": kind, "path": path}, receive, send)

    with ThreadPoolExecutor(1) as pool:  # Playwright keeps a loop running on the main thread
        pool.submit(asyncio.run, ask()).result()
    return b"".join(got), answered


UPLOADS = ["/gradio_api/upload", "/behind/a/proxy/gradio_api/upload"]
OTHERS = [
    "/gradio_api/run/upload", "/gradio_api/run/upload/", "/gradio_api/call/upload", "/gradio_api/call/v2/upload",
    "/gradio_api/api/upload", "/gradio_api/queue/join", "/upload", "/gradio_api/upload/", "/gradio_api/uploads",
]  # fmt: skip


@pytest.mark.parametrize("path", UPLOADS)
def test_uploads_are_spared(path):
    assert read(path, b"x" * LIMIT, b"x" * LIMIT) == (b"x" * 2 * LIMIT, [])


@pytest.mark.parametrize("path", OTHERS)
@pytest.mark.parametrize("chunks", [(b"x" * (LIMIT + 1),), (b"x" * 600, b"x" * 600)], ids=["at once", "in chunks"])
def test_everything_else_is_held_to_the_limit(path, chunks):
    got, answered = read(path, *chunks)
    assert len(got) <= LIMIT and answered == [413]


@pytest.mark.parametrize("path", [UPLOADS[0], OTHERS[0]])
def test_a_body_that_never_ends_is_given_up(path):
    """But an answer may be waited for longer than that: only the visitor's leaving is awaited then."""
    sent, answered = iter([{"type": "http.request", "body": b"x", "more_body": True}]), []

    async def receive() -> Message:
        return next(sent, None) or await asyncio.Event().wait()

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass

    async def send(message: Message) -> None:
        answered.append(message.get("status"))

    async def ask() -> None:
        await BodyLimit(application, LIMIT, seconds=0.05)({"type": "http", "path": path}, receive, send)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, ask()).result(timeout=20)
    assert answered[0] == 408


def test_the_leaving_of_a_visitor_is_awaited_without_a_limit():
    sent = iter([{"type": "http.request", "body": b"x", "more_body": False}])

    async def receive() -> Message:
        if message := next(sent, None):
            return message
        await asyncio.sleep(0.3)
        return {"type": "http.disconnect"}

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        assert (await receive())["body"] == b"x"
        assert (await receive())["type"] == "http.disconnect"

    async def ask() -> None:
        await BodyLimit(application, LIMIT, seconds=0.05)({"type": "http", "path": "/"}, receive, None)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, ask()).result(timeout=20)


@pytest.mark.parametrize("path", UPLOADS + OTHERS)
def test_a_body_of_just_the_limit_passes(path):
    assert read(path, b"x" * 400, b"x" * 600) == (b"x" * LIMIT, [])
