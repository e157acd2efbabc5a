"""The Hugging Face hub: whether it can be reached, and fetching from it with progress and a deadline; the language
models that are offered from it."""

import hashlib
import math
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError

from huggingface_hub import constants, hf_hub_download, try_to_load_from_cache
from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError
from huggingface_hub.utils.tqdm import tqdm

from playground.errors import DataMissing, is_full_disk

WEIGHTS = "model.safetensors"
FILES = ("config.json", "tokenizer.json", WEIGHTS)
REPORT_SECONDS = 0.2
PROBE_SECONDS = 2.0  # the hub has to answer at all
SILENT_SECONDS = 30.0  # a download may last without a byte


@dataclass(frozen=True)
class HubModel:
    """One model at one revision; nothing but FILES is fetched, and no code of its repository runs.

    Attributes:
        revision: the commit; weights: bytes and sha256 of its model.safetensors.
    """

    name: str
    repository: str
    revision: str
    bytes: int
    sha256: str
    parameters: str
    licence: str = "Apache-2.0"

    @property
    def size(self) -> str:
        return f"{self.bytes / 1e6:,.0f} MB"


MODELS = {
    model.name: model
    for model in (
        HubModel(
            "distilgpt2", "distilbert/distilgpt2", "2290a62682d06624634c1f46a6ad5be0f47f38aa", 352_824_413,
            "e1ff18884359fe8beb795a5f414feb85a6ce3d929ad019c0d958c039d2b94a1b", "82 M",
        ),
        HubModel(
            "SmolLM2-135M", "HuggingFaceTB/SmolLM2-135M", "93efa2f097d58c2a74874c7e644dbc9b0cee75a2", 269_060_552,
            "80521b40281d6ce74e35c9282c22539e75aa0ac8578892b2a59955ef78d55da1", "135 M",
        ),
        HubModel(
            "Qwen3-0.6B", "Qwen/Qwen3-0.6B", "c1899de289a04d12100db370d81485cdf75e47ca", 1_503_300_328,
            "f47f71177f32bcd101b7573ec9171e6a57f4f4d31148d38e382306f42996874b", "0.6 B",
        ),
    )
}  # fmt: skip


def folder(model: HubModel) -> Path | None:
    """Where the cache holds all of its files; None where one is missing."""
    found = [try_to_load_from_cache(model.repository, file, revision=model.revision) for file in FILES]
    paths = [path for path in found if isinstance(path, str)]
    return Path(paths[0]).parent if len(paths) == len(FILES) else None


def required(model: HubModel) -> Path:
    """As `folder`; raises DataMissing where it is not here yet."""
    found = folder(model)
    if found is None:
        raise DataMissing(
            f"{model.name} is not on this machine: press its Download button ({model.size}, {model.licence}) "
            "or choose a model that ships."
        )
    return found


def reachable() -> bool:
    """Whether the hub answers, by way of the proxy where one is set: never where HF_HUB_OFFLINE is."""
    if constants.HF_HUB_OFFLINE:
        return False
    asked = urllib.request.Request(constants.ENDPOINT, method="HEAD")
    try:
        urllib.request.build_opener().open(asked, timeout=PROBE_SECONDS).close()
    except HTTPError:
        return True  # refuses to say, but is there
    except (OSError, ValueError, HTTPException):  # the last two: an address that is none, an answer that is none
        return False
    return True


def standing(name: str) -> dict[str, str | float | bool]:
    """What a visitor is told of a hub model before it is fetched; KeyError if there is none of that name."""
    model = MODELS[name]
    here = folder(model) is not None
    return {
        "name": name, "size": model.size, "licence": model.licence, "parameters": model.parameters,
        "source": f"huggingface.co/{model.repository}", "revision": model.revision,
        "bytes": float(model.bytes), "here": here, "offered": here or reachable(),
    }  # fmt: skip


class Interrupted(Exception):
    """Nobody waits for the download any more."""


class Silent(Exception):
    """No byte came for SILENT_SECONDS."""


class Fetch:
    """One download in a thread of its own; it ends when nobody watches it any more."""

    def __init__(self, repository: str, files: Sequence[str], revision: str | None = None, kind: str = "model") -> None:
        """`kind`: of the repository, "model" or "dataset"."""
        self.repository, self.files, self.revision, self.kind = repository, files, revision, kind
        self.got, self.watchers = 0, 0
        self.begun = False
        self.heard = math.inf  # when the last byte came; while none is waited for, some day
        self.path = Path()  # of the last file
        self.error: Exception | None = None
        self.ended = threading.Event()

    @property
    def silent(self) -> bool:
        """Whether nothing more is to be expected of it. The hub's own client would try again for ten minutes."""
        return time.monotonic() - self.heard > SILENT_SECONDS

    def watch(self) -> Iterator[int]:
        """Bytes so far, several times a second, until the end; the first to watch begins it.

        Raises:
            Silent, or whatever went wrong.
        """
        with _lock:
            self.watchers += 1
            if not self.begun:
                self.begun, self.heard = True, time.monotonic()
                threading.Thread(target=self._work, name="download", daemon=True).start()
        try:
            while not self.ended.wait(REPORT_SECONDS):
                if self.silent:
                    raise Silent
                yield self.got
        finally:
            with _lock:
                self.watchers -= 1
        if self.error is not None:
            raise self.error

    def _work(self) -> None:
        try:
            for file in self.files:
                path = hf_hub_download(
                    self.repository, file, revision=self.revision, repo_type=self.kind, tqdm_class=self._counter()
                )
                self.path = Path(path)
            self.heard = math.inf
            self.verify()
        except Exception as error:
            self.error = error
        finally:
            self.ended.set()

    def verify(self) -> None:
        """Hold what came to what is known of it; nothing is, here."""

    def _counter(self) -> type[tqdm]:
        """A progress bar that draws nothing, counts here, and breaks off once nobody watches."""
        fetch = self

        class Counter(tqdm):
            def __init__(self, *arguments: object, **named: object) -> None:
                super().__init__(*arguments, **{**named, "disable": True})  # type: ignore[no-untyped-call]  # tqdm

            def update(self, n: float | None = 1) -> None:
                with _lock:
                    if not fetch.watchers:
                        raise Interrupted
                fetch.got += int(n or 0)
                fetch.heard = time.monotonic()

        return Counter


class ModelFetch(Fetch):
    """The files of one model, its weights last."""

    def __init__(self, model: HubModel) -> None:
        super().__init__(model.repository, FILES, model.revision)
        self.model = model

    def verify(self) -> None:
        check(self.path, self.model)


def check(path: Path, model: HubModel) -> None:
    """Hold the weights to the sha256 that is known of them; a file that differs is deleted. Raises DataMissing."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != model.sha256:
        path.resolve().unlink()
        path.unlink(missing_ok=True)
        raise DataMissing(f"What came for {model.name} is not the file that was asked for, and was deleted; try again.")


_fetches: dict[str, ModelFetch] = {}
_lock = threading.Lock()


def fetch(name: str) -> Iterator[int]:
    """Bytes so far, several times a second, until all files are in the cache; closing it breaks the download off.

    Whoever asks for a model that is being fetched already watches the same download. Raises DataMissing.
    """
    model = MODELS.get(name) if isinstance(name, str) else None
    if model is None:
        raise DataMissing(f"The hub models offered here are {', '.join(MODELS)}; choose one of them.")
    if folder(model):
        return
    if constants.HF_HUB_OFFLINE:
        raise DataMissing(f"This page runs offline and cannot fetch {name}: choose a model that ships.")
    with _lock:
        known = _fetches.get(name)
        if known is None or known.ended.is_set() or known.silent:
            known = _fetches[name] = ModelFetch(model)
    try:
        yield from known.watch()
    except Exception as error:
        raise DataMissing(_sentence(model, error)) from error


def _sentence(model: HubModel, error: Exception) -> str:
    """What a visitor reads of a failed download."""
    if isinstance(error, DataMissing):
        return str(error)
    match error:
        case HfHubHTTPError():
            why = f"the hub refused it (status {error.response.status_code})"
        case LocalEntryNotFoundError():
            why = "the hub cannot be reached"
        case OSError() if is_full_disk(error):
            why = "the disk is full"
        case Silent():
            why = f"nothing came from the hub for {SILENT_SECONDS:.0f} seconds (a proxy on the way may hold it back)"
        case _:
            why = "the connection broke off"
    return f"{model.name} was not fetched: {why}. Nothing is lost; press Download again, or go on with tales."
