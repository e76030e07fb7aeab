"""A simulated client on python-socketio's AsyncClient, with what it does made visible.

Read in python-socketio 5.18.1 and python-engineio 4.15.1:

- `connect` raises for every failed try, the tries of the reconnection included, but `connect_error` is called
  only when the Engine.IO part failed: so each failure is reported where it is raised.
- `connect(retry=True)` gives up at once when the namespace is not connected within a second. The first connect is
  therefore tried again here, with the library's own delays.
- The upgrade happens inside `connect`, before the namespace is connected, and at no other time: when the connect
  handler runs the transport is the one that stays.
- A session is made by the factory for each connect and closed by the library after it, as its own would be.
- A task of the library that dies of an exception leaves a client that says nothing any more: that is told.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from typing import Any

import engineio
import socketio

from harness.clients.attempts_aiohttp import Attempts
from harness.clients.errors import Trouble
from harness.clients.spec import Ack, Behaviour, Ramp, Spec
from harness.clients.talk import Talk
from harness.clients.voice import Voice

STOP_SECONDS = 1.0


class _Engine(engineio.AsyncClient):  # type: ignore[misc] # python-engineio has no types
    """An Engine.IO client that keeps its tasks, so that they can be ended and their deaths be told."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.tasks: set[asyncio.Future[Any]] = set()
        self.died: Callable[[BaseException], None] | None = None

    def start_background_task(
        self, target: Callable[..., Coroutine[Any, Any, Any]], *args: object, **kwargs: object
    ) -> asyncio.Future[Any]:
        """Start a task as the library does, and keep it."""
        task: asyncio.Future[Any] = super().start_background_task(target, *args, **kwargs)
        self.tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Future[Any]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (exc := task.exception()) and self.died:
            self.died(exc)


class _Socket(socketio.AsyncClient):  # type: ignore[misc] # python-socketio has no types
    """A Socket.IO client that tells of every connect that fails."""

    voice: Voice

    async def connect(self, *args: object, **kwargs: object) -> None:
        """Connect, for the first time or again."""
        self.voice.trying()
        try:
            await super().connect(*args, **kwargs)
        except Exception as exc:
            self.voice.connect_failed(exc)
            raise

    def _engineio_client_class(self) -> type[_Engine]:
        return _Engine


class AsyncSimClient:
    """One simulated client of the kind `python`."""

    def __init__(self, spec: Spec, behaviour: Behaviour, voice: Voice, talk: Talk, ramp: Ramp) -> None:
        self._spec = spec
        self._voice = voice
        self._talk = talk
        self._ramp = ramp
        self._attempts = Attempts(voice, resend=spec.http_retry)
        self._socket = _Socket(handle_sigint=False, http_session=self._attempts.session, **behaviour.options)
        self._socket.voice = voice
        self._listen()

    async def emit(self, event: str, data: object, ack: Ack | None = None) -> bool:
        """Hand an event to the library, which queues it, if it is connected."""
        socket = self._socket
        if not (socket.connected and socket.eio.state == "connected"):
            return False
        await socket.emit(event, data, callback=ack)
        return True

    async def run(self) -> None:
        """Connect; from then on the library's own tasks keep the client going."""
        async with self._ramp:
            connected = await self._connect()
        delay, most = self._socket.reconnection_delay, self._socket.reconnection_delay_max
        while not connected:
            spread = self._socket.randomization_factor * random.uniform(-1, 1)  # noqa: S311 - a delay
            await asyncio.sleep(delay + spread)
            connected = await self._connect()
            delay = min(2 * delay, most)

    async def stop(self) -> None:
        """Disconnect in good order if that takes no longer than `STOP_SECONDS`, and leave nothing running."""
        socket = self._socket
        socket.eio.died = None
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await socket.shutdown()
                await socket.disconnect()  # a reconnect under way may have succeeded meanwhile
        except (TimeoutError, socketio.exceptions.SocketIOError):
            pass  # the server does not take part: what is left is ended below
        finally:
            await self._let_go()

    async def _let_go(self) -> None:
        engine = self._socket.eio
        tasks = set(engine.tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_SECONDS / 2)
        if engine.http and not engine.http.closed:
            await engine.http.close()

    async def _connect(self) -> bool:
        spec = self._spec
        try:
            await self._socket.connect(spec.address, transports=list(spec.transports), socketio_path=spec.path)
        except (socketio.exceptions.ConnectionError, ValueError):  # what the library's reconnection catches
            return False
        return True

    def _listen(self) -> None:
        socket, engine = self._socket, self._socket.eio
        engine.died = self._voice.broke
        opened = engine.handlers["connect"]

        async def on_opened() -> None:
            self._voice.opened(engine.sid, engine.transport())
            await opened()

        engine.on("connect", on_opened)
        socket.on("connect", self._on_connect)
        socket.on("disconnect", self._on_disconnect)
        socket.on("message", self._talk.hear)
        socket.on("members", self._talk.members)

    async def _on_connect(self) -> None:
        socket = self._socket
        transport = socket.transport()
        upgraded = transport == "websocket" and self._spec.transports[0] == "polling"
        self._voice.connected(socket.eio.sid, socket.get_sid(), transport, upgraded=upgraded)
        await socket.emit("join", self._talk.join_request(), callback=self._talk.joined)

    def _on_disconnect(self, reason: str) -> None:
        self._talk.left()
        broken = reason == self._socket.reason.TRANSPORT_ERROR
        self._voice.disconnected(reason, self._websocket_trouble() if broken else None)

    def _websocket_trouble(self) -> Trouble | None:
        """What ended a WebSocket: its close code (RFC 6455, 7.4; 1006: without one), or silence.

        aiohttp does not let the errno be known: after a FIN and after an RST it says the same.
        """
        ws = self._socket.eio.ws
        if self._socket.transport() != "websocket" or ws is None:
            return None
        return Trouble(f"close {ws.close_code}") if ws.closed else Trouble("TimeoutError")
