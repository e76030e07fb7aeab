"""The guard as a real child, with stand-ins for servers in all the ways servers live."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec
import psutil
import pytest

from harness import guard
from harness.children import Child, ChildExit, child_argv, spawn
from harness.commands import GuardStart, GuardStop
from harness.events import (
    AnyEvent,
    ChildFailed,
    GuardEmpty,
    GuardGone,
    GuardListening,
    GuardReaped,
    GuardStarted,
)
from harness.frames import Outbox, Port
from harness.ports import free_port, port_is_free
from harness.processes import Identity, identify, is_alive

SERVER = str(Path(__file__).parent / "programs" / "a_server.py")
HOST = "127.0.0.1"
WAYS = {"plain": 1, "reloader": 1, "forking": 3, "daemon": 1, "deaf": 2, "stopped": 1}
"""How many processes of a way tell their pid."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="forks and signals")
pytestmark = posix


class Guarded:
    """A guard, and the server it was told to start."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "server.log"
        self.port = free_port()
        self.events: list[AnyEvent] = []
        self.child: Child
        self._changed = asyncio.Event()

    async def open(self) -> None:
        self.child = await spawn(
            "guard", "guard", child_argv("guard"), deliver=self._hear, exited=self._end, log=self.log
        )

    def _hear(self, _src: str, line: bytes) -> None:
        self.events.append(msgspec.json.decode(line, type=AnyEvent))
        self._changed.set()

    def _end(self, _end: ChildExit) -> None:
        self._changed.set()

    def all(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    async def until(self, kind: type, count: int = 1, seconds: float = 10) -> Any:
        async with asyncio.timeout(seconds):
            while len(self.all(kind)) < count:
                self._changed.clear()
                await self._changed.wait()
        return self.all(kind)[-1]

    async def serve(self, how: str, watched: int = 0) -> set[Identity]:
        """Start the server and wait until all of it runs; every process of it. `watched`: the port to look at."""
        argv = (sys.executable, SERVER, how, str(self.port))
        self.child.send(GuardStart(argv=argv, env=dict(os.environ), cwd="/", port=watched))
        await self.until(GuardStarted)
        await self.told(WAYS.get(how, 1))
        return {one for child in psutil.Process(self.child.pid).children(True) if (one := identify(child.pid))}

    async def told(self, count: int) -> list[int]:
        """The pids that the server's processes have told, once there are so many."""
        async with asyncio.timeout(10):
            while len(pids := re.findall(r"pid (\d+)", self.log.read_text())) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return [int(pid) for pid in pids]

    def stop(self, how: Literal["graceful", "kill"]) -> None:
        self.child.send(GuardStop(how=how))


@pytest.fixture
async def guarded(tmp_path: Path) -> AsyncIterator[Guarded]:
    guarded = Guarded(tmp_path)
    await guarded.open()
    yield guarded
    await guarded.child.stop()
    await asyncio.get_running_loop().shutdown_default_executor()


async def nothing_left(guarded: Guarded, family: set[Identity]) -> bool:
    """Whether the port becomes free and no process of the family lives; test_kill_rounds has the bar of 2 s."""
    deadline = time.monotonic() + 5
    free = await port_is_free(HOST, guarded.port, 5)
    while any(map(is_alive, family)) and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    return free and not any(map(is_alive, family))


@pytest.mark.parametrize("how", WAYS)
async def test_a_killed_server_leaves_nothing_whatever_its_processes_do(guarded: Guarded, how: str) -> None:
    family = await guarded.serve(how)
    assert family
    guarded.stop("kill")
    await guarded.until(GuardEmpty)
    assert await nothing_left(guarded, family)
    reaped = [event.pid for event in guarded.all(GuardReaped)]  # but those whose own parent has waited for them
    assert guarded.all(GuardStarted)[0].pid in reaped
    assert len(reaped) == len(set(reaped))


@pytest.mark.parametrize("how", ["plain", "reloader", "forking", "daemon"])
async def test_a_server_that_is_asked_ends_by_sigterm(guarded: Guarded, how: str) -> None:
    family = await guarded.serve(how)
    guarded.stop("graceful")
    await guarded.until(GuardEmpty)
    assert await nothing_left(guarded, family)
    assert {event.signal for event in guarded.all(GuardReaped)} <= {"SIGTERM", None}


async def test_a_server_that_does_not_listen_to_sigterm_is_killed_after_a_while(guarded: Guarded) -> None:
    family = await guarded.serve("deaf")
    guarded.stop("graceful")
    await guarded.until(GuardEmpty)
    assert [event.signal for event in guarded.all(GuardReaped)] == ["SIGKILL"] * 2
    assert await nothing_left(guarded, family)


async def test_a_kill_does_not_wait_for_a_graceful_stop_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "GRACEFUL_SECONDS", 60)
    reader, writer = os.pipe()
    outbox = Outbox(writer)
    port, tree = Port("guard", "guard", outbox), FakeTree()
    for command in (START, GuardStop(how="graceful"), GuardStop(how="graceful"), GuardStop(how="kill"), None):
        port.put(command)
    await asyncio.wait_for(guard.Guard(port, tree).serve(), 20)
    assert tree.told[0] == "start"
    assert tree.told[-1] == "kill"
    outbox.close()
    os.close(writer)
    with os.fdopen(reader, "rb") as lines:
        told = [type(msgspec.json.decode(line, type=AnyEvent)) for line in lines]
    assert told == [GuardStarted, GuardReaped, GuardEmpty]


START = GuardStart(argv=("x",), env={}, cwd="/")


class FakeTree:
    """A tree of one process that ends by a kill only, of which nobody is told: it has to be looked at."""

    tells = False

    def __init__(self) -> None:
        self.told: list[str] = []

    def start(self, argv: object, env: object, cwd: object) -> int:
        self.told.append("start")
        return 1

    def reap(self) -> list[tuple[int, int]]:
        return [(1, -9)] if self.told[-1:] == ["kill"] else []

    def is_empty(self) -> bool:
        return self.told[-1] == "kill"

    def terminate(self) -> None:
        self.told.append("terminate")

    def kill(self) -> None:
        self.told.append("kill")


async def test_a_server_that_breeds_faster_than_it_is_counted_is_killed(guarded: Guarded) -> None:
    await guarded.serve("breeding")
    guarded.stop("kill")
    await guarded.until(GuardEmpty)
    assert await port_is_free(HOST, guarded.port)


async def test_every_end_of_the_tree_is_told_with_its_code_or_signal(guarded: Guarded) -> None:
    await guarded.serve("daemon")
    await guarded.until(GuardReaped, 2)
    codes = {event.code for event in guarded.all(GuardReaped)}
    assert codes == {4, 5}  # the two that forked: both came to the guard
    assert guarded.all(GuardEmpty) == []
    os.kill((await guarded.told(1))[0], signal.SIGUSR1)
    await guarded.until(GuardEmpty)
    assert guarded.all(GuardReaped)[-1].signal == "SIGUSR1"


async def test_a_reload_is_the_end_of_one_child_and_no_emptiness(guarded: Guarded) -> None:
    await guarded.serve("reloader")
    before = (await guarded.told(1))[0]
    os.kill(before, signal.SIGHUP)
    after = (await guarded.told(2))[1]
    assert after != before
    assert guarded.all(GuardReaped) == []  # its own parent has waited for it
    assert guarded.all(GuardEmpty) == []


async def test_the_reloaders_parent_killed_leaves_a_child_that_is_still_owned(guarded: Guarded) -> None:
    family = await guarded.serve("reloader")
    os.kill(guarded.all(GuardStarted)[0].pid, signal.SIGKILL)
    await guarded.until(GuardReaped)
    assert guarded.all(GuardEmpty) == []
    guarded.stop("kill")
    await guarded.until(GuardEmpty)
    assert await nothing_left(guarded, family)


@pytest.mark.parametrize("how", WAYS)
async def test_a_killed_guard_takes_the_server_with_it(guarded: Guarded, how: str) -> None:
    family = await guarded.serve(how)
    os.kill(guarded.child.pid, signal.SIGKILL)
    end = await asyncio.wait_for(guarded.child.wait(), 10)
    assert end.signal == "SIGKILL"
    assert await nothing_left(guarded, family)


@pytest.mark.parametrize("how", ["reloader", "forking", "deaf"])
async def test_a_core_that_is_gone_is_the_servers_end(guarded: Guarded, how: str) -> None:
    family = await guarded.serve(how)
    stdin = guarded.child._stdin()
    assert stdin
    stdin.close()  # what the kernel does when the core is killed
    end = await asyncio.wait_for(guarded.child.wait(), 10)
    assert (end.code, end.signal) == (0, None)
    assert await nothing_left(guarded, family)


async def test_a_terminated_guard_ends_its_tree_first(guarded: Guarded) -> None:
    family = await guarded.serve("deaf")
    os.kill(guarded.child.pid, signal.SIGTERM)
    end = await asyncio.wait_for(guarded.child.wait(), 10)
    assert (end.code, end.signal) == (0, None)
    assert await nothing_left(guarded, family)


async def test_a_server_can_be_started_again_and_again(guarded: Guarded) -> None:
    for life in range(1, 4):
        argv = (sys.executable, SERVER, "plain", str(guarded.port))
        guarded.child.send(GuardStart(argv=argv, env=dict(os.environ), cwd="/"))
        await guarded.told(life)
        guarded.stop("kill")
        await guarded.until(GuardEmpty, life)


async def test_a_second_server_beside_the_first_is_refused(guarded: Guarded) -> None:
    await guarded.serve("plain")
    guarded.child.send(GuardStart(argv=("true",), env={}, cwd="/"))
    failed = await guarded.until(ChildFailed)
    assert "stop it first" in failed.message
    assert guarded.all(GuardEmpty) == []


@pytest.mark.parametrize(
    ("argv", "cwd"), [(("/no/such/server",), "/"), (("true",), "/no/such/folder"), (("tr\0ue",), "/")]
)
async def test_a_server_that_cannot_be_started_is_told_and_nobody_waits_for_it(
    guarded: Guarded, argv: tuple[str, ...], cwd: str
) -> None:
    guarded.child.send(GuardStart(argv=argv, env={}, cwd=cwd))
    await guarded.until(GuardEmpty)
    assert "cannot be started" in guarded.all(ChildFailed)[0].message


async def test_stopping_what_does_not_run_is_no_matter(guarded: Guarded) -> None:
    guarded.stop("graceful")
    guarded.stop("kill")
    assert await guarded.child.flush(1, 5)
    assert guarded.all(GuardEmpty) == []


@pytest.fixture
def under_nohup() -> Iterator[None]:
    """What is started while a test lasts ignores SIGHUP."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("under_nohup")
async def test_the_server_hears_ctrl_c_and_hangup_again_and_has_its_own_session(guarded: Guarded) -> None:
    heard = "signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGHUP).name"
    program = f"import os, signal; print({heard}, os.getsid(0) == os.getpid())"
    guarded.child.send(GuardStart(argv=(sys.executable, "-c", program), env={}, cwd="/"))
    await guarded.until(GuardEmpty)
    await guarded.child.stop()
    assert guarded.log.read_text() == "<built-in function default_int_handler> SIG_DFL True\n"


async def test_who_listens_is_told_where_it_was_asked_and_so_is_the_end_of_one_that_its_parent_waits_for(
    guarded: Guarded,
) -> None:
    await guarded.serve("reloader", watched=guarded.port)
    child = (await guarded.told(1))[0]
    await guarded.until(GuardListening, 2)
    parent = guarded.all(GuardStarted)[0].pid
    assert [(event.pid, event.host, event.port, event.parent) for event in guarded.all(GuardListening)] == [
        (parent, HOST, guarded.port, guarded.child.pid),
        (child, HOST, guarded.port, parent),
    ]
    os.kill(child, signal.SIGHUP)
    after = (await guarded.told(2))[1]
    await guarded.until(GuardListening, 3)
    assert [event.pid for event in guarded.all(GuardGone)] == [child]
    assert guarded.all(GuardListening)[-1].pid == after


async def test_a_server_that_listens_elsewhere_is_told_of_too(guarded: Guarded) -> None:
    await guarded.serve("plain", watched=free_port())
    await guarded.until(GuardListening)
    assert [event.port for event in guarded.all(GuardListening)] == [guarded.port]
