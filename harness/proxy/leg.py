"""One TCP connection of a relayed pair: a non-blocking socket, and what is known of its ends."""

from __future__ import annotations

import contextlib
import socket
import struct
import sys
from typing import Protocol

from harness.events import Leg as LegName
from harness.proxy.poller import HUNG, READ, WRITE, Handler, Poller

if sys.platform == "linux":
    from fcntl import ioctl

_UNSENT = 0x894B
"""SIOCOUTQNSD (linux/sockios.h): how many bytes of the send queue have not been sent yet."""
_RESET = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""struct linger {on, 0 seconds}: close sends RST."""


class Stream(Protocol):
    """What a leg is made of: a non-blocking socket, or what passes for one (harness/proxy/tls.py)."""

    def fileno(self) -> int: ...  # noqa: D102 - socket's own words, as the others

    def recv(self, size: int, /) -> bytes: ...  # noqa: D102

    def send(self, data: bytes | memoryview, /) -> int: ...  # noqa: D102

    def shutdown(self, how: int, /) -> None: ...  # noqa: D102

    def setsockopt(self, level: int, option: int, value: int | bytes, /) -> None: ...  # noqa: D102

    def close(self) -> None: ...  # noqa: D102


def _nobody(_events: int) -> None:
    """Nobody has begun to watch: what is on will be on still."""


class Leg:
    """A socket of the pair. `ended`: its peer's FIN was read; `told`: we sent ours; `dead`: reset, by either.

    `buffers`: it may hold bytes that the kernel does not know of, so each read has to look after the rest.
    """

    __slots__ = (
        "_handler",
        "_mask",
        "_parked",
        "_poller",
        "buffers",
        "dead",
        "ended",
        "fd",
        "name",
        "sock",
        "told",
    )

    def __init__(self, name: LegName, sock: Stream, poller: Poller) -> None:
        self.name: LegName = name
        self.sock = sock
        self.fd = sock.fileno()
        self.buffers = not isinstance(sock, socket.socket)
        self.ended = False
        self.told = False
        self.dead = False
        self._handler: Handler = _nobody
        self._poller = poller
        self._mask: int | None = None
        self._parked = False
        with contextlib.suppress(OSError):  # already reset: the poller will say so
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def watch(self, handler: Handler) -> None:
        """Have `handler` called from now on: for what is wanted already, or for a break only."""
        self._handler = handler
        if self._mask is None:
            self.want(read=False, write=False)
        else:
            self._poller.hand_to(self.fd, self._mask, self._called())

    def _called(self) -> Handler:
        """Who the poller calls."""
        return self._handler

    def want(self, *, read: bool, write: bool) -> None:
        """What else to be called for from now on; a break is always reported."""
        mask = (READ if read else 0) | (WRITE if write else 0)
        if mask == self._mask or self.dead or (self._parked and mask == 0):
            return
        if self._mask is None:
            self._poller.watch(self.fd, mask, self._called())
        else:
            self._poller.change(self.fd, mask)
        self._mask, self._parked = mask, False

    def park_when_hung(self, events: int) -> None:
        """Park when both directions are shut and nothing is wanted."""
        if events & HUNG and self._mask == 0:
            self.park()

    def park(self) -> None:
        """Look away until something is wanted: what is on would be reported without end."""
        self._poller.forget(self.fd)
        self._mask, self._parked = None, True

    @property
    def unsent(self) -> int:
        """Bytes for which the receiver has had no room yet, and which RST throws away; 0 where no one can tell."""
        if self.dead or sys.platform != "linux":
            return 0
        return int.from_bytes(ioctl(self.fd, _UNSENT, bytes(4)), sys.byteorder)

    def shut(self) -> bool:
        """Send FIN after what was sent; False when the peer has reset the connection."""
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            return False
        self.told = True
        return True

    def reset(self) -> None:
        """Send RST and close (closing alone does so only when bytes are unread)."""
        with contextlib.suppress(OSError):  # the peer was quicker
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.close()

    def close(self) -> None:
        """Close, whatever state it is in."""
        if not self.dead:
            self.dead = True
            self._poller.forget(self.fd)
            self.sock.close()
