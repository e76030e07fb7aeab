"""A fault that is on: whom it has met and touched, and the timers that end with it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from harness.commands import Target
from harness.proxy.edit.edits import Memory
from harness.proxy.faults.base import Fault
from harness.proxy.hub import Subject


@dataclass(slots=True, eq=False)
class Active:
    """A fault that is on since `began` (monotonic ns). `touched`: the numbers of the connections it acted on.

    `resting`: it is in an off part of its rhythm. `timers`: of its end and its rhythm; `wakes`: by connection.
    `memory`: of a fault that edits requests.
    """

    id: int
    fault: Fault
    target: Target
    began: int
    touched: set[int] = field(default_factory=set)
    resting: bool = False
    timers: dict[str, asyncio.TimerHandle] = field(default_factory=dict)
    wakes: dict[int, asyncio.TimerHandle] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    _met: dict[int, int] = field(default_factory=dict)

    def nth(self, subject: Subject) -> int:
        """Which of the connections accepted since it began this is, from 1; 0 for one accepted before."""
        if subject.opened < self.began:
            return 0
        return self._met.setdefault(subject.number, len(self._met) + 1)

    def forget(self, number: int) -> None:
        """A connection is gone: nothing is waited for on its account."""
        wake = self.wakes.pop(number, None)
        if wake is not None:
            wake.cancel()

    def stop(self) -> None:
        """Wait for nothing any more."""
        for timer in (*self.timers.values(), *self.wakes.values()):
            timer.cancel()
        self.timers.clear()
        self.wakes.clear()
