"""Reads recorded events back: every file of a run folder, merged by the session's number, each line checked.

A writer that was killed may leave one torn line at the end of each file: bytes without a newline, which were never
acknowledged, and are passed over. Anything else that is wrong is damage, and is told with file and line.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

import msgspec

from harness.events import AnyEvent, Envelope, Record
from harness.evidence.recorder import checksum
from harness.frames import UNREADABLE

LINE_BYTES = 32 * 1024 * 1024

_envelopes = msgspec.json.Decoder(Envelope)
_events: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


class DamagedRecordError(ValueError):
    """A recorded line is not what was written. `file` under the folder, `record` counts lines from 1."""

    def __init__(self, file: str, record: int, what: str) -> None:
        super().__init__(f"{file}, record {record}: {what}")
        self.file = file
        self.record = record
        self.what = what


def read_records(events: Path, sources: tuple[str, ...] = ("",), holding: bytes = b"") -> Iterator[Record]:
    """Every record under a folder `events`, by number. DamagedRecordError when a line is not as it was written.

    `sources`: how the names of the sources begin that are wanted; all of them unless said. `holding`: lines
    without these bytes are passed over unread.
    """
    files = sorted(path for path in events.glob("*.jsonl") if path.is_file() and path.name.startswith(sources))
    return heapq.merge(*(read_file(path, holding) for path in files), key=attrgetter("seq"))


def read_file(path: Path, holding: bytes = b"") -> Iterator[Record]:
    """The records of one file, in order, without a torn line at its end."""
    with path.open("rb") as file:
        yield from read_stream(file, f"{path.parent.name}/{path.name}", holding)


def read_stream(file: BinaryIO, name: str, holding: bytes = b"") -> Iterator[Record]:
    """The records of an open file that is called `name`, in order, without a torn line at its end."""
    number = 0
    while (line := _next_line(file, name, number + 1)).endswith(b"\n"):
        number += 1
        if holding in line:
            yield _decode(line, name, number)
    if len(line) == LINE_BYTES:
        raise DamagedRecordError(name, number + 1, "too long")


def _next_line(file: BinaryIO, name: str, number: int) -> bytes:
    try:
        return file.readline(LINE_BYTES)
    except OSError as why:
        raise DamagedRecordError(name, number, why.strerror or str(why)) from why


def _decode(line: bytes, file: str, number: int) -> Record:
    try:
        envelope = _envelopes.decode(line)
        raw = bytes(envelope.event)
        event = _events.decode(raw)
    except UNREADABLE as why:
        raise DamagedRecordError(file, number, str(why)) from why
    if envelope.crc != checksum(envelope.seq, envelope.at, envelope.src, raw):
        raise DamagedRecordError(file, number, "crc")
    return Record(seq=envelope.seq, at=envelope.at, src=envelope.src, event=event)
