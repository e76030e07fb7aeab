"""The bars of a report's charts, and nothing else of a run's figures: those stand in its summary."""

from __future__ import annotations

from harness.events import Record, RunEnding, RunReady
from harness.metrics.charts import Charts
from harness.metrics.presence import ProbeFilter
from harness.snapshot import Bucket


class Bars:
    """Counts what the charts show, as the window's do; what comes after the run began to end is not counted."""

    bucket_seconds = 1.0

    def __init__(self) -> None:
        self._charts, self._probes = Charts(self.bucket_seconds), ProbeFilter()
        self._ended: int | None = None

    def fold(self, record: Record) -> None:
        """Take one record, in the order of their numbers."""
        event = record.event
        if self._probes.hides(event) or (self._ended is not None and event.t > self._ended):
            return
        if isinstance(event, RunReady):
            self._charts.ready(event.t)
        elif isinstance(event, RunEnding) and self._ended is None:
            self._ended = event.t
        self._charts.fold(event)

    def all_buckets(self) -> list[Bucket]:
        """Every bar."""
        return self._charts.all()
