"""Writing step by step: its probabilities are the network's, a branch shares its beginning, bad input is a sentence."""

import numpy as np
import pytest

from playground import store
from playground.engines.autoregressive.write import SHOWN, reader_of, tokens_like, write
from playground.errors import BadInput
from playground.families.autoregressive.write import WRITE
from playground.models.autoregressive.language import surprise

pytestmark = pytest.mark.skipif("autoregressive/tales" not in store.manifest(), reason="the models are not trained yet")
PROMPT = WRITE.defaults()["prompt"]


def tokens(frames) -> list[int]:
    return [int(frame.stats["token"]) for frame in frames]


def text(frames) -> str:
    return b"".join(bytes(frame.arrays["taken"]) for frame in frames).decode(errors="replace")


def one_by_one(frame) -> list[bytes]:
    data, ends = bytes(frame.arrays["pieces"]), frame.arrays["pieces_ends"].tolist()
    return [data[a:b] for a, b in zip([0, *ends], ends, strict=False)]


@pytest.fixture(scope="module")
def plain():
    return list(write(length=12))


def test_the_surprise_is_what_reading_it_all_at_once_gives(plain):
    reader = reader_of("tales")
    ids = reader.encode(PROMPT)
    whole = surprise(reader, ids + tokens(plain)).numpy()
    assert [frame.stats["nats"] for frame in plain] == pytest.approx(whole[len(ids) :], abs=1e-4)
    assert plain[0].arrays["prompt_nats"] == pytest.approx(whole[: len(ids)], abs=1e-4)
    assert bytes(plain[0].arrays["prompt"]).decode() == PROMPT


def test_the_draw_lies_under_its_number(plain):
    for frame in plain:
        at = frame.arrays["ids"].tolist().index(int(frame.stats["token"]))
        low, wide = float(frame.arrays["start"][at]), float(frame.arrays["after"][at])
        assert low - 1e-6 <= frame.stats["number"] <= low + wide + 1e-6


def test_candidates_are_named_and_ordered(plain):
    reader = reader_of("tales")
    for frame in plain:
        assert SHOWN <= len(frame.arrays["ids"]) <= SHOWN + 1
        assert one_by_one(frame) == reader.pieces(frame.arrays["ids"].tolist())
        assert (np.diff(frame.arrays["after"]) <= 1e-7).all() and frame.arrays["before"].sum() <= 1 + 1e-6


def test_a_branch_shares_its_beginning_and_its_numbers(plain):
    other = int(plain[5].arrays["ids"][3])
    branch = list(write(length=12, forced=f"5:{other}"))
    assert tokens(branch)[:6] == [*tokens(plain)[:5], other]
    assert [f.stats["number"] for f in branch] == [f.stats["number"] for f in plain]
    assert [f.stats["forced"] for f in branch] == [0.0] * 5 + [1.0] + [0.0] * 7
    longer = list(write(length=20))
    assert tokens(longer)[:13] == tokens(plain)


def test_a_text_forced_token_by_token_is_the_same_text(plain):
    forced = ";".join(f"{k}:{token}" for k, token in enumerate(tokens(plain)))
    again = list(write(length=12, forced=forced, temperature=0.3, seed=99))
    assert text(again) == text(plain)
    assert [f.stats["nats"] for f in again] == pytest.approx([f.stats["nats"] for f in plain], abs=1e-5)


def test_a_token_may_be_forced_that_the_rules_cut():
    (frame, *_) = write(length=1, top_k=1, forced="0:5")
    assert frame.stats["kept"] == 1 and frame.stats["cut"] == pytest.approx(1 - frame.arrays["before"].max(), abs=1e-6)
    at = frame.arrays["ids"].tolist().index(5)
    assert frame.arrays["after"][at] == 0 and frame.arrays["rules"][at] == 1 and frame.arrays["start"][at] == -1
    assert np.isfinite(frame.stats["nats"])


@pytest.mark.parametrize("rules", [{"temperature": 0.0}, {"top_k": 1}, {"top_p": 0.0}])
def test_greedy_asks_no_seed(rules):
    assert text(write(length=8, seed=1, **rules)) == text(write(length=8, seed=2, **rules))


def test_a_long_beginning_fills_the_window():
    reader, found = reader_of("tales"), list(write(prompt="the wolf " * 400, length=3))
    ids, frames = reader.encode("the wolf " * 400), [frame for frame in found if "progress" not in frame.stats]
    assert len(found) - len(frames) >= len(ids) / reader.window  # a turn for each window
    assert max(frame.stats["context"] for frame in frames) <= reader.window
    np.testing.assert_allclose(frames[0].arrays["prompt_nats"], surprise(reader, ids).float().numpy(), atol=1e-3)


@pytest.mark.parametrize(
    "prompt",
    [
        "\x00\x07\x1b[2J",
        "<script>alert(1)</script>",
        "{{x}} ${y} %(z)s",
        "<end><pad>",
        "हिन्दी 漢字 🐺",
        "a\r\nb",
        "\u202eabc",
    ],
)
def test_any_text_is_a_beginning(prompt):
    (first, *_) = write(prompt=prompt, length=1)
    assert bytes(first.arrays["prompt"]).decode() == prompt


@pytest.mark.parametrize("prompt", ["", "   \n", "x" * 4001, "x" * 100_000])
def test_no_text_or_too_much_is_a_sentence(prompt):
    with pytest.raises(BadInput, match=r"type some text|shorten it"):
        next(write(prompt=prompt))


def test_shakespeare_says_which_signs_it_does_not_know():
    with pytest.raises(BadInput, match=r"65 characters, not U\+0007, “é”, “☃”: take them out"):
        reader_of("Shakespeare").encode("caf\u00e9 \u2603\x07")
    with pytest.raises(BadInput, match="and 3 others"):
        reader_of("Shakespeare").encode("{}[]%=@+/")
    assert text(write(model="Shakespeare", prompt="ROMEO:\n", length=20)).isascii()


def test_a_token_that_is_not_there_cannot_be_forced():
    with pytest.raises(BadInput, match="68 tokens and none numbered 2,000"):
        next(write(model="Shakespeare", prompt="A", forced="0:2000"))


@pytest.mark.parametrize("asked", ["", "x" * 41, None, 7, ["wolf"]])
def test_a_search_for_nothing_is_a_sentence(asked):
    with pytest.raises(BadInput, match="1 to 40 characters"):
        tokens_like("tales", asked)


@pytest.mark.parametrize("model", ["", None, 7, "gpt-5", ["tales"]])
def test_a_search_in_no_model_is_a_sentence(model):
    with pytest.raises(BadInput, match="must be one of"):
        tokens_like(model, "wolf")


def test_the_search_finds_the_nearest_first():
    first, *_ = tokens_like("tales", "wolf")
    assert bytes(first["piece"]).strip() == b"wolf"
    assert len(tokens_like("tales", "a")) == 24


def test_presets_force_what_they_say():
    preset = next(preset for preset in WRITE.presets if "Force" in preset.name)
    (frame, *_) = write(**{**preset.values, "length": 1})
    assert bytes(frame.arrays["taken"]) == b" money" and frame.stats["nats"] > 5
