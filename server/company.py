"""Several processes that serve as one: none outlives another, nor the process that started them.

Each has a pipe as its standard input that only this process holds, and on Linux the kernel kills it when this
process is gone, however that happened: nginx and its kind do not look at their standard input. Elsewhere those are
left to whoever owns the whole tree.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

from server.liveness import LOST_PARENT, end_with_parent
from server.ports import listens

UNABLE = 3
TERMINATED = 128 + signal.SIGTERM
END_SECONDS = 1.0
START_SECONDS = 60.0
LOOK_SECONDS = 0.02
TOUCH_SECONDS = 0.2


class PartError(Exception):
    """One of the processes has failed: which, and how."""


@dataclass(frozen=True)
class Part:
    """One process: its name for people, its command, what its environment has beside ours.

    `at`: where it accepts connections once it is ready. `told`: what its standard input says first; that stays
    open as long as we live, unless it `closes`.
    """

    name: str
    argv: Sequence[str]
    at: tuple[str, int]
    env: Mapping[str, str] = field(default_factory=dict)
    told: str = ""
    closes: bool = False


class Company:
    """The processes of one way to serve, by name."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._notices: queue.Queue[subprocess.Popen[bytes] | None] = queue.Queue()

    def start(self, *parts: Part) -> None:
        """Start processes and wait until they are ready. PartError when one cannot be started, or ends."""
        for part in parts:
            self._running[part.name] = process = _started(part)
            threading.Thread(target=self._await_end, args=(process,), daemon=True).start()
        for part in parts:
            self._await_ready(part)

    def restart(self, *parts: Part) -> None:
        """One after the other: end a process, start it again, wait until it is ready."""
        for part in parts:
            _end([self._running.pop(part.name)])
            self.start(part)

    def reload_on_touch(self, file: Path) -> None:
        """From now on, a change of the file's time makes `watch` reload."""
        file.touch()
        threading.Thread(target=self._look, args=(file,), daemon=True).start()

    def watch(self, reload: Callable[[], None]) -> NoReturn:
        """Wait until one of them ends, and raise PartError; call `reload` at each touch meanwhile."""
        while True:
            ended = self._notices.get()
            if ended is None:
                reload()
            self._check()

    def end(self) -> None:
        """End all of them: ask, wait a second, kill; returns when none is left."""
        _end(self._running.values())

    def _check(self) -> None:
        for name, process in self._running.items():
            if (status := process.poll()) is not None:
                raise PartError(f"{name} ended {_how(status)}, and the others with it")

    def _await_ready(self, part: Part) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not listens(*part.at):
            self._check()
            if time.monotonic() > deadline:
                raise PartError(f"{part.name} did not listen on port {part.at[1]} within {START_SECONDS:.0f} s")
            time.sleep(LOOK_SECONDS)

    def _await_end(self, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        self._notices.put(process)

    def _look(self, file: Path) -> None:
        seen = file.stat().st_mtime_ns
        while True:
            time.sleep(TOUCH_SECONDS)
            now = file.stat().st_mtime_ns if file.exists() else seen
            if now != seen:
                seen = now
                self._notices.put(None)


def perform(start: Callable[[Company], Callable[[], None]]) -> NoReturn:
    """Start processes and stay until one of them fails, or this one is ended; then none is left.

    `start` gives what a reload does.
    """
    signal.signal(signal.SIGTERM, _terminated)
    company = Company()
    try:
        company.watch(start(company))
    except PartError as why:
        sys.stderr.write(f"server: {why}\n")
        raise SystemExit(UNABLE) from None
    finally:
        company.end()


def _started(part: Part) -> subprocess.Popen[bytes]:
    try:
        process = subprocess.Popen(
            part.argv,
            env={**os.environ, **part.env},
            stdin=subprocess.PIPE,
            preexec_fn=_bound_to_us() if os.name == "posix" else None,  # noqa: PLW1509  (a few system calls)
        )
    except OSError as why:
        raise PartError(f"{part.name} cannot be started: {why}") from why
    if process.stdin:
        _tell(process.stdin, part)
    return process


def _tell(stdin: IO[bytes], part: Part) -> None:
    with suppress(BrokenPipeError):  # it has ended already, which is told by its end
        stdin.write(part.told.encode())
        stdin.flush()
        if part.closes:
            stdin.close()


def _end(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    ending = list(processes)
    deadline = time.monotonic() + END_SECONDS
    for process in ending:
        process.terminate()
    for process in ending:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin:
            with suppress(BrokenPipeError):  # what it was told and never read
                process.stdin.close()


def _terminated(_number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # what ends us is heard once
    raise SystemExit(TERMINATED)


def _bound_to_us() -> Callable[[], None]:
    """What a new process does first: see to it that it does not outlive this one."""
    ours = os.getpid()

    def bind() -> None:
        end_with_parent()
        if os.getppid() != ours:
            os._exit(LOST_PARENT)

    return bind


def _how(status: int) -> str:
    return f"with status {status}" if status >= 0 else f"by {signal.Signals(-status).name}"
