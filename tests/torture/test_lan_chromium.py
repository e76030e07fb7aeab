"""A real browser on another machine joins by the link and is cut off in three ways; each of them is told apart."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from chrome import PROGRAM, QUIET, WHY_NOT, Tab
from core_window import MAIN, CoreWindow
from two_machines import DEVICE, SERVER, Machine, lacking, two_machines

from harness import commands as ask
from harness import netns
from harness.events import ClientAttempt, ClientDevice, ClientDisconnected, Event, WireGateRefused, WireLegClosed

LACKING = lacking()
pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(bool(LACKING), reason=f"two machines need {LACKING}"),
    pytest.mark.skipif(PROGRAM is None, reason=WHY_NOT),
]

SCENARIO = {
    "title": "a browser on the LAN",
    "server": {"profile": "gevent", "ping_interval": 2, "ping_timeout": 3},
}
KIM = "lan:kim"
DEBUGGING = 9222
JOIN = """(() => {
  document.getElementById("nick").value = "Kim";
  document.getElementById("enter").requestSubmit();
  return true;
})()"""


@contextlib.asynccontextmanager
async def core_on(machine: Machine) -> AsyncIterator[CoreWindow]:
    """The core of a window, on that machine."""
    argv = machine.inside(sys.executable, str(MAIN), "_child", "core")
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*argv, stdin=pipe, stdout=pipe, limit=64 * 1024 * 1024)
    window = CoreWindow(process)
    try:
        yield window
    finally:
        await window.close()


@contextlib.asynccontextmanager
async def browser_on(machine: Machine, folder: Path) -> AsyncIterator[Tab]:
    """A tab of a browser on that machine; its DevTools are reached from a socket that was made there."""
    words = [word for word in QUIET if "remote-debugging" not in word]
    argv = [PROGRAM or "", *words, "--no-sandbox", f"--remote-debugging-port={DEBUGGING}"]
    null = asyncio.subprocess.DEVNULL
    browser = await asyncio.create_subprocess_exec(
        *machine.inside(*argv, f"--user-data-dir={folder}", "about:blank"), stdin=null, stdout=null, stderr=null
    )
    there = os.open(f"/run/netns/{machine.name}", os.O_RDONLY)
    try:
        async with aiohttp.ClientSession() as session:
            with netns.inside(there):
                socket = await session.ws_connect(await address_of_tab(session), max_msg_size=0)
            yield Tab(socket)
            await socket.close()
    finally:
        os.close(there)
        browser.kill()
        await browser.wait()


async def address_of_tab(session: aiohttp.ClientSession) -> str:
    async with asyncio.timeout(60):
        while True:
            with contextlib.suppress(aiohttp.ClientConnectionError):
                async with session.get(f"http://127.0.0.1:{DEBUGGING}/json/list") as answer:
                    for one in await answer.json():
                        if one["type"] == "page":
                            return str(one["webSocketDebuggerUrl"])
            await asyncio.sleep(0.1)


def seen(window: CoreWindow, kind: type[Event], since: int = 0, **fields: Any) -> list[Any]:
    """The events of a kind in the log, behind line `since`, with these values."""
    events = [line.event for line in window.log[since:] if isinstance(line.event, kind)]
    return [event for event in events if all(getattr(event, name) == value for name, value in fields.items())]


def sockets(window: CoreWindow) -> int:
    """How many sockets the page has had, if the last one is connected now."""
    row = window.rows.get(KIM)
    return row.generation if row is not None and row.state == "connected" else 0


async def cut_off(
    window: CoreWindow, how: Callable[[], None], then: Callable[[], None] | None = None
) -> tuple[str, str, int]:
    """What the page tells of being cut off like this: reason and error; and how far the log was before."""
    since, before = len(window.log), sockets(window)
    how()
    if then is not None:
        await asyncio.sleep(8)  # the cable stays out for so long: that is what is tried here
        then()
    await window.until(lambda w: seen(w, ClientDisconnected, since, client=KIM), 90)
    await window.until(lambda w: sockets(w) > before, 90)
    lost = seen(window, ClientDisconnected, since, client=KIM)[0]
    return lost.reason, lost.error or "", since


async def test_a_browser_joins_by_the_link_and_each_way_of_being_cut_off_is_told_apart(tmp_path: Path) -> None:
    with two_machines() as (server, device):
        async with core_on(server) as window, browser_on(device, tmp_path / "profile") as tab:
            window.ask(ask.RunStart(scenario=SCENARIO, name="lan", out=str(tmp_path / "runs")))
            await window.until(lambda w: w.now.state == "running" and w.now.server.state == "up")
            window.ask(ask.RunSwitchLan(on=True))
            await window.until(lambda w: w.now.lan.on)

            await tab.open(f"http://{SERVER}:8460/")
            await tab.until("!document.getElementById('trouble').hidden")
            await window.until(lambda w: seen(w, WireGateRefused, peer=DEVICE, why="no-token", status=403))
            assert KIM not in window.rows

            await tab.open("about:blank")
            await tab.open(window.now.lan.join)
            await tab.until("document.body?.dataset.connected === 'false' && !location.hash")
            await tab.until(JOIN)
            await window.until(sockets, 90)
            told = seen(window, ClientDevice, client=KIM)[-1]
            assert told.address == DEVICE
            assert "Chrome" in told.browser
            assert window.rows[KIM].kind == "device"

            address = ask.Target(address=DEVICE)
            reset = ask.RunApplyFault(fault="reset", target=address)
            reason, error, since = await cut_off(window, lambda: window.ask(reset))
            assert reason in {"js:transport close", "js:transport error"}
            assert error != "offline"
            assert seen(window, WireLegClosed, since, leg="client", how="rst", by="fault", fault="reset")

            silence = ask.RunApplyFault(fault="blackhole", target=address, duration=8.0)
            reason, error, since = await cut_off(window, lambda: window.ask(silence))
            assert reason == "js:ping timeout"
            assert not seen(window, WireLegClosed, since, leg="client", how="rst", by="fault")

            reason, error, since = await cut_off(window, lambda: device.cable("down"), lambda: device.cable("up"))
            assert (reason, error) == ("js:transport close", "offline")
            assert not seen(window, WireLegClosed, since, by="fault")
            assert not seen(window, ClientAttempt, since, client=KIM, status=400)

            window.ask(ask.RunSwitchLan(on=False))
            await window.until(lambda w: not w.now.lan.on)
