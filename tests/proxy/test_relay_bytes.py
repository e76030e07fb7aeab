"""Bytes through the wire: exact in any pieces, slowed down by a slow reader, accounted for to the last."""

from __future__ import annotations

import hashlib
import itertools
import random
import socket
import threading
from collections.abc import Iterator

import pytest
import wire_tools as tools
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.events import WireAccounts, WireBytes, WireClosed, WireLegClosed
from harness.proxy.pipe import LIMIT


@pytest.fixture(scope="module")
def server() -> Iterator[socket.socket]:
    with tools.listening() as sock:
        yield sock


@pytest.fixture(scope="module")
def wire(server: socket.socket) -> Iterator[tools.RunningWire]:
    with tools.running_wire(tools.port_of(server), tap=tools.real_tap()) as running:
        yield running


def balanced(account: WireBytes) -> bool:
    return account.seen == account.relayed + account.dropped + account.undelivered + account.held


def send_in_pieces(sock: socket.socket, data: bytes, cuts: list[int]) -> None:
    """Send it cut at these places, then FIN."""
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    for start, end in itertools.pairwise(edges):
        sock.sendall(data[start:end])
    sock.shutdown(socket.SHUT_WR)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.binary(max_size=5000), st.binary(max_size=5000), st.lists(st.integers(0, 5000), max_size=12))
def test_any_bytes_in_any_pieces_come_out_as_they_went_in(
    server: socket.socket, wire: tools.RunningWire, up: bytes, down: bytes, cuts: list[int]
) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        sender = threading.Thread(target=send_in_pieces, args=(client, up, cuts))
        sender.start()
        send_in_pieces(peer, down, cuts)
        seen = tools.read_to_end(peer), tools.read_to_end(client)
        sender.join()
    assert seen == ((up, "fin"), (down, "fin"))


@pytest.mark.parametrize("megabytes", [8])
def test_large_streams_both_ways_have_the_same_digest(
    server: socket.socket, wire: tools.RunningWire, megabytes: int
) -> None:
    draw = random.Random(7)
    data = [draw.randbytes(megabytes << 20) for _ in range(2)]
    cuts = [draw.randrange(megabytes << 20) for _ in range(50)]
    with tools.pair(server, wire.port) as (client, peer):
        senders = [
            threading.Thread(target=send_in_pieces, args=(sock, sent, cuts))
            for sock, sent in zip((client, peer), data, strict=True)
        ]
        got: dict[str, bytes] = {}
        reader = threading.Thread(target=lambda: got.update(down=tools.read_to_end(client)[0]))
        for thread in (*senders, reader):
            thread.start()
        got["up"] = tools.read_to_end(peer)[0]
        for thread in (*senders, reader):
            thread.join()
    digests = [hashlib.sha256(got[way]).hexdigest() for way in ("up", "down")]
    assert digests == [hashlib.sha256(sent).hexdigest() for sent in data]


@pytest.mark.parametrize("stalled", ["client", "server"])
def test_a_reader_that_stalls_slows_the_sender_down(server: socket.socket, stalled: str) -> None:
    with tools.running_wire(tools.port_of(server)) as wire:
        with tools.pair(server, wire.port) as (client, peer):
            sender, reader = (peer, client) if stalled == "client" else (client, peer)
            sent = tools.fill(sender)
            accounts = wire.accounts()
            way = accounts.down if stalled == "client" else accounts.up
            assert LIMIT // 2 <= way.held <= LIMIT
            assert balanced(way)
            sender.close()
            data, end = tools.read_to_end(reader)
            assert (len(data), end) == (sent, "fin")
            reader.close()
            wire.wait(WireClosed)
        total = wire.accounts()
        assert (total.up.held, total.down.held, total.open) == (0, 0, 0)


@pytest.mark.parametrize("who", ["client", "server"])
def test_a_reset_is_seen_while_its_bytes_are_not_read(server: socket.socket, who: str) -> None:
    """The other side does not read, so the wire does not read either; the reset still shows, and whose it is."""
    with (
        tools.running_wire(tools.port_of(server)) as wire,
        tools.pair(server, wire.port) as (client, peer),
    ):
        sender, reader = (client, peer) if who == "client" else (peer, client)
        tools.fill(sender)
        tools.reset(sender)
        closed = wire.wait(WireClosed)
        told = [(e.leg, e.how, e.by) for e in wire.all(WireLegClosed)]
        other = "server" if who == "client" else "client"
        assert told == [(who, "rst", "peer"), (other, "rst", "relay")]
        way = closed.up if who == "client" else closed.down
        assert way.undelivered > 0
        assert balanced(way)
        assert tools.read_to_end(reader)[1] == "ConnectionResetError"


def test_accounts_balance_when_connections_are_reset_under_load(server: socket.socket) -> None:
    draw = random.Random(11)
    with tools.running_wire(tools.port_of(server)) as wire:
        for number in range(40):
            with tools.pair(server, wire.port) as (client, peer):
                for sock in (client, peer):
                    sock.setblocking(False)
                    for _ in range(draw.randrange(8)):
                        try:
                            sock.send(draw.randbytes(draw.randrange(1, 200_000)))
                        except BlockingIOError:
                            break
                if number % 3 == 0:
                    wire.apply("reset")
                else:
                    tools.reset(client if number % 3 == 1 else peer)
                wire.wait(WireClosed, count=number + 1)
        closed = wire.all(WireClosed)
        total: WireAccounts = wire.accounts()
    assert all(balanced(event.up) and balanced(event.down) and event.up.held == 0 for event in closed)
    for way in ("up", "down"):
        for field in WireBytes.__struct_fields__:
            parts = [getattr(getattr(event, way), field) for event in closed]
            assert getattr(getattr(total, way), field) == sum(parts)
    assert total.down.undelivered + total.up.undelivered > 0
