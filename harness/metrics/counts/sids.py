"""Session ids: how many were handed out, and how fast clients had to change theirs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from harness.events import ClientConnected, ClientOpened, ServerSidIssued, WireSidIssued
from harness.metrics.counts.base import Folds, Moment, tidy


class Sids:
    """`sids`: by the wire where there is one, else by the server, else by the clients.

    Churn counts the sids a client got beyond its first, a minute of the run.
    """

    name = "sids"

    def __init__(self) -> None:
        self._wire: Counter[str | None] = Counter()
        self._server: Counter[str | None] = Counter()
        self._clients: Counter[str | None] = Counter()
        self._seen: set[str] = set()

    def folds(self) -> Folds:
        """Each witness's own word for a new sid."""
        return {
            WireSidIssued: lambda event: self._wire.update([event.client]),
            ServerSidIssued: lambda event: self._server.update([event.client]),
            ClientOpened: self._known,
            ClientConnected: self._known,
        }

    def _known(self, event: ClientOpened | ClientConnected) -> None:
        if event.sid not in self._seen:
            self._seen.add(event.sid)
            self._clients[event.client] += 1

    def _witness(self, moment: Moment) -> Counter[str | None] | None:
        if moment.wire:
            return self._wire
        if moment.server:
            return self._server
        return self._clients if moment.clients else None

    def value(self, moment: Moment) -> dict[str, Any] | None:
        """Null without any witness; the figures a client are null where no client is named."""
        counts = self._witness(moment)
        if counts is None:
            return None
        named = [count for client, count in counts.items() if client is not None]
        churned = counts.total() - len(named)
        return {
            "issued": counts.total(),
            "per_client_max": max(named) if named else (None if counts.total() else 0),
            "churn_per_minute": tidy(churned * 60 / moment.seconds) if moment.seconds else None,
        }
