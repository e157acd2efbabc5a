"""Intervals against published values and by how often they cover the truth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.measure.distances import pair_distances
from playground.measure.statistics import (
    bootstrap,
    difference_interval,
    holm,
    jackknife,
    jackknife_above,
    mean_interval,
    one_sided,
    outward,
    pair_interval,
    share_difference,
    two_way,
    wilson,
)


# Newcombe (1998), Statistics in Medicine 17, table I, method 3.
@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_against_newcombe(successes, n, low, high):
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_stays_a_share_and_holds_the_estimate(drawn):
    successes, n = drawn
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n + 1e-12 and successes / n - 1e-12 <= high <= 1
    assert wilson(n - successes, n) == pytest.approx((1 - high, 1 - low))


def test_mean_interval_by_hand():
    mean, low, high = mean_interval(np.array([1, 2, 3, 4, 5]))
    assert mean == 3
    assert (low, high) == pytest.approx((3 - 2.776445 * np.sqrt(0.5), 3 + 2.776445 * np.sqrt(0.5)))


def covered(interval_of, runs: int, n: int) -> float:
    """How often the interval of n normal values with mean 3 holds 3."""
    rng = np.random.default_rng(0)
    intervals = [interval_of(rng.normal(3, 2, n), seed) for seed in range(runs)]
    return float(np.mean([low <= 3 <= high for low, high in intervals]))


@pytest.mark.parametrize("n", [3, 100])
def test_mean_interval_covers(n):
    assert covered(lambda values, seed: mean_interval(values)[1:], runs=2000, n=n) == pytest.approx(0.95, abs=0.02)


def pairs_covered(interval_of, runs: int = 2000, n: int = 40) -> float:
    """How often the interval of n members' mean pair distances holds the truth: |x - y| of normal values has mean
    2 / sqrt(pi)."""
    rng, truth = np.random.default_rng(0), 2 / np.sqrt(np.pi)
    intervals = [interval_of(pair_distances(rng.normal(size=(n, 1)))) for _ in range(runs)]
    return float(np.mean([low <= truth <= high for _, low, high in intervals]))


def test_pair_interval_covers_where_mean_interval_does_not():
    assert pairs_covered(pair_interval) == pytest.approx(0.95, abs=0.02)
    assert pairs_covered(mean_interval) < 0.75


def test_pair_interval_by_hand():
    values = np.array([1, 2, 3, 4, 5])
    mean, low, high = mean_interval(values)
    assert pair_interval(values) == pytest.approx((3, 3 - 2 * (mean - low), 3 + 2 * (high - mean)))


@pytest.mark.slow
def test_bootstrap_covers():
    """Percentile intervals are a little narrow when n is small: about 93 % at n = 100."""
    share = covered(lambda values, seed: bootstrap(values, np.mean, seed), runs=1000, n=100)
    assert share == pytest.approx(0.935, abs=0.03)


def test_bootstrap_resamples_rows_and_repeats_by_seed():
    rows = np.arange(20.0).reshape(10, 2)
    gap = lambda drawn: float((drawn[:, 1] - drawn[:, 0]).mean())  # noqa: E731
    assert bootstrap(rows, gap, seed=1) == (1.0, 1.0)
    assert bootstrap(rows, np.mean, seed=1) == bootstrap(rows, np.mean, seed=1) != bootstrap(rows, np.mean, seed=2)


def test_welch_is_the_textbooks():
    """scipy's interval of the same two samples."""
    from scipy.stats import ttest_ind

    rng = np.random.default_rng(0)
    a, b = rng.normal(1, 1, 12), rng.normal(0, 3, 30)
    told = ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    gap, low, high = difference_interval(a, b)
    assert (gap, low, high) == pytest.approx((a.mean() - b.mean(), told.low, told.high))
    assert difference_interval(np.ones(3), np.zeros(2)) == (1, 1, 1)


def test_holm_stops_at_the_first_that_stands():
    """The example of Holm 1979: thresholds 0.05 / 4, / 3, / 2, / 1 along the ordered p-values."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == [True, False, False, True]
    assert holm([0.013, 0.013, 0.013, 0.013]) == [False] * 4


def crossed(rng: np.random.Generator, shape: tuple[int, int], rows: float, columns: float) -> np.ndarray:
    """Values with mean 3 that share a part with their row and a part with their column."""
    return 3 + rows * rng.normal(size=(shape[0], 1)) + columns * rng.normal(size=shape[1]) + rng.normal(size=shape)


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "columns"), [(1.0, 0.0), (0.0, 3.0), (0.5, 2.0)])
@pytest.mark.parametrize("shape", [(10, 100), (60, 200)])
def test_an_interval_of_rows_and_columns_holds_the_randomness_of_both(shape, rows, columns):
    rng = np.random.default_rng(0)
    found = [two_way(crossed(rng, shape, rows, columns), seed, rounds=300) for seed in range(300)]
    assert 0.92 <= np.mean([low <= 3 <= high for _, low, high in found]) <= 1
    expected = 1.96 * np.sqrt(rows**2 / shape[0] + columns**2 / shape[1])
    assert 0.9 * expected < np.mean([high - low for _, low, high in found]) / 2 < 1.5 * expected


def test_columns_that_differ_are_forgotten_by_the_rows_alone():
    """Ten trainings, a hundred questions that make the whole difference: over the trainings all seems sure."""
    rng = np.random.default_rng(0)
    drawn = [crossed(rng, (10, 100), 0.0, 3.0) for _ in range(300)]
    alone = [mean_interval(values.mean(1)) for values in drawn]
    assert np.mean([low <= 3 <= high for _, low, high in alone]) < 0.6


@pytest.mark.parametrize(("before", "after"), [(-2.0, -2.5), (-1.0, 2.0), (1.0, 1.0), (0.0, 0.0), (2.0, -0.5)])
def test_a_distance_from_zero_grows_by_as_much_on_either_side(before, after):
    rng, held = np.random.default_rng(0), []
    for _ in range(1000):
        first, last = rng.normal(before, 1, 60), rng.normal(after, 1, 60)
        _, low, high = mean_interval(outward(last) - outward(first))
        held.append(low <= abs(after) - abs(before) <= high)
    assert np.mean(held) >= 0.93


def test_outward_values_have_their_distance_for_a_mean():
    assert outward(np.array([-3.0, 1.0])).tolist() == [3, -1] and outward(np.array([3.0, -1.0])).tolist() == [3, -1]
    assert outward(np.zeros(3)).tolist() == [0, 0, 0]


def test_one_sided_is_even_on_the_edge_and_small_beyond_it():
    values = np.random.default_rng(0).normal(size=400)
    on_edge = one_sided(values, lambda rows: rows.mean() - values.mean(), 0, rounds=1000)
    assert on_edge == pytest.approx(0.5, abs=0.06)
    assert one_sided(values + 1, np.mean, 0, rounds=1000) < 0.002
    assert one_sided(values - 1, np.mean, 0, rounds=1000) == 1


@pytest.mark.parametrize(
    ("hits", "others", "expected"),
    [((56, 70), (48, 80), (0.0524, 0.3339)), ((10, 10), (0, 10), (0.6075, 1.0)), ((9, 10), (3, 10), (0.1705, 0.8090))],
)
def test_the_interval_of_two_shares_is_newcombes(hits, others, expected):
    """Table II of Newcombe 1998, method 10."""
    a, b = (np.arange(n) < k for k, n in (hits, others))
    _, low, high = share_difference(a, b)
    assert (low, high) == pytest.approx(expected, abs=1e-4)


def test_the_jackknife_of_a_mean_is_the_interval_of_its_groups_means():
    values = np.random.default_rng(0).normal(2, 3, 200)
    found = jackknife(len(values), lambda rows: values[rows].mean())
    assert found == pytest.approx(mean_interval(values.reshape(10, 20).mean(1)))


def test_a_jackknife_at_another_level_is_wider_by_students_t():
    values = np.random.default_rng(0).normal(2, 3, 200)
    (value, low, _), (again, lower, _) = (
        jackknife(200, lambda rows: values[rows].mean(), level=p) for p in (0.95, 0.99)
    )
    assert value == again and (value - lower) / (value - low) == pytest.approx(3.2498 / 2.2622, rel=1e-4)


def test_the_jackknifes_p_is_where_its_interval_ends_at_0():
    values = np.random.default_rng(0).normal(0, 3, 200)
    end = jackknife(200, lambda rows: values[rows].mean())[1]
    assert jackknife_above(200, lambda rows: values[rows].mean() - end) == pytest.approx(0.025)
    assert jackknife_above(200, lambda rows: 1.0) == 0 and jackknife_above(200, lambda rows: 0.0) == 1
