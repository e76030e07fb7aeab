"""How many sockets each client has alive: one is right, more have leaked."""

from __future__ import annotations

from typing import Any

from harness.events import ClientConnected, ClientDisconnected, ClientStarted, ClientStopped
from harness.metrics.counts.base import Folds, Moment, tidy
from harness.metrics.sessions import Sessions


class Pages:
    """`pages`: the clients whose process lives, and the sockets each has alive; a socket is a generation."""

    name = "pages"

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._alive: dict[str, set[int]] = {}

    def folds(self) -> Folds:
        """The life of each client."""
        return {
            ClientStarted: self._started,
            ClientStopped: self._stopped,
            ClientConnected: self._connected,
            ClientDisconnected: self._disconnected,
        }

    def _started(self, event: ClientStarted) -> None:
        self._alive[event.client] = set()

    def _stopped(self, event: ClientStopped) -> None:
        self._alive.pop(event.client, None)

    def _connected(self, event: ClientConnected) -> None:
        self._alive.setdefault(event.client, set()).add(event.generation)

    def _disconnected(self, event: ClientDisconnected) -> None:
        self._alive.get(event.client, set()).discard(event.generation)

    def value(self, moment: Moment) -> dict[str, Any] | None:
        """Null without simulated clients; the sockets of no page are null."""
        return spread(self.sockets()) if moment.clients else None

    def sockets(self) -> list[int]:
        """How many each page has."""
        return [len(alive) for client, alive in self._alive.items() if not self._sessions.is_dead(client)]


def spread(sockets: list[int]) -> dict[str, Any]:
    """The pages and their sockets: the mean, the fewest and the most of a page."""
    mean = tidy(sum(sockets) / len(sockets)) if sockets else None
    low, high = min(sockets, default=None), max(sockets, default=None)
    return {"count": len(sockets), "sockets": {"mean": mean, "min": low, "max": high}}
