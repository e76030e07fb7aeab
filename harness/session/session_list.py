"""The sessions as the wire saw them, bounded, and which of them have changed since the last snapshot."""

from __future__ import annotations

from harness.events import WireNamespace, WireSessionEnded, WireSidIssued, WireUpgraded
from harness.session.crossing import Session

SESSIONS = 4_000
SPARE = 200
"""So many go at once when there are more."""
COUNTED_AT_ONCE = 200
"""So many sessions a snapshot tells again only since their requests were counted on."""


class SessionList:
    """A session is told at once when its life goes on, and in its turn when it only had more requests."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._lives: dict[str, Session] = {}
        self._counted: dict[str, Session] = {}

    def count(self, sid: str, client: str | None, requests: int = 0, refused: int = 0) -> None:
        """So many more requests of it, and so many that a 400 answered."""
        session = self._sessions.get(sid) or self._session(sid, client)
        session.requests += requests
        session.refused += refused
        (self._lives if refused else self._counted)[sid] = session

    def issued(self, event: WireSidIssued) -> None:
        """It is opened, by a handshake that is its first request."""
        session = self._living(event.sid, event.client)
        session.opened, session.conn, session.transport = event.t, event.conn, event.transport
        session.requests += 1

    def upgraded(self, event: WireUpgraded) -> None:
        """It goes on over WebSocket."""
        session = self._living(event.sid, event.client)
        session.upgraded, session.transport = event.t, "websocket"

    def namespace(self, event: WireNamespace) -> None:
        """One of its namespaces was joined, refused or left."""
        self._living(event.sid, event.client).named(event)

    def ended(self, event: WireSessionEnded) -> None:
        """It is over."""
        self._living(event.sid, event.client).end(event)

    def take(self, *, full: bool) -> list[Session]:
        """Those that changed since the last call, or all of them."""
        lives, self._lives = self._lives, {}
        for sid in tuple(self._counted)[:COUNTED_AT_ONCE]:
            lives[sid] = self._counted.pop(sid)
        if full:
            self._counted.clear()
            lives = self._sessions
        return list(lives.values())

    def _living(self, sid: str, client: str | None) -> Session:
        session = self._session(sid, client)
        self._lives[sid] = session
        return session

    def _session(self, sid: str, client: str | None) -> Session:
        found = self._sessions.get(sid)
        if found is None:
            self._make_room()
            found = self._sessions[sid] = Session(sid=sid)
        found.client = found.client or client or ""
        return found

    def _make_room(self) -> None:
        """Of those that are over, or were never seen to open, the oldest go; else the oldest."""
        if len(self._sessions) < SESSIONS:
            return
        over = [sid for sid, one in self._sessions.items() if one.ended is not None or one.opened is None]
        for sid in (over or list(self._sessions))[:SPARE]:
            for known in (self._sessions, self._lives, self._counted):
                known.pop(sid, None)
