"""The process tree below this process: start its first process, learn of every end, signal all of it.

On Linux this process is the subreaper of everything below it (prctl(2)), so daemons and orphans come to it and
"no child left" means "nothing left". On macOS an orphan goes to process 1: there the mark in the environment finds
it. Windows has Job Objects (harness/jobs.py).
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from harness import processes
from harness.frames import LOST_PARENT, PR_SET_PDEATHSIG

PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


class Tree(Protocol):
    """What the guard needs to own a tree. `tells`: a SIGCHLD comes with every end that matters."""

    tells: bool

    def start(self, argv: Sequence[str], env: Mapping[str, str], cwd: str) -> int:
        """Start the first process; its pid. OSError or ValueError when it cannot be started."""

    def reap(self) -> Iterator[tuple[int, int]]:
        """Each process that has ended since the last time: pid, and status as `subprocess` gives it.

        A process whose own parent has waited for it (a gunicorn worker, a reloader's child) is not among them.
        """

    def is_empty(self) -> bool:
        """Whether no process is left, as far as was reaped."""

    def terminate(self) -> None:
        """Ask every process to end."""

    def kill(self) -> None:
        """Kill every process there is now, stopped ones too."""


class PosixTree:
    """The tree of a system with process groups and signals."""

    def __init__(self) -> None:
        self.tells = sys.platform == "linux"
        self._mark = processes.new_mark()
        self._firsts: dict[int, subprocess.Popen[bytes]] = {}  # they hold the standard input of who is left, too
        self._childless = True

    def start(self, argv: Sequence[str], env: Mapping[str, str], cwd: str) -> int:
        """Start a first process in a session of its own, its standard input held by this one only."""
        first = subprocess.Popen(
            argv,
            env={**env, processes.MARKER: self._mark},
            cwd=cwd,
            stdin=subprocess.PIPE,
            stdout=sys.stderr.fileno(),
            stderr=sys.stderr.fileno(),
            start_new_session=True,
            preexec_fn=_bind_to_this_process(),  # noqa: PLW1509  (two system calls, loaded before the fork)
        )
        if self._childless:
            self._firsts.clear()
        self._childless = False
        self._firsts[first.pid] = first
        return first.pid

    def reap(self) -> Iterator[tuple[int, int]]:
        """Wait for every ended child, adopted ones included."""
        while not self._childless:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                self._childless = True
                return
            if pid == 0:
                return
            code = os.waitstatus_to_exitcode(status)
            if first := self._firsts.get(pid):
                first.returncode = code
            yield pid, code

    def is_empty(self) -> bool:
        """On Linux every descendant becomes a child in the end; elsewhere those that left are looked for."""
        return self._childless and (self.tells or not processes.marked(self._mark))

    def terminate(self) -> None:
        """SIGTERM to all, and SIGCONT, since one that is stopped would not hear it."""
        for number in (signal.SIGTERM, signal.SIGCONT):
            for one in self._members():
                processes.send_signal(one, number)

    def kill(self) -> None:
        """SIGKILL to all."""
        for one in self._members():
            processes.send_signal(one)

    def _members(self) -> list[processes.Identity]:
        below = processes.descendants(os.getpid())
        return processes.eldest_first(below if self.tells else below | processes.marked(self._mark))


def _bind_to_this_process() -> Callable[[], None]:
    """What the new process does before it becomes the server: die with its guard, heed Ctrl-C and SIGHUP again.

    A guard ignores the one, and `nohup` has it ignore the other; what is ignored is inherited.
    """
    guard = os.getpid()
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def bind() -> None:
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != guard:
            os._exit(LOST_PARENT)

    return bind


def own_tree() -> Tree:
    """Make this process the owner of all it will start."""
    if sys.platform == "win32":
        from harness.jobs import JobTree

        return JobTree()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    return PosixTree()
