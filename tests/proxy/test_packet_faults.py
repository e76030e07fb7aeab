"""Packet faults on a real cable: TCP mends them, late; no byte is wrong; lifted, all is as before."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import wire_tools as tools

from harness import netns
from harness.commands import WireOwnPort
from harness.events import WireClosed, WireFaultTouched, WireListening, WireOpened
from harness.proxy.link.cable import CLIENTS, WIRE

LACKING = netns.lacking()
pytestmark = pytest.mark.skipif(bool(LACKING), reason=f"packet faults need {LACKING}")

RETRANSMISSION = 0.15
"""Seconds: less than Linux waits at least before it sends a segment again (200 ms, TCP_RTO_MIN)."""


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with tools.listening() as sock:
        yield sock


@pytest.fixture
def wire(server: socket.socket) -> Iterator[tools.RunningWire]:
    with tools.running_wire(tools.port_of(server), seed=5) as running:
        running.do(lambda: running.wire.listen(WireOwnPort(listener=1, host="", packets=True)))
        yield running


@contextlib.contextmanager
def there(wire: tools.RunningWire) -> Iterator[None]:
    """In the network of the clients."""
    network = os.open(wire.wait(WireListening, listener=1).netns, os.O_RDONLY)
    try:
        with netns.inside(network):
            yield
    finally:
        os.close(network)


@contextlib.contextmanager
def pair(server: socket.socket, wire: tools.RunningWire) -> Iterator[tuple[socket.socket, socket.socket]]:
    """A client at the far end of the cable, and the server's end of its connection."""
    port = wire.wait(WireListening, listener=1).port
    with there(wire):
        client = socket.create_connection((str(WIRE.ip), port), timeout=tools.PATIENCE)
    with client:
        peer, _ = server.accept()
        peer.settimeout(tools.PATIENCE)
        with peer:
            yield client, peer


def sent_and_got(come: socket.socket, go: socket.socket, data: bytes) -> tuple[float, bool]:
    """How long the data took from one end to the other, and whether they are what was sent."""
    began = time.monotonic()
    sender = threading.Thread(target=come.sendall, args=(data,))
    sender.start()
    got = tools.read_exactly(go, len(data))
    sender.join(tools.PATIENCE)
    return time.monotonic() - began, hashlib.sha256(got).digest() == hashlib.sha256(data).digest()


def test_clients_live_in_a_network_of_their_own(server: socket.socket, wire: tools.RunningWire) -> None:
    with pair(server, wire) as (client, peer):
        client.sendall(b"ping")
        assert tools.read_exactly(peer, 4) == b"ping"
        peer.sendall(b"pong")
        assert tools.read_exactly(client, 4) == b"pong"
        assert client.getsockname()[0] == str(CLIENTS.ip)
    opened = wire.wait(WireOpened)
    assert (opened.client_host, opened.listener) == (str(CLIENTS.ip), 1)
    wire.wait(WireClosed)
    with pytest.raises(OSError, match=r"timed out|unreachable|refused"):  # from here there is no way to it
        socket.create_connection((str(WIRE.ip), wire.wait(WireListening, listener=1).port), timeout=0.2).close()


@pytest.mark.parametrize(
    ("fault", "did"),
    [("loss", "lost"), ("duplicate", "duplicated"), ("reorder", "overtaken"), ("corrupt", "corrupted")],
)
def test_under_a_fault_every_byte_arrives_all_the_same(
    fault: str, did: str, server: socket.socket, wire: tools.RunningWire
) -> None:
    data = random.Random(3).randbytes(100_000)
    number = wire.apply(fault, params={"percent": 5.0})
    with pair(server, wire) as (client, peer):
        assert sent_and_got(client, peer, data)[1]
        assert sent_and_got(peer, client, data)[1]
    closed = wire.wait(WireClosed)
    wire.lift(number)
    assert (closed.up.seen, closed.up.relayed) == (len(data), len(data))
    assert wire.wait(WireFaultTouched).did == did
    with pair(server, wire) as (client, peer):
        assert sent_and_got(client, peer, b"after")[1]
    wire.wait(WireClosed, 2)
    assert len(wire.all(WireFaultTouched)) == 1, "lifted, it touches nobody"
    assert wire.accounts().open == 0


@pytest.mark.parametrize("fault", ["loss", "corrupt"])
def test_what_is_lost_one_way_comes_once_the_fault_is_lifted(
    fault: str, server: socket.socket, wire: tools.RunningWire
) -> None:
    with pair(server, wire) as (client, peer):
        number = wire.apply(fault, params={"percent": 100.0, "direction": "up"})
        client.sendall(b"late")
        peer.settimeout(RETRANSMISSION)
        with pytest.raises(TimeoutError):
            peer.recv(1)
        wire.lift(number)
        peer.settimeout(tools.PATIENCE)
        assert tools.read_exactly(peer, 4) == b"late"


def test_a_client_whose_first_packet_is_lost_connects_later(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    port = wire.wait(WireListening, listener=1).port
    began = time.monotonic()
    wire.apply("loss", params={"percent": 100.0}, duration=0.6)
    with there(wire):
        client = socket.create_connection((str(WIRE.ip), port), timeout=tools.PATIENCE)
    took = time.monotonic() - began
    client.close()
    assert took > 0.6
    assert wire.wait(WireFaultTouched).conn == wire.wait(WireOpened).conn


def test_its_port_can_be_closed_like_any_other(server: socket.socket, wire: tools.RunningWire) -> None:
    port = wire.wait(WireListening, listener=1).port
    number = wire.apply("refuse")
    with there(wire), pytest.raises(ConnectionRefusedError):
        socket.create_connection((str(WIRE.ip), port), timeout=tools.PATIENCE).close()
    wire.lift(number)
    with pair(server, wire) as (client, peer):
        assert sent_and_got(client, peer, b"again")[1]


def test_a_network_ends_with_the_wire(server: socket.socket) -> None:
    with tools.running_wire(tools.port_of(server)) as wire:
        wire.do(lambda: wire.wire.listen(WireOwnPort(listener=1, host="", packets=True)))
        path = wire.wait(WireListening, listener=1).netns
        assert os.path.exists(path)  # noqa: PTH110 - a descriptor's own path
    assert not os.path.exists(path) or "net:" not in os.readlink(path)  # noqa: PTH110, PTH115
