"""A request the wire sends by itself, for a fault, on a connection of its own; the answer is dropped."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterable
from typing import Literal

from harness.events import CloseHow, Event, WireClosed, WireLegClosed, WireOpened
from harness.proxy.accounts import Account
from harness.proxy.edit.framing import Framer, Part, answer_length, starts_answer
from harness.proxy.edit.head import Head
from harness.proxy.hub import Hub, Tap
from harness.proxy.poller import BROKEN, READ
from harness.proxy.tls import TlsLeg

_UNDER_WAY = {0, errno.EINPROGRESS, errno.EWOULDBLOCK}
_READ_BYTES = 64 * 1024


def connecting(hub: Hub) -> socket.socket | None:
    """A socket on its way to the server; None when it is refused at once."""
    sock = socket.socket(hub.upstream.family, socket.SOCK_STREAM)
    sock.setblocking(False)
    if sock.connect_ex((hub.upstream.host, hub.upstream.port)) in _UNDER_WAY:
        return sock
    sock.close()
    return None


class Errand:
    """Sends `data`, a whole request without a body, and ends when its answer is complete, or the server ends it.

    There is no client: only the server's leg is told of. The tap reads it like any other connection. If the
    server can't be reached, nothing has happened.
    """

    def __init__(
        self,
        hub: Hub,
        number: int,
        sock: socket.socket,
        data: bytes,
        fault: str,
        make_tap: Callable[[int, int], Tap],
        done: Callable[[Errand], None],
    ) -> None:
        self.number = number
        self.up, self.down = Account(), Account()
        self._port = int(sock.getsockname()[1])
        self._tap = make_tap(number, self._port)
        self._tap.own(fault)
        self._hub = hub
        self._fault = fault
        self._left = data
        self._done = done
        self._stands = False
        asked_by = Head.parse(data).method
        self._answers = Framer(lambda answer: answer_length(answer, asked_by), starts_answer)
        self._leg = hub.server_leg(sock)
        self._leg.watch(self._ready)
        self._leg.want(read=False, write=True)

    @property
    def is_unreadable(self) -> bool:
        """Whether its tap has gone blind."""
        return self._tap.lost

    def quit(self) -> None:
        """End it, whatever state it is in."""
        self._leg.close()
        if self._stands:
            now = self._hub.clock()
            self._say(self._tap.ended(now))
            up, down = self.up.frame(), self.down.frame()
            self._hub.say(WireClosed(t=now, conn=self.number, up=up, down=down))
        self._done(self)

    def _ready(self, events: int) -> None:
        if self._left:
            self._send()
        elif events & (READ | BROKEN):
            self._read()

    def _send(self) -> None:
        try:
            if not self._stands and isinstance(self._leg, TlsLeg) and not self._leg.shake_hands():
                return
            sent = self._leg.sock.send(self._left)
        except BlockingIOError:
            return
        except OSError:  # it could not be reached, or has reset us
            self._end("rst", "peer")
            return
        now = self._hub.clock()
        if not self._stands:
            self._opened(now)
        self.up.added += sent
        self.up.relayed += sent
        self._say(self._tap.from_client(self._left[:sent], now))
        self._left = self._left[sent:]
        self._leg.want(read=True, write=bool(self._left))

    def _opened(self, now: int) -> None:
        self._stands = True
        self._hub.say(
            WireOpened(
                t=now,
                conn=self.number,
                listener=0,
                client_port=0,
                upstream_port=self._port,
                fault=self._fault,
            )
        )

    def _read(self) -> None:
        try:
            data = self._leg.sock.recv(_READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            self._end("rst", "peer")
            return
        if data:
            self._arrived(data)
        else:
            self._end("fin", "peer")

    def _arrived(self, data: bytes) -> None:
        self.down.seen += len(data)
        self.down.dropped += len(data)
        self._say(self._tap.from_server(data, self._hub.clock()))
        if any(_is_whole(part) for part in self._answers.feed(data)):
            self._end("fin", "fault")

    def _end(self, how: CloseHow, by: Literal["peer", "fault"]) -> None:
        if self._stands:
            fault = self._fault if by == "fault" else None
            now = self._hub.clock()
            self._hub.say(WireLegClosed(t=now, conn=self.number, leg="server", how=how, by=by, fault=fault))
        self.quit()

    def _say(self, events: Iterable[Event]) -> None:
        for event in events:
            self._hub.say(event)


def _is_whole(part: Part) -> bool:
    """Whether an answer is complete with this; interim ones (1xx) are none."""
    return part.ends and (part.head is None or part.head.status >= 200)
