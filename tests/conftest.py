"""What several tests need: MNIST, or a word on why it is not there; small random networks for the trained ones.

Tests in this process compute with one torch thread, the runs that they start too: two workers share the machine's
cores, and most networks here are too small for more. Servers that tests start are processes of their own and keep the
app's own setting.
"""

import playground  # noqa: F401  (it says how threads wait for each other, which is read when torch is loaded)

# isort: split
import inspect
import os
from collections.abc import Iterator

import diffusers
import pytest
import torch
from playwright.sync_api import Browser

from playground import store
from playground.data import digits, faces, scenes
from playground.engines import _runtime
from playground.engines.diffusion.denoiser import Denoiser, denoiser
from playground.engines.gan import latent, opponents, quiz
from playground.models.diffusion.unet import DigitUNet
from playground.registry import FAMILIES, resolve
from playground.training.gan.digits import DIGITS, Pair
from tests import drawn
from tests.browser.driving import CHROMIUM, chromium
from tests.serving import Server, serving

collect_ignore = ["toy"]  # its tests hold in a copy of the project that it has joined
torch.set_num_threads(1)
_runtime.ALL_THREADS = 1


def _mnist(split: str) -> digits.Digits:
    found = digits.load("mnist", split)
    if found.source != "embedded":
        return found
    if "PLAYGROUND_DATA" in os.environ:
        pytest.fail(f"PLAYGROUND_DATA is {os.environ['PLAYGROUND_DATA']}, but MNIST is not there")
    pytest.skip("needs MNIST: set PLAYGROUND_DATA to a folder that holds it, or go online")


@pytest.fixture(scope="session")
def mnist_test() -> digits.Digits:
    """The 10,000 test digits."""
    return _mnist("test")


@pytest.fixture
def made_up_emoji(monkeypatch) -> Iterator[None]:
    """Scenes are composed of made-up objects."""
    monkeypatch.setattr(scenes, "_emoji", drawn.emoji)
    scenes.sprite.cache_clear()
    yield
    scenes.sprite.cache_clear()


@pytest.fixture
def made_up_faces(monkeypatch) -> faces.Faces:
    """300 made-up faces are all there are."""
    found = drawn.made_up(300)
    monkeypatch.setattr(faces, "load", lambda split: found)
    return found


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The app as a user starts it, once for each worker; its address in `url`."""
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for each worker."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: scripts/install-chromium fetches it")
    with chromium() as running:
        yield running


# An engine's promises hold for any weights.


@pytest.fixture(scope="session")
def small_denoiser() -> Denoiser:
    """The shipped model's architecture and schedule, a sixteenth of its channels, untrained."""
    config = store.read("diffusion/digits")[0]
    with torch.random.fork_rng():
        torch.manual_seed(0)
        narrow = {"block_out_channels": [8, 8, 8], "norm_num_groups": 4, "attention_head_dim": 8}
        network = DigitUNet(config["unet"] | narrow, config["null_label"]).requires_grad_(False).eval()
    scheduler = diffusers.DDPMScheduler(**config["scheduler"])
    abar = scheduler.alphas_cumprod
    return Denoiser(network, scheduler, abar.sqrt().tolist(), (1 - abar).sqrt().tolist())


@pytest.fixture(scope="session")
def small_opponents() -> opponents.Opponents:
    """The shipped pair's architecture with few channels, untrained."""
    generator = DIGITS["generator"] | {"channels": [8, 6, 4]}
    discriminator = DIGITS["discriminator"] | {"channels": [4, 6, 8], "features": 8}
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return opponents.opposed(Pair({"generator": generator, "discriminator": discriminator}))


@pytest.fixture
def unskilled(monkeypatch, small_opponents) -> opponents.Opponents:
    """The trained GANs' engines run the small pair, on the stand-in where there is no MNIST."""
    for module in (opponents, latent, quiz):
        monkeypatch.setattr(module, "opponents", lambda name="gan/digits": small_opponents)
    monkeypatch.setattr(digits, "require", digits.load)
    return small_opponents


@pytest.fixture
def untrained(monkeypatch, small_denoiser, unskilled) -> Denoiser:
    """Diffusion's engines and experiments run the small network; the GANs' the small pair."""
    family = next(family for family in FAMILIES if family.stem == "diffusion")
    for dotted in [engine.function for engine in family.engines] + [claim.experiment for claim in family.claims]:
        module = inspect.getmodule(resolve(dotted))
        if getattr(module, "denoiser", None) is denoiser:
            monkeypatch.setattr(module, "denoiser", lambda: small_denoiser)
    return small_denoiser
