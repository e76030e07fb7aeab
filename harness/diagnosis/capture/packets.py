"""A packet capture, as the records of a wire that stands where it was taken; each bears its packet's number.

Plain HTTP only: what is encrypted cannot be read. A capture shows from which side a reset came, not who made it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from harness.diagnosis.capture.captured import Captured, NotACaptureError, record
from harness.diagnosis.capture.doubting import Exchange, doubts
from harness.diagnosis.capture.timing import Pings, pings_of, shortest
from harness.diagnosis.capture.tshark import Packet, packets_of
from harness.events import (
    AnyEvent,
    Cause,
    CloseHow,
    Leg,
    WireBytes,
    WireClosed,
    WireLegClosed,
    WireOpened,
    WirePosted,
    WireRequest,
    WireResponse,
    WireSidIssued,
    WireUnanswered,
)
from harness.proxy.tap.causes import Asked, cause_of
from harness.proxy.tap.engineio import body_kind, open_packet
from harness.proxy.tap.packets import found_in
from harness.proxy.tap.request import RequestView, Target, kind_of

BYTES = 1024 * 1024 * 1024
CONTINUE = 100
_TEXT = 120
_CUT_TOGETHER = "several connections were closed at once, as they are when a process ends"
_SOON = 1_500_000_000


class NoPacketsError(NotACaptureError):
    """A packet capture holds nothing that can be read."""


@dataclass
class _Request:
    """A request that has not been answered yet."""

    number: int
    at: int
    view: RequestView
    upgrading: bool
    packets: list[str]
    body: bool


@dataclass
class _Stream:
    """One TCP connection. `server` is the port of the end that was called; `closed`: the ends that said FIN."""

    conn: int
    server: str = ""
    asked: int = 0
    waiting: list[_Request] = field(default_factory=list)
    closed: set[Leg] = field(default_factory=set)
    over: bool = False


@dataclass
class _Answer:
    """What a request was answered."""

    request: _Request
    status: int
    at: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def cause(self) -> Cause | None:
        """Why it is a refusal, in the answer's own words."""
        asked = Asked(self.request.view, upgrading=self.request.upgrading)
        return cause_of(self.text, asked) if self.status == 400 and self.body else None

    @property
    def opened(self) -> str | None:
        """The session id that it hands out."""
        found = open_packet(self.body) if self.request.view.kind == "handshake" and self.status < 400 else None
        return found.sid if found else None

    def told(self, conn: int) -> WireResponse:
        """The answer, as a wire tells it."""
        view, failed = self.request.view, self.status >= 400
        return WireResponse(
            t=self.at,
            conn=conn,
            n=view.n,
            status=self.status,
            method=view.method,
            kind=view.kind,
            upstream_port=0,
            sid=view.sid,
            client=view.client,
            body=body_kind(view.method, self.request.packets) if failed else None,
            cause=self.cause,
            text=self.text[:_TEXT] if failed else "",
            sets_cookie="set-cookie" in self.headers,
        )

    def exchange(self) -> Exchange:
        """What the doubts are about."""
        return Exchange(
            kind=self.request.view.kind,
            sid=self.request.view.sid,
            at=self.request.at,
            over=self.at,
            status=self.status,
            server=self.headers.get("server", "").lower(),
            opened=self.opened,
            cookie="set-cookie" in self.headers,
            silent=not self.body if self.status == 400 else not self.request.body,
            cause=self.cause,
        )


def captured_packets(file: Path) -> Captured:
    """What a packet capture tells. NoPacketsError; NoTsharkError when tshark is not there, or cannot read it."""
    if file.stat().st_size > BYTES:
        raise NoPacketsError(f"it is larger than {BYTES // 1024**3} GiB")
    told = Streams(packets_of(file))
    if not told.exchanges:
        raise NoPacketsError("it holds no Engine.IO over plain HTTP; what is encrypted, a browser's HAR shows")
    found = doubts(told.exchanges, cookies_kept=True)
    if told.closed_together():
        found["keep-alive-race"] = _CUT_TOGETHER
    first = [(told.first, shortest(told.events[0][1].t, told.pings))] if told.pings else []
    records = [record(number, event, "packets") for number, event in (*first, *told.events)]
    return Captured("packets", "a packet capture", records, found)


class Streams:
    """Folds packets into events, each with the number of its packet, and into what the doubts are about."""

    def __init__(self, packets: Iterable[Packet]) -> None:
        self.events: list[tuple[int, AnyEvent]] = []
        self.exchanges: list[Exchange] = []
        self.pings: list[Pings] = []
        self.first = 0
        self._streams: dict[str, _Stream] = defaultdict(lambda: _Stream(conn=len(self._streams) + 1))
        self._ends: list[int] = []
        for packet in packets:
            self._fold(packet)

    def closed_together(self) -> bool:
        """Whether the server ended several connections at about one time, or refused to be called."""
        near = any(later - sooner <= _SOON for sooner, later in pairwise(self._ends))
        return near or any(one.nobody for one in self.exchanges)

    def _fold(self, packet: Packet) -> None:
        number, t = _number(packet.first("frame_number")), _nanoseconds(packet.first("frame_time_epoch"))
        stream = self._streams[packet.first("tcp_stream")]
        if number is None or t is None or stream.over:
            return
        self.first = self.first or number
        self._place(stream, packet, number, t)
        for event in self._http(stream, packet, number, t):
            self.events.append((number, event))
        for event in self._ended(stream, packet, t):
            self.events.append((number, event))

    def _place(self, stream: _Stream, packet: Packet, number: int, t: int) -> None:
        """Which end was called: the one that the first SYN goes to, else the one that requests go to."""
        if stream.server:
            return
        back = packet.first("http_response_code") or (
            packet.flag("tcp_flags_ack") and packet.flag("tcp_flags_syn")
        )
        stream.server = packet.first("tcp_srcport" if back else "tcp_dstport")
        port = _number(packet.first("tcp_dstport" if back else "tcp_srcport")) or 0
        opened = WireOpened(t=t, conn=stream.conn, listener=0, client_port=port, upstream_port=port)
        self.events.append((number, opened))

    # --- HTTP -------------------------------------------------------------------------------------------------

    def _http(self, stream: _Stream, packet: Packet, number: int, t: int) -> Iterator[AnyEvent]:
        if packet.first("http_request_method"):
            yield from self._asked(stream, packet, number, t)
        elif code := _number(packet.first("http_response_code")):
            yield from self._answered(stream, packet, code, t)

    def _asked(self, stream: _Stream, packet: Packet, number: int, t: int) -> Iterator[AnyEvent]:
        stream.asked += 1
        headers, body = _headers(packet, "http_request_line"), _body(packet)
        view = _view(packet, stream.asked, headers)
        packets = found_in(body, view.eio).types if body else []
        upgrading = headers.get("upgrade", "").lower() == "websocket"
        stream.waiting.append(_Request(number, t, view, upgrading, packets, body=bool(body)))
        yield WireRequest(
            t=t,
            conn=stream.conn,
            n=view.n,
            method=view.method,
            kind=view.kind,
            path=view.path,
            sid=view.sid,
            eio=view.eio,
            transport=view.transport,
            client=view.client,
            origin=view.origin,
            cookie="cookie" in headers,
        )
        if view.kind == "post" and packets:
            yield WirePosted(t=t, conn=stream.conn, n=view.n, sid=view.sid, packets=tuple(packets))

    def _answered(self, stream: _Stream, packet: Packet, code: int, t: int) -> Iterator[AnyEvent]:
        if not stream.waiting or code == CONTINUE:
            return
        answer = _Answer(stream.waiting.pop(0), code, t, _headers(packet, "http_response_line"), _body(packet))
        yield answer.told(stream.conn)
        view, opened = answer.request.view, answer.opened
        if opened:
            yield WireSidIssued(t=t, conn=stream.conn, sid=opened, transport="polling", client=view.client)
            self.pings += [pings] if (pings := pings_of(answer.body)) else []
        if view.kind != "page":
            self.exchanges.append(answer.exchange())

    # --- ends -------------------------------------------------------------------------------------------------

    def _ended(self, stream: _Stream, packet: Packet, t: int) -> Iterator[AnyEvent]:
        reset, fin = packet.flag("tcp_flags_reset"), packet.flag("tcp_flags_fin")
        if not reset and not fin:
            return
        leg: Leg = "server" if packet.first("tcp_srcport") == stream.server else "client"
        how: CloseHow = "rst" if reset else "fin"
        yield WireLegClosed(t=t, conn=stream.conn, leg=leg, how=how, by="peer", half=not reset)
        stream.closed.add(leg)
        if leg == "server":
            self._left(stream, t, refused=reset and not stream.asked)
        if reset or len(stream.closed) == 2:
            yield from self._over(stream, t)

    def _left(self, stream: _Stream, t: int, *, refused: bool) -> None:
        """The server ended a connection, or refused to be called."""
        if stream.waiting:
            self._ends.append(t)
        if refused:
            self.exchanges.append(Exchange(kind="other", sid=None, at=t, over=t, status=0, cut=True, nobody=True))

    def _over(self, stream: _Stream, t: int) -> Iterator[AnyEvent]:
        stream.over = True
        for request in stream.waiting:
            view = request.view
            yield WireUnanswered(
                t=t,
                conn=stream.conn,
                n=view.n,
                method=view.method,
                kind=view.kind,
                upstream_port=0,
                sid=view.sid,
                client=view.client,
            )
            if view.kind != "page":
                cut = Exchange(kind=view.kind, sid=view.sid, at=request.at, over=t, status=0, cut=True)
                self.exchanges.append(cut)
        yield WireClosed(t=t, conn=stream.conn, up=WireBytes(), down=WireBytes())


def _view(packet: Packet, n: int, headers: dict[str, str]) -> RequestView:
    method = packet.first("http_request_method")
    target = Target(packet.first("http_request_uri").encode("latin-1", "replace"))
    sid, transport = target.get("sid"), target.get("transport")
    return RequestView(
        n=n,
        method=method,
        kind=kind_of(method, target.get("EIO") is not None, transport, sid),
        path=target.path,
        sid=sid,
        eio=target.get("EIO"),
        transport=transport,
        client=target.get("sidlab"),
        origin=headers.get("origin"),
    )


def _headers(packet: Packet, name: str) -> dict[str, str]:
    """The header lines of a message, by name in lower case."""
    pairs = (line.partition(":") for line in packet.layers.get(name, ()))
    return {key.strip().lower(): value.strip() for key, _, value in pairs}


def _body(packet: Packet) -> bytes:
    """The body of a message: tshark writes it as hexadecimal digits, and before 4.2 as text."""
    text = packet.first("http_file_data")
    try:
        return bytes.fromhex(text.replace(":", "")) if text else b""
    except ValueError:
        return text.encode("utf-8", "replace")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None


def _nanoseconds(text: str) -> int | None:
    """Seconds since 1970 with a fraction, or the ISO 8601 time that newer releases write."""
    whole, _, part = text.partition(".")
    number = _number(whole)
    return None if number is None else number * 1_000_000_000 + int(f"{part:0<9}"[:9])
