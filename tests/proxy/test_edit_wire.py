"""Faults of requests on plain sockets through a real wire: order, bytes, ends, and the wire's own requests."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import trustme
import wire_tools as tools
from edit_play import GET, OK, POST
from eio_world import soon
from wire_tools import RunningWire, running_wire

from harness.commands import Target
from harness.events import WireClosed, WireFaultTouched, WireLegClosed, WireOpened, WireRequest, WireResponse

OWN = b"HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\n"


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with tools.listening() as sock:
        yield sock


@pytest.fixture
def wire(server: socket.socket) -> Iterator[RunningWire]:
    with running_wire(tools.port_of(server), tap=tools.real_tap()) as one:
        yield one
        account = one.accounts()
        for way in (account.up, account.down):
            assert way.seen + way.added == way.relayed + way.dropped + way.undelivered + way.held
        assert account.lost == 0


def read_answer(sock: socket.socket) -> bytes:
    """One answer with a length."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += tools.read_exactly(sock, 1)
    length = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
    return head + tools.read_exactly(sock, length)


def test_answers_keep_their_order_with_those_of_the_server(server: socket.socket, wire: RunningWire) -> None:
    wire.apply("status", target=Target(request="post"))
    with tools.pair(server, wire.port) as (client, peer):
        client.sendall(GET + POST + GET)
        assert tools.read_exactly(peer, 2 * len(GET)) == 2 * GET
        peer.sendall(OK)
        assert read_answer(client) == OK
        assert read_answer(client).startswith(OWN)
        peer.sendall(OK)
        assert read_answer(client) == OK
        answers = wire.wait(WireResponse, 3) and wire.all(WireResponse)
        assert [(one.n, one.status, one.answered_by) for one in answers] == [
            (1, 200, "server"),
            (2, 502, "wire"),
            (3, 200, "server"),
        ]


def test_a_client_that_wants_no_other_answer_is_closed_after_it(server: socket.socket, wire: RunningWire) -> None:
    wire.apply("status")
    with tools.pair(server, wire.port) as (client, peer):
        client.sendall(GET.replace(b"HTTP/1.1", b"HTTP/1.0"))
        assert b"Connection: close" in read_answer(client)
        assert (client.recv(1), peer.recv(1)) == (b"", b"")
        ends = wire.wait(WireLegClosed, 2, by="fault") and wire.all(WireLegClosed, by="fault", fault="status")
        assert {end.how for end in ends} == {"fin"}


def test_large_bodies_pass_an_editor_as_they_are(server: socket.socket, wire: RunningWire) -> None:
    wire.apply("stale-sid", target=Target(request="upgrade"))
    body = bytes(range(256)) * 1000
    with tools.pair(server, wire.port) as (client, peer):
        post = POST.replace(b": 5\r\n\r\nhello", b": %d\r\n\r\n" % len(body)) + body
        answer = OK.replace(b": 2\r\n\r\nok", b": %d\r\n\r\n" % len(body)) + body
        client.sendall(post)
        assert tools.read_exactly(peer, len(post)) == post
        peer.sendall(answer)
        assert tools.read_exactly(client, len(answer)) == answer


@pytest.mark.parametrize("how", ["fin", "rst"])
def test_a_head_that_never_became_whole_goes_on_before_the_end(
    server: socket.socket, wire: RunningWire, how: str
) -> None:
    wire.apply("status")
    with tools.pair(server, wire.port) as (client, peer):
        client.sendall(GET[:20])
        soon(lambda: wire.accounts().up.held == 20)
        if how == "fin":
            client.shutdown(socket.SHUT_WR)
            assert tools.read_to_end(peer) == (GET[:20], "fin")
        else:
            tools.reset(client)
            wire.wait(WireClosed)
            assert wire.accounts().up.held == 0


def test_what_is_no_http_passes(server: socket.socket) -> None:
    hello = b"\x16\x03\x01 hello"
    with running_wire(tools.port_of(server), tap=tools.real_tap()) as wire:
        wire.apply("status")
        with tools.pair(server, wire.port) as (client, peer):
            client.sendall(hello)
            assert tools.read_exactly(peer, len(hello)) == hello


def test_an_editor_that_can_do_no_more_leaves_with_its_fault(server: socket.socket) -> None:
    odd = GET.replace(b"Host: x", b"Host : x")
    with (
        running_wire(tools.port_of(server), tap=tools.real_tap()) as wire,
        tools.pair(server, wire.port) as (client, peer),
    ):
        number = wire.apply("status")
        client.sendall(odd)
        assert tools.read_exactly(peer, len(odd)) == odd
        wire.lift(number)
        peer.sendall(OK)
        assert read_answer(client) == OK
        (connection,) = wire.wire._connections.values()
        assert connection._edited is None


def test_of_a_websocket_on_a_used_connection_a_frame_is_cut_and_not_its_answer(
    server: socket.socket, wire: RunningWire
) -> None:
    upgrade = GET.replace(b"Host: x", b"Connection: Upgrade\r\nUpgrade: websocket").replace(
        b"polling", b"websocket"
    )
    switch = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    frame = b"\x81\x05hello"
    with tools.pair(server, wire.port) as (client, peer):
        client.sendall(GET)
        assert tools.read_exactly(peer, len(GET)) == GET
        peer.sendall(OK)
        assert read_answer(client) == OK
        wire.apply("truncate")
        client.sendall(upgrade)
        assert tools.read_exactly(peer, len(upgrade)) == upgrade
        peer.sendall(switch)
        assert tools.read_exactly(client, len(switch)) == switch
        peer.sendall(frame)
        assert tools.read_to_end(client) == (frame[:-1], "fin")


def test_two_faults_change_one_request_one_after_the_other(server: socket.socket, wire: RunningWire) -> None:
    wire.apply("bad-origin")
    wire.apply("stale-sid", params={"which": "made"})
    wire.apply("latency", params={"delay": 20})
    with tools.pair(server, wire.port) as (client, peer):
        client.sendall(GET)
        got = peer.recv(4096)
        assert b"Origin: http://not-listed.example" in got
        assert b"sid=a " not in got
        assert {touched.fault for touched in wire.all(WireFaultTouched)} == {"bad-origin", "stale-sid", "latency"}


@pytest.mark.parametrize("pieces", [(0, 20, 67), (0, 67), (0, 67, 134), (0, 70, 134)])
def test_a_limit_is_as_exact_with_an_editor_as_without(
    server: socket.socket, wire: RunningWire, pieces: tuple[int, ...]
) -> None:
    wire.apply("stale-sid", target=Target(request="upgrade"))
    wire.apply("limit", params={"after": 50, "direction": "up", "how": "close"})
    with tools.pair(server, wire.port) as (client, peer):
        for begin, end in pairwise(pieces):
            client.sendall((GET + GET)[begin:end])
            soon(lambda end=end: wire.accounts().up.seen >= end or wire.all(WireLegClosed))
        assert tools.read_to_end(peer) == (GET[:50], "fin")
        assert wire.wait(WireFaultTouched, fault="limit").did == "closed"


def test_of_a_rewritten_request_nothing_goes_on_past_a_limit(server: socket.socket, wire: RunningWire) -> None:
    wire.apply("bad-origin")
    wire.apply("limit", params={"after": 50, "direction": "up", "how": "close"})
    with tools.pair(server, wire.port) as (client, peer):
        client.sendall(GET)
        assert tools.read_to_end(peer) == (b"", "fin")


def test_an_editor_leaves_when_its_fault_is_lifted(server: socket.socket, wire: RunningWire) -> None:
    number = wire.apply("bad-origin")
    with tools.pair(server, wire.port) as (client, peer):
        client.sendall(GET)
        assert b"Origin" in peer.recv(4096)
        wire.lift(number)
        peer.sendall(OK)
        assert read_answer(client) == OK
        client.sendall(GET)
        assert tools.read_exactly(peer, len(GET)) == GET
        (connection,) = wire.wire._connections.values()
        assert connection._edited is None


# --- what the wire sends by itself -------------------------------------------------------------------------------


def repeated(wire: RunningWire, server: socket.socket, client: socket.socket) -> socket.socket:
    """Have a poll repeated; the server's end of the wire's own connection."""
    wire.apply("overlap-poll")
    client.sendall(GET)
    peer, _ = server.accept()
    peer.settimeout(tools.PATIENCE)
    assert tools.read_exactly(peer, len(GET)) == GET
    return peer


def test_the_wires_own_request_ends_with_its_answer(server: socket.socket, wire: RunningWire) -> None:
    with tools.pair(server, wire.port) as (client, _), repeated(wire, server, client) as peer:
        assert wire.accounts().open == 2
        peer.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" + OK[:-1])
        wire.wait(WireResponse, conn=2, status=200)
        peer.sendall(OK[-1:])
        assert peer.recv(1) == b""
        end = wire.wait(WireLegClosed, conn=2)
        assert (end.leg, end.how, end.by, end.fault) == ("server", "fin", "fault", "overlap-poll")
        account = wire.wait(WireClosed, conn=2)
        assert (account.up.added, account.up.relayed, account.up.seen) == (len(GET), len(GET), 0)
        assert account.down.seen == account.down.dropped > 0


@pytest.mark.parametrize("how", ["fin", "rst"])
def test_the_server_may_end_it(server: socket.socket, wire: RunningWire, how: str) -> None:
    with tools.pair(server, wire.port) as (client, _), repeated(wire, server, client) as peer:
        if how == "fin":
            peer.close()
        else:
            tools.reset(peer)
        end = wire.wait(WireLegClosed, conn=2)
        assert (end.how, end.by, end.fault) == (how, "peer", None)
        wire.wait(WireClosed, conn=2)
        assert wire.accounts().open == 1


def test_it_ends_with_the_wire(server: socket.socket) -> None:
    with running_wire(tools.port_of(server), tap=tools.real_tap()) as wire, tools.connect(wire.port) as client:
        first, _ = server.accept()
        with first, repeated(wire, server, client) as peer:
            wire.do(wire.wire.close)
            assert peer.recv(1) == b""
            assert wire.all(WireClosed, conn=2)
            wire.wire.close = lambda: None  # type: ignore[method-assign]  # it is closed


def test_a_server_that_accepts_no_more_is_not_asked_twice(wire: RunningWire, server: socket.socket) -> None:
    with tools.pair(server, wire.port) as (client, peer):
        wire.apply("overlap-poll")
        server.close()
        client.sendall(GET)
        assert tools.read_exactly(peer, len(GET)) == GET
        peer.sendall(OK)
        assert read_answer(client) == OK
        assert wire.accounts().open == 1
        assert wire.all(WireOpened, fault="overlap-poll") == []


def test_it_speaks_tls_where_the_wire_does(server: socket.socket, tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(tools.HOST).configure_cert(context)
    more = {"tls": True, "ca_file": str(tmp_path / "ca.pem"), "tap": tools.real_tap()}
    with (
        running_wire(tools.port_of(server), **more) as wire,
        tools.pair(server, wire.port) as (client, plain),
        context.wrap_socket(plain, server_side=True, suppress_ragged_eofs=False),
    ):
        wire.apply("overlap-poll")
        client.sendall(GET)
        raw, _ = server.accept()
        raw.settimeout(tools.PATIENCE)
        with context.wrap_socket(raw, server_side=True) as own:
            assert tools.read_exactly(own, len(GET)) == GET
            assert wire.wait(WireRequest, conn=2).sid == "a"
            own.sendall(OK)
            assert own.recv(1) == b""
