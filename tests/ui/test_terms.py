"""Maths, code and picture: the marked pieces are there exactly once, in the functions that run."""

import inspect

import pytest

from playground.registry import resolve
from playground.ui.stages import terms
from playground.ui.stages.autoregressive import characters, learn
from playground.ui.stages.vae import digits, objective, train

ALL = (*objective.LISTED, *objective.LIKELIHOODS.values(), *characters.LISTED)
WORDS = objective.WORDS | characters.WORDS
every_function = pytest.mark.parametrize(("module", "function", "pieces"), ALL, ids=lambda part: str(part)[-20:])


@every_function
def test_each_piece_is_there_once(module, function, pieces):
    text = terms.source(module, function)
    assert [text.count(piece) for piece in pieces] == [1] * len(pieces)
    assert set(pieces.values()) <= WORDS.keys() == (objective.MATHS | characters.MATHS).keys()


@every_function
def test_the_text_is_that_of_the_function_that_runs(module, function, pieces):
    running = resolve(f"{module}:{function}")
    lines = inspect.getsource(running).rstrip("\n").splitlines()
    listed = terms.source(module, function).splitlines()
    assert [line for line in lines if line in listed] == listed
    assert inspect.getdoc(running).splitlines()[0] not in "\n".join(listed)


@pytest.mark.parametrize("likelihood", objective.LIKELIHOODS)
def test_every_term_has_maths_and_code(likelihood):
    panel = objective.panel(likelihood)
    for term in objective.WORDS:
        assert panel.count(f'<li class="term" tabindex="0" data-term="{term}"') == 1
        assert panel.count(f'<span class="term" tabindex="0" data-term="{term}"') >= 1


@pytest.mark.parametrize("part", [train, digits], ids=["train", "digits"])
def test_every_term_has_a_mark_on_the_picture(part):
    before_the_panel = part.TEMPLATE.split('<section class="terms"')[0]
    for term in objective.WORDS:
        assert f'data-term="{term}"' in before_the_panel


def test_every_term_of_a_character_model_has_maths_code_and_a_mark():
    panel, before_the_panel = characters.panel(), learn.TEMPLATE.split('<section class="terms"')[0]
    for term in characters.WORDS:
        assert panel.count(f'<li class="term" tabindex="0" data-term="{term}"') == 1
        assert panel.count(f'<span class="term" tabindex="0" data-term="{term}"') >= 1
        assert f'data-term="{term}"' in before_the_panel
