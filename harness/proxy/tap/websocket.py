"""WebSocket frames (RFC 6455, 5.2), read far enough to know how each message begins.

permessage-deflate (RFC 7692) is undone for messages that use it. A decompressor that is kept from message to
message reads streams with and without context takeover alike.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

KEPT_BYTES = 1024
INFLATED_BYTES = 64 * 1024
"""What is inflated of one message at most; beyond it compressed messages of this direction stay unread."""

_FIN, _RSV1, _RSV23, _OPCODE = 0x80, 0x40, 0x30, 0x0F
_CONTINUATION, _TEXT, _BINARY, _CONTROL = 0x0, 0x1, 0x2, 0x8
_OPCODES = frozenset({0x0, 0x1, 0x2, 0x8, 0x9, 0xA})
_CONTROL_BYTES = 125
_MESSAGE_END = b"\x00\x00\xff\xff"
_RAW_DEFLATE = -15


class FrameError(ValueError):
    """The bytes are no WebSocket frames."""


class FrameReader:
    """One direction of a WebSocket connection."""

    def __init__(self) -> None:
        self._head = b""
        self._left: int | None = None
        self._flags = 0
        self._mask = b""
        self._at = 0
        self._message: Plain | Inflated | None = None
        self._control = False
        self._inflater = Inflater()

    def feed(self, data: bytes) -> Iterator[bytes | None]:
        """Read on: how each data message that is complete begins; None for one that could not be inflated.

        FrameError once the bytes are no frames. To stop half-way is to give the reader up.
        """
        data = self._head + data
        self._head = b""
        at = 0
        while True:
            if self._left is None:
                size = self._begin(data, at)
                if not size:
                    self._head = data[at:]
                    return
                at += size
            at += self._payload(data, at)
            if self._left:
                return
            self._left = None
            if not self._control and self._flags & _FIN and self._message is not None:
                message, self._message = self._message, None
                yield message.end()

    def _begin(self, data: bytes, at: int) -> int:
        """Read the frame head at `at`; returns its size, or 0 when not all of it is there."""
        if len(data) - at < 2:
            return 0
        flags, second = data[at], data[at + 1]
        extra = {126: 2, 127: 8}.get(second & 0x7F, 0)
        masked = 4 if second & 0x80 else 0
        size = 2 + extra + masked
        if len(data) - at < size:
            return 0
        length = int.from_bytes(data[at + 2 : at + 2 + extra], "big") if extra else second & 0x7F
        self._check(flags, length)
        self._flags, self._left, self._at = flags, length, 0
        self._mask = data[at + 2 + extra : at + size]
        self._control = bool(flags & _CONTROL)
        if flags & _OPCODE in {_TEXT, _BINARY}:
            self._message = Inflated(self._inflater) if flags & _RSV1 else Plain()
        return size

    def _check(self, flags: int, length: int) -> None:
        opcode = flags & _OPCODE
        if opcode not in _OPCODES or flags & _RSV23:
            raise FrameError(f"frame with opcode {opcode:#x} and flags {flags & 0xF0:#x}")
        if opcode & _CONTROL:
            if not flags & _FIN or flags & _RSV1 or length > _CONTROL_BYTES:
                raise FrameError("control frame that is long, fragmented or compressed")
        elif (opcode == _CONTINUATION) is (self._message is None) or (opcode == _CONTINUATION and flags & _RSV1):
            raise FrameError("data frame out of order")

    def _payload(self, data: bytes, at: int) -> int:
        """Read of the present frame's payload what is there; returns how much."""
        left = self._left or 0
        taken = min(left, len(data) - at)
        if not self._control and self._message is not None:
            wanted = min(taken, self._message.wants)
            self._message.feed(unmask(data[at : at + wanted], self._mask, self._at))
        self._left = left - taken
        self._at += taken
        return taken


def unmask(data: bytes, mask: bytes, offset: int) -> bytes:
    """A masked payload, `offset` bytes into its frame, as it was before; no mask leaves it as it is."""
    if not mask or not data:
        return data
    shift = offset & 3
    key = (mask[shift:] + mask[:shift]) * (len(data) // 4 + 1)
    size = len(data)
    return (int.from_bytes(data, "big") ^ int.from_bytes(key[:size], "big")).to_bytes(size, "big")


class Plain:
    """The beginning of a message that is not compressed."""

    def __init__(self) -> None:
        self._data = b""

    @property
    def wants(self) -> int:
        """How many more bytes of payload are of use."""
        return KEPT_BYTES - len(self._data)

    def feed(self, data: bytes) -> None:
        """More of the payload."""
        self._data += data

    def end(self) -> bytes:
        """The message is complete."""
        return self._data


class Inflater:
    """The decompressor of one direction; `broken` once it can read no further."""

    def __init__(self) -> None:
        self.broken = False
        self._stream = zlib.decompressobj(_RAW_DEFLATE)

    def inflate(self, data: bytes, most: int) -> bytes:
        """What `data` decompresses to, cut after about `most` bytes (at least 1)."""
        out = b""
        try:
            while data and len(out) < most:
                out += self._stream.decompress(data, most)
                data = self._stream.unused_data
                if self._stream.eof:  # RFC 7692, 7.2.3.4: a message may close its stream; a new one follows
                    self._stream = zlib.decompressobj(_RAW_DEFLATE)
        except zlib.error:
            self.broken = True
        return out


class Inflated:
    """The beginning of a compressed message."""

    wants = 1 << 62
    """All of it: the messages after need what came before."""

    def __init__(self, inflater: Inflater) -> None:
        self._inflater = inflater
        self._data = b""
        self._size = 0

    def feed(self, data: bytes) -> None:
        """More of the payload, still compressed."""
        if self._inflater.broken or not data:
            return
        out = self._inflater.inflate(data, INFLATED_BYTES - self._size + 1)
        self._size += len(out)
        self._data += out[: KEPT_BYTES - len(self._data)]
        if self._size > INFLATED_BYTES:
            self._inflater.broken = True

    def end(self) -> bytes | None:
        """The message is complete."""
        self.feed(_MESSAGE_END)
        return None if self._inflater.broken else self._data
