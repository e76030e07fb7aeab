"""What a measure is, and the little of HTTP, Engine.IO and WebSocket that measures speak."""

from __future__ import annotations

import asyncio
import base64
import re
import secrets
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple, Self

from harness.events import PROBE

PATH = "/socket.io/"
ANSWER_SECONDS = 5.0
QUICKACK: int | None = getattr(socket, "TCP_QUICKACK", None)
TEXT, CLOSE = 1, 8
"""Opcodes of RFC 6455, 11.8."""

_SID = re.compile(rb'"sid":\s*"([^"]+)"')


class Reading(NamedTuple):
    """What a measure found: its value (null where it could not be had), in one sentence what it means.

    `notable`: it is worth showing to whoever looks at the profile.
    """

    value: float | str | None
    text: str
    notable: bool = False


class Server(NamedTuple):
    """Where the profile's server listens."""

    host: str
    port: int


@dataclass(frozen=True)
class Measure:
    """One file of this folder: a name, a title and unit to show, and how it is taken of a server that runs."""

    name: str
    title: str
    unit: str
    take: Callable[[Server], Awaitable[Reading]]


class RefusedError(Exception):
    """The server did not answer as a measure needs it: what it did instead."""


class Line:
    """One TCP connection to the server; requests go over it one after the other."""

    def __init__(self, server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self._socket = writer.get_extra_info("socket")
        self.open = True

    @classmethod
    async def to(cls, server: Server) -> Self:
        """A new connection. OSError when there is none to be had."""
        return cls(server, *await asyncio.open_connection(server.host, server.port))

    def acknowledge_at_once(self) -> None:
        """Delay no acknowledgement of what comes next, where the system has TCP_QUICKACK.

        Sending ends that again (tcp(7)), so it is for after a request and not before.
        """
        if QUICKACK is not None:
            self._socket.setsockopt(socket.IPPROTO_TCP, QUICKACK, 1)

    def close(self) -> None:
        """Leave it."""
        self._writer.close()

    async def ask(
        self, method: str, query: str, body: bytes = b"", *headers: str, quick: bool = False
    ) -> tuple[int, bytes]:
        """A request on the Socket.IO path; the status and body of its answer (of a 101: nothing yet).

        `quick`: acknowledge the answer at once.
        """
        async with asyncio.timeout(ANSWER_SECONDS):
            self._writer.write(_request(self._server, method, query, body, headers))
            await self._writer.drain()
            if quick:
                self.acknowledge_at_once()
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            status = int(head.split(" ", 2)[1])
            return status, b"" if status == 101 else await self._body(head.lower())

    async def _body(self, head: str) -> bytes:
        self.open = "connection: close" not in head and head.startswith("http/1.1")
        if length := re.search(r"\r\ncontent-length: *(\d+)", head):
            return await self._reader.readexactly(int(length[1]))
        if "transfer-encoding: chunked" not in head:
            return await self._reader.read()
        body = b""
        while size := int(await self._reader.readline(), 16):
            body += (await self._reader.readexactly(size + 2))[:-2]
        await self._reader.readline()
        return body

    async def send(self, frame: bytes) -> None:
        """Bytes as they are, on what has become a WebSocket."""
        self._writer.write(frame)
        await self._writer.drain()

    async def frame(self) -> tuple[int, bytes]:
        """The next WebSocket frame of the server: opcode and payload."""
        async with asyncio.timeout(ANSWER_SECONDS):
            first, second = await self._reader.readexactly(2)
            size = second & 0x7F
            if size > 125:
                size = int.from_bytes(await self._reader.readexactly(2 if size == 126 else 8))
            return first & 0x0F, await self._reader.readexactly(size)


def _request(server: Server, method: str, query: str, body: bytes, headers: tuple[str, ...]) -> bytes:
    lines = [
        f"{method} {PATH}?EIO=4&sidlab={PROBE}&{query} HTTP/1.1",
        f"Host: {server.host}:{server.port}",
        f"Origin: http://{server.host}:{server.port}",
        *headers,
    ]
    if body:
        lines += ["Content-Type: text/plain;charset=UTF-8", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def wishes_websocket() -> tuple[str, ...]:
    """The headers of a request that wishes to become a WebSocket (RFC 6455, 4.1)."""
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    return ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}")


def masked(payload: bytes) -> bytes:
    """A text frame as a client sends it (RFC 6455, 5.2 and 5.3)."""
    key, size = secrets.token_bytes(4), len(payload)
    pad = (key * (size // 4 + 1))[:size]
    mixed = (int.from_bytes(payload) ^ int.from_bytes(pad)).to_bytes(size)
    if size < 126:
        head = bytes((0x81, 0x80 | size))
    else:
        head = b"\x81\xfe" + size.to_bytes(2) if size < 65_536 else b"\x81\xff" + size.to_bytes(8)
    return head + key + mixed


def plain(body: bytes) -> str:
    """The beginning of an answer's words, on one line and without tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", body.decode("utf-8", "replace")).split())[:80]


def sid_of(body: bytes) -> str:
    """The session id in the answer to a handshake. RefusedError when there is none."""
    found = _SID.search(body)
    if found is None:
        raise RefusedError(f"no handshake: {plain(body)}")
    return found[1].decode()
