"""The chat page in a real browser, as a device of the LAN has it: heard also while the server is down."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from chrome import PROGRAM, WHY_NOT, Tab, chromium
from opened import PATIENCE, TOKEN, Beacon

from harness.events import (
    ClientAttempt,
    ClientConnected,
    ClientConnectError,
    ClientDevice,
    ClientDisconnected,
    ClientStarted,
    ClientStopped,
    ClientUpgraded,
)
from harness.ports import free_port
from server.pages import CLIENT_FILE

ROOT = Path(__file__).resolve().parents[2]
TAKEN_IN = "performance.getEntriesByType('navigation')[0]?.type === 'reload' && document.readyState === 'complete'"
"""The page has taken the words out of its address, and was loaded once more with what it kept."""
TROUBLE = "document.getElementById('trouble')"

pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(PROGRAM is None, reason=WHY_NOT),
    pytest.mark.skipif(not CLIENT_FILE.is_file(), reason="needs the page's client (npm)"),
]


class Chat:
    """The chat server, which can be ended and started again at its port."""

    def __init__(self, profile: str = "werkzeug") -> None:
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.profile = profile
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *more_origins: str) -> None:
        where = ["--host", "127.0.0.1", "--port", str(self.port)]
        where += [word for origin in (self.origin, *more_origins) for word in ("--origin", origin)]
        command = [sys.executable, "-m", "server", "--profile", self.profile, *where]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)

    def end(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.communicate()


OWN_PAGE = {
    "/page": """<!doctype html><title>My page</title><body><script src="%(beacon)s/reporter.js"
        data-token="%(token)s"></script><script src="/client.js"></script>
        <script>const socket = io("%(chat)s"); document.body.className = "ready";</script>""",
    "/client.js": None,
}


@dataclass
class Serving:
    """A server of a page of one's own: what stands in its pages for the words in percent signs."""

    origin: str
    words: dict[str, str] = field(default_factory=dict)


@contextlib.contextmanager
def serving(pages: dict[str, str | None], port: int = 0) -> Iterator[Serving]:
    """Serve these pages (None: the real socket.io-client), and 404 for all else."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path not in pages:
                self.send_error(404)
                return
            page = pages[path]
            body = CLIENT_FILE.read_bytes() if page is None else (page % served.words).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if page is None else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815  (http.server names it)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", port or free_port()), Answers) as server:
        served = Serving(f"http://127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def chat() -> Iterator[Chat]:
    one = Chat()
    yield one
    one.end()


@pytest.fixture
async def tab(tmp_path: Path) -> AsyncIterator[Tab]:
    async with chromium(tmp_path / "browser") as one:
        await one.ask("Page.enable")
        yield one


async def arrive(tab: Tab, url: str, element: str = "#enter") -> None:
    """Open a page, as soon as somebody serves it."""
    async with asyncio.timeout(PATIENCE):
        while not await tab.look(f"document.querySelector('{element}') !== null"):
            await tab.open(url)
            await asyncio.sleep(0.3)


async def named(tab: Tab, name: str) -> None:
    await tab.look(
        f"document.getElementById('nick').value = {name!r}; document.getElementById('enter').requestSubmit()"
    )


def found(beacon: Beacon, kind: type[Any], holds: Callable[[Any], bool]) -> list[Any]:
    return [one for one in beacon.heard if isinstance(one, kind) and holds(one)]


async def test_a_device_joins_by_its_link_and_is_heard_while_the_server_is_down(
    beacon: Beacon, chat: Chat, tab: Tab
) -> None:
    await beacon.open(origins=(chat.origin,))
    chat.start()
    await arrive(tab, chat.origin)
    await tab.open("about:blank")
    await tab.until("location.href === 'about:blank'")
    await tab.open(f"{chat.origin}/#join={TOKEN}&beacon={beacon.port}")
    await tab.until(TAKEN_IN)
    assert await tab.look(f"location.hash === '' && document.cookie.includes('sidlab-join={TOKEN}')")
    assert await beacon.said(ClientStarted, 0) == []  # nobody is here before there is a name
    await named(tab, "김 <i>")
    await tab.until("document.body.dataset.connected === 'true' && !document.getElementById('office').hidden")
    (started,) = await beacon.said(ClientStarted)
    assert started.client == "lan:김-i"
    (connected,) = await beacon.said(ClientConnected)
    await beacon.said(ClientUpgraded)
    device = (await beacon.said(ClientDevice, 2))[-1]
    assert device.browser.startswith("Chrome ")
    assert abs(device.offset) < 0.5
    chat.end()
    (lost,) = await beacon.said(ClientDisconnected)
    assert lost.reason in {"js:transport close", "js:transport error"}
    assert lost.generation == connected.generation == 1
    (failed, *_) = await beacon.said(ClientConnectError)
    assert failed.error == "xhr status 0"
    (attempt, *_) = await beacon.said(ClientAttempt)
    assert (attempt.kind, attempt.status, attempt.error) == ("handshake", None, "xhr status 0")
    chat.start()
    assert (await beacon.said(ClientConnected, 2))[-1].generation == 2
    await tab.until("document.body.dataset.connected === 'true'")
    await tab.open("about:blank")
    await beacon.said(ClientStopped)
    await tab.open(chat.origin)  # the same tab: the same device, without its link
    assert (await beacon.said(ClientConnected, 3))[-1].generation == 3
    assert {one.client for one in await beacon.said(ClientStarted, 2)} == {started.client}
    times = [one.t for one in beacon.heard if isinstance(one, ClientConnected | ClientDisconnected)]
    assert times == sorted(times)


async def test_a_device_that_was_offline_says_so_when_it_is_back(beacon: Beacon, chat: Chat, tab: Tab) -> None:
    await beacon.open(origins=(chat.origin,))
    chat.start()
    await arrive(tab, f"{chat.origin}/#join={TOKEN}&beacon={beacon.port}")
    await tab.until(TAKEN_IN)
    await named(tab, "Kim")
    await beacon.said(ClientConnected)
    network = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    await tab.ask("Network.enable")
    await tab.ask("Network.emulateNetworkConditions", offline=True, **network)
    await beacon.said(ClientStopped)  # 20 seconds without a word
    await tab.ask("Network.emulateNetworkConditions", offline=False, **network)
    (lost, *_) = await beacon.said(ClientDisconnected)
    (stopped, *_) = await beacon.said(ClientStopped)
    assert lost.error == "offline"
    assert lost.t < stopped.t
    await beacon.said(ClientConnected, 2)
    assert found(beacon, ClientAttempt, lambda one: one.error == "offline")


async def test_a_server_with_too_few_threads_is_named_in_words(chat: Chat, tab: Tab) -> None:
    chat.profile = "gunicorn-gthread"
    chat.start()
    await arrive(tab, f"{chat.origin}/?nick=Kim&room=lobby")
    words = await tab.until(f"!{TROUBLE}.hidden && {TROUBLE}.textContent")
    assert "too few threads" in words or "스레드" in words


async def test_a_websocket_that_is_refused_is_named_and_the_page_works(chat: Chat, tab: Tab) -> None:
    chat.profile = "gunicorn-gevent"
    chat.start()
    await arrive(tab, f"{chat.origin}/?nick=Kim&room=lobby")
    words = await tab.until(f"!{TROUBLE}.hidden && {TROUBLE}.textContent")
    assert "without WebSocket" in words or "WebSocket 없이" in words
    assert await tab.look("document.body.dataset.connected") == "true"


async def test_a_page_of_ones_own_takes_part_with_one_tag(beacon: Beacon, chat: Chat, tab: Tab) -> None:
    with serving(OWN_PAGE) as served:
        await beacon.open(origins=(served.origin,))
        served.words.update(beacon=f"http://127.0.0.1:{beacon.port}", token=TOKEN, chat=chat.origin)
        chat.start(served.origin)
        await arrive(tab, f"{served.origin}/page", "body.ready")
        (connected,) = await beacon.said(ClientConnected)
        assert connected.client == "lan:my-page"
        chat.end()
        await beacon.said(ClientDisconnected)
        chat.start(served.origin)
        await beacon.said(ClientConnected, 2)
        requests = "performance.getEntriesByType('resource').map(({ name }) => name)"
        assert any("sidlab=lan%3Amy-page" in one for one in await tab.look(requests))
    assert {one.page for one in await beacon.said(ClientDevice)} == {f"{served.origin}/page"}


async def test_a_server_that_is_none_is_named_and_one_that_comes_in_its_place_is_used(
    chat: Chat, tab: Tab
) -> None:
    chat.start()
    await arrive(tab, f"{chat.origin}/?nick=Kim&room=lobby")
    await tab.until("document.body.dataset.connected === 'true'")
    chat.end()
    with serving({}, chat.port):
        words = await tab.until(f"!{TROUBLE}.hidden && {TROUBLE}.textContent")
    assert "(404)" in words
    chat.start()
    await tab.until("document.body.dataset.connected === 'true'")
    assert await tab.look(f"{TROUBLE}.hidden")
