"""What of a run's records a HAR needs before its first entry.

The records are read once for this, and once more for the exchanges and messages themselves: of those there may be
more than memory should hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from urllib.parse import SplitResult, urlsplit

from harness.events import (
    PROBE,
    Crossed,
    Record,
    RunEnding,
    RunReady,
    RunStarted,
    ServerAnswered,
    WireHead,
    WireLegClosed,
    WireOpened,
    WireResponse,
    WireTraffic,
    WireUnanswered,
)
from harness.evidence.har_ends import NONE, Block, Ends, Header, Headers

Key = tuple[int, int]
"""Connection, and number of the request on it."""
Asked = tuple[int, str | None, str]
"""A request as wire and server both know it: the port it came from, the sid the server read, its method."""
BAD_REQUEST = 400
BLOCKS = 4096
"""So many blocks of headers are kept ready for use."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The wire's word for a 400: when, and why; `mute` is what was asked where the answer did not say why."""

    t: int
    cause: str
    mute: Asked | None


class WallClock:
    """Wall time of the monotonic clock, which said `mono` ns when it was `wall` (aware)."""

    def __init__(self, wall: datetime, mono: int) -> None:
        self._wall = wall.astimezone(UTC)
        self.mono = mono

    def at(self, t: int) -> datetime:
        """The time when the monotonic clock said `t`."""
        return self._wall + timedelta(microseconds=(t - self.mono) // 1000)

    def text(self, t: int) -> str:
        """That time in ISO 8601, in milliseconds, which every reader takes."""
        return self.at(t).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class Crossing:
    """What entries are asked for: header blocks by number, the rest by connection and request.

    `url` is where the clients went, and `path` Socket.IO's there; `clock` tells wall time. `start`: when the
    clients were told to start, or else the run's beginning; `freeze`: when it began to end. `sockets` are the
    requests that became WebSockets, by when they began; `unanswered` those without an answer; `opened_by`: the
    fault that opened a connection by itself.
    """

    title: str = ""
    raw: bool = False
    path: str = ""
    url: str = "http://localhost"
    clock: WallClock = field(default_factory=lambda: WallClock(datetime.fromtimestamp(0, UTC), 0))
    start: int = 0
    freeze: int | None = None
    heads: dict[int, Headers] = field(default_factory=dict)
    sockets: dict[Key, int] = field(default_factory=dict)
    unanswered: set[Key] = field(default_factory=set)
    opened_by: dict[int, str] = field(default_factory=dict)
    ends: Ends = field(default_factory=Ends)
    refused: dict[Key, Refused] = field(default_factory=dict)
    _switched: list[Crossed] = field(default_factory=list)
    _said: dict[Asked, str] = field(default_factory=dict)
    _same: dict[Header, Header] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._block = lru_cache(BLOCKS)(lambda number: Block.of(self.heads[number]))

    @cached_property
    def place(self) -> SplitResult:
        """The parts of the clients' address."""
        return urlsplit(self.url)

    @cached_property
    def host(self) -> str:
        """The host of that address."""
        return self.place.hostname or ""

    @cached_property
    def port(self) -> str:
        """Its port, where it names one."""
        return str(self.place.port or "")

    def headers(self, number: int) -> Block | None:
        """The block of that number; empty for none, null when it should be in the records and isn't."""
        if not number:
            return NONE
        return self._block(number) if number in self.heads else None

    def counts(self, row: Crossed) -> bool:
        """Whether the exchange is of the run: no readiness probe, and answered before the run began to end.

        One without an answer must have begun before. So the 400s of the log are those of the summary.
        """
        refused = self.refused.get((row.conn, row.n))
        return row.client != PROBE and self.in_time(refused.t if refused else row.answered or row.began)

    def in_time(self, t: int) -> bool:
        """Whether `t` is before the figures froze."""
        return self.freeze is None or t <= self.freeze

    def cause(self, row: Crossed) -> str | None:
        """Why a 400 was answered, as the summary has it: the server's word where the answer was cut before it."""
        refused = self.refused.get((row.conn, row.n))
        if refused is None:
            return row.cause
        return self._said.get(refused.mute, "other") if refused.mute else refused.cause

    def failure(self, row: Crossed) -> str | None:
        """Chromium's name of the error of a cut exchange; null for all others."""
        return self.ends.failure(row, self.headers(row.heads[1]) or NONE)

    # --- folding ----------------------------------------------------------------------------------------------

    def keep(self, head: WireHead) -> None:
        """Keep a block of headers; those that are alike are kept once."""
        self.heads[head.id] = tuple(self._same.setdefault(pair, pair) for pair in head.headers)

    def note(self, rows: Iterable[Crossed]) -> None:
        """Note the Socket.IO path, and the requests that became WebSockets."""
        for row in rows:
            if row.ending == "switched":
                self._switched.append(row)
            if not self.path and row.kind in {"handshake", "websocket"}:
                self.path = row.target.partition("?")[0]

    def finish(self) -> None:
        """Everything was read: what counts is known."""
        self.sockets = {(row.conn, row.n): row.began for row in self._switched if self.counts(row)}
        self._switched = []

    def said_why(self, event: ServerAnswered) -> None:
        """The server's own word for a 400."""
        if event.status == BAD_REQUEST:
            self._said[event.remote_port, event.sid, event.method] = event.cause or "other"

    def refuse(self, event: WireResponse) -> None:
        """The wire's word for a 400."""
        if event.status == BAD_REQUEST:
            mute = event.cause in {None, "other"} and not event.text
            asked = (event.upstream_port, event.sent_sid or event.sid, event.method) if mute else None
            self.refused[event.conn, event.n] = Refused(event.t, event.cause or "other", asked)


def survey(records: Iterable[Record]) -> Crossing:
    """Read a run's records for the first time."""
    crossing = Crossing()
    for record in records:
        _note(crossing, record)
    crossing.finish()
    return crossing


def _note(crossing: Crossing, record: Record) -> None:
    match record.event:
        case WireHead() as head:
            crossing.keep(head)
        case WireTraffic(exchanges=rows):
            crossing.note(rows)
        case WireLegClosed() as closed:
            crossing.ends.close(closed)
        case WireResponse() as answer:
            crossing.refuse(answer)
        case ServerAnswered() as answer:
            crossing.said_why(answer)
        case WireUnanswered(conn=conn, n=n):
            crossing.unanswered.add((conn, n))
        case WireOpened(conn=conn, fault=str(fault)):
            crossing.opened_by[conn] = fault
        case _:
            _note_run(crossing, record)


def _note_run(crossing: Crossing, record: Record) -> None:
    match record.event:
        case RunStarted(t=t, title=title, wall=wall, raw=raw):
            crossing.title, crossing.start, crossing.raw = title, t, raw
            crossing.clock = WallClock(datetime.fromisoformat(wall), t)
        case RunReady(t=t, url=url):
            crossing.start, crossing.url = t, url
        case RunEnding(t=t):
            crossing.freeze = t
        case _:
            pass
