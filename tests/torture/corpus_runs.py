"""Plays labelled runs with real processes, and says what diagnosis made of each."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.diagnosis.judge import Diagnosis
from harness.diagnosis.reading import diagnose_run
from harness.events import ClientConnected, ClientStarted, Record
from harness.ports import free_port
from harness.scenarios.corpus import Labelled
from harness.session.ending import close
from harness.session.house import HarnessError
from harness.session.player import Player
from harness.session.run import Run
from main import house

HOST = "127.0.0.1"
THERE = 20.0
MAIN = Path(__file__).resolve().parents[2] / "main.py"


@dataclass
class Played:
    """A run that was played: where it is, and its summary; `trouble` when it could not be carried out."""

    labelled: Labelled
    folder: Path
    summary: dict[str, Any]
    trouble: str
    diagnosis: Diagnosis

    @property
    def wrong(self) -> set[str]:
        """What is kept and is not true of it."""
        return set(self.diagnosis.kept) - self.labelled.true

    @property
    def found(self) -> bool:
        """Whether its cause is kept; of a run made for several, all of them."""
        return self.labelled.sought <= set(self.diagnosis.kept)


Results = dict[str, Played | Exception]


async def play_all(labels: Iterable[Labelled], out: Path, jobs: int) -> Results:
    """Play them, `jobs` at a time; by name, what each came to, or why it could not be played."""
    places = asyncio.Semaphore(jobs)
    results: Results = {}

    async def one(labelled: Labelled) -> None:
        async with places:
            try:
                results[labelled.name] = await play(labelled, out)
            except Exception as error:  # noqa: BLE001 - raised where this run is judged: the others go on
                results[labelled.name] = error

    async with asyncio.TaskGroup() as tasks:
        for labelled in labels:
            tasks.create_task(one(labelled))
    return results


async def play(labelled: Labelled, out: Path) -> Played:
    """Play it; its folder is made in `out`."""
    if not labelled.box:
        return await _play(labelled, out)
    port = free_port(HOST)
    async with box(labelled.box, port, out) as url:
        return await _play(labelled, out, listen=f"{HOST}:{port}", via=url)


class PatientRun(Run):
    """A run whose second 0 is when its clients are there: on a busy machine that takes its time."""

    async def open(self) -> None:
        """Open it, and wait until every client has begun and half of them are connected, or for `THERE`."""
        begun: set[str] = set()
        connected: set[str] = set()
        there = asyncio.Event()
        count = sum(group.count for group in self.scenario.clients)

        def hear(record: Record) -> None:
            if isinstance(record.event, ClientStarted):
                begun.add(record.event.client)
            elif isinstance(record.event, ClientConnected):
                connected.add(record.event.client)
            if len(begun) >= count and 2 * len(connected) >= count:
                there.set()

        self.journal.listen(hear)
        await super().open()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(there.wait(), THERE if count else 0)
        self.zero = self.clock()


async def _play(labelled: Labelled, out: Path, **where: str) -> Played:
    run = PatientRun(house(), labelled.scenario, out, **where)
    why = await Player(run).live()
    result = await close(run, why, pictures=False)
    diagnosis = await asyncio.to_thread(diagnose_run, run.folder.path)
    return Played(labelled, run.folder.path, result.summary, result.trouble, diagnosis)


@asynccontextmanager
async def box(fault: str, port: int, out: Path) -> AsyncIterator[str]:
    """A second wire, with a fault of its own, before the one that will listen at `port`: its address."""
    words = ["wire", "--target", f"http://{HOST}:{port}", "--fault", fault, "--quiet", "--out", str(out / "boxes")]
    wire = await asyncio.create_subprocess_exec(sys.executable, str(MAIN), *words, stdout=subprocess.PIPE)
    try:
        assert wire.stdout
        line = await wire.stdout.readline()
        if not line:
            raise HarnessError("the box did not start")
        yield json.loads(line)["listening"]
    finally:
        if wire.returncode is None:
            wire.terminate()
        await wire.communicate()
