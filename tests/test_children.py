"""Real children, each ended in a way of its own."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from harness import children
from harness.children import Child, ChildError, ChildExit, child_argv, spawn
from harness.commands import GuardStart
from harness.processes import Identity, identify, is_alive

PROGRAM = str(Path(__file__).parent / "programs" / "a_child.py")


class Room:
    """Children of this test, what they said and how they ended."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "logs" / "one.log"
        self.lines: list[tuple[str, bytes]] = []
        self.ends: list[ChildExit] = []
        self._changed = asyncio.Event()

    async def start(self, how: str, **more: Any) -> Child:
        argv = [sys.executable, PROGRAM, how]
        return await spawn("test", "one", argv, deliver=self._hear, exited=self.ends.append, log=self.log, **more)

    def _hear(self, src: str, line: bytes) -> None:
        self.lines.append((src, line))
        self._changed.set()

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for _, line in self.lines]

    async def until(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first event of which this holds, waited for 10 seconds at most."""
        async with asyncio.timeout(10):
            while not (found := [event for event in self.events() if holds(event)]):
                self._changed.clear()
                await self._changed.wait()
        return found[0]

    async def other(self) -> Identity:
        """The process that the child has said it started."""
        told = await self.until(lambda event: event["type"] == "guard.started")
        identity = identify(told["pid"])
        assert identity
        return identity


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    yield Room(tmp_path)
    await asyncio.get_running_loop().shutdown_default_executor()


def start(*argv: str) -> GuardStart:
    return GuardStart(argv=argv, env={}, cwd="/")


async def test_lines_arrive_unchanged_and_in_order_the_hello_first(room: Room) -> None:
    child = await room.start("polite")
    child.send(start("flood", "3000"))
    assert await child.flush(1, 20)
    await child.stop()
    assert {src for src, _ in room.lines} == {"one"}
    events = room.events()
    assert events[0] == {**events[0], "type": "child.hello", "pid": child.pid, "role": "test", "name": "one"}
    assert [event["pid"] for event in events[1:-1]] == list(range(3000))
    assert events[-1] == {**events[-1], "type": "child.flushed", "id": 1}
    assert room.lines[1][1].startswith(b'{"type":"guard.reaped","pid":0,"t":')


async def test_a_child_that_is_asked_ends_in_good_order_and_once(room: Room) -> None:
    child = await room.start("polite")
    ends = await asyncio.gather(child.stop(), child.stop(), child.wait())
    assert {(end.code, end.signal) for end in ends} == {(0, None)}
    assert await child.stop() == ends[0]
    assert room.ends == [ends[0]]


async def test_a_child_that_ignores_everything_is_killed_and_what_it_started_too(room: Room) -> None:
    child = await room.start("stubborn")
    grandchild = await room.other()
    began = time.monotonic()
    end = await child.stop()
    assert (end.code, end.signal) == (None, "SIGKILL")
    assert 1.2 <= time.monotonic() - began < 20
    assert not is_alive(grandchild)


async def test_what_a_child_leaves_behind_is_ended_though_it_holds_the_log_open(room: Room) -> None:
    child = await room.start("orphaner")
    left = await room.other()
    end = await asyncio.wait_for(child.wait(), 20)
    assert (end.code, end.signal) == (0, None)
    assert not is_alive(left)


async def test_a_childs_own_death_is_told_with_its_last_words(room: Room) -> None:
    child = await room.start("polite")
    child.send(start("crash"))
    end = await asyncio.wait_for(child.wait(), 20)
    assert room.ends == [end]
    assert (end.role, end.name, end.pid, end.code, end.signal) == ("test", "one", child.pid, 7, None)
    assert end.stderr_tail == "\\x1b[31mlast words\\x07\n"
    assert room.log.read_text() == end.stderr_tail


async def test_a_death_by_a_signal_has_the_signals_name_and_no_code(room: Room) -> None:
    child = await room.start("polite")
    child.send(start("segfault"))
    end = await asyncio.wait_for(child.wait(), 20)
    assert (end.code, end.signal) == (None, "SIGSEGV")


async def test_a_dead_child_ignores_what_is_sent_to_it(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    child = await room.start("polite")
    os.kill(child.pid, 9)
    for _ in range(20):  # some before its death is known here, some after
        child.send(start("x"))
    await child.wait()
    for _ in range(20):
        child.send(start("x"))
    assert await child.flush(1, 20) is False
    assert caplog.text == ""


async def test_a_flush_that_is_not_answered_ends_in_time(room: Room) -> None:
    child = await room.start("hanging")
    began = time.monotonic()
    assert await child.flush(1, 0.1) is False
    assert time.monotonic() - began < 10
    os.kill(child.pid, 9)
    await child.stop()


async def test_answers_to_other_flushes_are_no_answer(room: Room) -> None:
    child = await room.start("polite")
    first, second = child.flush(1, 20), child.flush(2, 20)
    assert await asyncio.gather(second, first) == [True, True]
    assert [event["id"] for event in room.events()[1:]] == [2, 1]
    await child.stop()


async def test_a_child_that_reads_no_commands_is_killed_before_they_fill_the_memory(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "COMMAND_BYTES", 1024 * 1024)
    child = await room.start("hanging")
    os.kill(child.pid, 19)  # SIGSTOP
    for _ in range(40):
        child.send(start("x" * 65536))
    end = await asyncio.wait_for(child.wait(), 20)
    assert end.signal == "SIGKILL"
    assert "killed by the core: it reads no commands" in end.stderr_tail


async def test_a_child_whose_line_has_no_end_is_killed(room: Room) -> None:
    child = await room.start("breaking")
    end = await asyncio.wait_for(child.wait(), 20)
    assert end.signal == "SIGKILL"
    assert "killed by the core: a frame is longer than" in end.stderr_tail


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("early", r"one ended before it said hello \(exit code 1\): there is no such thing"),
        ("liar", "one did not say hello first: b'this is no hello'"),
        ("mute", "one said no hello within"),
    ],
)
async def test_a_child_without_a_hello_is_an_error_with_its_reason_and_gone(
    room: Room, monkeypatch: pytest.MonkeyPatch, how: str, says: str
) -> None:
    monkeypatch.setattr(children, "HELLO_SECONDS", 0.5 if how == "mute" else 20)
    with pytest.raises(ChildError, match=says):
        await room.start(how)
    assert len(room.ends) == 1


async def test_a_child_that_cannot_be_started_is_an_error_with_its_reason(room: Room) -> None:
    with pytest.raises(ChildError, match=r"one cannot be started: .*No such file"):
        await spawn("test", "one", ["/no/such/program"], deliver=room._hear, exited=room.ends.append, log=room.log)
    assert room.ends == []


async def test_a_start_that_is_cancelled_leaves_nothing(room: Room) -> None:
    starting = asyncio.ensure_future(room.start("mute"))
    await asyncio.sleep(0.2)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert room.ends[0].signal in {"SIGTERM", "SIGKILL"}


@pytest.mark.parametrize(
    ("how", "least", "most"), [("polite", 0, 0), ("ahead", 3590, 3600), ("behind", -3601, -3590)]
)
async def test_the_offset_is_what_the_hello_cannot_explain_otherwise(
    room: Room, how: str, least: float, most: float
) -> None:
    child = await room.start(how)
    assert least * 1e9 <= child.offset <= most * 1e9
    await child.stop()


async def test_a_log_that_cannot_be_written_does_not_stop_the_child(room: Room, tmp_path: Path) -> None:
    room.log = tmp_path / "file" / "one.log"
    room.log.parent.write_text("no folder")
    child = await room.start("polite")
    child.send(start("crash"))
    end = await child.wait()
    assert (end.code, end.stderr_tail) == (7, "\\x1b[31mlast words\\x07\n")


async def test_a_childs_environment_is_what_was_given_and_its_mark(room: Room) -> None:
    child = await room.start("polite", env={"PATH": os.environ["PATH"], "PYTHONPATH": "."})
    assert set(psutil.Process(child.pid).environ()) == {"PATH", "PYTHONPATH", "SIDLAB_CHILD"}
    await child.stop()


def test_our_own_children_start_from_a_clone_and_from_a_frozen_build(monkeypatch: pytest.MonkeyPatch) -> None:
    main = Path(children.__file__).parent.parent / "main.py"
    assert child_argv("wire", "a") == [sys.executable, str(main), "_child", "wire", "a"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_argv("wire", "a") == [sys.executable, "_child", "wire", "a"]
