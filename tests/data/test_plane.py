"""Densities in the plane: log p, score and sampler of each agree with one another and with plain numerics."""

import math
from functools import cache

import pytest
import torch

from playground.data.plane import DRAWN_POINTS, NAMES, SHAPES, Checkerboard, density, drawn
from playground.errors import BadInput
from playground.families.gan.duel import DENSITIES
from playground.spec import MAX_STROKES

HEART = "124,200 60,120 70,60 124,90;132,90 186,60 196,120 132,200"
ALL = {name: density(name, HEART) for name in NAMES}
SINGLE = ("two Gaussians", "ring", "grid", "blobs")  # each mode is one Gaussian
SIDE, MARGIN = 360, 1.45  # cells narrower than the sharpest edge
every_density = pytest.mark.parametrize("name", NAMES)


def rng(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@cache
def lattice(name: str) -> tuple[torch.Tensor, torch.Tensor]:
    """The middles (SIDE*SIDE,2) of cells that tile the window and a margin, and the mass of each by log p."""
    p = ALL[name]
    cell = 2 * MARGIN * p.reach / SIDE
    axis = (torch.arange(SIDE) + 0.5) * cell - MARGIN * p.reach
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    points = torch.stack([x.flatten(), y.flatten()], 1)
    parts = points.split(20_000)  # (N,K,2) of the whole lattice would not fit a small machine
    return points, torch.cat([p.log_prob(part) for part in parts]).double().exp() * cell**2


def test_every_density_of_the_page_is_there():
    assert set(DENSITIES) == set(NAMES) == {*SHAPES, "drawn"}


@every_density
def test_score_is_the_gradient_of_log_prob(name):
    """Also far outside, where a share that underflows must not make it NaN."""
    p = ALL[name]
    x = torch.cat([p.sample(300, rng()), p.reach * (torch.rand(300, 2, generator=rng(1)) * 3 - 1.5)]).requires_grad_()
    (slope,) = torch.autograd.grad(p.log_prob(x).sum(), x)
    scale = slope.norm(dim=1, keepdim=True) + 1 / p.sigma
    torch.testing.assert_close(p.score(x) / scale, slope / scale, atol=2e-3, rtol=0)


@every_density
def test_log_prob_integrates_to_one(name):
    assert lattice(name)[1].sum().item() == pytest.approx(1, abs=2e-3)


@every_density
def test_samples_are_drawn_from_log_prob(name):
    """As many fall into each of 24 x 24 cells as the integral over it says (chi-square), and all are finite."""
    p, count, cells = ALL[name], 20_000, 24
    reach = MARGIN * p.reach
    mass = lattice(name)[1].view(cells, SIDE // cells, cells, SIDE // cells).sum((1, 3))
    expected = (count * mass).flatten()
    x = p.sample(count, rng(5))
    column, row = (((x + reach) / (2 * reach) * cells).long().clamp(0, cells - 1)).T
    found = torch.bincount(row * cells + column, minlength=cells**2).double()
    many = expected > 5
    found, expected = (torch.cat([side[many], side[~many].sum()[None]]) for side in (found, expected))
    chi2, freedom = ((found - expected).square() / expected.clamp(min=1)).sum().item(), len(expected) - 1
    assert (chi2 - freedom) / math.sqrt(2 * freedom) < 4, (chi2, freedom)


@every_density
def test_the_window_holds_what_is_drawn(name):
    p = ALL[name]
    inside = (p.sample(5000, rng()).abs() < p.reach).all(1).double().mean()
    assert inside > 0.999


@every_density
def test_same_seed_same_samples(name):
    one, same, other = (ALL[name].sample(50, rng(seed)) for seed in (3, 3, 4))
    assert torch.equal(one, same) and not torch.equal(one, other)


@every_density
@pytest.mark.parametrize("width", [0.055, 0.2])
def test_blurred_is_the_convolution(name, width):
    """Against a sum over the lattice: p at every cell, spread by the kernel to eight places."""
    p = ALL[name]
    width = width * p.reach
    points, mass = lattice(name)
    places = torch.cat([p.sample(5, rng(1)), p.reach * (torch.rand(3, 2, generator=rng(2)) * 2 - 1)])
    squares = torch.cdist(places.double(), points.double(), compute_mode="donot_use_mm_for_euclid_dist").square()
    expected = (torch.exp(-squares / (2 * width**2)) * mass).sum(1) / (2 * math.pi * width**2)
    torch.testing.assert_close(p.blurred(width).log_prob(places).double().exp(), expected, rtol=0.01, atol=1e-4)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "checkerboard"])
def test_a_mean_belongs_to_its_own_mode(name):
    p = ALL[name]
    which, good = p.assign(p.means)
    assert torch.equal(which, p.part) and good.all()
    assert p.part.unique().tolist() == list(range(p.modes))
    away = p.means + torch.tensor([10.0, 0])
    assert not p.assign(away)[1].any()


def test_modes_are_as_many_as_the_literature_says():
    assert {name: ALL[name].modes for name in ("ring", "grid", "two Gaussians", "blobs", "checkerboard")} == {
        "ring": 8, "grid": 25, "two Gaussians": 2, "blobs": 3, "checkerboard": 8,
    }  # fmt: skip


@pytest.mark.parametrize("name", SINGLE)
def test_a_perfect_sampler_has_0_989_within_three_deviations(name):
    """1 - exp(-9/2) of a plane Gaussian."""
    p = ALL[name]
    share = p.assign(p.sample(40_000, rng()))[1].double().mean().item()
    assert share == pytest.approx(1 - math.exp(-4.5), abs=0.002)


def test_squares_of_the_checkerboard():
    p = Checkerboard()
    middles = p.corners + p.side / 2
    which, good = p.assign(middles)
    assert which.tolist() == list(range(8)) and good.all()
    empty = middles + torch.tensor([p.side, 0])
    assert not p.assign(empty)[1].any()
    edge = torch.tensor([[p.side, 0.0]]) * 0.5
    outside = [middles + edge + torch.tensor([[k * p.sigma, 0.0]]) for k in (2.9, 3.1)]
    assert p.assign(outside[0])[1].all() and not p.assign(outside[1])[1].any()
    assert p.log_prob(middles).exp().tolist() == pytest.approx([0.5] * 8, rel=1e-4), "eight squares of area 1/4"


# Drawings


def test_nothing_drawn_is_refused_in_one_sentence():
    for nothing in ("", ";"):
        with pytest.raises(BadInput) as caught:
            density("drawn", nothing)
        assert str(caught.value).endswith(".") and "draw" in str(caught.value)


def test_one_point_is_one_gaussian():
    p = density("drawn", "128,128")
    assert p.means.tolist() == [[0, 0]] and p.modes == 1
    assert p.sample(4000, rng()).std(0).tolist() == pytest.approx([p.sigma] * 2, rel=0.05)


def test_the_pad_is_read_with_y_down():
    assert drawn("0,0").means[0].tolist() == pytest.approx([-1.2, 1.2])
    assert drawn("256,192").means[0].tolist() == pytest.approx([1.2, -0.6])


@pytest.mark.parametrize("strokes", ["999,0", "256,0 999,0", "300,0;900,0"])
def test_outside_the_pad_is_clipped_to_its_edge(strokes):
    assert drawn(strokes).means.unique(dim=0).tolist() == [pytest.approx([1.2, 1.2])]


def test_a_long_stroke_weighs_more_than_a_short_one():
    """Points lie evenly along the strokes however many the browser sent: three times as long, three times as likely."""
    p = drawn("20,64 21,64 22,64 23,64 24,64 120,64;20,192 220,192 20,192")
    upper = (p.means[:, 1] > 0).double().mean().item()
    assert upper == pytest.approx(0.2, abs=0.02)


def test_the_longest_drawing_works():
    strokes = ";".join(f"{i % 1000},{i % 256} {(7 * i) % 256},{(3 * i) % 256}" for i in range(400))[:MAX_STROKES]
    strokes = strokes[: strokes.rindex(" ")]
    p = density("drawn", strokes)
    assert len(strokes) > MAX_STROKES - 20 and len(p.means) <= DRAWN_POINTS
    x = p.sample(500, rng())
    assert x.abs().max() < p.reach and p.log_prob(x).isfinite().all() and p.modes == 8
