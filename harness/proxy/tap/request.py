"""What a request's head says: its kind, and the Engine.IO words of its query.

Query parameters by the Engine.IO protocol (github.com/socketio/engine.io-protocol): `EIO`, `transport`, `sid`,
and `t` against caches; `sidlab` is the simulated client's name.
"""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

import msgspec

from harness.events import RequestKind


class RequestView(msgspec.Struct, frozen=True, kw_only=True):
    """A request whose head is complete. `n` counts from 1 on its connection; `client` may be known by the sid."""

    n: int
    method: str
    kind: RequestKind
    path: str
    sid: str | None = None
    eio: str | None = None
    transport: str | None = None
    client: str | None = None
    origin: str | None = None


class Target:
    """A request target, taken apart. The first value of a parameter counts; an empty one is no value."""

    __slots__ = ("_values", "path")

    def __init__(self, raw: bytes) -> None:
        path, _, query = raw.partition(b"?")
        self.path = without_authority(path).decode("ascii", "replace")
        self._values: dict[bytes, bytes] = {}
        for pair in query.split(b"&"):
            name, _, value = pair.partition(b"=")
            if value:
                self._values.setdefault(name, value)

    def get(self, name: bytes) -> str | None:
        """The decoded value of a query parameter."""
        value = self._values.get(name)
        if value is None:
            return None
        if b"%" in value or b"+" in value:
            value = unquote_to_bytes(value.replace(b"+", b" "))
        return value.decode("utf-8", "replace")


def without_authority(path: bytes) -> bytes:
    """The path of an absolute-form target (`http://host/path`); any other form as it is."""
    if not path.startswith((b"http://", b"https://")):
        return path
    return b"/" + path.partition(b"://")[2].partition(b"/")[2]


def kind_of(method: str, inside: bool, transport: str | None, sid: str | None) -> RequestKind:
    """What a request is for; `inside` tells that its path is the Engine.IO path.

    A request without `transport` is polling, as python-engineio has it.
    """
    if not inside:
        return "page"
    if method in {"POST", "OPTIONS"}:
        return "post" if method == "POST" else "options"
    if method != "GET":
        return "other"
    if transport == "websocket":
        return "websocket" if sid is None else "upgrade"
    if transport not in {None, "polling"}:
        return "other"
    return "handshake" if sid is None else "poll"


def recognisable(kind: RequestKind, target: Target) -> bool:
    """Whether the same method and target a second time can only be the HTTP library's re-send.

    They can when the target has a timestamp `t`: python-engineio's GETs (`t=<time.time()>`) and engine.io-client's
    GETs and POSTs make a new one each time. Without one (`timestamp_requests` off), a poll counts too: both
    clients give a session up when its poll fails. python-engineio's POSTs are all alike, and do not count.
    """
    return kind == "poll" or target.get(b"t") is not None
