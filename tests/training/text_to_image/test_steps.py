"""The objectives have known answers, and each part of the system takes a few steps on made-up data."""

import math
from collections.abc import Callable, Iterator
from itertools import islice
from types import ModuleType

import pytest
import torch
from diffusers import AutoencoderKL, LCMScheduler, UNet2DConditionModel
from torch import nn

from playground.data import captions
from playground.models.text_to_image import networks
from playground.models.text_to_image.checker import Checker
from playground.models.text_to_image.lora import Lora
from playground.training import run
from playground.training.run import TrainState, new_state
from playground.training.text_to_image import (
    autoencoder,
    checker,
    clip,
    clip_details,
    pictures,
    student,
    unet,
    unet_details,
)

CPU = torch.device("cpu")
BRIEF = {"steps": 3, "batch": 8, "details": 4, "others": 6, "portraits": 2}
SMALL_UNET = unet.SETTINGS["network"] | {"block_out_channels": [8, 8, 8], "norm_num_groups": 4, "attention_head_dim": 4}


@pytest.fixture
def data(monkeypatch, made_up_emoji, made_up_faces) -> pictures.Captioned:
    monkeypatch.setattr(pictures, "SCENES", 16)
    monkeypatch.setattr(run, "has_matrix_units", lambda: False)  # known answers are held to float32
    return pictures.captioned.__wrapped__()


def brief(monkeypatch: pytest.MonkeyPatch, module: ModuleType, **more: float) -> None:
    for key, value in (BRIEF | more).items():
        monkeypatch.setitem(module.SETTINGS["training"], key, value)


def state_of(model: nn.Module) -> TrainState:
    return new_state(model, lr=1e-3, steps=3, warmup=1, ema_decay=0.9)


# The noise that is seen, and how much it counts.


def test_the_last_noise_hides_everything_and_the_first_next_to_nothing():
    alpha_bar = networks.scheduler().alphas_cumprod
    assert alpha_bar[-1] == 0 and alpha_bar[0] == pytest.approx(1 - 0.00085)
    assert (alpha_bar.diff() < 0).all()


def test_weights_of_the_loss_are_known_at_both_ends():
    scheduler = networks.scheduler()
    weights, alpha_bar = unet.loss_weights(scheduler, 5.0), scheduler.alphas_cumprod
    assert weights[-1] == 1, "the first step of sampling counts in full"
    assert weights[0] == pytest.approx(5 * 0.00085, rel=1e-3)
    snr = alpha_bar / (1 - alpha_bar)
    assert torch.allclose(weights, torch.minimum(snr + 1, torch.tensor(5.0)) / (snr + 1))
    assert (weights.diff() >= 0).all()


class Knowing(nn.Module):
    """Knows the only latent there is, and so v exactly; notes what it is asked."""

    def __init__(self, x0: torch.Tensor) -> None:
        super().__init__()
        self.x0, self.off, self.asked = x0, nn.Parameter(torch.zeros(())), []
        self.register_buffer("alpha_bar", networks.scheduler().alphas_cumprod)

    def forward(self, xt: torch.Tensor, t: torch.Tensor, text: torch.Tensor, return_dict: bool) -> tuple[torch.Tensor]:
        self.asked.append((t, text))
        a = self.alpha_bar[t].view(-1, 1, 1, 1)
        return ((a.sqrt() * xt - self.x0) / (1 - a).sqrt() + self.off,)


def test_who_knows_the_latent_has_no_loss_at_any_noise(monkeypatch, data):
    brief(monkeypatch, unet, batch=64, text_dropout=0.5)
    x0 = torch.randn(4, 16, 16, generator=torch.Generator().manual_seed(0))
    model = Knowing(x0)
    state = next(unet.train(state_of(model), x0.expand(len(data.images), -1, -1, -1), data, CPU))
    assert float(state.loss) < 1e-6
    ((t, text),) = model.asked
    assert sorted((t * 64 // 1000).tolist()) == list(range(64)), "one t in every sixty-fourth of the way"
    empty = networks.text_states(networks.text_encoder(details=False), pictures.as_tokens([""]))
    silent = torch.isclose(text, empty, atol=1e-4).all(2).all(1).sum().item()
    assert 16 < silent < 48, "half of the captions are left out"


# The student.


def test_at_no_noise_the_student_returns_what_it_is_given():
    skip, out = student.boundary(torch.tensor([0, 999]))
    assert (skip[0], out[0]) == (1, 0) and skip[1] < 1e-8 and out[1] == pytest.approx(1)


@pytest.mark.parametrize("t", [1, 19, 499, 999])
def test_the_boundary_is_diffusers(t):
    expected = LCMScheduler(**networks.SCHEDULER).get_scalings_for_boundary_condition_discrete(torch.tensor(t))
    skip, out = student.boundary(torch.tensor([t]))
    assert (skip.item(), out.item()) == pytest.approx([float(part) for part in expected], rel=1e-5)


class Teacher(nn.Module):
    """Predicts v from x_t and from the text by a rule; notes what it is asked and what it answers."""

    def __init__(self) -> None:
        super().__init__()
        self.layer, self.calls = nn.Linear(1, 1, bias=False), []

    def forward(self, xt: torch.Tensor, t: torch.Tensor, text: torch.Tensor, return_dict: bool) -> tuple[torch.Tensor]:
        v = 0.3 * xt.flip(1) + text.mean((1, 2)).view(-1, 1, 1, 1) + 0 * self.layer.weight.sum()
        self.calls.append((xt, t, v.detach()))
        return (v,)


def test_the_students_aim_is_one_guided_ddim_step_of_diffusers(monkeypatch, data):
    brief(monkeypatch, student, w=3.0)
    teacher = Teacher().requires_grad_(False)
    monkeypatch.setattr(networks, "unet", lambda: teacher)
    latents = torch.randn(len(data.images), 4, 16, 16, generator=torch.Generator().manual_seed(0))
    state = next(student.train(state_of(Lora(teacher, 1)), latents, data, CPU))
    (both, t, v), (led, before, v_led), (xt, t_again, v_own) = teacher.calls
    t, (v_text, v_free) = t[:8], v.chunk(2)
    assert torch.equal(both[:8], xt) and torch.equal(both[8:], xt) and torch.equal(t, t_again)
    assert not torch.allclose(v_text, v_free)

    ddim = networks.scheduler()
    ddim.set_timesteps(50)
    lcm = LCMScheduler(**networks.SCHEDULER)
    assert set(t.tolist()) <= set(ddim.timesteps.tolist()) and len(set(t.tolist())) > 3
    told = []
    for i in range(8):
        guided = v_free[i] + 3.0 * (v_text[i] - v_free[i])
        expected = ddim.step(guided, t[i], xt[i]).prev_sample
        assert torch.allclose(led[i], expected, atol=1e-4) and before[i] == max(0, t[i] - 20)
        guesses = []
        for at, x, v in ((t[i], xt[i], v_own[i]), (before[i], led[i], v_led[i])):
            a = lcm.alphas_cumprod[at]
            skip, out = lcm.get_scalings_for_boundary_condition_discrete(at)
            guesses.append(skip * x + out * (a.sqrt() * x - (1 - a).sqrt() * v))
        c = student.SETTINGS["training"]["huber"]
        told.append((((guesses[0] - guesses[1]) ** 2 + c * c).sqrt() - c).mean())
    assert float(state.loss) == pytest.approx(float(torch.stack(told).mean()), rel=1e-3)


# A few steps of each part.


def autoencoder_steps(data: pictures.Captioned) -> tuple[nn.Module, Callable[[TrainState], Iterator[TrainState]]]:
    model = AutoencoderKL(**autoencoder.SETTINGS["network"] | {"block_out_channels": [4, 4, 8], "norm_num_groups": 4})
    return model, lambda state: autoencoder.train(state, data, CPU)


def clip_steps(data: pictures.Captioned) -> tuple[nn.Module, Callable[[TrainState], Iterator[TrainState]]]:
    small = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    network = clip.SETTINGS["network"]
    parts = {part: network[part] | small for part in ("text_config", "vision_config")}
    return networks.clip_model(network | parts), lambda state: clip.train(state, data, CPU)


def unet_steps(data: pictures.Captioned) -> tuple[nn.Module, Callable[[TrainState], Iterator[TrainState]]]:
    latents = torch.randn(len(data.images), 4, 16, 16, generator=torch.Generator().manual_seed(0))
    return UNet2DConditionModel(**SMALL_UNET), lambda state: unet.train(state, latents, data, CPU)


def student_steps(data: pictures.Captioned) -> tuple[nn.Module, Callable[[TrainState], Iterator[TrainState]]]:
    teacher = networks.unet()
    latents = torch.randn(len(data.images), 4, 16, 16, generator=torch.Generator().manual_seed(0))
    return Lora(teacher, 2), lambda state: student.train(state, latents, data, CPU)


def clip_details_steps(data: pictures.Captioned) -> tuple[nn.Module, Callable[[TrainState], Iterator[TrainState]]]:
    drawing = clip_details.Drawing(data)
    return Lora(networks.clip(details=False), 2), lambda state: clip_details.train(state, drawing, CPU)


def unet_details_steps(data: pictures.Captioned) -> tuple[nn.Module, Callable[[TrainState], Iterator[TrainState]]]:
    latents = torch.randn(len(data.images), 4, 16, 16, generator=torch.Generator().manual_seed(0))
    facts = pictures.without_held_out()[1]
    having = {name: [i for i, one in enumerate(facts) if one[name] == "yes"] for name in captions.DETAILS}
    detailed = unet_details.Detailed(data, latents, facts, having, torch.ones(1, 16, 16))
    return Lora(networks.unet(details=False), 2), lambda state: unet_details.train(state, detailed, CPU)


def checker_steps(data: pictures.Captioned) -> tuple[nn.Module, Callable[[TrainState], Iterator[TrainState]]]:
    return Checker([4, 4, 8], 16), lambda state: checker.train(state, checker.labelled(12, 1, CPU))


PARTS = {
    autoencoder: autoencoder_steps, clip: clip_steps, unet: unet_steps, student: student_steps, checker: checker_steps,
    clip_details: clip_details_steps, unet_details: unet_details_steps,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("module", PARTS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_three_steps_change_every_weight_and_a_broken_run_goes_on_as_an_unbroken_one(monkeypatch, data, module):
    brief(monkeypatch, module)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        teacher = UNet2DConditionModel(**SMALL_UNET).requires_grad_(False).eval()
    monkeypatch.setattr(networks, "unet", lambda details=True: teacher)
    ends = []
    for broken in (False, True):
        torch.manual_seed(0)
        model, steps = PARTS[module](data)
        before = {name: value.clone() for name, value in model.named_parameters()}
        state = state_of(model)
        losses = [float(one.loss) for part in ((1, 2) if broken else (3,)) for one in islice(steps(state), part)]
        assert len(losses) == state.step == 3 and all(map(math.isfinite, losses))
        ends.append(losses)
    assert ends[0] == ends[1]
    still = [name for name, value in model.named_parameters() if torch.equal(value, before[name])]
    assert not still
