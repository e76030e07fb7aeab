"""The server behind every peer: answers polls, echoes frames, takes and gives files. Argument: its port."""

from __future__ import annotations

import asyncio
import re
import sys
from typing import cast

import uvloop
from workloads import ANSWER, CHUNK, FILE_HEAD, FRAME_BACK_HEAD, FRAME_OUT_SIZE, HOST, UPGRADED

from harness.frames import die_with_parent

BACKLOG = 4096
HEAD_END = b"\r\n\r\n"
UPLOAD_SIZE = re.compile(rb"POST /upload .*Content-Length: (\d+)", re.DOTALL | re.IGNORECASE)
DOWNLOAD_SIZE = re.compile(rb"GET /download\?size=(\d+)")


class Server(asyncio.Protocol):
    """One connection: requests, which the client never pipelines, until one asks for WebSocket; then frames."""

    def __init__(self) -> None:
        self._held = b""
        self._frames = False
        self._to_come = 0
        self._to_go = 0
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Accepted."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Some of a file, of frames, or of a request's head."""
        if self._to_come:
            self._take(len(data))
            return
        self._held += data
        if self._frames:
            self._echo()
        elif HEAD_END in self._held:
            head, _, body = self._held.partition(HEAD_END)
            self._held = b""
            self._answer(head, body)

    def pause_writing(self) -> None:
        """Enough waits to be sent."""
        self._paused = True

    def resume_writing(self) -> None:
        """There is room again."""
        self._paused = False
        self._give()

    def _answer(self, head: bytes, body: bytes) -> None:
        self._frames = b"Upgrade: websocket" in head
        if self._frames:
            self._transport.write(UPGRADED)
        elif upload := UPLOAD_SIZE.match(head):
            self._to_come = int(upload[1])
            self._take(len(body))
        elif download := DOWNLOAD_SIZE.match(head):
            self._to_go = int(download[1])
            self._transport.write(FILE_HEAD % self._to_go)
            self._give()
        else:
            self._transport.write(ANSWER)

    def _take(self, size: int) -> None:
        self._to_come -= size
        if self._to_come == 0:
            self._transport.write(ANSWER)

    def _give(self) -> None:
        while self._to_go and not self._paused:
            self._transport.write(CHUNK[: self._to_go])
            self._to_go -= min(self._to_go, len(CHUNK))

    def _echo(self) -> None:
        held, size = self._held, FRAME_OUT_SIZE
        whole = len(held) - len(held) % size
        self._held = held[whole:]
        if whole:
            back = (FRAME_BACK_HEAD + held[at + 6 : at + size] for at in range(0, whole, size))
            self._transport.write(b"".join(back))


async def serve(port: int) -> None:
    """Serve until the process is ended."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Server, HOST, port, backlog=BACKLOG)
    await server.serve_forever()


if __name__ == "__main__":
    die_with_parent()
    uvloop.run(serve(int(sys.argv[1])))
