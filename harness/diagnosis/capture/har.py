"""A HAR saved from a browser, as the records a wire would have told; each bears the number of its entry.

What is not there stays unknown: a request without an answer is told so, and what it did to the server is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import SplitResult

from harness.diagnosis.capture.captured import Captured, record
from harness.diagnosis.capture.doubting import Exchange, doubts
from harness.diagnosis.capture.har_file import (
    Creator,
    Entry,
    NotAHarError,
    read,
    value,
)
from harness.diagnosis.capture.timing import Pings, pings_of, shortest
from harness.events import (
    AnyEvent,
    Cause,
    ClientAttempt,
    WirePosted,
    WireRequest,
    WireResponse,
    WireSidIssued,
    WireUnanswered,
)
from harness.evidence.logs import escape
from harness.proxy.tap.causes import Asked, cause_of
from harness.proxy.tap.engineio import body_kind, open_packet
from harness.proxy.tap.packets import found_in
from harness.proxy.tap.request import RequestView, Target, kind_of

_NS_PER_MS = 1_000_000
_TEXT = 120
_SANITISED = ("WebInspector",)
"""Programs that may leave cookies out without a word."""
_CANCELLED = ("net::ERR_ABORTED", "net::ERR_BLOCKED_BY_CLIENT", "cancelled")
"""What is the page's own doing, in Chromium's words and in Safari's."""
_NAMING = ("WebInspector", "WebKit Web Inspector", "Playwright")
"""Programs that name each failure: a request without answer and name was still under way."""
REFUSED = ("net::ERR_CONNECTION_REFUSED", "Could not connect to the server.")
"""Nobody listened: in Chromium's words, and in Safari's."""


class _Seen(NamedTuple):
    """An entry of Engine.IO, taken apart. `cut`: its connection ended before an answer, as far as it is known."""

    number: int
    entry: Entry
    at: int
    view: RequestView
    cut: bool

    @property
    def over(self) -> int:
        return self.at + round(self.entry.took * _NS_PER_MS)


def captured_har(data: bytes) -> Captured:
    """What a HAR tells. NotAHarError."""
    creator, entries = read(data)
    naming = creator.name in _NAMING
    seen = [one for number, entry in enumerate(entries, 1) if (one := _seen(number, entry, naming=naming))]
    told = [(number, event) for one in seen for number, event in _told(one)]
    told.sort(key=lambda one: (one[1].t, one[0]))
    records = [record(number, event, "har") for number, event in (*_handshakes(seen), *told)]
    cookies = any(map(_has_cookies, entries)) or creator.name not in _SANITISED
    return Captured("har", _what(creator), records, doubts(list(map(_exchange, seen)), cookies_kept=cookies))


def _what(creator: Creator) -> str:
    by = escape(f"{creator.name} {creator.version}".strip())[:60]
    return f"a HAR saved by {by}" if by else "a HAR"


def _seen(number: int, entry: Entry, *, naming: bool) -> _Seen | None:
    """An entry that is one of Engine.IO's, and has a time; others are passed over."""
    target = entry.target
    view = _view(entry, target) if target else None
    if view is None or view.kind == "page" or not entry.started_date_time:
        return None
    return _Seen(number, entry, _moment(number, entry.started_date_time), view, _cut(entry, naming=naming))


def _cut(entry: Entry, *, naming: bool) -> bool:
    """Whether the request got no answer, and neither gave the page it up nor is it still under way."""
    if entry.response.status > 0:
        return False
    if entry.failure:
        return not entry.failure.startswith(_CANCELLED)
    return not naming and entry.took > 0


def _moment(number: int, text: str) -> int:
    """A date and time in ISO 8601 as ns since 1970."""
    try:
        return round(datetime.fromisoformat(text).timestamp() * 1000) * _NS_PER_MS
    except (ValueError, OverflowError, OSError):
        raise NotAHarError(f"entry {number} did not begin at a time: {text[:40]!r}") from None


def _view(entry: Entry, parts: SplitResult) -> RequestView:
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
        origin=value(entry.request.headers, "origin"),
    )


def _handshakes(seen: Iterable[_Seen]) -> Iterator[tuple[int, AnyEvent]]:
    """The shortest times between pings that any handshake of the file told."""
    found = [(one, pings) for one in seen if one.view.sid is None and (pings := _pings(one.entry))]
    if found:
        first = found[0][0]
        yield (first.number, shortest(first.at, [pings for _, pings in found]))


def _pings(entry: Entry) -> Pings | None:
    return pings_of(_opening(entry))


def _opening(entry: Entry) -> bytes:
    """What may hold the OPEN packet: the answer's body, or the first message of a WebSocket."""
    came = next((one.data for one in entry.messages or () if one.type == "receive"), None)
    if came is not None:
        return came.encode("utf-8", "replace")
    return entry.response.content.bytes() if entry.response.content else b""


def _told(seen: _Seen) -> Iterator[tuple[int, AnyEvent]]:
    """What a wire would have told of this entry."""
    yield seen.number, _asked(seen)
    packets = _packets(seen)
    if seen.view.kind == "post" and packets:
        yield seen.number, WirePosted(t=seen.at, conn=seen.number, n=1, sid=seen.view.sid, packets=tuple(packets))
    if seen.entry.response.status > 0:
        yield from ((seen.number, event) for event in _answered(seen, packets))
    elif seen.cut:
        yield from ((seen.number, event) for event in _failed(seen))


def _asked(seen: _Seen) -> WireRequest:
    view = seen.view
    return WireRequest(
        t=seen.at,
        conn=seen.number,
        n=1,
        method=view.method,
        kind=view.kind,
        path=view.path,
        sid=view.sid,
        eio=view.eio,
        transport=view.transport,
        client=view.client,
        origin=view.origin,
        cookie=_sends_cookie(seen.entry),
    )


def _packets(seen: _Seen) -> list[str]:
    """The types of the packets that a POST carries; none where the body was not saved."""
    body = seen.entry.request.post_data
    payload = body.bytes() if body else b""
    return found_in(payload, seen.view.eio).types if payload else []


def _failed(seen: _Seen) -> Iterator[AnyEvent]:
    """No answer: the browser's own name of the failure, where it has one."""
    view, error = seen.view, seen.entry.failure
    yield WireUnanswered(
        t=seen.over,
        conn=seen.number,
        n=1,
        method=view.method,
        kind=view.kind,
        upstream_port=0,
        sid=view.sid,
        client=view.client,
    )
    if error and view.client:
        yield ClientAttempt(
            t=seen.over,
            client=view.client,
            method=view.method,
            kind=view.kind,
            took=seen.entry.took / 1000,
            sid=view.sid,
            error=error[:_TEXT],
        )


def _answered(seen: _Seen, packets: list[str]) -> Iterator[AnyEvent]:
    yield _response(seen, packets)
    view = seen.view
    opened = open_packet(_opening(seen.entry)) if view.kind in {"handshake", "websocket"} else None
    if opened and seen.entry.response.status < 400:
        yield WireSidIssued(
            t=seen.over if view.kind == "handshake" else seen.at,
            conn=seen.number,
            sid=opened.sid,
            transport="polling" if view.kind == "handshake" else "websocket",
            client=view.client,
        )


def _response(seen: _Seen, packets: list[str]) -> WireResponse:
    entry, view, status = seen.entry, seen.view, seen.entry.response.status
    text = _text(entry)
    return WireResponse(
        t=seen.at if status == 101 else seen.over,
        conn=seen.number,
        n=1,
        status=status,
        method=view.method,
        kind=view.kind,
        upstream_port=0,
        sid=view.sid,
        client=view.client,
        body=body_kind(view.method, packets) if status >= 400 else None,
        cause=_cause(seen, text),
        text=text[:_TEXT] if status >= 400 else "",
        sets_cookie=_sets_cookie(entry),
    )


def _text(entry: Entry) -> str:
    """The beginning of the answer's body."""
    return entry.response.content.bytes().decode("utf-8", "replace") if entry.response.content else ""


def _cause(seen: _Seen, text: str) -> Cause | None:
    """Why it was refused, where the answer's words were saved."""
    if seen.entry.response.status != 400 or not text:
        return None
    upgrade = (value(seen.entry.request.headers, "upgrade") or "").lower() == "websocket"
    return cause_of(text, Asked(seen.view, upgrading=upgrade))


def _sends_cookie(entry: Entry) -> bool:
    return bool(entry.request.cookies) or value(entry.request.headers, "cookie") is not None


def _sets_cookie(entry: Entry) -> bool:
    return bool(entry.response.cookies) or value(entry.response.headers, "set-cookie") is not None


def _has_cookies(entry: Entry) -> bool:
    return _sends_cookie(entry) or _sets_cookie(entry)


def _exchange(seen: _Seen) -> Exchange:
    """What is told from outside of one entry."""
    entry = seen.entry
    opened = open_packet(_opening(entry)) if seen.view.sid is None else None
    text = _text(entry)
    return Exchange(
        kind=seen.view.kind,
        sid=seen.view.sid,
        at=seen.at,
        over=seen.over,
        status=max(entry.response.status, 0),
        cut=seen.cut,
        nobody=(entry.failure or "").startswith(REFUSED),
        server=(value(entry.response.headers, "server") or "").lower(),
        opened=opened.sid if opened else None,
        page=seen.view.client,
        cookie=_sets_cookie(entry),
        silent=not text if entry.response.status == 400 else entry.request.body_missing,
        cause=_cause(seen, text),
    )
