"""The numbers of a comparison: Fisher's exact test, Newcombe's interval of the effect, Wilson's of one share.

scipy is loaded when the first is asked for: it takes half a second, which no other command shall wait for.
"""

from __future__ import annotations

from math import hypot
from typing import NamedTuple

from harness.experiments.model import Effect

CONFIDENCE = 0.95


class Share(NamedTuple):
    """In how many of how many runs it happened."""

    happened: int
    of: int

    @property
    def value(self) -> float:
        """The share itself, between 0 and 1."""
        return self.happened / self.of


class Interval(NamedTuple):
    """Where the true share lies, with `CONFIDENCE`."""

    low: float
    high: float


def fisher(one: Share, other: Share) -> float:
    """How probable a difference like this, or a greater one either way, is by chance alone (two-sided p)."""
    from scipy.stats import fisher_exact

    table = [[one.happened, one.of - one.happened], [other.happened, other.of - other.happened]]
    return round(float(fisher_exact(table).pvalue), 6)


def wilson(share: Share) -> Interval:
    """Wilson's score interval of one share."""
    from scipy.stats import binomtest

    found = binomtest(share.happened, share.of).proportion_ci(CONFIDENCE, method="wilson")
    return Interval(float(found.low), float(found.high))


def newcombe(one: Share, other: Share) -> Effect:
    """The difference of two shares, with Newcombe's hybrid score interval.

    His method 10 (Statistics in Medicine 17, 1998, p. 873): made of Wilson's intervals of the two, it holds where
    a share is 0 or 1, as it mostly is here.
    """
    mine, theirs = wilson(one), wilson(other)
    difference = one.value - other.value
    below = hypot(one.value - mine.low, theirs.high - other.value)
    above = hypot(mine.high - one.value, other.value - theirs.low)
    return Effect(
        difference=round(difference, 3), low=round(difference - below, 3), high=round(difference + above, 3)
    )


def method() -> dict[str, str]:
    """The test and the interval, by name and version, as a report says them."""
    import scipy

    return {
        "test": f"Fisher's exact test, two-sided (scipy {scipy.__version__})",
        "effect": "difference of the shares of runs, Newcombe's hybrid score interval at 95 %",
        "unit": "a run",
    }
