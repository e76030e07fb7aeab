"""Parts of a recorded run that only a live one keeps otherwise: its server, its plan, what was done to it."""

from __future__ import annotations

from harness.clock import NS_PER_S, Clock, seconds
from harness.events import (
    ChildHello,
    Record,
    RunReady,
    RunServerDown,
    RunServerReady,
    RunServerRelieved,
    RunServerStarting,
    RunServerStruck,
    RunStepDone,
)
from harness.scenarios.model import Scenario, Step
from harness.session.plan import Plan
from harness.snapshot import ServerCard, ServerState, WayRow

_TAKES_TIME = frozenset({"restart", "stop", "start", "server", "relieve"})
"""Steps of whose end the record tells."""


class ServerFold:
    """The server's card, as its events tell it."""

    def __init__(self, scenario: Scenario) -> None:
        self._command = scenario.server.command
        self._profile = scenario.server.profile
        self._state: ServerState = "down"
        self._life, self._epoch, self._why = 0, "", ""
        self._url, self._upstream = "", ""
        self._pids: dict[str, int] = {}

    def fold(self, record: Record) -> None:
        """Take one record."""
        match record.event:
            case RunReady(url=url, upstream=upstream):
                self._url, self._upstream = url, upstream
            case RunServerStarting(profile=profile, life=life):
                self._profile, self._life, self._state, self._why = profile, life, "starting", ""
            case RunServerReady(epoch=epoch):
                self._epoch, self._state = epoch, "up"
            case RunServerDown(why=why):
                self._state, self._why = "down", why
            case ChildHello(role="server", epoch=epoch, pid=pid):
                self._pids[epoch] = pid
            case _:
                pass

    def card(self) -> ServerCard:
        """As it stood."""
        return ServerCard(
            profile=self._profile,
            state=self._state,
            url=self._url,
            upstream=self._upstream,
            epoch=self._epoch,
            pid=self._pids.get(self._epoch),
            life=self._life,
            why=self._why,
            command=self._command,
        )


class WaysOn:
    """What was being done to the server."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._on: dict[int, RunServerStruck] = {}

    def fold(self, record: Record) -> None:
        """Take one record."""
        if isinstance(record.event, RunServerStruck):
            self._on[record.event.id] = record.event
        elif isinstance(record.event, RunServerRelieved):
            self._on.pop(record.event.id, None)

    def rows(self) -> tuple[WayRow, ...]:
        """What was on."""
        now = self._clock()
        return tuple(
            WayRow(
                id=one.id,
                way=one.way,
                left=None if one.until is None else max(0.0, seconds(one.until - now)),
            )
            for one in self._on.values()
        )


class PlanFold:
    """The scenario's steps: each begins at its second; the end of those that take time is on record."""

    def __init__(self, scenario: Scenario) -> None:
        steps = scenario.steps
        self.plan = Plan([(step.at, step.words()) for step in steps], scenario.server.words())
        self._opening = bool(scenario.server.words())
        self._steps = sorted(enumerate(steps), key=lambda one: one[1].at)
        self._begun: dict[int, Step] = {}
        self._zero: int | None = None

    def fold(self, record: Record) -> None:
        """Take one record."""
        if isinstance(record.event, RunReady):
            self._zero = record.event.t
            if self._opening:
                self.plan.opened("done")
        while self._zero is not None and self._steps and record.at >= self._due(self._zero):
            index, step = self._steps.pop(0)
            self._begun[index] = step
            self.plan.mark(index, "running" if step.do in _TAKES_TIME else "done")
        if isinstance(record.event, RunStepDone):
            self._done(record.event)

    def _due(self, zero: int) -> int:
        return zero + round(self._steps[0][1].at * NS_PER_S)

    def _done(self, event: RunStepDone) -> None:
        """The latest step of that name that has begun."""
        for index, step in reversed(self._begun.items()):
            if event.do in {step.do, type(step.command).__struct_config__.tag if step.command else ""}:
                self.plan.mark(index, "done" if event.ok else "failed", event.why)
                del self._begun[index]
                return
