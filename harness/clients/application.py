"""A simulated client as an application: the sockets it has made, and the one it holds and speaks through.

It hears on every socket it made and has not closed, as a page does whose handlers stay attached. What becomes of a
socket that fails, its behaviour says (`Behaviour.lost`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import nullcontext
from typing import Any

from harness.clients.replay import Replay
from harness.clients.socket_client import SocketClient
from harness.clients.spec import Behaviour, Ramp
from harness.clients.voice import SocketVoice, Voice

RECALL_SECONDS = 1.0
"""So long, at most, an application without a socket waits until it asks for one, when it has nothing to say."""

MakeSocket = Callable[[SocketVoice], SocketClient]


class Application:
    """One client. Its methods are called on the loop; `ramp` is entered around its first connect alone."""

    def __init__(self, behaviour: Behaviour, voice: Voice, make: MakeSocket, ramp: Ramp) -> None:
        self.held: SocketClient | Replay | None = None
        self._voice = voice
        self._behaviour = behaviour
        self._make = make
        self._ramp = ramp
        self._sockets: dict[SocketClient, asyncio.Task[None]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._loading: asyncio.TimerHandle | None = None
        self._left = False

    async def run(self) -> None:
        """Make the first socket."""
        self.hold()

    async def emit(self, event: str, data: object) -> str | None:
        """Say something through the socket it holds, or through one it makes now, which takes nothing yet."""
        if self._left:
            return None
        return await (self.held or self.hold()).emit(event, data)

    async def stop(self) -> None:
        """Close every socket, side by side, and wait for that."""
        self._left = True
        if self._loading is not None:
            self._loading.cancel()
        for socket in tuple(self._sockets):
            self.close(socket)
        if self._closing:
            await asyncio.wait(self._closing)

    # --- what a behaviour can do ------------------------------------------------------------------------------

    def hold(self) -> SocketClient:
        """Make a socket, and hold it."""
        socket = self._make(self._voice.socket())
        socket.failed = self._teller(socket)
        ramp, self._ramp = self._ramp, nullcontext()
        self._sockets[socket] = self._task(socket.run(ramp))
        self.held = socket
        return socket

    def forget(self) -> None:
        """Hold no socket: the next call makes one. Those it has made go on by themselves."""
        self.held = None
        asyncio.get_running_loop().call_later(RECALL_SECONDS, self._recall)

    def close(self, socket: SocketClient) -> None:
        """Close a socket for good, its reconnection with it; it is held no longer."""
        if self.held is socket:
            self.forget()
        running = self._sockets.pop(socket)
        running.cancel()
        closing = self._task(_close(socket, running))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    def load(self, after: float) -> None:
        """Be loaded anew in so many seconds: all that was there is gone then, and there is one new socket."""
        if self._loading is None:
            self._loading = asyncio.get_running_loop().call_later(after, self._load)

    def replay(self, socket: SocketClient) -> None:
        """From now on post what it says with the session id that this socket had."""
        self.held = Replay(socket)

    # --- within -----------------------------------------------------------------------------------------------

    def _recall(self) -> None:
        if self.held is None and not self._left:
            self.hold()

    def _load(self) -> None:
        self._loading = None
        for socket in tuple(self._sockets):
            self.close(socket)
        self.hold()

    def _teller(self, socket: SocketClient) -> Callable[[], None]:
        loop = asyncio.get_running_loop()

        def tell() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._lost, socket)

        return tell

    def _lost(self, socket: SocketClient) -> None:
        if self._behaviour.lost and socket in self._sockets and not self._left:
            self._behaviour.lost(self, socket)

    def _task(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (exc := task.exception()):
            self._voice.broke(exc)


async def _close(socket: SocketClient, running: asyncio.Task[None]) -> None:
    await asyncio.wait({running})
    await socket.stop()
    socket.voice.ended()
