"""The child `wire` tells what crossed: soon, at a flush, and at its end; never its secret."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest
import wire_tools as tools
from tap_play import POLLING, SWITCH, UPGRADE, WEBSOCKET, answer, get
from test_wire_child import Child, running

from harness.proxy.tap.redaction import Redactor

KEY = "00112233445566778899aabbccddeeff"
TARGET = WEBSOCKET + "&token=secret"


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with tools.listening() as sock:
        yield sock


def open_with(child: Child, upstream: int, key: str) -> None:
    child.send(
        "wire.open", host=tools.HOST, port=0, upstream_host=tools.HOST, upstream_port=upstream, redaction_key=key
    )


def test_rows_come_by_themselves_hashed_by_a_key_that_is_never_told(server: socket.socket) -> None:
    request = get(POLLING + "&token=secret", "Cookie: a=secret")
    with running() as child:
        for count, bad in enumerate(["not hexadecimal", "abc", "ab" * 65], 1):
            open_with(child, tools.port_of(server), bad)
            message = child.wait("child.failed", count)["message"]
            assert message.startswith("redaction_key must ")
            assert bad not in message
        open_with(child, tools.port_of(server), KEY)
        with tools.pair(server, int(child.wait("wire.listening")["port"])) as (client, peer):
            client.sendall(request)
            tools.read_exactly(peer, len(request))
            peer.sendall(answer(200, b"42[1]"))
            (row,) = child.wait("wire.traffic")["exchanges"]
        told = json.dumps(child.frames)
        heads = {frame["id"] for frame in child.frames if frame["type"] == "wire.head"}
    assert row[7] == Redactor(bytes.fromhex(KEY)).target(request.split()[1])
    assert heads == set(row[14])
    assert "secret" not in told
    assert KEY not in told


def test_a_flush_and_the_end_tell_what_there_is(server: socket.socket) -> None:
    with running() as child:
        open_with(child, tools.port_of(server), "")
        with tools.pair(server, int(child.wait("wire.listening")["port"])) as (client, peer):
            client.sendall(get(TARGET, *UPGRADE))
            peer.recv(4096)
            peer.sendall(SWITCH + b"\x81\x0242")
            assert tools.read_exactly(client, len(SWITCH) + 4).endswith(b"42")
            child.send("child.flush", id=7)
            child.wait("child.flushed", id=7)
            kinds = [frame["type"] for frame in child.frames]
            assert kinds.index("wire.traffic") < kinds.index("wire.accounts") < kinds.index("child.flushed")
            client.sendall(b"\x81\x80\0\0\0\0")
            tools.read_exactly(peer, 6)
            assert child.end() == 0
    batches = [frame for frame in child.frames if frame["type"] == "wire.traffic"]
    assert sum(len(batch.get("messages", ())) for batch in batches) == 2
    (switched,) = [row for batch in batches for row in batch.get("exchanges", ())]
    assert (switched[9], switched[10]) == ("websocket", "switched")
    assert switched[7].startswith(WEBSOCKET + "&token=~")
    assert switched[7] != Redactor(b"").target(TARGET.encode())  # without a key, it has one that nobody knows
