"""The server behind every peer: answers each poll, and echoes each WebSocket frame. Arguments: its port."""  # noqa: INP001 - a script

from __future__ import annotations

import asyncio
import sys
from typing import cast

import uvloop
from workloads import ANSWER, FRAME_BACK, FRAME_OUT, HOST, UPGRADED

from harness.frames import die_with_parent

BACKLOG = 4096
HEAD_END = b"\r\n\r\n"


class Server(asyncio.Protocol):
    """One connection: requests until one asks for WebSocket, then frames."""

    def __init__(self) -> None:
        self._held = b""
        self._frames = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Accepted."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Requests, which the client never pipelines, or frames."""
        self._held += data
        if self._frames:
            self._echo()
        elif self._held.endswith(HEAD_END):
            self._frames = b"Upgrade: websocket" in self._held
            self._held = b""
            self._transport.write(UPGRADED if self._frames else ANSWER)

    def _echo(self) -> None:
        whole, rest = divmod(len(self._held), len(FRAME_OUT))
        self._held = self._held[len(self._held) - rest :]
        if whole:
            self._transport.write(FRAME_BACK * whole)


async def serve(port: int) -> None:
    """Serve until the process is ended."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Server, HOST, port, backlog=BACKLOG)
    await server.serve_forever()


if __name__ == "__main__":
    die_with_parent()
    uvloop.run(serve(int(sys.argv[1])))
