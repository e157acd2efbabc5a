"""A line of words with a row of buttons after it."""

from collections.abc import Sequence

from playground.ui.stages import Stage


def stage(id: str, words: str, names: Sequence[str], *, words_id: str = "") -> Stage:
    """Sends `choose` when a button is pressed; the value is then its name.

    Args:
        id: such as "gan-duel-variations"; its last word is the row's class in the style sheet. The page's script marks
            the buttons of the row.
        words_id: the id of the words' element, where a script rewrites them.
    """
    template = f'<div class="{id.rpartition("-")[2]}"><p id="{words_id}"></p></div>'
    return Stage("chips", template, sends=("choose",), elem_id=id, row=id, words=words, names=list(names))
