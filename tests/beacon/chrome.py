"""A headless Chromium of the system's, driven over its DevTools protocol: one tab."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

PATIENCE = 60.0
PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WHY_NOT = "needs Chromium (apt-get install chromium)"
QUIET = (
    "--headless=new",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
)


class Tab:
    """A page in the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._asked = 0

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask for something, and wait for the answer."""
        told = await self._asked_for(method, **params)
        found: dict[str, Any] = told["result"]
        return found

    async def _asked_for(self, method: str, **params: Any) -> dict[str, Any]:
        """What is answered; what else is told meanwhile is not heard."""
        self._asked += 1
        await self._socket.send_json({"id": self._asked, "method": method, "params": params})
        async with asyncio.timeout(PATIENCE):
            while True:
                told: dict[str, Any] = await self._socket.receive_json()
                if told.get("id") == self._asked:
                    return told

    async def open(self, url: str) -> None:
        """Go to an address."""
        await self.ask("Page.navigate", url=url)

    async def look(self, expression: str) -> Any:
        """What an expression is in the page; None where that page has just gone."""
        told = await self._asked_for(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True
        )
        return told["result"]["result"].get("value") if "result" in told else None

    async def until(self, expression: str, seconds: float = PATIENCE) -> Any:
        """Wait until an expression is true in the page, whatever pages come and go meanwhile."""
        found = None
        try:
            async with asyncio.timeout(seconds):
                while not (found := await self.look(expression)):  # noqa: ASYNC110  (a page calls nobody)
                    await asyncio.sleep(0.05)
        except TimeoutError:
            page = await self.look("location.href + '\\n' + document.body?.innerText")
            raise AssertionError(f"waited {seconds} s for {expression} on {page}") from None
        return found


@contextlib.asynccontextmanager
async def chromium(folder: Path, *more: str) -> AsyncIterator[Tab]:
    """A tab of a browser of its own, which ends with it."""
    root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    words = [PROGRAM or "", *QUIET, *root, f"--user-data-dir={folder}", *more, "about:blank"]
    null = asyncio.subprocess.DEVNULL
    browser = await asyncio.create_subprocess_exec(*words, stdin=null, stdout=null, stderr=null)
    try:
        async with aiohttp.ClientSession() as session:
            url = await _tab(session, folder / "DevToolsActivePort")
            async with session.ws_connect(url, max_msg_size=0) as socket:
                yield Tab(socket)
                await socket.send_json({"id": 0, "method": "Browser.close"})
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(browser.wait(), 10)
    finally:
        with contextlib.suppress(ProcessLookupError):
            browser.kill()
        await browser.wait()


async def _tab(session: aiohttp.ClientSession, told: Path) -> str:
    port = await asyncio.to_thread(_port, told)
    async with asyncio.timeout(PATIENCE):
        while True:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                tabs = [one for one in json.loads(await answer.text()) if one["type"] == "page"]
            if tabs:
                return str(tabs[0]["webSocketDebuggerUrl"])
            await asyncio.sleep(0.05)


def _port(told: Path) -> str:
    """The port of its DevTools, as it writes it down."""
    end = time.monotonic() + PATIENCE
    while not (told.exists() and told.read_text().count("\n")):
        assert time.monotonic() < end, "the browser does not start"
        time.sleep(0.05)
    return told.read_text().split()[0]
