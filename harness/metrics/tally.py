"""Folds a run's records into everything that is shown and judged: summary, charts, client table."""

from __future__ import annotations

from typing import Any

from harness.events import (
    AnyEvent,
    ClientConnected,
    ClientDisconnected,
    ClientReceived,
    ClientStarted,
    ClientStopped,
    Record,
    RunEnding,
    RunProcessExited,
    RunReady,
    WireClosed,
    WireLegClosed,
    WireRequest,
)
from harness.metrics.charts import Charts
from harness.metrics.counts.base import NS_PER_S, Count, Fold, Moment, seconds
from harness.metrics.counts.clients import Clients
from harness.metrics.counts.closes import Closes
from harness.metrics.counts.disconnects import Disconnects
from harness.metrics.counts.faults import Faults
from harness.metrics.counts.http import Http5xx, Http400
from harness.metrics.counts.messages import Messages
from harness.metrics.counts.sids import Sids
from harness.metrics.counts.tap import Tap
from harness.metrics.facts import Facts
from harness.metrics.presence import Presence, ProbeFilter
from harness.metrics.reconcile import Reconciliation, reconcile
from harness.metrics.rows import Rows
from harness.metrics.sessions import Sessions
from harness.snapshot import Bucket, ClientRow

SETTLED = NS_PER_S
"""While a run goes on, its witnesses are compared as they stood so many ns ago: batches may be on the way."""
STALE = 50
"""Live, the witnesses are compared anew only after so many new facts, or a fifth more: pairing reads them all."""

PATIENCE = 10 * NS_PER_S
"""A simulated client says that it starts before it asks for anything: its word is at most so many ns late."""


class Scope:
    """The blocks of the summary for all clients, or for one group of them."""

    def __init__(self, sessions: Sessions, *more: Count) -> None:
        clients = Clients(sessions)
        self.messages = Messages(sessions)
        counts: tuple[Count, ...] = (
            clients,
            Disconnects(),
            Sids(),
            Http400(),
            Http5xx(),
            Closes(),
            self.messages,
            *more,
        )
        self._counts = counts
        self._folds: dict[type[Any], list[Fold]] = {}
        for count in counts:
            for kind, fold in count.folds().items():
                self._folds.setdefault(kind, []).append(fold)

    def fold(self, event: AnyEvent) -> None:
        """Let each block that cares have the event."""
        for fold in self._folds.get(type(event), ()):
            fold(event)

    def values(self, moment: Moment) -> dict[str, Any]:
        """The blocks by name."""
        return {count.name: count.value(moment) for count in self._counts}


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
        self._all = Scope(self._sessions, Tap())
        self._faults = Faults()
        self._fault_folds = self._faults.folds()
        self._groups: dict[str, Scope] = {}
        self._group_of: dict[str, str] = {}
        self._early: dict[str, list[AnyEvent]] = {}
        self._client_of: dict[int, str] = {}
        self._unnamed: dict[int, list[AnyEvent]] = {}
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
        event = record.event
        self._presence.fold(event)
        if self._probes.hides(event):
            return
        self._facts_seen += self._facts.fold(record)
        if self._frozen is not None and event.t > self._frozen:
            return
        self._now = max(self._now, event.t)
        self._track(record)
        self._charts.fold(event)
        self._rows.fold(event)
        self._all.fold(event)
        self._fold_group(event)
        if fold := self._fault_folds.get(type(event)):
            fold(event)
        if isinstance(event, WireClosed):
            self._client_of.pop(event.conn, None)
            self._unnamed.pop(event.conn, None)

    def _track(self, record: Record) -> None:
        """How far the run is; who is in which group, shard and session; whose a connection is."""
        match record.event:
            case RunReady() as event:
                self._ready = event.t
                self._charts.ready(event.t)
            case RunEnding() as event:
                self.freeze(event.t)
            case ClientStarted() as event:
                self._group_of[event.client] = event.group
                self._sessions.started(event, record.src)
                for early in self._early.pop(event.client, ()):
                    self._scope(event.group).fold(early)
            case ClientConnected() as event:
                self._sessions.connected(event)
            case ClientDisconnected() as event:
                self._sessions.disconnected(event)
            case ClientStopped() as event:
                self._sessions.stopped(event)
            case WireRequest(conn=conn, client=str(client)):
                self._named(conn, client)
            case RunProcessExited(role="clients") as event:
                self._shard_died(event)
            case _:
                pass

    def _named(self, conn: int, client: str) -> None:
        self._client_of[conn] = client
        for early in self._unnamed.pop(conn, ()):
            self._fold_group(early)

    def _shard_died(self, event: RunProcessExited) -> None:
        for client in self._sessions.shard_died(event.name, event.t):
            self._rows.died(client, event.t)

    def _scope(self, group: str) -> Scope:
        if group not in self._groups:
            self._groups[group] = Scope(self._sessions)
        return self._groups[group]

    def _fold_group(self, event: AnyEvent) -> None:
        """Count the event for the group of its client; what comes before the client is known waits for it."""
        client = self._client(event)
        if client is None:
            if isinstance(event, WireLegClosed):  # by a fault, before its first request was read
                self._unnamed.setdefault(event.conn, []).append(event)
            return
        group = self._group_of.get(client)
        if group is None:
            self._wait_for(client, event)
        else:
            self._scope(group).fold(event)

    def _wait_for(self, client: str, event: AnyEvent) -> None:
        """Keep what is said of a client nobody has started yet; of one that nobody will, forget it in time."""
        early = self._early.setdefault(client, [])
        if early and event.t - early[0].t > PATIENCE:
            del early[1:]
        else:
            early.append(event)

    def _client(self, event: AnyEvent) -> str | None:
        """Whose event this is: a message is its sender's, wherever it arrives."""
        if isinstance(event, ClientReceived):
            return event.sender
        conn = getattr(event, "conn", None)
        name = getattr(event, "client", None)
        return name if isinstance(name, str) else self._client_of.get(conn or 0)

    def summary(self) -> dict[str, Any]:
        """The contract's summary, schema 1, but for what only the session knows (outcome, expectations)."""
        moment = self._moment()
        if self._frozen is not None:
            for scope in (self._all, *self._groups.values()):
                scope.messages.judge(again=True)
        return {
            "schema": 1,
            **self._head,
            "started": self._started,
            "duration": None if moment.seconds is None else round(moment.seconds, 3),
            **self._all.values(moment),
            "witnesses": self.reconciliation().witnesses,
            "groups": {name: scope.values(moment) for name, scope in sorted(self._groups.items())},
            "faults": self._faults.value(self._ready, listed=self._frozen is not None),
            "findings": [],
        }

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
