"""When a server counts as up: whoever's handshake it answers, since its one thread may be taken."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from kept_server import LIGHT, kept

from harness.events import ChildHello, RunServerPhases, RunServerReady, RunServerStarting, ServerSidIssued
from harness.session.server_spec import Knock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


async def test_a_session_given_to_anybody_is_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    knocked: list[bool] = []

    async def hangs() -> Knock:
        knocked.append(True)
        await asyncio.sleep(0)
        return Knock(up=False)

    async with kept(LIGHT, tmp_path) as one:
        keeper, old = one.keeper, one.keeper.epoch
        monkeypatch.setattr(keeper.spec, "knock", hangs)
        keeper.journal.say(ServerSidIssued(t=keeper.clock(), sid="early", epoch=old))
        since = one.now
        async with asyncio.TaskGroup() as group:
            restart = group.create_task(keeper.restart("kill"))
            (hello,) = await one.hears(ChildHello, since, role="server")
            keeper.journal.say(ServerSidIssued(t=keeper.clock(), sid="late", epoch=old))
            said = len(knocked)
            await one.until(lambda: len(knocked) > said + 1, "more knocks")
            assert not restart.done(), "what the old process gave counts for nothing"
            keeper.journal.say(ServerSidIssued(t=keeper.clock(), sid="new", epoch=hello.epoch))
            assert await restart, keeper.why
        (ready,) = one.of(RunServerReady, since)
        assert ready.epoch == hello.epoch


async def test_what_an_outgoing_worker_answers_is_no_reload(tmp_path: Path) -> None:
    """A master starts the next workers while the last ones still serve."""
    async with kept(f"{LIGHT}-1", tmp_path) as one:
        keeper, old = one.keeper, one.keeper.epoch
        keeper.spec.restarts = ("reload",)
        since = one.now
        async with asyncio.TaskGroup() as group:
            reload = group.create_task(keeper.restart("reload"))
            await one.hears(RunServerStarting, since)
            os.kill(keeper.pid or 0, signal.SIGTERM)
            (hello,) = await one.hears(ChildHello, since, role="server")
            keeper.journal.say(ServerSidIssued(t=keeper.clock(), sid="late", epoch=old))
            done, _ = await asyncio.wait({reload}, timeout=0.3)
            assert not done, "a handshake was answered, and nobody knows by whom"
            keeper.journal.say(ServerSidIssued(t=keeper.clock(), sid="new", epoch=hello.epoch))
            assert await reload, keeper.why
        (told,) = one.of(RunServerPhases, since)
        assert (told.how, told.closed) == ("reload", None)
