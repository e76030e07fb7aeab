"""Fisher's test and the intervals by their formulas: they judge scipy's, and spare other tests loading it."""

from __future__ import annotations

from math import comb, sqrt

from harness.experiments.exact import Interval, Share
from harness.experiments.model import Effect

Z = 1.959963984540054
"""Of 95 %: the quantile 0.975 of the normal distribution."""


def fisher(one: Share, other: Share) -> float:
    """All tables with these margins that are no more probable than this one."""
    happened, of = one.happened + other.happened, one.of + other.of

    def ways(first: int) -> int:
        return comb(one.of, first) * comb(other.of, happened - first)

    possible = range(max(0, happened - other.of), min(happened, one.of) + 1)
    return round(sum(ways(n) for n in possible if ways(n) <= ways(one.happened)) / comb(of, happened), 6)


def wilson(share: Share) -> Interval:
    """Wilson's score interval."""
    p, n = share.value, share.of
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def newcombe(one: Share, other: Share) -> Effect:
    """Newcombe's interval of the difference."""
    mine, theirs = wilson(one), wilson(other)
    p, q = one.value, other.value
    low = p - q - sqrt((p - mine.low) ** 2 + (theirs.high - q) ** 2)
    high = p - q + sqrt((mine.high - p) ** 2 + (q - theirs.low) ** 2)
    return Effect(difference=round(p - q, 3), low=round(low, 3), high=round(high, 3))
