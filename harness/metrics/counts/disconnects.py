"""The clients' own disconnect events, by reason in the client's dialect."""

from __future__ import annotations

from collections import Counter
from typing import Any

from harness.events import ClientDisconnected
from harness.metrics.counts.base import Folds, Moment, ranked


class Disconnects:
    """`disconnects`: what the clients said; what the server said stands among the witnesses."""

    name = "disconnects"

    def __init__(self) -> None:
        self._by_reason: Counter[str] = Counter()

    def folds(self) -> Folds:
        """The clients' disconnect events."""
        return {ClientDisconnected: self._disconnected}

    def _disconnected(self, event: ClientDisconnected) -> None:
        self._by_reason[event.reason] += 1

    def value(self, moment: Moment) -> dict[str, Any] | None:
        """Null without simulated clients."""
        if not moment.clients:
            return None
        return {"total": self._by_reason.total(), "by_reason": ranked(self._by_reason)}
