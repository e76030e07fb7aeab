"""How long a WebSocket message of 1 MB takes, from its first byte to the acknowledgement of its event.

What a client sends is masked (RFC 6455, 5.3), and the server unmasks it: gevent-websocket byte by byte in Python,
which holds up everybody else in the process as well.
"""

from __future__ import annotations

import time

from harness.matrix.measures.base import (
    CLOSE,
    TEXT,
    Line,
    Measure,
    Reading,
    RefusedError,
    Server,
    masked,
    plain,
    wishes_websocket,
)

SIZE = 950_000
"""Bytes: what a server takes of one message by default is a million (python-engineio, max_http_buffer_size)."""
ROUNDS = 5
SLOW_MS = 100.0


async def take(server: Server) -> Reading:
    """The quickest of a few such messages, in ms."""
    line = await Line.to(server)
    try:
        status, body = await line.ask("GET", "transport=websocket", b"", *wishes_websocket())
        if status != 101:
            raise RefusedError(f"the WebSocket is answered {status}: {plain(body)}")
        await _until(line, b"0")
        await line.send(masked(b"40"))
        await _until(line, b"40")
        times = [await _round(line, number) for number in range(1, ROUNDS + 1)]
    finally:
        line.close()
    value = round(min(times), 1)  # what else the machine does makes it longer, never shorter
    if value < SLOW_MS:
        return Reading(value, "a message of 1 MB is taken in one go")
    text = "unmasking a message of 1 MB takes that long, and nobody else is served meanwhile"
    return Reading(value, text, notable=True)


async def _round(line: Line, number: int) -> float:
    """An event the chat does not know is answered that it does not, however large."""
    frame = masked(f'42{number}["big","{"x" * SIZE}"]'.encode())
    began = time.perf_counter()
    await line.send(frame)
    await _until(line, f"43{number}".encode())
    return (time.perf_counter() - began) * 1000


async def _until(line: Line, start: bytes) -> None:
    """Read until a message begins like this; pings are left unanswered, for it is soon over."""
    while True:
        opcode, payload = await line.frame()
        if opcode == CLOSE:
            raise RefusedError("the server closed the WebSocket")
        if opcode == TEXT and payload.startswith(start):
            return


MEASURE = Measure("big-message", "A WebSocket message of 1 MB, until it is acknowledged", "ms", take)
