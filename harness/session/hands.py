"""Reaches the processes of the server: signals through the guard, orders over their witness connections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from harness.children import Child
from harness.commands import GuardSignal
from harness.events import GuardSignalled, Record, ServerObeyed
from harness.session.change import Change
from harness.session.journal import Journal

ANSWER_SECONDS = 3.0

Tell = Callable[[int, Mapping[str, object]], bool]
"""Sends an order to the serving process with this pid; False when it has no connection (harness/witness.py)."""


def nobody(_pid: int, _order: Mapping[str, object]) -> bool:
    """Nobody listens to orders."""
    return False


class Hands:
    """Each call waits until it is done, `ANSWER_SECONDS` at most, and returns why it could not be, or nothing."""

    def __init__(self, guard: Child, journal: Journal, tell: Tell = nobody) -> None:
        self._guard = guard
        self._tell = tell
        self._changed = Change()
        self._signalled = 0
        self._answers: dict[int, int] = {}
        self._last: dict[int, ServerObeyed] = {}
        journal.listen(self._fold)

    async def signal(self, name: str, pids: tuple[int, ...]) -> str:
        """Send these processes a signal; one that is gone needs none."""
        before = self._signalled
        self._guard.send(GuardSignal(signal=name, pids=pids))
        done = await self._changed.until(lambda: self._signalled > before, ANSWER_SECONDS)
        return "" if done else f"{name} was not sent within {ANSWER_SECONDS:g} s"

    def crash(self, pids: tuple[int, ...]) -> bool:
        """Have these processes crash, which none of them answers; False when one cannot be told."""
        told = [self._tell(pid, {"do": "crash"}) for pid in pids]
        return all(told)

    async def order(self, pids: tuple[int, ...], order: Mapping[str, Any]) -> str:
        """Have these serving processes do something."""
        before = {pid: self._answers.get(pid, 0) for pid in pids}
        for pid in pids:
            if not self._tell(pid, order):
                return f"process {pid} takes no orders"
        if not await self._changed.until(lambda: not self._late(before), ANSWER_SECONDS):
            late = ", ".join(map(str, self._late(before)))
            return f"process {late} did not answer within {ANSWER_SECONDS:g} s: is it stopped or blocked?"
        return next((self._last[pid].why for pid in pids if self._last[pid].why), "")

    def _late(self, before: dict[int, int]) -> list[int]:
        """Those that have not answered since they had answered so often."""
        return [pid for pid, answers in before.items() if self._answers.get(pid, 0) == answers]

    def _fold(self, record: Record) -> None:
        if isinstance(record.event, GuardSignalled):
            self._signalled += 1
        elif isinstance(record.event, ServerObeyed):
            pid = int(record.src.rpartition("-")[2])
            self._answers[pid] = self._answers.get(pid, 0) + 1
            self._last[pid] = record.event
        else:
            return
        self._changed.poke()
