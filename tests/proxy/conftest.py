"""What the tests of faults on plain sockets share: a server that listens, and a wire in front of it."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
import wire_tools as tools


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with tools.listening() as sock:
        yield sock


@pytest.fixture
def wire(server: socket.socket) -> Iterator[tools.RunningWire]:
    with tools.running_wire(tools.port_of(server), tap=tools.real_tap(), seed=3) as running:
        yield running
