"""Plays a run: opens it and carries out its scenario's steps at their times, until it is over or ended.

Each step is a task of its own, so a reset can be aimed inside the gap of a restart that is still under way.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from harness.clock import seconds
from harness.scenarios.model import GAP_SECONDS, Step
from harness.session.house import HarnessError
from harness.session.obey import obey
from harness.session.run import Run, Why


class Player:
    """The scenario of one run; `stop` ends it early, and says why."""

    def __init__(self, run: Run, until: Callable[[float], Awaitable[None]] | None = None) -> None:
        """`until`: waits for a second of the run, where that is not told by the clock alone."""
        self.run = run
        self._until = until or self._second
        self._stopped: asyncio.Future[Why] = asyncio.get_running_loop().create_future()
        run.on_broken = lambda: self.stop("failed")

    def stop(self, why: Why) -> None:
        """End the run now; the first reason counts."""
        self.run.leaving = True
        if not self._stopped.done():
            self._stopped.set_result(why)

    async def live(self) -> Why:
        """Open and play; returns why it is over. A run that cannot be opened has `trouble`, and is over."""
        playing = asyncio.ensure_future(self._play())
        both: set[asyncio.Future[Any]] = {playing, self._stopped}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        playing.cancel()
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await playing
        except (HarnessError, OSError) as error:
            self.run.trouble = str(error)
            self.stop("failed")
        self.stop("finished")
        return self._stopped.result()

    async def _play(self) -> None:
        await self.run.open()
        scenario = self.run.scenario
        async with asyncio.TaskGroup() as steps:
            for index, step in enumerate(scenario.steps):
                steps.create_task(self._step(index, step))
            await self._until(float("inf") if scenario.duration is None else scenario.duration)

    async def _step(self, index: int, step: Step) -> None:
        await self._until(step.at)
        plan = self.run.plan
        plan.mark(index, "running")
        why = await self._do(step)
        plan.mark(index, "failed" if why else "done", why)
        if why:
            # the scenario was not carried out as it stands, so its figures prove nothing
            self.run.trouble = self.run.trouble or f"step at {step.at:g} s, {step.words()}: {why}"

    async def _second(self, at: float) -> None:
        """Wait for second `at` of the run."""
        await asyncio.sleep(max(0.0, at - seconds(self.run.clock() - self.run.zero)))

    async def _do(self, step: Step) -> str:
        if step.when == "gap" and not await self.run.kept().gap(GAP_SECONDS):
            why = f"the server was not down within {GAP_SECONDS:g} s"
            self.run.could_not(step.do, why)
            return why
        if step.command is None:
            self.run.step("scenario", "screenshot", at=step.at, of=step.of)
            return ""
        return await obey(self.run, step.command, "scenario")
