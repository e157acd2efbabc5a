"""The classifier of 8x8 digits; what it says of pictures that are no digits is in tests/measure/test_small.py."""

import numpy as np
import pytest

from playground.data import digits
from playground.models.classifier import small


@pytest.mark.slow
def test_the_judge_is_the_same_each_time():
    x, _ = digits.small("test")
    again = small.classifier.__wrapped__()
    np.testing.assert_array_equal(again.predict_proba(x), small.classifier().predict_proba(x))
