"""Times of another clock as times of ours: those the DevTools protocol tells, and those of a page."""

from __future__ import annotations

from harness.clock import NS_PER_S, Clock

SAME_NS = 5_000_000_000
"""A difference below this is the way of a message, however busy the machine is: the clock is ours.

On Linux Chromium's is CLOCK_MONOTONIC as well (measured: 0.3 ms to 6 ms); a page's own begins with the page.
"""


class Times:
    """A clock whose times come with messages: the one that came fastest tells best how far it is from ours.

    So a time is never told too early, and too late by no more than the fastest message took.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offset: int | None = None

    @property
    def offset(self) -> int | None:
        """Our time minus theirs, in ns, as far as it is known."""
        return self._offset

    def ours(self, seconds: float) -> int:
        """Our time, in ns, for theirs, in seconds, which has come just now."""
        theirs = round(seconds * NS_PER_S)
        ahead = self._clock() - theirs
        self._offset = ahead if self._offset is None else min(self._offset, ahead)
        return theirs if abs(self._offset) < SAME_NS else theirs + self._offset
