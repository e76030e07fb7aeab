"""Is the server ready? A real Engine.IO handshake, closed again at once, and counted nowhere.

A session left open haunts the server until its ping timeout, so the probe posts a close packet
(Engine.IO protocol v4, packet type 1). It goes straight to a server of ours, and through the wire to another's.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from dataclasses import dataclass

from harness.events import PROBE
from harness.ports import authority

_SID = re.compile(rb'"sid":\s*"([^"]+)"')
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
_LOCATION = re.compile(rb"\r\nlocation:[ \t]*([^\r\n]*)", re.IGNORECASE)
_ANSWER_SECONDS = 2.0
_MOST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a handshake: its session, already closed again, or the status, body and Location it got.

    `status` is None when there was no answer in HTTP.
    """

    sid: str | None = None
    status: int | None = None
    body: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class _Door:
    """Where to knock; `tls` is None for plain HTTP."""

    host: str
    port: int
    path: str = "/"
    tls: ssl.SSLContext | None = None

    async def ask(self, method: str, query: str, *more: str, body: str = "") -> bytes:
        """One request on a connection of its own; the whole answer, of 64 KiB at most."""
        at = authority(self.host, self.port)
        head = (f"{method} {self.path}?{query}&sidlab={PROBE} HTTP/1.1", f"Host: {at}", "Connection: close", *more)
        reader, writer = await asyncio.open_connection(self.host, self.port, ssl=self.tls)
        try:
            writer.write(("\r\n".join([*head, "", ""]) + body).encode())
            await writer.drain()
            read = b""
            while len(read) < _MOST_BYTES and (more_read := await reader.read(_MOST_BYTES)):
                read += more_read
            return read
        finally:
            writer.close()

    async def poll(self, method: str, query: str, body: str = "") -> bytes:
        """A polling request as a page of this server's own would send it."""
        scheme = "http" if self.tls is None else "https"
        more = ["Content-Type: text/plain;charset=UTF-8", f"Content-Length: {len(body)}"] if body else []
        origin = f"Origin: {scheme}://{authority(self.host, self.port)}"
        return await self.ask(method, f"EIO=4&transport=polling{query}", origin, *more, body=body)


async def handshake(host: str, port: int, path: str = "/socket.io/") -> str | None:
    """The sid of a handshake the server answered, already closed again; None when there was no such answer."""
    return (await knock(host, port, path)).sid


async def knock(host: str, port: int, path: str = "/socket.io/", tls: ssl.SSLContext | None = None) -> Answer:
    """Ask for a handshake as a page from `host`:`port` would; says what came of it and leaves no session."""
    door = _Door(host, port, path, tls)
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            answer = _read(await door.poll("GET", ""))
            if answer.sid is not None:
                await door.poll("POST", f"&sid={answer.sid}", "1")
            return answer
    except (OSError, TimeoutError):
        return Answer()


async def shows_debugger(host: str, port: int, tls: ssl.SSLContext | None = None) -> bool:
    """Whether Werkzeug's debugger answers there: it gives its files to anybody (werkzeug/debug/__init__.py)."""
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            door = _Door(host, port, tls=tls)
            answer = await door.ask("GET", "__debugger__=yes&cmd=resource&f=debugger.js")
    except (OSError, TimeoutError):
        return False
    return b"__debugger__" in answer.partition(b"\r\n\r\n")[2]


def _read(data: bytes) -> Answer:
    status, location = _STATUS.match(data), _LOCATION.search(data.partition(b"\r\n\r\n")[0])
    sid = _SID.search(data)
    return Answer(
        sid=None if sid is None else sid[1].decode(),
        status=None if status is None else int(status[1]),
        body=data.partition(b"\r\n\r\n")[2].decode("utf-8", "replace"),
        location="" if location is None else location[1].decode("latin-1"),
    )
