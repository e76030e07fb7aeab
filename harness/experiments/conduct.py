"""Carries out an experiment: its runs in their order, a few at a time, and again where one tells nothing.

Every run is one of the product's own, with a run folder of its own under the experiment's. `jobs` of them go at
once, so that the arms of a round meet the same machine at the same time.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from harness.diagnosis.judge import diagnose
from harness.evidence.folder import write_atomically
from harness.experiments.design import Design
from harness.experiments.exact import method
from harness.experiments.model import Answer, ExperimentPlanned, ExperimentTold, Report, Trial
from harness.experiments.order import Planned, schedule
from harness.experiments.patience import Patience
from harness.experiments.weighing import Seen, answers, explained, unsound
from harness.experiments.words import summary
from harness.session.ending import close
from harness.session.enlisting import enlist
from harness.session.house import HarnessError, House
from harness.session.player import Player
from harness.session.run import Run, Why

MOST_JOBS = 2
"""More runs at once than that would disturb each other's times."""
MOST_AGAIN = 3
"""So many runs of an arm are made again, at most, before it has to do with fewer."""
AROUND_SECONDS = 5.0
"""About so long a run takes besides its own duration: processes start, evidence is sealed."""
RESULT = "experiment.json"

Tell = Callable[[ExperimentPlanned | ExperimentTold], None]


def make_folder(out: Path, name: str) -> Path:
    """A new folder under `out`, `<UTC time>-experiment-<name>-<short id>`. HarnessError when that cannot be."""
    time = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = (out / f"{time}-experiment-{name}-{secrets.token_hex(3)}").absolute()
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise HarnessError(
            f"no folder can be made in {out}: {error.strerror}; choose another with --out"
        ) from None
    return folder


def _check(house: House, design: Design) -> None:
    for scenario in design.scenarios:
        house.profile(scenario.server.profile)
        for group in scenario.groups:
            enlist(group)


class Conductor:
    """Carries out one experiment into a folder of its own; `tell` is told as it goes on."""

    def __init__(
        self,
        house: House,
        design: Design,
        out: Path,
        tell: Tell,
        *,
        seed: int = 0,
        repeat: int = 0,
        jobs: int = 0,
    ) -> None:
        """HarnessError when something that an arm needs is not here, or no folder can be made in `out`."""
        _check(house, design)
        self.design = design
        self.folder = make_folder(out, design.name)
        self.jobs = jobs or min(MOST_JOBS, os.cpu_count() or 1)
        self._house = house
        self._tell = tell
        self._seed = seed
        self._repeat = repeat or design.repeat
        self._waiting = deque(schedule(design, seed, self._repeat))
        self._again = {one.name: MOST_AGAIN for one in design.scenarios}
        self._running: list[Planned] = []
        self._players: set[Player] = set()
        self._seen: list[Seen] = []
        self._trials: list[Trial] = []
        self._stopped: Why | None = None
        self._trouble = ""

    async def measure(self) -> Report:
        """Carry out all of it, or until it is stopped; `experiment.json` says what it came to.

        HarnessError when it cannot go on: then the runs that went on are sealed.
        """
        await asyncio.to_thread(method)  # scipy is loaded now, for it would disturb the times of a run
        self._tell(self._planned())
        try:
            async with asyncio.TaskGroup() as places:
                for _ in range(self.jobs):
                    places.create_task(self._work())
        finally:
            self._write()
        if self._trouble:
            raise HarnessError(self._trouble)
        return self.report

    def stop(self, why: Why) -> None:
        """End it early: no run begins any more, and those that go on are sealed as `why` has it."""
        self._stopped = why
        for player in self._players:
            player.stop(why)

    @property
    def stopped(self) -> bool:
        """Whether it was ended early."""
        return self._stopped is not None

    @property
    def verdicts(self) -> tuple[Answer, ...]:
        """The verdicts as they stand."""
        return answers(self.design, self._seen)

    @property
    def report(self) -> Report:
        """All of it as it stands."""
        verdicts = self.verdicts
        return Report(
            experiment=self.design.name,
            title=self.design.title,
            differs=self.design.differs,
            state="interrupted" if self.stopped else "done",
            seed=self._seed,
            repeat=self._repeat,
            verdicts=verdicts,
            explained=explained(self._seen),
            summary=summary(verdicts, whole=not self.stopped),
            method=method(),
            trials=tuple(self._trials),
            folder=str(self.folder),
        )

    def _planned(self) -> ExperimentPlanned:
        durations = [planned.scenario.duration or 0.0 for planned in self._waiting]
        return ExperimentPlanned(
            hypothesis=self.design.name,
            title=self.design.title,
            differs=self.design.differs,
            folder=str(self.folder),
            total=len(self._waiting),
            jobs=self.jobs,
            seconds=sum(each + AROUND_SECONDS for each in durations) / self.jobs,
            verdicts=self.verdicts,
        )

    async def _work(self) -> None:
        """Take one run after the other until none is left."""
        while self._waiting and self._stopped is None:
            planned = self._waiting.popleft()
            self._running.append(planned)
            self._say()
            try:
                await self._run(planned)
            finally:
                self._running.remove(planned)
            self._say()

    async def _run(self, planned: Planned) -> None:
        scenario = msgspec.structs.replace(planned.scenario, seed=planned.seed)
        try:
            run = Run(self._house, scenario, self.folder)
        except OSError as error:
            self._give_up(f"no run folder can be made in {self.folder}: {error.strerror}")
            return
        told = await self._played(run, scenario.name)
        trouble = told if isinstance(told, str) else ""
        where = str(run.folder.path)
        self._trials.append(
            Trial(run=where, arm=scenario.name, round=planned.round, seed=planned.seed, trouble=trouble)
        )
        if isinstance(told, Seen):
            self._seen.append(told)
        elif self._stopped is None:
            self._once_more(planned, trouble)

    async def _played(self, run: Run, scenario: str) -> Seen | str:
        """Take a run through its course and seal it: what it showed, or why it tells nothing."""
        player = Player(run, Patience(run).until)
        self._players.add(player)
        try:
            why = await player.live()
            result = await close(run, self._stopped or why, pictures=False)
        finally:
            self._players.discard(player)
        if result.trouble or self._stopped is not None:
            return result.trouble or "it was ended early"
        found = diagnose(run.told.story)
        seen = Seen(str(run.folder.path), scenario, result.summary, found.explained)
        return unsound(self.design, seen) or seen

    def _once_more(self, planned: Planned, trouble: str) -> None:
        """Make a run again that told nothing; where that is of no use, the whole experiment is given up."""
        name = planned.scenario.name
        self._again[name] -= 1
        if self._again[name] >= 0:
            self._waiting.append(planned)
        elif not any(one.scenario == name for one in self._seen):
            self._give_up(f"the arm {name} could not be carried out: {trouble}")

    def _give_up(self, trouble: str) -> None:
        self._trouble = self._trouble or trouble
        self.stop("stopped")

    def _say(self) -> None:
        done = len(self._seen)
        arms = [arm.words for planned in self._running for arm in self.design.arms_of(planned.scenario.name)]
        self._tell(
            ExperimentTold(
                hypothesis=self.design.name,
                done=done,
                total=done + len(self._running) + len(self._waiting),
                running=tuple(arms),
                verdicts=self.verdicts,
            )
        )

    def _write(self) -> None:
        text = msgspec.json.format(msgspec.json.encode(self.report))
        try:
            write_atomically(self.folder / RESULT, text + b"\n")
        except OSError as error:
            what = f"{self.folder / RESULT} could not be written: {error.strerror}; free some space"
            self._trouble = self._trouble or what
