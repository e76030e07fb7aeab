"""Why python-engineio answered 400: its own words, read from the answer.

Source: `engineio/server.py`, 4.13 to 4.15, where each refusal is a JSON string. Two of them are told apart by the
request: "Invalid transport" is either an unknown transport or a WebSocket without its upgrade, and "Bad Request"
is a payload over the limit when the request declared one.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable

KNOWN_TRANSPORTS = ("polling", "websocket")
_PREFIXES = (
    ("Invalid session None", "missing-sid"),
    ("Invalid session", "unknown-sid"),
    ("'Session is disconnected'", "unknown-sid"),  # closed while the request was on its way
    ("Not connected", "bad-request"),
    ("The client is using an unsupported version", "protocol-version"),
    ("Not an accepted origin", "origin"),
    ("Invalid websocket upgrade", "bad-upgrade"),
    ("Unexpected HTTP request", "polling-after-upgrade"),
    ("Invalid JSONP index number", "bad-request"),
)


def plain(body: bytes, headers: Iterable[tuple[str, str]]) -> str:
    """The text of an answer. A refusal that quotes a very long sid comes compressed: it is unpacked."""
    encoding = next((value for name, value in headers if name.lower() == "content-encoding"), "")
    if encoding in {"gzip", "deflate"}:
        body = zlib.decompress(body, wbits=zlib.MAX_WBITS | 32)
    return body.decode("utf-8", "replace")


def cause_of(text: str, transport: str, length: int, limit: int) -> str:
    """The cause of a 400 in the vocabulary of the field.

    `text`: the answer's body; `transport`: what the request asked for; `length` and `limit`: the bytes its body
    declared, and the most the server takes.
    """
    said = _unquoted(text)
    if said == "Invalid transport":
        return "bad-upgrade" if transport in KNOWN_TRANSPORTS else "unknown-transport"
    if said == "Bad Request":
        return "payload" if length > limit else "bad-request"
    return next((cause for prefix, cause in _PREFIXES if said.startswith(prefix)), "other")


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return text
