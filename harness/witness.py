"""The core's listening end for the serving processes, each of which opens a connection of its own.

They cannot share the guard's pipes: a reloader's parent and child share standard input, gunicorn forks, and
writers that share one pipe tear each other's lines. A connection's first line must be a `child.hello` with the
run's token. What the core sends back are orders (server/witness.py lists them).
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Callable, Mapping
from typing import cast

import msgspec

from harness.events import ChildHello
from harness.frames import UNREADABLE, LineBuffer, encode
from harness.ports import free_port

HELLO_SECONDS = 5.0
LINE_BYTES = 1024 * 1024
MOST_STRANGERS = 64
HOST = "127.0.0.1"


class WitnessServer:
    """Accepts the serving processes: their hello, then each of their lines as from `server-<pid>`, then their end.

    `address` (HOST:PORT) and `token` go into the server's environment. The hello is delivered as a line too,
    without its token.
    """

    def __init__(self) -> None:
        self.token = secrets.token_hex(16)
        self.address = ""
        self._connections: set[_Connection] = set()
        self._server: asyncio.Server | None = None

    async def open(
        self,
        deliver: Callable[[str, bytes], None],
        hello: Callable[[ChildHello], None],
        gone: Callable[[int], None],
    ) -> str:
        """Listen on loopback; returns the address. `gone` is given the pid whose connection has ended."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Connection(self, self._connections, deliver, hello, gone), HOST, free_port(HOST)
        )
        host, port = self._server.sockets[0].getsockname()
        self.address = f"{host}:{port}"
        return self.address

    def tell(self, pid: int, order: Mapping[str, object]) -> bool:
        """Send an order to the serving process with this pid; False when it has no connection (any more)."""
        found = [one for one in self._connections if one.known is not None and one.known.pid == pid]
        for one in found:
            one.write(msgspec.json.encode(order) + b"\n")
        return bool(found)

    async def close(self) -> None:
        """Stop listening and end the connections there are."""
        if self._server is not None:
            self._server.close()
            for connection in list(self._connections):
                connection.refuse()
            await self._server.wait_closed()


class _Connection(asyncio.Protocol):
    """One connection: a stranger until its hello is right."""

    def __init__(
        self,
        server: WitnessServer,
        connections: set[_Connection],
        deliver: Callable[[str, bytes], None],
        hello: Callable[[ChildHello], None],
        gone: Callable[[int], None],
    ) -> None:
        self._server = server
        self._connections = connections
        self._deliver = deliver
        self._hello = hello
        self._gone = gone
        self._lines = LineBuffer(LINE_BYTES)
        self.known: ChildHello | None = None
        self._transport: asyncio.Transport | None = None
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._connections.add(self)
        self._deadline = asyncio.get_running_loop().call_later(HELLO_SECONDS, self._expect)
        if sum(one.known is None for one in self._connections) > MOST_STRANGERS:
            self.refuse()

    def _expect(self) -> None:
        if self.known is None:
            self.refuse()

    def refuse(self) -> None:
        """End the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    def write(self, line: bytes) -> None:
        """Send a line; it never waits."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(line)

    def data_received(self, data: bytes) -> None:
        try:
            lines = self._lines.feed(data)
        except ValueError:
            self.refuse()
            return
        for line in lines:
            if self.known is not None:
                self._deliver(f"server-{self.known.pid}", line)
            elif not self._admit(line):
                self.refuse()
                return

    def _admit(self, line: bytes) -> bool:
        try:
            hello = msgspec.json.decode(line, type=ChildHello)
        except UNREADABLE:
            return False
        if not hmac.compare_digest(hello.token.encode(), self._server.token.encode()):
            return False
        self.known = msgspec.structs.replace(hello, token="")
        self._hello(self.known)
        self._deliver(f"server-{hello.pid}", encode(self.known).rstrip(b"\n"))
        return True

    def connection_lost(self, _exc: Exception | None) -> None:
        self._connections.discard(self)
        if self._deadline is not None:
            self._deadline.cancel()
        if self.known is not None:
            self._gone(self.known.pid)
