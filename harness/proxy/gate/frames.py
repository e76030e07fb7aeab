"""How much a WebSocket message announces (RFC 6455, 5.2): a server sets that much aside before it has come."""

from __future__ import annotations

_FIN, _CONTROL, _MASKED, _LENGTH = 0x80, 0x08, 0x80, 0x7F
_EXTENDED = {126: 2, 127: 8}


class FrameGauge:
    """Reads the frames of one direction; a message, all its frames together, may have `most` bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._head = bytearray()
        self._left = 0
        self._message = 0

    def passing(self, data: bytes) -> int:
        """How many of these bytes may go on: all, or fewer when a frame that begins there announces too much."""
        at = 0
        while at < len(data):
            if self._left:
                step = min(self._left, len(data) - at)
                self._left -= step
            else:
                step = 1
                self._head.append(data[at])
                if self._is_whole() and not self._begins():
                    return at
            at += step
        return at

    def _is_whole(self) -> bool:
        head = self._head
        return len(head) >= 2 and len(head) == 2 + _EXTENDED.get(head[1] & _LENGTH, 0) + (head[1] & _MASKED) // 32

    def _begins(self) -> bool:
        """A frame's head is there: whether what it announces may come."""
        head, short = self._head, self._head[1] & _LENGTH
        extended = _EXTENDED.get(short, 0)
        length = int.from_bytes(head[2 : 2 + extended], "big") if extended else short
        self._head = bytearray()
        self._left = length
        if head[0] & _CONTROL:
            return length <= self._most
        announced = self._message + length
        self._message = 0 if head[0] & _FIN else announced
        return announced <= self._most
