"""What a refusal looks like, wherever nonsense comes in; loops over many cases say which one failed."""

from collections.abc import Callable

import pytest

from playground.errors import BadInput, PlaygroundError


def is_one_sentence(text: str) -> bool:
    return text.endswith(".") and ". " not in text and "\n" not in text and len(text) < 200


def refusal(case: str, attempt: Callable[[], object], kinds: tuple[type[PlaygroundError], ...] = (BadInput,)) -> str:
    """The one sentence an attempt is refused with; fails with the case's name where there is none."""
    try:
        taken = attempt()
    except kinds as error:
        assert is_one_sentence(str(error)), f"{case}: not one sentence: {error}"
        return str(error)
    except Exception as error:
        raise AssertionError(f"{case}: {error!r} in place of a refusal") from error
    pytest.fail(f"{case} was taken, as {taken!r:.60}")


def shown(value: object) -> str:
    """A value as a case's name."""
    return f"{value!r:.40}"
