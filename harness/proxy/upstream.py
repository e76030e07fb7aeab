"""Knows whether the upstream refuses, soon enough that the wire's own port refuses before a client can tell.

A relay that accepts first and connects upstream after shows a reset where the bare server refuses. So the kernel
is asked about the upstream's listening socket every few milliseconds, and again before a client is told that the
server closed its connection. Measured on Linux: a killed process closes its newest descriptors first, so its
connections end 0.2 to 0.6 ms *before* its listening socket is gone: an end out of the blue is held back for
`DOUBT_SECONDS`, a fraction of what a client needs to come again.

Where the kernel can't be asked (another system, a server on another machine) the wire relies on the session's
hint and on refused connects, and tries to connect while it is closed.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
from collections.abc import Callable

from harness.proxy.address import Address
from harness.proxy.sockdiag import ListenLookup

LOOK_SECONDS = 0.005
TICK_SECONDS = 0.001
CLOSE_LOOK_SECONDS = 2.0
PROBE_SECONDS = 0.04
DOUBT_SECONDS = 0.003


def _lookup(address: Address) -> ListenLookup | None:
    """The kernel's own answer for an address of this machine, or None where it can't be had."""
    if sys.platform != "linux":
        return None
    family, host, port = address
    try:
        with socket.socket(family, socket.SOCK_STREAM) as local:
            local.bind((host, 0))  # fails for an address of another machine
        lookup = ListenLookup(family, host, port)
        lookup()
    except OSError:
        return None
    return lookup


def listens(address: Address) -> bool:
    """Whether something is known to listen at an address of this machine."""
    lookup = _lookup(address)
    if lookup is None:
        return False
    with lookup:
        return lookup()


def connected_to_itself(sock: socket.socket) -> bool:
    """Whether a connect to a free ephemeral port met itself: TCP's simultaneous open."""
    try:
        return bool(sock.getsockname() == sock.getpeername())
    except OSError:  # already reset
        return False


class Upstream:
    """The server's address, fixed for good, and whether it accepts. `changed(up)` is called on every change."""

    def __init__(self, address: Address, loop: asyncio.AbstractEventLoop, changed: Callable[[bool], None]) -> None:
        self.family, self.host, self.port = address
        self.up = True
        self._loop = loop
        self._changed = changed
        self._lookup = _lookup(address)
        self._timer: asyncio.TimerHandle | None = None
        self._settling: asyncio.TimerHandle | None = None
        self._probe: asyncio.Task[None] | None = None
        self._close_until = 0.0
        self._doubts: list[tuple[float, Callable[[], None]]] = []

    def start(self) -> None:
        """Begin to watch."""
        self.look()
        self._schedule()

    def close(self) -> None:
        """Watch no longer."""
        for pending in (self._timer, self._settling, self._probe):
            if pending is not None:
                pending.cancel()
        if self._lookup is not None:
            self._lookup.close()

    def look(self) -> None:
        """Ask the kernel now, where it can be asked."""
        if self._lookup is None:
            return
        try:
            up = self._lookup()
        except OSError:  # it answered before and does not now: do as where it can't be asked
            self._lookup.close()
            self._lookup = None
        else:
            self._set(up)

    def hint(self, up: bool) -> None:
        """The session says so: believed where the kernel can't be asked, else a reason to look more closely."""
        if self._lookup is None:
            self._set(up)
        else:
            self._close_until = 0.0 if up else self._loop.time() + CLOSE_LOOK_SECONDS
            self.look()
            self._schedule()

    def refused(self) -> None:
        """A connect was refused: where the kernel can't be asked, that is the sign."""
        if self._lookup is not None:
            self.look()
        else:
            self._set(False)

    def doubt(self, then: Callable[[], None]) -> None:
        """The server ended a connection out of the blue: call `then` once it is known, or likely, to live on."""
        self.look()
        if self._lookup is None or not self.up:
            then()
            return
        if not self._doubts:
            self._settling = self._loop.call_later(TICK_SECONDS, self._settle)
        self._doubts.append((self._loop.time() + DOUBT_SECONDS, then))

    def _settle(self) -> None:
        self.look()
        now = self._loop.time()
        ripe = [then for until, then in self._doubts if not self.up or until <= now]
        self._doubts = [doubt for doubt in self._doubts if self.up and doubt[0] > now]
        if self._doubts:
            self._settling = self._loop.call_later(TICK_SECONDS, self._settle)
        for then in ripe:
            then()

    def _set(self, up: bool) -> None:
        if up != self.up:
            self.up = up
            self._changed(up)

    def _schedule(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(self._period(), self._tick)

    def _period(self) -> float:
        if self._lookup is None:
            return PROBE_SECONDS
        return TICK_SECONDS if self._loop.time() < self._close_until else LOOK_SECONDS

    def _tick(self) -> None:
        self._schedule()
        if self._lookup is not None:
            self.look()
        elif not self.up and (self._probe is None or self._probe.done()):
            self._probe = self._loop.create_task(self._try_to_connect())

    async def _try_to_connect(self) -> None:
        with socket.socket(self.family, socket.SOCK_STREAM) as probe, contextlib.suppress(OSError, TimeoutError):
            probe.setblocking(False)
            async with asyncio.timeout(1.0):
                await self._loop.sock_connect(probe, (self.host, self.port))
            self._set(not connected_to_itself(probe))
