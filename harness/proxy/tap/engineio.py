"""What an Engine.IO payload says as a whole: what a request carried, and what an OPEN packet says."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from harness.events import BodyKind

_OPEN = re.compile(rb"(?:\d{1,7}:|\x00[\x00-\x09]{1,7}\xff)?0(?=\{)")
_BODY_ORDER: tuple[tuple[str, BodyKind], ...] = (
    ("message", "message"),
    ("pong", "pong"),
    ("close", "close-packet"),
)


def body_kind(method: str, types: list[str]) -> BodyKind:
    """What a request carried: the first it holds of message, pong, close packet; a GET is a poll."""
    if method == "GET":
        return "poll"
    return next((kind for name, kind in _BODY_ORDER if name in types), "other")


class Opened(msgspec.Struct, frozen=True):
    """An OPEN packet: the session's id, and the greatest payload in bytes the server takes, where it says so."""

    sid: str
    max_payload: int | None = None


def leading_json(text: str) -> tuple[Any, int] | None:
    """The JSON object or string that begins `text`, and where it ends; None when there is none, or not all."""
    if not text.startswith(('"', "{")):
        return None
    try:
        return json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None


def open_packet(payload: bytes) -> Opened | None:
    """The OPEN packet that begins `payload`, in any framing; None when there is none, or not all of it."""
    start = _OPEN.match(payload)
    if start is None:
        return None
    found = leading_json(payload[start.end() :].decode("utf-8", "replace"))
    sid = found[0].get("sid") if found else None
    if found is None or not isinstance(sid, str):
        return None
    limit = found[0].get("maxPayload")
    return Opened(sid, limit if isinstance(limit, int) else None)
