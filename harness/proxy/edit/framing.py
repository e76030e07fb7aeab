"""Where requests and answers begin and end in one direction's stream (RFC 9112, 6 and 7.1).

Every byte comes out again, in order, as parts: a head (kept back until it is whole), pieces of a body as they
come, and the bytes between. What can't be framed comes out `raw`, and so does all that follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from harness.proxy.edit.head import END, Head, UnframeableError

HEAD_BYTES = 64 * 1024
"""A longer head is left alone."""
_LINE_BYTES = 4096
"""A longer line between chunks is left alone."""
_BLANK = re.compile(rb"\r?\n\r?\n")
_METHOD = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}(?: |\Z)")
_SIZE = re.compile(rb"([0-9a-fA-F]{1,15})[ \t]*(?:;[^\r\n]*)?")

What = Literal["head", "body", "between", "raw"]


@dataclass(frozen=True)
class Part:
    """A piece of the stream. `head` is set with the part that is one; `ends`: its message is complete with it."""

    what: What
    data: bytes
    head: Head | None = None
    ends: bool = False


BodyLength = int | Literal["chunked", "until-close"]


def request_length(head: Head) -> BodyLength:
    """What follows a request's head: so many bytes, or chunks. UnframeableError when servers would not agree."""
    if head.method == b"CONNECT":
        raise UnframeableError("a tunnel")
    return _declared(head, 0)


def answer_length(head: Head, asked_by: bytes) -> BodyLength:
    """What follows an answer's head, by the method that asked (RFC 9112, 6.3)."""
    if asked_by == b"HEAD" or head.status < 200 or head.status in {204, 304}:
        return 0
    return _declared(head, "until-close")


def _declared(head: Head, otherwise: BodyLength) -> BodyLength:
    lengths, codings = head.values(b"content-length"), head.tokens(b"transfer-encoding")
    if codings == [b"chunked"] and not lengths:
        return "chunked"
    if codings or len(lengths) > 1:
        raise UnframeableError("more than one framing")
    if lengths and not re.fullmatch(rb"[0-9]{1,15}", lengths[0]):
        raise UnframeableError("no length")
    return int(lengths[0]) if lengths else otherwise


class Framer:
    """Reads one direction. `length_of` tells what follows a head; `starts` whether bytes can be the start of one.

    `held` are the bytes of a head that is not whole yet.
    """

    def __init__(self, length_of: Callable[[Head], BodyLength], starts: Callable[[bytes], bool]) -> None:
        self.held = b""
        self.gave_up = False
        self._length_of = length_of
        self._starts = starts
        self._step: Callable[[bytes], tuple[Part | None, bytes]] = self._head
        self._left = 0
        self._line = b""

    @property
    def between(self) -> bool:
        """Whether what comes next is the first byte of a message."""
        return self._step == self._head and not (self.held or self.gave_up)

    def feed(self, data: bytes) -> Iterator[Part]:
        """The parts that are whole with these bytes."""
        while data and not self.gave_up:
            try:
                part, data = self._step(data)
            except UnframeableError:
                self.gave_up = True
                break
            if part is not None:
                yield part
        if data:
            yield Part("raw", self.give_up() + data)

    def give_up(self) -> bytes:
        """Frame nothing any more; returns what was held back."""
        self.gave_up = True
        held, self.held = self.held, b""
        return held

    # --- steps: each takes some bytes, and returns a part of them (or keeps them) and the rest

    def _head(self, data: bytes) -> tuple[Part | None, bytes]:
        if not self.held and (blank := len(data) - len(data.lstrip(b"\r\n"))):
            return Part("between", data[:blank]), data[blank:]
        seen = self.held + data
        end = _BLANK.search(seen, max(0, len(self.held) - len(END)))
        if not self._starts(seen) or (end and end[0] != END) or (end.end() if end else len(seen)) > HEAD_BYTES:
            raise UnframeableError("no head that every server reads alike")
        if end is None:
            self.held = seen
            return None, b""
        raw = seen[: end.end()]
        head = Head.parse(raw)
        length = self._length_of(head)
        taken = len(raw) - len(self.held)
        self.held = b""
        self._begin_body(length)
        return Part("head", raw, head, ends=self._step == self._head), data[taken:]

    def _begin_body(self, length: BodyLength) -> None:
        if length == "chunked":
            self._step = self._chunk_line
        elif length == "until-close":
            self._step = self._rest
        elif length:
            self._left, self._step = length, self._sized

    def _rest(self, data: bytes) -> tuple[Part, bytes]:
        return Part("body", data), b""

    def _sized(self, data: bytes) -> tuple[Part, bytes]:
        piece = data[: self._left]
        self._left -= len(piece)
        if not self._left:
            self._step = self._head
        return Part("body", piece, ends=not self._left), data[len(piece) :]

    def _chunk_line(self, data: bytes) -> tuple[Part, bytes]:
        """The line before a chunk."""
        piece, line = self._take_line(data)
        if line is not None:
            size = _SIZE.fullmatch(line)
            if size is None:
                raise UnframeableError("no chunk size")
            self._left = int(size[1], 16)
            self._step = self._chunk if self._left else self._trailer
        return Part("body", piece), data[len(piece) :]

    def _chunk(self, data: bytes) -> tuple[Part, bytes]:
        piece = data[: self._left]
        self._left -= len(piece)
        if not self._left:
            self._step = self._chunk_end
        return Part("body", piece), data[len(piece) :]

    def _chunk_end(self, data: bytes) -> tuple[Part, bytes]:
        piece, line = self._take_line(data)
        if line:
            raise UnframeableError("a chunk longer than it said")
        if line is not None:
            self._step = self._chunk_line
        return Part("body", piece), data[len(piece) :]

    def _trailer(self, data: bytes) -> tuple[Part, bytes]:
        piece, line = self._take_line(data)
        if line == b"":
            self._step = self._head
        return Part("body", piece, ends=line == b""), data[len(piece) :]

    def _take_line(self, data: bytes) -> tuple[bytes, bytes | None]:
        """The bytes up to the end of the line, and the whole line once it is complete."""
        piece = data[: data.find(b"\n") + 1] or data
        self._line += piece
        if not self._line.endswith(b"\n"):
            if len(self._line) > _LINE_BYTES:
                raise UnframeableError("a line too long")
            return piece, None
        line, self._line = self._line, b""
        if not line.endswith(b"\r\n"):
            raise UnframeableError("a line end of its own kind")
        return piece, line[:-2]


def starts_request(data: bytes) -> bool:
    """Whether these bytes can be the start of a request's head."""
    return _METHOD.match(data) is not None


def starts_answer(data: bytes) -> bool:
    """Whether these bytes can be the start of an answer's head."""
    return data.startswith(b"HTTP/1."[: len(data)])
