"""What an HTTP request of a client is for, read from its method and query, and what it carries."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from harness.events import BodyKind, RequestKind
from harness.proxy.tap.engineio import body_kind
from harness.proxy.tap.packets import NAMES


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `sid` is the session it names, null in a handshake."""

    method: str
    kind: RequestKind
    sid: str | None


def request_of(method: str, url: str) -> Request:
    """Read a request to an Engine.IO server (its URL as the client asked for it)."""
    query = parse_qs(urlsplit(url).query)
    sid = query.get("sid", [None])[0]
    return Request(method, _kind(method, query.get("transport", [""])[0], sid), sid)


def body_of(method: str, body: str | None) -> BodyKind | None:
    """What a request carries (Engine.IO 4: record separators between packets); None for a body not known."""
    if method == "POST" and body is None:
        return None
    return body_kind(method, [_packet(packet) for packet in (body or "").split("\x1e")])


def _packet(packet: str) -> str:
    if packet.startswith("b"):
        return "message"
    return NAMES[int(packet[0])] if packet[:1] in {*"0123456"} else "unknown"


def _kind(method: str, transport: str, sid: str | None) -> RequestKind:
    if transport == "websocket":
        return "upgrade" if sid else "websocket"
    if method == "POST":
        return "post"
    if method == "GET" and transport == "polling":
        return "poll" if sid else "handshake"
    return "other"
