"""A chart's numbers: one row per key, one column per bucket of time; grows, and gives windows. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

_FIRST_COLUMNS = 256


class Series:
    """The buckets of one figure. Keys keep the order in which they first came, so their colours stay.

    `changes` counts what was put, so that a chart knows whether it shows the newest.
    """

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.columns = 0
        self.changes = 0
        self._values: Values = np.zeros((0, _FIRST_COLUMNS))

    def put(self, key: str, column: int, value: float) -> None:
        """Set one bucket; one from before second 0 is on no chart."""
        if column < 0:
            return
        row = self._row(key)
        self.changes += 1
        if column >= self._values.shape[1]:
            more = max(column + 1 - self._values.shape[1], self._values.shape[1])
            self._values = np.pad(self._values, ((0, 0), (0, more)))
        self._values[row, column] = value
        self.columns = max(self.columns, column + 1)

    def window(self, first: int, last: int) -> Values:
        """The values of columns `first` up to and without `last`, one row per key; empty where there are none."""
        return self._values[:, max(0, first) : max(0, min(last, self.columns))]

    def column(self, column: int) -> dict[str, float]:
        """The values of one column by key."""
        if not 0 <= column < self.columns:
            return {}
        return dict(zip(self.keys, self._values[:, column].tolist(), strict=True))

    def totals(self) -> dict[str, float]:
        """The sum of each key over the whole run."""
        return dict(zip(self.keys, self._values[:, : self.columns].sum(axis=1).tolist(), strict=True))

    def _row(self, key: str) -> int:
        if key not in self.keys:
            self.keys.append(key)
            self._values = np.pad(self._values, ((0, 1), (0, 0)))
        return self.keys.index(key)


def peaks(values: Values, most: int) -> tuple[Values, int]:
    """At most `most` columns: of each group of neighbours the one with the greatest total, never an average.

    Returns the columns and how many buckets each stands for, so a short spike stays as high as it was.
    """
    columns = values.shape[1]
    each = max(1, -(-columns // max(1, most)))
    if each == 1:
        return values, 1
    padded = np.pad(values, ((0, 0), (0, -columns % each)))
    groups = padded.reshape(values.shape[0], -1, each)
    highest = groups.sum(axis=0).argmax(axis=1)
    return np.take_along_axis(groups, highest[None, :, None], axis=2)[:, :, 0], each


def ceiling(value: float) -> float:
    """The next round number: 1, 2, 3, 4, 5, 8 or 10 times a power of ten; at least 4, so one event stays low."""
    wanted = max(value, 4.0)
    power = 10.0 ** np.floor(np.log10(wanted))
    return float(next(step * power for step in (1, 2, 3, 4, 5, 8, 10) if step * power >= wanted))


def ticks(low: float, high: float, most: int, steps: Sequence[float]) -> list[float]:
    """Round positions from `low` to `high`, at most `most` of them, by the smallest of `steps` that allows it."""
    step = next((one for one in steps if (high - low) / one <= most), steps[-1])
    first = np.ceil(low / step)
    last = np.floor(high / step)
    return [float(number * step) for number in np.arange(first, last + 1)]
