"""How far apart the figures of alike runs lie by chance: the one rule, for `compare`, series and baselines.

Two medians differ by more than their spread when they are further apart than 19 of 20 pairs of alike runs would
be. This is Student's t: the standard deviation of the repeats, pooled over the sides that have some, times t for
95 % at their degrees of freedom, times the square root of the sum of 1/n (π/2 times as much for a median of three
and more, which varies that much more than a mean). So few repeats give a wide spread: two repeats tell little, and
a run beside two of them has to differ by 15 standard deviations. Where repeats did not differ at all, any
difference is beyond. Without two repeats on either side nothing is known of chance, and the answer is None. The
rule is for one figure: of a hundred figures of alike runs, some five lie beyond it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean

_T95 = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
"""Student's t, two-sided, 95 %, for 1 to 30 degrees of freedom; that of 30 serves beyond, a little too wide."""
_ROUNDING = 1e-9


def spread_between(a: Sequence[float], b: Sequence[float]) -> float | None:
    """How far apart the medians of `a` and `b` may lie by chance; None without repeats, or without a value."""
    freedom = sum(len(values) - 1 for values in (a, b) if values)
    if not a or not b or freedom < 1:
        return None
    deviation = math.sqrt((_squares(a) + _squares(b)) / freedom)
    return _T95[min(freedom, len(_T95)) - 1] * deviation * math.sqrt(_share(a) + _share(b))


def is_beyond(difference: float, spread: float | None) -> bool | None:
    """Whether a difference is more than chance makes; None where that is not known."""
    return None if spread is None else abs(difference) > spread + _ROUNDING


def _squares(values: Sequence[float]) -> float:
    mean = fmean(values)
    return sum((value - mean) ** 2 for value in values)


def _share(values: Sequence[float]) -> float:
    """How much the median of so many varies, as a share of one value's variance."""
    return (math.pi / 2 if len(values) > 2 else 1) / len(values)
