"""A body as it crosses: its size, how it begins once decoded, and the Engine.IO packets it holds."""

from __future__ import annotations

import zlib
from contextlib import suppress

import msgspec

from harness.proxy.tap.packets import Found, Packets, found_in

KEPT_BYTES = 1024
"""What is kept of a body, decoded, for the records and to read a refusal: more than most packets have."""
DECODED_BYTES = 4 * 1024 * 1024
"""How far a compressed body is read; what is beyond is counted in its size, and not told."""

_PACKETS_BYTES = 3 * 1024
NOTHING = Found()
_GZIP_OR_ZLIB = 47  # zlib's window bits: 32 tells the two headers apart, 15 is the largest window
_NO_ENCODING = frozenset({"", "identity"})
_ENCODINGS = frozenset({"gzip", "x-gzip", "deflate"})


class Framing(msgspec.Struct, frozen=True):
    """How Engine.IO frames a payload: the protocol as the query said it, and whether it asks for JSONP."""

    eio: str | None = None
    jsonp: bool = False


class Body:
    """Reads a body. `size`: bytes as sent, chunks undone; `start`: its first `KEPT_BYTES`, decoded.

    `over`: there is more than `start`. `unread`: it has an encoding that can't be read, or is broken. `framing`:
    how its packets are framed; None: it holds none. Content-Encoding gzip and deflate (in its zlib form, as
    servers send it) are undone.
    """

    __slots__ = ("_inflater", "_packets", "framing", "over", "size", "start", "unread")

    def __init__(self, encoding: str = "", framing: Framing | None = None) -> None:
        self.size = 0
        self.start = b""
        self.over = False
        self.framing = framing
        self.unread = not (encoding in _NO_ENCODING or encoding in _ENCODINGS)
        self._inflater = Inflating() if encoding in _ENCODINGS else None
        self._packets: Packets | None = None

    @property
    def full(self) -> bool:
        """Whether more would change nothing of `start`."""
        return self.unread or len(self.start) >= KEPT_BYTES

    @property
    def found(self) -> Found:
        """The packets in it so far."""
        if self._packets is not None:
            return self._packets.found
        framing = self.framing
        return NOTHING if framing is None else found_in(self.start, framing.eio, jsonp=framing.jsonp)

    @property
    def weight(self) -> int:
        """What it takes, in bytes, about."""
        long = 0 if self._packets is None else _PACKETS_BYTES + sum(map(len, self._packets.found.noted))
        return len(self.start) + long

    def end(self) -> None:
        """It is complete."""
        if self._packets is not None:
            self._packets.end()

    def feed(self, data: bytes) -> None:
        """Read more of the body."""
        self.size += len(data)
        if self.unread:
            return
        if self._inflater is not None:
            data = self._inflater.feed(data)
            self.unread = self._inflater.broken
        room = KEPT_BYTES - len(self.start)
        more = len(data) > room
        if self.framing is not None and (more or self._packets is not None):
            self._read_packets(data, self.framing)
        if not self.over:
            self.start += data[:room]
            self.over = more

    def _read_packets(self, data: bytes, framing: Framing) -> None:
        """It is longer than `start`: its packets are read as they come; those of a short one, when asked for."""
        if self._packets is None:
            self._packets = Packets(framing.eio, jsonp=framing.jsonp)
            self._packets.feed(self.start)
        self._packets.feed(data)


class Inflating:
    """Undoes a compression, `broken` once it can go no further; what it gives is the same however it is cut."""

    __slots__ = ("_given", "_stream", "broken")

    def __init__(self) -> None:
        self.broken = False
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._given = 0

    def feed(self, data: bytes) -> bytes:
        """What more of the compressed data says."""
        before = self._stream.copy()
        try:
            return self._inflate(data)
        except zlib.error:
            self._stream = before
            return self._to_the_error(data)

    def _inflate(self, data: bytes) -> bytes:
        out = self._stream.decompress(data, DECODED_BYTES - self._given + 1)
        self._given += len(out)
        self.broken = self.broken or self._given > DECODED_BYTES
        return out

    def _to_the_error(self, data: bytes) -> bytes:
        """As far as it can be read, byte by byte: zlib gives nothing of a piece with an error in it."""
        self.broken = True
        out: list[bytes] = []
        with suppress(zlib.error):
            out.extend(map(self._inflate, memoryview(data).cast("c")))
        return b"".join(out)
