"""A socket on python-socketio's Client: requests, websocket-client and threads, as people write it.

What blocks (connect, disconnect) runs in a thread of its own, so that the shard's loop never waits. `emit` only
queues and is called on the loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import engineio
import requests
import socketio

from harness.clients.attempts_requests import Attempts
from harness.clients.errors import Trouble
from harness.clients.handshakes import Cache, cache_for, is_handshake
from harness.clients.socket_client import POST_SECONDS, STOP_SECONDS, TEXT_PLAIN, SocketClient
from harness.clients.spec import Ack, Behaviour, Spec
from harness.clients.talk import Talk
from harness.clients.threads import in_thread
from harness.clients.voice import SocketVoice

_asking: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
"""Held, by group, while a cache waits for a handshake's answer."""


class _Engine(engineio.Client):  # type: ignore[misc] # python-engineio has no types
    """An Engine.IO client that tells when a thread of the library dies of an exception."""

    died: Callable[[BaseException], None]
    cache: Cache | None = None

    def _send_request(self, method: str, url: str, **options: object) -> Any:  # noqa: ANN401 - an answer or words
        """Send a request as the library does, unless a cache has the answer."""
        if self.cache is None or not is_handshake(method, url):
            return super()._send_request(method, url, **options)
        with _asking[self.cache.group]:
            if kept := self.cache.find():
                return kept
            answer = super()._send_request(method, url, **options)
            if isinstance(answer, requests.Response) and answer.ok:
                self.cache.keep(answer.content)
            return answer

    def start_background_task(
        self, target: Callable[..., object], *args: object, **kwargs: object
    ) -> threading.Thread:
        """Start a thread as the library does."""

        def run() -> None:
            try:
                target(*args, **kwargs)
            except Exception as exc:  # noqa: BLE001 - told as an event; the library would print it
                self.died(exc)

        thread: threading.Thread = super().start_background_task(run)
        return thread


class _Socket(socketio.Client):  # type: ignore[misc] # python-socketio has no types
    """A Socket.IO client that tells of every connect that fails."""

    client: ThreadSocket

    def connect(self, *args: object, **kwargs: object) -> None:
        """Connect, for the first time or again."""
        if self.client.leaving.is_set():
            self._end_reconnecting()
        self.client.voice.trying()
        try:
            super().connect(*args, **kwargs)
        except Exception as exc:
            self.client.connect_failed(exc)
            raise
        if self.client.leaving.is_set():  # told to go while the connect was under way
            self.disconnect()

    def _end_reconnecting(self) -> None:
        """Have the library try no more: it was told so too early, when it had not begun to."""
        if self._reconnect_abort is not None:
            self._reconnect_abort.set()
        raise socketio.exceptions.ConnectionError("the client leaves")

    def _engineio_client_class(self) -> type[_Engine]:
        return _Engine


class ThreadSocket(SocketClient):
    """One socket of a client of the kind `python-threads`."""

    def __init__(self, spec: Spec, behaviour: Behaviour, voice: SocketVoice, talk: Talk) -> None:
        self._attempts = attempts = Attempts(voice)
        socket = _Socket(
            handle_sigint=False,
            http_session=attempts.session,
            websocket_extra_options=attempts.websocket_options(spec.origin),
            **behaviour.options,
        )
        super().__init__(spec, voice, talk, socket)
        self.leaving = threading.Event()
        socket.client = self
        socket.eio.died = voice.broke
        socket.eio.cache = cache_for(behaviour, spec.group)
        socket.on("connect", self._on_connect, namespace=spec.namespace)
        self._library_opened = socket.eio.handlers["connect"]
        socket.eio.on("connect", self._on_opened)

    async def connect(self) -> bool:
        """Try once, in a thread; what the library's own reconnection does not catch either is raised."""
        return await in_thread(self._connect, f"connect {self.spec.name}")

    async def _emit(self, event: str, data: object, ack: Ack | None = None) -> bool:
        """Queue an event; the connection may end between the question and the queue: then the message is lost."""
        if not self.ready:
            return False
        try:
            self.socket.emit(event, data, self.spec.namespace, callback=ack)
        except socketio.exceptions.BadNamespaceError:  # disconnected just now
            return False
        return True

    async def post(self, url: str, body: str) -> None:
        """Post in a session and a thread of its own."""
        await in_thread(lambda: self._post(url, body), f"post {self.spec.name}")

    async def stop(self) -> None:
        """Disconnect, then cut what a thread of the library still waits for."""
        self.leaving.set()
        engine, name = self.socket.eio, self.spec.name
        writer = engine.write_loop_task if engine.current_transport == "polling" else None
        leaving = in_thread(self._leave, f"leave {name}")
        said = in_thread(writer.join, f"close packet of {name}") if writer else leaving
        await asyncio.wait({said}, timeout=STOP_SECONDS)
        self._attempts.cut()
        await asyncio.wait({leaving}, timeout=STOP_SECONDS)
        if leaving.done():  # no thread uses them any more
            self._attempts.close()

    def broken_websocket(self) -> Trouble | None:
        """The close code, or the exception that reading ended in."""
        trouble: Trouble | None = self.socket.eio.ws.trouble
        return trouble

    def _connect(self) -> bool:
        try:
            self.socket.connect(**self.connect_arguments)
        except (socketio.exceptions.ConnectionError, ValueError):  # as the library's own reconnection
            return False
        return True

    def _post(self, url: str, body: str) -> None:
        with self._attempts.session() as session, contextlib.suppress(requests.RequestException):
            session.post(url, data=body, headers=TEXT_PLAIN, timeout=POST_SECONDS)

    def _leave(self) -> None:
        self.socket.shutdown()
        self.socket.disconnect()  # a reconnect under way may have succeeded meanwhile

    def _on_opened(self) -> None:
        self.tell_opened()
        self._library_opened()

    def _on_connect(self) -> None:
        self.tell_connected()
        self.socket.emit("join", self.talk.join_request(), self.spec.namespace, callback=self.joined)
