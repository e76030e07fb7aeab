"""Is the server ready? A real Engine.IO handshake, closed again at once, and counted nowhere.

A session left open haunts the server until its ping timeout, so the probe posts a close packet
(Engine.IO protocol v4, packet type 1). It goes straight to a server of ours, and through the wire to another's.
"""

from __future__ import annotations

import asyncio
import re
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


async def _ask(host: str, port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(request)
        await writer.drain()
        read = b""
        while len(read) < _MOST_BYTES and (more := await reader.read(_MOST_BYTES)):
            read += more
        return read
    finally:
        writer.close()


def _head(method: str, host: str, port: int, path: str, query: str, length: int = 0) -> bytes:
    target = f"{path}?EIO=4&transport=polling&sidlab={PROBE}{query}"
    more = ["Content-Type: text/plain;charset=UTF-8", f"Content-Length: {length}"] if length else []
    return _request(method, target, host, port, f"Origin: http://{authority(host, port)}", *more)


def _request(method: str, target: str, host: str, port: int, *more: str) -> bytes:
    lines = (f"{method} {target} HTTP/1.1", f"Host: {authority(host, port)}", "Connection: close", *more)
    return "\r\n".join([*lines, "", ""]).encode()


async def handshake(host: str, port: int, path: str = "/socket.io/") -> str | None:
    """The sid of a handshake the server answered, already closed again; None when there was no such answer."""
    return (await knock(host, port, path)).sid


async def knock(host: str, port: int, path: str = "/socket.io/") -> Answer:
    """Ask for a handshake as a page from `host`:`port` would; says what came of it and leaves no session."""
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            answer = _read(await _ask(host, port, _head("GET", host, port, path, "")))
            if answer.sid is not None:
                await _ask(host, port, _head("POST", host, port, path, f"&sid={answer.sid}", 1) + b"1")
            return answer
    except (OSError, TimeoutError):
        return Answer()


async def shows_debugger(host: str, port: int) -> bool:
    """Whether Werkzeug's debugger answers there: it gives its files to anybody (werkzeug/debug/__init__.py)."""
    asked = f"/?__debugger__=yes&cmd=resource&f=debugger.js&sidlab={PROBE}"
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            answer = await _ask(host, port, _request("GET", asked, host, port))
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
