"""Connections that say nothing, as many as the kernel lets wait at a port to be accepted."""

from __future__ import annotations

import asyncio
import contextlib
import socket

from harness.proxy.sockdiag import lookup_of

CONNECT_SECONDS = 1.0
MOST = 256


class Filler:
    """Fills a backlog, and gives its connections up again. Linux only: there the kernel says how full it is."""

    def __init__(self, host: str, port: int) -> None:
        self._where = (host, port)
        self._family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._held: list[socket.socket] = []

    async def fill(self) -> str:
        """Connect until one more would get no answer; returns why it could not be filled, or nothing."""
        lookup = lookup_of(*self._where)
        if lookup is None:
            return "this system does not say how full a backlog is"
        with lookup:
            while len(self._held) < MOST:
                queue = lookup.backlog()
                if queue is None:
                    return "nothing listens at the server's port"
                waiting, most = queue
                if waiting > most:  # one more than its length fits (sk_acceptq_is_full, include/net/sock.h)
                    return ""
                await self._connect()
        return f"the backlog is not full after {MOST} connections: somebody accepts them"

    def drain(self) -> None:
        """Close them all; whoever accepts one later finds its end."""
        while self._held:
            self._held.pop().close()

    async def _connect(self) -> None:
        one = socket.socket(self._family, socket.SOCK_STREAM)
        self._held.append(one)
        one.setblocking(False)
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError, TimeoutError):  # full by now: the next look at the queue says so
            await asyncio.wait_for(loop.sock_connect(one, self._where), CONNECT_SECONDS)


def backlog_of(host: str, port: int) -> int | None:
    """How many connections may wait at a listening port; None where that cannot be told."""
    lookup = lookup_of(host, port)
    if lookup is None:
        return None
    with lookup:
        queue = lookup.backlog()
    return None if queue is None else queue[1]
