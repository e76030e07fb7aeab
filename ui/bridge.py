"""The window's only door to the core: a child process, its lines drained by the window's frame timer.

Nothing here blocks: the core's lines wait in the process's buffer until `drain`, commands are written in the
background. `FedCore` is a core whose frames are fed by hand, for pictures of a finished run and for tests.
"""

from __future__ import annotations

import logging
from typing import Protocol

import msgspec
from PySide6.QtCore import QProcess

from harness.commands import ChildQuit, Command
from harness.events import ChildDropped
from harness.frames import UNREADABLE, LineBuffer, encode
from harness.snapshot import CoreFrame, FromCore

ASK_MS = 1200
KILL_MS = 300
TAIL_BYTES = 64 * 1024
START_MS = 5000

log = logging.getLogger("sidlab.core")


class Core(Protocol):
    """What the window needs of a core: frames out, commands in; `problem` says in words why it is gone."""

    problem: str
    stderr_tail: str

    def start(self) -> None:
        """Start the core, or start it again after its end; one that is at work goes on."""

    def drain(self) -> list[FromCore]:
        """The frames that came since the last call, in order."""

    def send(self, command: Command) -> None:
        """Ask for something; the answer is in the snapshots."""

    def close(self) -> None:
        """End the core, within about a second and a half at the worst."""


class Bridge:
    """The core as a child process of the window (`argv`: program and arguments)."""

    def __init__(self, argv: list[str]) -> None:
        self.problem = ""
        self.stderr_tail = ""
        self._argv = argv
        self._decoder = msgspec.json.Decoder(CoreFrame)
        self._process = QProcess()
        self._lines = LineBuffer()
        self._closing = False

    @property
    def pid(self) -> int:
        """The core's process id; 0 when it does not run."""
        return self._process.processId()

    def start(self) -> None:
        """Start the core, unless it is at work; that it could not be started is told by `problem`."""
        if self._process.state() != QProcess.ProcessState.NotRunning:
            return
        self.problem, self._closing = "", False
        self._lines = LineBuffer()
        self._process.start(self._argv[0], self._argv[1:])
        if not self._process.waitForStarted(START_MS):
            self.problem = self._process.errorString()

    def drain(self) -> list[FromCore]:
        """Decode what has come. A line that is no frame is logged and left out."""
        self._drain_stderr()
        frames: list[FromCore] = []
        for line in self._lines.feed(bytes(self._process.readAllStandardOutput().data())):
            try:
                frame = self._decoder.decode(line)
            except UNREADABLE as error:
                log.error("the core sent a line that is no frame (%s): %.200s", error, line)
                continue
            if isinstance(frame, FromCore):
                frames.append(frame)
            elif isinstance(frame, ChildDropped):
                log.warning("the core had %d frames more than its way to the window could hold", frame.count)
        self._watch()
        return frames

    def send(self, command: Command) -> None:
        """Write one command; to a core that is gone nothing is written."""
        if self._process.state() == QProcess.ProcessState.Running:
            self._process.write(encode(command))

    def close(self) -> None:
        """Ask the core to quit and close its standard input; kill it when it takes longer than `ASK_MS`."""
        self._closing = True
        if self._process.state() == QProcess.ProcessState.NotRunning:
            return
        self.send(ChildQuit())
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(ASK_MS):
            self._process.kill()
            self._process.waitForFinished(KILL_MS)
        self._drain_stderr()

    def _drain_stderr(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
        if text:
            self.stderr_tail = (self.stderr_tail + text)[-TAIL_BYTES:]
            for line in text.splitlines():
                log.info("%s", line)

    def _watch(self) -> None:
        if self.problem or self._closing or self._process.state() != QProcess.ProcessState.NotRunning:
            return
        crashed = self._process.exitStatus() == QProcess.ExitStatus.CrashExit
        self.problem = self._process.errorString() if crashed else f"exit status {self._process.exitCode()}"


class FedCore:
    """A core whose frames are fed by hand; `sent` holds what was asked of it."""

    def __init__(self) -> None:
        self.problem = ""
        self.stderr_tail = ""
        self.sent: list[Command] = []
        self.closed = False
        self._frames: list[FromCore] = []

    def start(self) -> None:
        """Nothing has to be started."""
        self.problem = ""

    def feed(self, *frames: FromCore) -> None:
        """Have these frames come at the next drain."""
        self._frames.extend(frames)

    def drain(self) -> list[FromCore]:
        """What was fed."""
        frames, self._frames = self._frames, []
        return frames

    def send(self, command: Command) -> None:
        """Keep the command."""
        self.sent.append(command)

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True
