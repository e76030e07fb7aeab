"""A socket on python-socketio's AsyncClient."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import engineio
import socketio

from harness.clients.attempts_aiohttp import Attempts
from harness.clients.errors import Trouble
from harness.clients.handshakes import Cache, cache_for, is_handshake
from harness.clients.socket_client import POST_SECONDS, STOP_SECONDS, TEXT_PLAIN, SocketClient
from harness.clients.spec import Ack, Behaviour, Spec
from harness.clients.talk import Talk
from harness.clients.voice import SocketVoice

_asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
"""Held, by group, while a cache waits for a handshake's answer."""


class _Engine(engineio.AsyncClient):  # type: ignore[misc] # python-engineio has no types
    """An Engine.IO client that keeps its tasks, so that they can be ended and their deaths be told."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.tasks: set[asyncio.Future[Any]] = set()
        self.died: Callable[[BaseException], None] | None = None
        self.cache: Cache | None = None

    async def _send_request(self, method: str, url: str, **options: object) -> Any:  # noqa: ANN401 - an answer or words
        """Send a request as the library does, unless a cache has the answer."""
        if self.cache is None or not is_handshake(method, url):
            return await super()._send_request(method, url, **options)
        async with _asking[self.cache.group]:
            if kept := self.cache.find():
                return kept
            answer = await super()._send_request(method, url, **options)
            if isinstance(answer, aiohttp.ClientResponse) and answer.ok:
                self.cache.keep(await answer.read())
            return answer

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

    client: SocketClient

    async def connect(self, *args: object, **kwargs: object) -> None:
        """Connect, for the first time or again."""
        self.client.voice.trying()
        try:
            await super().connect(*args, **kwargs)
        except Exception as exc:
            self.client.connect_failed(exc)
            raise

    def _engineio_client_class(self) -> type[_Engine]:
        return _Engine


class AsyncSocket(SocketClient):
    """One socket of a client of the kind `python`."""

    def __init__(self, spec: Spec, behaviour: Behaviour, voice: SocketVoice, talk: Talk) -> None:
        attempts = Attempts(voice, resend=spec.http_retry)
        socket = _Socket(handle_sigint=False, http_session=attempts.session, **behaviour.options)
        super().__init__(spec, voice, talk, socket)
        socket.client = self
        socket.eio.died = voice.broke
        socket.eio.cache = cache_for(behaviour, spec.group)
        socket.on("connect", self._on_connect, namespace=spec.namespace)
        self._attempts = attempts
        self._library_opened = socket.eio.handlers["connect"]
        socket.eio.on("connect", self._on_opened)

    async def connect(self) -> bool:
        """Try once; what the library's own reconnection does not catch either is raised."""
        try:
            await self.socket.connect(**self.connect_arguments)
        except (socketio.exceptions.ConnectionError, ValueError):
            return False
        return True

    async def _emit(self, event: str, data: object, ack: Ack | None = None) -> bool:
        """Queue an event; nothing else of the loop runs between the question and the queue."""
        if self.ready:
            await self.socket.emit(event, data, self.spec.namespace, callback=ack)
            return True
        return False

    async def post(self, url: str, body: str) -> None:
        """Post in a session of its own."""
        timeout = aiohttp.ClientTimeout(total=POST_SECONDS)
        async with self._attempts.session() as session:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):  # told as an attempt
                await session.post(url, data=body, headers=TEXT_PLAIN, timeout=timeout)

    async def stop(self) -> None:
        """Disconnect, then end every task of the library that is left."""
        engine = self.socket.eio
        engine.died = None
        over_polling = engine.current_transport == "polling" and engine.write_loop_task
        leaving = engine.start_background_task(self._leave)
        await asyncio.wait({over_polling or leaving}, timeout=STOP_SECONDS)
        tasks = set(engine.tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_SECONDS)
        if engine.http and not engine.http.closed:
            await engine.http.close()

    def broken_websocket(self) -> Trouble | None:
        """Its close code (RFC 6455, 7.4; 1006: it ended without one), or silence.

        aiohttp does not let the errno be known: after a FIN and after an RST it says the same.
        """
        ws = self.socket.eio.ws
        return Trouble(f"close {ws.close_code}") if ws.closed else Trouble("TimeoutError")

    async def _leave(self) -> None:
        await self.socket.shutdown()
        await self.socket.disconnect()  # a reconnect under way may have succeeded meanwhile

    async def _on_opened(self) -> None:
        self.tell_opened()
        await self._library_opened()

    async def _on_connect(self) -> None:
        self.tell_connected()
        join = self.talk.join_request()
        await self.socket.emit("join", join, self.spec.namespace, callback=self.joined)
