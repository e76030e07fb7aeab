"""What may be chance, and what is more than that."""

from __future__ import annotations

import random
from statistics import median

import pytest

from harness.comparing.spread import is_beyond, spread_between


@pytest.mark.parametrize(("a", "b"), [([], []), ([1.0], []), ([], [1.0, 2.0]), ([1.0], [2.0])])
def test_without_repeats_nothing_is_known_of_chance(a: list[float], b: list[float]) -> None:
    assert spread_between(a, b) is None
    assert is_beyond(100, spread_between(a, b)) is None


def test_where_repeats_never_differed_any_difference_is_beyond() -> None:
    spread = spread_between([5, 5, 5], [6])
    assert spread == 0
    assert is_beyond(1, spread) is True
    assert is_beyond(0, spread) is False


def test_two_repeats_tell_little() -> None:
    two, ten = spread_between([1.0, 2.0], [5.0]), spread_between([1.0, 2.0] * 5, [5.0])
    assert two is not None
    assert ten is not None
    assert two > 10
    assert ten < 2


@pytest.mark.parametrize(("a", "b"), [(2, 1), (3, 1), (3, 3), (5, 1), (5, 5), (10, 10)])
def test_of_alike_runs_no_more_than_one_pair_in_twenty_is_beyond(a: int, b: int) -> None:
    draw = random.Random(1)
    rounds, beyond = 800, 0
    for _ in range(rounds):
        left, right = ([draw.gauss(100, 10) for _ in range(count)] for count in (a, b))
        beyond += bool(is_beyond(median(right) - median(left), spread_between(left, right)))
    assert beyond / rounds < 0.07


def test_what_is_far_apart_is_found() -> None:
    draw = random.Random(2)
    found = 0
    for _ in range(200):
        left, right = ([draw.gauss(middle, 1) for _ in range(5)] for middle in (10, 20))
        found += bool(is_beyond(median(right) - median(left), spread_between(left, right)))
    assert found == 200
