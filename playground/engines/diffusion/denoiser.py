"""The trained denoiser and one loop that runs it under any of diffusers' schedulers."""

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import diffusers
import torch

from playground import store
from playground.engines._runtime import device, generators, noise, progress, settled
from playground.models.diffusion.unet import DigitUNet
from playground.spec import Frame

SCHEDULERS = {
    "DDPM": "DDPMScheduler",
    "DDIM": "DDIMScheduler",
    "DPM-Solver++": "DPMSolverMultistepScheduler",
    "Euler": "EulerDiscreteScheduler",
    "Heun": "HeunDiscreteScheduler",
    "UniPC": "UniPCMultistepScheduler",
}
SHAPE = (1, 32, 32)
PULSE_SECONDS = 0.1


@dataclass(frozen=True)
class Denoiser:
    """The network, the scheduler it was trained with, and a = sqrt(abar), s = sqrt(1 - abar) at every t."""

    network: DigitUNet
    training_scheduler: diffusers.DDPMScheduler
    a: list[float]
    s: list[float]

    @property
    def parameters(self) -> int:
        return sum(p.numel() for p in self.network.parameters())

    def scheduler(self, sampler: str, steps: int) -> diffusers.SchedulerMixin:
        """diffusers' own scheduler, swapped by `from_config`.

        Its `clip_sample` is off: it would clip x0 but not the noise that goes with it, and DDIM then mixes the two.
        `Denoising` clips x0 and derives v from the clipped one, so every sampler sees one consistent prediction.
        """
        scheduler = getattr(diffusers, SCHEDULERS[sampler]).from_config(
            self.training_scheduler.config, clip_sample=False
        )
        scheduler.set_timesteps(steps)
        real = scheduler.timesteps >= 0  # at some steps (217, 434, 497, ...) numpy's arange runs on to t = -1
        if hasattr(scheduler, "sigmas"):
            scheduler.sigmas = torch.cat([scheduler.sigmas[:-1][real], scheduler.sigmas[-1:]])
        scheduler.timesteps = scheduler.timesteps[real]
        if isinstance(scheduler, diffusers.HeunDiscreteScheduler) and steps > 1:
            twice = torch.arange(len(scheduler.timesteps)) != 1  # the first interval is not corrected: see Denoising
            scheduler.timesteps = scheduler.timesteps[twice]
            scheduler.sigmas = torch.cat([scheduler.sigmas[:-1][twice], scheduler.sigmas[-1:]])
        return scheduler


@cache
def denoiser(name: str = "diffusion/digits") -> Denoiser:
    """Load a shipped denoiser onto the device; raises BadWeights."""
    config, tensors = store.read(name)
    network = store.fill(DigitUNet(config["unet"], config["null_label"]), tensors, name)
    network.to(device()).laid_out()
    scheduler = diffusers.DDPMScheduler(**config["scheduler"])
    abar = scheduler.alphas_cumprod
    return Denoiser(network, scheduler, abar.sqrt().tolist(), (1 - abar).sqrt().tolist())


@dataclass(frozen=True)
class Step:
    """One network call: tensors (B,1,32,32) on the device; a and s belong to t.

    Attributes:
        xt: what the network saw, in the variance-preserving scale (Euler and Heun keep another one inside).
        v_uncond, v_cond: the two predictions, None where guidance does not need one.
        v: the guided and clipped prediction that the scheduler used.
        x_prev: what the next call sees, or the result after the last one.
        z, sigma: the fresh noise in x_prev and its size; None and 0 for a deterministic step.
    """

    call: int
    t: int
    a: float
    s: float
    xt: torch.Tensor
    v_uncond: torch.Tensor | None
    v_cond: torch.Tensor | None
    v: torch.Tensor
    x_prev: torch.Tensor
    z: torch.Tensor | None
    sigma: float


class Denoising:
    """Iterate to denoise; `len` is the number of network calls, each on a batch of B or, guided, 2B.

    Heun (arXiv 2206.00364, algorithm 1) corrects each interval but the last and, here, the first. That one falls from
    t = 999, where sigma is 20,000, to some hundredth of it: the correction multiplies whatever the second prediction of
    x0 differs from the first by half that ratio, and the picture is ruined.

    Args:
        labels: (B,) classes; `network.null_label` stands for none.
        guidance: w of eps = eps_u + w (eps_c - eps_u); w = 1 calls only the conditional half. It is 0 where no class
            is asked for.
        eta: noise of DDIM, 0 for the other samplers' own behaviour.
        clip: keep x0 in [-1,1] (static thresholding, arXiv 2205.11487, section 2.3).
        seeds: sample i draws its noise from seeds[i].
    """

    def __init__(
        self, model: Denoiser, labels: torch.Tensor, *, sampler: str, steps: int, guidance: float,
        eta: float = 0.0, clip: bool = True, seeds: list[int],
    ) -> None:  # fmt: skip
        self.model, self.clip = model, clip
        self.scheduler = model.scheduler(sampler, steps)
        self.timesteps = [int(t) for t in self.scheduler.timesteps]
        self.rngs = [rng for seed in seeds for rng in generators(seed, 1)]
        self.stochastic = sampler == "DDPM" or (sampler == "DDIM" and eta > 0)
        self.extra: dict[str, list[torch.Generator] | float] = {"generator": self.rngs} if self.stochastic else {}
        if sampler == "DDIM":
            self.extra["eta"] = min(eta, 1 - 1e-6)  # at 1, 1 - abar_prev - sigma^2 is 0 and may round to below it
        self.noise_scale = {"DDPM": 1.0, "DDIM": eta}.get(sampler, 0.0)
        self.labels = labels.to(device())
        self.null = torch.full_like(self.labels, model.network.null_label)
        self.guidance = guidance if bool((self.labels != self.null).any()) else 0.0
        self.step_seconds: list[float] = []

    def __len__(self) -> int:
        return len(self.timesteps)

    @property
    def guided(self) -> bool:
        """Whether every call predicts twice, with and without the class."""
        return self.guidance not in (0, 1)

    @property
    def seconds(self) -> float:
        """Spent in the steps so far, without the waits between them."""
        return sum(self.step_seconds)

    @property
    def typical_seconds(self) -> float:
        """Steps times the quickest step: what a run costs when nobody else wants the machine."""
        return len(self) * min(self.step_seconds)

    def __iter__(self) -> Iterator[Step]:
        x = noise(self.rngs, SHAPE).to(device()) * float(self.scheduler.init_noise_sigma)
        xt = self._scaled(x, 0)
        for call, t in enumerate(self.timesteps):
            began = time.perf_counter()
            with torch.inference_mode():
                v_uncond, v_cond = self._predict(xt, t)
                v = self._guided(xt, t, v_uncond, v_cond)
                before = [rng.get_state() for rng in self.rngs] if self.stochastic else []
                self._aim(call)
                x = self.scheduler.step(v, self.scheduler.timesteps[call], x, **self.extra).prev_sample
                self._leave_uncorrected(call)
                x_prev = settled(self._scaled(x, call + 1))
                sigma = self._sigma(call)
                z = self._redraw(before) if sigma else None
            self.step_seconds.append(time.perf_counter() - began)
            yield Step(call, t, self.model.a[t], self.model.s[t], xt, v_uncond, v_cond, v, x_prev, z, sigma)
            xt = x_prev

    def _scaled(self, x: torch.Tensor, call: int) -> torch.Tensor:
        """x in the variance-preserving scale in which call number `call` sees it."""
        return x if call == len(self) else self.scheduler.scale_model_input(x, self.scheduler.timesteps[call])

    def _predict(self, xt: torch.Tensor, t: int) -> tuple[torch.Tensor | None, torch.Tensor | None]:
        network, time = self.model.network, torch.tensor(t, device=xt.device)
        if self.guidance == 0:
            return network(xt, time, self.null), None
        if self.guidance == 1:
            return None, network(xt, time, self.labels)
        both = network(torch.cat([xt, xt]), time, torch.cat([self.null, self.labels]))
        return tuple(both.chunk(2))

    def _guided(
        self, xt: torch.Tensor, t: int, v_uncond: torch.Tensor | None, v_cond: torch.Tensor | None
    ) -> torch.Tensor:
        """Guidance is linear, so it may be applied to v as well as to eps (arXiv 2207.12598, eq. 6)."""
        given = [one for one in (v_uncond, v_cond) if one is not None]
        v = given[0] if len(given) == 1 else torch.lerp(given[0], given[1], self.guidance)
        if not self.clip:
            return v
        a, s = self.model.a[t], self.model.s[t]
        x0 = (a * xt - s * v).clamp_(-1, 1)
        return (a * xt - x0) / s

    def _sigma(self, call: int) -> float:
        """Size of the fresh noise: eta sqrt(beta tilde) (arXiv 2010.02502, eq. 16; DDPM is eta = 1)."""
        if not self.noise_scale or call + 1 == len(self):
            return 0.0
        (a, s), (a_prev, s_prev) = ((self.model.a[t], self.model.s[t]) for t in self.timesteps[call : call + 2])
        return self.noise_scale * (s_prev / s) * max(0.0, 1 - (a / a_prev) ** 2) ** 0.5

    def _aim(self, call: int) -> None:
        """Make DDIM land on the t of the next call.

        diffusers' DDIM steps down by num_train_timesteps // num_inference_steps, which misses the next t wherever the
        count does not divide 1000: the network is then told a t that x does not have. An exact fraction hits it.
        """
        if isinstance(self.scheduler, diffusers.DDIMScheduler):
            t, after = [*self.timesteps, -1][call : call + 2]
            self.scheduler.num_inference_steps = Fraction(self.scheduler.config.num_train_timesteps, t - after)

    def _leave_uncorrected(self, call: int) -> None:
        """After the first call, let Heun begin its second interval."""
        if call == 0 and isinstance(self.scheduler, diffusers.HeunDiscreteScheduler):
            self.scheduler.dt = None

    def _redraw(self, states: list[torch.Tensor]) -> torch.Tensor:
        """The noise that the scheduler has just drawn, from the generators' states before it."""
        again = generators(0, len(states))
        for rng, state in zip(again, states, strict=True):
            rng.set_state(state)
        return noise(again, SHAPE).to(device())


def finish(run: Denoising, place: int, total: int) -> Generator[Frame, None, torch.Tensor]:
    """Run to the end and return x0 (B,1,32,32); on the way progress Frames, so that others get their turns.

    Their only stat is progress, the share of this run that is done.
    """
    due = time.perf_counter() + PULSE_SECONDS
    for step in run:
        if time.perf_counter() > due:
            yield progress(place, total, (step.call + 1) / len(run))
            due = time.perf_counter() + PULSE_SECONDS
    return step.x_prev
