"""What the request list asks of a row: is it searched for, how loud is it, what stands in a cell. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from harness.snapshot import RequestRow
from ui.telling import Tone
from ui.waterfall import took

Chip = Literal["all", "refused", "failed", "handshake", "poll", "post", "websocket"]

CHIPS: dict[Chip, Callable[[RequestRow], bool]] = {
    "all": lambda _row: True,
    "refused": lambda row: row.status == 400,
    "failed": lambda row: failed(row) or (row.status or 0) >= 500,
    "handshake": lambda row: row.kind == "handshake",
    "poll": lambda row: row.kind == "poll",
    "post": lambda row: row.kind == "post",
    "websocket": lambda row: row.kind in {"websocket", "upgrade"},
}
SHORT_SID = 11
"""A longer sid is shown by its first letters, which tell the epoch, and its last, which tell it from others."""
FIELD_NAMES = ("client", "sid", "kind", "method", "status", "cause", "body", "fault")
REQUEST = "request:"
"""Before keys with commas, in a search: 12.3 is the third request of connection 12, and 12 is all of it."""
_UNITS = ("B", "kB", "MB", "GB")


class Wanted:
    """A filter: a chip, a client (empty for all), and words that all must be found.

    A word as `sid:abc` looks in that field only, `request:12.3,14` names requests; all other words anywhere.
    """

    def __init__(self, chip: Chip = "all", client: str = "", words: str = "") -> None:
        self._fits = CHIPS[chip]
        self._client = client
        asked = words.lower().split()
        self._words = [split(word) for word in asked if not word.startswith(REQUEST)]
        self._keys = [set(word.removeprefix(REQUEST).split(",")) for word in asked if word.startswith(REQUEST)]

    def holds(self, row: RequestRow) -> bool:
        """Whether the row is wanted."""
        if not self._fits(row) or (self._client and row.client != self._client):
            return False
        if self._keys and not all({str(row.conn), f"{row.conn}.{row.n}"} & keys for keys in self._keys):
            return False
        return all(is_in(row, name, word) if name else word in text_of(row) for name, word in self._words)


def is_in(row: RequestRow, name: str, word: str) -> bool:
    """Whether a field holds a word; a client is meant by its whole name, or by its group's."""
    value = str(getattr(row, name)).lower()
    if name == "client":
        return word in {value, value.rpartition("-")[0]}
    return word in value


def split(word: str) -> tuple[str, str]:
    """A word of a search as field and word; the field is empty where it is meant for all of them."""
    name, colon, rest = word.partition(":")
    return (name, rest) if colon and name in FIELD_NAMES else ("", word)


def text_of(row: RequestRow) -> str:
    """What a search without a field looks in."""
    parts = (row.method, row.kind, row.path, row.sid, row.client, row.cause, row.body, row.closed_by, row.fault)
    return f"{row.status or ''} {row.error} {row.text} {' '.join(parts)}".lower()


def failed(row: RequestRow) -> bool:
    """Whether no whole answer came."""
    return row.ending == "cut" or bool(row.error)


def tone_of(row: RequestRow) -> Tone:
    """How loud its status is."""
    if failed(row):
        return "bad"
    if row.status is None:
        return "quiet"
    cut_by_fault = row.ending == "switched" and row.closed_by not in {"", "client", "server"}
    if row.ending == "wire" or cut_by_fault or (row.fault and row.status < 400):
        return "mark"
    return "bad" if row.status >= 500 else "warn" if row.status >= 400 else "ok"


def cause_of(row: RequestRow) -> str:
    """Why it was refused, or how a browser calls its failure."""
    return row.cause or row.error.removeprefix("net::")


def short_sid(sid: str) -> str:
    """A sid as a cell shows it."""
    return f"{sid[:4]}…{sid[-6:]}" if len(sid) > SHORT_SID else sid


def size_text(row: RequestRow) -> str:
    """The sizes of its bodies, both ways, or a WebSocket's messages; empty where there is nothing."""
    if row.messages != (0, 0):
        return f"↑{row.messages[0]:,} ↓{row.messages[1]:,}"
    return bytes_text(row.got or row.sent) if row.got or row.sent else ""


def bytes_text(count: int) -> str:
    """A number of bytes with its unit, in powers of 1000."""
    if count < 1000:
        return f"{count} B"
    power = min(len(_UNITS) - 1, (len(str(count)) - 1) // 3)
    return f"{count / 1000**power:.1f} {_UNITS[power]}"


SORTS: dict[str, Callable[[RequestRow], object]] = {
    "began": lambda row: row.began,
    "method": lambda row: row.method,
    "kind": lambda row: row.kind,
    "status": lambda row: (failed(row), row.status or 0),
    "cause": cause_of,
    "body": lambda row: row.body,
    "client": lambda row: _name_key(row.client),
    "sid": lambda row: row.sid,
    "size": lambda row: row.got + row.sent + sum(row.messages),
    "closed_by": lambda row: row.closed_by,
    "took": lambda row: took(row) if row.ended is not None else float("inf"),
}
"""What each column is sorted by, in the order of the columns."""


def _name_key(name: str) -> tuple[str, int]:
    stem, _, number = name.rpartition("-")
    return (stem, int(number)) if number.isdigit() else (name, 0)
