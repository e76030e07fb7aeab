"""What crossed the wire as parts of a HAR 1.2 log, which browsers' network panels open.

HAR 1.2 (w3c.github.io/web-performance/specs/HAR) gives the fields; those with an underscore are custom. Chromium's
panel reads `_webSocketMessages`, `_resourceType`, `_connectionId` and the answer's `_error`, and takes
`connection` for the server's port (devtools-frontend, models/har/Importer.ts). `_sid`, `_conn`, `_n`, `_client`,
`_kind`, `_cause`, `_fault`, `_ended` and `_closedBy` (who ended the connection) are ours. Times are the wire's.
"""

from __future__ import annotations

from importlib import metadata
from itertools import pairwise
from typing import Any
from urllib.parse import SplitResult, parse_qsl

from harness.events import Crossed, Framed
from harness.evidence.har_ends import NONE, Block
from harness.evidence.har_wire import Crossing, WallClock

NS_PER_MS = 1_000_000
UNKNOWN = -1
"""HAR's figure for what is not known."""
PAGE = "run"
UNKNOWN_TYPE = "x-unknown"
"""Chromium's word for a body whose type it does not know."""

BLIND = "the tap lost sight of this connection: times and sizes as far as it saw"
PENDING = "it was under way when the run began to end"
NO_HEADERS = "the headers are not in the records"
CAPPED = "the body was cut at its end"
LEFT_OUT = "the body was not kept: a page, a file or binary data"
MESSAGE_LEFT_OUT = "binary data is not kept"

PHASES = ("send", "wait", "receive")
RESOURCES = {
    "websocket": "websocket",
    "upgrade": "websocket",
    "page": "document",
    "options": "preflight",
    "other": "other",
}
"""Chromium's resource types of what no script fetches."""


def opening(crossing: Crossing) -> dict[str, Any]:
    """The log without its entries."""
    version = _version()
    return {
        "version": "1.2",
        "creator": {"name": "sidlab", "version": version},
        "browser": {"name": "sidlab clients", "version": version},
        "pages": [_page(crossing)],
    }


def _version() -> str:
    try:
        return metadata.version("sidlab")
    except metadata.PackageNotFoundError:
        return "unknown"  # run from its folder, not installed


def _page(crossing: Crossing) -> dict[str, Any]:
    """The run as one page: readers group entries by it."""
    return {
        "startedDateTime": crossing.clock.text(crossing.start),
        "id": PAGE,
        "title": crossing.title or crossing.url,
        "pageTimings": {"onContentLoad": UNKNOWN, "onLoad": UNKNOWN},
    }


def entry(row: Crossed, crossing: Crossing) -> dict[str, Any]:
    """The entry of an exchange; that of a WebSocket still lacks its `_webSocketMessages`."""
    made: dict[str, Any] = {
        "pageref": PAGE,
        "startedDateTime": crossing.clock.text(row.began),
        "time": milliseconds(row.ended - row.began),
        "request": _request(row, crossing.headers(row.heads[0]), crossing.place),
        "response": _response(row, crossing.headers(row.heads[1])),
        "cache": {},
        "timings": _timings(row),
        "serverIPAddress": crossing.host,
        "connection": crossing.port,
        "_connectionId": str(row.conn),
        "_resourceType": RESOURCES.get(row.kind, "xhr"),
        "_sid": row.sid,
        "_conn": row.conn,
        "_n": row.n,
        "_client": row.client,
        "_kind": row.kind,
        "_cause": crossing.cause(row),
        "_fault": row.fault or crossing.opened_by.get(row.conn),
        "_ended": row.ending,
        "_closedBy": crossing.ends.closed_by(row.conn),
    }
    failure = crossing.failure(row)
    if failure is not None:
        made["_error"] = made["response"]["_error"] = failure
    pending = "" if crossing.in_time(row.ended) else PENDING
    return made | _comment(BLIND if row.ending == "blind" else "", pending)


def _timings(row: Crossed) -> dict[str, float]:
    """How long each phase took, in ms. The phase in which an exchange ended has the rest of its time.

    HAR wants no negative figure of these three, so a phase that a cut exchange never reached took 0. After the
    tap went blind it is not known whether there was one.
    """
    never = UNKNOWN if row.ending == "blind" else 0
    marks = [row.began]
    if row.asked is not None or row.answered is not None:
        # a server may answer before the whole request is there
        marks.append(min(t for t in (row.asked, row.answered) if t is not None))
    if row.answered is not None:
        marks.append(row.answered)
    marks.append(row.ended)
    spans = [milliseconds(after - before) for before, after in pairwise(marks)]
    phases = dict(zip(PHASES, [*spans, never, never], strict=False))
    return {"blocked": UNKNOWN, "dns": UNKNOWN, "connect": UNKNOWN, "ssl": UNKNOWN} | phases


def _request(row: Crossed, headers: Block | None, place: SplitResult) -> dict[str, Any]:
    known = headers or NONE
    request: dict[str, Any] = {
        "method": row.method,
        "url": _url(row, place),
        "httpVersion": row.http,
        "cookies": [],
        "headers": known.listed,
        "queryString": _query(row.target.partition("?")[2]),
        "headersSize": UNKNOWN,
        "bodySize": UNKNOWN if row.ending == "blind" and row.asked is None else row.sent,
    }
    if row.sent:
        request["postData"] = {
            "mimeType": _mime(known),
            "text": row.sent_body or "",
        } | _comment(_remark(row.sent_body))
    return request | _comment(NO_HEADERS if headers is None else "")


def _response(row: Crossed, headers: Block | None) -> dict[str, Any]:
    known = headers or NONE
    got = UNKNOWN if row.status is None or row.ending == "blind" else row.got
    content: dict[str, Any] = {
        "size": UNKNOWN if known.value("content-encoding") is not None else got,
        "mimeType": _mime(known),
    }
    if row.got:
        if row.got_body is not None:
            content["text"] = row.got_body
        content |= _comment(_remark(row.got_body))
    return {
        "status": row.status or 0,  # what Chromium writes where there was no answer
        "statusText": "",
        "httpVersion": row.http if row.status is not None else "",
        "cookies": [],
        "headers": known.listed,
        "content": content,
        "redirectURL": _kept(known, "location"),
        "headersSize": UNKNOWN,
        "bodySize": got,
    } | _comment(NO_HEADERS if headers is None else "")


def message(one: Framed, clock: WallClock) -> dict[str, Any]:
    """A WebSocket message as Chromium's panel writes it: its time in seconds of Unix time."""
    return {
        "type": "send" if one.up else "receive",
        "time": clock.at(one.t).timestamp(),
        "opcode": one.opcode,
        "data": one.data or "",
        "_size": one.size,
    } | _comment(MESSAGE_LEFT_OUT if one.data is None and one.size else "")


def _url(row: Crossed, base: SplitResult) -> str:
    """The request's address; as in Chromium, a WebSocket's has the scheme ws or wss."""
    scheme = base.scheme.replace("http", "ws") if row.kind in {"websocket", "upgrade"} else base.scheme
    target = row.target
    if not target.startswith("/") and "://" in target.partition("?")[0]:
        target = target.partition("://")[2].partition("/")[2]  # the form for proxies: the wire goes elsewhere
    return f"{scheme}://{base.netloc}/{target.removeprefix('/')}"


def _query(query: str) -> list[dict[str, str]]:
    if "%" in query or "+" in query:
        pairs = parse_qsl(query, keep_blank_values=True)
    else:  # as it mostly is, and much faster
        split = (pair.partition("=") for pair in query.split("&") if pair)
        pairs = [(name, value) for name, _, value in split]
    return [{"name": name, "value": value} for name, value in pairs]


def _kept(headers: Block, name: str) -> str:
    """A header's value, or nothing where there is none or only its hash is kept."""
    value = headers.value(name) or ""
    return "" if value.startswith("~") else value


def _mime(headers: Block) -> str:
    return _kept(headers, "content-type") or UNKNOWN_TYPE


def _remark(body: str | None) -> str:
    if body is None:
        return LEFT_OUT
    return CAPPED if body.endswith("…") else ""


def _comment(*remarks: str) -> dict[str, str]:
    """HAR's own field for remarks, where there are any."""
    text = "; ".join(remark for remark in remarks if remark)
    return {"comment": text} if text else {}


def milliseconds(ns: int) -> float:
    """HAR's unit of time."""
    return ns / NS_PER_MS
