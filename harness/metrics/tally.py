"""Folds a run's records into everything that is shown and judged: summary, charts, client table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from harness.events import (
    ChildHello,
    ClientConnected,
    ClientDisconnected,
    ClientStarted,
    ClientStopped,
    GuardListening,
    Record,
    RunEnding,
    RunProcessExited,
    RunReady,
)
from harness.metrics import trial
from harness.metrics.away import Away
from harness.metrics.charts import Charts
from harness.metrics.counts.base import NS_PER_S, Moment, seconds
from harness.metrics.counts.faults import Faults
from harness.metrics.counts.tap import Tap
from harness.metrics.facts import Facts
from harness.metrics.groups import Groups
from harness.metrics.presence import Presence, ProbeFilter, is_hearsay
from harness.metrics.reconcile import Reconciliation, reconcile
from harness.metrics.rows import Rows
from harness.metrics.scope import Scope
from harness.metrics.sessions import Sessions
from harness.snapshot import Bucket, ClientRow

SETTLED = NS_PER_S
"""While a run goes on, its witnesses are compared as they stood so many ns ago: batches may be on the way."""
STALE = 50
"""Live, the witnesses are compared anew only after so many new facts, or a fifth more: pairing reads them all."""


class Tally:
    """A run in figures: give it every record, then ask. Events after `freeze` are kept as explanations only.

    `started`: UTC in ISO 8601; `bucket_seconds`: how much time a bar of a chart takes.
    """

    def __init__(
        self, *, run_id: str, scenario: str, profile: str, started: str, bucket_seconds: float = 1.0
    ) -> None:
        self._head = {"run_id": run_id, "scenario": scenario, "profile": profile}
        self._started = started
        self.bucket_seconds = bucket_seconds
        self._presence, self._probes = Presence(), ProbeFilter()
        self._facts, self._sessions = Facts(), Sessions()
        self._charts, self._rows = Charts(bucket_seconds), Rows()
        self._away = Away()
        self._all = Scope(self._sessions, self._away, Tap())
        self._faults = Faults()
        self._fault_folds = self._faults.folds()
        self._groups = Groups(self._sessions, self._away)
        self._ready: int | None = None
        self._frozen: int | None = None
        self._now = 0
        self._facts_seen = 0
        self._compared: tuple[int, Reconciliation] | None = None

    def freeze(self, t: int) -> None:
        """The run starts to end at `t` (monotonic ns): what comes later is counted nowhere.

        `RunEnding` says so too; the first word counts.
        """
        if self._frozen is None:
            self._frozen = t
            self._compared = None

    def fold(self, record: Record) -> None:
        """Take one record in, whatever its source and order."""
        event, hearsay = record.event, is_hearsay(record.src)
        if not hearsay:
            self._presence.fold(event)
        if self._probes.hides(event):
            return
        if not hearsay:
            self._facts_seen += self._facts.fold(record)
        if self._frozen is not None and event.t > self._frozen:
            return
        self._now = max(self._now, event.t)
        self._track(record)
        if isinstance(event, ChildHello | GuardListening | RunProcessExited):
            self._away.fold(event)
        self._charts.fold(event)
        self._rows.fold(event)
        if not hearsay:
            self._all.fold(event)
        self._groups.fold(event)
        if fold := self._fault_folds.get(type(event)):
            fold(event)

    def _track(self, record: Record) -> None:
        """How far the run is, and who is in which shard and session."""
        match record.event:
            case RunReady() as event:
                self._ready = event.t
                self._charts.ready(event.t)
            case RunEnding() as event:
                self.freeze(event.t)
            case ClientStarted() as event:
                self._sessions.started(event, record.src)
            case ClientConnected() as event:
                self._sessions.connected(event)
            case ClientDisconnected() as event:
                self._sessions.disconnected(event)
            case ClientStopped() as event:
                self._sessions.stopped(event)
            case RunProcessExited(role="clients" | "beacon") as event:
                self._shard_died(event)
            case _:
                pass

    def _shard_died(self, event: RunProcessExited) -> None:
        for client in self._sessions.shard_died(event.name, event.t):
            self._rows.died(client, event.t)

    def summary(self) -> dict[str, Any]:
        """The contract's summary, schema 1, but for what only the session knows (outcome, expectations)."""
        moment = self._moment()
        if self._frozen is not None:
            for scope in (self._all, *self._groups.scopes.values()):
                scope.messages.judge(again=True)
        return {
            "schema": 1,
            **self._head,
            "started": self._started,
            "duration": None if moment.seconds is None else round(moment.seconds, 3),
            **self._all.values(moment),
            "witnesses": self.reconciliation().witnesses,
            "groups": self._group_values(replace(moment, clients=True)),
            "trial": self._trial(moment),
            "faults": self._faults.value(self._ready, listed=self._frozen is not None),
            "findings": [],
        }

    def _group_values(self, moment: Moment) -> dict[str, Any]:
        """Each group has clients that speak, though they may all be devices, which are no witness."""
        return {name: scope.values(moment) for name, scope in sorted(self._groups.scopes.items())}

    def _trial(self, moment: Moment) -> dict[str, Any] | None:
        scopes = self._groups.scopes
        tried = self._groups.by_behaviour()
        return trial.held({name: [scopes[group] for group in groups] for name, groups in tried.items()}, moment)

    def _moment(self) -> Moment:
        end = self._now if self._frozen is None else self._frozen
        elapsed = None if self._ready is None else max(seconds(end - self._ready), 0.0)
        there = self._presence
        return Moment(end, elapsed, wire=there.wire, server=there.server, clients=there.clients)

    def reconciliation(self) -> Reconciliation:
        """The witnesses compared, with every event that stood alone: live as of a moment ago, frozen for good."""
        if self._compared is not None:
            known, compared = self._compared
            allowed = 0 if self._frozen is not None else max(STALE, known // 5)
            if self._facts_seen - known <= allowed:
                return compared
        freeze = self._now - SETTLED if self._frozen is None else self._frozen
        compared = reconcile(self._facts, self._presence, freeze)
        self._compared = (self._facts_seen, compared)
        return compared

    def buckets(self) -> list[Bucket]:
        """The bars of the charts that changed since the last call."""
        return self._charts.changed()

    def all_buckets(self) -> list[Bucket]:
        """Every bar of the charts."""
        return self._charts.all()

    def rows(self) -> list[ClientRow]:
        """The rows of the client table that changed since the last call."""
        return self._rows.changed(self._ready, wire=self._presence.wire)

    def all_rows(self) -> list[ClientRow]:
        """Every row of the client table."""
        return self._rows.all(self._ready, wire=self._presence.wire)
