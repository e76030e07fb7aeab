"""A client of the LAN at the door: its first request is read here, and the server knows nothing of it yet."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from harness.proxy.accounts import Account
from harness.proxy.edit.framing import Framer, request_length, starts_request
from harness.proxy.gate.refusal import MALFORMED, TOO_SLOW, Refusal
from harness.proxy.gate.rules import Gate
from harness.proxy.hub import Hub
from harness.proxy.leg import Leg

_READ_BYTES = 64 * 1024
FAREWELL_SECONDS = 2.0
"""How long one who was refused may take to read the answer: closing with bytes unread would reset it away."""


class Door:
    """An accepted client, and the socket that waits to reach the server for it.

    `data` is all it has sent so far, `path` what it asks for. `passed` is called once its first head may go on,
    `refused` when it may not, and `left` when it is gone, or has been shown out.
    """

    def __init__(
        self,
        hub: Hub,
        number: int,
        peer: tuple[str, int],
        client: socket.socket,
        server: socket.socket,
        gate: Gate,
        *,
        passed: Callable[[Door], None],
        refused: Callable[[Door, Refusal], None],
        left: Callable[[Door], None],
    ) -> None:
        self.number = number
        self.peer = peer
        self.client = client
        self.server = server
        self.data = b""
        self.path = b""
        self.up, self.down = Account(), Account()
        self._gate = gate
        self._passed, self._refused, self._left = passed, refused, left
        self._loop = hub.loop
        self._leg = Leg("client", client, hub.poller)
        self._framer = Framer(request_length, starts_request)
        self._timer: asyncio.TimerHandle | None = None
        self._turned_away = False

    def wait(self, seconds: float) -> None:
        """Read its first head, which has to be whole by then."""
        self._leg.watch(self._ready)
        self._leg.want(read=True, write=False)
        self._timer = self._loop.call_later(seconds, self._late)

    def turn_away(self, refusal: Refusal) -> None:
        """Answer, say FIN, and wait for its own; without an answer, reset it at once."""
        self._turned_away = True
        self.up.dropped = self.up.seen
        self._refused(self, refusal)
        if not refusal.answer or not self._send(refusal.answer):
            self.quit()
            return
        if self._timer is not None:
            self._timer.cancel()
        self._leg.watch(self._ready)
        self._leg.want(read=True, write=False)
        self._timer = self._loop.call_later(FAREWELL_SECONDS, self.quit)

    def quit(self) -> None:
        """Reset it: it has had its time, or the wire is shut."""
        self._leg.reset()
        self._end()

    def _send(self, answer: bytes) -> bool:
        self.down.added = len(answer)
        try:
            self.down.relayed = self._leg.sock.send(answer)
        except OSError:  # reset already, or no room for a few hundred bytes: nobody reads
            self.down.relayed = 0
        self.down.undelivered = self.down.added - self.down.relayed
        return self.down.undelivered == 0 and self._leg.shut()

    def _ready(self, _events: int) -> None:
        try:
            data = self._leg.sock.recv(_READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._leg.close()
            self._end()
            return
        self.up.seen += len(data)
        if self._turned_away:
            self.up.dropped += len(data)
        else:
            self.data += data
            self._judge(data)

    def _judge(self, data: bytes) -> None:
        for part in self._framer.feed(data):
            if part.what == "raw":
                self.turn_away(MALFORMED)
                return
            if part.head is not None:
                self.path = part.head.target
                refusal = self._gate.judge(part.head)
                if refusal is None:
                    self._let_pass()
                else:
                    self.turn_away(refusal)
                return

    def _let_pass(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._leg.park()
        self._passed(self)

    def _late(self) -> None:
        """Half a head is refused; a connection that was only made in store, as browsers do, just ends."""
        if self.data:
            self.turn_away(TOO_SLOW)
        else:
            self._leg.shut()
            self._leg.close()
            self._end()

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self.server.close()
        self.up.dropped = self.up.seen
        self._left(self)
