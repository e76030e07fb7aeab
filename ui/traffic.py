"""What has crossed the wire, as the core told it: requests, sessions, and what faults touched. No Qt."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from harness.snapshot import RequestRow, SessionRow, Snapshot, TouchedRow

Key = tuple[int, int]
SESSIONS = 8_000
TOUCHED = 4_000


class Traffic:
    """The rows by their keys; the core says which give way. `changed` are the keys of new and changed requests.

    `shrunk`: rows have gone since `changed` was taken. `left_out`: requests that only the evidence has.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Another run, or another viewer of it, begins."""
        self.requests: dict[Key, RequestRow] = {}
        self.sessions: dict[str, SessionRow] = {}
        self.touched: deque[TouchedRow] = deque(maxlen=TOUCHED)
        self.left_out = 0
        self.changed: set[Key] = set()
        self.shrunk = True

    def fold(self, snapshot: Snapshot) -> bool:
        """Take what a snapshot tells of requests and sessions; whether it tells anything."""
        self.left_out = snapshot.requests_left_out
        for key in snapshot.requests_gone:
            self.changed.discard(key)
            self.shrunk |= self.requests.pop(key, None) is not None
        for row in snapshot.requests:
            key = row.conn, row.n
            self.requests[key] = row
            self.changed.add(key)
        for session in snapshot.sessions:
            self.sessions[session.sid] = session
        for sid in list(self.sessions)[: max(0, len(self.sessions) - SESSIONS)]:
            del self.sessions[sid]
        self.touched.extend(snapshot.touched)
        return bool(snapshot.requests or snapshot.requests_gone or snapshot.sessions)

    def take_changed(self) -> tuple[set[Key], bool]:
        """The keys of new and changed requests since the last call, and whether others have gone."""
        changed, shrunk = self.changed, self.shrunk
        self.changed, self.shrunk = set(), False
        return changed, shrunk

    def of_session(self, sid: str) -> list[RequestRow]:
        """The requests of a session that are here, in the order in which they began."""
        return sorted((row for row in self.requests.values() if row.sid == sid), key=lambda row: row.began)

    def beside(self, sid: str, step: int) -> str:
        """The sid of the same client's next (1) or last (-1) session; empty where there is none."""
        here = self.sessions.get(sid)
        if here is None or not here.client:
            return ""
        theirs = ordered(one for one in self.sessions.values() if one.client == here.client)
        at = theirs.index(here) + step
        return theirs[at].sid if 0 <= at < len(theirs) else ""


def ordered(sessions: Iterable[SessionRow]) -> list[SessionRow]:
    """Sessions by when they opened; those that nobody saw open come first."""
    return sorted(sessions, key=lambda one: (one.opened is not None, one.opened or 0.0, one.sid))
