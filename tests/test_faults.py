"""Whatever a visitor, a link, a file or the network does wrong ends in one sentence, and the app goes on."""

import errno
import json
import os
import shutil
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from gradio import route_utils
from PIL import Image

from playground import live, store
from playground.data import digits
from playground.data.pictures import upload
from playground.errors import BadInput
from playground.live import cache, lane, owners, runs, training
from playground.registry import FAMILIES, WEIGHTS
from playground.spec import CHECKS, Param
from playground.ui import links
from playground.ui.events import FAULT, said
from playground.ui.links import parts
from tests import values
from tests.serving import free_port

ENGINES = {f"{family.stem}_{engine.name}": engine for family in FAMILIES for engine in family.engines}
STEMS = {f"{family.stem}_{engine.name}": family.stem for family in FAMILIES for engine in family.engines}
SMALL = {"_".join(place): small for place, small in values.SMALL.items()}


# Uploads


def saved(picture: Image.Image, path: Path, **options) -> Path:
    picture.save(path, **options)
    return path


def not_an_image(path: Path) -> Path:
    path.write_text("<svg onload=alert(1)>")
    return path


def truncated(path: Path) -> Path:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    whole = saved(Image.fromarray(noise), path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


BAD_UPLOADS = {
    "not an image": not_an_image,
    "empty": lambda path: saved(Image.new("L", (9, 9)), path).write_bytes(b"") or path,
    "truncated": truncated,
    "1 x 1": lambda path: saved(Image.new("RGB", (1, 1)), path),
    "20,000 wide": lambda path: saved(Image.new("1", (20_000, 10)), path),
    "20,000 x 20,000": lambda path: saved(Image.new("1", (20_000, 20_000)), path),
    "missing": lambda path: path,
}


@pytest.mark.parametrize("make", BAD_UPLOADS.values(), ids=BAD_UPLOADS)
def test_bad_upload_ends_in_one_sentence(tmp_path, make):
    with pytest.raises(BadInput) as caught:
        upload(make(tmp_path / "picture.png"))
    assert_sentence(str(caught.value))


def test_alpha_lies_on_black(tmp_path):
    clear = Image.new("RGBA", (40, 20), (255, 255, 255, 0))
    pixels, note = upload(saved(clear, tmp_path / "a.png"))
    assert pixels.shape == (64, 64, 3) and pixels.dtype == np.uint8 and pixels.max() == 0
    assert "40 x 20" in note and "black" in note


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
@pytest.mark.parametrize(("ink", "ground"), [("black", "white"), ("white", "black")])
def test_ink_on_a_transparent_ground_is_seen(tmp_path, mode, ink, ground):
    picture = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    picture.paste(Image.new("RGBA", (20, 64), ink), (20, 0))
    pixels, note = upload(saved(picture.convert(mode), tmp_path / "a.png"))
    shown = {"black": 0, "white": 255}
    assert pixels[32, 30].tolist() == [shown[ink]] * 3 and pixels[32, 60].tolist() == [shown[ground]] * 3
    assert f"transparent parts lie on {ground}" in note


def test_a_turned_photograph_tells_the_size_that_is_seen(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn
    _, note = upload(saved(Image.new("RGB", (60, 40), "red"), tmp_path / "a.jpg", exif=exif))
    assert note.startswith("40 x 60 pixels")


def test_animation_gives_its_first_frame(tmp_path):
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue", "green")]
    path = saved(frames[0], tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    pixels, note = upload(path)
    assert pixels[32, 32].tolist() == [255, 0, 0] and "first frame" in note


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("1", "png"), ("L", "png"), ("P", "png"), ("LA", "png"), ("I;16", "png"), ("L", "jpeg"), ("CMYK", "jpeg"),
     ("P", "gif"), ("RGB", "webp"), ("RGBA", "webp")],
)  # fmt: skip
def test_every_kind_of_pixel_is_read(tmp_path, mode, kind):
    picture = Image.new("L", (30, 30), 255).convert(mode) if mode != "I;16" else Image.new("I;16", (30, 30), 65_535)
    pixels, _ = upload(saved(picture, tmp_path / f"a.{kind}"))
    assert pixels.shape == (64, 64, 3) and pixels[32, 32].min() > 250


@pytest.mark.parametrize(("mode", "kind"), [("CMYK", "tiff"), ("F", "tiff"), ("RGB", "bmp"), ("RGB", "ppm")])
@pytest.mark.parametrize("disguised", [False, True])
def test_other_formats_are_refused(tmp_path, mode, kind, disguised):
    """By what is in the file, not by its name: each format read is one more parser for strangers' bytes."""
    path = saved(Image.new(mode, (30, 30)), tmp_path / f"a.{kind}")
    path = path.rename(tmp_path / "a.png") if disguised else path
    with pytest.raises(BadInput) as caught:
        upload(path)
    assert_sentence(str(caught.value))
    assert "PNG, JPEG, WebP or GIF" in str(caught.value)


def test_middle_square_is_taken(tmp_path):
    picture = Image.new("RGB", (300, 100), "red")
    picture.paste("blue", (100, 0, 200, 100))
    pixels, _ = upload(saved(picture, tmp_path / "a.png"))
    assert np.array_equal(pixels, np.broadcast_to(np.uint8([0, 0, 255]), (64, 64, 3)))


# A server, spoken to as a stranger would


class Visitor:
    """Speaks the queue's protocol with a family's page, as the browser and any API client do."""

    def __init__(self, address: str, stem: str = "diffusion") -> None:
        self.stem, self.address = stem, address
        self.api = f"{address}/{links.page(stem)}/gradio_api"
        self.client = httpx.Client(timeout=120)

    def post(self, path: str, body: bytes | str) -> httpx.Response:
        return self.client.post(f"{self.api}/{path}", content=body, headers={"content-type": "application/json"})

    def call(self, name: str, data: object) -> tuple[str, object]:
        """The last event's kind, and its data."""
        answer = self.post(f"call/{name}", json.dumps({"data": data}))
        assert answer.status_code == 200, answer.text
        kind, last = "", None
        with self.client.stream("GET", f"{self.api}/call/{name}/{answer.json()['event_id']}") as stream:
            for line in stream.iter_lines():
                key, _, text = line.partition(": ")
                if key == "event":
                    kind = text
                elif key == "data" and kind != "heartbeat":
                    last = json.loads(text)
        return kind, last

    def frames(self, name: str, **values: object) -> list[dict]:
        """All frames of a run that must succeed."""
        kind, last = self.call(name, arguments(name, **values))
        assert kind == "complete", last
        return [frame for chunk in last[0]["chunks"] for frame in json.loads(chunk)["frames"]]

    def sentence(self, name: str, **values: object) -> str:
        """What a run that must fail says."""
        kind, last = self.call(name, arguments(name, **values))
        assert kind == "error", f"{values} was taken"
        assert isinstance(last["error"], str), f"{values}: no word to the visitor"
        return last["error"]


def arguments(name: str, **values: object) -> list:
    """What a page would send to the engine of that API name."""
    defaults = ENGINES[name].defaults() | SMALL.get(name, {}) | values
    return [list(value) if isinstance(value, tuple) else value for value in defaults.values()]


def assert_sentence(text: str) -> None:
    assert text.endswith(".") and len(text) < 200 and text != FAULT, text
    assert not any(sign in text for sign in ("Traceback", 'File "', "\n", "<class", "Error(")), text


def wait_for(condition, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(condition())


@pytest.fixture
def visitor(server) -> Visitor:
    return Visitor(server.url)


FILE = {"path": "/etc/hostname", "meta": {"_type": "gradio.FileData"}}  # what Gradio would look for on the disk
BAD = {
    "integer": [float("nan"), float("inf"), True, "many", "7", 10**400, -1, 0.5, None, [], {}],
    "number": [float("nan"), float("-inf"), True, "much", 10**400, 1e308, -1, None, [], {}],
    "choice": ["no such choice", float("nan"), True, 7, 10**400, None, [], {}],
    "choices": [["no such choice"], "DDIM", float("nan"), True, [], [7], [None], None, {}],
    "switch": ["on", float("nan"), 1, 10**400, None, [], {}],
    "strokes": ["<script>", float("nan"), True, 10**400, "1,2," * 2000, [], {}],
    "changes": ["<script>", float("nan"), True, 10**400, "5:loss", "5:loss=hinge;" * 500, [], {}],
    "tokens": ["<script>", float("nan"), True, 10**400, "5:x", "5:3;" * 700, [], {}],
    "text": ["", " ", None, [], ["a"], {}, {"a": 1}, FILE, 7, True, "x" * 100_001, "\ud800"],
}
# What the page offers by name: each part of a tab, and the map that looks inside one step, of the run that is shown.
OFFERED = [f"{family.stem}_{name}" for family in FAMILIES for name in (*parts(family), "inside")]
EVERY_KIND = {
    (param.kind, param.high > 10_000): (name, param)  # a number box where the range is too wide for a slider
    for name in OFFERED
    if name in ENGINES and name != "diffusion_inside"
    for param in ENGINES[name].params
    if param.kind in BAD and not (param.kind == "text" and param.low == 0)  # which takes all that Gradio makes text of
}


def is_good(param: Param, value: object) -> bool:
    """-1 is nonsense for most numbers, not for a place in a plane."""
    return isinstance(value, int) and value == -1 and param.low <= -1


def test_every_kind_that_travels_is_tried():
    assert {kind for kind, _ in EVERY_KIND} == BAD.keys() == CHECKS.keys() - {"image"}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "param"), EVERY_KIND.values(), ids=lambda part: getattr(part, "name", part))
def test_nonsense_sent_to_the_api_ends_in_one_sentence(server, name, param):
    visitor = Visitor(server.url, STEMS[name])
    for value in (value for value in BAD[param.kind] if not is_good(param, value) and value != FILE):
        assert_sentence(visitor.sentence(name, **{param.name: value}))


@pytest.mark.slow
def test_a_file_of_the_machine_in_place_of_a_text_is_refused(server):
    """By Gradio, before any handler has it, and so without a word of ours."""
    kind, last = Visitor(server.url, "autoregressive").call(
        "autoregressive_inside", arguments("autoregressive_inside", text=FILE)
    )
    assert kind == "error" and "hostname" not in json.dumps(last)


@pytest.mark.slow
def test_the_map_inside_a_step_refuses_nonsense_too(visitor):
    """It takes its values from the run that is shown, and the label from its caller."""
    for value in BAD["choice"]:
        assert_sentence(visitor.sentence("diffusion_inside", label=value))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "values"), [("autoregressive_write", {"model": "\ud800"}), ("vae_encode", {"size": 10**30})]
)
def test_what_a_stage_is_told_of_the_controls_is_checked_before(server, name, values):
    assert_sentence(Visitor(server.url, STEMS[name]).sentence(name, **values))


@pytest.mark.slow
@pytest.mark.parametrize("data", [{"a": 1}, "x", 7, None])
def test_arguments_that_are_no_list_are_refused(visitor, data):
    answer = visitor.post("call/diffusion_reverse", json.dumps({"data": data}))
    assert answer.status_code in (400, 422) and "Traceback" not in answer.text


@pytest.mark.slow
@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000], ids=lambda body: repr(body)[:12])
def test_a_body_that_is_no_json_is_refused(visitor, body):
    answer = visitor.post("call/diffusion_reverse", body)
    assert answer.status_code in (400, 422) and "Traceback" not in answer.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["call/diffusion_reverse", "queue/join", "run/diffusion_reverse", "run/upload", "call/upload"]
)
def test_a_body_over_the_limit_is_413(visitor, path):
    body = json.dumps({"data": ["x" * 400_000]}).encode()
    assert visitor.post(path, body).status_code == 413
    chunks = (body[i : i + 50_000] for i in range(0, len(body), 50_000))
    headers = {"content-type": "application/json"}
    assert httpx.post(f"{visitor.api}/{path}", content=chunks, headers=headers).status_code == 413


INJECTED = "<script>alert(1)</script>"


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        "diffusion.reverse.steps=NaN",
        "diffusion.reverse.steps=" + "9" * 4000,
        f"tab={INJECTED}&part={INJECTED}",
        f"diffusion.reverse.sampler={INJECTED}",
        f"__theme={INJECTED}",
        f"hide=,,{INJECTED},&lock=%00",
    ],
)
def test_a_nonsense_link_opens_the_page(server, query):
    answer = httpx.get(f"{server.url}/?{query}", follow_redirects=True)
    assert answer.status_code == 200 and INJECTED not in answer.text


@pytest.mark.slow
def test_two_visitors_at_once_both_get_their_own(server):
    found: dict[int, list[dict]] = {}

    def generate(seed: int) -> None:
        found[seed] = Visitor(server.url).frames("diffusion_reverse", seed=seed, steps=6)

    both = [threading.Thread(target=generate, args=(seed,)) for seed in (100, 200)]
    for one in both:
        one.start()
    for one in both:
        one.join(100)
    for frames in found.values():
        assert [frame["step"] for frame in frames if "t" in frame["stats"]][:7] == list(range(7))
    pictures = [frames[6]["arrays"]["xt"] for frames in found.values()]
    assert len(pictures) == 2 and pictures[0] != pictures[1]
    alone = Visitor(server.url).frames("diffusion_reverse", seed=100, steps=6)
    assert alone[6]["arrays"]["xt"] == found[100][6]["arrays"]["xt"]


@pytest.mark.slow
def test_after_all_that_the_app_goes_on(visitor):
    assert len(visitor.frames("diffusion_reverse", steps=3)) >= 4
    assert len(visitor.frames("diffusion_forward", T=20)) == 21


# The same page in this process, so that its inside can be looked at


@pytest.fixture(scope="module")
def site():
    from playground.ui.launch import open_site

    opened = open_site("127.0.0.1", free_port())
    yield opened
    opened.home.close()


@pytest.fixture
def guest(site, monkeypatch) -> Visitor:
    """A visitor of the diffusion page in this process; nothing is cached."""
    monkeypatch.setattr(cache, "CACHE", cache.Cache(2**20))
    return Visitor(site.home.local_url.rstrip("/"))


@pytest.fixture
def duellist(guest) -> Visitor:
    """The same, of the GAN page."""
    return Visitor(guest.address, "gan")


def join(guest: Visitor, site, name: str, data: list, session: str, **more: object) -> None:
    """Ask for an API name, or for a tab's own handler as "module:function"."""
    fns = site.pages[guest.stem].fns
    names = {key: (fn.api_name, f"{getattr(fn.fn, '__module__', '')}:{fn.name}") for key, fn in fns.items()}
    function = next(key for key, known in names.items() if name in known)
    body = {"data": data, "fn_index": function, "session_hash": session, **more}
    assert guest.post("queue/join", json.dumps(body)).status_code == 200


def messages(guest: Visitor, session: str) -> Iterator[dict]:
    with guest.client.stream("GET", f"{guest.api}/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


@pytest.mark.slow
def test_a_run_that_nobody_reads_ends(guest, site):
    """Ten seconds after its first answer; one that is read goes on, however long it takes."""
    unread, read = uuid.uuid4().hex, uuid.uuid4().hex
    long = arguments("diffusion_reverse", steps=1000, sampler="DDPM")
    for session in (unread, read):
        join(guest, site, "diffusion_reverse", long, session)
    began, kept = time.monotonic(), site.pages["diffusion"]._queue.pending_messages_per_session
    reading = messages(guest, read)
    while time.monotonic() - began < 30 and unread in kept:
        assert next(reading)["msg"] != "process_completed"
    assert unread not in kept and read in kept and 8 < time.monotonic() - began < 25
    assert wait_for(lambda: lane.LANE.runs == 1, 5), "it is computed on"
    assert next(reading)["msg"] in ("process_generating", "heartbeat")
    assert next(messages(guest, unread))["session_not_found"]
    reading.close()
    assert wait_for(lambda: lane.LANE.runs == 0, 10)


@pytest.mark.slow
def test_sessions_without_end_from_one_address_hold_its_share_alone(guest, site, monkeypatch):
    monkeypatch.setattr(lane.LANE, "of_address", 2)
    long = arguments("diffusion_reverse", steps=1000, sampler="DDPM")
    held = [uuid.uuid4().hex for _ in range(2)]
    for session in held:
        join(guest, site, "diffusion_reverse", long, session)
    streams = [messages(guest, session) for session in held]
    for stream in streams:
        assert any(message["msg"] == "process_generating" for message in stream)
    third = uuid.uuid4().hex
    join(guest, site, "diffusion_reverse", long, third)
    *_, last = (message for message in messages(guest, third) if message["msg"] == "process_completed")
    assert not last["success"] and "2 runs come from your network" in last["output"]["error"]
    live.came("elsewhere", "203.0.113.9")
    lane.LANE.leave(lane.LANE.join("elsewhere"))
    for stream in streams:
        stream.close()
    assert wait_for(lambda: lane.LANE.runs == 0, 10)


@pytest.mark.slow
def test_a_page_closed_in_the_middle_leaves_no_run(guest, site):
    session = uuid.uuid4().hex
    join(guest, site, "diffusion_reverse", arguments("diffusion_reverse", steps=1000, sampler="DDPM"), session)
    stream = messages(guest, session)
    assert any(message["msg"] == "process_generating" for message in stream)
    assert lane.LANE.runs == 1
    stream.close()
    assert wait_for(lambda: lane.LANE.runs == 0, 10), "the run goes on without anybody"
    assert not runs._stops
    assert len(guest.frames("diffusion_reverse", steps=3)) >= 4


@pytest.mark.slow
def test_a_page_closed_while_it_trains_leaves_no_training(duellist, site, monkeypatch):
    """It pauses at once, and is let go of a while later."""
    monkeypatch.setattr(training, "AWAY_SECONDS", 6.0)
    session = uuid.uuid4().hex
    join(duellist, site, "gan_duel", arguments("gan_duel", steps=100_000), session)
    stream = messages(duellist, session)
    assert any(message["msg"] == "process_generating" for message in stream)
    (begun,) = owners._held.values()
    stream.close()
    assert wait_for(lambda: begun.state is training.State.PAUSED, 5), "the training goes on without anybody"
    assert wait_for(lambda: not owners._held and not owners._owned, 15)
    assert wait_for(lambda: all(thread.name != "training" for thread in threading.enumerate()), 5)
    assert not runs._stops and lane.LANE.runs == 0


@pytest.mark.slow
@pytest.mark.parametrize("data", [{"do": "abc"}, {"do": None}, {"do": ["play"]}, {"do": {}}, {}, None, "x", [1]])
def test_a_nonsense_order_is_a_look(duellist, site, data, caplog, monkeypatch):
    """Where nothing trains yet, it begins one that stands and waits."""
    monkeypatch.setattr(training, "AWAY_SECONDS", 0.1)
    session = uuid.uuid4().hex
    values = arguments("gan_duel")
    join(duellist, site, "playground.ui.livepart:order", values, session, event_data=data)
    stream = messages(duellist, session)
    assert any(message["msg"] == "process_generating" and message["success"] for message in stream)
    (begun,) = owners._owned.values()
    assert begun.state is training.State.PAUSED
    stream.close()
    assert wait_for(lambda: not owners._owned, 10)
    assert "Traceback" not in caplog.text


@pytest.mark.slow
@pytest.mark.parametrize("data", [{"sample": "abc"}, {"sample": None}, {"sample": 1e999}, {}, None, "x", [1]])
def test_nonsense_from_a_stage_is_taken_calmly(guest, site, data, caplog):
    """Events that the stages send carry data anyone may have written."""
    session = uuid.uuid4().hex
    join(guest, site, "playground.tabs.diffusion:pick", [], session, event_data=data)
    last = next(message for message in messages(guest, session) if message["msg"] == "process_completed")
    if not last["success"]:
        assert_sentence(last["output"]["error"])
    assert "Traceback" not in caplog.text


def uploaded(guest: Visitor, site, path: Path) -> list:
    """What the page answers to a file chosen with its button: image, source, note."""
    with path.open("rb") as file:
        answer = guest.client.post(f"{guest.api}/upload", files={"files": (path.name, file)})
    (kept,) = answer.json()
    session = uuid.uuid4().hex
    chosen = {"path": kept, "orig_name": path.name, "meta": {"_type": "gradio.FileData"}}
    join(guest, site, "playground.ui.picturepart:read", [chosen], session)
    last = next(message for message in messages(guest, session) if message["msg"] == "process_completed")
    assert last["success"], last
    return last["output"]["data"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "words"),
    [(not_an_image, "not a picture"), (BAD_UPLOADS["1 x 1"], "1 x 1"), (BAD_UPLOADS["truncated"], "not a picture")],
)
def test_a_bad_upload_says_so_in_the_note(guest, site, tmp_path, make, words, caplog):
    _, source, note = uploaded(guest, site, make(tmp_path / "picture.png"))
    assert_sentence(note["said"])
    assert words in note["said"] and note["refused"] and source != "upload", "the picture shown stays"
    assert "Traceback" not in caplog.text


@pytest.mark.slow
def test_a_good_upload_is_noted(guest, site, tmp_path):
    _, source, note = uploaded(guest, site, saved(Image.new("RGB", (40, 20), "red"), tmp_path / "a.png"))
    assert source == "upload" and "40 x 20" in note["said"] and not note["refused"]


@pytest.fixture
def kept(site, tmp_path, monkeypatch) -> Path:
    """Where the diffusion page's uploads are kept."""
    folder = tmp_path / "kept"
    monkeypatch.setattr(site.pages["diffusion"].app, "uploaded_file_dir", str(folder))
    return folder


@pytest.mark.slow
def test_what_does_not_fit_on_the_disk_is_said_and_nothing_of_it_stays(guest, kept, monkeypatch):
    async def no_room(file: route_utils.GradioUploadFile, data: bytes) -> None:
        file.file.write(data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(route_utils.GradioUploadFile, "write", no_room)
        answer = guest.client.post(f"{guest.api}/upload", files={"files": ("a.png", b"x" * 1000)})
    assert answer.status_code == 507
    assert_sentence(answer.text)
    assert "disk is full" in answer.text and list(kept.iterdir()) == []
    assert guest.client.post(f"{guest.api}/upload", files={"files": ("a.png", b"x" * 1000)}).status_code == 200
    assert said(OSError(errno.ENOSPC, "no space")).message == answer.text
    assert said(OSError(errno.ENOENT, "no file")).message == FAULT


@pytest.mark.slow
def test_an_upload_that_breaks_off_leaves_nothing(guest, kept):
    def half() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n' + b"x" * 100_000
        assert wait_for(lambda: kept.exists() and list(kept.iterdir()), 20)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        guest.client.post(
            f"{guest.api}/upload", content=half(), headers={"content-type": "multipart/form-data; boundary=b"}
        )
    assert wait_for(lambda: list(kept.iterdir()) == [], 20)


@pytest.fixture
def damaged(tmp_path, monkeypatch):
    """Points the store at a copy of the weights, with nothing loaded yet; returns a function that damages one file."""
    from playground.engines.diffusion.denoiser import denoiser
    from playground.measure.digits import reference
    from playground.models.classifier.digits import classifier

    copy = tmp_path / "weights"
    shutil.copytree(WEIGHTS, copy, copy_function=os.symlink)
    monkeypatch.setattr(store, "WEIGHTS", copy)
    cached = (denoiser, classifier, reference)
    for function in cached:
        function.cache_clear()

    def damage(name: str, how: str) -> None:
        file = copy / name / "model.safetensors"
        data = file.read_bytes()
        file.unlink()
        if how != "missing":
            file.write_bytes(data[:-100] if how == "truncated" else data[:-1] + bytes([data[-1] ^ 1]))

    yield damage
    for function in cached:
        function.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["diffusion/digits", "classifier/digits"])
@pytest.mark.parametrize("how", ["missing", "truncated", "altered"])
def test_damaged_weights_end_in_one_sentence_and_the_page_serves(guest, site, damaged, name, how):
    damaged(name, how)
    said = guest.sentence("diffusion_reverse")
    assert_sentence(said)
    assert name in said
    assert httpx.get(site.home.local_url, follow_redirects=True).status_code == 200
    assert len(guest.frames("diffusion_forward", T=20)) == 21, "what needs no weights goes on"


@pytest.mark.slow
def test_without_network_and_data_the_stand_in_says_so(guest, monkeypatch, tmp_path):
    from huggingface_hub import constants

    monkeypatch.delenv("PLAYGROUND_DATA", raising=False)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    digits.load.cache_clear()
    try:
        kind, last = guest.call("diffusion_forward", arguments("diffusion_forward"))
        assert kind == "complete"
        assert "MNIST" in last[0]["note"] and "not found" in last[0]["note"]
        kind, last = guest.call("claim_diffusion", [{"claim": "linear-destroys-faster"}])
        assert kind == "error"
        assert_sentence(last["error"])
        assert "MNIST" in last["error"] or "mnist" in last["error"]
    finally:
        digits.load.cache_clear()
