"""A request and a session as the window's lists have them, put together from the wire's events in any order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from harness.events import (
    BODY_KINDS,
    Crossed,
    WireNamespace,
    WirePosted,
    WireRequest,
    WireResponse,
    WireSessionEnded,
    WireUnanswered,
)
from harness.snapshot import NamespaceRow, RequestRow, SessionRow

Second = Callable[[int | None], float | None]
"""A monotonic time in ns as seconds of the run; None stays None."""

BEGINS_SESSION = frozenset({"handshake", "websocket"})
_BEGINS_LIFE = frozenset({"handshake", "websocket", "upgrade"})
_FAILED = frozenset({"cut", "blind", "wire"})
_NAMESPACES = 40
_TEXT = 120


@dataclass(slots=True, eq=False)
class Request:
    """A request as far as it is known. `told`: the window has a row of it; `row`: the wire's, once it is over."""

    conn: int
    n: int
    began: int
    method: str = ""
    kind: str = ""
    path: str = ""
    sid: str = ""
    client: str = ""
    asked: int | None = None
    answered: int | None = None
    ended: int | None = None
    status: int | None = None
    cause: str = ""
    body: str = ""
    text: str = ""
    ending: str = ""
    closed_by: str = ""
    fault: str = ""
    sent: int = 0
    got: int = 0
    up: int = 0
    down: int = 0
    error: str = ""
    told: bool = False
    row: Crossed | None = None

    @property
    def key(self) -> tuple[int, int]:
        """What tells it from all others."""
        return self.conn, self.n

    @property
    def over(self) -> bool:
        """Nothing more is to come of it."""
        return self.ended is not None and self.ending != ""

    @property
    def notable(self) -> bool:
        """It failed, a fault had a part in it, or a session's life turns on it."""
        failed = self.ending in _FAILED or (self.status is not None and self.status >= 400)
        return failed or bool(self.closed_by or self.fault) or self.kind in _BEGINS_LIFE

    def asked_for(self, event: WireRequest) -> None:
        """Its head has crossed."""
        self.began, self.method, self.kind, self.path = event.t, event.method, event.kind, event.path
        self._belong(event.sid, event.client)

    def answer(self, event: WireResponse) -> None:
        """The head of its answer has crossed."""
        self.method, self.kind, self.status = event.method, event.kind, event.status
        self.answered = event.t if self.answered is None else self.answered
        self.cause, self.text = event.cause or "", event.text
        self.body, self.fault = event.body or self.body, event.fault or self.fault
        self._belong(event.sid, event.client)

    def posted(self, event: WirePosted) -> None:
        """What it carries was read."""
        kinds = {"close-packet" if packet == "close" else packet for packet in event.packets}
        self.body = next((kind for kind in BODY_KINDS if kind in kinds), "other")
        self.asked = event.t if self.asked is None else self.asked

    def unanswered(self, event: WireUnanswered) -> None:
        """Its connection ended before its answer."""
        self.method, self.kind, self.body = event.method, event.kind, event.body or self.body
        self.ending, self.ended = self.ending or "cut", self.ended or event.t
        self._belong(event.sid, event.client)

    def crossed(self, row: Crossed) -> None:
        """Everything about it, at its end; a WebSocket goes on after that."""
        self.began, self.method, self.kind, self.path = row.began, row.method, row.kind, row.target
        self.asked, self.answered, self.status = row.asked, row.answered, row.status
        self.ending, self.ended = row.ending, None if row.ending == "switched" else row.ended
        self.sent, self.got, self.row = row.sent, row.got, row
        self.cause, self.body, self.fault = row.cause or self.cause, row.body or self.body, row.fault or self.fault
        if not self.text and row.status is not None and row.status >= 400:
            self.text = (row.got_body or "")[:_TEXT]
        if row.ending == "complete":
            self.closed_by = ""
        self._belong(row.sid, row.client)

    def closing(self, t: int, by: str) -> None:
        """Its connection ended: that cut it off, unless its answer has begun and may be whole already."""
        if self.status is not None and self.row is None:
            return
        self.closed_by = by
        self.ended = t if self.ended is None else self.ended
        self.ending = self.ending or "cut"

    def gone(self, t: int) -> None:
        """Its connection is no more."""
        if not self.over:
            self.ended = t if self.ended is None else self.ended
            self.ending = self.ending or "complete"

    def _belong(self, sid: str | None, client: str | None) -> None:
        self.sid, self.client = sid or self.sid, client or self.client

    def told_as(self, second: Second) -> RequestRow:
        """The row of it."""
        return RequestRow(
            conn=self.conn,
            n=self.n,
            began=second(self.began) or 0.0,
            method=self.method,
            kind=self.kind,
            path=self.path,
            sid=self.sid,
            client=self.client,
            asked=second(self.asked),
            answered=second(self.answered),
            ended=second(self.ended),
            status=self.status,
            cause=self.cause,
            body=self.body,
            text=self.text,
            ending=self.ending,
            closed_by=self.closed_by,
            fault=self.fault,
            sent=self.sent,
            got=self.got,
            messages=(self.up, self.down),
            error=self.error,
        )


@dataclass(slots=True, eq=False)
class Session:
    """A session as far as it is known."""

    sid: str
    client: str = ""
    transport: str = ""
    conn: int = 0
    opened: int | None = None
    upgraded: int | None = None
    ended: int | None = None
    how: str = ""
    by: str = ""
    requests: int = 0
    refused: int = 0
    namespaces: list[WireNamespace] = field(default_factory=list)
    messages: tuple[int, int] | None = None

    def named(self, event: WireNamespace) -> None:
        """A namespace of it was joined, refused or left; of too many the first are kept."""
        if len(self.namespaces) < _NAMESPACES:
            self.namespaces.append(event)

    def end(self, event: WireSessionEnded) -> None:
        """It ended; the wire tells its whole life."""
        self.ended, self.how, self.by = event.t, event.how, event.by or ""
        self.transport, self.opened, self.upgraded = event.transport, event.opened, event.upgraded
        self.requests = max(self.requests, event.requests)
        self.messages = event.up, event.down
        self.client = event.client or self.client

    def told_as(self, second: Second) -> SessionRow:
        """The row of it."""
        return SessionRow(
            sid=self.sid,
            client=self.client,
            transport=self.transport,
            opened=second(self.opened),
            upgraded=second(self.upgraded),
            ended=second(self.ended),
            how=self.how,
            by=self.by,
            requests=self.requests,
            refused=self.refused,
            conn=self.conn,
            namespaces=tuple(
                NamespaceRow(at=second(one.t), namespace=one.namespace, did=one.did, by=one.by, text=one.text)
                for one in self.namespaces
            ),
            messages=self.messages,
        )
