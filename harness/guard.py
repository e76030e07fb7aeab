"""Child `guard`: owns the server's process tree, the user's own command included, and leaves nothing of it behind.

The tree's first process has a session of its own, the guard's standard error as its output, and as its standard
input a pipe that only the guard holds: a serving process that reads its end knows that the guard is gone. The
core's death is the end of the guard's standard input: the tree is killed, then the guard ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal

from harness.commands import ChildFlush, GuardSignal, GuardStart, GuardStop, ToGuard
from harness.events import ChildFailed, GuardEmpty, GuardReaped, GuardSignalled, GuardStarted
from harness.exits import exit_of
from harness.frames import Port, run_child
from harness.onlooker import LOOK_SECONDS as WATCH_SECONDS
from harness.onlooker import Onlooker
from harness.processes import descendants, eldest_first, send_signal
from harness.trees import Tree, own_tree

GRACEFUL_SECONDS = 2.0
KILL_AGAIN_SECONDS = 0.05
LOOK_SECONDS = 0.1


class Guard:
    """Carries out the commands: one server at a time, or one more beside it, and one way of stopping all."""

    def __init__(self, port: Port, tree: Tree) -> None:
        self._port = port
        self._tree = tree
        self._empty = asyncio.Event()
        self._empty.set()
        self._onlooker: Onlooker | None = None

    async def serve(self) -> None:
        """Follow the commands until there are no more, then leave nothing behind."""
        stopping: asyncio.Task[None] | None = None
        command: GuardStart | GuardStop | GuardSignal | ChildFlush
        async with asyncio.TaskGroup() as group:
            async for command in self._port.commands():
                match command:
                    case GuardStart():
                        self._start(command)
                    case GuardStop():
                        if stopping is not None:
                            stopping.cancel()
                        stopping = group.create_task(self._stop(command))
                    case GuardSignal():
                        self._signal(command)
                    case ChildFlush():
                        self._port.flushed(command)
            if stopping is not None:
                stopping.cancel()
            await self._kill()

    def look(self) -> None:
        """Say which processes have ended, and whether that was the last."""
        for pid, status in self._tree.reap():
            code, name = exit_of(status)
            self._port.say(GuardReaped(t=self._port.clock(), pid=pid, code=code, signal=name))
        if self._empty.is_set():
            return
        if self._tree.is_empty():
            self._empty.set()
            self._port.say(GuardEmpty(t=self._port.clock()))
        elif not self._tree.tells:
            asyncio.get_running_loop().call_later(LOOK_SECONDS, self.look)

    def _start(self, command: GuardStart) -> None:
        if not self._empty.is_set() and not command.beside:
            self._fail("the server's last processes have not ended yet: stop it first")
            return
        try:
            pid = self._tree.start(command.argv, command.env, command.cwd)
        except (OSError, ValueError) as why:
            self._fail(f"{' '.join(command.argv[:1])!r} cannot be started: {why}")
            if self._empty.is_set():
                self._port.say(GuardEmpty(t=self._port.clock()))
            return
        self._empty.clear()
        self._port.say(GuardStarted(t=self._port.clock(), pid=pid))
        self.look()
        if command.port:
            self._onlooker = Onlooker(command.port, self._port.say, self._port.clock)
            self._watch(self._onlooker)

    def _watch(self, onlooker: Onlooker) -> None:
        if self._empty.is_set() or onlooker is not self._onlooker:
            return
        onlooker.look(descendants(os.getpid()))
        asyncio.get_running_loop().call_later(WATCH_SECONDS, self._watch, onlooker)

    def _signal(self, command: GuardSignal) -> None:
        """Signal processes of the tree, and none besides."""
        number = getattr(signal, command.signal, None)
        if not isinstance(number, signal.Signals):
            self._fail(f"this system has no signal {command.signal!r}")
            return
        members = [one for one in descendants(os.getpid()) if not command.pids or one.pid in command.pids]
        for one in eldest_first(members):
            send_signal(one, number)
        pids = tuple(one.pid for one in eldest_first(members))
        self._port.say(GuardSignalled(t=self._port.clock(), signal=command.signal, pids=pids))

    async def _stop(self, command: GuardStop) -> None:
        if command.how == "graceful" and not self._empty.is_set():
            self._tree.terminate()
            if await self._empty_within(GRACEFUL_SECONDS):
                return
        await self._kill()

    async def _kill(self) -> None:
        """Kill all there is, and what that has started meanwhile, until nothing is left."""
        while not self._empty.is_set():
            self._tree.kill()
            await self._empty_within(KILL_AGAIN_SECONDS)

    async def _empty_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._empty.wait(), seconds)
        return self._empty.is_set()

    def _fail(self, message: str) -> None:
        self._port.say(ChildFailed(t=self._port.clock(), message=message))


async def _guard(port: Port) -> None:
    guard = Guard(port, own_tree())
    if hasattr(signal, "SIGCHLD"):
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGCHLD, guard.look)
        loop.add_signal_handler(signal.SIGTERM, port.put, None)
    await guard.serve()


def main() -> None:
    """Be the guard."""
    run_child("guard", "guard", ToGuard, _guard, outlives_parent=True)
