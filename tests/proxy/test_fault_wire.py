"""Each fault on real sockets: what a plain client sees, whom it touches, and that service comes back."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator

import pytest
import wire_tools as tools

from harness.commands import Target
from harness.events import (
    WireClosed,
    WireFaultApplied,
    WireFaultLifted,
    WireFaultTouched,
    WireLegClosed,
    WireListening,
    WireOpened,
    WireRefusing,
    WireRequest,
)
from harness.proxy.pipe import LIMIT

QUIET = 0.15
"""Seconds in which nothing must come."""


def ask(client: str, kind: str = "poll") -> bytes:
    sid = "&sid=abc" if kind == "poll" else ""
    return f"GET /socket.io/?EIO=4&transport=polling{sid}&sidlab={client} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def serves(server: socket.socket, wire: tools.RunningWire) -> bool:
    """Whether a new connection works both ways, and closes."""
    with tools.pair(server, wire.port) as (client, peer):
        client.sendall(b"ping")
        assert tools.read_exactly(peer, 4) == b"ping"
        peer.sendall(b"pong")
        assert tools.read_exactly(client, 4) == b"pong"
        client.shutdown(socket.SHUT_WR)
        assert tools.read_to_end(peer) == (b"", "fin")
    return True


def stays_silent(sock: socket.socket) -> bool:
    sock.settimeout(QUIET)
    try:
        sock.recv(1)
    except TimeoutError:
        return True
    finally:
        sock.settimeout(tools.PATIENCE)
    return False


def seconds_through(come: socket.socket, go: socket.socket) -> float:
    """How long a byte takes from one end to the other."""
    start = time.monotonic()
    come.sendall(b"x")
    assert tools.read_exactly(go, 1) == b"x"
    return time.monotonic() - start


@contextlib.contextmanager
def named(
    server: socket.socket, wire: tools.RunningWire, *clients: str, kind: str = "poll"
) -> Iterator[dict[str, tuple[socket.socket, socket.socket]]]:
    """Connections on which these clients have asked something."""
    with contextlib.ExitStack() as stack:
        pairs = {}
        for name in clients:
            pairs[name] = stack.enter_context(tools.pair(server, wire.port))
            pairs[name][0].sendall(ask(name, kind))
            wire.wait(WireRequest, client=name)
        yield pairs


# --- reset and close ------------------------------------------------------------------------------------------


def test_reset_resets_what_is_open_and_is_over(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        number = wire.apply("reset")
        assert tools.read_to_end(client) == (b"", "ConnectionResetError")
        assert tools.read_to_end(peer) == (b"", "ConnectionResetError")
    told = [(e.leg, e.how, e.by, e.fault) for e in wire.all(WireLegClosed)]
    assert told == [("client", "rst", "fault", "reset"), ("server", "rst", "fault", "reset")]
    assert wire.wait(WireFaultLifted, id=number).touched == 1
    assert wire.wait(WireFaultTouched, id=number).did == "reset"
    assert serves(server, wire)


@pytest.mark.parametrize("end", ["client", "server"])
def test_reset_of_one_end_leaves_the_other_in_the_dark(
    server: socket.socket, wire: tools.RunningWire, end: str
) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        wire.apply("reset", params={"end": end})
        cut, kept = (client, peer) if end == "client" else (peer, client)
        assert tools.read_to_end(cut) == (b"", "ConnectionResetError")
        kept.sendall(b"lost")
        assert stays_silent(kept)
        kept.shutdown(socket.SHUT_WR)
        assert tools.read_to_end(kept) == (b"", "fin")
        closed = wire.wait(WireClosed)
    way = closed.down if end == "client" else closed.up
    assert (way.seen, way.dropped) == (4, 4)


def test_close_ends_by_fin_and_drops_what_still_comes(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        wire.apply("close")
        assert tools.read_to_end(client) == (b"", "fin")
        assert tools.read_to_end(peer) == (b"", "fin")
        client.sendall(b"too late")
        client.shutdown(socket.SHUT_WR)
        peer.shutdown(socket.SHUT_WR)
        closed = wire.wait(WireClosed)
    assert (closed.up.seen, closed.up.dropped) == (8, 8)
    assert {(e.leg, e.how) for e in wire.all(WireLegClosed, by="fault")} == {("client", "fin"), ("server", "fin")}
    assert serves(server, wire)


def test_what_is_held_when_a_fault_closes_is_dropped_and_the_rest_is_drained(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        wire.apply("blackhole")
        sent = tools.fill(client)
        wire.apply("close")
        assert tools.read_to_end(peer) == (b"", "fin")
        client.close()
        peer.close()
        closed = wire.wait(WireClosed)
    assert (closed.up.seen, closed.up.dropped) == (sent, sent)


def test_close_of_the_clients_end_reaches_the_server_as_the_clients_own_fin(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        wire.apply("close", params={"end": "client"})
        assert tools.read_to_end(client) == (b"", "fin")
        client.sendall(b"passes")
        client.close()
        assert tools.read_to_end(peer) == (b"passes", "fin")


@pytest.mark.parametrize("fault", ["reset", "close"])
def test_with_a_duration_new_connections_feel_it_too(
    server: socket.socket, wire: tools.RunningWire, fault: str
) -> None:
    number = wire.apply(fault, duration=30.0)
    for _ in range(3):
        try:
            with tools.connect(wire.port) as client:
                end = tools.read_to_end(client)[1]
        except ConnectionResetError:  # quicker than connect
            end = "ConnectionResetError"
        assert end == ("ConnectionResetError" if fault == "reset" else "fin")
    wire.lift(number)
    assert wire.wait(WireFaultLifted).touched == 3
    if fault == "close":
        for _ in range(3):
            server.accept()[0].close()
    assert serves(server, wire)


# --- whom -----------------------------------------------------------------------------------------------------


def test_only_the_clients_named_are_touched(server: socket.socket, wire: tools.RunningWire) -> None:
    with named(server, wire, "plain-1", "plain-2", "stock-1") as pairs:
        wire.apply("reset", target=Target(clients=("plain",)))
        touched = {event.client for event in wire.all(WireFaultTouched)}
        assert touched == {"plain-1", "plain-2"}
        assert tools.read_to_end(pairs["plain-1"][0])[1] == "ConnectionResetError"
        assert stays_silent(pairs["stock-1"][0])


def test_only_the_request_named_is_touched(server: socket.socket, wire: tools.RunningWire) -> None:
    with named(server, wire, "a-1"), named(server, wire, "b-1", kind="handshake") as pairs:
        wire.apply("reset", target=Target(request="poll"))
        assert [event.client for event in wire.all(WireFaultTouched)] == ["a-1"]
        assert stays_silent(pairs["b-1"][0])


def test_only_the_session_named_is_touched(server: socket.socket, wire: tools.RunningWire) -> None:
    with named(server, wire, "a-1") as pairs, named(server, wire, "b-1", kind="handshake") as others:
        wire.apply("reset", target=Target(sid="abd"))
        assert not wire.all(WireFaultTouched)
        wire.apply("reset", target=Target(sid="abc"))
        assert [(e.client, e.sid, e.kind) for e in wire.all(WireFaultTouched)] == [("a-1", "abc", "poll")]
        assert tools.read_to_end(pairs["a-1"][0])[1] == "ConnectionResetError"
        assert stays_silent(others["b-1"][0])


def test_an_address_is_known_before_anything_is_read(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, _peer):
        assert wire.wait(WireOpened).client_host == "127.0.0.1"
        wire.apply("reset", target=Target(address="10.0.0.0/8"))
        assert not wire.all(WireFaultTouched)
        wire.apply("reset", target=Target(address="127.0.0.0/8"))
        assert tools.read_to_end(client) == (b"", "ConnectionResetError")
    assert wire.wait(WireFaultTouched).kind is None


def test_a_share_is_the_same_clients_in_every_run(server: socket.socket) -> None:
    runs = []
    names = [f"plain-{number}" for number in range(1, 13)]
    for order in (names, names[::-1]):
        with (
            tools.running_wire(tools.port_of(server), tap=tools.real_tap(), seed=5) as wire,
            named(server, wire, *order),
        ):
            wire.apply("reset", id=77, target=Target(share=0.5))
            runs.append({event.client for event in wire.all(WireFaultTouched)})
    assert runs[0] == runs[1]
    assert 0 < len(runs[0]) < len(names)


def test_a_fault_that_waits_for_a_request_lets_the_connection_open(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    wire.apply("reset", duration=30.0, target=Target(clients=("plain",)))
    with tools.pair(server, wire.port) as (client, peer):
        client.sendall(ask("stock-1"))
        assert tools.read_exactly(peer, 10) == ask("stock-1")[:10]
    with tools.pair(server, wire.port) as (client, peer):
        client.sendall(ask("plain-1"))
        assert tools.read_to_end(client) == (b"", "ConnectionResetError")
        assert tools.read_to_end(peer) == (b"", "ConnectionResetError")


# --- refuse ---------------------------------------------------------------------------------------------------


def test_refuse_closes_the_port_and_leaves_connections_alone(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        number = wire.apply("refuse")
        assert wire.wait(WireRefusing).why == "refuse"
        with pytest.raises(ConnectionRefusedError):
            tools.connect(wire.port)
        client.sendall(b"on")
        assert tools.read_exactly(peer, 2) == b"on"
    wire.lift(number)
    wire.wait(WireListening, count=2)
    assert serves(server, wire)


def test_refuse_can_close_one_clients_own_port(server: socket.socket, wire: tools.RunningWire) -> None:
    port = wire.own_port(1, "plain-1")
    other = wire.own_port(2, "plain-2")
    number = wire.apply("refuse", target=Target(clients=("plain-1",)))
    with pytest.raises(ConnectionRefusedError):
        tools.connect(port)
    for open_port in (other, wire.port):
        tools.connect(open_port).close()
    wire.lift(number)
    tools.connect(port).close()


def test_refuse_and_the_upstream_agree_on_who_opens(server: socket.socket, wire: tools.RunningWire) -> None:
    number = wire.apply("refuse")
    server.close()
    wire.lift(number)
    wire.wait(WireRefusing, why="upstream")
    with pytest.raises(ConnectionRefusedError):
        tools.connect(wire.port)


# --- blackhole ------------------------------------------------------------------------------------------------


def test_a_blackhole_holds_bytes_and_ends_and_then_delivers(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        number = wire.apply("blackhole")
        client.sendall(b"held")
        client.shutdown(socket.SHUT_WR)
        peer.sendall(b"back")
        assert stays_silent(peer)
        assert stays_silent(client)
        assert wire.accounts().up.held == 4
        wire.lift(number)
        assert tools.read_to_end(peer) == (b"held", "fin")
        assert tools.read_exactly(client, 4) == b"back"
    assert serves(server, wire)


def test_a_blackhole_holds_a_reset_as_well(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        number = wire.apply("blackhole")
        tools.reset(client)
        wire.wait(WireLegClosed, leg="client", how="rst", by="peer")
        assert stays_silent(peer)
        wire.lift(number)
        assert tools.read_to_end(peer) == (b"", "ConnectionResetError")


def test_a_blackhole_can_end_in_a_reset(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        number = wire.apply("blackhole", params={"then": "reset"})
        client.sendall(b"never arrives")
        assert stays_silent(peer)
        wire.lift(number)
        assert tools.read_to_end(peer) == (b"", "ConnectionResetError")
        assert tools.read_to_end(client) == (b"", "ConnectionResetError")
        closed = wire.wait(WireClosed)
    assert (closed.up.seen, closed.up.dropped) == (13, 13)


def test_a_blackhole_one_way_lets_the_other_through(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        wire.apply("blackhole", params={"direction": "down"})
        client.sendall(b"up")
        assert tools.read_exactly(peer, 2) == b"up"
        peer.sendall(b"down")
        assert stays_silent(client)


def test_a_new_connection_in_a_blackhole_meets_silence_and_opens_after(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    number = wire.apply("blackhole")
    with tools.connect(wire.port) as client:
        client.sendall(b"hello?")
        wire.wait(WireFaultTouched, did="held")
        assert stays_silent(client)
        assert not wire.all(WireOpened)
        wire.lift(number)
        peer, _ = server.accept()
        with peer:
            assert tools.read_exactly(peer, 6) == b"hello?"


def test_a_new_connection_in_a_blackhole_can_end_in_a_reset(
    server: socket.socket, wire: tools.RunningWire
) -> None:
    number = wire.apply("blackhole", params={"then": "reset"})
    with tools.connect(wire.port) as client:
        wire.wait(WireFaultTouched)
        wire.lift(number)
        assert tools.read_to_end(client) == (b"", "ConnectionResetError")
    assert not wire.all(WireOpened)


def test_what_a_blackhole_holds_is_bounded(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, _peer):
        wire.wait(WireOpened)
        wire.apply("blackhole")
        tools.fill(client)
        assert wire.accounts().up.held <= LIMIT


# --- latency --------------------------------------------------------------------------------------------------


def test_latency_delays_and_keeps_order_and_bytes(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        number = wire.apply("latency", params={"delay": 300, "jitter": 100})
        start = time.monotonic()
        sent = b"".join(f"<{number}>".encode() for number in range(50))
        for part in range(0, len(sent), 7):
            client.sendall(sent[part : part + 7])
        client.shutdown(socket.SHUT_WR)
        assert tools.read_to_end(peer) == (sent, "fin")
        assert time.monotonic() - start >= 0.2
        wire.lift(number)
        assert min(seconds_through(peer, client) for _ in range(5)) < 0.2, "no longer held"


def test_latencies_add_up_and_delay_a_reset(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        for _ in range(2):
            wire.apply("latency", params={"delay": 50})
        start = time.monotonic()
        client.sendall(b"before")
        tools.reset(client)
        assert tools.read_to_end(peer) == (b"before", "ConnectionResetError")
        assert time.monotonic() - start >= 0.1


# --- on and off -----------------------------------------------------------------------------------------------


def test_a_duration_ends_a_fault(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        wire.apply("blackhole", duration=0.1)
        applied = wire.wait(WireFaultApplied)
        client.sendall(b"wait")
        assert tools.read_exactly(peer, 4) == b"wait"
        lifted = wire.wait(WireFaultLifted)
    assert applied.until is not None
    assert lifted.t >= applied.t + 95_000_000
    assert lifted.touched == 1


def test_two_blackholes_both_have_to_end(server: socket.socket, wire: tools.RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.wait(WireOpened)
        first = wire.apply("blackhole")
        second = wire.apply("blackhole", params={"direction": "up"})
        client.sendall(b"x")
        wire.lift(first)
        assert stays_silent(peer)
        wire.lift(second)
        assert tools.read_exactly(peer, 1) == b"x"


@pytest.mark.parametrize(
    ("apply", "message"),
    [
        (lambda wire: wire.apply("lag"), "there is no fault 'lag'"),
        (lambda wire: wire.apply("latency", params={"delay": -1}), "delay must be a number from 0"),
        (lambda wire: wire.apply("reset", target=Target(share=3.0)), "share must be"),
        (lambda wire: wire.apply("refuse", target=Target(share=0.5)), "a port can be closed for all"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(
    wire: tools.RunningWire, apply: Callable[[tools.RunningWire], int], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        apply(wire)
    assert not wire.all(WireFaultApplied)


def test_lifting_what_is_over_does_nothing(wire: tools.RunningWire) -> None:
    number = wire.apply("reset")
    wire.lift(number)
    assert len(wire.all(WireFaultLifted)) == 1
