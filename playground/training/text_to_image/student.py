"""The few-step student: latent consistency distillation of the U-Net, as a LoRA (Luo et al. 2023, arXiv 2310.04378)."""

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch.func import functional_call

from playground.models.text_to_image import networks
from playground.models.text_to_image.lora import Lora
from playground.training.replay import Step
from playground.training.run import Job, TrainState, begun, bfloat16_where_fast, device_generator, step_generator
from playground.training.text_to_image import pictures
from playground.training.text_to_image.unet import scaled_latents

SETTINGS: dict[str, Any] = {
    "network": {"rank": 24},
    "training": {
        "steps": 800,
        "batch": 256,
        "lr": 5e-4,
        "warmup": 100,
        "ema_decay": 0.99,
        "w": 3.0,
        "grid": 50,
        "huber": 0.001,
        "seed": 0,
    },
}
CONFIGS = {"text_to_image/student": SETTINGS}
Changes = Callable[[dict[str, torch.Tensor]], dict[str, torch.Tensor]]
Pair = tuple[torch.Tensor, torch.Tensor]
TIMESTEP_SCALING, SIGMA_DATA = 10.0, 0.5  # as diffusers' LCMScheduler


def boundary(t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """c_skip and c_out of equation 7, (B,1,1,1) each: at t = 0 the student returns what it is given."""
    scaled = t.float().view(-1, 1, 1, 1) * TIMESTEP_SCALING
    whole = scaled.square() + SIGMA_DATA**2
    return SIGMA_DATA**2 / whole, scaled / whole.sqrt()


def train(
    state: TrainState, latents: torch.Tensor, data: pictures.Captioned, device: torch.device
) -> Iterator[TrainState]:
    """One optimiser step per `next()`.

    The student's guess of x0 from x_t is drawn to its own guess from where one guided DDIM step of the teacher leads.
    """
    settings, scheduler = SETTINGS["training"], networks.scheduler()
    teacher, encoder = networks.unet().to(device), networks.text_encoder().to(device)
    weights = dict(teacher.named_parameters()) | dict(teacher.named_buffers())
    alpha_bar = scheduler.alphas_cumprod.to(device)
    empty = networks.text_states(encoder, pictures.as_tokens([""]).to(device))
    draw, T, N = pictures.mixed(data, settings["batch"]), len(alpha_bar), settings["grid"]
    grid = (torch.arange(1, N + 1) * T // N - 1).to(device)

    def predict(changed: dict[str, torch.Tensor], xt: torch.Tensor, t: torch.Tensor, text: torch.Tensor) -> Pair:
        """(x0, eps), each (B,4,16,16), from the network's v."""
        with bfloat16_where_fast(device):
            v = functional_call(teacher, changed, (xt, t, text), {"return_dict": False})[0].float()
        a = alpha_bar[t].view(-1, 1, 1, 1)
        return a.sqrt() * xt - (1 - a).sqrt() * v, a.sqrt() * v + (1 - a).sqrt() * xt

    def student(
        lora: Callable[..., dict[str, torch.Tensor]], xt: torch.Tensor, t: torch.Tensor, text: torch.Tensor
    ) -> torch.Tensor:
        skip, out = boundary(t)
        return skip * xt + out * predict(lora(weights), xt, t, text)[0]

    def loss(chosen: torch.Tensor, tokens: torch.Tensor, t: torch.Tensor, eps: torch.Tensor) -> torch.Tensor:
        text, before = networks.text_states(encoder, tokens), (t - T // N).clamp(min=0)
        xt = scheduler.add_noise(latents[chosen], eps, t)
        with torch.no_grad():
            both = predict(weights, xt.repeat(2, 1, 1, 1), t.repeat(2), torch.cat([text, empty.expand_as(text)]))
            (x0_text, x0_free), (eps_text, eps_free) = (part.chunk(2) for part in both)
            guided_x0 = x0_free + settings["w"] * (x0_text - x0_free)
            guided_eps = eps_free + settings["w"] * (eps_text - eps_free)
            a = alpha_bar[before].view(-1, 1, 1, 1)
            target = student(state.ema.module, a.sqrt() * guided_x0 + (1 - a).sqrt() * guided_eps, before, text)
        difference = student(state.model, xt, t, text) - target
        c = settings["huber"]
        return ((difference.square() + c * c).sqrt() - c).mean()

    step = Step(state, loss)
    state.model.train()
    while state.step < settings["steps"]:
        rng = step_generator(settings["seed"], state.step)
        chosen = draw(rng)
        tokens = data.caption(chosen, rng)
        t = grid[torch.randint(N, (len(chosen),), generator=rng).to(device)]
        there = device_generator(settings["seed"], state.step, device)
        eps = torch.randn((len(chosen), 4, 16, 16), generator=there, device=device)
        yield step(chosen.to(device), tokens.to(device), t, eps)


def job(name: str, device: torch.device) -> Job:
    """`text_to_image/student`; the U-Net is trained before. Raises BadWeights."""
    settings = SETTINGS["training"]
    torch.manual_seed(settings["seed"])
    model = Lora(networks.unet(), SETTINGS["network"]["rank"]).to(device)
    state, data = begun(model, settings), pictures.captioned()
    return Job(
        name=name,
        config=SETTINGS,
        state=state,
        steps=lambda: train(state, scaled_latents(data, device), data, device),
        dataset=pictures.DATASET,
        licence=pictures.LICENCE,
    )
