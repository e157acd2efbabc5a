"""What several tests need: MNIST, or a word on why it is not there."""

import os

import pytest

from playground.data import digits


def _mnist(split: str) -> digits.Digits:
    found = digits.load("mnist", split)
    if found.source != "embedded":
        return found
    if "PLAYGROUND_DATA" in os.environ:
        pytest.fail(f"PLAYGROUND_DATA is {os.environ['PLAYGROUND_DATA']}, but MNIST is not there")
    pytest.skip("needs MNIST: set PLAYGROUND_DATA to a folder that holds it, or go online")


@pytest.fixture(scope="session")
def mnist_test() -> digits.Digits:
    """The 10,000 test digits."""
    return _mnist("test")
