"""How an event is told in one line of the log: who, what, the details, and how loud. No Qt.

The kind is the event's own name (`wire.response`), in every language: it is what the evidence is searched by.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

import msgspec

from harness.events import (
    AnyEvent,
    BeaconRefused,
    ClientAttempt,
    ClientCapped,
    ClientConnectError,
    ClientDevice,
    ClientDisconnected,
    RunLan,
    RunProcessExited,
    RunServerDown,
    ServerAnswered,
    ServerDisconnected,
    WireGateRefused,
    WireResponse,
)

Tone = Literal["ok", "info", "warn", "bad", "mark", "quiet"]

_LONGEST = 300
_NOT_DETAIL = frozenset({"type", "t", "client"})


class Told(NamedTuple):
    """One line of the event log."""

    who: str
    kind: str
    detail: str
    tone: Tone


_TONES: dict[str, Tone] = {
    "run.picture-due": "quiet",
    "client.connected": "ok",
    "client.upgraded": "info",
    "client.connect-error": "warn",
    "client.disconnected": "bad",
    "client.capped": "warn",
    "beacon.refused": "warn",
    "server.connected": "ok",
    "server.disconnected": "bad",
    "server.sid-issued": "info",
    "wire.sid-issued": "info",
    "wire.upgraded": "info",
    "wire.unanswered": "warn",
    "wire.upstream-failed": "warn",
    "wire.refusing": "warn",
    "wire.tls-failed": "bad",
    "wire.bypass": "warn",
    "wire.gate-refused": "warn",
    "wire.tap-lost": "bad",
    "wire.fault-applied": "mark",
    "wire.fault-touched": "mark",
    "wire.fault-lifted": "mark",
    "child.dropped": "bad",
    "child.failed": "bad",
}
_ROOM_TONES: dict[str, Tone] = {
    "run": "mark",
    "wire": "quiet",
    "server": "info",
    "client": "info",
    "beacon": "quiet",
}


def told(event: AnyEvent) -> Told:
    """The event as a line. Control characters are escaped: what a server says can't draw on the window."""
    kind = str(event.__struct_config__.tag)
    who = getattr(event, "client", None) or getattr(event, "name", "")
    detail = _DETAILS.get(type(event), _fields)(event)
    return Told(printable(str(who)), kind, printable(detail), _tone(kind, event))


def printable(text: str) -> str:
    """The text on one line, control characters as escapes, and not longer than a line of a log should be."""
    return visible(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")


def visible(text: str) -> str:
    """The text on one line, control characters and those that turn the direction of text as escapes."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def _tone(kind: str, event: AnyEvent) -> Tone:
    status = getattr(event, "status", None)
    if isinstance(status, int) and status >= 400:
        return "warn" if status < 500 else "bad"
    if isinstance(event, ClientAttempt):
        return "warn" if event.error else "quiet"
    if isinstance(event, RunServerDown | RunProcessExited) and not event.asked:
        return "bad"
    return _TONES.get(kind) or _ROOM_TONES.get(kind.partition(".")[0], "quiet")


def _joined(**parts: object) -> str:
    return "  ".join(f"{name}={_short(value)}" for name, value in parts.items() if value not in (None, "", ()))


def _short(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list | tuple | dict | msgspec.Struct):
        return msgspec.json.encode(value).decode()
    return str(value)


def _fields(event: AnyEvent) -> str:
    defaults = dict(zip(reversed(event.__struct_fields__), reversed(event.__struct_defaults__), strict=False))
    parts = {
        name: getattr(event, name)
        for name in event.__struct_fields__
        if name not in _NOT_DETAIL and getattr(event, name) != defaults.get(name, msgspec.NODEFAULT)
    }
    return _joined(**parts)


def _response(event: WireResponse) -> str:
    start = f"{event.status} {event.cause or ''}".strip()
    rest = _joined(body=event.body, sid=event.sid, conn=event.conn, resent=event.resent or None)
    return f"{start}  {event.method} {event.kind}  {rest}  {event.text}".rstrip()


def _answered(event: ServerAnswered) -> str:
    start = f"{event.status} {event.cause or ''}".strip()
    rest = _joined(sid=event.sid, port=event.remote_port, epoch=event.epoch)
    return f"{start}  {event.method}  {rest}  {event.text}".rstrip()


def _attempt(event: ClientAttempt) -> str:
    outcome = str(event.status) if event.status is not None else f"{event.error} {event.errno or ''}".strip()
    rest = _joined(body=event.body, sid=event.sid, took=event.took, resend=event.resend or None)
    return f"{outcome}  {event.method} {event.kind}  {rest}  {event.text}".rstrip()


def _reason(event: ClientDisconnected | ServerDisconnected) -> str:
    rest = _joined(sid=event.sid, error=getattr(event, "error", None), errno=getattr(event, "errno", None))
    return f"{event.reason}  {rest}"


def _connect_error(event: ClientConnectError) -> str:
    return f"{event.error} {event.errno or ''}  {event.text}"


def _lan(event: RunLan) -> str:
    where = f"{event.address}:{event.port}" if event.address else ""
    rest = _joined(interface=event.interface, firewall=event.firewall)
    return "  ".join(filter(None, ("on" if event.on else "off", where, rest, event.why)))


def _gate(event: WireGateRefused) -> str:
    many = event.count if event.count > 1 else None
    rest = _joined(status=event.status, peer=event.peer, path=event.path, count=many, conn=event.conn)
    return f"{event.why}  {rest}"


def _beacon(event: BeaconRefused) -> str:
    many = event.count if event.count > 1 else None
    return f"{event.why}  {_joined(address=event.address, count=many)}"


def _device(event: ClientDevice) -> str:
    offset = None if event.offset is None else f"{event.offset:+.3f} s"
    return f"{event.browser}  {_joined(address=event.address, clock=offset, page=event.page)}"


def _capped(event: ClientCapped) -> str:
    rest = _joined(host=event.host, took=event.took)
    return f"{event.waiting} requests wait: the browser has {event.open} connections, its most  {rest}"


_DETAILS: dict[type, Callable[[Any], str]] = {
    WireResponse: _response,
    ServerAnswered: _answered,
    ClientAttempt: _attempt,
    ClientDisconnected: _reason,
    ServerDisconnected: _reason,
    ClientConnectError: _connect_error,
    ClientCapped: _capped,
    ClientDevice: _device,
    RunLan: _lan,
    WireGateRefused: _gate,
    BeaconRefused: _beacon,
}
