"""The markers that run through all charts: what was done to the server and the wire, and for how long."""

from __future__ import annotations

from harness.clock import seconds
from harness.events import (
    Record,
    RunNote,
    RunReady,
    RunScreenshot,
    RunServerDown,
    RunServerReady,
    RunServerRelieved,
    RunServerStruck,
    RunStep,
    WireFaultApplied,
    WireFaultLifted,
)
from harness.snapshot import Mark

_TO_SERVER = {"restart", "start", "stop"}


class Marks:
    """Folds events into marks, in seconds since the run became ready. Nothing before that is marked."""

    def __init__(self) -> None:
        self._zero: int | None = None
        self._marks: dict[int, Mark] = {}
        self._changed: dict[int, Mark] = {}
        self._server: int | None = None
        self._faults: dict[int, int] = {}
        self._ways: dict[int, int] = {}

    def fold(self, record: Record) -> None:
        """Take one event."""
        event = record.event
        if isinstance(event, RunReady):
            self._zero = event.t
        elif self._zero is not None:
            self._fold_timed(record, seconds(event.t - self._zero))

    def all(self) -> tuple[Mark, ...]:
        """Every mark."""
        return tuple(self._marks.values())

    def changed(self) -> tuple[Mark, ...]:
        """The marks that are new or have ended since the last call."""
        marks, self._changed = tuple(self._changed.values()), {}
        return marks

    def _fold_timed(self, record: Record, at: float) -> None:
        event, number = record.event, record.seq
        if isinstance(event, RunStep) and event.do in _TO_SERVER:
            self._server = self._put(number, "restart", str(event.detail.get("how") or event.do), at)
        elif isinstance(event, RunServerReady):
            self._end(self._server, at)
            self._server = None
        elif isinstance(event, RunServerDown) and not event.asked and self._server is None:
            self._server = self._put(number, "server-down", "", at)
        elif isinstance(event, WireFaultApplied):
            self._faults[event.id] = self._put(number, "fault", event.fault, at)
        elif isinstance(event, WireFaultLifted):
            self._end(self._faults.pop(event.id, None), at)
        elif isinstance(event, RunServerStruck):
            self._ways[event.id] = self._put(number, "way", event.way, at)
        elif isinstance(event, RunServerRelieved):
            self._end(self._ways.pop(event.id, None), at)
        elif isinstance(event, RunNote | RunScreenshot):
            kind = "note" if isinstance(event, RunNote) else "screenshot"
            self._end(self._put(number, kind, getattr(event, "text", ""), at), at)

    def _put(self, number: int, kind: str, name: str, start: float, end: float | None = None) -> int:
        mark = Mark(id=number, kind=kind, name=name, start=start, end=end)
        self._marks[number] = self._changed[number] = mark
        return number

    def _end(self, number: int | None, at: float) -> None:
        if number is not None:
            mark = self._marks[number]
            self._put(number, mark.kind, mark.name, mark.start, at)
