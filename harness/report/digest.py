"""Reads the evidence of a run once, and keeps what a report says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from harness.commands import Added
from harness.diagnosis.judge import Diagnosis, diagnose
from harness.diagnosis.told import Told
from harness.events import Record, RunEnding, RunReady, RunStarted
from harness.evidence.opening import Evidence
from harness.evidence.reading import DamagedRecordError
from harness.evidence.schemas import Trial, Verdict
from harness.metrics.tally import Tally
from harness.report.added import read_added
from harness.report.bars import Bars
from harness.report.cutoff import CutOff
from harness.report.moments import Moments
from harness.session.marks import Marks
from harness.snapshot import Bucket, Mark


@dataclass(frozen=True)
class Damage:
    """Something of the run that is not as it was written: the file, its record (0: all of it), and what."""

    file: str
    record: int
    what: str


@dataclass(frozen=True)
class Digest:
    """A run, as far as a report speaks of it. `counted`: its figures were counted from the events here.

    `summary` is summary.json, or those. `damage`: what of the evidence is not as it was written.
    """

    name: str
    state: str
    meta: dict[str, Any]
    summary: dict[str, Any]
    counted: bool
    root: str | None
    added: Added
    damage: tuple[Damage, ...]
    diagnosis: Diagnosis
    cut_off: CutOff
    moments: Moments
    marks: tuple[Mark, ...]
    buckets: tuple[Bucket, ...]
    bucket: float
    clock: Clockwork


@dataclass
class Clockwork:
    """The run's times: `began` (monotonic ns) was `wall`; `ready` is second 0, `ended` when it began to end."""

    began: int | None = None
    wall: datetime | None = None
    ready: int | None = None
    ended: int | None = None
    last: int = 0
    title: str = ""

    def fold(self, record: Record) -> None:
        """Notice when the run began, was ready, and ended."""
        event = record.event
        self.last = max(self.last, event.t)
        if isinstance(event, RunStarted):
            self.began, self.wall, self.title = event.t, _moment(event.wall), event.title
        elif isinstance(event, RunReady):
            self.ready = event.t
        elif isinstance(event, RunEnding) and self.ended is None:
            self.ended = event.t

    def at(self, t: int) -> datetime | None:
        """The wall time (UTC) of a monotonic one."""
        if self.wall is None or self.began is None:
            return None
        return self.wall + timedelta(microseconds=(t - self.began) / 1000)

    def second(self, t: int) -> float | None:
        """The second of the run; None before there was one."""
        return None if self.ready is None else (t - self.ready) / 1e9

    @property
    def seconds(self) -> float:
        """How long the run was, as far as it is on record."""
        last = self.last if self.ended is None else self.ended
        return 0.0 if self.ready is None else max(0.0, (last - self.ready) / 1e9)


def _moment(text: str) -> datetime | None:
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        return None
    return made if made.tzinfo else made.replace(tzinfo=UTC)


def digest(evidence: Evidence, problems: Iterable[dict[str, Any]] = ()) -> Digest:
    """All of it. `problems` are those that `verify` found. What is damaged is told of, and the rest is read."""
    damage = [Damage(str(one["file"]), one["record"] or 0, str(one["what"])) for one in problems]
    reader = _Reader(evidence, damage)
    meta = reader.document("meta") or {}
    summary, manifest = reader.document("summary"), reader.document("manifest")
    tally = None
    if summary is None:
        tally = Tally(run_id=evidence.name, scenario="", profile="", started="")
    bars = tally or Bars()
    reader.read(bars)
    return Digest(
        name=evidence.name,
        state=evidence.state,
        meta=meta,
        summary=tally.summary() if tally else summary or {},
        counted=tally is not None,
        root=manifest["root"] if manifest and isinstance(manifest.get("root"), str) else None,
        added=reader.added(),
        damage=tuple(dict.fromkeys(damage)),
        diagnosis=diagnose(reader.told.story),
        cut_off=reader.cut_off,
        moments=reader.moments,
        marks=reader.marks.all(),
        buckets=tuple(bars.all_buckets()),
        bucket=bars.bucket_seconds,
        clock=reader.clock,
    )


class _Form(msgspec.Struct):
    """What a report reads of a summary and of a meta besides single figures; anybody may have written them."""

    scenario: str | dict[str, Any] = ""
    profile: str = ""
    outcome: str = ""
    witnesses: dict[str, Any] = {}
    expectations: list[Verdict] = []
    trial: Trial | None = None
    command_line: list[str] = []


class _Reader:
    """Reads, and notes what is damaged."""

    def __init__(self, evidence: Evidence, damage: list[Damage]) -> None:
        self._evidence, self._damage = evidence, damage
        self.told, self.marks, self.cut_off, self.moments = Told(), Marks(), CutOff(), Moments()
        self.clock = Clockwork()

    def document(self, name: str) -> dict[str, Any] | None:
        """meta, summary or manifest; None where it is not there, or not to be read."""
        try:
            found: dict[str, Any] | None = getattr(self._evidence, name)
            msgspec.convert(found or {}, _Form)
        except DamagedRecordError as why:
            self._note(why)
            return None
        except msgspec.ValidationError as why:
            self._damage.append(Damage(f"{name}.json", 0, f"has not the form of a {name}: {why}"))
            return None
        return found

    def added(self) -> Added:
        """What people have added."""
        try:
            return read_added(self._evidence)
        except DamagedRecordError as why:
            self._note(why)
            return Added()

    def read(self, bars: Tally | Bars) -> None:
        """Fold every record, up to the first that is damaged; `bars` counts what else is needed of them."""
        try:
            for record in self._evidence.records():
                self.clock.fold(record)
                bars.fold(record)
                self.told.fold(record)
                self.marks.fold(record)
                self.cut_off.fold(record.event)
                self.moments.fold(record)
        except DamagedRecordError as why:
            self._note(why)
        except OSError as why:  # of a bundle whose bytes are not what they were
            self._damage.append(Damage("events", 0, why.strerror or str(why)))

    def _note(self, why: DamagedRecordError) -> None:
        self._damage.append(Damage(why.file, why.record, why.what))
