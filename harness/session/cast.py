"""The child processes of a run, all in one place: to start them, to flush them, to end them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from harness.children import Child, ChildError, ChildExit, child_argv, spawn
from harness.clock import Clock, monotonic_ns
from harness.events import RunProcessExited, RunProcessStarted
from harness.session.house import HarnessError
from harness.session.journal import Journal
from harness.session.overheard import Overheard


class Cast:
    """Children by name. The death of one is an event, never a silent restart."""

    def __init__(self, journal: Journal, logs: Path, clock: Clock = monotonic_ns) -> None:
        self._journal = journal
        self._logs = logs
        self._clock = clock
        self._children: dict[str, Child] = {}
        self._flushes = 0
        self._ending = False

    async def spawn(self, role: str, name: str, *args: str, program: str = "") -> Child:
        """Start a child of ours, the one that `_child` knows as `program` (its role), and wait for its hello."""
        log = self._logs / f"{'server' if role == 'guard' else name}.log"
        try:
            child = await spawn(
                role,
                name,
                child_argv(program or role, *args),
                deliver=self._journal.deliver,
                exited=self._exited,
                log=log,
                overhear=Overheard(self._journal.say, self._clock).feed if role == "guard" else None,
            )
        except ChildError as error:
            raise HarnessError(f"{error}: see {log}") from None
        self._children[name] = child
        self._journal.say(
            RunProcessStarted(t=self._clock(), role=role, name=name, pid=child.pid, offset=child.offset)
        )
        return child

    def child(self, name: str) -> Child:
        """The child of this name. HarnessError when it is gone."""
        if name not in self._children:
            raise HarnessError(f"the process {name} is gone: see logs/{name}.log in the run folder")
        return self._children[name]

    async def flush(self, within: float) -> None:
        """Have every child send what it has seen so far; none is waited for beyond `within` seconds."""
        self._flushes += 1
        children = tuple(self._children.values())
        await asyncio.gather(*(child.flush(self._flushes, within) for child in children))

    async def stop(self, but: str = "") -> None:
        """End every child, side by side, or every one but the one of this name."""
        self._ending = True
        await asyncio.gather(*(child.stop() for name, child in self._children.items() if name != but))

    def _exited(self, gone: ChildExit) -> None:
        self._children.pop(gone.name, None)
        self._journal.say(
            RunProcessExited(
                t=self._clock(),
                role=gone.role,
                name=gone.name,
                pid=gone.pid,
                code=gone.code,
                signal=gone.signal,
                asked=self._ending,
                stderr_tail="" if self._ending else gone.stderr_tail,
            )
        )
