"""What a recording holds, at a glance: its bounds, its faults, the bars of its charts. One pass over its bytes.

Lines are told apart by a few bytes and decoded only where they matter, so a million of them take about a second. A
glance is for the first picture; all that is shown after it is folded from every record, and checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from operator import attrgetter
from pathlib import PurePosixPath

import msgspec

from harness.clock import seconds
from harness.events import PROBE, AnyEvent, Envelope, Record, RunEnding, RunReady
from harness.evidence.opening import Evidence
from harness.evidence.reading import LINE_BYTES
from harness.frames import UNREADABLE
from harness.metrics.charts import Charts
from harness.session.marks import Marks
from harness.snapshot import Bucket, Mark

BLOCK = 1024 * 1024
_OF_WIRE = (b'"wire.sid-issued"', b'"status":400', b'"wire.fault-applied"', b'"wire.fault-lifted"')
_OF_CLIENTS = (b'"client.disconnected"',)
_OF_SESSION = (b'"type":"run.',)
NEEDLES = {"wire": _OF_WIRE, "clients": _OF_CLIENTS, "session": _OF_SESSION, "server": (), "guard": ()}
"""Bytes of the events that charts and marks are made of, by who tells them; what others tell is read for all.

A chart of other events is empty until all is read.
"""
ALL_NEEDLES = (*_OF_WIRE, *_OF_CLIENTS, *_OF_SESSION)
FAULTS = frozenset({"restart", "fault", "way", "server-down"})
"""The kinds of marks that one can jump to."""

_envelopes = msgspec.json.Decoder(Envelope)
_events: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


@dataclass(frozen=True)
class Glance:
    """Times in monotonic ns: of the `first` and the `last` record, and second 0 of the run (`zero`).

    A run that never was ready has its first record at second 0. `faults`: when the record of each fault, restart
    and failure came. `ended`: second in which the run began to end; None when it never did.
    """

    first: int
    last: int
    zero: int
    ended: float | None
    faults: tuple[int, ...]
    marks: tuple[Mark, ...]
    buckets: tuple[Bucket, ...]

    def second(self, t: int) -> float:
        """A monotonic time as seconds of the run."""
        return seconds(t - self.zero)


def glance(evidence: Evidence) -> Glance | None:
    """A glance at a recording; None when there is nothing in it. Who reads all of it tells what is damaged."""
    found: list[Record] = []
    bounds: list[int] = []
    for name in evidence.names("events"):
        for line in _lines(evidence, name):
            if record := _decoded(line.data):
                bounds.append(record.at)
                if line.matters:
                    found.append(record)
    if not bounds:
        return None
    found.sort(key=attrgetter("seq"))
    return _made(found, min(bounds), max(bounds))


def _made(records: list[Record], first: int, last: int) -> Glance:
    ready = next((one.event.t for one in records if isinstance(one.event, RunReady)), None)
    ending = next((one.event.t for one in records if isinstance(one.event, RunEnding)), None)
    marks, charts, begun = Marks(), Charts(), {}
    if ready is not None:
        charts.ready(ready)
    for record in records:
        marks.fold(record)
        begun[record.seq] = record.at
        if getattr(record.event, "client", None) != PROBE and (ending is None or record.event.t <= ending):
            charts.fold(record.event)
    zero = first if ready is None else ready
    return Glance(
        first=first,
        last=last,
        zero=zero,
        ended=None if ending is None else seconds(ending - zero),
        faults=tuple(begun[mark.id] for mark in marks.all() if mark.kind in FAULTS),
        marks=marks.all(),
        buckets=tuple(charts.all()),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a file; one that does not matter is the first or the last, and bounds the recording."""

    data: bytes
    matters: bool


def _lines(evidence: Evidence, name: str) -> Iterator[_Line]:
    """The first line of a file, its last whole one, and those that hold a needle."""
    last, first, needles = b"", True, needles_of(name)
    with suppress(OSError), evidence.open(name) as file:  # damage, which who reads all of it tells
        left = b""
        while block := file.read(BLOCK):
            whole, newline, left = (left + block).rpartition(b"\n")
            if not newline and len(left) > LINE_BYTES:
                break
            if not newline:
                continue
            if first:
                yield _Line(whole.partition(b"\n")[0], matters=False)
                first = False
            last = whole.rpartition(b"\n")[2]
            for start, end in sorted(_places(whole, needles)):
                yield _Line(whole[start:end], matters=True)
    if last:
        yield _Line(last, matters=False)


def needles_of(name: str) -> tuple[bytes, ...]:
    """What to look for in a file of events: `events/clients-0.jsonl` holds what the clients told."""
    return NEEDLES.get(re.split(r"[-.]", PurePosixPath(name).name)[0], ALL_NEEDLES)


def _places(block: bytes, needles: tuple[bytes, ...]) -> set[tuple[int, int]]:
    """Where the lines that hold a needle begin and end."""
    places = set()
    for needle in needles:
        at = block.find(needle)
        while at >= 0:
            end = block.find(b"\n", at)
            end = len(block) if end < 0 else end
            places.add((block.rfind(b"\n", 0, at) + 1, end))
            at = block.find(needle, end)
    return places


def _decoded(line: bytes) -> Record | None:
    try:
        envelope = _envelopes.decode(line)
        event = _events.decode(bytes(envelope.event))
    except UNREADABLE:
        return None
    return Record(seq=envelope.seq, at=envelope.at, src=envelope.src, event=event)
