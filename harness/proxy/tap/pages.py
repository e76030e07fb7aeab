"""Pages that would lead their readers past the wire: they name the server's own address.

A page from the wire's address that has `http://server:5000/…` in it, or a redirect there, sends its clients
straight to the server. Nothing is changed about it; it is said, once for each path and address.
"""

from __future__ import annotations

import re
from typing import Literal

import httptools

from harness.events import WireBypass
from harness.proxy.tap.body import Inflating
from harness.proxy.tap.request import RequestView

READ_BYTES = 64 * 1024
"""How far a page is read, decoded."""
TOLD = 256
"""So many findings are told in a run."""

_OVERLAP = 300
"""Longer than any address with its scheme (RFC 1035, 2.3.4: a name has 255 octets at most)."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_READ_TYPES = re.compile(rb"text/html|application/xhtml\+xml|(text|application)/(x-)?javascript")


class PageWatch:
    """What the pages of one server are searched for, and what has been found; shared by the taps of a wire.

    `plain_port`: the port that an address of the server need not name, as its scheme's own; None if it must.
    """

    def __init__(self, host: str, port: int, plain_port: int | None) -> None:
        hosts = _LOOPBACK if host in _LOOPBACK else {host}
        names = "|".join(re.escape(f"[{one}]" if ":" in one else one) for one in sorted(hosts))
        port_text = f":{port}" if port != plain_port else f"(?::{port})?"
        text = rf"(?:(?:https?|wss?):)?(?:\\?/){{2}}(?:{names}){port_text}(?![\w:.-])"
        self._address = re.compile(text.encode(), re.IGNORECASE)
        self._told: set[tuple[str, str]] = set()

    def find(self, data: bytes, path: str) -> list[str]:
        """The addresses in it that were not told of this path before."""
        found = []
        for match in self._address.finditer(data):
            address = match[0].replace(b"\\", b"").decode("latin-1")
            key = path, address.partition("//")[2]  # what was read before may lie here without its scheme
            if key not in self._told and len(self._told) < TOLD:
                self._told.add(key)
                found.append(address)
        return found


class PageReader:
    """Reads the answers to the page requests of one connection; every other is left alone.

    Pairs by the latest request, as browsers ask for one page at a time on a connection; what is no HTTP, or of an
    encoding that can't be read, is passed over.
    """

    def __init__(self, conn: int, watch: PageWatch) -> None:
        self._conn = conn
        self._watch = watch
        self._view: RequestView | None = None
        self._parser: httptools.HttpResponseParser | None = None
        self._found: list[WireBypass] = []
        self._now = 0
        self._forget()

    def feed(self, data: bytes, view: RequestView | None, now: int) -> list[WireBypass]:
        """Bytes of the server, and the latest request."""
        self._now = now
        if view is not self._view:
            self._view = view
            is_page = view is not None and view.kind == "page"
            self._parser = httptools.HttpResponseParser(self) if is_page else None
            self._forget()
        if self._parser is not None:
            try:
                self._parser.feed_data(data)
            except (httptools.HttpParserError, httptools.HttpParserUpgrade):
                self._parser = None
        found, self._found = self._found, []
        return found

    def _forget(self) -> None:
        self._readable = False
        self._left = READ_BYTES
        self._tail = b""
        self._inflating: Inflating | None = None

    def _tell(self, data: bytes, where: Literal["body", "location"]) -> None:
        n, path = (0, "") if self._view is None else (self._view.n, self._view.path)
        for address in self._watch.find(data, path):
            self._found.append(
                WireBypass(t=self._now, conn=self._conn, n=n, path=path, address=address, where=where)
            )

    # --- what llhttp calls

    def on_header(self, name: bytes, value: bytes) -> None:
        """One of the answer's headers."""
        match name.lower():
            case b"location":
                self._tell(value, "location")
            case b"content-type":
                self._readable = _READ_TYPES.match(value.lower()) is not None
            case b"content-encoding":
                self._inflating = Inflating()  # of anything but gzip and deflate it makes nothing
            case _:
                pass

    def on_body(self, data: bytes) -> None:
        """Some of the answer's body."""
        if not self._readable or self._left <= 0:
            return
        if self._inflating is not None:
            data = b"" if self._inflating.broken else self._inflating.feed(data)
        data = self._tail + data[: self._left]
        self._left -= len(data) - len(self._tail)
        self._tell(data, "body")
        self._tail = data[-_OVERLAP:]

    def on_message_complete(self) -> None:
        """The answer is complete; an interim one is followed by another."""
        self._forget()
