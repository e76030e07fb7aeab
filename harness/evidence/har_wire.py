"""Gathers from a run's records what a HAR tells, and names how a cut exchange failed as Chromium would."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from harness.events import (
    Crossed,
    Framed,
    Record,
    RunReady,
    RunStarted,
    WireHead,
    WireLegClosed,
    WireTraffic,
    WireUnanswered,
)

Headers = tuple[tuple[str, str], ...]


@dataclass
class Crossing:
    """What crossed, by what an entry is asked for: header blocks by number, the rest by connection and request.

    `start` is when the clients were told to start, or else the run's beginning; null when neither is recorded.
    """

    rows: list[Crossed] = field(default_factory=list)
    heads: dict[int, Headers] = field(default_factory=dict)
    messages: dict[tuple[int, int], list[Framed]] = field(default_factory=lambda: defaultdict(list))
    closings: dict[int, list[WireLegClosed]] = field(default_factory=lambda: defaultdict(list))
    unanswered: set[tuple[int, int]] = field(default_factory=set)
    start: int | None = None
    title: str = ""

    def headers(self, number: int) -> Headers | None:
        """The block of that number; empty for none, null when it should be in the records and isn't."""
        return self.heads.get(number) if number else ()

    def missing(self) -> list[str]:
        """What the records tell of exchanges that have no row, in words: the wire died before it sent them."""
        known = {(row.conn, row.n) for row in self.rows}
        messages = sum(len(some) for key, some in self.messages.items() if key not in known)
        requests = len(self.unanswered - known)
        found = ((messages, "WebSocket messages"), (requests, "unanswered requests"))
        return [f"{count} {what} belong to no recorded exchange" for count, what in found if count]

    def closed_by(self, conn: int) -> str | None:
        """Who ended the connection: client, server, or the name of a fault; null while it is open or not known.

        A FIN that left the other direction open (a client that is done asking) is no end while there is another.
        """
        doers = [one for one in self.closings.get(conn, ()) if one.by != "relay"]
        first = min(doers, key=lambda one: (one.half, one.t), default=None)
        if first is None:
            return None
        return first.leg if first.by == "peer" else first.fault or "fault"

    def failure(self, row: Crossed) -> str | None:
        """Chromium's name of the error of a cut exchange (net/base/net_error_list.h); null for all others."""
        if row.ending != "cut":
            return None
        return self._unanswered(row) if row.status is None else self._within_body(row)

    def _unanswered(self, row: Crossed) -> str:
        end = self._client_end(row.conn)
        if end is None:
            return "net::ERR_FAILED"
        if end.by == "peer":
            return "net::ERR_ABORTED"
        if end.how == "rst":
            return "net::ERR_CONNECTION_RESET"
        return "net::ERR_EMPTY_RESPONSE" if row.answered is None else "net::ERR_RESPONSE_HEADERS_TRUNCATED"

    def _within_body(self, row: Crossed) -> str:
        """A length is complained of only after an end in good order (http_stream_parser.cc)."""
        end = self._client_end(row.conn)
        if end is not None and end.by == "peer":
            return "net::ERR_ABORTED"
        if end is not None and end.how == "rst":
            return "net::ERR_CONNECTION_RESET"
        headers = self.headers(row.heads[1]) or ()
        if "chunked" in (value_of(headers, "transfer-encoding") or "").lower():
            return "net::ERR_INCOMPLETE_CHUNKED_ENCODING"
        if value_of(headers, "content-length") is not None:
            return "net::ERR_CONTENT_LENGTH_MISMATCH"
        return "net::ERR_FAILED"

    def _client_end(self, conn: int) -> WireLegClosed | None:
        """The first that ended the answer's way: not a client's FIN alone, after which it still listens."""
        ends = (one for one in self.closings.get(conn, ()) if one.leg == "client")
        return min((one for one in ends if one.by != "peer" or not one.half), key=lambda one: one.t, default=None)


def value_of(headers: Headers, name: str) -> str | None:
    """The first value of a header, whatever its case; null when it is not there."""
    return next((value for key, value in headers if key.lower() == name), None)


def gather(records: Iterable[Record]) -> Crossing:
    """Read a run's records once."""
    crossing = Crossing()
    for record in records:
        _take(crossing, record)
    return crossing


def _take(crossing: Crossing, record: Record) -> None:
    match record.event:
        case RunStarted(t=t, title=title):
            crossing.title = title
            crossing.start = t
        case RunReady(t=t):
            crossing.start = t
        case WireHead(id=number, headers=headers):
            crossing.heads[number] = headers
        case WireTraffic(exchanges=rows, messages=messages):
            crossing.rows.extend(rows)
            for one in messages:
                crossing.messages[one.conn, one.n].append(one)
        case WireLegClosed(conn=conn) as closed:
            crossing.closings[conn].append(closed)
        case WireUnanswered(conn=conn, n=n):
            crossing.unanswered.add((conn, n))
        case _:
            pass
