"""One socket of a simulated client on python-socketio, whichever of its two client classes it is made with.

Read in python-socketio 5.18.1 and python-engineio 4.15.1:

- `connect` raises for every failed try, those of the reconnection included, but `connect_error` is called only
  when the Engine.IO part failed: so each failure is told where it is raised.
- `connect(retry=True)` gives up at once when the namespace is not connected within a second. The first connect is
  therefore tried again here, with the library's own delays, whether or not it would reconnect later.
- The upgrade happens inside `connect`, before the namespace is connected, and at no other time: when the connect
  handler runs, the transport is the one that stays.
- An HTTP session is made by the factory for each connect and dropped by the library after it, like its own.
- `disconnect` over polling returns only when the pending poll has ended, and the server, told by the close packet
  that the client has gone, leaves that poll unanswered: so a stop waits for the close packet's POST only.
- A task or thread of the library that dies leaves a client that may say nothing any more: that is told.
"""

from __future__ import annotations

import asyncio
import random
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from harness.clients.errors import Trouble
from harness.clients.spec import Ack, Ramp, Spec
from harness.clients.talk import Talk
from harness.clients.voice import SocketVoice

STOP_SECONDS = 0.5
"""So long a client may take to tell the server that it leaves: a child that should quit is made to after 0.7 s."""

POST_SECONDS = 5.0
"""So long python-engineio waits for the answer to a POST (`request_timeout`)."""
TEXT_PLAIN = {"Content-Type": "text/plain"}
"""The head of a POST, as python-engineio makes it."""


class SocketClient(ABC):
    """One socket around `socket`, a socketio.AsyncClient or socketio.Client.

    `failed` is called, in any thread, when it could not connect, or has lost its transport.
    """

    def __init__(self, spec: Spec, voice: SocketVoice, talk: Talk, socket: Any) -> None:  # noqa: ANN401 - untyped library
        self.spec = spec
        self.voice = voice
        self.talk = talk
        self.socket = socket
        self.failed: Callable[[], None] = lambda: None
        self._joined = False
        for event, handler in (
            ("disconnect", self._on_disconnect),
            ("message", self._on_message),
            ("members", talk.members),
        ):
            socket.on(event, handler, namespace=spec.namespace)

    async def run(self, ramp: Ramp) -> None:
        """Connect, trying again until that succeeds once; from then on the library keeps the socket going."""
        async with ramp:
            connected = await self.connect()
        delay, most = self.socket.reconnection_delay, self.socket.reconnection_delay_max
        while not connected:
            spread = self.socket.randomization_factor * random.uniform(-1, 1)  # noqa: S311 - a delay
            await asyncio.sleep(delay + spread)
            connected = await self.connect()
            delay = min(2 * delay, most)

    @abstractmethod
    async def connect(self) -> bool:
        """Try once to connect; False when it failed in a way the library's own reconnection goes on after."""

    @abstractmethod
    async def post(self, url: str, body: str) -> None:
        """Post a payload of Engine.IO packets by hand, reported as any attempt, whatever becomes of it."""

    @abstractmethod
    async def _emit(self, event: str, data: object, ack: Ack | None = None) -> bool:
        """Hand an event to the library, which queues it, if it is connected."""

    async def emit(self, event: str, data: object) -> str | None:
        """Hand an event to the library, once the room is joined; returns its session's sid, or None."""
        sid = self.voice.sid
        return sid if self._joined and await self._emit(event, data) else None

    @abstractmethod
    async def stop(self) -> None:
        """Disconnect in good order if that takes no longer than `STOP_SECONDS`, and leave nothing behind."""

    @abstractmethod
    def broken_websocket(self) -> Trouble | None:
        """What ended the WebSocket, as far as its library lets it be known."""

    @property
    def ready(self) -> bool:
        """Whether the library would take an event; it drops them silently when its engine is not connected."""
        return bool(self.socket.connected and self.socket.eio.state == "connected")

    @property
    def connect_arguments(self) -> dict[str, Any]:
        """The arguments of the library's `connect`."""
        return {
            "url": self.spec.address,
            "transports": list(self.spec.transports),
            "socketio_path": self.spec.path,
            "namespaces": [self.spec.namespace],
        }

    def tell_opened(self) -> None:
        """The Engine.IO session is open."""
        self.voice.opened(self.socket.eio.sid, self.socket.transport())

    def tell_connected(self) -> None:
        """The connect handler runs; the sids can be read now and are gone after the disconnect."""
        transport = self.socket.transport()
        upgraded = transport == "websocket" and self.spec.transports[0] == "polling"
        self.voice.connected(
            self.socket.eio.sid, self.socket.get_sid(self.spec.namespace), transport, upgraded=upgraded
        )

    def connect_failed(self, exc: Exception) -> None:
        """A connect failed with what the library raised; a namespace that came too late is left again."""
        self.voice.ended()
        self.voice.connect_failed(exc)
        self.failed()

    def joined(self, *answer: object) -> None:
        """The server has acknowledged the join: from now on there is somebody to talk to."""
        self._joined = True
        self.talk.joined(*answer)

    def _on_message(self, message: object) -> None:
        self.talk.hear(message, self.voice.sid)

    def _on_disconnect(self, reason: str) -> None:
        self._joined = False
        broken = reason == self.socket.reason.TRANSPORT_ERROR  # python-engineio says so of a close, too
        over_websocket = broken and self.socket.transport() == "websocket"
        self.voice.disconnected(reason, self.broken_websocket() if over_websocket else None)
        if broken:
            self.failed()
