"""A recorded run as it stood at one moment: what a publisher needs of it, folded from its records alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import structs

from harness.clock import Clock, seconds
from harness.commands import ClientGroup, RunSetClients
from harness.diagnosis.told import Told
from harness.discretion import is_raw
from harness.events import Record, RunEnding, RunReady, RunStarted, RunStep, WireTapLost
from harness.evidence.opening import Evidence
from harness.metrics.tally import Tally
from harness.replay.folded import PlanFold, ServerFold, WaysOn
from harness.scenarios.model import Scenario, ServerPart
from harness.session.faultdesk import FaultsOn
from harness.session.marks import Marks
from harness.snapshot import LanCard, RunState, ServerCard, WayRow


@dataclass
class Read:
    """How many records were read; what a recorder lost stands in none of them."""

    offered: int = 0
    written: int = 0
    dropped: int = 0


class NoLan:
    """A recorded run lets nobody in."""

    @staticmethod
    def card() -> LanCard:
        """It takes no part."""
        return LanCard()


class Standing:
    """A recorded run, record by record; `clock` is the time it has reached."""

    def __init__(self, evidence: Evidence, clock: Clock) -> None:
        self.run_id = evidence.name
        self.folder = evidence
        self.state: RunState = "sealed"
        self.trouble = ""
        self.ended_at: float | None = None
        self.core_pid = os.getpid()
        self.root = ""
        self.recorder = Read()
        self.lan = NoLan()
        self.scenario = scenario_of(evidence)
        self.raw = is_raw(evidence.meta)
        self.tally = Tally(run_id=self.run_id, scenario=self.scenario.name, profile=self._profile, started="")
        self.told, self.marks, self.faults = Told(), Marks(), FaultsOn(clock)
        self.groups: dict[str, ClientGroup] = {}
        self._plan = PlanFold(self.scenario)
        self.plan = self._plan.plan
        self._server, self._ways = ServerFold(self.scenario), WaysOn(clock)
        self._zero: int | None = None
        self._lost = 0

    @property
    def _profile(self) -> str:
        return self.scenario.server.profile

    def fold(self, record: Record) -> None:
        """Take one record."""
        self.recorder.offered += 1
        self.recorder.written += 1
        if isinstance(record.event, RunStarted):
            self._began(record.event)
        for part in (self.tally, self.told, self.marks, self.faults, self._plan, self._server, self._ways):
            part.fold(record)
        match record.event:
            case RunReady(t=t):
                self._zero = t
                self.groups = {group.group: group for group in self.scenario.clients}
            case RunEnding(t=t) if self._zero is not None:
                self.ended_at = seconds(t - self._zero)
            case RunStep(do="clients", detail=detail):
                self._set_clients(detail)
            case WireTapLost():
                self._lost += 1
            case _:
                pass

    def card(self) -> ServerCard:
        """The server as it stood."""
        return self._server.card()

    def ailing(self) -> tuple[WayRow, ...]:
        """What was being done to the server."""
        return self._ways.rows()

    def summary(self) -> dict[str, Any]:
        """The contract's figures as they stood."""
        return self.tally.summary()

    def tap_lost(self) -> int:
        """Connections on which the tap had gone blind."""
        return self._lost

    def _began(self, event: RunStarted) -> None:
        """The recording's own word on what it is of; the figures begin anew with it."""
        self.tally = Tally(run_id=self.run_id, scenario=event.scenario, profile=event.profile, started=event.wall)

    def _set_clients(self, detail: dict[str, Any]) -> None:
        """A group was set anew: by a step, which says all of it, or in a window, of which the record says less."""
        name = str(detail.get("group"))
        steps = (one.command for one in self.scenario.steps)
        known = [one.group for one in steps if isinstance(one, RunSetClients) and one.group.group == name]
        before = self.groups.get(name) or next(iter(known), None)
        count, kind = detail.get("count"), detail.get("kind")
        if before is not None and isinstance(count, int) and isinstance(kind, str):
            self.groups = {**self.groups, name: structs.replace(before, count=count, kind=kind)}


def scenario_of(evidence: Evidence) -> Scenario:
    """The scenario as meta.json has it; as much of it as can be read, where it is of another version."""
    found = evidence.meta.get("scenario")
    try:
        return msgspec.convert(found, Scenario)
    except msgspec.ValidationError:
        parts = found if isinstance(found, dict) else {}
        name, title, duration = (parts.get(key) for key in ("name", "title", "duration"))
        return Scenario(
            name=str(name or evidence.name),
            title=str(title or name or evidence.name),
            duration=float(duration) if isinstance(duration, int | float) else None,
            server=ServerPart(profile=""),
        )
