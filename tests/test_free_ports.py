import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from harness import ports

HOST = "127.0.0.1"
LISTENS = (
    "import socket, sys; s = socket.create_server(('', int(sys.argv[1]))); print(sys.argv[1], flush=True); input()"
)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server((HOST, ports.free_port())) as listening:
        yield listening


def test_free_ports_can_be_listened_at_and_lie_outside_the_systems_range() -> None:
    first, last = ports._ephemeral()
    for port in {ports.free_port() for _ in range(20)}:
        assert not first <= port <= last
        assert port >= 1024
        socket.create_server((HOST, port)).close()


def test_two_seekers_seldom_meet() -> None:
    assert len({ports.free_port() for _ in range(20)}) > 15


def test_a_port_in_use_is_not_offered(monkeypatch: pytest.MonkeyPatch, listener: socket.socket) -> None:
    taken = listener.getsockname()[1]
    monkeypatch.setattr(ports, "_span", lambda *_: (taken, taken + 1))
    with pytest.raises(OSError, match="no free port between"):
        ports.free_port()


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        (32768, 60999, (10_000, 32768)),
        (49152, 65535, (10_000, 49152)),
        (1024, 60000, (60001, 65535)),
        (1024, 65535, (10_000, 65535)),
    ],
)
def test_where_it_looks(first: int, last: int, span: tuple[int, int]) -> None:
    assert ports._span(first, last) == span


def test_a_system_without_proc_has_the_registered_range(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ports, "_EPHEMERAL", tmp_path / "none")
    assert ports._ephemeral() == (49_152, 65_535)


async def test_a_port_becomes_free_when_its_owner_lets_go(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    assert await ports.port_is_free(HOST, port, timeout=0.05) is False
    asyncio.get_running_loop().call_later(0.1, listener.close)
    assert await ports.port_is_free(HOST, port) is True


async def test_connections_of_an_ended_server_do_not_count(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    with socket.create_connection((HOST, port)) as client:
        served, _ = listener.accept()
        served.close()  # first: so TIME_WAIT is on the server's side
        client.recv(1)
    listener.close()
    assert await ports.port_is_free(HOST, port, timeout=0.2) is True


def test_the_owner_is_named_with_its_pid(listener: socket.socket) -> None:
    name = psutil.Process().name()
    assert ports.owner_of(HOST, listener.getsockname()[1]) == f"{name} (pid {os.getpid()})"


def test_an_owner_that_listens_everywhere_is_named_too() -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", LISTENS, str(ports.free_port())], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert f"(pid {owner.pid})" in ports.owner_of(HOST, int(owner.stdout.readline()))
    finally:
        owner.communicate(b"\n")


def test_an_owner_that_cannot_be_known_is_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ports.owner_of(HOST, ports.free_port()) == "another program"

    def refuse(kind: str) -> list[object]:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil, "net_connections", refuse)
    assert ports.owner_of(HOST, 80) == "another program"


@pytest.mark.parametrize(
    ("host", "reached", "outside"),
    [
        ("127.0.0.1", "127.0.0.1", []),
        ("::1", "::1", []),
        ("0.0.0.0", "127.0.0.1", ["192.0.2.7"]),
        ("::", "::1", ["2001:db8::7"]),
        ("192.0.2.7", "192.0.2.7", ["192.0.2.7"]),
    ],
)
def test_where_a_listener_is_reached_from_here_and_from_other_machines(
    host: str, reached: str, outside: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def address(family: int, text: str) -> SimpleNamespace:
        return SimpleNamespace(family=family, address=text)

    here = [address(socket.AF_INET, "127.0.0.1"), address(socket.AF_INET6, "::1")]
    card = [address(socket.AF_INET, "192.0.2.7"), address(socket.AF_INET6, "2001:db8::7")]
    link = [address(socket.AF_INET6, "fe80::7%card")]
    monkeypatch.setattr(ports.psutil, "net_if_addrs", lambda: {"lo": here, "card": card + link})
    assert ports.reachable(host) == reached
    assert ports.reached_from_outside(host) == outside
