"""One sentence, three readers: the drawn masks are what the networks do."""

import numpy as np
import pytest

from playground import store
from playground.data.rewriting import TASKS
from playground.engines.autoregressive.readers import MOST, TOPS, readers
from playground.models.autoregressive.reading import END, PAD, plain, rewritten, writer

pytestmark = pytest.mark.skipif("autoregressive/t5" not in store.manifest(), reason="not trained yet")
TEXT = "The king went to the sea, and he came home again."


def last(**values):
    (*_, frame) = readers(**{"text": TEXT} | values)
    return frame


def count(frame, name: str) -> int:
    return len(frame.arrays[f"{name}_ends"])


@pytest.fixture(scope="module")
def frame():
    return last()


def test_masks_are_measured_and_as_the_architectures_have_them(frame):
    n = count(frame, "tokens")
    gpt, bert = (frame.arrays[f"{name}_reads"] for name in ("gpt", "bert"))
    assert gpt.shape == bert.shape == (n, n)
    assert (np.triu(gpt, 1) == 0).all() and (gpt[np.tril_indices(n)] > 0).all()
    assert (bert > 0).all()
    for task in TASKS:
        m, reads = count(frame, f"{task}_source"), frame.arrays[f"{task}_reads"]
        assert len(reads) == m + count(frame, f"{task}_written")
        assert (reads[:m, :m] > 0).all() and (reads[:m, m:] == 0).all() and (reads[m:, :m] > 0).all()
        assert (np.triu(reads[m:, m:], 1) == 0).all()


def test_probabilities_are_of_the_tokens_that_stand_there(frame):
    n = count(frame, "tokens")
    for name in ("gpt", "bert"):
        p, own = frame.arrays[f"{name}_p"], frame.arrays[f"{name}_own"]
        assert p.shape == (n, TOPS) and own.shape == (n - 1,)
        assert (np.diff(p) <= 0).all() and (p.sum(1) <= 1 + 1e-5).all() and (own <= p[:-1, 0] + 1e-6).all()


def test_the_answer_is_the_translators_and_its_nats_add_up(frame):
    given = frame.arrays["restore_source"].tobytes().decode().removesuffix("<end>")
    assert given.startswith("restore: ") and frame.arrays["shorten_source"].tobytes().decode().startswith("shorten: ")
    assert given != "restore: " + TEXT
    written = frame.arrays["restore_written"].tobytes().decode(errors="replace").removesuffix("<end>")
    assert written == plain(rewritten([given])[0])
    own = frame.arrays["restore_own"].astype(float)
    assert frame.stats["nats_restore"] == pytest.approx(-np.log(own).sum(), rel=1e-6)
    assert (own <= frame.arrays["restore_p"][:, 0] + 1e-6).all()


def test_greedy_is_the_likeliest_at_every_step():
    frame = last(damaged=False)
    assert "agreement_given" not in frame.stats
    np.testing.assert_allclose(frame.arrays["shorten_own"], frame.arrays["shorten_p"][:, 0], rtol=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["a", "\x00\x07\u202e", "昔々、あるところに。", "<b>x</b>{{7*7}}<mask>", "word " * 500, "\n\n\n.", "\U0001f600"],
)
def test_any_text_is_read(text):
    frame = last(text=text)
    assert count(frame, "tokens") <= MOST
    kept = frame.arrays["tokens"].tobytes()[1:]
    assert text.encode().startswith(kept)
    left = len(writer().encode(text)) - count(frame, "tokens") + 1
    assert frame.stats["left_out"] == left


def test_names_of_special_tokens_are_text():
    assert not {PAD, END} & set(writer().encode("<pad><end>"))
