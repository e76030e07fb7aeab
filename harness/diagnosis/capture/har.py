"""A HAR saved from a browser, as the records a wire would have told; each bears the number of its entry.

HAR 1.2 (Software is Hard, "HTTP Archive 1.2"). Browsers differ: Chromium names failures in `_error` and keeps
WebSocket messages in `_webSocketMessages`; Firefox and Safari have status 0 for a failure and no messages, and
bodies may be missing. What is not there stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from harness.diagnosis.story import At
from harness.events import (
    AnyEvent,
    ClientAttempt,
    Record,
    Transport,
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

BYTES = 256 * 1024 * 1024
ENTRIES = 200_000
SOURCE = "har"
_NS_PER_MS = 1_000_000
_TEXT = 120


class NotAHarError(ValueError):
    """A file is no HAR that can be read: one line that says why."""


class _Header(msgspec.Struct):
    name: str
    value: str = ""


class _Text(msgspec.Struct, frozen=True):
    text: str = ""


class _Request(msgspec.Struct, rename="camel"):
    method: str
    url: str
    headers: list[_Header] = []
    post_data: _Text | None = None


class _Response(msgspec.Struct, rename="camel"):
    status: int = 0
    headers: list[_Header] = []
    content: _Text = _Text()
    error: str | None = msgspec.field(name="_error", default=None)


class _Entry(msgspec.Struct, rename="camel"):
    started_date_time: str
    request: _Request
    response: _Response
    time: float = 0.0
    pageref: str = ""
    error: str | None = msgspec.field(name="_error", default=None)


class _Log(msgspec.Struct):
    entries: list[_Entry]


class _Har(msgspec.Struct):
    log: _Log


def read_har(file: Path) -> list[Record]:
    """The records of a HAR, in the order of time. NotAHarError, OSError when it cannot be read."""
    if file.stat().st_size > BYTES:
        raise NotAHarError(f"it is larger than {BYTES // 1024**2} MiB")
    try:
        entries = msgspec.json.decode(file.read_bytes(), type=_Har).log.entries
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as why:
        raise NotAHarError(str(why)) from None
    if len(entries) > ENTRIES:
        raise NotAHarError(f"it has more than {ENTRIES} entries")
    told = [one for number, entry in enumerate(entries, 1) for one in _told(number, entry)]
    return [
        Record(seq=at.seq, at=at.t, src=SOURCE, event=event) for at, event in sorted(told, key=lambda one: one[0])
    ]


def _told(number: int, entry: _Entry) -> Iterator[tuple[At, AnyEvent]]:
    asked = _moment(number, entry.started_date_time)
    view = _view(entry)
    if view.kind == "page":
        return
    over = asked + round(max(entry.time, 0.0) * _NS_PER_MS)
    for t, event in _events(number, entry, view, asked, over):
        yield At(t, number), event


def _moment(number: int, text: str) -> int:
    """A date and time in ISO 8601 as ns since 1970."""
    try:
        return round(datetime.fromisoformat(text).timestamp() * 1000) * _NS_PER_MS
    except ValueError:
        raise NotAHarError(f"entry {number} did not begin at a time: {text[:40]!r}") from None


def _view(entry: _Entry) -> RequestView:
    parts = urlsplit(entry.request.url)
    target = Target(f"{parts.path}?{parts.query}".encode("latin-1", "replace"))
    sid, transport = target.get("sid"), target.get("transport")
    return RequestView(
        n=1,
        method=entry.request.method,
        kind=kind_of(entry.request.method, target.get("EIO") is not None, transport, sid),
        path=parts.path,
        sid=sid,
        eio=target.get("EIO"),
        transport=transport,
        client=target.get("sidlab") or entry.pageref or None,
        origin=_value(entry.request.headers, "origin"),
    )


def _value(headers: list[_Header], name: str) -> str | None:
    return next((one.value for one in headers if one.name.lower() == name), None)


def _events(
    number: int, entry: _Entry, view: RequestView, asked: int, over: int
) -> Iterator[tuple[int, AnyEvent]]:
    """What a wire would have told of this entry."""
    response, packets = entry.response, _packets(entry, view)
    yield (
        asked,
        WireRequest(
            t=asked,
            conn=number,
            n=1,
            method=view.method,
            kind=view.kind,
            path=view.path,
            sid=view.sid,
            eio=view.eio,
            transport=view.transport,
            client=view.client,
            origin=view.origin,
            cookie=_value(entry.request.headers, "cookie") is not None,
        ),
    )
    if view.kind == "post" and packets:
        yield asked, WirePosted(t=asked, conn=number, n=1, sid=view.sid, packets=tuple(packets))
    if response.status <= 0:
        yield from _failed(number, entry, view, over)
        return
    yield over, _response(number, entry, view, packets, over)
    opened = open_packet(response.content.text.encode()) if view.kind == "handshake" else None
    if opened and response.status < 400:
        transport: Transport = "polling"
        yield over, WireSidIssued(t=over, conn=number, sid=opened.sid, transport=transport, client=view.client)


def _failed(number: int, entry: _Entry, view: RequestView, over: int) -> Iterator[tuple[int, AnyEvent]]:
    """No answer: the browser's own name of the failure, where it has one."""
    error = entry.response.error or entry.error
    yield (
        over,
        WireUnanswered(
            t=over,
            conn=number,
            n=1,
            method=view.method,
            kind=view.kind,
            upstream_port=0,
            sid=view.sid,
            client=view.client,
        ),
    )
    if error and view.client:
        took = max(entry.time, 0.0) / 1000
        yield (
            over,
            ClientAttempt(
                t=over,
                client=view.client,
                method=view.method,
                kind=view.kind,
                took=took,
                sid=view.sid,
                error=error[:_TEXT],
            ),
        )


def _packets(entry: _Entry, view: RequestView) -> list[str]:
    """The types of the packets that a POST carries; none where the body was not saved."""
    body = entry.request.post_data
    return found_in(body.text.encode(), view.eio).types if body and body.text else []


def _response(number: int, entry: _Entry, view: RequestView, packets: list[str], over: int) -> WireResponse:
    status, text = entry.response.status, entry.response.content.text
    refused = status == 400
    upgrade = (_value(entry.request.headers, "upgrade") or "").lower() == "websocket"
    return WireResponse(
        t=over,
        conn=number,
        n=1,
        status=status,
        method=view.method,
        kind=view.kind,
        upstream_port=0,
        sid=view.sid,
        client=view.client,
        body=body_kind(view.method, packets) if status >= 400 else None,
        cause=cause_of(text, Asked(view, upgrading=upgrade)) if refused and text else None,
        text=text[:_TEXT] if status >= 400 else "",
        sets_cookie=_value(entry.response.headers, "set-cookie") is not None,
    )
