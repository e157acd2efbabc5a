"""Pixel models: they sum to one, no pixel sees one that is to come, and kept features draw the same pictures."""

import itertools
import math

import pytest
import torch

from playground.engines.autoregressive.paint import reach
from playground.models.autoregressive import networks as language
from playground.models.autoregressive.pixel_sampling import draw, paint, reader
from playground.models.autoregressive.pixelcnn import PixelCNN
from playground.models.autoregressive.pixels import RUN, TOKENS, given, nats, odds, patterns, pixel_logits, surprise

KINDS = ("PixelCNN", "transformer")
every_kind = pytest.mark.parametrize("kind", KINDS)


def model(kind: str, area: int = 784) -> torch.nn.Module:
    """An untrained one, large enough weights that pixels do depend on each other."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        if kind == "PixelCNN":
            made = PixelCNN(channels=6, layers=3)
        else:
            size = {"vocab_size": TOKENS + 10, "n_positions": area // RUN, "n_embd": 16, "n_layer": 2, "n_head": 2}
            made = language.build("GPT2LMHeadModel", size)
        for weight in made.parameters():
            torch.nn.init.normal_(weight, std=0.4)
    return made.requires_grad_(False).eval()


def uniform(count: int, area: int) -> torch.Tensor:
    return torch.stack([torch.rand(area, generator=torch.Generator().manual_seed(7 + i)) for i in range(count)])


def every_picture(height: int, width: int) -> torch.Tensor:
    rows = list(itertools.product((0.0, 1.0), repeat=height * width))
    return torch.tensor(rows).view(-1, 1, height, width)


class TestLikelihood:
    @pytest.mark.parametrize("label", [0, 7])
    @pytest.mark.parametrize(
        ("kind", "shape"), [("PixelCNN", (3, 3)), ("transformer", (1, 4)), ("transformer", (2, 4))]
    )
    def test_all_pictures_together_have_probability_one(self, kind, shape, label):
        x = every_picture(*shape)
        found = nats(model(kind, x[0].numel()), x, torch.full((len(x),), label))
        assert float(torch.logsumexp(-found.double(), 0)) == pytest.approx(0, abs=1e-5)
        assert found.std() > 0.1

    @every_kind
    def test_the_pixels_prices_add_up_to_the_picture(self, kind):
        x, labels = torch.bernoulli(torch.full((3, 1, 28, 28), 0.4)), torch.tensor([1, 2, 3])
        net = model(kind)
        prices = surprise(pixel_logits(net, x, labels), x).flatten(1).sum(1)
        assert torch.allclose(prices, nats(net, x, labels), rtol=1e-5)

    @every_kind
    def test_no_pixel_sees_itself_or_what_is_to_come(self, kind):
        net, labels, at = model(kind), torch.tensor([4]), 5 * 28 + 10
        x = torch.bernoulli(torch.full((1, 1, 28, 28), 0.5))
        later = x.flatten(1).clone()
        later[:, at:] = 1 - later[:, at:]
        before, after = (pixel_logits(net, one.view_as(x), labels).flatten() for one in (x, later))
        assert torch.equal(before[: at + 1], after[: at + 1])
        assert not torch.equal(before[at + 1 :], after[at + 1 :])

    def test_the_gradient_reaches_only_what_lies_before_and_within_reach(self):
        net, row, column = model("PixelCNN").requires_grad_(True), 12, 14
        x = torch.full((1, 1, 28, 28), 0.5, requires_grad=True)
        (slope,) = torch.autograd.grad(net(x, torch.tensor([0]))[0, 0, row, column], x)
        seen = slope[0, 0] != 0
        far = reach(net)
        expected = torch.zeros(28, 28, dtype=torch.bool)
        expected[row - far : row, column - far : column + far + 1] = True
        expected[row, column - far : column] = True
        assert torch.equal(seen, expected)


class TestRun:
    def test_the_chain_rule_within_a_run_gives_the_tokens_own_probability(self):
        logits = torch.randn(16, generator=torch.Generator().manual_seed(1))
        for token, bits in enumerate(patterns(RUN)):
            left, total = logits, 0.0
            for place, bit in enumerate(bits):
                total += float(torch.nn.functional.logsigmoid((2 * bit - 1) * odds(left, place)))
                left = given(left, place, bit)
            assert total == pytest.approx(float(logits.log_softmax(0)[token]), abs=1e-5)

    def test_forced_pixels_condition_what_follows_in_the_run(self):
        logits = torch.full((1, 16), -20.0)
        logits[0, 0b0000], logits[0, 0b1011] = 5.0, 1.0
        free = torch.full((4,), -1)
        first_on = torch.tensor([1, -1, -1, -1])
        u = torch.full((1, 4), 0.5)
        assert draw(logits, u, free, 1.0).x.tolist() == [[0, 0, 0, 0]]
        forced = draw(logits, u, first_on, 1.0)
        assert forced.x.tolist() == [[1, 0, 1, 1]]
        assert float(forced.odds[0, 0]) == pytest.approx(-4, abs=1e-3)


class TestPainting:
    @every_kind
    @pytest.mark.parametrize("forcing", [False, True])
    def test_kept_features_give_the_naive_odds_and_the_same_pictures(self, kind, forcing):
        net, labels, u = model(kind, 128), torch.tensor([3, 3, 8]), uniform(3, 128)
        forced = torch.full((128,), -1)
        if forcing:
            forced[64:90], forced[5] = 1, 0
        kept, naive = (list(paint(reader(net, labels, (8, 16), naive=way), u, forced)) for way in (False, True))
        for key in ("x", "odds", "tempered"):
            a, b = (torch.cat([getattr(part, key) for part in parts], 1) for parts in (kept, naive))
            assert a.shape == (3, 128)
            assert torch.equal(a, b) if key == "x" else torch.allclose(a, b, atol=1e-5), key

    def test_a_transformer_that_keeps_what_it_read_reads_each_token_once(self):
        net, steps = model("transformer", 128), 128 // RUN
        for naive, tokens in ((False, steps), (True, steps * (steps + 1) // 2)):
            read = []
            hook = net.get_input_embeddings().register_forward_pre_hook(lambda _, ids, read=read: read.append(ids[0]))
            for _ in paint(reader(net, torch.tensor([3]), naive=naive), uniform(1, 128), torch.full((128,), -1)):
                pass
            hook.remove()
            assert sum(ids.numel() for ids in read) == tokens, f"{naive=}"

    def test_a_pixelcnn_that_keeps_its_features_passes_over_a_row_once_and_not_for_every_pixel(self):
        net = model("PixelCNN")
        for naive, passes in ((False, 8), (True, 8 * 16)):
            source = reader(net, torch.tensor([3]), (8, 16), naive=naive)
            assert len(list(paint(source, uniform(1, 128), torch.full((128,), -1)))) == 128
            assert source.passes == passes, f"{naive=}"

    @every_kind
    def test_the_odds_on_the_way_are_those_of_the_whole_picture(self, kind):
        net, labels, u = model(kind, 128), torch.tensor([0, 9]), uniform(2, 128)
        parts = list(paint(reader(net, labels, (8, 16)), u, torch.full((128,), -1)))
        x, found = (torch.cat([getattr(part, key) for part in parts], 1) for key in ("x", "odds"))
        whole = pixel_logits(net, x.view(2, 1, 8, 16), labels).flatten(1)
        assert torch.allclose(found, whole, atol=1e-5)

    @every_kind
    def test_a_sample_is_the_same_alone_and_in_a_batch(self, kind):
        net, free = model(kind, 128), torch.full((128,), -1)
        u, labels = uniform(3, 128), torch.tensor([1, 1, 1])
        together = torch.cat([part.x for part in paint(reader(net, labels, (8, 16)), u, free)], 1)
        alone = torch.cat([part.x for part in paint(reader(net, labels[:1], (8, 16)), u[2:], free)], 1)
        assert torch.equal(together[2:], alone)

    @every_kind
    def test_forced_pixels_stay_and_leave_what_is_before_them_alone(self, kind):
        net, labels, u = model(kind, 128), torch.tensor([5]), uniform(1, 128)
        free, forced = torch.full((128,), -1), torch.full((128,), -1)
        forced[70:80] = torch.tensor([0, 1] * 5)
        a, b = (
            torch.cat([part.x for part in paint(reader(net, labels, (8, 16)), u, told)], 1)[0]
            for told in (free, forced)
        )
        assert torch.equal(a[:70], b[:70]) and b[70:80].tolist() == [0, 1] * 5

    @every_kind
    def test_a_temperature_of_zero_takes_the_likelier_value(self, kind):
        net, labels = model(kind, 128), torch.tensor([5, 5])
        parts = list(paint(reader(net, labels, (8, 16)), uniform(2, 128), torch.full((128,), -1), 0.0))
        x = torch.cat([part.x for part in parts], 1)
        assert torch.equal(x[0], x[1])
        if kind == "PixelCNN":
            assert torch.equal(x, (torch.cat([part.odds for part in parts], 1) > 0).float())

    def test_heat_makes_the_odds_smaller(self):
        made = draw(torch.tensor([[0.0, 3.0]]), torch.zeros(1, 1), torch.tensor([-1]), 2.0)
        assert float(made.odds) == pytest.approx(3) and float(made.tempered) == pytest.approx(1.5)

    def test_the_share_of_draws_is_the_probability(self):
        u = torch.rand(20_000, 1, generator=torch.Generator().manual_seed(0))
        made = draw(torch.tensor([[0.0, 1.0]]).expand(20_000, 2), u, torch.tensor([-1]), 1.0)
        assert float(made.x.mean()) == pytest.approx(1 / (1 + math.exp(-1)), abs=0.01)
