"""When a client speaks: so many times a second, without drift, and never in a burst to catch up."""

from __future__ import annotations

import math


class Pace:
    """Ticks at `start + (k + phase) / rate` seconds, for k = 0, 1, 2 …; `phase` from 0 to below 1.

    A tick that was missed is left out, so a client that was held up goes on at its rate.
    """

    def __init__(self, rate: float, start: float, phase: float) -> None:
        self.rate = rate
        self._start = start
        self._phase = phase
        self._last = -1

    def next(self, now: float) -> float:
        """The time of the first tick at or after `now` that has not been given out yet."""
        self._last = max(self._last + 1, math.ceil((now - self._start) * self.rate - self._phase))
        return self._start + (self._last + self._phase) / self.rate
