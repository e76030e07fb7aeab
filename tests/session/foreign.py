"""A Socket.IO server that is not ours: python-socketio on aiohttp, in a thread; TLS, IPv6, any path."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Iterator
from typing import Any

import socketio
from aiohttp import web

from harness.ports import authority, free_port


class Foreign:
    """It speaks the chat's `join` and `say`, to pages of its own. `hosts`: the Host headers it was asked with."""

    def __init__(self, host: str, port: int, path: str, context: ssl.SSLContext | None) -> None:
        self.hosts: set[str] = set()
        self.url = f"{'http' if context is None else 'https'}://{authority(host, port)}"
        self._where = (host, port, path, context)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None

    def start(self) -> None:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(10)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _serve(self) -> None:
        host, port, path, context = self._where
        server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins=[self.url])
        server.on("join", self._join(server))
        server.on("say", self._say(server))
        app = web.Application(middlewares=[self._note])
        server.attach(app, path.strip("/"))
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port, ssl_context=context).start()

    async def _end(self) -> None:
        assert self._runner is not None
        await self._runner.cleanup()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    @web.middleware
    async def _note(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.hosts.add(request.host)
        return await handler(request)

    @staticmethod
    def _join(server: socketio.AsyncServer) -> Any:
        async def join(sid: str, data: dict[str, str]) -> dict[str, Any]:
            await server.enter_room(sid, data["room"])
            return {"ok": True, "room": data["room"], "members": [data["nick"]]}

        return join

    @staticmethod
    def _say(server: socketio.AsyncServer) -> Any:
        async def say(_sid: str, data: dict[str, str]) -> None:
            await server.emit("message", data, room=data["room"])

        return say


@contextlib.contextmanager
def foreign(
    host: str = "127.0.0.1",
    port: int = 0,
    path: str = "/socket.io/",
    context: ssl.SSLContext | None = None,
) -> Iterator[Foreign]:
    server = Foreign(host, port or free_port(host), path, context)
    server.start()
    try:
        yield server
    finally:
        server.stop()
