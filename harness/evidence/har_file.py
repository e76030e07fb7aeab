"""Writes `session.har` of a run, and makes it again from a run folder: a pure reading of its events.

Entries stand in the order of their beginnings, and each WebSocket's messages in theirs, though either are recorded
when they are over. So both go through one sorting, and what is in memory does not grow with their number.

The log shows the run up to where its figures freeze (`Crossing.counts`): an answer that came later, while the run
was being ended, is left out and counted in the log's comment. So the 400s of the log are those of the summary;
only those of pages, whose `_kind` says so, stand here and not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

import msgspec

from harness.clock import NS_PER_S
from harness.discretion import RAW
from harness.events import PROBE, ClientAttempt, Crossed, Framed, Record, WireTraffic
from harness.evidence.folder import writing_atomically
from harness.evidence.har import entry, message, opening
from harness.evidence.har_refused import refusal
from harness.evidence.har_wire import Crossing, survey
from harness.evidence.line_sorter import LineSorter
from harness.evidence.reading import read_records

NAME = "session.har"
SOURCES = ("session", "wire", "server")
"""Whose events it is made of; of the clients only what they alone know: connects that were refused."""
REFUSED = {"ECONNREFUSED", "WSAECONNREFUSED"}

Read = Callable[[], Iterable[Record]]
"""Reads a run's records from the beginning, each time it is called."""

_KEY = b"%020d %010d %010d "
_KEY_CHARS = len(_KEY % (0, 0, 0))
_PLACE = b"%020d %010d "
_PLACE_CHARS = len(_PLACE % (0, 0))
_ENTRY, _SOCKET, _MESSAGE = b"0", b"1", b"2"

_encode = msgspec.json.Encoder().encode


def remake(run: Path) -> Path:
    """Write the HAR of the run folder `run`, anew if it is there; returns its path.

    OSError when it cannot be written, DamagedRecordError when the events are not as they were recorded.
    """
    with writing_atomically(run / NAME) as file:
        write(partial(_read, run / "events"), file, run)
    return run / NAME


def _read(events: Path) -> Iterator[Record]:
    yield from read_records(events, SOURCES)
    yield from read_records(events, ("clients",), holding=b"CONNREFUSED")


def write(read: Read, file: BinaryIO, scratch: Path) -> None:
    """Write the HAR of these records; what memory should not hold is put into the folder `scratch` meanwhile."""
    crossing = survey(read())
    with LineSorter(scratch) as sorter:
        lines = _Lines(crossing, sorter)
        for record in read():
            match record.event:
                case WireTraffic() as traffic:
                    lines.take(traffic)
                case ClientAttempt(errno=errno) as attempt if errno in REFUSED:
                    lines.refused(attempt)
                case _:
                    pass
        file.write(b'{"log":' + _encode(opening(crossing))[:-1] + b',"entries":[\n')
        file.writelines(_joined(sorter.lines()))
    file.write(b"\n]" + lines.comment() + b"}}\n")


class _Lines:
    """Makes a line of each exchange and message, sorted by when the exchange began; counts what has no place."""

    def __init__(self, crossing: Crossing, sorter: LineSorter) -> None:
        self._crossing = crossing
        self._sorter = sorter
        self._unanswered = set(crossing.unanswered)
        self._late = self._late_messages = self._lone_messages = self._made = 0

    def take(self, traffic: WireTraffic) -> None:
        """Take what one event tells."""
        for row in traffic.exchanges:
            self._exchange(row)
        for one in traffic.messages:
            self._message(one)

    def refused(self, attempt: ClientAttempt) -> None:
        """Take a connect that was refused: it has no connection, and so the number 0."""
        began = attempt.t - round(attempt.took * NS_PER_S)
        if self._crossing.in_time(began):
            self._add(_key(began, 0, self._number()) + _ENTRY, refusal(attempt, began, self._crossing))

    def _number(self) -> int:
        self._made += 1
        return self._made

    def _exchange(self, row: Crossed) -> None:
        self._unanswered.discard((row.conn, row.n))
        if self._crossing.counts(row):
            kind = _SOCKET if (row.conn, row.n) in self._crossing.sockets else _ENTRY
            self._add(_key(row.began, row.conn, row.n) + kind, entry(row, self._crossing))
        else:
            self._late += row.client != PROBE

    def _message(self, one: Framed) -> None:
        began = self._crossing.sockets.get((one.conn, one.n))
        if not self._crossing.in_time(one.t):
            self._late_messages += 1
        elif began is None:
            self._lone_messages += 1
        else:
            place = _key(began, one.conn, one.n) + _MESSAGE + _PLACE % (one.t, self._number())
            self._add(place, message(one, self._crossing.clock))

    def _add(self, place: bytes, made: dict[str, object]) -> None:
        self._sorter.add(place + _encode(made) + b"\n")

    def comment(self) -> bytes:
        """The log's remark: on a raw record, and on what is in the records and not among its entries."""
        found = (
            (self._late, "exchanges that were answered while the run was being ended are left out"),
            (self._late_messages, "WebSocket messages that came while the run was being ended are left out"),
            (self._lone_messages, "WebSocket messages belong to no recorded exchange"),
            (len(self._unanswered), "unanswered requests belong to no recorded exchange"),
        )
        said = [RAW] if self._crossing.raw else []
        text = "; ".join([*said, *(f"{count} {what}" for count, what in found if count)])
        return b',"comment":' + _encode(text) if text else b""


def _key(began: int, conn: int, n: int) -> bytes:
    return _KEY % (began, conn, n)


def _joined(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The entries as JSON, each WebSocket's with its messages."""
    between = b""
    for _, group in groupby(lines, key=itemgetter(slice(_KEY_CHARS))):
        first = next(group)
        body = first[_KEY_CHARS + 1 : -1]
        yield between
        between = b",\n"
        if first.startswith(_ENTRY, _KEY_CHARS):
            yield body
        else:
            yield body[:-1] + b',"_webSocketMessages":['
            yield from _listed(line[_KEY_CHARS + 1 + _PLACE_CHARS : -1] for line in group)
            yield b"]}"


def _listed(bodies: Iterable[bytes]) -> Iterator[bytes]:
    between = b""
    for body in bodies:
        yield between
        yield body
        between = b","
