"""Which run comes when."""

from __future__ import annotations

from collections import Counter

from harness.experiments import figures
from harness.experiments.arms import arm
from harness.experiments.design import Design, pair
from harness.experiments.order import schedule


def design() -> Design:
    return pair(
        "restart-stale-sid",
        title="t",
        differs="d",
        predicts="p",
        happened=figures.some("http_400.total"),
        of=arm("a", "a", profile="gevent", seconds=5.0),
        beside=arm("b", "b", profile="gevent", seconds=5.0),
    )


def test_every_round_holds_each_arm_once_with_one_seed() -> None:
    planned = schedule(design(), 7, 5)
    assert Counter(one.scenario.name for one in planned) == {"a": 5, "b": 5}
    for number in range(5):
        mine = planned[2 * number : 2 * number + 2]
        assert {one.scenario.name for one in mine} == {"a", "b"}
        assert {(one.round, one.seed) for one in mine} == {(number + 1, 7 + number)}


def test_the_second_of_two_rounds_goes_backwards() -> None:
    for seed in range(20):
        names = [one.scenario.name for one in schedule(design(), seed, 4)]
        assert names[0:2] == names[3:1:-1]
        assert names[4:6] == names[7:5:-1]


def test_the_order_is_the_seed_s() -> None:
    assert schedule(design(), 3, 5) == schedule(design(), 3, 5)
    firsts = {schedule(design(), seed, 1)[0].scenario.name for seed in range(20)}
    assert firsts == {"a", "b"}
