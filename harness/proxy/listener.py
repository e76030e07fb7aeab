"""A port of the wire: it accepts, or really refuses, and it waits when the system has no descriptor left.

Refusing on Linux is `shutdown` of the listening socket: the kernel answers every new SYN with RST and resets what
waits in the backlog, as for a server that is gone, while the port stays ours until `listen` is called again
(measured). Elsewhere the socket is closed and bound anew.
"""

from __future__ import annotations

import asyncio
import errno
import socket
import sys
from collections.abc import Callable

from harness.proxy.address import Address, bound_socket
from harness.proxy.poller import READ, Poller

BACKLOG = 1024
_BATCH = 64
_PAUSE_SECONDS = 0.2
_NO_MEANS = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
_KEEPS_PORT = sys.platform == "linux"


class Spare:
    """One unconnected socket, made before a client is accepted.

    A client accepted without a descriptor left to reach the server could only be cut off; this one waits.
    """

    def __init__(self, family: int) -> None:
        self._family = family
        self._socket: socket.socket | None = None

    def prepare(self) -> None:
        """Have one ready. OSError when the system gives none."""
        if self._socket is None:
            self._socket = socket.socket(self._family, socket.SOCK_STREAM)
            self._socket.setblocking(False)

    def take(self) -> socket.socket:
        """The one prepared."""
        self.prepare()
        taken, self._socket = self._socket, None
        return taken  # type: ignore[return-value]  # prepare has just made it

    def close(self) -> None:
        """Give it back."""
        if self._socket is not None:
            self._socket.close()


Accepted = Callable[["Listener", socket.socket, tuple[str, int], socket.socket], None]
"""Is given the listener, the client's socket and address, and an unconnected socket for its way upstream."""


class Listener:
    """Accepts clients at one address and hands each over with an unconnected socket for its way upstream."""

    def __init__(
        self,
        number: int,
        address: Address,
        poller: Poller,
        spare: Spare,
        accepted: Accepted,
        client: str = "",
    ) -> None:
        """Bind and listen. OSError (EADDRINUSE) when the port is taken."""
        self._family, self.host, _ = address
        self.number = number
        self.client = client
        self.is_open = False
        self._poller = poller
        self._spare = spare
        self._accepted = accepted
        self._paused: asyncio.TimerHandle | None = None
        self._socket = bound_socket(address)
        self.port = int(self._socket.getsockname()[1])
        try:
            self.open()
        except OSError:
            self._socket.close()
            raise

    def open(self) -> None:
        """Listen (again). OSError when the port cannot be had."""
        if self.is_open:
            return
        if self._socket.fileno() < 0:
            self._socket = bound_socket((self._family, self.host, self.port))
        self._share(True)
        self._socket.listen(BACKLOG)
        self._poller.watch(self._socket.fileno(), READ, self._ready)
        self.is_open = True

    def refuse(self) -> None:
        """Refuse from now on, and reset who waits in the backlog: as a server does that is gone."""
        if not self.is_open:
            return
        self._stop_waiting()
        self._poller.forget(self._socket.fileno())
        self.is_open = False
        if _KEEPS_PORT:
            self._socket.shutdown(socket.SHUT_RDWR)
            self._share(False)
        else:
            self._socket.close()

    def close(self) -> None:
        """Give the port back."""
        self.refuse()
        self._socket.close()

    def resume(self) -> None:
        """Descriptors may be free again: accept who waits."""
        if self._paused is not None and self.is_open:
            self._stop_waiting()
            self._poller.change(self._socket.fileno(), READ)

    def _share(self, on: bool) -> None:
        # Bound, not listening and SO_REUSEADDR together would let a stranger bind the port beside us.
        if _KEEPS_PORT:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, on)

    def _ready(self, _events: int) -> None:
        for _ in range(_BATCH):
            try:
                self._spare.prepare()
                client, peer = self._socket.accept()
            except BlockingIOError:
                return
            except OSError as error:
                if error.errno in _NO_MEANS:
                    self._wait()
                    return
                continue  # this one went away while it waited (accept(2): treat such errors like EAGAIN)
            client.setblocking(False)
            self._accepted(self, client, (str(peer[0]), int(peer[1])), self._spare.take())
            if not self.is_open:  # its upstream refused at once
                return

    def _wait(self) -> None:
        self._poller.change(self._socket.fileno(), 0)
        self._paused = asyncio.get_running_loop().call_later(_PAUSE_SECONDS, self.resume)

    def _stop_waiting(self) -> None:
        if self._paused is not None:
            self._paused.cancel()
            self._paused = None
