"""While the server refuses, the wire refuses: a client can't tell that there is a wire."""

from __future__ import annotations

import errno
import select
import socket
import subprocess
import sys
import time

import pytest
import wire_tools as tools

from harness.events import ChildFailed, WireClosed, WireListening, WireOpened, WireRefusing, WireUpstreamFailed
from harness.ports import free_port
from harness.proxy import upstream
from harness.proxy.address import resolve
from harness.proxy.sockdiag import ListenLookup

linux = pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")


def refuses(port: int) -> bool:
    try:
        tools.connect(port).close()
    except ConnectionRefusedError:
        return True
    return False


@linux
def test_the_kernel_tells_whether_something_listens() -> None:
    port = free_port()
    with ListenLookup(socket.AF_INET, tools.HOST, port) as lookup:
        assert not lookup()
        with tools.listening(port) as server:
            assert lookup()
            with tools.pair(server, port):
                server.close()
                assert not lookup()  # a connection at the port is no listener


@linux
def test_a_wildcard_listener_counts() -> None:
    with (
        socket.create_server(("", 0)) as server,
        ListenLookup(socket.AF_INET, "127.0.0.1", tools.port_of(server)) as at,
    ):
        assert at()


@pytest.mark.parametrize("ask_the_kernel", [pytest.param(True, marks=linux), False])
def test_the_port_closes_and_opens_with_the_servers(ask_the_kernel: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not ask_the_kernel:
        monkeypatch.setattr(upstream, "_lookup", lambda _address: None)
    port = free_port()
    with tools.listening(port), tools.running_wire(port) as wire:
        assert not refuses(wire.port)
    with tools.running_wire(port) as wire:
        if not ask_the_kernel:  # then the first client finds out
            with pytest.raises(ConnectionResetError), tools.connect(wire.port) as first:
                first.recv(1)
            assert wire.wait(WireUpstreamFailed).errno == "ECONNREFUSED"
        wire.wait(WireRefusing, why="upstream")
        assert refuses(wire.port)
        with tools.listening(port) as server:
            wire.wait(WireListening, count=2)
            with tools.connect(wire.port) as client:
                client.sendall(b"x")
                while True:  # the wire's own probe may stand before it
                    peer, _ = server.accept()
                    with peer:
                        if tools.read_exactly_or_end(peer, 1) == b"x":
                            break


def test_a_hint_closes_the_port_where_the_kernel_cannot_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upstream, "_lookup", lambda _address: None)
    monkeypatch.setattr(upstream, "PROBE_SECONDS", 60.0)
    with tools.listening() as server, tools.running_wire(tools.port_of(server)) as wire:
        wire.do(lambda: wire.wire.upstream.hint(up=False))
        assert refuses(wire.port)
        wire.do(lambda: wire.wire.upstream.hint(up=True))
        assert not refuses(wire.port)


def test_who_waits_in_the_backlog_is_reset_when_the_port_closes() -> None:
    """As the kernel does with the backlog of a server that dies."""
    with tools.listening() as server, tools.running_wire(tools.port_of(server)) as wire:
        with tools.connect(wire.port) as client:
            wire.wait(WireOpened)
            server.close()
            assert tools.read_to_end(client) == (b"", "ConnectionResetError")
        wire.wait(WireRefusing)


SERVER = """
import socket, sys
server, kept = socket.create_server(("127.0.0.1", int(sys.argv[1]))), []
print("up", flush=True)
while True:
    kept.append(server.accept())
"""


@linux
def test_a_client_that_comes_back_at_once_after_a_kill_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed process closes its connections before its listening socket; the wire must not be caught between.

    On a busy machine the dying process may pause there for longer than the wire waits, which is its right.
    """
    monkeypatch.setattr(upstream, "DOUBT_SECONDS", tools.PATIENCE)
    port = free_port()
    seen = set()
    with tools.running_wire(port) as wire:
        for _ in range(10):
            with subprocess.Popen([sys.executable, "-c", SERVER, str(port)], stdout=subprocess.PIPE) as process:
                assert process.stdout is not None
                process.stdout.readline()
                deadline = time.monotonic() + tools.PATIENCE
                while refuses(wire.port) and time.monotonic() < deadline:
                    select.select([], [], [], 0.001)
                opened = len(wire.all(WireOpened))
                clients = [tools.connect(wire.port) for _ in range(20)]
                wire.wait(WireOpened, count=opened + 20)
                process.kill()
                first = select.select(clients, [], [], tools.PATIENCE)[0][0]
                tools.read_to_end(first)
                seen.add(refuses(wire.port))
                for client in clients:
                    client.close()
    assert seen == {True}


def test_a_port_taken_is_said_with_its_owner_and_another_port() -> None:
    with tools.listening() as server, tools.listening() as other:
        taken = tools.port_of(other)
        with pytest.raises(OSError, match=rf"port {taken} .*python.*pid \d+.*; \d+ is free"):
            tools.RunningWire(tools.port_of(server), port=taken)


def test_the_wire_is_not_its_own_upstream() -> None:
    port = free_port()
    with pytest.raises(ValueError, match="its own upstream"):
        tools.RunningWire(port, port=port)


@linux
def test_nobody_gets_the_port_while_it_refuses() -> None:
    with tools.running_wire(free_port()) as wire:
        wire.wait(WireRefusing)
        with socket.socket() as thief:
            thief.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with pytest.raises(OSError, match="in use") as caught:
                thief.bind((tools.HOST, wire.port))
        assert caught.value.errno == errno.EADDRINUSE


def test_connections_survive_that_the_port_closes() -> None:
    with tools.listening() as server, tools.running_wire(tools.port_of(server)) as wire:
        with tools.pair(server, wire.port) as (client, peer):
            server.close()
            wire.wait(WireRefusing)
            client.sendall(b"still here")
            assert tools.read_exactly(peer, 10) == b"still here"
        wire.wait(WireClosed)
        assert not wire.all(ChildFailed)


def test_a_name_stands_for_its_addresses_with_ipv4_first() -> None:
    assert resolve("localhost", 80)[0] == (socket.AF_INET, "127.0.0.1", 80)
