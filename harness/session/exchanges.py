"""Puts requests together from what the wire tells of them: single events, rows, or both, in any order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from harness.events import (
    PROBE,
    Crossed,
    WireClosed,
    WireHead,
    WireLegClosed,
    WirePosted,
    WireRequest,
    WireResponse,
    WireSidIssued,
    WireTraffic,
    WireUnanswered,
)
from harness.evidence.har_ends import Block, Ends
from harness.session.crossing import BEGINS_SESSION, Request
from harness.session.request_list import RequestList, went_as_it_should
from harness.session.session_list import SessionList

_CLOSED = 2_000
"""So many closed connections are remembered: rows of what crossed them may be on the way."""
_HEADS = 4_096
_OPEN = 1_024
"""So many requests of one connection wait for their rows."""
_GOES_ON = frozenset({"cut", "switched"})
"""After such a row there is more to be said: who ended the connection, and when a WebSocket was over."""


@dataclass(slots=True)
class _Conn:
    """A connection: requests of which more may come, by number; the latest row; its end; a sid just issued."""

    open: dict[int, Request] = field(default_factory=dict)
    crossed: int = 0
    ends: Ends = field(default_factory=Ends)
    issued: str = ""
    closed: bool = False


class Exchanges:
    """Folds the wire's events into a list of requests, and counts them for their sessions.

    `end`: rows of what was over later (monotonic ns) are not taken.
    """

    def __init__(self, requests: RequestList, sessions: SessionList) -> None:
        self.end: int | None = None
        self._list, self._sessions = requests, sessions
        self._conns: dict[int, _Conn] = {}
        self._closed: deque[int] = deque()
        self._heads: dict[int, tuple[tuple[str, str], ...]] = {}
        self.folds: dict[type[Any], Callable[[Any], None]] = {
            WireTraffic: self._traffic,
            WireHead: self._head,
            WireRequest: self._request,
            WireResponse: self._response,
            WirePosted: self._posted,
            WireUnanswered: self._unanswered,
            WireLegClosed: self._leg_closed,
            WireClosed: self._conn_closed,
            WireSidIssued: self._issued,
        }

    def touched(self, conn: int, n: int, fault: str) -> None:
        """A fault acted on this request, if it is one of which more is to come."""
        known = self._conns.get(conn)
        found = known.open.get(n) if known is not None else None
        if found is not None:
            found.fault = fault
            self._list.changes(found)

    def _conn(self, number: int) -> _Conn:
        found = self._conns.get(number)
        if found is None:
            found = self._conns[number] = _Conn()
        return found

    @staticmethod
    def _find(conn: _Conn, number: int, n: int, t: int) -> Request | None:
        """The request that a single event is about; None when its row came first: then nothing is left to say."""
        found = conn.open.get(n)
        if found is None and n > conn.crossed:
            found = conn.open[n] = Request(conn=number, n=n, began=t)
        return found

    def _request(self, event: WireRequest) -> None:
        conn = self._conn(event.conn)
        new = event.n not in conn.open
        if len(conn.open) > _OPEN:
            del conn.open[next(iter(conn.open))]
        if found := self._find(conn, event.conn, event.n, event.t):
            found.asked_for(event)
            self._count(event.sid, event.client, requests=int(new))
            self._list.changes(found)

    def _response(self, event: WireResponse) -> None:
        if found := self._find(self._conn(event.conn), event.conn, event.n, event.t):
            refused = event.status == 400 and found.status is None
            self._count(event.sid, event.client, refused=int(refused))
            found.answer(event)
            self._list.changes(found)

    def _posted(self, event: WirePosted) -> None:
        found = self._conn(event.conn).open.get(event.n)
        if found is not None:
            found.posted(event)
            self._list.changes(found)

    def _unanswered(self, event: WireUnanswered) -> None:
        conn = self._conn(event.conn)
        if found := self._find(conn, event.conn, event.n, event.t):
            found.unanswered(event)
            self._close(conn, found, event.t)
            self._list.changes(found)

    def _traffic(self, event: WireTraffic) -> None:
        for row in event.exchanges:
            if row.client != PROBE and (self.end is None or row.ended <= self.end):
                self._crossed(row)
        for message in event.messages:
            conn = self._conns.get(message.conn)
            found = conn.open.get(message.n) if conn is not None else None
            if found is not None:
                found.up += message.up
                found.down += not message.up
                self._list.changes(found)

    def _crossed(self, row: Crossed) -> None:
        conn = self._conn(row.conn)
        conn.crossed = max(conn.crossed, row.n)
        found = conn.open.get(row.n)
        new = found is None and row.kind not in BEGINS_SESSION
        refused = row.status == 400 and (found is None or found.status is None)
        self._count(row.sid, row.client, int(new), int(refused))
        if found is None and went_as_it_should(row):
            self._list.went_well(row)
        else:
            self._put(conn, found or Request(conn=row.conn, n=row.n, began=row.began), row)

    def _put(self, conn: _Conn, one: Request, row: Crossed) -> None:
        """Have the row say what is known, with what only the events around it tell."""
        one.crossed(row)
        if conn.issued and not one.sid and one.kind in BEGINS_SESSION:
            one.sid, conn.issued = conn.issued, ""
        if row.ending in _GOES_ON:
            self._close(conn, one, row.ended)
        if row.ending in _GOES_ON and not conn.closed:
            conn.open[row.n] = one
        else:
            conn.open.pop(row.n, None)
        self._list.changes(one)

    def _close(self, conn: _Conn, one: Request, t: int) -> None:
        """Say who ended its connection, and what a browser would call that."""
        if by := conn.ends.closed_by(one.conn):
            one.closing(t, by)
        if one.row is not None:
            headers = Block.of(self._heads.get(one.row.heads[1], ()))
            one.error = conn.ends.failure(one.row, headers) or ""

    def _leg_closed(self, event: WireLegClosed) -> None:
        conn = self._conn(event.conn)
        conn.ends.close(event)
        for one in tuple(conn.open.values()) if not event.half else ():
            if one.status is None or one.row is not None:
                self._close(conn, one, event.t)
                self._list.changes(one)

    def _conn_closed(self, event: WireClosed) -> None:
        """Both legs are gone: what is still open on it is over, though its row may be on the way."""
        conn = self._conn(event.conn)
        conn.closed = True
        for n, one in tuple(conn.open.items()):
            one.gone(event.t)
            if one.row is not None:
                del conn.open[n]
            if one.row is not None or one.told:
                self._list.changes(one)
        self._closed.append(event.conn)
        if len(self._closed) > _CLOSED:
            self._conns.pop(self._closed.popleft(), None)

    def _head(self, event: WireHead) -> None:
        self._heads[event.id] = event.headers
        if len(self._heads) > _HEADS:
            del self._heads[next(iter(self._heads))]

    def _count(self, sid: str | None, client: str | None, requests: int = 0, refused: int = 0) -> None:
        if sid is not None:
            self._sessions.count(sid, client, requests, refused)

    def _issued(self, event: WireSidIssued) -> None:
        """The answer to a handshake, whose request did not know its session's sid yet."""
        self._sessions.issued(event)
        conn = self._conn(event.conn)
        asked = [one for one in conn.open.values() if one.kind in BEGINS_SESSION and not one.sid]
        conn.issued = "" if asked else event.sid
        for one in asked[:1]:
            one.sid = event.sid
            self._list.changes(one)
