"""The ways to fail, done to real processes by the product's own keeper and guard, and undone."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import pytest
from kept_server import LIGHT, Kept, ask, kept

from harness import processes
from harness.commands import GuardSignal
from harness.events import (
    ChildFailed,
    ChildHello,
    GuardSignalled,
    RunProcessExited,
    RunServerDown,
    RunServerPhases,
    RunServerReady,
    RunServerRelieved,
    RunServerStruck,
    ServerBeat,
)
from harness.ports import port_is_free
from harness.proxy.sockdiag import ListenLookup
from harness.session import hands, restarting, waydesk
from harness.ways import parse

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, sock_diag, SO_REUSEPORT")
SHORT = 0.4


async def mistreat(one: Kept, name: str, duration: float | None = None, **params: Any) -> None:
    assert await one.keeper.mistreat(parse(name, params), duration), one.keeper.why


async def answers(one: Kept, within: float) -> bool:
    return (await ask(one.port, "GET", "sidlab=raw", within=within)).status == 200


def hellos(one: Kept) -> list[ChildHello]:
    """Those of serving processes."""
    return one.of(ChildHello, role="server")


async def greeted(one: Kept, count: int) -> list[ChildHello]:
    return await one.hears(ChildHello, count=count, role="server")


def epochs(one: Kept) -> list[str]:
    return [hello.epoch for hello in hellos(one)]


async def test_each_way_is_seen_and_undone(tmp_path: Path) -> None:
    async with kept(LIGHT, tmp_path) as one:
        (first,) = await one.hears(ServerBeat)
        await silent(one, "hang")
        await wrong_clock(one, first)
        await full_backlog(one)
        await two_servers(one)
        await lasting(one)
        assert (one.keeper.life, one.of(RunServerDown)) == (1, [])


async def silent(one: Kept, name: str) -> None:
    """Who is stopped answers nobody, and does not beat."""
    await mistreat(one, name)
    (struck,) = one.of(RunServerStruck)
    assert (struck.way, struck.pids, struck.until) == (name, (one.keeper.pid,), None)
    assert [row.way for row in one.keeper.ways.rows()] == [name]
    began = one.now
    assert not await answers(one, 1.3)  # longer than from one beat to the next
    assert one.of(ServerBeat, began) == []
    assert await one.keeper.relieve(struck.id)
    assert [over.id for over in one.of(RunServerRelieved)] == [struck.id]
    assert await answers(one, 20)
    await one.hears(ServerBeat, began)
    assert (one.keeper.ways.rows(), len(epochs(one))) == ((), 1)


async def wrong_clock(one: Kept, first: ServerBeat) -> None:
    """Its clock is wrong while the machine's is not."""
    await mistreat(one, "clock-jump", by=-7200)
    (jumped,) = await one.hears(ServerBeat, one.now)
    assert (jumped.wall - first.wall) - (jumped.t - first.t) == pytest.approx(-7200e9, abs=1e9)
    await one.keeper.relieve(way="clock-jump")
    (right,) = await one.hears(ServerBeat, one.now)
    assert (right.wall - first.wall) - (right.t - first.t) == pytest.approx(0, abs=1e9)


async def full_backlog(one: Kept) -> None:
    """A connection gets no answer, and no refusal either."""
    with ListenLookup(socket.AF_INET, "127.0.0.1", one.port) as lookup:
        before = lookup.backlog()
        await mistreat(one, "full-backlog", size=3)
        assert lookup.backlog() == (4, 3)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.open_connection("127.0.0.1", one.port), SHORT)
        assert await one.keeper.relieve()
        assert await answers(one, 20)
        assert lookup.backlog() == before


async def two_servers(one: Kept) -> None:
    """Each gives sids of its own epoch; once the second has ended, only the first does."""
    await mistreat(one, "second-server")
    first, second = epochs(one)
    seen: set[str] = set()
    while seen != {first, second}:
        seen.add((await ask(one.port, "GET", "sidlab=raw")).body.partition('"sid":"')[2].partition("-")[0])
    assert await one.keeper.relieve()
    (gone,) = await one.hears(RunProcessExited, pid=hellos(one)[1].pid)
    assert (gone.signal, gone.asked) == ("SIGTERM", True)
    assert (one.keeper.epoch, one.keeper.state) == (first, "up")
    for _ in range(8):
        assert f'"sid":"{first}-' in (await ask(one.port, "GET", "sidlab=raw")).body


async def lasting(one: Kept) -> None:
    """A way lasts as long as it shall."""
    since = one.now
    await mistreat(one, "hang", 0.3)
    (row,) = one.keeper.ways.rows()
    assert row.left is not None
    assert row.left <= 0.3
    (over,) = await one.hears(RunServerRelieved, since)
    (struck,) = one.of(RunServerStruck, since)
    assert struck.until is not None
    assert struck.until - struck.t == 300_000_000
    assert over.t >= struck.until
    assert await answers(one, 20)


async def test_what_cannot_be_done_says_why_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with kept(LIGHT, tmp_path, start=False) as one:
        await refused(one, "hang", "the server is not up: start it first")
        assert await one.keeper.start()
        await refused(one, "recycle", "has no workers, only one process")
        await mistreat(one, "hang")
        await refused(one, "hang", "hang is on already: relieve it first")
        monkeypatch.setattr(hands, "ANSWER_SECONDS", SHORT)
        await refused(one, "clock-jump", f"process {one.keeper.pid} did not answer within 0.4 s: is it stopped")
        assert [row.way for row in one.keeper.ways.rows()] == ["hang"]
        monkeypatch.setattr(waydesk, "lacking", lambda _kind: "another system")
        await refused(one, "block", "block is not available here: it needs another system")
        monkeypatch.undo()
        await one.keeper.relieve()
        await refused_restarts(one)
        before = processes.marked(one.mark)
        one.keeper.spec.host = "no-such-host.invalid"  # type: ignore[misc]
        await refused(one, "second-server", "the second server ended: see logs/server.log in the run folder")
        assert one.keeper.ways.rows() == ()
        assert processes.marked(one.mark) == before


async def refused(one: Kept, name: str, why: str) -> None:
    assert not await one.keeper.mistreat(parse(name, {}))
    assert why in one.keeper.why


async def refused_restarts(one: Kept) -> None:
    assert not await one.keeper.restart("reload")
    one.keeper.spec.witnessed = False  # type: ignore[misc]
    assert not await one.keeper.restart("crash")
    assert "takes the order to crash: restart it by kill" in one.keeper.why
    assert one.of(RunServerPhases) == []
    await refused(one, "block", "block takes a server of ours: serve by a profile")
    one.keeper.spec.witnessed = True  # type: ignore[misc]


async def test_a_server_that_is_mistreated_can_be_stopped(tmp_path: Path) -> None:
    async with kept(LIGHT, tmp_path, start=False) as one:
        for name in ("hang", "block", "full-backlog", "second-server"):
            await stopped_while(one, name, "graceful")
        await stopped_while(one, "full-backlog", "kill")


async def stopped_while(one: Kept, name: str, how: Any) -> None:
    assert await one.keeper.start(), one.keeper.why
    since = one.now
    await mistreat(one, name)
    assert await one.keeper.stop(how), one.keeper.why
    assert [over.way for over in one.of(RunServerRelieved, since)] == [name]
    assert one.keeper.ways.rows() == ()
    assert await port_is_free("127.0.0.1", one.port)
    ended = {event.pid: event.signal for event in one.of(RunProcessExited)}
    assert ended.keys() == {hello.pid for hello in hellos(one)}
    assert ended[hellos(one)[-1].pid] == ("SIGKILL" if how == "kill" else "SIGTERM")


async def test_a_way_ends_with_its_server(tmp_path: Path) -> None:
    async with kept(LIGHT, tmp_path) as one:
        await mistreat(one, "full-backlog")
        os.kill(one.keeper.pid or 0, signal.SIGKILL)
        await one.hears(RunServerDown, asked=False)
        assert [over.way for over in one.of(RunServerRelieved)] == ["full-backlog"]
        assert await one.keeper.start()
        assert await answers(one, 20)


async def test_a_restart_tells_its_phases(tmp_path: Path) -> None:
    async with kept(LIGHT, tmp_path) as one:
        for life, how in enumerate(ENDS, start=2):
            await phases(one, life, how)


ENDS: dict[str, tuple[int | None, str | None]] = {
    "graceful": (None, "SIGTERM"),
    "kill": (None, "SIGKILL"),
    "crash": (1, None),
}


async def phases(one: Kept, life: int, how: Any) -> None:
    """A server that hangs is restarted, whatever way."""
    since = one.now
    await mistreat(one, "hang")
    assert await one.keeper.restart(how, 0.1)
    (told,) = one.of(RunServerPhases, since)
    assert told.closed is not None
    assert told.opened is not None
    assert told.answered is not None
    assert told.asked < told.closed < told.opened < told.answered
    assert told.opened - told.closed >= 100_000_000
    (ready,) = one.of(RunServerReady, since)
    assert (told.how, told.life, ready.life) == (how, life, life)
    (gone,) = one.of(RunProcessExited, since)
    assert (gone.code, gone.signal, gone.asked) == (*ENDS[how], True)
    assert len(set(epochs(one))) == life


async def test_one_worker_is_recycled_and_the_others_live_on(tmp_path: Path) -> None:
    async with kept(f"{LIGHT}-2", tmp_path) as one:
        await greeted(one, 2)
        for how, name in (("graceful", "SIGTERM"), ("hangup", "SIGHUP"), ("kill", "SIGKILL")):
            await recycled(one, how, name)
        assert (one.keeper.life, one.keeper.state, one.of(RunServerDown)) == (1, "up", [])
        await crashed(one)


async def recycled(one: Kept, how: str, name: str) -> None:
    since, (first, second) = one.now, one.keeper.standing().serving
    await mistreat(one, "recycle", how=how)
    (struck,) = one.of(RunServerStruck, since)
    assert struck.pids == (first,)
    assert [(said.signal, said.pids) for said in one.of(GuardSignalled, since)] == [(name, (first,))]
    assert [gone.pid for gone in one.of(RunProcessExited, since)] == [first]
    assert one.keeper.standing().serving == (second, hellos(one)[-1].pid)


async def crashed(one: Kept) -> None:
    """Workers that crash come again by themselves; their master keeps the port."""
    before = set(epochs(one))
    assert await one.keeper.restart("crash")
    (told,) = one.of(RunServerPhases)
    assert (told.closed, told.opened) == (None, None)
    assert len(set(epochs(one)) - before) == 2
    assert one.of(RunServerDown) == []


async def test_where_nobody_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with kept(f"{LIGHT}-1", tmp_path) as one:
        await mistreat(one, "recycle")
        assert (one.keeper.life, len(set(epochs(one)))) == (2, 2), "the only worker: a new life"
        monkeypatch.setattr(restarting, "END_SECONDS", SHORT)
        await mistreat(one, "hang")  # SIGTERM waits until it goes on
        await refused(one, "recycle", "recycle: it did not end within 0.4 s")
        await one.keeper.relieve()
        await greeted(one, 3)  # now it has ended, and has a successor
        monkeypatch.setattr(one.keeper.hands, "crash", lambda _pids: False)
        assert not await one.keeper.restart("crash")
        assert one.keeper.why == "the server did not crash within 0.4 s: stop it"
        monkeypatch.undo()
        await succeeded_by_nobody(one, monkeypatch)


async def succeeded_by_nobody(one: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is stopped, and the server started."""
    await one.keeper.stop()
    assert await one.keeper.start(f"{LIGHT}-2!")
    since = one.now
    await one.until(lambda: len(one.keeper.standing().serving) == 2, "two workers")
    monkeypatch.setattr(restarting, "SUCCESSOR_SECONDS", SHORT)
    await refused(one, "recycle", "recycle: nobody took its place within 0.4 s")
    assert await one.keeper.restart("crash")
    assert len(one.of(RunServerDown, since)) == 1
    assert one.keeper.state == "up"


async def test_signals_reach_the_servers_tree_only(tmp_path: Path) -> None:
    async with kept(LIGHT, tmp_path) as one:
        guard = one.keeper._guard
        guard.send(GuardSignal(signal="SIGKILL", pids=(os.getpid(), 1, guard.pid)))
        (told,) = await one.hears(GuardSignalled)
        assert told.pids == ()
        guard.send(GuardSignal(signal="SIGNONSENSE"))
        (failed,) = await one.hears(ChildFailed)
        assert failed.message == "this system has no signal 'SIGNONSENSE'"
        guard.send(GuardSignal(signal="SIGKILL"))
        await one.hears(GuardSignalled, signal="SIGKILL", pids=(one.keeper.pid,))
        await one.hears(RunServerDown, asked=False)
