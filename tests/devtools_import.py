"""What Chromium DevTools asks of a HAR file, and what it takes from it: its checks, said again in Python.

Read from ChromeDevTools/devtools-frontend, front_end/models/har/HARFormat.ts and Importer.ts, and the names of
resource types from front_end/core/common/ResourceType.ts. A check that throws there raises `RefusedError` here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

RESOURCE_TYPES = {
    *("document", "stylesheet", "image", "media", "font", "script", "texttrack", "xhr", "fetch", "eventsource"),
    *("websocket", "webtransport", "manifest", "signed-exchange", "ping", "csp-violation-report", "other"),
    *("preflight", "sm-script", "sm-stylesheet"),
}
FRAME_TYPES = {"send", "receive", "error"}


class RefusedError(Exception):
    """DevTools would say that the file is no HAR."""


@dataclass
class Request:
    """A row of the network panel."""

    url: str
    method: str
    status: int
    protocol: str
    remote: str
    resource_type: str
    connection: str
    started: float
    ended: float
    phases: dict[str, float]
    error: str | None
    frames: list[dict[str, Any]] = field(default_factory=list)


def requests(har: Any) -> list[Request]:
    """The rows DevTools shows of a HAR, in its order."""
    log = _object(_object(har)["log"])
    _creator(log["creator"])
    if log.get("browser"):
        _creator(log["browser"])
    pages = {str(page["id"]): _page(page) for page in log.get("pages", [])}
    if not isinstance(log["entries"], list):
        raise RefusedError("log.entries is expected to be an array")
    made = [_request(entry, pages) for entry in log["entries"]]
    return sorted(made, key=lambda one: one.started)


def _object(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict) and not isinstance(data, list):
        raise RefusedError("first parameter is expected to be an object")
    return data  # type: ignore[return-value]


def _number(data: Any) -> float:
    try:
        value = float(0 if data is None else data)
    except (TypeError, ValueError):
        raise RefusedError(f"casting {data!r} to number results in NaN") from None
    if math.isnan(value):
        raise RefusedError("casting to number results in NaN")
    return value


def _optional(part: dict[str, Any], name: str) -> float | None:
    return _number(part[name]) if name in part else None


def _date(text: Any) -> float:
    try:
        return datetime.fromisoformat(str(text)).timestamp()
    except ValueError:
        raise RefusedError(f"invalid date format: {text!r}") from None


def _creator(data: Any) -> None:
    str(_object(data)["name"] + data["version"])


def _page(page: Any) -> float:
    for name in ("onContentLoad", "onLoad"):
        _optional(_object(_object(page)["pageTimings"]), name)
    return _date(page["startedDateTime"])


def _pairs(pairs: Any) -> None:
    for pair in pairs if isinstance(pairs, list) else ():
        str(_object(pair)["name"] + pair["value"])


def _request(entry: Any, pages: dict[str, float]) -> Request:
    request, response, timings = (_object(entry[part]) for part in ("request", "response", "timings"))
    for part in (request, response):
        _pairs(part["headers"])
        _pairs(part["cookies"])
        _number(part["headersSize"])
        _number(part["bodySize"])
    _pairs(request["queryString"])
    if request.get("postData"):
        str(_object(request["postData"])["mimeType"] + request["postData"]["text"])
    content = _object(response["content"])
    _number(content["size"])
    str(content["mimeType"])
    if "_initiator" in entry and isinstance(entry["_initiator"], dict | None):
        _object(entry["_initiator"])  # typeof null is "object": null is refused there
    if entry.get("pageref"):
        pages[entry["pageref"]]
    started = _date(entry["startedDateTime"])
    phases = {name: _number(timings[name]) for name in ("send", "wait", "receive")}
    before = [_optional(timings, name) for name in ("blocked", "dns", "connect", "ssl")]
    lasted = sum(span for span in (*before, *phases.values()) if span is not None and span > 0)
    return Request(
        url=str(request["url"]),
        method=str(request["method"]),
        status=int(_number(response["status"])),
        protocol=str(response["httpVersion"]).lower(),
        remote=f"{entry.get('serverIPAddress', '')}:{int(entry.get('connection') or 0) or 80}",
        resource_type=_resource_type(entry),
        connection=str(entry.get("_connectionId") or ""),
        started=started,
        ended=started + max(_number(entry["time"]), lasted) / 1000,
        phases=phases,
        error=str(response["_error"]) if "_error" in response else None,
        frames=_frames(entry.get("_webSocketMessages")),
    )


def _resource_type(entry: Any) -> str:
    named = str(entry.get("_resourceType") or "")
    return named if named in RESOURCE_TYPES else "other"


def _frames(messages: Any) -> list[dict[str, Any]]:
    """The messages shown: those with a time, an opcode, data and a type that is known; the others are dropped."""
    if not isinstance(messages, list):
        return []
    frames = []
    for one in messages:
        _object(one)
        known = {name: one[name] for name in ("time", "opcode", "data", "type") if name in one}
        for name in ("time", "opcode"):
            _optional(known, name)
        if len(known) == 4 and known["type"] in FRAME_TYPES:
            frames.append(known)
    return frames
