"""Every way to restart gunicorn, and its stop, while sessions are held, by the product's own keeper and guard.

Somebody holds a long poll and a WebSocket all the while, as people's browsers do. After each stop nothing is left
of the tree, the port is free, and every life has told its epochs.
"""

from __future__ import annotations

import asyncio
import contextlib
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
