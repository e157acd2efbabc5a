"""Models of the hub, fetched from a small hub of our own: whole, refused, broken off, altered."""

import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from huggingface_hub import close_session, constants

from playground.data import digits, hub
from playground.errors import DataMissing

COMMIT = "0123456789abcdef0123456789abcdef01234567"
BODIES = {"config.json": b"{}", "tokenizer.json": b"{}", hub.WEIGHTS: bytes(range(256)) * 8192}
NAME = "small"


@dataclass
class Hub:
    """What the small hub does: the status it answers with, bytes before it hangs up, a pause in the weights."""

    status: int = 200
    breaks_after: int | None = None
    pause: threading.Event | None = None
    bodies: dict[str, bytes] = field(default_factory=lambda: dict(BODIES))
    asked: list[str] = field(default_factory=list)


def handler(small: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self.answer(with_body=False)

        def do_GET(self) -> None:
            self.answer(with_body=True)

        def answer(self, *, with_body: bool) -> None:
            name = self.path.rsplit("/", 1)[-1]
            body = small.bodies.get(name, b"") if small.status == 200 else b""
            small.asked.append(name)
            self.send_response(small.status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Repo-Commit", COMMIT)
            self.send_header("ETag", f'"{hashlib.sha256(body).hexdigest()}"')
            self.end_headers()
            if not with_body:
                return
            if name != hub.WEIGHTS:
                self.wfile.write(body)
                return
            cut = len(body) if small.breaks_after is None else small.breaks_after
            self.wfile.write(body[: len(body) // 2 if small.pause else cut])
            if small.pause:
                small.pause.wait(20)
                self.wfile.write(body[len(body) // 2 :])
            if cut < len(body):
                self.close_connection = True

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler


@pytest.fixture
def small(monkeypatch, tmp_path) -> Iterator[Hub]:
    """A hub at an address of ours with one model, and an empty cache."""
    serves = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(serves))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    known = hashlib.sha256(BODIES[hub.WEIGHTS]).hexdigest()
    model = hub.HubModel(NAME, "ours/small", COMMIT, len(BODIES[hub.WEIGHTS]), known, "none")
    monkeypatch.setattr(hub, "MODELS", {NAME: model})
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(constants, "ENDPOINT", address)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + "/{repo_id}/resolve/{revision}/{filename}")
    monkeypatch.setattr(time, "sleep", lambda seconds: None)  # between the library's own tries
    yield serves
    server.shutdown()
    server.server_close()


def test_is_fetched_and_found(small):
    assert hub.folder(hub.MODELS[NAME]) is None
    told = hub.standing(NAME)
    assert not told["here"] and told["offered"] and told["licence"] == "Apache-2.0" and told["size"] == "2 MB"
    list(hub.fetch(NAME))
    folder = hub.required(hub.MODELS[NAME])
    assert {file: (folder / file).read_bytes() for file in hub.FILES} == BODIES
    assert hub.standing(NAME)["here"]
    asked = len(small.asked)
    assert list(hub.fetch(NAME)) == [] and len(small.asked) == asked


def test_tells_how_far_it_is(small):
    small.pause = threading.Event()
    fetching = hub.fetch(NAME)
    seen = [next(fetching)]
    while not seen[-1]:
        seen.append(next(fetching))
    assert seen == sorted(seen) and seen[-1] < len(BODIES[hub.WEIGHTS]) + 4
    small.pause.set()
    list(fetching)
    assert hub.folder(hub.MODELS[NAME])


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_refusal_is_a_sentence(small, status):
    small.status = status
    with pytest.raises(DataMissing, match="small was not fetched") as caught:
        list(hub.fetch(NAME))
    assert str(caught.value).endswith("go on with tales.") and "\n" not in str(caught.value)
    assert hub.folder(hub.MODELS[NAME]) is None


def test_a_broken_connection_is_a_sentence_and_another_try_succeeds(small):
    small.breaks_after = 4096
    with pytest.raises(DataMissing, match=r"broke off|cannot be reached"):
        list(hub.fetch(NAME))
    assert hub.folder(hub.MODELS[NAME]) is None
    small.breaks_after = None
    list(hub.fetch(NAME))
    assert hub.folder(hub.MODELS[NAME])


def test_an_altered_file_is_deleted(small):
    small.bodies[hub.WEIGHTS] = BODIES[hub.WEIGHTS][::-1]
    with pytest.raises(DataMissing, match="not the file that was asked for"):
        list(hub.fetch(NAME))
    assert hub.folder(hub.MODELS[NAME]) is None


def test_ends_when_nobody_waits(small):
    small.pause = threading.Event()
    fetching = hub.fetch(NAME)
    next(fetching)
    watched = hub._fetches[NAME]
    fetching.close()
    small.pause.set()
    assert watched.ended.wait(20)
    assert hub.folder(hub.MODELS[NAME]) is None


def test_two_visitors_watch_one_download(small):
    small.pause = threading.Event()
    one, other = hub.fetch(NAME), hub.fetch(NAME)
    next(one)
    next(other)
    one.close()
    small.pause.set()
    list(other)
    assert hub.folder(hub.MODELS[NAME]) and small.asked.count(hub.WEIGHTS) == 2  # one HEAD, one GET


def test_offline_nothing_is_asked(small, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert not hub.standing(NAME)["offered"]
    with pytest.raises(DataMissing, match="offline"):
        list(hub.fetch(NAME))
    with pytest.raises(DataMissing, match="press its Download button"):
        hub.required(hub.MODELS[NAME])
    assert small.asked == []


@pytest.mark.parametrize("name", ["", "gpt-5", None, 7, ["small"], "../tales"])
def test_unknown_names_are_refused(name):
    with pytest.raises(DataMissing, match="offered here"):
        list(hub.fetch(name))


def test_every_model_is_pinned():
    for model in hub.MODELS.values():
        assert len(model.revision) == 40 and int(model.revision, 16) and len(model.sha256) == 64


# A proxy


@pytest.fixture
def through(monkeypatch) -> Iterator[list[str]]:
    """The way to the hub is by a proxy: names the settings of the environment to be set."""
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    close_session()  # the hub's client reads the environment when it is made
    yield ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"]
    close_session()


@pytest.fixture
def mute(monkeypatch, through) -> Iterator[None]:
    """A proxy that takes every connection, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        for name in through:
            monkeypatch.setenv(name, f"http://127.0.0.1:{listening.getsockname()[1]}")
        yield


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_says_nothing_is_given_up(small, mute, monkeypatch, scheme):
    """And so is the second try, which the first one, still waiting, does not hold up."""
    template = scheme + "://hub.invalid/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr(hub, "SILENT_SECONDS", 1.0)
    for _ in range(2):
        began = time.monotonic()
        with pytest.raises(DataMissing, match="small was not fetched: nothing came from the hub for 1 second"):
            list(hub.fetch(NAME))
        assert time.monotonic() - began < 5


@pytest.mark.slow
def test_a_download_that_falls_silent_on_its_way_is_given_up(small, monkeypatch):
    monkeypatch.setattr(hub, "SILENT_SECONDS", 1.0)
    small.pause = threading.Event()
    with pytest.raises(DataMissing, match="nothing came from the hub"):
        list(hub.fetch(NAME))
    small.pause.set()
    assert hub._fetches[NAME].ended.wait(20) and hub.folder(hub.MODELS[NAME]) is None


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_behind_a_proxy_that_says_nothing_no_download_is_offered_and_digits_are_stood_in_for(
    small, mute, monkeypatch, scheme
):
    monkeypatch.setattr(constants, "ENDPOINT", f"{scheme}://hub.invalid")
    monkeypatch.setattr(hub, "PROBE_SECONDS", 0.5)
    monkeypatch.delenv("PLAYGROUND_DATA", raising=False)
    began = time.monotonic()
    assert not hub.standing(NAME)["offered"]
    assert digits.load.__wrapped__("mnist", "test").source == "embedded"
    assert time.monotonic() - began < 5


def test_digits_that_fall_silent_are_stood_in_for(small, mute, monkeypatch):
    """The hub answers, but sends nothing."""
    monkeypatch.setattr(hub, "reachable", lambda: True)
    monkeypatch.setattr(hub, "SILENT_SECONDS", 0.5)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", "https://hub.invalid/{repo_id}/{revision}/{filename}")
    monkeypatch.delenv("PLAYGROUND_DATA", raising=False)
    began = time.monotonic()
    assert digits.load.__wrapped__("mnist", "test").source == "embedded"
    assert time.monotonic() - began < 5


def test_the_hub_is_reached_by_way_of_a_proxy(small, monkeypatch, through):
    """Where nothing else leads out of the house: nobody knows hub.invalid but the proxy."""
    for name in through:
        monkeypatch.setenv(name, constants.ENDPOINT)
    monkeypatch.setattr(constants, "ENDPOINT", "http://hub.invalid")
    template = "http://hub.invalid/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    assert hub.standing(NAME)["offered"]
    list(hub.fetch(NAME))
    assert hub.standing(NAME)["here"]
