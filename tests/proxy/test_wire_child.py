"""The child process `wire`, over its standard input and output, as the session has it."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import wire_tools as tools

from harness.ports import free_port

ROOT = Path(__file__).parents[2]
EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
FEW_DESCRIPTORS = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)); "
START = "import sys; sys.path.insert(0, {root!r}); from harness.proxy.child import main; main()"


class Child:
    """The process, and every frame it has sent so far."""

    def __init__(self, prelude: str = "") -> None:
        code = prelude + START.format(root=str(ROOT))
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.frames: list[dict[str, Any]] = []
        self._came = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._came:
                self.frames.append(json.loads(line))
                self._came.notify_all()

    def send(self, kind: str, **fields: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"type": kind, **fields}).encode() + b"\n")
        self.process.stdin.flush()

    def wait(self, kind: str, count: int = 1, **fields: Any) -> dict[str, Any]:
        def found() -> list[dict[str, Any]]:
            return [f for f in self.frames if f["type"] == kind and fields.items() <= f.items()]

        with self._came:
            assert self._came.wait_for(lambda: len(found()) >= count, tools.PATIENCE), self.frames[-10:]
        return found()[count - 1]

    def open(self, upstream: int, port: int = 0) -> int:
        self.send("wire.open", host=tools.HOST, port=port, upstream_host=tools.HOST, upstream_port=upstream)
        return int(self.wait("wire.listening")["port"])

    def end(self) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        try:
            return self.process.wait(tools.PATIENCE)
        finally:
            self.process.kill()
            self._reader.join(tools.PATIENCE)
            self.process.stdout.close()


@contextlib.contextmanager
def running(prelude: str = "") -> Iterator[Child]:
    child = Child(prelude)
    try:
        yield child
    finally:
        child.end()


@pytest.fixture
def child() -> Iterator[Child]:
    with running() as one:
        yield one


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with tools.listening() as sock:
        yield sock


def test_it_relays_taps_and_balances(child: Child, server: socket.socket) -> None:
    port = child.open(tools.port_of(server))
    with tools.pair(server, port) as (client, peer):
        client.sendall(b"GET /socket.io/?EIO=4&transport=polling&sid=x&sidlab=a-1 HTTP/1.1\r\nHost: x\r\n\r\n")
        assert child.wait("wire.request")["client"] == "a-1"
        peer.sendall(b'HTTP/1.1 400 BAD REQUEST\r\nContent-Length: 21\r\n\r\n"Invalid session abc"')
        assert child.wait("wire.response")["cause"] == "unknown-sid"
        client.close()
        peer.close()
        child.wait("wire.closed")
    child.send("child.flush", id=5)
    child.wait("child.flushed", id=5)
    kinds = [frame["type"] for frame in child.frames]
    assert kinds.index("wire.accounts") < kinds.index("child.flushed")
    accounts = child.wait("wire.accounts")
    assert (accounts["open"], accounts["lost"]) == (0, 0)
    assert accounts["up"]["seen"] == accounts["up"]["relayed"] > 0


@pytest.mark.skipif(not EPHEMERAL.exists(), reason="the range is read from /proc")
def test_its_port_lies_outside_the_systems_own_range(child: Child, server: socket.socket) -> None:
    first, last = map(int, EPHEMERAL.read_text().split())
    assert not first <= child.open(tools.port_of(server)) <= last


def test_it_can_be_opened_before_its_upstream(child: Child) -> None:
    upstream = free_port()
    port = child.open(upstream)
    child.wait("wire.refusing", why="upstream")
    with tools.listening(upstream) as server:
        child.wait("wire.listening", count=2)
        with tools.pair(server, port) as (client, peer):
            client.sendall(b"x")
            assert tools.read_exactly(peer, 1) == b"x"


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("wire.apply", {"id": 1, "fault": "lag"}, "there is no fault 'lag'"),
        ("wire.own-port", {"listener": 0, "host": tools.HOST}, "has a listener 0 already"),
        ("wire.own-port", {"listener": 1, "host": "198.51.100.1", "port": 20000}, "cannot listen at 198.51.100.1"),
        ("wire.open", {"host": "", "port": 0, "upstream_host": "", "upstream_port": 1}, "fixed for good"),
    ],
)
def test_what_it_cannot_do_it_says_in_one_line_and_goes_on(
    child: Child, server: socket.socket, kind: str, fields: dict[str, Any], message: str
) -> None:
    port = child.open(tools.port_of(server))
    child.send(kind, **fields)
    said = child.wait("child.failed")["message"]
    assert message in said
    assert "\n" not in said
    with tools.pair(server, port) as (client, peer):
        client.sendall(b"x")
        assert tools.read_exactly(peer, 1) == b"x"


def test_a_command_before_it_is_open_is_refused(child: Child) -> None:
    child.send("wire.lift", id=1)
    assert child.wait("child.failed")["message"] == "the wire is not open yet"


def test_a_taken_port_is_said_and_another_can_be_tried(child: Child, server: socket.socket) -> None:
    with tools.listening() as other:
        taken = tools.port_of(other)
        child.send(
            "wire.open", host=tools.HOST, port=taken, upstream_host=tools.HOST, upstream_port=tools.port_of(server)
        )
        assert f"port {taken}" in child.wait("child.failed")["message"]
    assert child.open(tools.port_of(server)) != taken


def test_it_ends_in_good_order_and_tells_the_last_accounts(server: socket.socket) -> None:
    child = Child()
    port = child.open(tools.port_of(server))
    with tools.pair(server, port) as (client, peer):
        client.sendall(b"bytes")
        assert tools.read_exactly(peer, 5) == b"bytes"
        child.send("child.quit")
        assert child.end() == 0
        assert tools.read_to_end(client)[1] == "fin"
    assert child.wait("wire.closed")["up"] == {"seen": 5, "relayed": 5}


def cpu_share(pid: int, seconds: float) -> float:
    """How much of one core a process uses over so long."""
    process = psutil.Process(pid)
    before = sum(process.cpu_times()[:2])
    select.select([], [], [], seconds)
    return float(sum(process.cpu_times()[:2]) - before) / seconds


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_without_descriptors_clients_wait_and_all_are_served() -> None:
    """Limit 64, 500 clients at once: accepting pauses and goes on, and nobody is cut off."""

    def echo(server: socket.socket, count: int) -> None:
        for _ in range(count):
            peer, _ = server.accept()
            threading.Thread(target=echo_one, args=(peer,)).start()

    def echo_one(peer: socket.socket) -> None:
        with peer:
            peer.sendall(peer.recv(1))

    with tools.listening(backlog=600) as server, running(FEW_DESCRIPTORS) as child:
        port = child.open(tools.port_of(server))
        echoing = threading.Thread(target=echo, args=(server, 500))
        clients = [tools.connect(port) for _ in range(500)]
        for client in clients:
            client.sendall(b"x")
        assert cpu_share(child.process.pid, 0.4) < 0.5
        echoing.start()
        start = time.monotonic()
        served = [tools.read_to_end(client) == (b"x", "fin") and client.close() is None for client in clients]
        took = time.monotonic() - start
        echoing.join(tools.PATIENCE)
        assert all(served)
        assert took < 8
        child.send("child.flush", id=1)
        child.wait("child.flushed")
        assert not [frame for frame in child.frames if frame["type"] == "wire.upstream-failed"]


@pytest.mark.torture
@pytest.mark.parametrize("connections", [300])
def test_stalled_readers_cost_bounded_memory(connections: int) -> None:
    with tools.listening(backlog=512) as server, running() as child:
        port = child.open(tools.port_of(server))
        process = psutil.Process(child.process.pid)
        with contextlib.ExitStack() as stack:
            before = process.memory_info().rss
            pairs = [stack.enter_context(tools.pair(server, port)) for _ in range(connections)]
            peers = [peer for _, peer in pairs]
            for peer in peers:
                peer.setblocking(False)
            while writable := select.select([], peers, [], 0.5)[1]:
                for peer in writable:
                    with contextlib.suppress(BlockingIOError):
                        peer.send(bytes(65536))
            grown = process.memory_info().rss - before
        assert grown <= connections * 2 * 64 * 1024 + 50 * 2**20
