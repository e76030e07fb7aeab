"""Blocks of headers: what of them the tap goes by, found once for each block of the same bytes."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal

import httptools
import msgspec

Role = Literal["request", "answer"]
Pairs = list[tuple[bytes, bytes]]

_CHANGES = frozenset(
    [b"upgrade", b"expect", b"transfer-encoding", b"content-encoding", b"proxy-connection", b"trailer", b"te"]
)
"""Headers that change how a message is read, or what may follow it; Connection does unless it says `_KEEPS`."""
_KEEPS = "keep-alive"
_BEFORE: dict[Role, bytes] = {"request": b"GET / HTTP/1.1\r\n", "answer": b"HTTP/1.1 200 OK\r\n"}


class Head(msgspec.Struct, frozen=True):
    """What a block says of its message. `number` is that of its WireHead, 0 for an empty block.

    `upgrade`: the protocol it names, in lower case; `length`: of the body, in bytes; `encoding`: of the content;
    `cookie`: it carries one, `sets_cookie`: it asks for one to be kept; `ordinary`: nothing in it asks for more
    than to read so many bytes and go on.
    """

    number: int = 0
    origin: str | None = None
    upgrade: str = ""
    length: int | None = None
    chunked: bool = False
    encoding: str = ""
    cookie: bool = False
    sets_cookie: bool = False
    ordinary: bool = False

    @property
    def has_body(self) -> bool:
        """Whether a request's body follows."""
        return self.chunked or bool(self.length)


class _Collector:
    """Takes the headers llhttp finds."""

    def __init__(self) -> None:
        self.pairs: Pairs = []

    def on_header(self, name: bytes, value: bytes) -> None:
        self.pairs.append((name, value))


def pairs_of(block: bytes, role: Role) -> Pairs:
    """The headers of a block, its line ends included, in order. An error of llhttp's when it is no such block."""
    found = _Collector()
    make = httptools.HttpRequestParser if role == "request" else httptools.HttpResponseParser
    with suppress(httptools.HttpParserUpgrade):
        make(found).feed_data(_BEFORE[role] + block + b"\r\n")
    return found.pairs


def head_of(number: int, pairs: Pairs) -> Head:
    """What the headers say; of Transfer-Encoding the last coding counts (RFC 9112, 6.3)."""
    values = {name.lower(): value.decode("latin-1") for name, value in pairs}
    length = values.get(b"content-length")
    return Head(
        number=number,
        origin=values.get(b"origin"),
        upgrade=values.get(b"upgrade", "").lower(),
        length=None if length is None else int(length),
        chunked=values.get(b"transfer-encoding", "").lower().rpartition(",")[2].strip() == "chunked",
        encoding=values.get(b"content-encoding", "").lower(),
        cookie=b"cookie" in values,
        sets_cookie=b"set-cookie" in values,
        ordinary=_CHANGES.isdisjoint(values) and values.get(b"connection", _KEEPS).strip().lower() == _KEEPS,
    )
