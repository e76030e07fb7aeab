"""WebSocket frames (RFC 6455, 5.2), read far enough to know each message's size and how it begins.

permessage-deflate (RFC 7692) is undone for messages that use it. A decompressor that is kept from message to
message reads streams with and without context takeover alike.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

KEPT_BYTES = 1024
INFLATED_BYTES = 4 * 1024 * 1024
"""What is inflated of one message at most; beyond it compressed messages of this direction stay unread."""

TEXT, BINARY, CLOSE = 0x1, 0x2, 0x8
_FIN, _RSV1, _RSV23, _OPCODE = 0x80, 0x40, 0x30, 0x0F
_CONTINUATION, _CONTROL = 0x0, 0x8
_WHOLE = frozenset({_FIN | opcode for opcode in (TEXT, BINARY, 0x8, 0x9, 0xA)})
_OPCODES = frozenset({0x0, 0x1, 0x2, 0x8, 0x9, 0xA})
_CONTROL_BYTES, _TWO_BYTES = 125, 126
_STEP = 64 * 1024
_MESSAGE_END = b"\x00\x00\xff\xff"
_RAW_DEFLATE = -15
_number = int.from_bytes

Message = tuple[int, int, bytes | None]
"""A message or control frame: its opcode, its size in bytes as unpacked, and its first `KEPT_BYTES`.

The last is None where it could not be inflated; then its size is that of what crossed.
"""


class FrameError(ValueError):
    """The bytes are no WebSocket frames."""


class FrameReader:
    """One direction of a WebSocket connection."""

    __slots__ = ("_at", "_control", "_flags", "_head", "_inflater", "_left", "_mask", "_message", "_reader")

    def __init__(self) -> None:
        self._head = b""
        self._left: int | None = None
        self._flags = 0
        self._mask = b""
        self._at = 0
        self._message: Plain | Inflated | None = None
        self._control: Plain | None = None
        self._reader: Plain | Inflated = Plain(0)
        self._inflater = Inflater()

    def just_one(self, data: bytes) -> Message | None:
        """The message that `data` is, if it is one of a few bytes and nothing else, as most are."""
        if self._left is not None or self._head or self._message is not None:
            return None
        size = len(data)
        if size < 4 or data[0] not in _WHOLE:
            return None
        length = data[1] & 0x7F
        if length > _CONTROL_BYTES:
            return None
        if size == length + 6 and data[1] & 0x80:
            return data[0] & _OPCODE, length, _xor(data[6:], data[2:6])
        if size == length + 2 and data[1] == length:
            return data[0] & _OPCODE, length, data[2:]
        return None

    def feed(self, data: bytes) -> Iterator[Message]:
        """Read on: the messages and control frames that are complete. FrameError once the bytes are no frames.

        To stop half-way is to give the reader up.
        """
        at = 0
        if self._head:
            data = self._head + data
            self._head = b""
        while at < len(data):
            if self._left is None:
                if self._message is None and (quick := _short_message(data, at)) is not None:
                    yield quick[0]
                    at = quick[1]
                    continue
                size = self._begin(data, at)
                if not size:
                    self._head = data[at:]
                    return
                at += size
            at += self._payload(data, at)
            if not self._left and (message := self._frame_end()) is not None:
                yield message

    def _begin(self, data: bytes, at: int) -> int:
        """Read the frame head at `at`; returns its size, or 0 when not all of it is there."""
        if len(data) - at < 2:
            return 0
        flags, second = data[at], data[at + 1]
        extra = {_TWO_BYTES: 2, 127: 8}.get(second & 0x7F, 0)
        masked = 4 if second & 0x80 else 0
        size = 2 + extra + masked
        if len(data) - at < size:
            return 0
        length = int.from_bytes(data[at + 2 : at + 2 + extra], "big") if extra else second & 0x7F
        self._check(flags, length)
        self._flags, self._left, self._at = flags, length, 0
        self._mask = data[at + 2 + extra : at + size]
        opcode = flags & _OPCODE
        self._control = Plain(opcode) if flags & _CONTROL else None
        if opcode in {TEXT, BINARY}:
            self._message = Inflated(opcode, self._inflater) if flags & _RSV1 else Plain(opcode)
        self._reader = self._control or self._message or self._reader
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
        reader = self._reader
        wanted = min(taken, reader.wants)
        reader.feed(unmask(data[at : at + wanted], self._mask, self._at))
        reader.size += taken
        self._left = left - taken
        self._at += taken
        return taken

    def _frame_end(self) -> Message | None:
        """The present frame is complete, and with it, maybe, a message."""
        self._left = None
        if self._control is not None:
            control, self._control = self._control, None
            return control.end()
        if self._flags & _FIN and self._message is not None:
            message, self._message = self._message, None
            return message.end()
        return None


def _short_message(data: bytes, at: int) -> tuple[Message, int] | None:
    """A short message at `at`, if it is one and all there, as most are, and where it ends."""
    size = len(data)
    if size - at < 4 or data[at] not in _WHOLE:
        return None
    length, begin = data[at + 1] & 0x7F, at + 2
    if length > _CONTROL_BYTES:
        if length != _TWO_BYTES or data[at] & _CONTROL:
            return None
        length, begin = data[begin] << 8 | data[begin + 1], at + 4
    if data[at + 1] & 0x80:
        begin += 4
    end = begin + length
    if end > size or length > KEPT_BYTES:
        return None
    payload = data[begin:end]
    if data[at + 1] & 0x80:
        payload = _xor(payload, data[begin - 4 : begin])
    return (data[at] & _OPCODE, length, payload), end


def unmask(data: bytes, mask: bytes, offset: int) -> bytes:
    """A masked payload, `offset` bytes into its frame, as it was before; no mask leaves it as it is."""
    if not mask or not data:
        return data
    shift = offset & 3
    return _xor(data, mask[shift:] + mask[:shift])


def _xor(data: bytes, key: bytes) -> bytes:
    """All of the data, each byte with its own of the four of the key."""
    size = len(data)
    return (_number(data, "little") ^ _number((key * (size // 4 + 1))[:size], "little")).to_bytes(size, "little")


class Plain:
    """A message that is not compressed; `size`: its bytes so far, `wants`: how many more are of use."""

    __slots__ = ("_data", "_opcode", "size", "wants")

    def __init__(self, opcode: int) -> None:
        self.size = 0
        self.wants = KEPT_BYTES
        self._opcode = opcode
        self._data = b""

    def feed(self, data: bytes) -> None:
        """More of the payload, of which `wants` says how much."""
        self._data += data
        self.wants -= len(data)

    def end(self) -> Message:
        """The message is complete."""
        return self._opcode, self.size, self._data


class Inflater:
    """The decompressor of one direction; `broken` once it can read no further."""

    __slots__ = ("_stream", "broken")

    def __init__(self) -> None:
        self.broken = False
        self._stream: zlib._Decompress | None = None

    def inflate(self, data: bytes, keep: int, most: int) -> tuple[bytes, int]:
        """The first `keep` bytes of what `data` decompresses to, and its size; it breaks beyond `most` bytes."""
        kept, size, out = b"", 0, b""
        stream = self._stream or zlib.decompressobj(_RAW_DEFLATE)
        try:
            while size <= most and (data or len(out) == _STEP):  # a full step may leave some inside zlib
                out = stream.decompress(data, _STEP)
                kept += out[: keep - len(kept)]
                size += len(out)
                data = stream.unconsumed_tail or stream.unused_data
                if stream.eof:  # RFC 7692, 7.2.3.4: a message may close its stream; a new one follows
                    stream = zlib.decompressobj(_RAW_DEFLATE)
        except zlib.error:
            self.broken = True
        self._stream = stream
        self.broken = self.broken or size > most
        return kept, size


class Inflated:
    """A compressed message; `size`: what crossed of it so far."""

    __slots__ = ("_data", "_inflater", "_opcode", "_unpacked", "size")

    wants = 1 << 62
    """All of it: the messages after need what came before."""

    def __init__(self, opcode: int, inflater: Inflater) -> None:
        self.size = 0
        self._opcode = opcode
        self._inflater = inflater
        self._data = b""
        self._unpacked = 0

    def feed(self, data: bytes) -> None:
        """More of the payload, still compressed."""
        if self._inflater.broken or not data:
            return
        kept, size = self._inflater.inflate(data, KEPT_BYTES - len(self._data), INFLATED_BYTES - self._unpacked)
        self._data += kept
        self._unpacked += size

    def end(self) -> Message:
        """The message is complete."""
        self.feed(_MESSAGE_END)
        if self._inflater.broken:
            return self._opcode, self.size, None
        return self._opcode, self._unpacked, self._data
