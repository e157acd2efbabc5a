"""What a stranger may send: no file of the machine is read, no name stops a page, no long field stays in memory."""

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np
import pytest
from gradio.utils import get_upload_folder
from PIL import Image

from playground.data import pictures
from playground.live import owners, places
from playground.registry import FAMILIES
from playground.ui import launch
from playground.ui.stages.packing import Feed
from tests.serving import free_port

REVERSE = {**FAMILIES[0].engine("reverse").defaults(), "steps": 3}


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    site = launch.open_site("127.0.0.1", free_port())
    yield f"{site.home.local_url.rstrip('/')}/diffusion"
    site.home.close()


@pytest.fixture(scope="module")
def reverse(page) -> int:
    config = httpx.get(f"{page}/config").json()
    return next(one["id"] for one in config["dependencies"] if one["api_name"] == "diffusion_reverse")


def join(page: str, number: int, session: object, values: list) -> httpx.Response:
    body = json.dumps({"fn_index": number, "data": values, "session_hash": session})
    return httpx.post(f"{page}/gradio_api/queue/join", content=body, headers={"Content-Type": "application/json"})


def told(page: str, number: int, values: list) -> list[dict]:
    """All messages of one run."""
    session, messages = uuid.uuid4().hex, []
    join(page, number, session, values).raise_for_status()
    with httpx.stream("GET", f"{page}/gradio_api/queue/data?session_hash={session}", timeout=120) as stream:
        for line in stream.iter_lines():
            if line.startswith("data: "):
                messages.append(json.loads(line[6:]))
                if messages[-1]["msg"] in ("process_completed", "unexpected_error"):
                    return messages
    raise AssertionError("the stream ended before the run did")


@pytest.mark.slow
@pytest.mark.parametrize("wrapped", [lambda file: file, lambda file: [file]], ids=["itself", "in a list"])
def test_no_file_of_the_machine_is_taken_for_an_upload(page, reverse, tmp_path, wrapped):
    secret = tmp_path / "secret.txt"
    secret.write_text("a token")
    file = {"path": str(secret), "meta": {"_type": "gradio.FileData"}}
    messages = told(page, reverse, [wrapped(file), *list(REVERSE.values())[1:]])
    assert messages[-1]["msg"] == "process_completed" and not messages[-1]["success"]
    assert str(secret) not in json.dumps(messages)
    assert not list(Path(get_upload_folder()).rglob("secret.txt")), "nor is it copied to where it can be fetched"


@pytest.mark.parametrize("name", ["", " ", "x" * 65, "a/b", "the warm-up", 3, ["a"], {"a": 1}, True])
def test_a_session_has_a_plain_name(page, reverse, name):
    assert join(page, reverse, name, list(REVERSE.values())).status_code in (400, 422)
    if isinstance(name, str):
        assert httpx.get(f"{page}/gradio_api/queue/data", params={"session_hash": name}).status_code == 400


@pytest.mark.parametrize("route", ["component_server", "component_server/", "queue/join", "run/predict"])
def test_a_form_that_is_no_upload_is_refused(page, route):
    form = {"session_hash": (None, "x" * 5000), "data": (None, "{}"), "fn_name": (None, "decode")}
    assert httpx.post(f"{page}/gradio_api/{route}", files=form).status_code == 415


def test_a_page_lives_on_when_strangers_name_no_session(page, reverse):
    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(lambda _: join(page, reverse, "", [None]).status_code, range(6))) == {400}
    assert told(page, reverse, list(REVERSE.values()))[-1]["success"]


@pytest.mark.parametrize("number", [-1, 99_999, None])
@pytest.mark.parametrize("route", ["queue/join", "run/predict", "run/no_such", "component_server"])
def test_what_a_page_does_not_have_is_not_found(page, route, number):
    body = {"fn_index": number, "data": [], "session_hash": "stranger", "component_id": number, "fn_name": "decode"}
    assert 400 <= httpx.post(f"{page}/gradio_api/{route}", json=body).status_code < 500


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Forwarded-Proto", "Host"])
@pytest.mark.parametrize("value", ["[::1", "a:b", "a]b", "a/b", "a:99999999"])
@pytest.mark.parametrize("path", ["", "/config", "/gradio_api/info"])
def test_what_is_no_address_is_not_obeyed(page, name, value, path):
    answer = httpx.get(f"{page}{path}", headers={name: value})
    assert answer.status_code == 200 and f"//{value}" not in answer.text


def test_a_question_past_the_queue_counts_for_its_address(page):
    config = httpx.get(f"{page.rpartition('/')[0]}/vae/config").json()
    encode = next(one["id"] for one in config["components"] if "decode" in str(one["props"].get("server_fns")))
    body = {"component_id": encode, "fn_name": "decode", "session_hash": "stranger", "data": {"page": "mine", "z": 5}}
    told = httpx.post(f"{page.rpartition('/')[0]}/vae/gradio_api/component_server", json=body).json()
    assert "sorry" in told and places.address("page mine") == "127.0.0.1"


def test_a_message_for_a_session_that_is_forgotten_is_dropped():
    """As when many strangers have come since."""
    queue = launch._queued(launch.build_page(FAMILIES[0]))._queue
    event = type("Event", (), {"session_hash": "gone", "alive": True, "_id": "1"})()
    queue.send_message(event, object())
    assert "gone" not in queue.pending_messages_per_session


def test_a_long_field_of_an_upload_is_refused(page):
    parts = {"note": (None, "x" * 100_000)}
    assert httpx.post(f"{page}/gradio_api/upload", files=parts).status_code == 400


def test_an_open_training_leaves_the_page_room():
    assert launch.MAX_THREADS > owners.MAX_TRAININGS + 40


@pytest.mark.parametrize(
    "value",
    [{"path": "/x"}, [{"path": "/x"}], [["a"]], 10**30, "half \ud83d", "x" * 5000, None, float("nan"), ["a"] * 200],
)
def test_a_stage_is_told_no_more_than_a_control_can_hold(value):
    assert Feed("run", {"kept": 3, "dropped": value})._asked == {"kept": 3}


@pytest.mark.parametrize("value", ["text", "", 3, 2.5, True, ["DDIM", "Heun"], ("a",)])
def test_a_stage_is_told_what_its_controls_hold(value):
    assert Feed("run", {"kept": value})._asked == {"kept": value}


@pytest.mark.slow
def test_a_huge_picture_is_reduced_before_it_is_computed_with(tmp_path):
    file, sizes = tmp_path / "huge.png", []
    picture = np.zeros((4000, 3000, 3), np.uint8)
    picture[:, 1500:] = 255
    Image.fromarray(picture).save(file)
    plain = pictures._ground
    try:
        pictures._ground = lambda rgba: (sizes.append(rgba.size), plain(rgba))[1]
        pixels, note = pictures.upload(file)
    finally:
        pictures._ground = plain
    assert max(sizes[0]) <= 1024 and note.startswith("3000 x 4000 pixels")
    assert pixels[:, :30].max() < 20 and pixels[:, 34:].min() > 235
