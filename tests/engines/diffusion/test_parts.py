"""Diffusion's numbers against oracles: diffusers' own schedulers, closed forms, known answers."""

import itertools
import json
import math

import diffusers
import numpy as np
import pytest
import torch

from playground.engines._runtime import to_bytes
from playground.engines.diffusion import frames as frames_of
from playground.engines.diffusion import reverse as reverse_engine
from playground.engines.diffusion.denoiser import SCHEDULERS, Denoiser, Denoising, Step, denoiser
from playground.engines.diffusion.forward import BETA_SCHEDULES, forward
from playground.engines.diffusion.guidance import WEIGHTS, guidance
from playground.engines.diffusion.inside import inside
from playground.engines.diffusion.quality import quality
from playground.engines.diffusion.reverse import VIEWS, reverse
from playground.families.diffusion.choices import SAMPLERS
from playground.spec import Frame
from playground.ui.stages.packing import pack

SEEDS = [5, 6, 7]
LABELS = torch.tensor([3, 1, 10])
MAX_TRAJECTORY = 4_000_000
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
        v = uncond.lerp(cond, w)  # as the engine rounds it: Heun starts at sigma 20,000 and magnifies the last bit
        if clip:
            abar = toy.training_scheduler.alphas_cumprod[int(t)]
            a, s = abar.sqrt().item(), (1 - abar).sqrt().item()
            v = (a * xt - (a * xt - s * v).clamp(-1, 1)) / s
        x = scheduler.step(v, t, x, **extra).prev_sample
    return x


@every_sampler
@pytest.mark.parametrize("clip", [False, True])
@pytest.mark.parametrize("steps", [4, 10, 50])
def test_denoising_is_diffusers_loop(toy, sampler, clip, steps):
    *_, last = denoising(toy, sampler, steps, 2.5, clip=clip)
    torch.testing.assert_close(last.x_prev, plain_loop(toy, sampler, steps, 2.5, clip), atol=1e-5, rtol=1e-5)


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
    assert len(run) == (2 * steps - 1 if sampler == "Heun" else steps)
    assert run.timesteps[0] == 999 and min(run.timesteps) >= 0
    assert all(later <= now for now, later in itertools.pairwise(run.timesteps))


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
        assert len(calls) == len(run) == last.call + 1 == (2 * steps - 1 if sampler == "Heun" else steps)
        assert calls == run.timesteps and calls[0] == 999 and last.x_prev.isfinite().all()


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


@pytest.mark.slow
def test_trained_network_batch_of_two_is_two_singles():
    """The tolerance covers another order of sums in another batch size: two grey values of 255."""
    small = {"sampler": "DDPM", "steps": 3}
    both, first, second = (list(reverse(**small, **more)) for more in ({"batch": 2}, {}, {"seed": 43}))
    for together, *alone in zip(both, first, second, strict=True):
        for i, single in enumerate(alone):
            gap = np.abs(together.arrays["xt"][i].astype(int) - single.arrays["xt"][0].astype(int))
            assert gap.max() <= 2
    assert denoiser().parameters == both[-1].stats["parameters"]


# Reverse's frames


@pytest.fixture
def carved(untrained) -> list[Frame]:
    return list(reverse(sampler="DDPM", steps=4, batch=3, inspect=2, guidance=3.0, clip=False))


def test_frames_chain_up(carved):
    assert [frame.step for frame in carved] == [0, 1, 2, 3, 4] and {frame.total for frame in carved} == {5}
    assert carved[0].arrays["xt"].shape == (3, 32, 32) and carved[0].arrays["x0"].shape == (32, 32)
    assert [frame.stats["t"] for frame in carved] == [999, 749, 499, 249, -1]


def test_frames_show_the_noise_of_the_seeds(carved):
    first = torch.stack([torch.randn((1, 32, 32), generator=torch.Generator().manual_seed(42 + i)) for i in range(3)])
    assert np.array_equal(carved[0].arrays["xt"], to_bytes(first[:, 0]))


def test_views_add_up(carved):
    """prev = mu + sigma z is what the next call sees, eps_cond - eps_uncond = difference, to the rounding of bytes."""

    def values(frame: Frame, name: str) -> np.ndarray:
        return frame.arrays[name].astype(float) / 255 * 2 * VIEWS[name] - VIEWS[name]

    for frame, after in itertools.pairwise(carved):
        assert np.array_equal(frame.arrays["prev"], after.arrays["xt"][1])
        prev, mu, fresh = values(frame, "prev"), values(frame, "mu"), values(frame, "noise")
        inner = (np.abs(prev) < 0.98) & (np.abs(mu) < 0.98) & (np.abs(fresh) < 0.98)
        assert inner.any() and np.abs(mu + fresh - prev)[inner].max() < 0.02
        cond, uncond, difference = (values(frame, name) for name in ("eps_cond", "eps_uncond", "difference"))
        inner = (np.abs(cond) < 2.9) & (np.abs(uncond) < 2.9) & (np.abs(difference) < 0.98)
        assert inner.any() and np.abs(cond - uncond - difference)[inner].max() < 0.05


@pytest.mark.parametrize(("w", "rows"), [(0.0, 3), (1.0, 3), (2.0, 6)])
def test_cost_is_counted(untrained, w, rows):
    *_, last = reverse(batch=3, steps=2, guidance=w)
    assert last.stats["calls"] == 2 and last.stats["rows"] == rows and last.stats["seconds"] > 0
    assert last.stats["parameters"] == sum(p.numel() for p in untrained.network.parameters())


def test_last_frame_is_the_result(carved):
    last = carved[-1]
    assert np.array_equal(last.arrays["x0"], last.arrays["xt"][1]) and last.stats["alpha_bar"] == 1


def test_inside_opens_the_same_call(untrained):
    settings = {"steps": 3, "batch": 2, "inspect": 2}
    *_, frame = inside(**settings, call=2)
    assert frame.stats["t"] == list(reverse(**settings))[2].stats["t"] and frame.stats["call"] == 2
    names = [name for name in frame.arrays if name.startswith("shape ")]
    assert len(names) >= 8
    for shape, maps in ((frame.arrays[name], frame.arrays[name.removeprefix("shape ")]) for name in names):
        channels, height, width = shape
        assert maps.shape == (min(12, channels), height, width)
    *_, beyond = inside(**settings, call=1998)
    assert beyond.stats["call"] == 2
    assert not untrained.network.unet.conv_in._forward_hooks


def test_guidance_grid_has_a_column_per_w(untrained):
    columns = [frame for frame in guidance(samples=6, steps=5) if "w" in frame.stats]
    assert [frame.stats["w"] for frame in columns] == list(WEIGHTS)
    for frame in columns:
        stats = frame.stats
        assert frame.arrays["pictures"].shape == (6, 28, 28)
        for name in ("accuracy", "diversity", "white"):
            assert stats[f"{name}_low"] <= stats[name] <= stats[f"{name}_high"]
            assert stats[f"{name}_real"] > 0


def test_quality_counts_calls(untrained):
    points = [f.stats for f in quality(samplers=("Heun",), samples=20, most=2) if "steps" in f.stats]
    assert [(p["steps"], p["calls"], p["sampler"]) for p in points] == [(1, 1, 4), (2, 3, 4)]
    frames = quality(samplers=("DDIM",), samples=20, most=2, guidance=2.0)
    guided = next(f.stats for f in frames if "steps" in f.stats)
    assert guided["calls"] == 2 and guided["ms"] > 0


# What travels


@pytest.mark.parametrize(("total", "frame_bytes"), [(1, 1024), (2, 1024), (51, 8192), (1000, 23_552), (1999, 8192)])
def test_thinning_keeps_both_ends(total, frame_bytes):
    kept = frames_of.kept_frames(total, frame_bytes)
    assert {0, total - 1} <= kept <= set(range(total))
    assert len(kept) == min(total, frames_of.FRAME_BYTES // frame_bytes)
    assert len(kept) * frame_bytes <= frames_of.FRAME_BYTES


@pytest.mark.parametrize("batch", [1, 16])
def test_longest_trajectory_stays_under_4_megabytes(untrained, batch):
    sent = len(frames_of.kept_frames(1000, (batch + len(VIEWS)) * 1024)) + 1
    frames = list(reverse(sampler="DDPM", steps=1, batch=batch))
    one = max(len(json.dumps(pack([frame]))) for frame in frames)
    assert sent * one < MAX_TRAJECTORY


@pytest.mark.parametrize("source", ["digit", "photograph"])
def test_longest_noising_stays_under_4_megabytes(source):
    frames = list(forward(source=source, index=0))
    assert len(json.dumps(pack(frames))) < MAX_TRAJECTORY
    assert [frames[0].step, frames[-1].step] == [0, 1000] and frames[-1].total == 1001


# Forward

PHOTOGRAPH = {"source": "photograph", "index": 0}


@pytest.mark.parametrize("schedule", BETA_SCHEDULES)
@pytest.mark.parametrize("T", [10, 1000])
def test_alpha_bar_is_diffusers(schedule, T):
    scheduler = diffusers.DDPMScheduler(num_train_timesteps=T, beta_schedule=BETA_SCHEDULES[schedule])
    first, *frames = forward(**PHOTOGRAPH, schedule=schedule, T=T)
    assert first.stats["alpha_bar"] == 1 and first.stats["t"] == 0
    for frame in frames:
        expected = scheduler.alphas_cumprod[int(frame.stats["t"]) - 1].item()
        assert frame.stats["alpha_bar"] == pytest.approx(expected, rel=1e-6)
        decibel = 10 * math.log10(max(expected, 1e-12) / max(1 - expected, 1e-12))
        assert frame.stats["snr_db"] == pytest.approx(max(-90, min(90, decibel)), abs=1e-4)
    np.testing.assert_allclose(first.arrays[f"curve {schedule}"], scheduler.alphas_cumprod, rtol=1e-6)


@pytest.mark.parametrize("path", ["jump", "walk"])
@pytest.mark.parametrize("schedule", BETA_SCHEDULES)
def test_moments_of_the_pixels_are_the_closed_form(path, schedule):
    """12,288 pixels are 12,288 draws: mean sqrt(abar) m, variance abar v + 1 - abar, within five standard errors."""
    first, *frames = forward(**PHOTOGRAPH, path=path, schedule=schedule, T=100, seed=3)
    m, v, n = first.stats["mean"], first.stats["std"] ** 2, first.arrays["xt"].size
    for frame in frames:
        abar = frame.stats["alpha_bar"]
        assert abs(frame.stats["mean"] - abar**0.5 * m) < 5 * ((1 - abar) / n) ** 0.5 + 1e-4
        expected = abar * v + 1 - abar
        assert frame.stats["std"] ** 2 == pytest.approx(expected, abs=5 * expected * (2 / n) ** 0.5)


@pytest.mark.parametrize("schedule", BETA_SCHEDULES)
def test_thousand_walks_agree_with_the_jump(schedule):
    first = next(forward(schedule=schedule, T=200, seed=1))
    assert 0 < first.stats["draws_mean_error"] < 4 and 0 < first.stats["draws_std_error"] < 4


def test_walk_and_jump_share_ends_but_not_paths():
    walk, jump = (list(forward(**PHOTOGRAPH, path=path, T=50)) for path in ("walk", "jump"))
    assert np.array_equal(walk[0].arrays["xt"], jump[0].arrays["xt"])
    assert not np.array_equal(walk[25].arrays["xt"], jump[25].arrays["xt"])


def test_jump_keeps_one_noise():
    _, *frames = forward(**PHOTOGRAPH, T=50)
    noises = np.stack([frame.arrays["noise"] for frame in frames]).astype(int)
    assert np.abs(noises - noises[-1]).max() <= 1


def test_histogram_is_a_share():
    for frame in forward(**PHOTOGRAPH, T=10):
        assert frame.arrays["histogram"].shape == (40,)
        assert frame.arrays["histogram"].astype(float).sum() == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("strokes", ["10,10 200,200", "128,128", "0,0;255,255;", "999,999 0,0"])
def test_drawing_is_destroyed_too(strokes):
    first, *_ = forward(source="drawing", strokes=strokes, T=10)
    assert first.arrays["xt"].shape == (28, 28, 1) and first.arrays["xt"].max() > 0


def photograph(index: int) -> Frame:
    return next(forward(source="photograph", index=index, T=10))


@pytest.mark.parametrize("index", [0, 1, 2])
def test_every_photograph_has_its_own_pixels(index):
    first = photograph(index)
    assert first.arrays["xt"].shape == (64, 64, 3) and first.stats["std"] > 0.1
    assert not np.array_equal(first.arrays["xt"], photograph((index + 1) % 3).arrays["xt"])


@pytest.mark.parametrize("index", [3, 7, 9999])
def test_photographs_are_counted_round(index):
    assert np.array_equal(photograph(index).arrays["xt"], photograph(index % 3).arrays["xt"])


# What the classifier says


def test_judged_passes_over_progress(untrained, monkeypatch):
    """Between the kept frames of a thinned trajectory come Frames that say only how far it is."""
    monkeypatch.setattr(reverse_engine, "BLOCK_SECONDS", 0.0)
    monkeypatch.setattr(frames_of, "FRAME_BYTES", 4 * 9 * 1024)
    frames = list(reverse(steps=12))
    pictures = [frame for frame in frames if frame.arrays]
    assert len(pictures) == 5 and any(frame.stats.keys() == {"progress"} for frame in frames)
    probabilities = reverse_engine.judged(frames, "7").arrays["probabilities"]
    assert np.array_equal(probabilities, reverse_engine.judged(pictures, "7").arrays["probabilities"])


def test_judged_says_what_every_picture_is(untrained):
    frames = list(reverse(steps=2))
    for label in ("7", "none"):
        frame = reverse_engine.judged(frames, label)
        probabilities = frame.arrays["probabilities"].astype(float)
        assert probabilities.shape == (3, 10) and probabilities.sum(1) == pytest.approx(1, abs=0.01)
        digit = int(frame.stats["digit"])
        assert frame.stats["agreement"] == pytest.approx(probabilities[-1, digit], abs=1e-3)
        assert digit == (7 if label == "7" else probabilities[-1].argmax())
        assert 0.9 < frame.stats["real"] <= 1
