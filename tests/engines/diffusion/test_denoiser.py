"""The loop of denoising against oracles: diffusers' own schedulers, closed forms, a network done in the head."""

import itertools
import math

import diffusers
import pytest
import torch

from playground.engines.diffusion.denoiser import SCHEDULERS, Denoiser, Denoising, Step
from playground.families.diffusion.choices import SAMPLERS

SEEDS = [5, 6, 7]
LABELS = torch.tensor([3, 1, 10])
AT_ETA_1 = 6e-3  # there eps counts with sqrt(1 - abar_prev - sigma^2), the root of a difference that is all rounding
every_sampler = pytest.mark.parametrize("sampler", SAMPLERS)


def eps_x0(step: Step, v: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """v -> (eps, x0) at this step's t (arXiv 2202.00512, appendix D)."""
    return step.a * v + step.s * step.xt, step.a * step.xt - step.s * v


class Toy(torch.nn.Module):
    """A network one can do in the head: v depends on x, t and the label, and on nothing else."""

    null_label = 10

    def forward(self, xt: torch.Tensor, t: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        ramp = torch.linspace(-1, 1, 32).expand(1, 1, 32, 32)
        return 0.3 * xt.sin() + (labels.view(-1, 1, 1, 1) - 5) / 10 * ramp + t / 4000


@pytest.fixture(scope="module")
def toy(small_denoiser) -> Denoiser:
    return Denoiser(Toy(), small_denoiser.training_scheduler, small_denoiser.a, small_denoiser.s)


def denoising(model: Denoiser, sampler: str = "DDIM", steps: int = 10, guidance: float = 1.0, **more) -> Denoising:
    labels, seeds = more.pop("labels", LABELS), more.pop("seeds", SEEDS)
    more = {"clip": False} | more
    return Denoising(model, labels, sampler=sampler, steps=steps, guidance=guidance, seeds=seeds, **more)


def plain_loop(toy: Denoiser, sampler: str, steps: int, w: float, clip: bool, eta: float = 0.0) -> torch.Tensor:
    """The loop of any diffusers tutorial, with guidance and static thresholding written out."""
    if sampler == "Heun":
        return plain_heun(toy, steps, w, clip)
    kind = getattr(diffusers, SCHEDULERS[sampler])
    scheduler = kind.from_config(toy.training_scheduler.config, clip_sample=False)
    scheduler.set_timesteps(steps)
    generators = [torch.Generator().manual_seed(seed) for seed in SEEDS]
    x = torch.stack([torch.randn((1, 32, 32), generator=generator) for generator in generators])
    x = x * scheduler.init_noise_sigma
    extra = {"generator": generators} if sampler in ("DDPM", "DDIM") else {}
    extra |= {"eta": eta} if sampler == "DDIM" else {}
    for t in scheduler.timesteps:
        xt = scheduler.scale_model_input(x, t)
        uncond, cond = toy.network(xt, t, torch.full_like(LABELS, 10)), toy.network(xt, t, LABELS)
        v = uncond.lerp(cond, w)
        if clip:
            abar = toy.training_scheduler.alphas_cumprod[int(t)]
            a, s = abar.sqrt().item(), (1 - abar).sqrt().item()
            v = (a * xt - (a * xt - s * v).clamp(-1, 1)) / s
        x = scheduler.step(v, t, x, **extra).prev_sample
    return x


def plain_heun(toy: Denoiser, steps: int, w: float, clip: bool) -> torch.Tensor:
    """Algorithm 1 of arXiv 2206.00364 over the same t, each interval corrected but the first and the last."""
    ladder = [round(1000 - 1000 / steps * k) - 1 for k in range(steps)]
    sigmas = [toy.s[t] / toy.a[t] for t in ladder] + [0.0]
    x = torch.stack([torch.randn((1, 32, 32), generator=torch.Generator().manual_seed(seed)) for seed in SEEDS])

    def slope(x: torch.Tensor, t: int, sigma: float) -> torch.Tensor:
        xt = x / (1 + sigma**2) ** 0.5
        v = toy.network(xt, t, torch.full_like(LABELS, 10)).lerp(toy.network(xt, t, LABELS), w)
        x0 = toy.a[t] * xt - toy.s[t] * v
        return (x - (x0.clamp(-1, 1) if clip else x0)) / sigma

    x = x * (1 + sigmas[0] ** 2) ** 0.5
    for k, (now, after) in enumerate(itertools.pairwise(sigmas)):
        first = slope(x, ladder[k], now)
        ahead = x + (after - now) * first
        if 0 < k < steps - 1:
            ahead = x + (after - now) * (first + slope(ahead, ladder[k + 1], after)) / 2
        x = ahead
    return x


@every_sampler
@pytest.mark.parametrize("clip", [False, True])
@pytest.mark.parametrize("steps", [4, 10, 50])
def test_denoising_is_diffusers_loop(toy, sampler, clip, steps):
    *_, last = denoising(toy, sampler, steps, 2.5, clip=clip)
    near = 4e-3 if sampler == "Heun" else 1e-5  # written otherwise, and x falls from 20,000 to 10 in float32
    torch.testing.assert_close(last.x_prev, plain_loop(toy, sampler, steps, 2.5, clip), atol=near, rtol=1e-5)


@pytest.mark.parametrize("eta", [0.3, 1.0])
def test_ddim_noise_is_diffusers_noise(toy, eta):
    *_, last = denoising(toy, "DDIM", 10, 2.5, eta=eta)
    tolerance = 1e-5 if eta < 1 else AT_ETA_1
    torch.testing.assert_close(last.x_prev, plain_loop(toy, "DDIM", 10, 2.5, False, eta), atol=tolerance, rtol=1e-5)


@every_sampler
@pytest.mark.parametrize("steps", [1, 2, 3, 7, 50, 217, 497, 994, 999, 1000])
def test_every_number_of_steps_is_that_many_calls(toy, sampler, steps):
    """numpy's arange gives diffusers one timestep too many, -1, at some numbers of steps."""
    run = denoising(toy, sampler, steps)
    assert len(run) == (max(1, 2 * steps - 2) if sampler == "Heun" else steps)
    assert run.timesteps[0] == 999 and min(run.timesteps) >= 0
    assert all(later <= now for now, later in itertools.pairwise(run.timesteps))


@pytest.mark.slow
@every_sampler
def test_calls_are_the_steps_at_every_small_count(toy, sampler):
    """Counted at the network, not at the schedule."""
    calls = []

    class Counting(Toy):
        def forward(self, xt, t, labels):
            calls.append(int(t))
            return super().forward(xt, t, labels)

    counting = Denoiser(Counting(), toy.training_scheduler, toy.a, toy.s)
    for steps in range(1, 41):
        calls.clear()
        run = denoising(counting, sampler, steps, labels=LABELS[:1], seeds=SEEDS[:1])
        *_, last = run
        assert len(calls) == len(run) == last.call + 1 == (max(1, 2 * steps - 2) if sampler == "Heun" else steps)
        assert calls == run.timesteps and calls[0] == 999 and last.x_prev.isfinite().all()


@pytest.mark.slow
def test_ddim_never_stands_still(toy):
    """Every step goes down, at every count there is: a stride of 0 has no fraction."""
    for steps in range(1, 1001):
        timesteps = denoising(toy, "DDIM", steps, labels=LABELS[:1], seeds=SEEDS[:1]).timesteps
        assert len(timesteps) == steps and timesteps[0] == 999 and timesteps[-1] >= 0
        assert all(later < now for now, later in itertools.pairwise(timesteps))


@every_sampler
@pytest.mark.parametrize("steps", [1, 2, 3])
def test_few_steps_are_finite(small_denoiser, sampler, steps):
    for step in denoising(small_denoiser, sampler, steps, 2.0, clip=True):
        assert all(x.isfinite().all() for x in (step.xt, step.v, step.x_prev))
        assert math.isfinite(step.sigma) and (step.z is None) == (step.sigma == 0)


@every_sampler
def test_a_perfect_network_gives_the_picture_back(small_denoiser, sampler):
    """If v is exact for one x0, every sampler ends at it."""
    x0 = torch.linspace(-1, 1, 1024).view(1, 1, 32, 32)

    class Perfect(Toy):
        def forward(self, xt, t, labels):
            a, s = small_denoiser.a[int(t)], small_denoiser.s[int(t)]
            return (a * xt - x0) / s

    perfect = Denoiser(Perfect(), small_denoiser.training_scheduler, small_denoiser.a, small_denoiser.s)
    *_, last = denoising(perfect, sampler, 20)
    torch.testing.assert_close(last.x_prev, x0.expand(3, -1, -1, -1), atol=0.02, rtol=0)


# The step taken apart


def alpha_bar(model: Denoiser, t: int) -> torch.Tensor:
    return (model.training_scheduler.alphas_cumprod[t] if t >= 0 else torch.tensor(1.0)).double()


@pytest.mark.parametrize("steps", [7, 10, 50])
def test_ddpm_step_is_the_posterior(toy, steps):
    """mu + sigma z = x_prev with mu and sigma of arXiv 2006.11239, eq. 7."""
    run = denoising(toy, "DDPM", steps)
    for step in run:
        last = step.call + 1 == len(run)
        abar, abar_prev = alpha_bar(toy, step.t), alpha_bar(toy, -1 if last else run.timesteps[step.call + 1])
        alpha, x0 = abar / abar_prev, eps_x0(step, step.v)[1]
        mu = (abar_prev.sqrt() * (1 - alpha) * x0 + alpha.sqrt() * (1 - abar_prev) * step.xt) / (1 - abar)
        torch.testing.assert_close(mu + fresh_noise(step), step.x_prev, atol=2e-5, rtol=1e-4)
        expected = 0.0 if last else run.scheduler._get_variance(step.t).sqrt().item()
        assert step.sigma == pytest.approx(expected, rel=1e-4, abs=1e-7)


def ddim_update(model: Denoiser, step: Step, prev: int, eta: float) -> tuple[torch.Tensor, float]:
    """(mu, sigma) of a DDIM step from step.t to prev (arXiv 2010.02502, eq. 12 and 16), from alpha_bar in float64."""
    abar, abar_prev = alpha_bar(model, step.t), alpha_bar(model, prev)
    sigma = eta * ((1 - abar_prev) / (1 - abar) * (1 - abar / abar_prev)).clamp(min=0).sqrt()
    xt, v = step.xt.double(), step.v.double()
    x0, eps = abar.sqrt() * xt - (1 - abar).sqrt() * v, abar.sqrt() * v + (1 - abar).sqrt() * xt
    return abar_prev.sqrt() * x0 + (1 - abar_prev - sigma**2).clamp(min=0).sqrt() * eps, sigma.item()


@pytest.mark.slow
@pytest.mark.parametrize("steps", [3, 7, 10, 16, 50, 128, 600])
@pytest.mark.parametrize("eta", [0.0, 0.5, 1.0])
def test_ddim_step_lands_on_the_next_calls_t(toy, steps, eta):
    """mu + sigma z = x_prev to rounding, also where the count does not divide 1000; one t beside it would not do."""
    run = denoising(toy, "DDIM", steps, eta=eta)
    tolerance = 1e-5 if eta < 1 else AT_ETA_1
    for step in run:
        prev = run.timesteps[step.call + 1] if step.call + 1 < len(run) else -1
        mu, sigma = ddim_update(toy, step, prev, eta)
        assert step.sigma == pytest.approx(sigma, rel=1e-3, abs=1e-6)
        fresh = 0.0 if step.z is None else sigma * step.z.double()
        assert (mu + fresh - step.x_prev).abs().max() < tolerance
        for beside in {prev - 1, prev + 1} - {-2, -1, step.t} if eta == 0 else ():
            assert (ddim_update(toy, step, beside, eta)[0] - step.x_prev).abs().max() > 50 * tolerance


@pytest.mark.parametrize("steps", [3, 7, 16, 128])
def test_ddim_trajectory_is_the_formula_all_the_way(toy, steps):
    """From the same noise, with nothing of diffusers but alpha_bar and the calls' t."""
    run = denoising(toy, "DDIM", steps, guidance=2.5)
    x = torch.stack([torch.randn((1, 32, 32), generator=torch.Generator().manual_seed(seed)) for seed in SEEDS])
    null = torch.full_like(LABELS, Toy.null_label)
    for t, after in itertools.pairwise([*run.timesteps, -1]):
        abar, abar_prev = alpha_bar(toy, t).float(), alpha_bar(toy, after).float()
        uncond, cond = (toy.network(x, torch.tensor(t), labels) for labels in (null, LABELS))
        v = uncond + 2.5 * (cond - uncond)
        x0, eps = abar.sqrt() * x - (1 - abar).sqrt() * v, abar.sqrt() * v + (1 - abar).sqrt() * x
        x = abar_prev.sqrt() * x0 + (1 - abar_prev).sqrt() * eps
    *_, last = run
    torch.testing.assert_close(last.x_prev, x, atol=2e-4, rtol=1e-4)


@pytest.mark.parametrize("steps", range(1, 11))
def test_noisiest_ddim_is_finite(toy, steps):
    """At eta = 1, 1 - abar_prev - sigma^2 is 0 and may round below it."""
    *_, last = denoising(toy, "DDIM", steps, eta=1.0)
    assert last.x_prev.isfinite().all()


def fresh_noise(step: Step) -> torch.Tensor | float:
    return 0.0 if step.z is None else step.sigma * step.z


def test_clipped_prediction_is_consistent(toy):
    for step in denoising(toy, "DDIM", 10, 8.0, clip=True):
        eps, x0 = eps_x0(step, step.v)
        assert x0.abs().max() <= 1 + 1e-4
        torch.testing.assert_close(step.a * x0 + step.s * eps, step.xt, atol=1e-4, rtol=1e-4)


# Guidance


def test_guidance_is_the_linear_formula(toy):
    for step in denoising(toy, guidance=2.5):
        torch.testing.assert_close(step.v, step.v_uncond + 2.5 * (step.v_cond - step.v_uncond), atol=1e-5, rtol=1e-5)


def test_w_1_is_the_conditional_model(toy):
    for step in denoising(toy, guidance=1.0):
        assert step.v_uncond is None
        assert torch.equal(step.v, toy.network(step.xt, torch.tensor(step.t), LABELS))


@pytest.mark.parametrize(("labels", "w"), [(LABELS, 0.0), (torch.full((3,), 10), 2.0)], ids=["w = 0", "no class"])
def test_unconditional_model(toy, labels, w):
    for step in denoising(toy, guidance=w, labels=labels):
        assert step.v_cond is None
        assert torch.equal(step.v, toy.network(step.xt, torch.tensor(step.t), torch.full((3,), 10)))


# Seeds


@every_sampler
@pytest.mark.parametrize("clip", [True, False])
def test_sample_of_a_batch_is_the_single_sample(toy, sampler, clip):
    eta = 1.0 if sampler == "DDIM" else 0.0
    *_, many = denoising(toy, sampler, 6, 2.0, eta=eta, clip=clip)
    for i, seed in enumerate(SEEDS):
        *_, one = denoising(toy, sampler, 6, 2.0, eta=eta, clip=clip, labels=LABELS[i : i + 1], seeds=[seed])
        torch.testing.assert_close(many.x_prev[i : i + 1], one.x_prev, atol=1e-4, rtol=1e-4)
