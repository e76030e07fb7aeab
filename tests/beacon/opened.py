"""The child `beacon` in a process of its own, opened on loopback, and what it has said."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import msgspec

from harness.children import Child
from harness.commands import BeaconOpen
from harness.events import AnyEvent, BeaconListening

PATIENCE = 60.0
TOKEN = "the-join-token"
ORIGIN = "http://127.0.0.1:8460"


class Beacon:
    """The child, opened at a port of loopback, and what it has said."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.port = 0
        self.child: Child
        self._changed = asyncio.Event()

    def hear(self, _name: str, line: bytes) -> None:
        self.heard.append(msgspec.json.decode(line, type=AnyEvent))
        self._changed.set()

    async def said(self, kind: type[Any], many: int = 1) -> list[Any]:
        """Wait until so many events of a kind were said."""
        async with asyncio.timeout(PATIENCE):
            while len(found := [one for one in self.heard if isinstance(one, kind)]) < many:
                self._changed.clear()
                await self._changed.wait()
        return found

    async def open(self, **terms: Any) -> BeaconListening:
        given = {"host": "127.0.0.1", "token": TOKEN, "origins": (ORIGIN,), "hosts": ("127.0.0.1",)} | terms
        before = len(await self.said(BeaconListening, 0))
        self.child.send(BeaconOpen(**given))
        listening: BeaconListening = (await self.said(BeaconListening, before + 1))[-1]
        self.port = listening.port
        return listening

    async def post(self, path: str, body: Any, origin: str = ORIGIN, **headers: str) -> tuple[int, Any, Any]:
        data = body if isinstance(body, bytes) else msgspec.json.encode(body)
        told = {"Origin": origin, "Content-Type": "text/plain;charset=UTF-8", **headers}
        url = f"http://127.0.0.1:{self.port}{path}"
        async with aiohttp.ClientSession() as session, session.post(url, data=data, headers=told) as answer:
            return answer.status, msgspec.json.decode(await answer.read()), answer.headers

    async def raw(self, data: bytes) -> bytes:
        """What a connection is answered until it is closed."""
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(data)
            try:
                return await reader.read()
            except ConnectionResetError:
                return b""
            finally:
                writer.close()
