"""IPv6 on either side of the wire, and clients told by their IPv6 address."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
import wire_tools as tools

from harness.commands import Target
from harness.events import WireFaultTouched, WireLegClosed, WireListening, WireOpened, WireRefusing
from harness.ports import authority, free_port

LOOPBACK = "::1"


def has_ipv6() -> bool:
    try:
        with socket.create_server((LOOPBACK, 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


pytestmark = pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6 loopback")


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server((LOOPBACK, free_port(LOOPBACK)), family=socket.AF_INET6) as sock:
        sock.settimeout(tools.PATIENCE)
        yield sock


@pytest.mark.parametrize("listen", [LOOPBACK, tools.HOST])
def test_it_listens_at_either_and_reaches_an_ipv6_server(server: socket.socket, listen: str) -> None:
    with tools.running_wire(tools.port_of(server), host=listen, upstream_host=LOOPBACK) as wire:
        with socket.create_connection((listen, wire.port), tools.PATIENCE) as client:
            peer, source = server.accept()
            with peer:
                client.sendall(b"question")
                assert tools.read_exactly(peer, 8) == b"question"
                tools.reset(peer)
            assert tools.read_to_end(client) == (b"", "ConnectionResetError")
        opened = wire.wait(WireOpened)
        assert (opened.client_host, opened.upstream_port) == (listen, source[1])
        assert wire.wait(WireLegClosed, leg="server").how == "rst"


def test_it_refuses_when_an_ipv6_server_does_and_listens_again(server: socket.socket) -> None:
    port = tools.port_of(server)
    with tools.running_wire(port, host=LOOPBACK, upstream_host=LOOPBACK) as wire:
        server.close()
        wire.wait(WireRefusing, why="upstream")
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((LOOPBACK, wire.port), tools.PATIENCE)
        with socket.create_server((LOOPBACK, port), family=socket.AF_INET6):
            assert wire.wait(WireListening, 2).host == LOOPBACK


@pytest.mark.parametrize(("address", "touched"), [("::1", True), ("2001:db8::/32", False), ("127.0.0.0/8", False)])
def test_a_fault_can_be_aimed_at_an_ipv6_address(server: socket.socket, address: str, touched: bool) -> None:
    with tools.running_wire(tools.port_of(server), host=LOOPBACK, upstream_host=LOOPBACK) as wire:
        with socket.create_connection((LOOPBACK, wire.port), tools.PATIENCE) as client:
            peer, _ = server.accept()
            with peer:
                wire.wait(WireOpened)
                wire.apply("reset", target=Target(address=address))
                if touched:
                    assert tools.read_to_end(client) == (b"", "ConnectionResetError")
                else:
                    peer.sendall(b"still here")
                    assert tools.read_exactly(client, 10) == b"still here"
        assert bool(wire.all(WireFaultTouched)) is touched


def test_an_address_in_a_url_stands_in_brackets() -> None:
    assert authority("::1", 80) == "[::1]:80"
    assert authority("127.0.0.1", 80) == "127.0.0.1:80"
