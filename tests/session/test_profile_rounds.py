"""Rounds of start, restart and stop of every profile there is here, by the product's own keeper and guard.

Somebody holds a long poll and a WebSocket all the while, as people's browsers do. After each stop nothing is left
of the tree, the port is free, and every life has told its epochs.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Literal

import pytest
from kept_server import HOST, Kept, ask, kept

from harness import processes
from harness.events import ChildHello, RunProcessExited, RunServerReady
from harness.ports import port_is_free
from server.profiles import profiles

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

BAR_SECONDS = 2.0
AVAILABLE = [name for name, profile in profiles().items() if not profile.needs()]
GUNICORN = [name for name in AVAILABLE if name.startswith("gunicorn-")]
SMALL = [
    one for one in ("gevent", "werkzeug", "werkzeug-reloader", "gunicorn-gthread", "node") if one in AVAILABLE
]
"""Those that one process serves: the others take as many times as long to start."""
UPGRADE = (
    f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {HOST}\r\nConnection: Upgrade\r\n"
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
How = Literal["graceful", "kill", "reload"]
Bar = Callable[[str, object, object, bool], None]


@contextlib.asynccontextmanager
async def held(one: Kept) -> AsyncIterator[None]:
    """A WebSocket (or whatever is said to one) and a long poll, open until the server ends them."""
    _, writer = await asyncio.open_connection(HOST, one.port)
    writer.write(UPGRADE.encode())
    poll = asyncio.create_task(ask(one.port, "GET", "sidlab=poll", within=60))  # noqa: TID251  (ended below)
    try:
        yield
    finally:
        writer.close()
        poll.cancel()
        await asyncio.gather(poll, return_exceptions=True)


def hellos(one: Kept, since: int = 0) -> list[ChildHello]:
    """Those of serving processes."""
    return one.of(ChildHello, since, role="server")


async def restarted(one: Kept, how: How) -> None:
    """Restart it: it is up again, in another epoch."""
    since, before = one.now, {hello.epoch for hello in hellos(one)}
    async with held(one):
        assert await one.keeper.restart(how), (how, one.keeper.why)
    (ready,) = one.of(RunServerReady, since)
    assert ready.epoch not in before
    assert {hello.epoch for hello in hellos(one, since)} - before


async def stopped(one: Kept) -> float:
    """Stop it: nothing is left, all ends are told. Seconds from then until the port is free."""
    async with held(one):
        assert await one.keeper.stop(), one.keeper.why
    began = time.monotonic()
    assert await port_is_free(HOST, one.port, timeout=30)
    took = time.monotonic() - began
    left = [found for found in processes.marked(one.mark) if processes.is_alive(found)]
    assert not [name for found in left if "-m server" in (name := words(found.pid))]
    served = {hello.pid for hello in hellos(one)}
    await one.until(lambda: served <= {end.pid for end in one.of(RunProcessExited)}, "the ends of all that served")
    return took


def words(pid: int) -> str:
    """A process's command line."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


@pytest.mark.torture
@pytest.mark.parametrize("profile", GUNICORN)
async def test_each_way_to_restart_gunicorn_and_to_stop_it(tmp_path: Path, bar: Bar, profile: str) -> None:
    async with kept(profile, tmp_path) as one:
        for how in ("graceful", "kill", "reload"):
            await restarted(one, how)
        took = await stopped(one)
        bar(f"{profile}: port free after a stop", f"{BAR_SECONDS} s", f"{took:.2f} s", took < BAR_SECONDS)


async def one_round(folder: Path, profile: str, draw: random.Random) -> float:
    """Start it, restart it by a random way, stop it. Seconds from then until the port is free."""
    async with kept(profile, folder) as one:
        await restarted(one, draw.choice(profiles()[profile].restarts))  # type: ignore[arg-type]
        return await stopped(one)


@pytest.mark.parametrize("number", range(10))
async def test_a_round_of_a_small_profile(tmp_path: Path, number: int) -> None:
    assert await one_round(tmp_path, SMALL[number % len(SMALL)], random.Random(number)) < BAR_SECONDS


@pytest.mark.torture
async def test_a_hundred_rounds_of_any_profile(tmp_path: Path, bar: Bar) -> None:
    draw, slowest = random.Random(7), 0.0
    for number in range(100):
        profile = draw.choice(AVAILABLE)
        slowest = max(slowest, await one_round(tmp_path / str(number), profile, draw))
    bar("100 rounds: port free after a stop", f"{BAR_SECONDS} s", f"{slowest:.2f} s", slowest < BAR_SECONDS)
