"""A server that is asked for by its own name, though its clients asked for the wire."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
import wire_tools as tools

from harness.events import WireRequest
from harness.proxy.addressed import Addressed
from harness.proxy.edit.head import Head

TO_SERVER = Addressed(b"https", b"chat.example.org")


def head(*lines: bytes) -> Head:
    return Head.parse(b"\r\n".join((b"GET /x HTTP/1.1", *lines)) + b"\r\n\r\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([b"host: 127.0.0.1:8400", b"A: b"], [b"host: chat.example.org", b"A: b"]),
        ([b"A: b"], [b"A: b"]),
        ([b"Host: a", b"Host: b"], [b"Host: a", b"Host: b"]),
        ([b"Host: chat.example.org"], [b"Host: chat.example.org"]),
        (
            [b"Origin: http://LOCALHOST:1", b"Host: localhost:1"],
            [b"Origin: https://chat.example.org", b"Host: chat.example.org"],
        ),
        ([b"Host: a:1", b"Origin: http://a:2"], [b"Host: chat.example.org", b"Origin: http://a:2"]),
        ([b"Host: a:1", b"Origin: https://a:1"], [b"Host: chat.example.org", b"Origin: https://a:1"]),
        ([b"Host: a:1", b"Origin: null"], [b"Host: chat.example.org", b"Origin: null"]),
    ],
)
def test_host_and_the_wire_s_own_origin_become_the_server_s(before: list[bytes], after: list[bytes]) -> None:
    assert list(TO_SERVER(head(*before)).lines) == after


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with tools.listening() as sock:
        yield sock


def asked(first: bytes, body: bytes = b"", *more: bytes, host: bytes = b"wire:1") -> bytes:
    return b"\r\n".join((first + b" HTTP/1.1", b"Host: " + host, *more, b"", body))


STREAMS = {
    "pipelined": (
        asked(b"GET /1"),
        asked(b"POST /2", b"Host: wire:1\r\n", b"Content-Length: 14"),
        asked(b"GET /3"),
    ),
    "chunked": (asked(b"POST /1", b"3\r\nabc\r\n0\r\n\r\n", b"Transfer-Encoding: chunked"), asked(b"GET /2")),
    "expecting": (asked(b"POST /1", b"abc", b"Content-Length: 3", b"Expect: 100-continue"), asked(b"GET /2")),
}


@pytest.mark.parametrize("name", STREAMS)
def test_every_request_of_a_connection_gets_the_server_s_host_and_nothing_else_changes(
    server: socket.socket, name: str
) -> None:
    requests = b"".join(STREAMS[name])
    expected = requests.replace(b"HTTP/1.1\r\nHost: wire:1", b"HTTP/1.1\r\nHost: server:2")
    with tools.running_wire(tools.port_of(server), tap=tools.real_tap(), host_header="server:2") as wire:
        with tools.pair(server, wire.port) as (client, peer):
            for at in range(0, len(requests), 11):
                client.sendall(requests[at : at + 11])
            assert tools.read_exactly(peer, len(expected)) == expected
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" * len(STREAMS[name]))
            assert tools.read_exactly(client, 40) == b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        assert wire.wait(WireRequest, len(STREAMS[name])).n == len(STREAMS[name])
        account = wire.accounts().up
    assert (account.seen, account.dropped > 0) == (len(requests), True)
    assert account.relayed == len(expected)


def test_a_websocket_is_left_alone_once_it_is_one(server: socket.socket) -> None:
    upgrade = asked(b"GET /ws", b"", b"Connection: Upgrade", b"Upgrade: websocket", b"Origin: http://wire:1")
    frame = b"\x81\x8bMASK" + b"Host: wire:1\r\n"
    made = tools.running_wire(tools.port_of(server), tap=tools.real_tap(), host_header="server:2")
    with made as wire, tools.pair(server, wire.port) as (client, peer):
        client.sendall(upgrade)
        expected = upgrade.replace(b"wire:1", b"server:2")
        assert tools.read_exactly(peer, len(expected)) == expected
        peer.sendall(b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
        assert tools.read_exactly(client, 10) == b"HTTP/1.1 1"
        client.sendall(frame)
        assert tools.read_exactly(peer, len(frame)) == frame
