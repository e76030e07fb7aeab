"""What clients asked for while there was nobody to answer."""

from __future__ import annotations

from collections import deque
from typing import Any

from harness.events import ClientAttempt
from harness.metrics.away import Away
from harness.metrics.counts.base import NS_PER_S, Folds, Moment

LATE = 10 * NS_PER_S
"""So late, in ns, it may become known that the server was away when a request began."""


class WhileAway:
    """`away`: HTTP attempts that began while no process of the server was there, refused ones included."""

    name = "away"

    def __init__(self, away: Away) -> None:
        self._away = away
        self._counted = 0
        self._begun: deque[int] = deque()
        self._latest = 0

    def folds(self) -> Folds:
        """The clients' attempts."""
        return {ClientAttempt: self._attempted}

    def _attempted(self, event: ClientAttempt) -> None:
        self._begun.append(event.t - round(event.took * NS_PER_S))
        self._latest = max(self._latest, event.t)
        while self._begun and self._begun[0] < self._latest - LATE:
            self._counted += self._away.covers(self._begun.popleft())

    def value(self, moment: Moment) -> dict[str, Any] | None:
        """Null without simulated clients; the requests are null where nobody knows when the server was there."""
        if not moment.clients:
            return None
        return {"requests": self.requests if self._away.known else None}

    @property
    def requests(self) -> int:
        """So many until now."""
        return self._counted + sum(map(self._away.covers, self._begun))
