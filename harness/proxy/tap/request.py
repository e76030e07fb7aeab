"""What a request's head says: its kind, and the Engine.IO words of its query.

Query parameters by the Engine.IO protocol (github.com/socketio/engine.io-protocol): `EIO`, `transport`, `sid`,
and `t` against caches; `sidlab` is the simulated client's name.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

import msgspec

from harness.events import RequestKind

_USERINFO = re.compile(r"^((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?[^/?#]*@")


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
        path, _, query = raw.decode("latin-1").partition("?")
        self.path = plain(path if path.startswith("/") else without_authority(path))
        self._values: dict[str, str] = {}
        for pair in query.split("&"):
            name, _, value = pair.partition("=")
            if value and name not in self._values:
                self._values[name] = value

    def get(self, name: str) -> str | None:
        """The decoded value of a query parameter."""
        value = self._values.get(name)
        return unquote_plus(value) if value is not None and ("%" in value or "+" in value) else value


def without_authority(path: str) -> str:
    """The path of an absolute-form target (`http://host/path`); any other form as it is."""
    if not path.startswith(("http://", "https://")):
        return path
    return "/" + path.partition("://")[2].partition("/")[2]


def plain(path: str) -> str:
    """A path without what may be secret in it: who asks (`//name:password@host/`), what a page keeps (`#…`)."""
    if "@" in path or "#" in path:
        return _USERINFO.sub(r"\1", path.partition("#")[0])
    return path


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
    return kind == "poll" or target.get("t") is not None
