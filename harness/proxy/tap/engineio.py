r"""Engine.IO payloads: which packets a body holds, and what an OPEN packet says.

Protocol 4 puts \x1e between packets; a packet is a digit and its data, or `b` and base64 for a binary message
(engine.io-protocol, "Packet encoding"). Protocol 3 says `<length>:<packet>`, the length in UTF-16 units, or, for
binary payloads, a byte 0 or 1, the length's digits as bytes 0 to 9, 255, and the packet (engine.io parser-v3).
"""

from __future__ import annotations

import codecs
import json
import re
from typing import Any, Protocol

import msgspec

from harness.events import BodyKind

PACKETS = ("open", "close", "ping", "pong", "message", "upgrade", "noop")
MOST_PACKETS = 256
"""The types kept of one payload; what a longer one holds beyond is not told."""

_TYPES: dict[str, str] = {str(digit): name for digit, name in enumerate(PACKETS)} | {"b": "message"}
_OPEN = re.compile(rb"(?:\d{1,7}:|\x00[\x00-\x09]{1,7}\xff)?0(?=\{)")
_BODY_ORDER: tuple[tuple[str, BodyKind], ...] = (
    ("message", "message"),
    ("pong", "pong"),
    ("close", "close-packet"),
)


class PacketReader(Protocol):
    """Reads a payload as it comes; `types` are the names of the packets begun so far, in order."""

    types: list[str]

    def feed(self, data: bytes) -> None:
        """Read more of the payload."""


class Separated:
    """The packets of a protocol 4 payload."""

    def __init__(self) -> None:
        self.types: list[str] = []
        self._inside = False

    def feed(self, data: bytes) -> None:
        """Read more of the payload."""
        for i, piece in enumerate(data.split(b"\x1e")):
            if i:
                self._inside = False
            if piece and not self._inside:
                self._inside = True
                note(self.types, chr(piece[0]))


class LengthPrefixed:
    """The packets of a protocol 3 text payload; what does not follow the framing ends the reading."""

    def __init__(self) -> None:
        self.types: list[str] = []
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._length = ""
        self._left = 0
        self._first = False
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

    def _packet(self, units: bytes, at: int) -> int:
        if self._first:
            self._first = False
            letter = units[at : at + 2].decode("utf-16-le", "replace")
            note(self.types, letter)
        taken = min(self._left, (len(units) - at) // 2)
        self._left -= taken
        return at + 2 * taken

    def _prefix(self, letter: str) -> None:
        if letter == ":" and self._length:
            self._left, self._length, self._first = int(self._length), "", True
        elif letter in "0123456789" and len(self._length) < 10:
            self._length += letter
        else:
            self._broken = True
            note(self.types, "")


def note(types: list[str], letter: str) -> None:
    """Add the name of a packet's type to `types`, up to `MOST_PACKETS`."""
    if len(types) < MOST_PACKETS:
        types.append(_TYPES.get(letter, "unknown"))


def packet_reader(eio: str | None) -> PacketReader:
    """The reader for a payload of protocol `eio`, as the query said."""
    return LengthPrefixed() if eio == "3" else Separated()


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
