"""The live duel: reproducible, obedient from the next step on, and back on its feet after it ran away."""

import itertools
import math
from dataclasses import replace

import pytest
import torch
from torch.func import functional_call

from playground.data import plane
from playground.families import gan
from playground.families.gan import duel as duel_tables
from playground.families.gan import rules as rules_tables
from playground.models.gan.plane import CROWDS
from playground.training import rollback
from playground.training.gan.duel import Diverged, Duel, Rules, train
from playground.training.gan.losses import discriminator_loss, generator_loss

RING = plane.density("ring")
SMALL = Rules(
    d_steps=1, d_rate=0.003, gp=False, gp_weight=1.0, r1_weight=0.03, g_hidden=2, g_width=16, d_hidden=2, d_width=16,
    batch=16,
)  # fmt: skip
WILD = replace(SMALL, loss="Wasserstein", gp_weight=10.0, d_rate=5.0, g_rate=5.0, d_optimizer="SGD", g_optimizer="SGD")


def draw(count: int, rng: torch.Generator) -> torch.Tensor:
    return RING.sample(count, rng)


def duel(seed: int = 0, **rules) -> Duel:
    return Duel(replace(SMALL, **rules), draw, 2, seed)


def go(one: Duel, steps: int) -> Duel:
    for _ in range(steps):
        one.iterate()
    return one


def state(one: Duel) -> dict[str, torch.Tensor]:
    """Every weight and buffer of both, by name: G.... and D...."""
    both = (("G", one.generator), ("D", one.discriminator))
    return {f"{who}.{key}": value.clone() for who, network in both for key, value in network.state_dict().items()}


def moved(before: dict[str, torch.Tensor], after: dict[str, torch.Tensor]) -> set[str]:
    """Whose weights differ: "G", "D"."""
    return {key[0] for key in before if not torch.equal(before[key], after[key])}


def is_finite(one: Duel) -> bool:
    parts = [state(one), *(moments(optimizer) for optimizer in (one.g_optimizer, one.d_optimizer))]
    return all(value.isfinite().all() for part in parts for value in part.values())


def moments(optimizer: torch.optim.Optimizer) -> dict[str, torch.Tensor]:
    found = optimizer.state_dict()["state"]
    return {
        f"{i}.{key}": value.clone() for i, slots in found.items() for key, value in slots.items() if value is not None
    }


# Seeds


def test_rules_are_the_controls():
    names = {param.name for engine in gan.FAMILY.engines for param in engine.params}
    assert set(Rules.__dataclass_fields__) <= names
    assert Rules.of(duel_tables.DUEL.defaults() | {"r1": True}).r1


def test_same_seed_same_weights():
    """Whatever else draws random numbers in between, another duel among it."""
    one, same, other = duel(3), duel(3), duel(4)
    go(one, 30)
    for _ in range(30):
        torch.rand(1)
        same.iterate()
        other.iterate()
    assert moved(state(one), state(same)) == set() and one.losses == same.losses
    assert moved(state(one), state(other)) == {"G", "D"}


def test_training_leaves_the_global_random_numbers_alone():
    torch.manual_seed(0)
    before = torch.get_rng_state()
    go(duel(crowd="packs of two", spectral=True), 3).adopt(replace(SMALL, g_width=3))
    assert torch.equal(torch.get_rng_state(), before)


def test_one_iteration_of_each_next():
    one = duel()
    assert [seen.step for seen in itertools.islice(train(one), 3)] == [1, 2, 3]


# Every rule

OPTIONS = {
    "loss": rules_tables.LOSSES,
    "crowd": CROWDS,
    "noise": rules_tables.NOISES,
    "d_optimizer": rules_tables.OPTIMIZERS,
    "g_optimizer": rules_tables.OPTIMIZERS,
    "spectral": (True,),
    "r1": (True,),
    "gp": (True,),
    "smoothing": (0.5,),
    "unrolled": (1, 10),
    "average": (True,),
    "g_output": ("tanh",),
    "d_hidden": (0, 5),
    "g_hidden": (0, 5),
    "d_width": (1,),
    "g_width": (1,),
    "batch": (8,),
    "d_steps": (0, 3),
    "g_steps": (0, 3),
}
SINGLE = [{name: option} for name, options in OPTIONS.items() for option in options]
CROSSED = [
    {"loss": loss, "crowd": crowd, "spectral": spectral, "r1": cured, "gp": cured, "unrolled": unrolled, "batch": 8}
    for loss, crowd, spectral, cured, unrolled in itertools.product(
        rules_tables.LOSSES, CROWDS, (False, True), (False, True), (0, 2)
    )
]


@pytest.mark.slow
@pytest.mark.parametrize("rules", SINGLE + CROSSED, ids=lambda rules: "-".join(map(str, rules.values())))
def test_every_rule_runs(rules):
    one = duel(**rules)
    before = state(one)
    go(one, 3)
    assert one.step == 3 and is_finite(one) and all(map(math.isfinite, one.losses.values()))
    trained = {who for who, steps in (("G", one.rules.g_steps), ("D", one.rules.d_steps)) if steps}
    assert moved(before, state(one)) == trained


@pytest.mark.parametrize(
    "rules",
    [{"loss": loss} for loss in rules_tables.LOSSES if loss not in ("non-saturating", "minimax")]
    + [{"smoothing": 0.2}, {"r1": True}, {"gp": True}, {"spectral": True}, {"unrolled": 1}, {"noise": "2-D Gaussian"}]
    + [{"crowd": crowd} for crowd in CROWDS[1:]],
    ids=lambda rules: "-".join(map(str, rules.values())),
)
def test_every_rule_makes_a_difference(rules):
    """A switch that nothing reads would pass every other test."""
    plain, other = go(duel(), 2), go(duel(**rules), 2)
    if "spectral" in rules or "crowd" in rules:
        assert plain.losses != other.losses
    else:
        assert "G" in moved(state(plain), state(other))


def test_the_weight_of_a_cure_counts():
    light, heavy = (go(duel(r1=True, r1_weight=weight), 1) for weight in (0.1, 10.0))
    assert "D" in moved(state(light), state(heavy))
    light, heavy = (go(duel(gp=True, gp_weight=weight), 1) for weight in (0.1, 10.0))
    assert "D" in moved(state(light), state(heavy))


def test_wasserstein_always_has_its_penalty():
    bare, cured = (go(duel(loss="Wasserstein", gp=gp), 3) for gp in (False, True))
    assert moved(state(bare), state(cured)) == set()


@pytest.mark.parametrize("who", ["D", "G"])
def test_as_many_updates_as_asked_for(who):
    one = go(duel(**{f"{who.lower()}_steps": 3}), 4)
    counts = {"D": moments(one.d_optimizer)["0.step"].item(), "G": moments(one.g_optimizer)["0.step"].item()}
    assert counts == {"D": 4, "G": 4} | {who: 12}


@pytest.mark.parametrize("who", ["D", "G"])
def test_alone_moves_only_the_one(who):
    one = go(duel(), 2)
    before = state(one)
    one.alone(who)
    assert moved(before, state(one)) == {who} and one.step == 3


def test_nobody_trains_without_updates():
    one = duel(d_steps=0, g_steps=0)
    before = state(one)
    go(one, 3)
    assert moved(before, state(one)) == set() and one.step == 3


# Other rules on the way


def test_other_rules_hold_from_the_next_step_on():
    """Until then both duels are one; the first step after is already another."""
    kept, changed = go(duel(), 10), go(duel(), 10)
    changed.adopt(replace(SMALL, loss="hinge"))
    assert moved(state(kept), state(changed)) == set()
    kept.iterate()
    changed.iterate()
    assert moved(state(kept), state(changed)) == {"G", "D"}


def test_adopting_the_same_rules_changes_nothing():
    kept, same = go(duel(), 5), go(duel(), 5)
    assert same.adopt(replace(SMALL)) == ()
    assert moved(state(go(kept, 5)), state(go(same, 5))) == set()


AFRESH = [
    ({"g_hidden": 1}, ("G",)),
    ({"g_width": 8}, ("G",)),
    ({"noise": "1-D uniform"}, ("G",)),
    ({"d_hidden": 1}, ("D",)),
    ({"d_width": 8}, ("D",)),
    ({"spectral": True}, ("D",)),
    ({"crowd": "packs of two"}, ("D",)),
    ({"g_width": 8, "d_width": 8}, ("G", "D")),
    ({"loss": "hinge", "r1": True, "gp": True, "unrolled": 2, "batch": 8, "smoothing": 0.1}, ()),
    ({"d_steps": 2, "g_steps": 2, "d_rate": 0.1, "g_rate": 0.1, "d_optimizer": "SGD", "g_optimizer": "SGD"}, ()),
]


@pytest.mark.parametrize(("rules", "afresh"), AFRESH, ids=lambda part: "-".join(part))
def test_only_a_network_of_another_shape_starts_afresh(rules, afresh):
    one = go(duel(), 5)
    networks, before = {"G": one.generator, "D": one.discriminator}, state(one)
    assert one.adopt(replace(SMALL, **rules)) == afresh
    now = {"G": one.generator, "D": one.discriminator}
    for who in "GD":
        assert (now[who] is not networks[who]) == (who in afresh)
    kept = {key: value for key, value in state(one).items() if key[0] not in afresh}
    assert moved(kept, before) == set()
    optimizers = {"G": one.g_optimizer, "D": one.d_optimizer}
    assert all(not optimizers[who].state for who in afresh), "a new network has no past"
    for who in "GD":
        held = {id(p) for group in optimizers[who].param_groups for p in group["params"]}
        assert held == {id(p) for p in now[who].parameters()}, "an optimiser holds the network that plays"
    go(one, 3)
    assert one.step == 8 and is_finite(one)


@pytest.mark.parametrize("optimizer", rules_tables.OPTIMIZERS)
@pytest.mark.parametrize("who", ["d", "g"])
def test_another_rate_keeps_what_the_optimiser_knows(who, optimizer):
    """Twice the rate, twice the very same update: Adam's moments go on, and nothing else changes."""
    before, after = [], []
    for factor in (1, 2):
        one = go(duel(d_optimizer=optimizer, g_optimizer=optimizer), 10)
        known = moments(one.d_optimizer if who == "d" else one.g_optimizer)
        rate = f"{who}_rate"
        one.adopt(replace(one.rules, **{rate: factor * getattr(one.rules, rate)}))
        kept = moments(one.d_optimizer if who == "d" else one.g_optimizer)
        assert known.keys() == kept.keys() and all(torch.equal(known[key], kept[key]) for key in known)
        assert bool(known) == (optimizer == "Adam")
        before.append(state(one))
        one.alone(who.upper())
        after.append(state(one))
    assert moved(*before) == set()
    for key in (key for key in before[0] if key[0] == who.upper()):
        single, double = (after[i][key] - before[i][key] for i in (0, 1))
        torch.testing.assert_close(double, 2 * single, atol=1e-6, rtol=1e-3)


# Running away


def until_diverged(one: Duel, steps: int = 300) -> Diverged:
    with pytest.raises(Diverged) as caught:
        go(one, steps)
    return caught.value


def test_a_duel_that_runs_away_says_so_and_stands_as_it_was():
    one, before = duel(), None
    one.adopt(WILD)
    before = state(one)
    error = until_diverged(one)
    assert error.step > 1 and str(error.step) in str(error)
    assert one.step < error.step and moved(before, state(one)) == set() and is_finite(one)
    assert all(map(math.isfinite, one.losses.values()))
    again = until_diverged(one)
    assert again.step == error.step, "the same rules from the same state end the same way"
    assert one.adopt(SMALL) == ()
    go(one, 20)
    assert is_finite(one) and moved(before, state(one)) == {"G", "D"}


def test_a_duel_goes_back_to_its_last_good_state_and_not_to_the_start():
    one = go(duel(), rollback.KEEP_EVERY + 5)
    one.adopt(WILD)
    before = state(one)
    until_diverged(one)
    assert one.step == rollback.KEEP_EVERY + 5 and moved(before, state(one)) == set()


# The update of D that breaks its weights comes after the losses of its step were found good.
BROKEN = replace(WILD, d_hidden=5, g_steps=0)


def test_a_broken_state_is_never_kept(monkeypatch):
    monkeypatch.setattr(rollback, "KEEP_EVERY", 1)
    one = duel()
    one.adopt(BROKEN)
    until_diverged(one)
    assert is_finite(one)
    one.adopt(replace(BROKEN, d_rate=1e-6, g_rate=1e-6))
    go(one, 5)


def test_rules_changed_just_after_the_breaking_update_do_not_keep_it():
    """A visitor lowers the rate in the last moment: too late for these weights, but not for the duel."""
    first, one = duel(), duel()
    for each in (first, one):
        each.adopt(BROKEN)
    go(one, until_diverged(first).step - 1)
    one.adopt(SMALL)
    try:
        go(one, 5)
    except Diverged:
        go(one, 5)
    assert is_finite(one)


# Gradients


@pytest.fixture
def double():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def blob(count: int, rng: torch.Generator) -> torch.Tensor:
    return 0.3 * torch.randn(count, 2, generator=rng) + 0.5


def gradient_of_g(one: Duel, seed: int = 5) -> list[torch.Tensor]:
    one.rng = torch.Generator().manual_seed(seed)
    one.generator_gradient()
    return [p.grad.clone() for p in one.generator.parameters()]


def test_unrolling_changes_what_g_is_told(double):
    gradients = [gradient_of_g(go(Duel(replace(SMALL, unrolled=0), blob, 2, 0), 3)) for _ in range(2)]
    assert all(torch.equal(a, b) for a, b in zip(*gradients, strict=True))
    for unrolled in (1, 5):
        one = go(Duel(SMALL, blob, 2, 0), 3)
        one.adopt(replace(SMALL, unrolled=unrolled))
        before = state(one)
        told = gradient_of_g(one)
        assert moved(before, state(one)) == set(), "D only imagines these updates"
        assert not all(torch.allclose(a, b) for a, b in zip(told, gradients[0], strict=True))


@pytest.mark.parametrize("loss", ["non-saturating", "least squares"])
@pytest.mark.parametrize("unrolled", [1, 3])
def test_unrolled_gradient_is_that_of_the_surrogate(double, loss, unrolled):
    """arXiv 1611.02163, eq. 7-10, by central differences: G is moved, D answers `unrolled` times, G's loss is read."""
    rules = replace(SMALL, loss=loss, unrolled=unrolled, d_optimizer="SGD", d_rate=0.3, g_hidden=1, g_width=3)
    one = go(Duel(rules, blob, 2, 0), 2)
    exact = gradient_of_g(one)
    rng = torch.Generator().manual_seed(5)
    z, real = one.latent(rules.batch, rng), blob(rules.batch, rng)

    def surrogate() -> float:
        fake = one.generator(z).detach()
        params = {name: p.detach() for name, p in one.discriminator.named_parameters()}
        for _ in range(unrolled):
            params = {name: p.detach().requires_grad_() for name, p in params.items()}
            scores = (functional_call(one.discriminator, params, (x,)) for x in (real, fake))
            slopes = torch.autograd.grad(sum(discriminator_loss(loss, *scores)), list(params.values()))
            params = {name: p - 0.3 * slope for (name, p), slope in zip(params.items(), slopes, strict=True)}
        return generator_loss(loss, functional_call(one.discriminator, params, (fake,))).item()

    eps = 1e-6
    for p, grad in zip(one.generator.parameters(), exact, strict=True):
        for i in range(min(4, p.numel())):
            with torch.no_grad():
                ends = []
                for sign in (1, -1):
                    p.view(-1)[i] += sign * eps
                    with torch.enable_grad():
                        ends.append(surrogate())
                    p.view(-1)[i] -= sign * eps
            assert grad.view(-1)[i].item() == pytest.approx((ends[0] - ends[1]) / (2 * eps), abs=1e-6, rel=1e-3)


@pytest.mark.parametrize("crowd", CROWDS)
@pytest.mark.parametrize("loss", rules_tables.LOSSES)
def test_advice_is_minus_the_slope_of_each_samples_loss(double, loss, crowd):
    """By central differences, each fake in the company of the last batch; it holds under no_grad too."""
    one = go(Duel(replace(SMALL, loss=loss, crowd=crowd), blob, 2, 0), 5)
    fake, eps = one.fake[:6], 1e-6
    with torch.no_grad():
        advice = one.advice(fake)
        for axis in (0, 1):
            shift = torch.zeros(2)
            shift[axis] = eps
            ends = [one.discriminator.among(fake + sign * shift, one.fake) for sign in (1, -1)]
            low, high = ([generator_loss(loss, logit[None]) for logit in end] for end in ends)
            slope = (torch.stack(low) - torch.stack(high)) / (2 * eps)
            torch.testing.assert_close(advice[:, axis], -slope, atol=1e-6, rtol=1e-4)
    assert advice.norm(dim=1).min() > 1e-4 and not advice.requires_grad


# The theory


@pytest.mark.parametrize("loss", ["non-saturating", "least squares"])
def test_d_alone_finds_the_best_discriminator(loss):
    """A linear G of Gaussian noise is a Gaussian: q is known, so is D* = p / (p + q), and D must come near it."""
    rules = replace(SMALL, loss=loss, g_hidden=0, noise="2-D Gaussian", g_steps=0, d_width=32, batch=256, d_rate=0.005)
    one = go(Duel(rules, lambda count, rng: 0.4 * torch.randn(count, 2, generator=rng), 2, 0), 400)
    (weight, bias), x = (
        one.generator.parameters(),
        0.8 * torch.randn(2000, 2, generator=torch.Generator().manual_seed(1)),
    )
    p = torch.distributions.MultivariateNormal(torch.zeros(2), 0.16 * torch.eye(2)).log_prob(x).exp()
    q = torch.distributions.MultivariateNormal(bias, weight @ weight.T).log_prob(x).exp()
    with torch.no_grad():
        score = one.discriminator(x)
        believed = score if loss == "least squares" else torch.sigmoid(score)
        share = (p + q) / (p + q).sum()
        gap = ((believed - p / (p + q)).abs() * share).sum()
        chance = ((0.5 - p / (p + q)).abs() * share).sum()
    assert gap < 0.05 < 0.15 < chance
