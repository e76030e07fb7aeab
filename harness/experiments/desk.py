"""Experiments as the core carries them out for a window: one at a time, told frame by frame."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec

from harness.commands import RunExperiment
from harness.experiments.conduct import Conductor
from harness.experiments.designs import design
from harness.experiments.model import ExperimentEnded, Outcome
from harness.options import OptionError
from harness.session.house import HarnessError, House
from harness.session.run import Why

BUSY = "an experiment is going on: stop it first, or wait for its end"


class ExperimentDesk:
    """Carries out an experiment beside the core's other work; `say` takes what the window is told."""

    def __init__(self, house: House, say: Callable[[msgspec.Struct], None]) -> None:
        self._house = house
        self._say = say
        self._conductor: Conductor | None = None
        self._life: asyncio.Task[None] | None = None

    def refuse(self) -> None:
        """HarnessError while an experiment goes on: what runs beside it would disturb its times."""
        if self._life is not None and not self._life.done():
            raise HarnessError(BUSY)

    def prepared(self, asked: RunExperiment) -> Conductor:
        """What will carry it out. HarnessError when that cannot be, with what is allowed."""
        try:
            planned = design(asked.hypothesis)
        except OptionError as error:
            raise HarnessError(str(error)) from None
        return Conductor(self._house, planned, Path(asked.out), self._say, seed=asked.seed, repeat=asked.repeat)

    def begin(self, conductor: Conductor, tasks: asyncio.TaskGroup) -> None:
        """Begin; no other one goes on (`refuse`)."""
        self._conductor = conductor
        self._life = tasks.create_task(self._live(conductor))

    async def stop(self, why: Why) -> None:
        """End the experiment early, if one is going on, and wait until what there is of it is sealed."""
        if self._conductor is not None and self._life is not None and not self._life.done():
            self._conductor.stop(why)
            await asyncio.wait({self._life})

    async def _live(self, conductor: Conductor) -> None:
        outcome: Outcome = "measured"
        why = ""
        try:
            await conductor.measure()
        except (HarnessError, OSError) as error:
            outcome, why = "failed", str(error)
        if conductor.stopped and not why:
            outcome = "stopped"
        self._say(
            ExperimentEnded(
                hypothesis=conductor.design.name,
                outcome=outcome,
                folder=str(conductor.folder),
                verdicts=conductor.verdicts,
                why=why,
            )
        )
