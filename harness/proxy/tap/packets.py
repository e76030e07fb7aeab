r"""Engine.IO payloads: which packets a body holds, in every framing there is.

Protocol 4 puts \x1e between packets; a packet is a digit and its data, or `b` and base64 for a binary message
(engine.io-protocol, "Packet encoding"). Protocol 3 says `<length>:<packet>`, the length in UTF-16 units, or, for
binary payloads, a byte 0 (text) or 1 (binary), the length's digits as bytes 0 to 9, 255, and the packet (engine.io
parser-v3). JSONP wraps either: `d=<form-encoded>` in a POST, `___eio[<n>]("<payload>");` in an answer (engine.io
transports/polling-jsonp, python-engineio payload.py).
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import Protocol
from urllib.parse import unquote_to_bytes

NAMES = ("open", "close", "ping", "pong", "message", "upgrade", "noop")
MOST_PACKETS = 256
"""The types kept of one payload; what a longer one holds beyond is not told."""
MOST_NOTED = 64
"""The packets noted of one payload at most."""
NOTED_BYTES = 512
JSONP_BYTES = 64 * 1024
"""How far a JSONP payload is read."""

_TYPES = dict(enumerate(NAMES, ord("0"))) | {ord("b"): "message"}
NOTED = (b"40", b"41", b"44")
_JSONP_ANSWER = re.compile(rb'___eio\[\d+\]\("')
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPE = re.compile(rb"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_SLASHED = re.compile(rb"(\\)?\\n")


class Reads(Protocol):
    """Something that reads a payload in some framing."""

    def feed(self, data: bytes) -> None:
        """Read more of the payload."""

    def end(self) -> None:
        """The payload is complete."""


class Found:
    """What was found: the types of the packets begun, in order; how many of them are messages; `noted`.

    Noted are, from their beginning, the complete packets that tell of a session's life: Engine.IO's close and
    Socket.IO's CONNECT, DISCONNECT and CONNECT_ERROR.
    """

    __slots__ = ("_start", "messages", "noted", "types")

    def __init__(self) -> None:
        self.types: list[str] = []
        self.messages = 0
        self.noted: list[bytes] = []
        self._start = b""

    def more(self, part: bytes) -> None:
        """Some of the present packet; never empty."""
        if not self._start:
            name = _TYPES.get(part[0], "unknown")
            self.messages += name == "message"
            if len(self.types) < MOST_PACKETS:
                self.types.append(name)
        self._start += part[: NOTED_BYTES - len(self._start)]

    def done(self, start: bytes | None = None) -> None:
        """The present packet is complete; `start` says how it begins, where `more` was given less."""
        known = self._start if start is None else start
        if (known[:2] in NOTED or known == b"1") and len(self.noted) < MOST_NOTED:
            self.noted.append(known)
        self._start = b""

    def broken(self) -> None:
        """What follows is no packet."""
        self._start = b""
        if len(self.types) < MOST_PACKETS:
            self.types.append("unknown")


class Packets:
    """Reads the payload of a request or an answer, cut anywhere; the framing shows in its first byte.

    `eio` is the protocol as the query said it; `jsonp`: the query asked for that.
    """

    __slots__ = ("_eio", "_jsonp", "_reader", "found")

    def __init__(self, eio: str | None, *, jsonp: bool = False) -> None:
        self.found = Found()
        self._eio = eio
        self._jsonp = jsonp
        self._reader: Reads | None = None

    def feed(self, data: bytes) -> None:
        """Read more of the payload."""
        if self._reader is None:
            if not data:
                return
            self._reader = self._reader_of(data[0])
        self._reader.feed(data)

    def end(self) -> None:
        """The payload is complete."""
        if self._reader is not None:
            self._reader.end()

    def _reader_of(self, first: int) -> Reads:
        if self._jsonp and first in b"d_":
            return Jsonp(self.found, self._eio)
        if self._eio != "3":
            return Separated(self.found)
        return BinaryFramed(self.found) if first in (0, 1) else LengthPrefixed(self.found)


@lru_cache(1024)
def found_in(payload: bytes, eio: str | None, *, jsonp: bool = False) -> Found:
    """What a whole payload holds; for the small ones, which come again and again."""
    packets = Packets(eio, jsonp=jsonp)
    packets.feed(payload)
    packets.end()
    return packets.found


class Separated:
    """The packets of a protocol 4 payload."""

    __slots__ = ("_found",)

    def __init__(self, found: Found) -> None:
        self._found = found

    def feed(self, data: bytes) -> None:
        """Read more of the payload."""
        first, *others = data.split(b"\x1e")
        if first:
            self._found.more(first)
        for piece in others:
            self._found.done()
            if piece:
                self._found.more(piece)

    def end(self) -> None:
        """The payload is complete."""
        self._found.done()


class LengthPrefixed:
    """The packets of a protocol 3 text payload; what does not follow the framing ends the reading."""

    __slots__ = ("_broken", "_decoder", "_found", "_left", "_length", "_start")

    def __init__(self, found: Found) -> None:
        self._found = found
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._length = ""
        self._left = 0
        self._start = b""
        self._broken = False

    def feed(self, data: bytes) -> None:
        """Read more of the payload."""
        units = self._decoder.decode(data).encode("utf-16-le")
        at = 0
        while at < len(units) and not self._broken:
            if self._left:
                at = self._packet(units, at)
            else:
                self._prefix(units[at : at + 2].decode("utf-16-le", "replace"))
                at += 2

    def end(self) -> None:
        """The payload is complete: so was each packet that had its length."""

    def _packet(self, units: bytes, at: int) -> int:
        taken = 2 * min(self._left, (len(units) - at) // 2)
        if not self._start:
            self._found.more(units[at : at + 2].decode("utf-16-le", "replace").encode())
        self._start += units[at : at + min(taken, 2 * NOTED_BYTES - len(self._start))]
        self._left -= taken // 2
        if not self._left:
            self._found.done(self._start.decode("utf-16-le", "replace").encode())
            self._start = b""
        return at + taken

    def _prefix(self, letter: str) -> None:
        if letter == ":" and self._length:
            self._left, self._length = int(self._length), ""
        elif letter in "0123456789" and len(self._length) < 10:
            self._length += letter
        else:
            self._broken = True
            self._found.broken()


class BinaryFramed:
    """The packets of a protocol 3 binary payload; what does not follow the framing ends the reading."""

    __slots__ = ("_broken", "_found", "_left", "_prefix", "_text")

    def __init__(self, found: Found) -> None:
        self._found = found
        self._prefix = b""
        self._text: bool | None = None
        self._left = 0
        self._broken = False

    def feed(self, data: bytes) -> None:
        """Read more of the payload."""
        at = 0
        while at < len(data) and not self._broken:
            if self._left:
                at += self._packet(data[at : at + self._left])
            else:
                self._head(data[at])
                at += 1

    def end(self) -> None:
        """The payload is complete: so was each packet that had its length."""

    def _packet(self, part: bytes) -> int:
        if self._text:
            self._found.more(part)
        elif self._text is not None:  # its type is a number, and only messages are binary
            self._found.more(b"b" if part[0] == 4 else b"?")
            self._text = None
        self._left -= len(part)
        if not self._left:
            self._found.done()
        return len(part)

    def _head(self, byte: int) -> None:
        if byte == 255 and len(self._prefix) > 1:
            self._left = int("".join(map(str, self._prefix[1:])))
            self._text = self._prefix[0] == 0
            self._prefix = b""
        elif byte <= (9 if self._prefix else 1) and len(self._prefix) < 11:
            self._prefix += bytes([byte])
        else:
            self._broken = True
            self._found.broken()


class Jsonp:
    """A payload wrapped for a script element; it is read once it is complete, `JSONP_BYTES` of it at most."""

    __slots__ = ("_data", "_eio", "_found")

    def __init__(self, found: Found, eio: str | None) -> None:
        self._found = found
        self._eio = eio
        self._data = b""

    def feed(self, data: bytes) -> None:
        """Read more of the payload."""
        self._data += data[: JSONP_BYTES - len(self._data)]

    def end(self) -> None:
        """The payload is complete."""
        inner = Packets(self._eio)
        inner.found = self._found
        inner.feed(unwrapped(self._data)[1])
        inner.end()


def unwrapped(data: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands before a JSONP payload, the payload, and what stands after it; `data` may be cut."""
    if data.startswith(b"d="):
        text = unquote_to_bytes(data[2:].replace(b"+", b" "))
        return b"d=", _SLASHED.sub(lambda found: rb"\n" if found[1] else b"\n", text), b""
    start = _JSONP_ANSWER.match(data)
    if start is None:
        return b"", data, b""
    rest = data[start.end() :]
    end = rest.rfind(b'")')
    inner, after = (rest, b"") if end < 0 else (rest[:end], rest[end:])
    return start[0], _ESCAPE.sub(_unescaped, inner), after


def _unescaped(found: re.Match[bytes]) -> bytes:
    what: bytes = found[1]
    if len(what) == 5:
        return chr(int(what[1:], 16)).encode("utf-8", "surrogatepass")
    return _ESCAPES.get(what, what)
