"""The LAN in front of a server of the person's own: joined at the wire's page, and never with a debugger."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import socketio
from aiohttp import web
from core_window import MAIN
from foreign import foreign

from harness.ports import free_port

pytestmark = pytest.mark.torture

HERE = "127.0.0.1"


@contextlib.contextmanager
def fronted(url: str, out: Path) -> Iterator[tuple[dict[str, Any], str, str]]:
    """`sidlab wire --lan` before that server: what it printed when it was ready, the join address, the token."""
    argv = [sys.executable, str(MAIN), "wire", "--target", url, "--out", str(out), f"--lan={HERE}"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            ready = json.loads(process.stdout.readline())
            join = next(line for line in process.stderr if "devices of the LAN join at" in line).split()[-1]
            yield ready, join, join.partition("#join=")[2].partition("&")[0]
        finally:
            process.terminate()
            assert process.wait(30) == 0


def test_everything_of_it_needs_the_token_and_the_wire_has_a_page_to_join_at(tmp_path: Path) -> None:
    with foreign() as server, fronted(server.url, tmp_path) as (ready, join, token):
        lan = ready["lan"]
        assert join.startswith(f"{lan}/sidlab-join#join=")
        page = requests.get(f"{lan}/sidlab-join", timeout=20)
        assert page.status_code == 200
        assert "document.cookie" in page.text
        assert requests.get(f"{lan}/", timeout=20).json()["error"] == "no-token"
        assert requests.get(f"{lan}/", timeout=20, cookies={"sidlab-join": token}).status_code == 404
        session = requests.Session()
        session.cookies.set("sidlab-join", token)
        for transport in ("polling", "websocket"):
            client = socketio.Client(reconnection=False, http_session=session)
            client.connect(lan, transports=[transport], wait_timeout=20)
            assert client.call("join", {"nick": "Kim", "room": "a"}, timeout=20)["ok"]
            client.disconnect()
        assert server.hosts == {server.url.removeprefix("http://"), ready["listening"].removeprefix("http://")}


class Debugger:
    """A server with Werkzeug's debugger on, as far as that can be seen from outside."""

    def __init__(self) -> None:
        self.port = free_port()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Debugger:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _serve(self) -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HERE, self.port).start()

    @staticmethod
    async def _answer(request: web.Request) -> web.Response:
        if "__debugger__" in request.query:
            return web.Response(text="fetch(`?__debugger__=yes&cmd=pinauth`)")
        return web.Response(text='0{"sid":"x","upgrades":[],"pingTimeout":20000,"pingInterval":25000}')


def test_a_debugger_keeps_the_lan_shut_and_says_so_on_one_line(tmp_path: Path) -> None:
    with Debugger() as server:
        argv = [
            sys.executable,
            str(MAIN),
            "wire",
            "--target",
            f"http://{HERE}:{server.port}",
            "--out",
            str(tmp_path),
        ]
        done = subprocess.run([*argv, f"--lan={HERE}"], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 3
        assert done.stderr.splitlines()[-1] == (
            "sidlab: the server has Werkzeug's debugger on, which runs the code of whoever reaches it: "
            "switch it off there (use_debugger=False)"
        )
        assert done.stdout == ""
