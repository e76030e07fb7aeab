"""How many clients there are, who is connected, how often and how fast they came back."""

from __future__ import annotations

from bisect import insort
from typing import Any

from harness.events import ClientConnected, ClientDisconnected, ClientStarted, ClientStopped
from harness.metrics.counts.base import Folds, Moment, percentile, seconds, tidy
from harness.metrics.sessions import Sessions


class Clients:
    """`clients`: recovery is the time from a client's disconnect to its next connect.

    A client whose process died is still one of them, but holds no socket.
    """

    name = "clients"

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._there: set[str] = set()
        self._sockets: dict[str, set[int]] = {}
        self._met: set[str] = set()
        self._lost_at: dict[str, int] = {}
        self._reconnects = 0
        self.recoveries: list[float] = []

    def folds(self) -> Folds:
        """The life of each client."""
        return {
            ClientStarted: self._started,
            ClientStopped: self._stopped,
            ClientConnected: self._connected,
            ClientDisconnected: self._disconnected,
        }

    def _started(self, event: ClientStarted) -> None:
        self._there.add(event.client)
        self._leave(event.client)

    def _stopped(self, event: ClientStopped) -> None:
        self._there.discard(event.client)
        self._leave(event.client)

    def _leave(self, client: str) -> None:
        self._sockets.pop(client, None)
        self._lost_at.pop(client, None)
        self._met.discard(client)

    def _connected(self, event: ClientConnected) -> None:
        self._reconnects += event.client in self._met
        self._met.add(event.client)
        self._sockets.setdefault(event.client, set()).add(event.generation)
        lost_at = self._lost_at.pop(event.client, None)
        if lost_at is not None:
            insort(self.recoveries, seconds(event.t - lost_at))

    def _disconnected(self, event: ClientDisconnected) -> None:
        self._sockets.get(event.client, set()).discard(event.generation)
        self._lost_at[event.client] = event.t

    def value(self, moment: Moment) -> dict[str, Any] | None:
        """Null without simulated clients; recoveries are null while nobody came back."""
        if not moment.clients:
            return None
        alive = [open_ for name, open_ in self._sockets.items() if open_ and not self._sessions.is_dead(name)]
        return {
            "count": len(self._there),
            "connected_at_end": len(alive),
            "sockets_at_end": sum(map(len, alive)),
            "reconnects": self._reconnects,
            "recovery": recovery(self.recoveries),
        }


def recovery(ordered: list[float]) -> dict[str, float | None]:
    """How long it took to come back, in seconds; null while nobody has."""
    return {
        "p50": tidy(percentile(ordered, 0.5)),
        "p95": tidy(percentile(ordered, 0.95)),
        "max": tidy(ordered[-1] if ordered else None),
    }
