"""HTTP/1 in both directions, by llhttp: what crossed, told to a listener as it is complete.

llhttp knows one direction of a connection only, so three things need help: an answer to HEAD has no body whatever
its headers say (and python-engineio's 405 has one all the same), what follows a request that asks to upgrade is
known when its answer is, and a body under such a request is a body (RFC 9110, 7.8: the switch comes after it).
"""

from __future__ import annotations

from typing import Protocol

import httptools

QUIET_BYTES = 128 * 1024
"""How much may go by with nothing complete (a head, a trailer, a chunk's length): beyond it the tap gives up."""

_ANSWER = b"HTTP/"
_MUTED_HEAD = b"POST / HTTP/1.1\r\n%b\r\n\r\n"


class TooMuchError(ValueError):
    """A bound on what the tap remembers of one connection was reached."""


class RequestHead:
    """What a request's head says. `upgrade`: the protocol it validly asks for; `length`: of the body, in bytes."""

    __slots__ = ("chunked", "length", "method", "origin", "target", "upgrade")

    def __init__(self) -> None:
        self.method = ""
        self.target = b""
        self.origin: str | None = None
        self.upgrade = ""
        self.length: int | None = None
        self.chunked = False

    @property
    def has_body(self) -> bool:
        """Whether a body follows."""
        return self.chunked or bool(self.length)


class RequestListener(Protocol):
    """Who is told of requests."""

    def request_head(self, head: RequestHead) -> None:
        """A head is complete."""

    def request_body(self, data: bytes) -> None:
        """Some of the body."""

    def request_done(self) -> None:
        """The body is complete."""


class ResponseListener(Protocol):
    """Who is told of answers."""

    def response_head(self, status: int, encoding: str) -> bool:
        """A head is complete (interim ones, 1xx but 101, left out); returns whether the request allows no body."""

    def response_body(self, data: bytes) -> None:
        """Some of the body, not yet decoded."""

    def response_done(self) -> None:
        """The body is complete."""


class RequestReader:
    """The client's direction. `whole`: nothing of a request has come since the last one was complete."""

    def __init__(self, listener: RequestListener) -> None:
        self.whole = True
        self._listener = listener
        self._head = RequestHead()
        self._muted = False
        self._quiet = 0
        self._parser = self._new_parser()

    def feed(self, data: bytes) -> bytes | None:
        """Read on. Returns what follows a request that asks to switch protocols, else None."""
        self._quiet += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as stop:
            rest = data[stop.args[0] :]
            if not self._head.has_body:
                return rest
            self._parser = self._parser_inside_body()
            return self.feed(rest)
        if self._quiet > QUIET_BYTES:
            raise TooMuchError(f"more than {QUIET_BYTES} bytes and no request complete")
        return None

    def _new_parser(self) -> httptools.HttpRequestParser:
        parser = httptools.HttpRequestParser(self)
        parser.set_dangerous_leniencies(lenient_data_after_close=True)  # a server does not read it either
        return parser

    def _parser_inside_body(self) -> httptools.HttpRequestParser:
        """A parser that stands where the body of the present request begins."""
        parser = self._new_parser()
        length = b"Content-Length: %d" % (self._head.length or 0)
        framing = b"Transfer-Encoding: chunked" if self._head.chunked else length
        self._muted = True
        parser.feed_data(_MUTED_HEAD % framing)
        self._muted = False
        return parser

    # --- what llhttp calls

    def on_message_begin(self) -> None:
        """A request begins."""
        self.whole = False
        if not self._muted:
            self._head = RequestHead()

    def on_url(self, part: bytes) -> None:
        """Some of the target."""
        if not self._muted:
            self._head.target += part

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header; most are of no use here, and the length of a name sorts them out fastest."""
        size = len(name)
        if size == 6 and name.lower() == b"origin":
            self._head.origin = value.decode("latin-1")
        elif size == 7 and name.lower() == b"upgrade":
            self._head.upgrade = value.decode("latin-1").lower()
        elif size == 14 and name.lower() == b"content-length":
            self._head.length = int(value)
        elif size == 17 and name.lower() == b"transfer-encoding":
            self._head.chunked = True

    def on_headers_complete(self) -> None:
        """The head is complete."""
        self._quiet = 0
        if self._muted:
            return
        self._head.method = self._parser.get_method().decode("ascii")
        if not self._parser.should_upgrade():
            self._head.upgrade = ""
        self._listener.request_head(self._head)

    def on_body(self, data: bytes) -> None:
        """Some of the body."""
        self._quiet = 0
        self._listener.request_body(data)

    def on_message_complete(self) -> None:
        """The request is complete, unless llhttp took it for one without a body."""
        self._quiet = 0
        if not (self._parser.should_upgrade() and self._head.has_body):
            self.whole = True
            self._listener.request_done()


class ResponseReader:
    """The server's direction. `whole`: nothing of an answer has come since the last one was complete."""

    def __init__(self, listener: ResponseListener) -> None:
        self.whole = True
        self._listener = listener
        self._encoding = ""
        self._interim = False
        self._bodiless = False
        self._undecided = b""
        self._quiet = 0
        self._parser = self._new_parser()

    def feed(self, data: bytes, by_line: bool = False) -> bytes | None:
        """Read on. Returns what follows an answer that switched protocols, else None.

        `by_line`: an answer to HEAD may be among it, so stop at each line's end: one of them ends that head.
        """
        self._quiet += len(data)
        at = 0
        for piece in data.splitlines(keepends=True) if by_line else (data,):
            due = self._after_head(piece) if self._bodiless else piece
            try:
                self._parser.feed_data(due)
            except httptools.HttpParserUpgrade as stop:
                return data[at + stop.args[0] :]
            at += len(piece)
        if self._quiet > QUIET_BYTES:
            raise TooMuchError(f"more than {QUIET_BYTES} bytes and no answer complete")
        return None

    def _after_head(self, piece: bytes) -> bytes:
        """What to parse now, after an answer to HEAD: another answer, by a fresh parser, or an undue body."""
        piece = self._undecided + piece
        undecided = len(piece) < len(_ANSWER) and _ANSWER.startswith(piece)
        self._undecided = piece if undecided else b""
        self._bodiless = undecided
        if piece.startswith(_ANSWER):
            self._parser = self._new_parser()
        return b"" if undecided else piece

    def _new_parser(self) -> httptools.HttpResponseParser:
        parser = httptools.HttpResponseParser(self)
        parser.set_dangerous_leniencies(lenient_data_after_close=True)
        return parser

    # --- what llhttp calls

    def on_message_begin(self) -> None:
        """An answer begins."""
        self.whole = False
        self._encoding = ""

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header."""
        if len(name) == 16 and name.lower() == b"content-encoding":
            self._encoding = value.decode("latin-1").lower()

    def on_headers_complete(self) -> None:
        """The head is complete."""
        self._quiet = 0
        status = self._parser.get_status_code()
        self._interim = 100 <= status < 200 and status != 101
        if not self._interim:
            self._bodiless = self._listener.response_head(status, self._encoding)

    def on_body(self, data: bytes) -> None:
        """Some of the body."""
        self._quiet = 0
        self._listener.response_body(data)

    def on_message_complete(self) -> None:
        """The answer is complete."""
        self._quiet = 0
        self.whole = True
        if not self._interim:
            self._listener.response_done()
