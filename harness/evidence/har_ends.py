"""How connections ended, and Chromium's names for what that did to an exchange (net/base/net_error_list.h)."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from harness.events import CloseHow, Crossed, WireLegClosed

Header = tuple[str, str]
Headers = tuple[Header, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of headers: as a HAR has it, and the first value of each name (in lower case)."""

    listed: msgspec.Raw
    values: dict[str, str]

    @classmethod
    def of(cls, headers: Headers) -> Block:
        """From its pairs."""
        listed = [{"name": name, "value": value} for name, value in headers]
        return cls(
            msgspec.Raw(msgspec.json.encode(listed)), {name.lower(): value for name, value in headers[::-1]}
        )

    def value(self, name: str) -> str | None:
        """The first value of a header; null when it is not there."""
        return self.values.get(name)


NONE = Block.of(())
"""No headers."""


class Ends:
    """The ends of connections by number, as the wire told them, in their order."""

    def __init__(self) -> None:
        self._doers: dict[int, str] = {}
        self._of_client: dict[int, tuple[CloseHow, str]] = {}

    def close(self, event: WireLegClosed) -> None:
        """One leg ended."""
        if event.by != "relay":
            self._doers.setdefault(event.conn, event.leg if event.by == "peer" else event.fault or "fault")
        if event.leg == "client":
            self._of_client.setdefault(event.conn, (event.how, event.by))

    def closed_by(self, conn: int) -> str | None:
        """Who began to end the connection: client, server, or a fault's name; null while it is open or not known.

        A client's FIN is taken for its going: on the wire it looks like that of one which is only done asking, but
        neither browsers nor HTTP libraries do that.
        """
        return self._doers.get(conn)

    def failure(self, row: Crossed, headers: Block) -> str | None:
        """Chromium's name of the error of a cut exchange; null for all others. `headers` are its answer's."""
        if row.ending != "cut":
            return None
        how, by = self._of_client.get(row.conn, (None, ""))
        if by == "peer":
            return "net::ERR_ABORTED"
        if how == "rst":
            return "net::ERR_CONNECTION_RESET"
        return _within_body(headers) if row.status is not None else _unanswered(row, how)


def _unanswered(row: Crossed, how: CloseHow | None) -> str:
    if how is None:
        return "net::ERR_FAILED"
    return "net::ERR_EMPTY_RESPONSE" if row.answered is None else "net::ERR_RESPONSE_HEADERS_TRUNCATED"


def _within_body(headers: Block) -> str:
    """A length is complained of only after an end in good order (http_stream_parser.cc)."""
    if "chunked" in (headers.value("transfer-encoding") or "").lower():
        return "net::ERR_INCOMPLETE_CHUNKED_ENCODING"
    if headers.value("content-length") is not None:
        return "net::ERR_CONTENT_LENGTH_MISMATCH"
    return "net::ERR_FAILED"
