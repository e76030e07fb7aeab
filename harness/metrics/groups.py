"""The figures of each group of clients: whose an event is, told by its client or by its connection."""

from __future__ import annotations

from harness.events import AnyEvent, ClientReceived, ClientStarted, WireClosed, WireLegClosed, WireRequest
from harness.metrics.away import Away
from harness.metrics.counts.base import NS_PER_S
from harness.metrics.scope import Scope
from harness.metrics.sessions import Sessions

PATIENCE = 10 * NS_PER_S
"""A simulated client says that it starts before it asks for anything: its word is at most so many ns late."""


class Groups:
    """`scopes`: the blocks of each group that has clients. What comes too early to know whose it is waits."""

    def __init__(self, sessions: Sessions, away: Away) -> None:
        self.scopes: dict[str, Scope] = {}
        self.early: dict[str, list[AnyEvent]] = {}
        self._sessions, self._away = sessions, away
        self._behaviours: dict[str, set[str]] = {}
        self._group_of: dict[str, str] = {}
        self._client_of: dict[int, str] = {}
        self._unnamed: dict[int, list[AnyEvent]] = {}

    def fold(self, event: AnyEvent) -> None:
        """Count the event for the group of its client."""
        match event:
            case ClientStarted(client=client, group=group, behaviour=behaviour):
                self._group_of[client] = group
                self._behaviours.setdefault(group, set()).add(behaviour)
                for early in self.early.pop(client, ()):
                    self._scope(group).fold(early)
            case WireRequest(conn=conn, client=str(client)):
                self._client_of[conn] = client
                for early in self._unnamed.pop(conn, ()):
                    self._count(early)
            case _:
                pass
        self._count(event)
        if isinstance(event, WireClosed):
            self._client_of.pop(event.conn, None)
            self._unnamed.pop(event.conn, None)

    def by_behaviour(self) -> dict[str, list[str]]:
        """The groups of each behaviour, in the order they began; one whose behaviour changed stands for none."""
        groups: dict[str, list[str]] = {}
        for group, behaviours in self._behaviours.items():
            if len(behaviours) == 1 and "" not in behaviours:  # nobody knows how a device's page behaves
                groups.setdefault(min(behaviours), []).append(group)
        return groups

    def _count(self, event: AnyEvent) -> None:
        client = self._client(event)
        if client is None:
            if isinstance(event, WireLegClosed):  # by a fault, before its first request was read
                self._unnamed.setdefault(event.conn, []).append(event)
            return
        group = self._group_of.get(client)
        if group is None:
            self._wait_for(client, event)
        else:
            self._scope(group).fold(event)

    def _wait_for(self, client: str, event: AnyEvent) -> None:
        """Keep what is said of a client nobody has started yet; of one that nobody will, forget it in time."""
        early = self.early.setdefault(client, [])
        if early and event.t - early[0].t > PATIENCE:
            del early[1:]
        else:
            early.append(event)

    def _scope(self, group: str) -> Scope:
        if group not in self.scopes:
            self.scopes[group] = Scope(self._sessions, self._away)
        return self.scopes[group]

    def _client(self, event: AnyEvent) -> str | None:
        """Whose event this is: a message is its sender's, wherever it arrives."""
        if isinstance(event, ClientReceived):
            return event.sender
        conn = getattr(event, "conn", None)
        name = getattr(event, "client", None)
        return name if isinstance(name, str) else self._client_of.get(conn or 0)
