"""The cable: two networks of one device each, and whoever carries the packets between them.

The wire listens in one of them, the simulated clients live in the other; neither is seen by anybody else.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from ipaddress import IPv4Interface

from harness import netns
from harness.proxy.flow import Direction
from harness.proxy.link.tun import open_tun
from harness.proxy.poller import READ, Poller

WIRE = IPv4Interface("192.0.2.1/30")
CLIENTS = IPv4Interface("192.0.2.2/30")
"""Of TEST-NET-1 (RFC 5737), which is nobody's: these addresses mean something on the cable only."""

_LARGEST = 65_535
_BATCH = 64
_NS_PER_S = 1_000_000_000

Arrival = tuple[int, bytes]
"""So many ns later, these bytes."""
Carry = Callable[[Direction, bytes], Sequence[Arrival]]
"""How a packet arrives at the other end."""


class Cable:
    """Carries every packet as `carry` says. OSError when it cannot be had: it needs Linux, and root."""

    def __init__(self, loop: asyncio.AbstractEventLoop, poller: Poller, carry: Carry) -> None:
        self._loop = loop
        self._poller = poller
        self._carry = carry
        self._open: list[int] = []
        try:
            self._wire, self._wire_end = self._end(WIRE)
            self._clients, self._clients_end = self._end(CLIENTS)
        except OSError:
            self._close_all()
            raise
        poller.watch(self._clients_end, READ, partial(self._ready, "up", self._clients_end, self._wire_end))
        poller.watch(self._wire_end, READ, partial(self._ready, "down", self._wire_end, self._clients_end))

    @property
    def clients(self) -> str:
        """Where the clients' network is found by another process, as long as this one lives."""
        return f"/proc/{os.getpid()}/fd/{self._clients}"

    @contextmanager
    def at_the_wire(self) -> Iterator[None]:
        """What is made meanwhile stands at the wire's end of the cable."""
        with netns.inside(self._wire):
            yield

    def close(self) -> None:
        """End it; what was under way is gone."""
        for end in (self._clients_end, self._wire_end):
            self._poller.forget(end)
        self._close_all()

    def _end(self, interface: IPv4Interface) -> tuple[int, int]:
        network = netns.make()
        self._open.append(network)
        with netns.inside(network):
            device = open_tun(interface)
        self._open.append(device)
        return network, device

    def _close_all(self) -> None:
        while self._open:
            os.close(self._open.pop())

    def _ready(self, direction: Direction, come: int, go: int, _events: int) -> None:
        for _ in range(_BATCH):
            try:
                packet = os.read(come, _LARGEST)
            except BlockingIOError:
                return
            for after, data in self._carry(direction, packet):
                if after:
                    self._loop.call_later(after / _NS_PER_S, self._deliver, go, data)
                else:
                    self._deliver(go, data)

    def _deliver(self, end: int, packet: bytes) -> None:
        if self._open:
            os.write(end, packet)
