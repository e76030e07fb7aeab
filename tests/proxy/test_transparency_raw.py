"""Each way a server can end an HTTP exchange, met by a plain HTTP client: direct and through the wire alike."""

from __future__ import annotations

import contextlib
import errno
import http.client
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
import wire_tools as tools

from harness.events import WireListening, WireRefusing
from harness.ports import free_port

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
Handler = Callable[[socket.socket], None]


def read_request(peer: socket.socket) -> None:
    """All of it: what is unread at a close makes it a reset, by itself."""
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        data += tools.read_exactly(peer, 1)


def answers_and_closes(peer: socket.socket) -> None:
    read_request(peer)
    peer.sendall(HEAD + b"hello")


def answers_without_length(peer: socket.socket) -> None:
    read_request(peer)
    peer.sendall(b"HTTP/1.0 200 OK\r\n\r\nuntil the end")


def closes_without_an_answer(peer: socket.socket) -> None:
    read_request(peer)


def closes_with_the_request_unread(peer: socket.socket) -> None:
    peer.recv(1, socket.MSG_PEEK)


def answers_with_the_request_unread(peer: socket.socket) -> None:
    peer.recv(1, socket.MSG_PEEK)
    peer.sendall(HEAD + b"hello")


def keeps_alive_and_then_closes(peer: socket.socket) -> None:
    read_request(peer)
    peer.sendall(HEAD + b"hello")
    read_request(peer)


def resets_without_an_answer(peer: socket.socket) -> None:
    read_request(peer)
    tools.reset(peer)


def resets_at_once(peer: socket.socket) -> None:
    tools.reset(peer)


def closes_within_the_body(peer: socket.socket) -> None:
    read_request(peer)
    peer.sendall(HEAD + b"he")


def resets_within_the_body(peer: socket.socket) -> None:
    read_request(peer)
    peer.sendall(HEAD + b"he")
    tools.reset(peer)


def resets_after_the_answer(peer: socket.socket) -> None:
    read_request(peer)
    peer.sendall(HEAD + b"hello")
    tools.reset(peer)


def half_closes_and_waits(peer: socket.socket) -> None:
    read_request(peer)
    peer.sendall(HEAD + b"hello")
    peer.shutdown(socket.SHUT_WR)
    tools.read_to_end(peer)


WAYS: list[Handler] = [
    answers_and_closes,
    answers_without_length,
    closes_without_an_answer,
    closes_with_the_request_unread,
    answers_with_the_request_unread,
    keeps_alive_and_then_closes,
    resets_without_an_answer,
    resets_at_once,
    closes_within_the_body,
    resets_within_the_body,
    resets_after_the_answer,
    half_closes_and_waits,
]


def exchange(port: int, requests: int) -> list[object]:
    """What an HTTP client tells of so many requests on one connection: answers, or the exception and its errno."""
    told: list[object] = []
    connection = http.client.HTTPConnection(tools.HOST, port, timeout=tools.PATIENCE)
    with contextlib.closing(connection):
        for _ in range(requests):
            try:
                connection.request("GET", "/socket.io/")  # one send: a second one could meet the end
                answer = connection.getresponse()
                told.append((answer.status, answer.read()))
            except (http.client.HTTPException, OSError) as error:
                number = getattr(error, "errno", None)
                told.append((type(error).__name__, errno.errorcode.get(number) if number else None))
    return told


@contextlib.contextmanager
def served(handler: Handler) -> Iterator[socket.socket]:
    def serve() -> None:
        with contextlib.suppress(OSError):  # the listening socket is shut: the end
            while True:
                peer, _ = server.accept()
                peer.settimeout(tools.PATIENCE)
                with peer, contextlib.suppress(OSError, AssertionError):
                    handler(peer)

    with tools.listening() as server:
        server.settimeout(None)
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(tools.PATIENCE)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_end_looks_the_same(way: Handler) -> None:
    requests = 2 if way is keeps_alive_and_then_closes else 1
    with served(way) as server, tools.running_wire(tools.port_of(server)) as wire:
        direct = [exchange(tools.port_of(server), requests) for _ in range(5)]
        through = [exchange(wire.port, requests) for _ in range(5)]
    assert {repr(told) for told in through} == {repr(told) for told in direct}


SERVER = """
import socket, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=64)
print("up", flush=True)
kept = []
while True:
    peer, _ = server.accept()
    kept.append(peer)
    if len(kept) == int(sys.argv[2]):
        peer.recv(1, socket.MSG_PEEK)
        break
    peer.recv(65536)
print("asked", flush=True)
sys.stdin.read()
"""
"""Takes a number of clients, reads what all but the last ask, then takes no more: they wait in the backlog."""


@contextlib.contextmanager
def process(port: int, taken: int) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(port), str(taken)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"up\n"
        try:
            yield server
        finally:
            server.kill()


def ends_of_a_kill(upstream: int, wire: tools.RunningWire | None) -> list[tuple[bytes, str]]:
    """How a kill looks to a client whose request was read, one whose was not, one in the backlog, one after."""
    listened = len(wire.all(WireListening)) if wire else 0
    refused = len(wire.all(WireRefusing)) if wire else 0
    with process(upstream, 2) as server:
        if wire is not None:
            wire.wait(WireListening, count=listened + 1)
        port = upstream if wire is None else wire.port
        clients = []
        for _ in range(3):
            clients.append(tools.connect(port))
            clients[-1].sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert server.stdout is not None
        assert server.stdout.readline() == b"asked\n"
        server.kill()
        ends = [tools.read_to_end(client) for client in clients]
        server.wait(tools.PATIENCE)
    if wire is not None:
        wire.wait(WireRefusing, count=refused + 1)
    try:
        tools.connect(port).close()
        ends.append((b"", "connected"))
    except OSError as error:
        ends.append((b"", type(error).__name__))
    for client in clients:
        client.close()
    return ends


def test_a_kill_looks_the_same_to_everyone() -> None:
    upstream = free_port()
    direct = [ends_of_a_kill(upstream, None) for _ in range(3)]
    with tools.running_wire(upstream) as wire:
        through = [ends_of_a_kill(upstream, wire) for _ in range(5)]
    assert {repr(ends) for ends in through} == {repr(ends) for ends in direct}
    assert direct[0] == [
        (b"", "fin"),
        (b"", "ConnectionResetError"),
        (b"", "ConnectionResetError"),
        (b"", "ConnectionRefusedError"),
    ]
