"""Children of the core: spawn, hello, commands in, lines out, the stop ladder, and a death that is told.

A child has a process group of its own and carries a mark in its environment, so whatever it leaves behind when it
goes, by itself or not, is found and ended. Its lines are delivered as they came; only the hello and the answers to
a flush are decoded here.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import msgspec

from harness import processes
from harness.clock import monotonic_ns
from harness.commands import ChildFlush, ChildQuit
from harness.events import ChildFlushed, ChildHello
from harness.evidence.logs import LogWriter, escape
from harness.exits import exit_of
from harness.frames import UNREADABLE, LineBuffer, encode

HELLO_SECONDS = 20.0
ASK_SECONDS = 0.7
TERMINATE_SECONDS = 0.5
LAST_WORDS_SECONDS = 0.5
COMMAND_BYTES = 16 * 1024 * 1024

Deliver = Callable[[str, bytes], None]
"""Is given a source and each of its lines, unchanged and in order."""
Overhear = Callable[[bytes], None]
"""Is given what comes of a child's standard error, as it comes."""

_FLUSHED = b'{"type":"child.flushed"'


class ChildError(RuntimeError):
    """A child could not be started; the text is for people."""


@dataclass(frozen=True)
class ChildExit:
    """A child is gone: its exit `code`, or the name of the `signal` that ended it, and its last words."""

    role: str
    name: str
    pid: int
    code: int | None
    signal: str | None
    stderr_tail: str


def child_argv(name: str, *args: str) -> list[str]:
    """The command line of our own child `name`, from a clone, an installation or a frozen build."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "_child", name, *args]
    return [sys.executable, str(Path(__file__).resolve().parent.parent / "main.py"), "_child", name, *args]


class Child(asyncio.SubprocessProtocol):
    """A child that was spawned: `send` and `flush` to it, `stop` it, `wait` for its end.

    `offset`: its clock minus ours, in ns. It is 0 unless the hello cannot be explained by one common clock.
    """

    def __init__(
        self,
        role: str,
        name: str,
        deliver: Deliver,
        exited: Callable[[ChildExit], None],
        log: LogWriter,
        overhear: Overhear | None = None,
    ) -> None:
        loop = asyncio.get_running_loop()
        self.role = role
        self.name = name
        self.pid = 0
        self.offset = 0
        self.mark = processes.new_mark()
        self.greeted: asyncio.Future[ChildHello] = loop.create_future()
        self._spawned = monotonic_ns()
        self._deliver = deliver
        self._exited = exited
        self._log = log
        self._overhear = overhear
        self._lines = LineBuffer()
        self._flushes: dict[int, asyncio.Future[None]] = {}
        self._exit: asyncio.Future[ChildExit] = loop.create_future()
        self._transport: asyncio.SubprocessTransport | None = None
        self._dying: asyncio.Future[None] | None = None
        self._stopping = asyncio.Lock()

    @property
    def hello(self) -> ChildHello:
        """What it said of itself."""
        return self.greeted.result()

    # --- what can be asked of it ---

    def send(self, command: msgspec.Struct) -> None:
        """Send a command; never blocks. A dead child ignores it; one that reads none for 16 MiB is killed."""
        stdin = self._stdin()
        if stdin is None:
            return
        if stdin.get_write_buffer_size() > COMMAND_BYTES:
            self._give_up("it reads no commands")
            return
        stdin.write(encode(command))

    async def flush(self, id: int, timeout: float) -> bool:  # noqa: A002, ASYNC109  (as the command has it)
        """Whether, within `timeout` seconds, all it had seen until now has been delivered."""
        answer = self._flushes[id] = asyncio.get_running_loop().create_future()
        self.send(ChildFlush(id=id))
        try:
            await asyncio.wait({answer, self._exit}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        finally:
            del self._flushes[id]
        return answer.done()

    async def wait(self) -> ChildExit:
        """Wait until it is gone, and nothing it started is left."""
        return await asyncio.shield(self._exit)

    async def stop(self) -> ChildExit:
        """End it: ask, terminate its group, kill its group, each after a while; it may be called again."""
        async with self._stopping:
            if not self._exit.done():
                await self._descend()
            return await self.wait()

    async def _descend(self) -> None:
        self.send(ChildQuit())
        if stdin := self._stdin():
            stdin.close()
        if await self._ends_within(ASK_SECONDS):
            return
        processes.signal_group(self.pid, signal.SIGTERM)
        if not await self._ends_within(TERMINATE_SECONDS):
            processes.signal_group(self.pid)

    async def _ends_within(self, seconds: float) -> bool:
        done, _ = await asyncio.wait({self._exit}, timeout=seconds)
        return bool(done)

    def _stdin(self) -> asyncio.WriteTransport | None:
        if self._transport is None or self._transport.get_returncode() is not None:
            return None
        stdin = cast("asyncio.WriteTransport | None", self._transport.get_pipe_transport(0))
        return None if stdin is None or stdin.is_closing() else stdin

    def _give_up(self, why: str) -> None:
        self._log.write(f"\n[killed by the core: {why}]\n".encode())
        processes.signal_group(self.pid)

    # --- what the event loop tells of it ---

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It runs."""
        self._transport = cast("asyncio.SubprocessTransport", transport)
        self.pid = self._transport.get_pid()

    def pipe_data_received(self, fd: int, data: bytes | str) -> None:
        """It wrote lines, or into its log."""
        chunk = cast("bytes", data)
        if fd == 2:
            self._log.write(chunk)
            if self._overhear:
                self._overhear(chunk)
            return
        try:
            lines = self._lines.feed(chunk)
        except ValueError as why:
            self._give_up(str(why))
            return
        for line in lines:
            self._receive(line)

    def _receive(self, line: bytes) -> None:
        self._deliver(self.name, line)
        if not self.greeted.done():
            self._greet(line)
        elif self._flushes and line.startswith(_FLUSHED):
            self._answer(line)

    def _answer(self, line: bytes) -> None:
        with contextlib.suppress(*UNREADABLE):  # whoever reads the lines says so
            answer = self._flushes.get(msgspec.json.decode(line, type=ChildFlushed).id)
            if answer and not answer.done():
                answer.set_result(None)

    def _greet(self, line: bytes) -> None:
        try:
            hello = msgspec.json.decode(line, type=ChildHello)
        except UNREADABLE:
            self.greeted.set_exception(ChildError(f"{self.name} did not say hello first: {line[:200]!r}"))
            return
        self.offset = _offset(hello.t, self._spawned, monotonic_ns())
        self.greeted.set_result(hello)

    def process_exited(self) -> None:
        """It is gone; a descendant may still hold its pipes, and is not waited for."""
        processes.signal_group(self.pid)
        asyncio.get_running_loop().call_later(LAST_WORDS_SECONDS, self._bury)

    def connection_lost(self, _exc: Exception | None) -> None:
        """It is gone, and everything it wrote was read."""
        self._bury()

    def _bury(self) -> None:
        if self._dying is None:
            loop = asyncio.get_running_loop()
            self._dying = loop.run_in_executor(None, _sweep, self.mark)
            self._dying.add_done_callback(self._tell)

    def _tell(self, swept: asyncio.Future[None]) -> None:
        transport = cast("asyncio.SubprocessTransport", self._transport)
        code, signal_name = exit_of(cast("int", transport.get_returncode()))
        transport.close()
        if why := swept.exception():
            self._log.write(f"\n[sweeping failed: {why}]\n".encode())
        self._log.close()
        end = ChildExit(self.role, self.name, self.pid, code, signal_name, self._log.tail)
        if not self.greeted.done():
            self.greeted.set_exception(ChildError(_never_greeted(end)))
        self._exit.set_result(end)
        self._exited(end)


def _sweep(mark: str) -> None:
    if left := processes.sweep_marked(mark):
        raise ChildError(f"processes that cannot be killed: {sorted(one.pid for one in left)}")


def _never_greeted(end: ChildExit) -> str:
    last = end.stderr_tail.strip().rpartition("\n")[2]
    how = end.signal or f"exit code {end.code}"
    return f"{end.name} ended before it said hello ({how})" + (f": {last}" if last else "")


def _offset(theirs: int, spawned: int, now: int) -> int:
    """The smallest clock difference that puts the hello between the spawning and its arrival."""
    if theirs > now:
        return theirs - now
    return min(theirs - spawned, 0)


async def spawn(
    role: str,
    name: str,
    argv: Sequence[str],
    *,
    deliver: Deliver,
    exited: Callable[[ChildExit], None],
    log: Path,
    env: Mapping[str, str] | None = None,
    overhear: Overhear | None = None,
) -> Child:
    """Start a child and wait for its hello.

    `deliver` is given `name` and each line of its standard output, the hello included; `exited` its end, once,
    after its last line. Standard error goes to `log`, escaped, and as it comes to `overhear`. ChildError when it
    cannot be started or says no hello: then it is gone when this raises (and `exited` was called if it ever ran).
    """
    writer = LogWriter(log)
    child = Child(role, name, deliver, exited, writer, overhear)
    environment = {**(os.environ if env is None else env), processes.MARKER: child.mark}
    loop = asyncio.get_running_loop()
    try:
        await loop.subprocess_exec(lambda: child, *argv, env=environment, **_own_group())
    except BaseException as why:
        writer.close()
        if isinstance(why, OSError):
            raise ChildError(f"{name} cannot be started: {escape(str(why))}") from why
        raise
    try:
        await asyncio.wait_for(asyncio.shield(child.greeted), HELLO_SECONDS)
    except BaseException as why:
        await child.stop()
        with contextlib.suppress(ChildError):  # read, so that it does not count as forgotten
            child.greeted.exception()
        if isinstance(why, TimeoutError):
            raise ChildError(f"{name} said no hello within {HELLO_SECONDS:.0f} seconds") from why
        raise
    return child


def _own_group() -> dict[str, Any]:
    """A group of its own, which Ctrl-C in the terminal does not reach."""
    if sys.platform == "win32":
        import subprocess

        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}
