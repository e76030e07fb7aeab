"""Builds snapshots: differences for a viewer that has the rest, or everything for one that is new."""

from __future__ import annotations

from typing import Any

import msgspec

from harness.clock import Clock, monotonic_ns, seconds
from harness.events import (
    AnyEvent,
    ChildFlushed,
    ClientAttempt,
    ClientOpened,
    ClientReceived,
    ClientSent,
    Record,
    RunReady,
    ServerBeat,
    WireAccounts,
    WireClosed,
    WireHead,
    WireLegClosed,
    WireOpened,
    WirePosted,
    WireRequest,
    WireResponse,
    WireTraffic,
)
from harness.session.board import BoardDesk
from harness.session.shown import Shown
from harness.session.traffic import Traffic
from harness.snapshot import Health, Logged, Snapshot

SUMMARY_SECONDS = 0.25
RATE_SECONDS = 1.0
_ORDINARY = (
    ClientOpened
    | ClientReceived
    | ClientSent
    | WireClosed
    | WireHead
    | WireOpened
    | WirePosted
    | WireRequest
    | WireTraffic
    | WireAccounts
    | ChildFlushed
    | ServerBeat
)
"""Recorded and counted; in the event log thousands of them would hide what matters."""


def is_ordinary(event: AnyEvent) -> bool:
    """Whether an event is traffic as it should be: nobody looks for it, and there is more of it than of else."""
    match event:
        case WireResponse(status=status, kind=kind) | ClientAttempt(status=int(status), kind=kind):
            return status < 400 and kind in {"poll", "post"}
        case WireLegClosed(how=how, by=by):
            return how == "fin" and by != "fault"
        case _:
            return isinstance(event, _ORDINARY)


class Publisher:
    """Turns the state of a run into snapshots, and its records into lines of the event log."""

    def __init__(self, run: Shown, clock: Clock = monotonic_ns) -> None:
        self._run = run
        self._clock = clock
        self._zero: int | None = None
        self._traffic = Traffic()
        self._board = BoardDesk(run.told)
        self._summary: dict[str, Any] = {}
        self._summed = 0
        self._rate = 0.0
        self._rated = (clock(), 0)

    def fold(self, record: Record) -> None:
        """Take one event: second 0 is when the run became ready."""
        self._traffic.fold(record.event)
        self._board.fold(record)
        if isinstance(record.event, RunReady):
            self._zero = record.event.t

    def line(self, record: Record) -> Logged | None:
        """The event log's line for a record; None for ordinary traffic, which only the evidence holds."""
        if is_ordinary(record.event):
            return None
        at = None if self._zero is None else seconds(record.event.t - self._zero)
        return Logged(seq=record.seq, at=at, src=record.src, event=record.event)

    def snapshot(self, *, full: bool) -> Snapshot:
        """The run as it stands now."""
        run, tally, marks = self._run, self._run.tally, self._run.marks
        now = None if self._zero is None else seconds(self._clock() - self._zero)
        requests, gone = self._traffic.requests(full=full)
        return Snapshot(
            state=run.state,
            full=full,
            run_id=run.run_id,
            folder=str(run.folder.path),
            scenario=run.scenario.title,
            name=run.scenario.name,
            raw=run.raw,
            duration=run.scenario.duration,
            message=run.trouble,
            root=run.root,
            now=now if run.ended_at is None else run.ended_at,
            bucket=tally.bucket_seconds,
            server=run.card(),
            summary=self._summarised(),
            clients=tuple(tally.all_rows() if full else tally.rows()),
            buckets=tuple(tally.all_buckets() if full else tally.buckets()),
            marks=marks.all() if full else marks.changed(),
            faults=run.faults.rows() if run.faults else (),
            ways=run.ailing(),
            lan=run.lan.card(),
            touched=self._traffic.touched(full=full),
            requests=requests,
            requests_left_out=self._traffic.left_out,
            requests_gone=gone,
            sessions=self._traffic.sessions(full=full),
            plan=run.plan.rows(),
            groups=tuple(msgspec.to_builtins(group) for group in run.groups.values()),
            board=self._board.now() if full else self._board.changed(),
            health=self._health(),
        )

    def _summarised(self) -> dict[str, Any]:
        now = self._clock()
        if not self._summary or seconds(now - self._summed) >= SUMMARY_SECONDS or self._run.ended_at is not None:
            self._summary, self._summed = self._run.summary(), now
        return self._summary

    def _health(self) -> Health:
        recorder, now = self._run.recorder, self._clock()
        since, before = self._rated
        if seconds(now - since) >= RATE_SECONDS:
            self._rate = (recorder.offered - before) / seconds(now - since)
            self._rated = (now, recorder.offered)
        return Health(
            recorded=recorder.written,
            dropped=recorder.dropped,
            rate=self._rate,
            core_pid=self._run.core_pid,
            tap_lost=self._run.tap_lost(),
        )
