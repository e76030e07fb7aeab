"""The faults of TCP on plain sockets: exact bytes, who ends how, and nothing left behind when they are lifted."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import wire_tools as tools

from harness.commands import Target, WireAim, WireApply
from harness.events import (
    WireClosed,
    WireFaultLifted,
    WireFaultTouched,
    WireLegClosed,
    WireListening,
    WireOpened,
    WireRefusing,
    WireRequest,
)
from harness.proxy.pipe import LIMIT
from harness.proxy.poller import READ

ASK = b"GET /socket.io/?EIO=4&transport=polling&sidlab=a-1 HTTP/1.1\r\nHost: x\r\n\r\n"
WEBSOCKET = ASK.replace(b"polling", b"websocket").replace(
    b"\r\n\r\n", b"\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: eA==\r\n\r\n"
)
SWITCH = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
LONG = 0.2
"""Seconds for which a fault delays something here."""


def is_well(server: socket.socket, wire: tools.RunningWire) -> bool:
    """Whether a new connection works both ways and ends, after which nothing is open, held or waited for."""
    with tools.pair(server, wire.port) as (client, peer):
        client.sendall(b"ping" * 100)
        assert tools.read_exactly(peer, 400) == b"ping" * 100
        peer.sendall(b"pong")
        assert tools.read_exactly(client, 4) == b"pong"
        client.shutdown(socket.SHUT_WR)
        assert tools.read_to_end(peer) == (b"", "fin")
    wire.wait(WireClosed, count=len(wire.all(WireOpened)))
    accounts = wire.accounts()
    assert (accounts.open, accounts.up.held, accounts.down.held) == (0, 0, 0)
    for way in (accounts.up, accounts.down):
        assert way.seen == way.relayed + way.dropped + way.undelivered
    assert not wire.wire.faults.active
    return True


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + tools.PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def silent(sock: socket.socket) -> bool:
    sock.settimeout(0.06)
    try:
        sock.recv(1)
    except TimeoutError:
        return True
    finally:
        sock.settimeout(tools.PATIENCE)
    return False


def send(sock: socket.socket, data: bytes) -> str:
    """Send; the name of the error it meets (which is then not met again), or nothing."""
    try:
        sock.sendall(data)
    except OSError as error:
        return type(error).__name__
    return ""


def ends_told(wire: tools.RunningWire, count: int = 2) -> list[tuple[str, str]]:
    wire.wait(WireLegClosed, count=count, by="fault")
    return [(event.leg, event.how) for event in wire.all(WireLegClosed, by="fault")]


# --- hang -----------------------------------------------------------------------------------------------------


def test_a_hang_accepts_says_nothing_and_then_goes_on(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (old, old_peer):
        number = wire.apply("hang")
        with tools.connect(wire.port) as client:
            client.sendall(b"anyone?")
            wire.wait(WireFaultTouched, did="held")
            assert silent(client)
            old.sendall(b"on")
            assert tools.read_exactly(old_peer, 2) == b"on"
            wire.lift(number)
            peer, _ = server.accept()
            with peer:
                assert tools.read_exactly(peer, 7) == b"anyone?"
    assert is_well(server, wire)


def test_a_hang_aimed_at_a_client_begins_with_its_request(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (old, old_peer):
        old.sendall(ASK)
        wire.wait(WireRequest)
        number = wire.apply("hang", target=Target(clients=("a",)))
        with tools.pair(server, wire.port) as (client, peer):
            client.sendall(ASK)
            wire.wait(WireFaultTouched, did="held", client="a-1", request=1)
            assert silent(peer)
            old.sendall(ASK)
            assert tools.read_exactly(old_peer, 2 * len(ASK)) == 2 * ASK
            wire.lift(number)
            assert tools.read_exactly(peer, len(ASK)) == ASK
    assert is_well(server, wire)


def test_a_client_with_a_port_of_its_own_is_known_when_it_opens(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    port = wire.own_port(1, "a-1")
    number = wire.apply("hang", target=Target(clients=("a",)))
    with tools.connect(port) as client:
        wire.wait(WireFaultTouched, did="held", client="a-1", request=None)
        assert not wire.all(WireOpened)
        wire.apply("reset", target=Target(clients=("b-1",)))
        wire.apply("reset", target=Target(clients=("a-1",)))
        assert tools.read_to_end(client)[1] == "ConnectionResetError"
    wire.lift(number)
    assert is_well(server, wire)


def test_who_is_on_the_way_when_a_hold_begins_goes_on_when_it_ends(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    def meet() -> tuple[socket.socket, int]:
        """A client is accepted, its way is being made, and the fault comes: all in one turn of the loop."""
        client = tools.connect(wire.port)
        wire.wire._listeners[0]._ready(READ)
        wire.wire.faults.apply(WireApply(id=70, fault="hang"))
        wire.wire.faults.apply(WireApply(id=71, fault="blackhole"))
        wire.wire.faults.lift(70)
        return client, len(wire.wire._openings)

    client, openings = wire.do(meet)
    with client:
        assert openings == 1
        client.sendall(b"late")
        peer, _ = server.accept()
        with peer:
            assert silent(peer)
            assert not wire.all(WireOpened)
            wire.lift(71)
            assert tools.read_exactly(peer, 4) == b"late"
    assert is_well(server, wire)


def test_a_hold_that_is_over_before_the_way_is_made_changes_nothing(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    def meet() -> socket.socket:
        client = tools.connect(wire.port)
        wire.wire._listeners[0]._ready(READ)
        wire.wire.faults.apply(WireApply(id=70, fault="hang"))
        wire.wire.faults.lift(70)
        return client

    with wire.do(meet) as client, server.accept()[0] as peer:
        client.sendall(b"now")
        assert tools.read_exactly(peer, 3) == b"now"
    assert is_well(server, wire)


def test_a_fault_that_is_on_can_be_aimed_anew(server: socket.socket, wire: tools.RunningWire) -> None:
    mine, other = wire.own_port(1, "a-1"), wire.own_port(2, "b-1")
    number = wire.apply("refuse", target=Target(clients=("a",)))
    with pytest.raises(ConnectionRefusedError):
        tools.connect(mine)
    tools.connect(other).close()
    server.accept()[0].close()
    wire.do(lambda: wire.wire.faults.aim(WireAim(id=number, target=Target(clients=("b",)))))
    with pytest.raises(ConnectionRefusedError):
        tools.connect(other)
    with pytest.raises(ValueError, match="a port can be closed for all"):
        wire.do(lambda: wire.wire.faults.aim(WireAim(id=number, target=Target(sid="x"))))
    wire.do(lambda: wire.wire.faults.aim(WireAim(id=number + 1, target=Target())))
    wire.lift(number)
    tools.connect(other).close()
    server.accept()[0].close()
    assert is_well(server, wire)


# --- half-close -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["client", "server"])
def test_a_half_close_leaves_the_other_direction_open(
    server: socket.socket, wire: tools.RunningWire, end: str
) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        closed, open_ = (client, peer) if end == "client" else (peer, client)
        held = wire.apply("blackhole")
        open_.sendall(b"before")
        until(lambda: wire.accounts().down.held + wire.accounts().up.held == 6)
        wire.apply("half-close", params={"end": end})
        wire.lift(held)
        assert tools.read_to_end(closed) == (b"before", "fin")
        open_.sendall(b"after")
        closed.sendall(b"still")
        assert tools.read_exactly(open_, 5) == b"still"
        closed.shutdown(socket.SHUT_WR)
        assert tools.read_to_end(open_) == (b"", "fin")
        open_.close()
        gone = wire.wait(WireClosed)
    way = gone.down if end == "client" else gone.up
    assert (way.seen, way.relayed, way.dropped) == (11, 6, 5)
    assert ends_told(wire, 1) == [(end, "fin")]
    assert is_well(server, wire)


def test_a_reset_after_a_half_close_still_reaches_the_other_end(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        wire.apply("half-close")
        assert tools.read_to_end(client) == (b"", "fin")
        tools.reset(peer)
        wire.wait(WireClosed)
        assert tools.send_error(client) in {"ConnectionResetError", "BrokenPipeError"}
    assert ("client", "rst", "relay") in {(e.leg, e.how, e.by) for e in wire.all(WireLegClosed)}
    assert is_well(server, wire)


def test_a_half_close_does_not_soften_a_reset_that_is_under_way(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        held = wire.apply("blackhole")
        tools.reset(client)
        wire.wait(WireLegClosed, leg="client", how="rst", by="peer")
        wire.apply("half-close", params={"end": "server"})
        wire.lift(held)
        assert tools.read_to_end(peer) == (b"", "ConnectionResetError")
    assert is_well(server, wire)


# --- bandwidth and slice --------------------------------------------------------------------------------------


def test_a_bandwidth_is_kept_and_gone_when_it_is_lifted(server: socket.socket, wire: tools.RunningWire) -> None:
    data = bytes(range(256)) * 400
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        start = time.monotonic()
        number = wire.apply("bandwidth", params={"rate": 5, "direction": "down"})
        peer.sendall(data)
        assert tools.read_exactly(client, 1024) == data[:1024]
        assert time.monotonic() - start >= LONG - 0.03
        assert wire.accounts().down.held <= LIMIT
        client.sendall(data)
        wire.lift(number)
        assert tools.read_exactly(client, len(data) - 1024) == data[1024:]
        assert time.monotonic() - start < 10, "at its pace it would take twice as long"
        assert tools.read_exactly(peer, len(data)) == data
        client.shutdown(socket.SHUT_WR)
        peer.shutdown(socket.SHUT_WR)
        assert tools.read_to_end(client) == (b"", "fin")
    assert wire.wait(WireFaultTouched).did == "slowed"
    assert is_well(server, wire)


def test_a_slice_is_what_one_read_gets(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        number = wire.apply("slice", params={"size": 10, "gap": 20})
        start = time.monotonic()
        client.sendall(bytes(range(25)))
        reads = [peer.recv(100) for _ in range(3)]
        assert b"".join(reads) == bytes(range(25))
        assert [len(read) for read in reads] == [10, 10, 5]
        assert time.monotonic() - start >= 0.04
        client.sendall(bytes(5))  # fills the third piece
        assert len(peer.recv(100)) == 5
        wire.lift(number)
        client.sendall(bytes(100))
        assert len(tools.read_exactly(peer, 100)) == 100
    assert is_well(server, wire)


def test_a_slice_is_for_the_requests_aimed_at(server: socket.socket, wire: tools.RunningWire) -> None:
    poll = ASK.replace(b"&sidlab", b"&sid=x&sidlab")
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n" + bytes(20)
    with tools.pair(server, wire.port) as (client, peer):
        wire.apply("slice", params={"size": len(answer) // 2 + 1, "gap": 40}, target=Target(request="handshake"))
        sizes = []
        for request in (ASK, poll, ASK):
            client.sendall(request)
            assert tools.read_exactly(peer, len(request)) == request
            peer.sendall(answer)
            first = client.recv(1000)
            sizes.append(len(first))
            assert tools.read_exactly(client, len(answer) - len(first)) == answer[len(first) :]
        assert sizes[0] < len(answer)
        assert sizes[1] == len(answer)
        assert sizes[2] < len(answer)


def test_slices_without_a_gap_keep_order_and_bytes(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        for size in (3, 5):
            wire.apply("slice", params={"size": size, "gap": 0})
        client.sendall(bytes(range(256)))
        client.shutdown(socket.SHUT_WR)
        assert tools.read_to_end(peer) == (bytes(range(256)), "fin")


# --- limit ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("how", "end"), [("reset", "ConnectionResetError"), ("close", "fin")])
@pytest.mark.parametrize("pieces", [1, 7, 100])
def test_a_limit_cuts_exactly(
    server: socket.socket, wire: tools.RunningWire, how: str, end: str, pieces: int
) -> None:
    number = wire.apply("limit", params={"after": 60, "how": how})
    sent = bytes(range(100))
    with tools.pair(server, wire.port) as (client, peer):
        for at in range(0, 100, 100 // pieces):
            if met := send(client, sent[at : at + 100 // pieces]):
                break
        assert tools.read_to_end(peer) == (sent[:60], end)
        assert end == (met or tools.read_to_end(client)[1])
        client.close()
        peer.close()
        gone = wire.wait(WireClosed)
    assert gone.up.relayed == 60
    assert gone.up.dropped == gone.up.seen - 60
    assert {way for _, way in ends_told(wire)} == {"rst" if how == "reset" else "fin"}
    wire.lift(number)
    assert is_well(server, wire)


def test_a_limits_last_bytes_wait_for_what_else_slows_them(server: socket.socket, wire: tools.RunningWire) -> None:
    wire.apply("latency", params={"delay": 100})
    number = wire.apply("limit", params={"after": 5, "direction": "up"})
    with tools.pair(server, wire.port) as (client, peer):
        start = time.monotonic()
        client.sendall(b"12345678")
        peer.sendall(b"the other way is not counted")
        assert tools.read_to_end(peer) == (b"12345", "ConnectionResetError")
        assert time.monotonic() - start >= 0.1
        wire.lift(number)
    assert wire.wait(WireClosed).up.dropped == 3


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not tell what it has not sent")
def test_a_limit_is_exact_for_a_reader_that_is_slow(server: socket.socket, wire: tools.RunningWire) -> None:
    number = wire.apply("limit", params={"after": 600_000, "direction": "down"})
    with tools.pair(server, wire.port) as (client, peer):
        sending = threading.Thread(target=send, args=(peer, bytes(700_000)))
        sending.start()
        until(lambda: wire.accounts().down.relayed == 600_000)
        assert not wire.all(WireLegClosed)
        came, end = tools.read_to_end(client)
        sending.join(tools.PATIENCE)
    assert (len(came), end) == (600_000, "ConnectionResetError")
    wire.lift(number)
    assert is_well(server, wire)


def test_of_two_limits_the_nearer_one_cuts(server: socket.socket, wire: tools.RunningWire) -> None:
    numbers = [
        wire.apply("limit", params={"after": after, "how": how}) for after, how in ((9, "close"), (5, "reset"))
    ]
    with tools.pair(server, wire.port) as (client, peer):
        client.sendall(bytes(100))
        assert tools.read_to_end(peer) == (bytes(5), "ConnectionResetError")
    assert {how for _, how in ends_told(wire)} == {"rst"}
    for number in numbers:
        wire.lift(number)
    assert is_well(server, wire)


def test_a_limit_that_was_passed_before_is_an_end_at_once(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        client.sendall(b"123456")
        assert tools.read_exactly(peer, 6) == b"123456"
        wire.apply("limit", params={"after": 5})
        assert tools.read_to_end(peer) == (b"", "ConnectionResetError")
        assert tools.read_to_end(client) == (b"", "ConnectionResetError")


def test_who_resets_while_a_limits_last_bytes_wait_is_told_as_it_is(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        held = wire.apply("blackhole", params={"direction": "up"})
        wire.apply("limit", params={"after": 5})
        client.sendall(b"12345678")
        wire.wait(WireFaultTouched, fault="limit")
        tools.reset(client)
        wire.wait(WireLegClosed, leg="client", how="rst", by="peer")
        wire.lift(held)
        assert tools.read_to_end(peer)[1] == "ConnectionResetError"
        gone = wire.wait(WireClosed)
    assert [(e.how, e.by) for e in wire.all(WireLegClosed, leg="server")] == [("rst", "relay")]
    assert gone.up.seen == 8 == gone.up.relayed + gone.up.dropped + gone.up.undelivered


# --- kill-after -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("how", "end"), [("reset", "ConnectionResetError"), ("close", "fin")])
def test_a_websocket_is_killed_at_its_time_though_it_is_busy(
    server: socket.socket, wire: tools.RunningWire, how: str, end: str
) -> None:
    number = wire.apply("kill-after", params={"after": LONG, "how": how})
    with tools.pair(server, wire.port) as (client, peer), tools.pair(server, wire.port) as (other, other_peer):
        other.sendall(ASK)
        start = time.monotonic()
        client.sendall(WEBSOCKET)
        assert tools.read_exactly(peer, len(WEBSOCKET)) == WEBSOCKET
        peer.sendall(SWITCH)
        assert tools.read_exactly(client, len(SWITCH)) == SWITCH
        met = send(client, b"\x81\x80mask")
        while not met and tools.read_exactly_or_end(peer, 6):
            met = send(client, b"\x81\x80mask")
        assert time.monotonic() - start >= LONG
        assert end == (met or tools.read_to_end(client)[1])
        assert {how for _, how in ends_told(wire)} == {"rst" if how == "reset" else "fin"}
        assert [event.kind for event in wire.all(WireFaultTouched)] == ["websocket"]
        assert tools.read_exactly(other_peer, len(ASK)) == ASK
        wire.lift(number)
        for sock in (client, peer, other, other_peer):
            sock.close()
    assert is_well(server, wire)


def test_a_kill_that_is_lifted_before_its_time_does_not_come(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    number = wire.apply("kill-after", params={"after": 0.1})
    with tools.pair(server, wire.port) as (client, peer):
        client.sendall(WEBSOCKET)
        wire.wait(WireRequest)
        wire.lift(number)
        assert tools.read_exactly(peer, len(WEBSOCKET)) == WEBSOCKET
        assert silent(client)
        peer.sendall(SWITCH)
        assert tools.read_exactly(client, len(SWITCH)) == SWITCH
    assert wire.wait(WireFaultLifted).touched == 0
    assert is_well(server, wire)


# --- idle-cut -------------------------------------------------------------------------------------------------


def test_an_idle_connection_is_reset_and_a_busy_one_is_not(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (idle, idle_peer), tools.pair(server, wire.port) as (busy, peer):
        wire.wait(WireOpened, count=2)
        number = wire.apply("idle-cut", params={"after": 0.4})
        while not wire.all(WireLegClosed):
            busy.sendall(b"x")
            assert tools.read_exactly(peer, 1) == b"x"
        assert tools.read_to_end(idle) == (b"", "ConnectionResetError")
        assert tools.read_to_end(idle_peer) == (b"", "ConnectionResetError")
        wire.lift(number)
    assert wire.wait(WireFaultLifted).touched == 1
    assert is_well(server, wire)


def test_an_idle_cut_can_be_silent(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        number = wire.apply("idle-cut", params={"after": 0.05, "how": "drop"})
        wire.wait(WireFaultTouched, did="held")
        client.sendall(b"late")
        peer.sendall(b"too")
        assert silent(peer)
        assert silent(client)
        wire.lift(number)
        assert tools.read_exactly(peer, 4) == b"late"
        assert tools.read_exactly(client, 3) == b"too"
    assert is_well(server, wire)


def test_a_wake_that_comes_early_waits_on(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, _peer):
        wire.wait(WireOpened)
        number = wire.apply("idle-cut", params={"after": 60})
        (active,) = wire.wire.faults._on.values()
        (connection,) = wire.wire._connections.values()
        early, late = active.wakes[connection.number], tools.monotonic_ns() + 50_000_000
        wire.do(lambda: wire.wire.faults._wake(active, connection, late))
        early.cancel()
        assert silent(client)
        assert active.wakes[connection.number] is not early
        wire.lift(number)
    assert is_well(server, wire)


def test_a_wake_ends_with_its_connection(server: socket.socket, wire: tools.RunningWire) -> None:
    number = wire.apply("idle-cut", params={"after": 60})
    with tools.pair(server, wire.port):
        wire.wait(WireOpened)
        (active,) = wire.wire.faults._on.values()
        assert wire.do(lambda: len(active.wakes)) == 1
    wire.wait(WireClosed)
    assert wire.do(lambda: len(active.wakes)) == 0
    wire.lift(number)
    assert is_well(server, wire)


# --- fail-first -----------------------------------------------------------------------------------------------


def end_of(port: int) -> str:
    try:
        with tools.connect(port) as client:
            return tools.read_to_end(client)[1]
    except ConnectionResetError:  # quicker than connect
        return "ConnectionResetError"


def test_the_first_connections_are_reset_and_the_next_is_well(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    with tools.pair(server, wire.port) as (old, old_peer):
        wire.wait(WireOpened)
        number = wire.apply("fail-first", params={"first": 2})
        assert [end_of(wire.port) for _ in range(2)] == 2 * ["ConnectionResetError"]
        for client, peer in ((old, old_peer),):
            client.sendall(b"x")
            assert tools.read_exactly(peer, 1) == b"x"
        with tools.pair(server, wire.port) as (third, third_peer):
            third.sendall(b"x")
            assert tools.read_exactly(third_peer, 1) == b"x"
    wire.lift(number)
    assert wire.wait(WireFaultLifted).touched == 2
    assert is_well(server, wire)


def test_the_first_requests_of_a_client_hang(server: socket.socket, wire: tools.RunningWire) -> None:
    number = wire.apply("fail-first", params={"first": 1, "how": "hang"}, target=Target(request="handshake"))
    with tools.pair(server, wire.port) as (first, first_peer), tools.pair(server, wire.port) as (second, peer):
        first.sendall(ASK)
        wire.wait(WireRequest)
        second.sendall(ASK)
        assert tools.read_exactly(peer, len(ASK)) == ASK
        assert silent(first_peer)
        wire.lift(number)
        assert tools.read_exactly(first_peer, len(ASK)) == ASK
    assert is_well(server, wire)


# --- flap -----------------------------------------------------------------------------------------------------


def test_a_flap_holds_and_lets_go_again_and_again(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        (connection,) = wire.wire._connections.values()
        start = time.monotonic()
        number = wire.apply("flap", params={"down_for": 0.1, "up_for": 0.1})
        for turn in range(2):
            client.sendall(b"x")
            assert tools.read_exactly(peer, 1) == b"x"
            assert time.monotonic() - start >= 0.1 + 0.2 * turn
            until(lambda: wire.do(lambda: connection.down.pipe.is_shut))
        wire.lift(number)
        client.sendall(b"x")
        assert tools.read_exactly(peer, 1) == b"x"
    assert wire.wait(WireFaultLifted).touched == 1
    assert is_well(server, wire)


def test_a_flap_that_refuses_closes_the_port_and_opens_it(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, _peer):
        wire.wait(WireOpened)
        number = wire.apply("flap", params={"down_for": 0.1, "up_for": 0.1, "how": "refuse"})
        assert tools.read_to_end(client) == (b"", "ConnectionResetError")
        with pytest.raises(ConnectionRefusedError):
            tools.connect(wire.port)
        wire.wait(WireListening, count=2)
        tools.connect(wire.port).close()
        server.accept()[0].close()
        wire.wait(WireRefusing, count=2, why="flap")
        wire.lift(number)
        wire.wait(WireListening, count=3)
    assert is_well(server, wire)


def test_a_beat_that_comes_early_waits_on(server: socket.socket, wire: tools.RunningWire) -> None:
    number = wire.apply("flap", params={"down_for": 60, "up_for": 60})
    (active,) = wire.wire.faults._on.values()
    first = active.timers["beat"]
    wire.do(lambda: wire.wire.faults._beat(active, (60, 60), tools.monotonic_ns() + 50_000_000_000))
    first.cancel()
    assert not active.resting
    assert active.timers["beat"] is not first
    wire.lift(number)
    assert is_well(server, wire)


def test_a_flap_that_is_lifted_while_it_is_up_leaves_nothing(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        number = wire.apply("flap", params={"down_for": 0.05, "up_for": 30}, duration=60.0)
        client.sendall(b"x")
        assert tools.read_exactly(peer, 1) == b"x"
        (active,) = wire.wire.faults._on.values()
        wire.lift(number)
        assert not active.timers
    assert is_well(server, wire)


# --- together -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "faults",
    [
        {"latency": {"delay": 20, "jitter": 20}, "bandwidth": {"rate": 500}, "slice": {"size": 100, "gap": 0}},
        {"slice": {"size": 7, "gap": 1}, "idle-cut": {"after": 5}, "half-close": {"end": "client"}},
        {"flap": {"down_for": 0.05, "up_for": 0.05}, "bandwidth": {"rate": 100}, "kill-after": {}},
    ],
)
def test_faults_go_together(
    server: socket.socket, wire: tools.RunningWire, faults: dict[str, dict[str, Any]]
) -> None:
    data = bytes(range(256)) * 4
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        numbers = [wire.apply(name, params=params) for name, params in faults.items()]
        client.sendall(data)
        assert tools.read_exactly(peer, len(data)) == data
        for number in numbers:
            wire.lift(number)
    assert is_well(server, wire)
