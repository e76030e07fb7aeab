"""What the wire tells of connections and requests, as a story keeps it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from harness.diagnosis.story import (
    MOST_PACKETS,
    Again,
    Answered,
    Asked,
    At,
    Overlap,
    Pace,
    Posted,
    Race,
    Refusal,
    Reset,
    Story,
    Wait,
)
from harness.events import (
    RequestKind,
    ServerAnswered,
    WireClosed,
    WireLegClosed,
    WireOpened,
    WirePosted,
    WireRequest,
    WireResponse,
    WireSidIssued,
    WireTraffic,
    WireUnanswered,
)

SWITCHING = 101
LONG = 2_000_000_000
"""A request that waits longer than this, in ns, is kept: a poll may, others should not."""
SOME = 100
"""So many ordinary POSTs are enough to say that POSTs are taken."""
AT_ONCE = 200_000_000
"""A server that closes a connection within so many ns of a request has not seen it, or has not wanted it."""

NS_PER_S = 1_000_000_000
SHAKES: frozenset[RequestKind] = frozenset({"handshake", "websocket"})
"""What asks for a session."""
PACED: frozenset[RequestKind] = SHAKES | {"upgrade", "post"}
"""What a server answers at once, when it can; a poll waits until there is something to say."""

_Key = tuple[int, str | None, str, int]


@dataclass(slots=True)
class _Conn:
    """An open connection: whose it is, when last told of, its last request.

    `left`: when the server closed its leg, `gone`: when the client did. `cookie`: its last answer asked for one to
    be kept.
    """

    last: int
    client: str | None = None
    asked: tuple[int, At] | None = None
    left: At | None = None
    gone: At | None = None
    cookie: At | None = None


class Wired:
    """Folds the wire's events, and the server's words about its answers, into `story`."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._conns: dict[int, _Conn] = {}
        self._torn: set[int] = set()
        self._shaken: dict[str, At] = {}
        self._paced = (0, 0)
        self._closing: dict[tuple[int, int], str] = {}
        self._polls: dict[str, set[At]] = defaultdict(set)
        self._said: dict[_Key, deque[Answered]] = defaultdict(deque)
        self._met: dict[_Key, deque[Refusal]] = defaultdict(deque)

    def folds(self) -> dict[type[Any], Callable[[At, Any], None]]:
        """What is done with each kind of event of the wire."""
        return {
            WireOpened: self._opened,
            WireRequest: self._asked,
            WireResponse: self._response,
            WireUnanswered: self._unanswered,
            WireSidIssued: self._handed_out,
            WirePosted: self._posted,
            WireLegClosed: self._leg_closed,
            WireTraffic: self._framed,
            WireClosed: self._closed,
        }

    def answered(self, at: At, event: ServerAnswered) -> None:
        """The server's word about a refusal, which the wire may have told of before."""
        said = Answered(at, event.epoch, event.text, event.cause)
        key = (event.remote_port, event.sid, event.method, event.status)
        if self._met[key]:
            self._met[key].popleft().answered = said
        else:
            self._said[key].append(said)

    # --- connections ------------------------------------------------------------------------------------------

    def _conn(self, number: int, at: At) -> _Conn:
        return self._conns.setdefault(number, _Conn(at.t))

    def _opened(self, at: At, event: WireOpened) -> None:
        self._conn(event.conn, at)

    def _framed(self, _at: At, event: WireTraffic) -> None:
        """A WebSocket speaks in messages, not in requests: it is not idle while they go by."""
        for message in event.messages:
            if conn := self._conns.get(message.conn):
                conn.last = max(conn.last, message.t)

    def _leg_closed(self, at: At, event: WireLegClosed) -> None:
        conn = self._conn(event.conn, at)
        over = conn.left if event.leg == "server" else conn.gone
        if event.how == "rst" and event.conn not in self._torn and event.by != "relay" and not over:
            self._torn.add(event.conn)
            by = "neither" if event.by == "fault" else "server" if conn.left else event.leg
            self._story.resets.append(Reset(at, event.conn, by, at.t - conn.last, conn.client))
        if event.by == "peer":
            conn.left = conn.left or (at if event.leg == "server" else None)
            conn.gone = conn.gone or (at if event.leg == "client" else None)

    def _closed(self, _at: At, event: WireClosed) -> None:
        self._conns.pop(event.conn, None)
        self._torn.discard(event.conn)

    # --- requests ---------------------------------------------------------------------------------------------

    def _asked(self, at: At, event: WireRequest) -> None:
        conn = self._conn(event.conn, at)
        conn.last, conn.client, conn.asked = at.t, event.client or conn.client, (event.n, at)
        self._story.pending[event.conn, event.n] = Asked(at, event.kind, event.sid, event.cookie)
        if event.kind == "poll" and event.sid:
            self._polls[event.sid].add(at)
        if event.kind in SHAKES and event.client:
            if before := self._shaken.get(event.client):
                self._story.again.append(Again(before, at))
            self._shaken[event.client] = at
        if event.sid and event.client:
            self._story.session(event.sid).holders.setdefault(event.client, at)

    def _over(self, at: At, event: WireResponse | WireUnanswered, *, answered: bool) -> Asked:
        asked = self._story.pending.pop((event.conn, event.n), Asked(at, event.kind, event.sid))
        if at.t - asked.at.t >= LONG:
            self._story.waits.append(Wait(asked.at, at, asked.kind, answered, self._alone(at.t)))
        if answered and asked.kind in PACED:
            self._paced = (at.t - self._alone(at.t), at.t)
            self._story.paces.setdefault(at.t // NS_PER_S, Pace()).take(asked.at, at)
        if asked.kind == "poll" and asked.sid:
            self._polled(asked, asked.sid, at.t)
        return asked

    def _alone(self, t: int) -> int:
        """For so many ns until `t` nothing but polls was answered, not counting what is answered just now."""
        before, last = self._paced
        return t - (before if t - last < AT_ONCE else last)

    def _polled(self, asked: Asked, sid: str, over: int) -> None:
        """A poll is over: keep it with those of its session that are still under way beside it."""
        polls = self._polls[sid]
        polls.discard(asked.at)
        for other in polls:
            first, second = sorted((asked.at, other))
            self._story.overlaps.append(Overlap(first, second, over - second.t, sid))
        if not polls:
            del self._polls[sid]

    def _response(self, at: At, event: WireResponse) -> None:
        conn = self._conn(event.conn, at)
        conn.last, conn.cookie = at.t, at if event.sets_cookie else None
        asked = self._over(at, event, answered=True)
        if event.status == SWITCHING:
            self._story.upgraded.append(at)
        closing = self._closing.pop((event.conn, event.n), None)
        if event.status < 400 and event.sid:
            self._story.good[event.sid] = at
            issuer = self._story.issuer(event.sid) if event.kind == "post" else None
            if issuer:  # no other would have taken it
                issuer.serves(at.t)
            if closing:
                self._story.closed.setdefault(closing, at)
        if event.status >= 400 and event.kind != "page" and event.answered_by == "server":
            self._refused(at, event, cookie=asked.cookie)

    def _refused(self, at: At, event: WireResponse, *, cookie: bool) -> None:
        refusal = Refusal(
            at=at,
            conn=event.conn,
            n=event.n,
            method=event.method,
            kind=event.kind,
            status=event.status,
            port=event.upstream_port,
            sid=event.sid,
            client=event.client,
            cause=event.cause,
            body=event.body,
            text=event.text,
            cookie=cookie,
            before=self._story.good.get(event.sid or ""),
        )
        self._story.refusals.append(refusal)
        self._story.trouble(event.sid, at)
        key = (event.upstream_port, event.sid, event.method, event.status)
        if self._said[key]:
            refusal.answered = self._said[key].popleft()
        else:
            self._met[key].append(refusal)

    def _unanswered(self, at: At, event: WireUnanswered) -> None:
        self._over(at, event, answered=False)
        self._story.trouble(event.sid, at)
        conn = self._conn(event.conn, at)
        if conn.asked and conn.left and conn.asked[0] > 1 and abs(conn.left.t - conn.asked[1].t) < AT_ONCE:
            self._story.races.append(Race(conn.asked[1], conn.left, event.conn, conn.client))

    def _handed_out(self, at: At, event: WireSidIssued) -> None:
        self._story.opened.append(at)
        session = self._story.session(event.sid)
        conn = self._conn(event.conn, at)
        session.asked, session.handed = conn.asked[1] if conn.asked else None, at
        session.issued, session.cookie = session.issued or at, conn.cookie
        if event.client:
            session.holders.setdefault(event.client, at)

    def _posted(self, at: At, event: WirePosted) -> None:
        if len(self._story.posted) < SOME or len(event.packets) > MOST_PACKETS:
            self._story.posted.append(Posted(at, event.sid, len(event.packets)))
        if event.sid and "close" in event.packets:
            self._closing[event.conn, event.n] = event.sid
