"""Goes through a recording: forwards record by record, and back by beginning anew."""

from __future__ import annotations

import time
from collections import deque
from itertools import islice

from harness.events import Record
from harness.evidence.opening import Evidence
from harness.evidence.reading import DamagedRecordError
from harness.replay.standing import Standing
from harness.session.publish import Publisher
from harness.snapshot import Logged

LINES = 4_000
"""So many of the last lines of the event log are told after a leap: as many as a window takes in at once."""
_BATCH = 128
"""So many records are folded between two looks at the clock."""


class Projector:
    """A recording as it stood at `at`: monotonic ns, of the last record read or of the time asked for after it.

    `said`: lines of the event log so far. `damage`: why it can be read no further, once that is known.
    """

    def __init__(self, evidence: Evidence, begin: int) -> None:
        self._evidence = evidence
        self._begin = begin
        self.damage = ""
        self.rewind()

    def rewind(self) -> None:
        """Go back to the beginning."""
        self.at = self._begin
        self.said = 0
        self.standing = Standing(self._evidence, lambda: self.at)
        self.publisher = Publisher(self.standing, lambda: self.at)
        self._lines: deque[Logged] = deque(maxlen=LINES)
        self._left = self._evidence.records()
        self._next = self._following()

    @property
    def over(self) -> bool:
        """Whether nothing is left to be read."""
        return self._next is None

    def until(self, at: int, budget: float) -> bool:
        """Read on up to `at`, for about `budget` seconds at most; whether it has come so far, or to the end."""
        deadline = time.perf_counter() + budget
        while self._reads(at) and time.perf_counter() < deadline:
            pass
        if self._next is None:
            return True
        if self._next.at <= at:
            return False
        self.at = max(self.at, at)
        return True

    def lines(self, since: int = 0) -> list[Logged]:
        """The lines of the event log after the first `since`, the last `LINES` of them at most."""
        there = len(self._lines)
        return list(islice(self._lines, max(0, there - (self.said - since)), there))

    def _reads(self, at: int) -> bool:
        """Fold a batch; whether there may be more to read up to `at`."""
        for _ in range(_BATCH):
            if self._next is None or self._next.at > at:
                return False
            self._fold(self._next)
            self._next = self._following()
        return True

    def _fold(self, record: Record) -> None:
        self.at = record.at
        self.standing.fold(record)
        self.publisher.fold(record)
        if line := self.publisher.line(record):
            self._lines.append(line)
            self.said += 1

    def _following(self) -> Record | None:
        try:
            return next(self._left, None)
        except DamagedRecordError as why:
            self.damage = str(why)
            return None
