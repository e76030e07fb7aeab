"""The blocks of the summary, for all clients or for one group of them."""

from __future__ import annotations

from typing import Any

from harness.events import AnyEvent
from harness.metrics.away import Away
from harness.metrics.counts.attempts import Attempts
from harness.metrics.counts.away import WhileAway
from harness.metrics.counts.base import Count, Fold, Moment
from harness.metrics.counts.clients import Clients
from harness.metrics.counts.closes import Closes
from harness.metrics.counts.disconnects import Disconnects
from harness.metrics.counts.http import Http5xx, Http400
from harness.metrics.counts.messages import Messages
from harness.metrics.counts.pages import Pages
from harness.metrics.counts.sids import Sids
from harness.metrics.sessions import Sessions


class Scope:
    """The blocks of the summary for all clients, or for one group of them."""

    def __init__(self, sessions: Sessions, away: Away, *more: Count) -> None:
        self.clients = Clients(sessions)
        self.pages = Pages(sessions)
        self.messages = Messages(sessions)
        counts: tuple[Count, ...] = (
            self.clients,
            self.pages,
            Disconnects(),
            Sids(),
            Http400(),
            Http5xx(),
            Closes(),
            self.messages,
            WhileAway(away),
            Attempts(),
            *more,
        )
        self._counts = counts
        self._folds: dict[type[Any], list[Fold]] = {}
        for count in counts:
            for kind, fold in count.folds().items():
                self._folds.setdefault(kind, []).append(fold)

    def fold(self, event: AnyEvent) -> None:
        """Let each block that cares have the event."""
        for fold in self._folds.get(type(event), ()):
            fold(event)

    def values(self, moment: Moment) -> dict[str, Any]:
        """The blocks by name."""
        return {count.name: count.value(moment) for count in self._counts}
