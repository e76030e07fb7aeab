"""What a file that people already have turned out to be: its records, and what it cannot tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from harness.events import AnyEvent, Record

Kind = Literal["har", "log", "packets", "run"]
"""What can be diagnosed: a browser's HAR, a server's log, a packet capture, and a run of ours, which has all."""

ENTRY: dict[Kind, str] = {"har": "entry", "log": "line", "packets": "packet", "run": "event"}
"""What the numbers of a kind count."""


class NotACaptureError(ValueError):
    """A file is none that can be read: one line that says why."""


@dataclass(frozen=True)
class Captured:
    """A file as if witnesses had told it. `what`: in words; records bear the numbers of its entries.

    `doubts`: hypotheses that this very file can neither keep nor reject, whatever it shows, and why, in words.
    """

    kind: Kind
    what: str
    records: list[Record]
    doubts: dict[str, str] = field(default_factory=dict)


def record(number: int, event: AnyEvent, kind: Kind) -> Record:
    """An event that an entry tells, as a record."""
    return Record(seq=number, at=event.t, src=kind, event=event)
