"""A window without a window: the real core as a child process, its frames read, commands sent."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import psutil

from harness.commands import Command
from harness.experiments.model import ExperimentEnded, ExperimentPlanned, ExperimentTold
from harness.frames import encode
from harness.matrix.model import MatrixCell, MatrixEnded, MatrixFound, MatrixPlanned
from harness.snapshot import (
    Board,
    Catalogue,
    ClientRow,
    CoreFrame,
    Logged,
    Mark,
    Rejected,
    RequestRow,
    SessionRow,
    Snapshot,
    TouchedRow,
)

MAIN = Path(__file__).resolve().parents[2] / "main.py"
MatrixFrame = MatrixPlanned | MatrixCell | MatrixFound | MatrixEnded
ExperimentFrame = ExperimentPlanned | ExperimentTold | ExperimentEnded
_frames = msgspec.json.Decoder(CoreFrame)


class CoreWindow:
    """`until` reads frames until something holds; rows, marks and bars are kept as a window would keep them."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.catalogue: Catalogue | None = None
        self.now = Snapshot(state="idle")
        self.rows: dict[str, ClientRow] = {}
        self.marks: dict[int, Mark] = {}
        self.bars: dict[tuple[str, str, float], float] = {}
        self.requests: dict[tuple[int, int], RequestRow] = {}
        self.sessions: dict[str, SessionRow] = {}
        self.touched: list[TouchedRow] = []
        self.log: list[Logged] = []
        self.rejected: list[Rejected] = []
        self.matrix: list[MatrixFrame] = []
        self.experiment: list[ExperimentFrame] = []
        self.board: Board | None = None

    @classmethod
    async def open(cls, *words: str) -> CoreWindow:
        """Start the core, with these words behind its name."""
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable,
                str(MAIN),
                "_child",
                "core",
                *words,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=64 * 1024 * 1024,
            )
        )

    def ask(self, command: Command) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(encode(command))

    async def until(self, held: Callable[[CoreWindow], Any], seconds: float = 40.0) -> None:
        assert self.process.stdout is not None
        async with asyncio.timeout(seconds):
            while not held(self):
                line = await self.process.stdout.readline()
                assert line, f"the core has ended: {self.now.message}"
                self._take(_frames.decode(line))

    def _take(self, frame: object) -> None:
        match frame:
            case Catalogue():
                self.catalogue = frame
            case Rejected():
                self.rejected.append(frame)
            case MatrixPlanned() | MatrixCell() | MatrixFound() | MatrixEnded():
                self.matrix.append(frame)
            case ExperimentPlanned() | ExperimentTold() | ExperimentEnded():
                self.experiment.append(frame)
            case Logged():
                self.log.append(frame)
            case Snapshot():
                if frame.full:
                    self.rows, self.marks, self.bars = {}, {}, {}
                    self.requests, self.sessions, self.touched = {}, {}, []
                self.now, self.board = frame, frame.board or self.board
                for gone in frame.requests_gone:
                    self.requests.pop(gone, None)
                self.requests |= {(row.conn, row.n): row for row in frame.requests}
                self.sessions |= {row.sid: row for row in frame.sessions}
                self.touched += frame.touched
                self.rows |= {row.client: row for row in frame.clients}
                self.marks |= {mark.id: mark for mark in frame.marks}
                self.bars |= {(bar.figure, bar.key, bar.start): bar.value for bar in frame.buckets}

    def kept(self) -> list[str]:
        """The hypotheses that are kept as it stands."""
        return [one.hypothesis for one in self.board.verdicts if one.verdict == "kept"] if self.board else []

    def connected(self) -> int:
        return sum(row.state == "connected" for row in self.rows.values())

    def processes(self) -> list[psutil.Process]:
        """The core, and all that it has started."""
        core = psutil.Process(self.process.pid)
        return [core, *core.children(recursive=True)]

    def listens_at(self) -> set[str]:
        """The addresses at which any of them can be reached."""
        found = set()
        for process in self.processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                for one in process.net_connections(kind="inet"):
                    if one.status == psutil.CONN_LISTEN or (one.type == socket.SOCK_DGRAM and one.laddr):
                        found.add(one.laddr.ip)
        return found

    async def close(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        return await asyncio.wait_for(self.process.wait(), 5)
