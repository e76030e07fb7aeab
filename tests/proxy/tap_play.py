"""Plays a transcript to a tap, cut in pieces or not, and says in short words what it told.

A step is who acts (`c` client, `s` server, `end` the connection is over) and the bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from harness.events import (
    Crossed,
    Event,
    Framed,
    WireNamespace,
    WirePosted,
    WireRequest,
    WireResponse,
    WireSessionEnded,
    WireSidIssued,
    WireTapLost,
    WireTraffic,
    WireUnanswered,
    WireUpgraded,
)
from harness.proxy.tap.connection import ConnectionTap, TapMemory
from harness.proxy.tap.redaction import Redactor
from harness.proxy.tap.traffic import Traffic

Steps = Sequence[tuple[str, bytes]]
PORT = 40_000


def recorded() -> dict[str, Steps]:
    """Bytes as real servers sent them: python-engineio 4.15.1 under gevent 26.9.0 and Werkzeug 3.1.9."""
    lines = Path(__file__).with_name("tap_recorded.jsonl").read_text("ascii").splitlines()
    return {
        entry["name"]: tuple((who, data.encode("latin-1")) for who, data in entry["steps"])
        for entry in map(json.loads, lines)
    }


def pieces(data: bytes, cuts: Iterable[int]) -> list[bytes]:
    """`data` cut at the given offsets; at each byte when an offset is -1."""
    at = sorted({cut for cut in cuts if 0 < cut < len(data)})
    if -1 in cuts:
        at = list(range(1, len(data)))
    return [data[a:b] for a, b in zip([0, *at], [*at, len(data)], strict=True)]


def play(
    steps: Steps,
    cuts: Sequence[Sequence[int]] = (),
    memory: TapMemory | None = None,
    conn: int = 1,
    traffic: Traffic | None = None,
    tap_class: type[ConnectionTap] = ConnectionTap,
) -> list[Event]:
    """The events of a whole connection; `cuts` are the offsets at which each step's bytes are cut."""
    tap = tap_class(conn, PORT, "/socket.io/", memory or TapMemory(), traffic or Traffic(Redactor(b"")))
    events: list[Event] = []
    for now, (who, data) in enumerate(steps):
        feed = tap.from_client if who == "c" else tap.from_server
        for piece in pieces(data, cuts[now] if now < len(cuts) else ()):
            events += feed(piece, now)
    return events + tap.ended(len(steps))


def rows(
    steps: Steps, cuts: Sequence[Sequence[int]] = (), tap_class: type[ConnectionTap] = ConnectionTap
) -> list[Crossed | Framed]:
    """The rows of a whole connection, exchanges as they were over and then its WebSocket messages."""
    batches: list[WireTraffic] = []

    def take(event: Event) -> None:
        batches.extend([event] if isinstance(event, WireTraffic) else [])

    traffic = Traffic(Redactor(b"key"), take)
    play(steps, cuts, traffic=traffic, tap_class=tap_class)
    traffic.flush(0)
    return [*(row for one in batches for row in one.exchanges), *(row for one in batches for row in one.messages)]


def told(events: Iterable[Event]) -> list[str]:
    """Each event in short words."""
    return [say(event) for event in events]


def say(event: Event) -> str:  # noqa: C901 - a line for each kind of event
    match event:
        case WireRequest():
            return f"{event.n} {event.method} {event.kind}" + " resend" * event.resend
        case WireResponse(status=400):
            return f"{event.n} -> 400 {event.body} {event.cause}"
        case WireResponse():
            return f"{event.n} -> {event.status}" + (f" {event.body}" if event.body else "")
        case WirePosted():
            return f"{event.n} posted {' '.join(event.packets)}"
        case WireSidIssued():
            return f"sid {event.transport}"
        case WireUpgraded():
            return "upgraded"
        case WireNamespace():
            return f"{event.did} {event.namespace} by {event.by}"
        case WireSessionEnded():
            return f"ended {event.how} by {event.by}"
        case WireUnanswered():
            return f"{event.n} unanswered {event.body}"
        case WireTapLost():
            return "lost"
    raise AssertionError(event)


def get(target: str, *headers: str) -> bytes:
    """A GET request."""
    return request("GET", target, *headers)


def post(target: str, body: bytes, *headers: str) -> bytes:
    """A POST request with its length."""
    return request("POST", target, f"Content-Length: {len(body)}", *headers) + body


def request(method: str, target: str, *headers: str) -> bytes:
    """A request's head."""
    return "\r\n".join([f"{method} {target} HTTP/1.1", "Host: x", *headers, "", ""]).encode("latin-1")


def answer(status: int, body: bytes = b"", *headers: str, version: str = "1.1") -> bytes:
    """An answer with its length."""
    head = [f"HTTP/{version} {status} Whatever", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(head).encode("latin-1") + body


UPGRADE = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: eA==")
SWITCH = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
POLLING = "/socket.io/?EIO=4&transport=polling"
WEBSOCKET = "/socket.io/?EIO=4&transport=websocket"
