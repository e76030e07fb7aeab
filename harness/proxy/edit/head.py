"""The head of a request or an answer, kept byte for byte, so that an edit changes what it names and nothing else.

Only heads that every server reads alike are taken (RFC 9112, 2.2, 5 and 6): CRLF line ends, no folded lines, no
space before a colon, one framing. Anything else can't be edited safely, and is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import quote

END = b"\r\n\r\n"
_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_REQUEST = re.compile(rb"(%b) (\S+) HTTP/1\.[01]" % _TOKEN)
_ANSWER = re.compile(rb"HTTP/1\.[01] (\d{3})(?: [^\r\n]*)?")
_FIELD = re.compile(rb"(%b):([^\r\n\0]*)" % _TOKEN)


class UnframeableError(ValueError):
    """Bytes that are no HTTP/1 as every server reads it: they are left alone."""


@dataclass(frozen=True)
class Head:
    """`start` is the first line, `lines` the fields', as they came; none has its line end."""

    start: bytes
    lines: tuple[bytes, ...]

    @classmethod
    def parse(cls, raw: bytes) -> Head:
        """From its bytes, the empty line at its end included. UnframeableError for what is not plainly a head."""
        start, *lines = raw.removesuffix(END).split(b"\r\n")
        if not all(_FIELD.fullmatch(line) for line in lines):
            raise UnframeableError("a field that servers read in different ways")
        if not (_REQUEST.fullmatch(start) or _ANSWER.fullmatch(start)):
            raise UnframeableError("no request line or status line")
        return cls(start, tuple(lines))

    @cached_property
    def raw(self) -> bytes:
        """Its bytes."""
        return b"\r\n".join((self.start, *self.lines)) + END

    # --- fields

    def values(self, name: bytes) -> list[bytes]:
        """The values of all fields of this name (lower case)."""
        return [line.partition(b":")[2].strip() for line in self.lines if _name(line) == name]

    def tokens(self, name: bytes) -> list[bytes]:
        """The comma-separated words of a field, in lower case."""
        return [word.strip().lower() for value in self.values(name) for word in value.split(b",") if word.strip()]

    def without(self, name: bytes, beginning: bytes = b"") -> Head:
        """Without any field of this name (lower case) whose value begins so."""
        return replace(self, lines=tuple(line for line in self.lines if not _is(line, name, beginning)))

    def having(self, name: bytes, value: bytes) -> Head:
        """With one field of this name: where the first was, in its spelling, or at the end."""
        places = [at for at, line in enumerate(self.lines) if _name(line) == name.lower()]
        if not places:
            return replace(self, lines=(*self.lines, b"%b: %b" % (name, value)))
        lines = [line for at, line in enumerate(self.lines) if at not in places[1:]]
        lines[places[0]] = b"%b: %b" % (lines[places[0]].partition(b":")[0], value)
        return replace(self, lines=tuple(lines))

    def without_token(self, name: bytes, token: bytes) -> Head:
        """Without one word of a comma-separated field; a field that is empty then goes altogether."""
        words = [word.strip() for value in self.values(name) for word in value.split(b",")]
        kept = [word for word in words if word.lower() != token]
        if kept == words:
            return self
        return self.having(name, b", ".join(kept)) if kept else self.without(name)

    # --- of a request

    @property
    def method(self) -> bytes:
        """The method."""
        return self.start.split(b" ")[0]

    @property
    def target(self) -> bytes:
        """The target as it came."""
        return self.start.split(b" ")[1]

    @property
    def upgrades(self) -> bool:
        """Whether it validly asks to switch protocols (RFC 9110, 7.8)."""
        return b"upgrade" in self.tokens(b"connection") and bool(self.values(b"upgrade"))

    @property
    def ends_connection(self) -> bool:
        """Whether the client wants no further answer on this connection (RFC 9112, 9.3)."""
        words = self.tokens(b"connection")
        return b"close" in words or (self.start.endswith(b"HTTP/1.0") and b"keep-alive" not in words)

    def with_query(self, name: str, value: str | None) -> Head:
        """With this query parameter, where the first of its name was, or at the end; None: without it."""
        path, mark, query = self.target.partition(b"?")
        pairs = query.split(b"&") if mark else []
        pairs = _changed(pairs, name.encode(), None if value is None else quote(value, safe="").encode())
        target = path + (b"?" + b"&".join(pairs) if pairs else b"")
        method, _, version = self.start.split(b" ")
        return replace(self, start=b" ".join((method, target, version)))

    # --- of an answer

    @property
    def status(self) -> int:
        """The status of an answer."""
        return int(self.start[9:12])


def _name(line: bytes) -> bytes:
    return line.partition(b":")[0].lower()


def _is(line: bytes, name: bytes, beginning: bytes) -> bool:
    return _name(line) == name and line.partition(b":")[2].strip().startswith(beginning)


def _changed(pairs: list[bytes], name: bytes, value: bytes | None) -> list[bytes]:
    places = [at for at, pair in enumerate(pairs) if pair.partition(b"=")[0] == name]
    if value is None:
        return [pair for at, pair in enumerate(pairs) if at not in places]
    changed = list(pairs)
    if places:
        changed[places[0]] = name + b"=" + value
    else:
        changed.append(name + b"=" + value)
    return changed
