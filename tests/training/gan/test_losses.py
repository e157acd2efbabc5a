"""Losses and penalties of the duel against what the papers write, in probabilities and on toys with known answers."""

import pytest
import torch

from playground.families.gan import rules
from playground.training.gan.losses import discriminator_loss, generator_loss, gradient_penalty, r1_penalty

REAL, FAKE = torch.tensor([2.0, -0.5, 0.3]), torch.tensor([-1.0, 0.8, 4.0])
P, Q = torch.sigmoid(REAL), torch.sigmoid(FAKE)  # D(x) and D(G(z)) where D is a probability

DISCRIMINATOR = {
    "minimax": (-P.log(), -(1 - Q).log()),
    "non-saturating": (-P.log(), -(1 - Q).log()),
    "least squares": ((REAL - 1) ** 2 / 2, FAKE**2 / 2),
    "Wasserstein": (-REAL, FAKE),
    "hinge": ((1 - REAL).clamp(min=0), (1 + FAKE).clamp(min=0)),
}
GENERATOR = {
    "minimax": (1 - Q).log(),
    "non-saturating": -Q.log(),
    "least squares": (FAKE - 1) ** 2 / 2,
    "Wasserstein": -FAKE,
    "hinge": -FAKE,
}
every_loss = pytest.mark.parametrize("loss", rules.LOSSES)


@every_loss
def test_loss_is_its_formula(loss):
    for found, expected in zip(discriminator_loss(loss, REAL, FAKE), DISCRIMINATOR[loss], strict=True):
        torch.testing.assert_close(found, expected.mean())
    torch.testing.assert_close(generator_loss(loss, FAKE), GENERATOR[loss].mean())


@every_loss
def test_loss_of_a_certain_judge_is_finite(loss):
    """The logarithm of a probability would be infinite."""
    sure = torch.tensor([500.0, -500.0], requires_grad=True)
    total = sum(discriminator_loss(loss, sure, sure)) + generator_loss(loss, sure)
    total.backward()
    assert total.isfinite() and sure.grad.isfinite().all()


@every_loss
def test_opponents_pull_a_fake_opposite_ways(loss):
    """D wants fakes lower where G wants them higher; minimax is the same sum for both."""
    logits = torch.tensor([-0.9, 0.0, 0.9], requires_grad=True)
    (up,) = torch.autograd.grad(generator_loss(loss, logits), logits)
    (down,) = torch.autograd.grad(discriminator_loss(loss, REAL, logits)[1], logits)
    assert (up < 0).all()
    if loss == "least squares":
        assert down.sign().tolist() == [-1, 0, 1], "its target is 0, not minus infinity"
    else:
        assert (down > 0).all()
    if loss == "minimax":
        torch.testing.assert_close(up, -down)


def test_minimax_advice_fades_where_the_other_does_not():
    caught = torch.tensor([-8.0], requires_grad=True)
    slopes = {loss: torch.autograd.grad(generator_loss(loss, caught), caught)[0].abs().item() for loss in rules.LOSSES}
    assert slopes["minimax"] < 1e-3 and all(slopes[loss] > 0.99 for loss in rules.LOSSES if loss != "minimax")


def test_an_unknown_loss_is_no_loss():
    with pytest.raises(ValueError, match="nonsense"):
        discriminator_loss("nonsense", REAL, FAKE)
    with pytest.raises(ValueError, match="nonsense"):
        generator_loss("nonsense", FAKE)


# The best D. Four places; p and q say how often real and fake samples fall on each.

PLACES_P, PLACES_Q = torch.tensor([10, 20, 30, 40]), torch.tensor([40, 10, 25, 25])


def best_logits(loss: str, smoothing: float = 0.0) -> torch.Tensor:
    """The logit of each place that minimises D's loss, by Newton-like descent from zero."""
    logits = torch.zeros(4, requires_grad=True)
    descent = torch.optim.LBFGS([logits], lr=1, max_iter=200, tolerance_grad=1e-9, line_search_fn="strong_wolfe")

    def loss_of_all() -> torch.Tensor:
        descent.zero_grad()
        total = sum(
            discriminator_loss(loss, logits.repeat_interleave(PLACES_P), logits.repeat_interleave(PLACES_Q), smoothing)
        )
        total.backward()
        return total

    descent.step(loss_of_all)
    return logits.detach()


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.5])
@pytest.mark.parametrize("loss", ["minimax", "non-saturating", "least squares"])
def test_best_discriminator_is_p_over_p_plus_q(loss, smoothing):
    """arXiv 1406.2661, proposition 1; a smoothed target t makes it t p / (p + q) (arXiv 1606.03498, section 3.4)."""
    best = best_logits(loss, smoothing)
    found = best if loss == "least squares" else torch.sigmoid(best)
    expected = (1 - smoothing) * PLACES_P / (PLACES_P + PLACES_Q)
    torch.testing.assert_close(found, expected, atol=1e-3, rtol=0)


def test_best_hinge_discriminator_is_the_sign():
    """arXiv 1802.05957: +1 where p > q, -1 where p < q."""
    logits = torch.zeros(4, requires_grad=True)
    descent = torch.optim.SGD([logits], lr=0.1)
    for _ in range(2000):
        descent.zero_grad()
        sum(
            discriminator_loss("hinge", logits.repeat_interleave(PLACES_P), logits.repeat_interleave(PLACES_Q))
        ).backward()
        descent.step()
    torch.testing.assert_close(logits.detach(), torch.sign(PLACES_P - PLACES_Q).float(), atol=0.05, rtol=0)


@pytest.mark.parametrize("loss", ["Wasserstein", "hinge"])
def test_smoothing_leaves_losses_without_a_target(loss):
    assert discriminator_loss(loss, REAL, FAKE, 0.3) == discriminator_loss(loss, REAL, FAKE)


@pytest.mark.parametrize("loss", ["minimax", "non-saturating"])
def test_smoothing_is_the_cross_entropy_with_the_lower_target(loss):
    found = discriminator_loss(loss, REAL, FAKE, 0.2)
    torch.testing.assert_close(found[0], -(0.8 * P.log() + 0.2 * (1 - P).log()).mean())
    torch.testing.assert_close(found[1], discriminator_loss(loss, REAL, FAKE)[1])


# Penalties

DIRECTION = torch.tensor([3.0, -4.0])  # of length 5
X, Y = torch.tensor([[1.0, 2.0], [-3.0, 0.5]]), torch.tensor([[0.0, 1.0], [5.0, -2.0]])


def linear(x: torch.Tensor) -> torch.Tensor:
    return x @ DIRECTION + 7


def quadratic(x: torch.Tensor) -> torch.Tensor:
    return x.square().flatten(1).sum(1) / 2


def test_r1_of_a_slope():
    """|grad D|^2 / 2: 25/2 on a plane; |x|^2 / 2 for |x|^2 / 2, here the mean of 5 and 9.25, halved."""
    assert r1_penalty(linear, X).item() == pytest.approx(12.5)
    assert r1_penalty(quadratic, X).item() == pytest.approx((5 + 9.25) / 4)
    assert r1_penalty(quadratic, X[:, None, :, None]).item() == pytest.approx((5 + 9.25) / 4), "pictures too"


def test_gradient_penalty_of_a_slope():
    mix = torch.tensor([[0.0], [1.0]])
    assert gradient_penalty(linear, X, Y, mix).item() == pytest.approx(16)
    assert gradient_penalty(lambda x: linear(x) / 5, X, Y, mix).item() == pytest.approx(0, abs=1e-9)
    between = torch.stack([Y[0], X[1]])  # the slope of quadratic there is the point itself
    expected = (between.norm(dim=1) - 1).square().mean()
    torch.testing.assert_close(gradient_penalty(quadratic, X, Y, mix), expected)
    halfway = ((X + Y) / 2).norm(dim=1)
    torch.testing.assert_close(
        gradient_penalty(quadratic, X, Y, torch.full((2, 1), 0.5)), (halfway - 1).square().mean()
    )


def test_gradient_penalty_of_a_flat_judge_can_be_descended():
    """The norm of a zero slope has no derivative; a guard must keep it a number."""
    weight = torch.zeros(2, requires_grad=True)
    gradient_penalty(lambda x: x @ weight, X, Y, torch.full((2, 1), 0.5)).backward()
    assert weight.grad.isfinite().all()


@pytest.mark.parametrize("penalty", ["r1", "gp"])
def test_penalties_reach_the_judge_and_not_the_forger(penalty):
    """d/da of each for D = a |x|^2 / 2 at a = 2, by hand; the fakes get no gradient."""
    a, fake = torch.tensor(2.0, requires_grad=True), Y.clone().requires_grad_()

    def judge(x: torch.Tensor) -> torch.Tensor:
        return a * quadratic(x)

    if penalty == "r1":
        loss, lengths = r1_penalty(judge, X), X.norm(dim=1)
        expected = (2.0 * lengths.square()).mean()
    else:
        loss, lengths = gradient_penalty(judge, X, fake, torch.full((2, 1), 0.5)), ((X + Y) / 2).norm(dim=1)
        expected = (2 * (2.0 * lengths - 1) * lengths).mean()
    loss.backward()
    torch.testing.assert_close(a.grad, expected)
    assert fake.grad is None
