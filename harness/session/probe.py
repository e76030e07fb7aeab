"""Is the server ready? A real Engine.IO handshake, closed again at once, and counted nowhere.

A session left open haunts the server until its ping timeout, so the probe posts a close packet
(Engine.IO protocol v4, packet type 1). It goes straight to the server, never through the wire.
"""

from __future__ import annotations

import asyncio
import re

from harness.events import PROBE

_SID = re.compile(rb'"sid":\s*"([^"]+)"')
_ANSWER_SECONDS = 2.0


async def _ask(host: str, port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(request)
        await writer.drain()
        return await reader.read()
    finally:
        writer.close()


def _head(method: str, host: str, port: int, path: str, query: str, length: int = 0) -> bytes:
    lines = [
        f"{method} {path}?EIO=4&transport=polling&sidlab={PROBE}{query} HTTP/1.1",
        f"Host: {host}:{port}",
        "Connection: close",
    ]
    if length:
        lines += ["Content-Type: text/plain;charset=UTF-8", f"Content-Length: {length}"]
    return "\r\n".join([*lines, "", ""]).encode()


async def handshake(host: str, port: int, path: str = "/socket.io/") -> str | None:
    """The sid of a handshake the server answered, already closed again; None when there was no such answer."""
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            found = _SID.search(await _ask(host, port, _head("GET", host, port, path, "")))
            if found is None:
                return None
            sid = found[1].decode()
            await _ask(host, port, _head("POST", host, port, path, f"&sid={sid}", 1) + b"1")
            return sid
    except (OSError, TimeoutError):
        return None
