"""HTTP/1 in both directions, by llhttp: what crossed, told to a listener as it is complete.

llhttp is given each head and each body apart, so that the raw bytes of every head are at hand: what a block of
headers says is found once (heads.py). llhttp knows one direction of a connection only, so three things need help:
an answer to HEAD has no body whatever its headers say (and python-engineio's 405 has one all the same), what
follows a request that asks to upgrade is known when its answer is, and a body under such a request is a body
(RFC 9110, 7.8: the switch comes after it).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol

import httptools

from harness.proxy.tap.chunks import ChunkedEnd
from harness.proxy.tap.heads import Head

QUIET_BYTES = 64 * 1024
"""How much may go by with nothing complete (a head, a trailer, a chunk's length): beyond it the tap gives up."""

_ANSWER = b"HTTP/"
_END = b"\r\n\r\n"
_VERSION = re.compile(r"HTTP/[0-9]\.[0-9]")
_MUTED_HEAD = b"POST / HTTP/1.1\r\n%b\r\n\r\n"

Intern = Callable[[bytes], Head]
"""Tells what a block of headers says; the block has its line ends, and not the empty line after it."""


class TooMuchError(ValueError):
    """A bound on what the tap remembers of one connection was reached."""


class RequestHead:
    """A request's head. `began`: when its first byte came; `upgrade`: the protocol it validly asks for."""

    __slots__ = ("began", "block", "http", "method", "target", "upgrade")

    def __init__(self, method: str, target: bytes, http: str, block: Head, upgrade: str, began: int) -> None:
        self.method = method
        self.target = target
        self.http = http
        self.block = block
        self.upgrade = upgrade
        self.began = began


class RequestListener(Protocol):
    """Who is told of requests. `now`: the time of the present bytes."""

    now: int

    def request_head(self, head: RequestHead) -> None:
        """A head is complete."""

    def request_body(self, data: bytes) -> None:
        """Some of the body."""

    def request_done(self) -> None:
        """The body is complete."""


class ResponseListener(Protocol):
    """Who is told of answers. `now`: the time of the present bytes."""

    now: int

    def response_head(self, status: int, block: Head, began: int) -> bool:
        """A head is complete (interim ones, 1xx but 101, left out); returns whether the request allows no body."""

    def response_body(self, data: bytes) -> None:
        """Some of the body, not yet decoded."""

    def response_done(self) -> None:
        """The body is complete."""


_HEAD, _LENGTH, _CHUNKS, _ENDLESS, _CLOSED = range(5)
"""Where a direction stands: in a head, in a body of one of three framings (the last: only the connection's end
ends it), or behind a message that says the connection closes: its receiver reads no further, nor does llhttp."""


class Reader:
    """Cuts one direction into heads and bodies, for llhttp. `intern` tells what a block of headers says.

    `whole`: nothing of a message has come since the last one was complete.
    """

    def __init__(self, intern: Intern) -> None:
        self.whole = True
        self._intern = intern
        self._began = 0
        self._part = _HEAD
        self._raw = bytearray()
        self._head = b""
        self._left = 0
        self._chunks = ChunkedEnd()
        self._quiet = 0
        self._parser: Any = None

    def rest(self) -> None:
        """Between two messages nothing is needed that reads them: a connection may be idle for long."""
        self._parser = None

    @property
    def begins(self) -> bool:
        """Whether the next byte begins a message."""
        return self.whole and self._part == _HEAD

    def _piece_end(self, data: bytes, at: int, now: int) -> int:
        """Where the piece that begins at `at` ends. TooMuchError when nothing is complete for too long."""
        part = self._part
        if part == _HEAD:
            end = -1 if self._raw else data.find(_END, at)
            if end < 0:
                return self._gather(data, at, now)
            self._began = now
            end += 4
            self._head = data[at:end]
            return end
        if part == _LENGTH:
            end = min(len(data), at + self._left)
            self._left -= end - at
            return end
        if part == _CHUNKS:
            end = self._chunks.end(data, at)
            self._endure(end - at)
            return end
        return len(data)

    def _gather(self, data: bytes, at: int, now: int) -> int:
        """A head that comes in parts."""
        raw = self._raw
        known = len(raw)
        if not known:
            self._began = now
        raw += data[at:]
        end = raw.find(_END, max(0, known - 3)) + 4
        if end < 4:
            self.whole = self.whole and not raw.strip()  # empty lines before a head are none of it
            self._endure(len(data) - at)
            return len(data)
        self._head = bytes(raw[:end])
        raw.clear()
        return at + end - known

    def _endure(self, count: int) -> None:
        self._quiet += count
        if self._quiet > QUIET_BYTES:
            raise TooMuchError(f"more than {QUIET_BYTES} bytes and nothing complete")

    def _take_head(self, otherwise: int) -> tuple[bytes, Head]:
        """The head is complete: its first line, and what its headers say. How its body is framed is known now."""
        whole, self._head = self._head, b""
        if whole[:1] in b"\r\n":
            whole = whole.lstrip()
        line = whole.find(b"\r\n")
        self.whole = False
        self._quiet = 0
        head = self._intern(whole[line + 2 : -2])
        self._body_begins(head, otherwise)
        return whole[:line], head

    def _body_begins(self, head: Head, otherwise: int) -> None:
        if head.chunked:
            self._part, self._chunks = _CHUNKS, ChunkedEnd()
        elif head.length is not None:
            self._part, self._left = _LENGTH, head.length
        else:
            self._part = otherwise

    def _done(self, keeps_alive: bool) -> None:
        """The message is complete."""
        self.whole = True
        self._quiet = 0
        self._part = _HEAD if keeps_alive else _CLOSED

    def _check(self) -> None:
        """A body that has gone by whole, as its framing has it, is one that llhttp took for complete."""
        over = self._chunks.found if self._part == _CHUNKS else self._part == _LENGTH and not self._left
        if over:
            raise ValueError("llhttp and the tap do not agree on where a message ends")


class RequestReader(Reader):
    """The client's direction."""

    def __init__(self, listener: RequestListener, intern: Intern) -> None:
        super().__init__(intern)
        self._listener = listener
        self._target = b""
        self._block = Head()
        self._muted = False

    def feed(self, data: bytes) -> bytes | None:
        """Read on. Returns what follows a request that asks to switch protocols, else None."""
        at, size = 0, len(data)
        self._parser = self._parser or httptools.HttpRequestParser(self)
        while at < size and self._part != _CLOSED:
            end = self._piece_end(data, at, self._listener.now)
            try:
                self._parser.feed_data(data[at:end])
            except httptools.HttpParserUpgrade:
                if not self._block.has_body:
                    return data[end:]
                self._parser = self._parser_inside_body()
            if self._part != _HEAD:
                self._check()
            at = end
        return None

    def _parser_inside_body(self) -> httptools.HttpRequestParser:
        """A parser that stands where the body of the present request begins."""
        parser = httptools.HttpRequestParser(self)
        length = b"Content-Length: %d" % (self._block.length or 0)
        framing = b"Transfer-Encoding: chunked" if self._block.chunked else length
        self._muted = True
        parser.feed_data(_MUTED_HEAD % framing)
        self._muted = False
        self._body_begins(self._block, _HEAD)
        return parser

    # --- what llhttp calls

    def on_url(self, part: bytes) -> None:
        """Some of the target."""
        if not self._muted:
            self._target += part

    def on_headers_complete(self) -> None:
        """The head is complete."""
        if self._muted:
            return
        line, head = self._take_head(_HEAD)
        self._block = head
        target, self._target = self._target, b""
        http = line[-8:].decode("latin-1")
        if _VERSION.fullmatch(http) is None:
            raise ValueError("a request without a version: HTTP/0.9 is not read")
        self._listener.request_head(
            RequestHead(
                self._parser.get_method().decode("ascii"),
                target,
                http,
                head,
                head.upgrade if head.upgrade and self._parser.should_upgrade() else "",
                self._began,
            )
        )

    def on_body(self, data: bytes) -> None:
        """Some of the body."""
        self._quiet = 0
        self._listener.request_body(data)

    def on_message_complete(self) -> None:
        """The request is complete, unless llhttp took it for one without a body."""
        parser = self._parser
        if self._block.has_body and parser.should_upgrade():
            return
        self._done(parser.should_keep_alive())
        self._listener.request_done()


class ResponseReader(Reader):
    """The server's direction."""

    def __init__(self, listener: ResponseListener, intern: Intern) -> None:
        super().__init__(intern)
        self._listener = listener
        self._interim = False
        self._bodiless = False
        self._undecided = b""

    @property
    def is_idle(self) -> bool:
        """Whether nothing of an answer has come since the last one was complete."""
        return (self.whole or self._bodiless) and not self._undecided

    @property
    def ends_with_connection(self) -> bool:
        """Whether the answer under way is complete once the connection ends."""
        return self._part == _ENDLESS

    def feed(self, data: bytes) -> bytes | None:
        """Read on. Returns what follows an answer that switched protocols, else None."""
        at = 0
        self._parser = self._parser or httptools.HttpResponseParser(self)
        while at < len(data) and self._part != _CLOSED:
            if self._bodiless:
                data, at = self._after_head(data[at:]), 0
                continue
            end = self._piece_end(data, at, self._listener.now)
            try:
                self._parser.feed_data(data[at:end])
            except httptools.HttpParserUpgrade:
                return data[end:]
            if self._part != _HEAD:
                self._check()
            at = end
        return None

    def _after_head(self, data: bytes) -> bytes:
        """What to parse now, after an answer to HEAD: another answer, by a fresh parser, or an undue body."""
        data = self._undecided + data
        undecided = len(data) < len(_ANSWER) and _ANSWER.startswith(data)
        self._undecided = data if undecided else b""
        self._bodiless = undecided
        if data.startswith(_ANSWER):
            self._parser = httptools.HttpResponseParser(self)
            self._done(keeps_alive=True)
        return b"" if undecided else data

    # --- what llhttp calls

    def on_headers_complete(self) -> None:
        """The head is complete."""
        status = self._parser.get_status_code()
        _, head = self._take_head(_ENDLESS)
        self._interim = 100 <= status < 200 and status != 101
        if not self._interim:
            self._bodiless = self._listener.response_head(status, head, self._began)

    def on_body(self, data: bytes) -> None:
        """Some of the body."""
        self._quiet = 0
        self._listener.response_body(data)

    def on_message_complete(self) -> None:
        """The answer is complete."""
        self._done(self._parser.should_keep_alive())
        if not self._interim:
            self._listener.response_done()
