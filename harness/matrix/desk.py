"""The matrix as the core keeps it for a window: one at a time, told frame by frame; and what a cell rests on."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from harness.clients.catalogue import catalogue_kinds
from harness.clock import seconds
from harness.commands import MatrixRun
from harness.events import RunReady
from harness.evidence.folder import NoRunFolderError, RunFolder
from harness.evidence.reading import DamagedRecordError
from harness.matrix.conduct import Conductor, make_folder
from harness.matrix.model import MatrixEnded
from harness.matrix.plan import Asked, plan
from harness.options import OptionError
from harness.session.house import HarnessError, House
from harness.session.publish import is_ordinary
from harness.session.run import Why
from harness.session.traffic import Traffic
from harness.snapshot import Logged, MatrixShown

LINES = 5_000
"""So many of the last lines of a run's event log are shown."""
BUSY = "a matrix is being measured: stop it first, or wait for its end"

Outcome = Literal["measured", "stopped", "failed"]


class MatrixDesk:
    """Measures a matrix beside the core's other work; `say` takes what the window is told."""

    def __init__(self, house: House, say: Callable[[msgspec.Struct], None]) -> None:
        self._house = house
        self._say = say
        self._conductor: Conductor | None = None
        self._life: asyncio.Task[None] | None = None

    def refuse(self) -> None:
        """HarnessError while a matrix is being measured: what runs beside it would disturb its times."""
        if self._life is not None and not self._life.done():
            raise HarnessError(BUSY)

    def begin(self, asked: MatrixRun, tasks: asyncio.TaskGroup) -> None:
        """Begin to measure. HarnessError when that cannot be, with what is allowed."""
        self.refuse()
        try:
            part = Asked(profiles=asked.profiles, transports=asked.transports, clients=asked.clients)
            planned = plan(part, self._house.profiles, catalogue_kinds())
        except OptionError as error:
            raise HarnessError(str(error)) from None
        folder = make_folder(Path(asked.out))
        conductor = Conductor(self._house, planned, folder, self._say, jobs=asked.jobs, repeat=asked.repeat)
        self._conductor = conductor
        self._life = tasks.create_task(self._live(conductor, folder))

    async def stop(self, why: Why) -> None:
        """End the matrix early, if one is going on, and wait until what there is of it is sealed."""
        if self._conductor is not None and self._life is not None and not self._life.done():
            self._conductor.stop(why)
            await asyncio.wait({self._life})

    async def _live(self, conductor: Conductor, folder: Path) -> None:
        outcome: Outcome = "measured"
        why = ""
        try:
            await conductor.measure()
        except (HarnessError, OSError) as error:
            outcome, why = "failed", str(error)
        if conductor.stopped and not why:
            outcome = "stopped"
        self._say(MatrixEnded(outcome=outcome, folder=str(folder), why=why))


async def shown(run: str) -> MatrixShown:
    """What lies behind a cell: the event log and the requests of its run, as a window would have seen them."""
    try:
        return await asyncio.to_thread(_read, run)
    except (NoRunFolderError, DamagedRecordError) as error:
        raise HarnessError(str(error)) from None


def _read(run: str) -> MatrixShown:
    traffic, zero, left_out = Traffic(), 0, 0
    lines: deque[Logged] = deque(maxlen=LINES)
    for record in RunFolder.open(Path(run)).records():
        traffic.fold(record.event)
        if isinstance(record.event, RunReady):
            zero = record.event.t
        if is_ordinary(record.event):
            continue
        left_out += len(lines) == LINES
        at = seconds(record.event.t - zero) if zero else None
        lines.append(Logged(seq=record.seq, at=at, src=record.src, event=record.event))
    return MatrixShown(
        run=run,
        lines=tuple(lines),
        left_out=left_out,
        requests=traffic.requests(full=True)[0],
        requests_left_out=traffic.left_out,
    )
