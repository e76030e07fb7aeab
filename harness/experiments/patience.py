"""Gives a run the time that a slow machine takes from it, so that its steps find what they are meant for.

A step that is planned for a time when clients talk waits until clients have come; and what something done to the
server, or a new process of its own, took longer than usual is added to all that comes after it, the end too. So
clients have as long to come back as was planned.
"""

from __future__ import annotations

import asyncio

from harness.clock import seconds
from harness.events import (
    ChildHello,
    ClientConnected,
    ClientConnectError,
    Record,
    RunReady,
    RunStep,
    RunStepDone,
    ServerAnswered,
    ServerSidIssued,
)
from harness.experiments.arms import JOIN_AT
from harness.session.run import Run

START_SECONDS, SERVER_SECONDS = 1.0, 2.0
"""What the first client takes to come, and a restart or another server, on a machine with little else to do."""
MOST_SECONDS = 60.0
LOOK_SECONDS = 0.05


class Lateness:
    """Folds the events of one run: by how much it is late, in seconds."""

    def __init__(self) -> None:
        self._asked: int | None = None
        self._came: int | None = None
        self._doing: int | None = None
        self._coming = ""
        self._done = 0.0

    def fold(self, record: Record) -> None:
        """Take one event."""
        match record.event:
            case RunReady(t=t):
                self._asked = t
            case RunStep(t=t, do="clients"):
                self._asked = self._asked if self._came else t
            case ClientConnected(t=t) | ClientConnectError(t=t):
                self._came = self._came or t
            case RunStep(t=t, do="restart" | "server"):
                self._doing = t
            case RunStepDone(t=t, do="restart" | "server") | RunStepDone(t=t, ok=False):
                self._over(t)
            case ChildHello(t=t, role="server", epoch=epoch) if self._asked is not None and self._doing is None:
                self._doing, self._coming = t, epoch
            case ServerSidIssued(t=t, epoch=epoch) | ServerAnswered(t=t, epoch=epoch) if epoch == self._coming:
                self._over(t)
            case _:
                pass

    def by(self, now: int) -> float:
        """So late it is by now; what is still waited for counts as long as it has lasted."""
        late = self._done + self._longer(now)
        if self._asked is not None:
            late += max(0.0, seconds((self._came or now) - self._asked) - START_SECONDS)
        return min(late, MOST_SECONDS)

    def _over(self, t: int) -> None:
        self._done += self._longer(t)
        self._doing, self._coming = None, ""

    def _longer(self, now: int) -> float:
        return 0.0 if self._doing is None else max(0.0, seconds(now - self._doing) - SERVER_SECONDS)


class Patience:
    """Tells one run's player when a second of its scenario has come."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._lateness = Lateness()
        run.journal.listen(self._lateness.fold)

    async def until(self, at: float) -> None:
        """Wait for second `at`: of the run, until clients are to come; after that, of what they take part in."""
        while (left := at - self._now(at)) > 0:  # noqa: ASYNC110 - it is a time that is waited for, and it moves
            await asyncio.sleep(min(left, LOOK_SECONDS))

    def _now(self, at: float) -> float:
        now = self._run.clock()
        return seconds(now - self._run.zero) - (self._lateness.by(now) if at > JOIN_AT else 0.0)
