"""A running wire with a gate of its own on loopback, and devices that knock at it."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gate_made as made
import wire_tools as tools

from harness.commands import WireGate
from harness.events import WireAccounts, WireBytes, WireGateRefused
from harness.ports import free_port

NUMBER = 7


@dataclass
class GatedWire:
    """`wire` relays to `server`; its gate listens at `port`, and knows itself as `at`."""

    wire: tools.RunningWire
    server: socket.socket
    port: int
    at: str

    def asking(self, *args: Any, **fields: Any) -> bytes:
        """A request to this gate."""
        return made.asking(*args, **{"host": self.at, **fields})

    def knock(self, data: bytes) -> tuple[bytes, str]:
        """Send it on a connection of its own; what comes back, and how that ends."""
        with tools.connect(self.port) as client:
            with contextlib.suppress(OSError):  # cut before all was sent
                client.sendall(data)
            return tools.read_to_end(client)

    def refused(self, count: int = 1, **fields: Any) -> WireGateRefused:
        return self.wire.wait(WireGateRefused, count, **fields)

    @contextlib.contextmanager
    def inside(self, first: bytes) -> Iterator[tuple[socket.socket, socket.socket]]:
        """A device whose first request was let in, and the server's end, with that still unread."""
        with tools.connect(self.port) as client:
            client.sendall(first)
            peer, _ = self.server.accept()
            peer.settimeout(tools.PATIENCE)
            with peer:
                yield client, peer

    def nobody_waits(self) -> bool:
        """Whether no connection has reached the server so far: one that is made now is the first."""
        with tools.connect(self.wire.port) as probe:
            peer, _ = self.server.accept()
            with peer:
                probe.sendall(b"probe")
                return tools.read_exactly_or_end(peer, 5) == b"probe"


@contextlib.contextmanager
def gated(server: socket.socket, **fields: Any) -> Iterator[GatedWire]:
    port = free_port()
    at = f"127.0.0.1:{port}"
    with tools.running_wire(tools.port_of(server), tap=tools.real_tap()) as wire:
        command: WireGate = made.command(
            **{"listener": NUMBER, "port": port, "hosts": (at,), "origins": (f"http://{at}",), **fields}
        )
        wire.do(lambda: wire.wire.gate(command))
        yield GatedWire(wire, server, port, at)
        assert_balanced(wire.accounts())


def assert_balanced(told: WireAccounts) -> None:
    for way in (told.up, told.down):
        assert is_balanced(way), told


def is_balanced(told: WireBytes) -> bool:
    return told.seen + told.added == told.relayed + told.dropped + told.undelivered + told.held
