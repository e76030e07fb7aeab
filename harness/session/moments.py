"""Which moments of a run are pictured by themselves: faults, ways to fail, restarts, and a server that went down.

A picture is due half a second later, when what was done begins to show; what happens until then is on it as well.
"""

from __future__ import annotations

import asyncio

from harness.clock import NS_PER_S
from harness.events import (
    AnyEvent,
    Record,
    RunEnding,
    RunPictureDue,
    RunServerDown,
    RunServerStruck,
    RunStep,
    WireFaultApplied,
)
from harness.session.run import Run

SETTLE_SECONDS = 0.5
"""From what happened to its picture."""
APART_SECONDS = 2.0
"""What follows a picture sooner than this is on no picture of its own: a connection that flaps fills no disk."""
MOST = 12
"""So many pictures a run takes by itself; the button, its keys and steps of the scenario take more."""
_TO_SERVER = {"restart", "start", "stop"}


def moment_of(event: AnyEvent) -> str:
    """What a moment is called after; empty for an event of which no picture is taken."""
    match event:
        case WireFaultApplied(fault=name) | RunServerStruck(way=name):
            return name
        case RunStep(do=do, detail=detail) if do in _TO_SERVER:
            return str(detail.get("how") or do)
        case RunServerDown(asked=False):
            return "server-down"
        case _:
            return ""


class Moments:
    """Says in a run's evidence that a picture is due; a window, or the album of a run without one, takes it."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._due: asyncio.TimerHandle | None = None
        self._next = 0
        self._said = 0
        self._left_out = 0
        run.journal.listen(self._fold)

    def _fold(self, record: Record) -> None:
        if isinstance(record.event, RunEnding):
            asyncio.get_running_loop().call_soon(self._end)  # others have yet to hear of this event
        name = moment_of(record.event)
        if not name or self._run.state != "running" or self._due is not None:
            return  # what a picture is due of already is on that
        if self._said == MOST or record.event.t < self._next:
            self._left_out += 1
            return
        self._said += 1
        self._next = record.event.t + int((SETTLE_SECONDS + APART_SECONDS) * NS_PER_S)
        self._due = asyncio.get_running_loop().call_later(SETTLE_SECONDS, self._say, name)

    def _say(self, name: str) -> None:
        self._due = None
        self._run.journal.say(RunPictureDue(t=self._run.clock(), name=name))

    def _end(self) -> None:
        """Nothing more is due. What has no picture of its own is said in the evidence."""
        if self._due is not None:
            self._due.cancel()
        if self._left_out:
            self._run.note(
                f"a run takes {MOST} pictures by itself, {APART_SECONDS:g} s apart at least: "
                f"{self._left_out} more faults and restarts have none of their own"
            )
