"""The pace at which bytes may leave a pipe: pieces cut at fixed places of the stream, and time between them."""

from __future__ import annotations

from harness.proxy.faults.base import Pace


class Pacer:
    """One pace in one direction of one connection. `next`: when more may go out (monotonic ns); 0: now."""

    __slots__ = ("_pace", "next")

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self.next = 0

    def most(self, place: int, now: int) -> int:
        """How many bytes may go out now, from this place of the stream on: at most the rest of a piece."""
        return 0 if now < self.next else self._pace.size - place % self._pace.size

    def sent(self, place: int, now: int) -> None:
        """All before this place has gone out; a whole piece makes the next one wait."""
        if place % self._pace.size == 0:
            self.next = max(self.next, now - self._pace.credit) + self._pace.gap
