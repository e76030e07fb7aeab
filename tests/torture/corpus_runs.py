"""Plays a labelled run with real processes, and says what diagnosis made of it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.diagnosis.judge import Diagnosis
from harness.diagnosis.reading import diagnose_run
from harness.ports import free_port
from harness.scenarios.corpus import Labelled
from harness.session.ending import close
from harness.session.player import Player
from harness.session.run import Run
from main import house

HOST = "127.0.0.1"
MAIN = Path(__file__).resolve().parents[2] / "main.py"


@dataclass
class Played:
    """A run that was played: where it is, and its summary; `trouble` when it could not be carried out."""

    labelled: Labelled
    folder: Path
    summary: dict[str, Any]
    trouble: str
    diagnosis: Diagnosis = field(init=False)

    def __post_init__(self) -> None:
        self.diagnosis = diagnose_run(self.folder)

    @property
    def wrong(self) -> set[str]:
        """What is kept and is not true of it."""
        return set(self.diagnosis.kept) - self.labelled.true

    @property
    def found(self) -> bool:
        """Whether its cause is kept; of a run made for none, all that is true of it."""
        sought = {self.labelled.cause} if self.labelled.cause else self.labelled.true
        return sought <= set(self.diagnosis.kept)


def play(labelled: Labelled, out: Path) -> Played:
    """Play it; its folder is made in `out`."""
    if not labelled.box:
        return asyncio.run(_play(labelled, out))
    port = free_port(HOST)
    with box(labelled.box, port, out) as url:
        return asyncio.run(_play(labelled, out, listen=f"{HOST}:{port}", via=url))


async def _play(labelled: Labelled, out: Path, **where: str) -> Played:
    run = Run(house(), labelled.scenario, out, **where)
    why = await Player(run).live()
    result = await close(run, why, pictures=False)
    return Played(labelled, run.folder.path, result.summary, result.trouble)


@contextmanager
def box(fault: str, port: int, out: Path) -> Iterator[str]:
    """A second wire, with a fault of its own, before the one that will listen at `port`: its address."""
    words = ["wire", "--target", f"http://{HOST}:{port}", "--fault", fault, "--quiet", "--out", str(out / "boxes")]
    with subprocess.Popen([sys.executable, str(MAIN), *words], stdout=subprocess.PIPE, text=True) as wire:
        try:
            assert wire.stdout
            yield json.loads(wire.stdout.readline())["listening"]
        finally:
            wire.terminate()
            wire.wait(timeout=30)
