"""Which run comes when: rounds that hold every arm once, in an order drawn from the seed.

The second of two rounds goes backwards (A B, B A), so that what drifts with time meets the arms alike. All runs of
a round have the same seed: they differ in nothing but their arm.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from harness.experiments.design import Design
from harness.scenarios.model import Scenario


class Planned(NamedTuple):
    """A run to be: the scenario of its arm, with the seed of its round."""

    scenario: Scenario
    round: int
    seed: int


def schedule(design: Design, seed: int, repeat: int) -> tuple[Planned, ...]:
    """Every run of an experiment, in order."""
    chance = random.Random(seed)  # noqa: S311 - an order, and no secret
    order = list(design.scenarios)
    planned: list[Planned] = []
    for number in range(repeat):
        if number % 2:
            order.reverse()
        else:
            chance.shuffle(order)
        planned += [Planned(scenario, number + 1, seed + number) for scenario in order]
    return tuple(planned)
