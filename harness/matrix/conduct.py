"""Measures a matrix: its runs side by side, so many at a time, each cell again until it is known.

Every run is one of the product's own, with a run folder of its own under the matrix's. Runs share nothing but the
processor, so `jobs` of them go at once; a server of the person's own has one port, so its runs go one by one.
A run that hangs is bounded by its course; nothing waits for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from harness.evidence.folder import write_atomically
from harness.matrix.course import OPEN_SECONDS, Course
from harness.matrix.judge import Outcome, cell, is_doubtful, is_known, judge
from harness.matrix.measuring import Measuring, measuring
from harness.matrix.model import (
    Cell,
    CellState,
    Finding,
    Key,
    Matrix,
    MatrixCell,
    MatrixFound,
    MatrixPlanned,
)
from harness.matrix.page import page
from harness.matrix.plan import MOST_JOBS, Plan, Spot, scenario
from harness.matrix.reading import read_seen, server_log
from harness.matrix.why import never_measured
from harness.scenarios.model import Scenario
from harness.session.ending import Result, close
from harness.session.house import HarnessError, House
from harness.session.player import Player
from harness.session.run import Run, Why

MOST_TRIES = 3
"""So often a run is tried that cannot be carried out, since the server does not start, before its cell is left."""
MOST_DOUBTS = 2
"""So many runs of a cell are put aside that failed for no cause that anybody saw."""

Tell = Callable[[MatrixPlanned | MatrixCell | MatrixFound], None]


def default_jobs() -> int:
    """One run more than there are processors: half of a run is waiting, the other half is starting processes."""
    return min(MOST_JOBS, 1 + (os.cpu_count() or 1))


def make_folder(out: Path) -> Path:
    """A new folder for a matrix, `<UTC time>-matrix-<short id>`, under `out`. OSError when it cannot be made."""
    time = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = (out / f"{time}-matrix-{secrets.token_hex(3)}").absolute()
    folder.mkdir(parents=True)
    return folder


@dataclass
class Measured:
    """A cell on its way: its outcomes so far, those put aside, and why a run of it could not be carried out."""

    state: CellState = "waiting"
    outcomes: list[Outcome] = field(default_factory=list)
    doubtful: list[Outcome] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def take(self, outcome: Outcome) -> None:
        """One more outcome; what is doubtful again and again is what the cell comes to."""
        if is_doubtful(outcome) and len(self.doubtful) < MOST_DOUBTS:
            self.doubtful.append(outcome)
        else:
            self.outcomes.append(outcome)


class Conductor:
    """Measures the cells of a plan into `folder`; `tell` is told of each as it goes on."""

    def __init__(
        self,
        house: House,
        plan: Plan,
        folder: Path,
        tell: Tell,
        *,
        jobs: int = 0,
        repeat: int = 0,
        findings: bool = True,
    ) -> None:
        self.jobs = jobs or default_jobs()
        self._finding = findings
        self._house = house
        self._plan = plan
        self._folder = folder
        self._tell = tell
        self._repeat = repeat
        self._places = asyncio.Semaphore(self.jobs)
        self._port = asyncio.Lock()
        self._players: set[Player] = set()
        self._stopped: Why | None = None
        self._trouble = ""
        self._cells = {spot.key: Measured() for spot in plan.spots}
        self._findings: list[Finding] = []

    async def measure(self) -> Matrix:
        """Measure all of it, or until it is stopped; what there is is written to the folder.

        `matrix.json` is what scripts read, `matrix.html` the same for people.

        HarnessError when it cannot go on: then the runs that went on are sealed.
        """
        self._tell(
            MatrixPlanned(
                folder=str(self._folder),
                profiles=self._plan.profiles,
                transports=self._plan.transports,
                clients=self._plan.clients,
                cells=self.matrix.cells,
                jobs=self.jobs,
            )
        )
        try:
            async with asyncio.TaskGroup() as cells:
                for spot in self._plan.spots:
                    cells.create_task(self._measure(spot))
            if self._finding:
                await self._find()
        finally:
            self._write()
        if self._trouble:
            raise HarnessError(self._trouble)
        return self.matrix

    def _write(self) -> None:
        matrix = self.matrix
        text = msgspec.json.format(msgspec.json.encode(matrix))
        try:
            write_atomically(self._folder / "matrix.json", text + b"\n")
            write_atomically(self._folder / "matrix.html", page(matrix).encode())
        except OSError as error:
            what = f"{self._folder / 'matrix.json'} could not be written: {error.strerror}; free some space"
            self._trouble = self._trouble or what

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
    def matrix(self) -> Matrix:
        """The matrix as it stands, in the order of its axes."""
        cells = {one.key: one for one in self._plan.unavailable} | {key: self._cell(key) for key in self._cells}
        return Matrix(
            cells=tuple(cells[key] for key in self._plan.keys),
            findings=tuple(self._findings),
            folder=str(self._folder),
        )

    def _cell(self, key: Key) -> Cell:
        measured = self._cells[key]
        if measured.outcomes:
            return cell(key, measured.outcomes)
        why = f"could not be measured: {measured.trouble[-1]}" if measured.trouble else ""
        return Cell(profile=key[0], transport=key[1], client=key[2], available=True, why=why)

    async def _measure(self, spot: Spot) -> None:
        measured = self._cells[spot.key]
        while not is_known(measured.outcomes, self._repeat) and len(measured.trouble) < MOST_TRIES:
            async with self._port if spot.own else contextlib.nullcontext(), self._places:
                if self._stopped is not None:
                    return
                self._say(spot.key, "running")
                await self._run(spot, measured)
        if self._stopped is None:
            self._say(spot.key, "measured")

    async def _run(self, spot: Spot, measured: Measured) -> None:
        run = self._opened(scenario(spot))
        if run is None:
            return
        result = await self._played(run, Course(run, spot.restart))
        if self._stopped is not None:
            return
        seen = await asyncio.to_thread(read_seen, run.folder.path)
        log = server_log(run.folder.path)
        if not seen.clients:
            late = f"it was not open within {OPEN_SECONDS:.0f} s"
            measured.trouble.append(never_measured(seen, log) or result.trouble or late)
        else:
            measured.take(judge(spot.key, str(run.folder.path), seen, result.summary, log))

    async def _find(self) -> None:
        """Take the measures of each profile, one profile after the other: they are of milliseconds.

        They speak with our chat, so there are none of a server of the person's own.
        """
        for profile in dict.fromkeys(spot.key[0] for spot in self._plan.spots if not spot.own):
            if self._stopped is not None:
                return
            run = self._opened(measuring(profile))
            if run is None:
                return
            measures = Measuring(run)
            await self._played(run, measures)
            self._findings += measures.findings
            for finding in measures.findings:
                self._tell(MatrixFound(finding=finding))

    def _opened(self, planned: Scenario) -> Run | None:
        """A run with its folder; None when that cannot be made, and then none of the others goes on."""
        try:
            return Run(self._house, planned, self._folder)
        except OSError as error:
            self._trouble = f"no run folder can be made in {self._folder}: {error.strerror}"
            self.stop("stopped")
            return None

    async def _played(self, run: Run, course: Course | Measuring) -> Result:
        """Take a run through its course, and seal it."""
        player = Player(run)
        self._players.add(player)
        try:
            why = await course.live(player)
            return await close(run, self._stopped or why, pictures=False)
        finally:
            self._players.discard(player)

    def _say(self, key: Key, state: CellState) -> None:
        self._cells[key].state = state
        done = sum(one.state == "measured" for one in self._cells.values())
        frame = MatrixCell(
            cell=self._cell(key),
            state=state,
            runs=len(self._cells[key].outcomes),
            done=done,
            total=len(self._cells),
        )
        self._tell(frame)
