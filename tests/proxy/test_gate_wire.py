"""The gate on real sockets: nothing reaches the server before a head has passed, and each refusal is told."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator

import gate_made as made
import pytest
import wire_tools as tools
from edit_play import OK
from gate_wire import NUMBER, GatedWire, gated
from test_gate_frames import frame
from test_gate_guard import SWITCHED

from harness.commands import Target, WireShut
from harness.events import (
    WireClosed,
    WireGateRefused,
    WireLegClosed,
    WireListening,
    WireOpened,
    WireRefusing,
    WireResponse,
    WireUpstreamFailed,
)
from harness.proxy.gate.refusal import HOST, NO_TOKEN, ORIGIN, TOO_LARGE, TOO_MANY, TOO_SLOW, Refusal


@pytest.fixture
def gate(server: socket.socket) -> Iterator[GatedWire]:
    with gated(server) as one:
        yield one


def test_a_device_that_has_joined_is_relayed_and_asks_for_the_server_by_its_own_name(gate: GatedWire) -> None:
    asked = gate.asking(origin=f"http://{gate.at}")
    own = f"127.0.0.1:{tools.port_of(gate.server)}".encode()
    expected = asked.replace(gate.at.encode(), own)
    with gate.inside(asked) as (client, peer):
        for _ in range(3):
            assert tools.read_exactly(peer, len(expected)) == expected
            peer.sendall(OK)
            assert tools.read_exactly(client, len(OK)) == OK
            client.sendall(asked)
    opened = gate.wire.wait(WireOpened, listener=NUMBER)
    assert opened.client_host == "127.0.0.1"
    assert gate.wire.wait(WireClosed, conn=opened.conn).up.seen == 4 * len(asked)
    assert not gate.wire.all(WireGateRefused)


def test_pages_are_served_without_the_token(gate: GatedWire) -> None:
    with gate.inside(gate.asking("/", cookie=None)) as (client, peer):
        assert peer.recv(10) == b"GET / HTTP"
        peer.sendall(OK)
        assert tools.read_exactly(client, len(OK)) == OK


def test_the_server_knows_of_nobody_whose_head_is_not_whole(gate: GatedWire) -> None:
    with tools.connect(gate.port) as silent, tools.connect(gate.port) as half:
        half.sendall(gate.asking()[:-2])
        assert gate.nobody_waits()
        assert silent.fileno() >= 0
    account = gate.wire.accounts().up
    assert account.seen >= account.relayed


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"cookie": None}, NO_TOKEN),
        ({"cookie": "sidlab-join=guess"}, NO_TOKEN),
        ({"host": "evil.example"}, HOST),
        ({"origin": "http://evil.example"}, ORIGIN),
    ],
)
def test_who_is_refused_is_answered_by_the_wire_and_told(
    gate: GatedWire, fields: dict[str, str | None], refusal: Refusal
) -> None:
    assert gate.knock(gate.asking(made.POLL, **fields)) == (refusal.answer, "fin")
    told = gate.refused()
    assert (told.peer, told.why, told.status) == ("127.0.0.1", refusal.why, refusal.status)
    assert told.path == "/socket.io/"
    assert gate.nobody_waits()
    account = gate.wire.accounts()
    assert account.up.dropped > 0
    assert account.down.added == account.down.relayed == len(refusal.answer)


@pytest.mark.parametrize("way", ["polling", "websocket", "page"])
def test_dns_rebinding_and_strange_pages_get_nowhere(gate: GatedWire, way: str) -> None:
    asked = {"polling": (made.POLL,), "websocket": (made.SOCKET, *made.UPGRADE), "page": ("/",)}[way]
    own = f"http://{gate.at}"
    strange = [(host, own) for host in made.STRANGE_HOSTS] + [(gate.at, origin) for origin in made.STRANGE_ORIGINS]
    answers = [gate.knock(gate.asking(*asked, host=host, origin=origin))[0][9:12] for host, origin in strange]
    assert answers == [b"421"] * len(made.STRANGE_HOSTS) + [b"403"] * len(made.STRANGE_ORIGINS)
    assert gate.nobody_waits()


def forms(canary: str, at: str) -> Iterator[bytes]:
    """Thirty ways to ask a proxy for another server."""
    cookie = f"Cookie: {made.COOKIE}"
    for method in ("GET", "POST", "PUT", "OPTIONS", "HEAD"):
        for host in (at, canary):
            yield f"{method} http://{canary}/ HTTP/1.1\r\nHost: {host}\r\n{cookie}\r\n\r\n".encode()
    for target in (canary, f"http://{canary}", "evil.example:443"):
        yield f"CONNECT {target} HTTP/1.1\r\nHost: {at}\r\n{cookie}\r\n\r\n".encode()
    for field in (
        "X-Forwarded-Host",
        "X-Forwarded-Server",
        "X-Forwarded-For",
        "X-Host",
        "X-Original-Host",
        "X-Original-URL",
        "X-Rewrite-URL",
        "X-Real-IP",
        "X-Client-Port",
        "X-Upstream",
        "X-Proxy-To",
        "Forwarded",
    ):
        value = f"host={canary};for={canary}" if field == "Forwarded" else canary
        yield f"GET {made.POLL} HTTP/1.1\r\nHost: {at}\r\n{cookie}\r\n{field}: {value}\r\n\r\n".encode()
    yield f"GET {made.POLL} HTTP/1.1\r\nHost: {at}\r\nHost: {canary}\r\n{cookie}\r\n\r\n".encode()
    yield f"GET {made.POLL} HTTP/1.1\r\nHost: {canary}\r\n{cookie}\r\n\r\n".encode()
    yield f"GET //{canary}/ HTTP/1.1\r\nHost: {at}\r\n{cookie}\r\n\r\n".encode()
    yield f"GET @{canary}/ HTTP/1.1\r\nHost: {at}\r\n{cookie}\r\n\r\n".encode()
    yield b"\x05\x01\x00"


def test_nothing_that_is_asked_chooses_another_server(gate: GatedWire) -> None:
    with tools.listening() as canary:
        tried = list(forms(f"127.0.0.1:{tools.port_of(canary)}", gate.at))
        for form in tried:
            with tools.connect(gate.port) as client:
                client.sendall(form)
                with contextlib.suppress(OSError):  # cut already
                    client.shutdown(socket.SHUT_WR)
                serve_or_not(gate, client)
        canary.setblocking(False)
        with pytest.raises(BlockingIOError):
            canary.accept()
    assert len(tried) == 30


def serve_or_not(gate: GatedWire, client: socket.socket) -> None:
    """Wait until the wire has answered, or the server has been reached, which then answers."""
    gate.server.settimeout(0.02)
    client.settimeout(0.02)
    deadline = time.monotonic() + tools.PATIENCE
    while time.monotonic() < deadline:
        try:
            peer, _ = gate.server.accept()
        except TimeoutError:
            pass
        else:
            with peer:
                asked = peer.recv(65536)
                assert f"Host: 127.0.0.1:{tools.port_of(gate.server)}".encode() in asked
                for name in (
                    b"x-forwarded",
                    b"\r\nforwarded",
                    b"x-original",
                    b"x-rewrite",
                    b"x-real",
                    b"x-client",
                ):
                    assert name not in asked.lower()
            return
        try:
            client.recv(4096)
        except TimeoutError:
            continue
        except OSError:
            pass
        return
    raise AssertionError("neither answered nor let in")


def test_a_refusal_behind_good_requests_is_in_the_request_list_and_ends_the_connection(gate: GatedWire) -> None:
    with gate.inside(gate.asking("/", cookie=None)) as (client, peer):
        peer.recv(4096)
        peer.sendall(OK)
        assert tools.read_exactly(client, len(OK)) == OK
        client.sendall(gate.asking(cookie=None))
        assert tools.read_to_end(client) == (NO_TOKEN.answer, "fin")
        assert tools.read_to_end(peer) == (b"", "fin")
    told = gate.refused(why="no-token")
    answer = gate.wire.wait(WireResponse, status=403)
    assert (answer.conn, answer.fault, answer.answered_by) == (told.conn, "gate", "wire")
    closed = gate.wire.wait(WireClosed, conn=told.conn)
    ends = gate.wire.all(WireLegClosed, conn=told.conn, by="fault")
    assert {(end.leg, end.how, end.fault) for end in ends} == {
        ("client", "fin", "gate"),
        ("server", "fin", "gate"),
    }
    assert closed.down.added == len(NO_TOKEN.answer)


def test_who_does_not_leave_after_a_refusal_is_reset(gate: GatedWire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.proxy.guarded.FAREWELL_SECONDS", 0.1)
    monkeypatch.setattr("harness.proxy.door.FAREWELL_SECONDS", 0.1)
    with gate.inside(gate.asking()) as (client, peer):
        peer.recv(4096)
        client.sendall(gate.asking(cookie=None))
        told = gate.refused()
        assert gate.wire.wait(WireClosed, conn=told.conn).conn == told.conn
    with tools.connect(gate.port) as client:
        client.sendall(gate.asking(cookie=None))
        told = gate.refused(2)
        while client.fileno() >= 0 and tools.send_error(client) == "nothing":
            pass


def test_a_body_announced_too_long_is_answered_though_it_goes_on_coming(gate: GatedWire) -> None:
    bomb = gate.asking(made.POLL, "Content-Length: 200000000", method="POST")
    assert gate.knock(bomb + bytes(300_000))[0] == TOO_LARGE.answer
    assert gate.refused().why == "too-large"
    assert gate.nobody_waits()


def test_a_frame_announced_too_long_cuts_the_websocket(gate: GatedWire) -> None:
    asked = gate.asking(made.SOCKET, *made.UPGRADE, origin=f"http://{gate.at}")
    with gate.inside(asked) as (client, peer):
        assert b"websocket" in peer.recv(4096)
        peer.sendall(SWITCHED)
        assert tools.read_exactly(client, len(SWITCHED)) == SWITCHED
        client.sendall(frame(100))
        assert tools.read_exactly(peer, len(frame(100))) == frame(100)
        client.sendall(frame(200_000_000, body=b"x" * 1000))
        rest, how = tools.read_to_end(peer)
        assert (len(rest) < 14, how) == (True, "fin")
        assert tools.read_to_end(client) == (b"", "fin")
    told = gate.refused()
    assert (told.why, told.status) == ("too-large", None)


def test_half_a_head_is_given_up_in_time(server: socket.socket) -> None:
    with gated(server, head_seconds=0.2) as gate:
        assert gate.knock(gate.asking()[:-1]) == (TOO_SLOW.answer, "fin")
        assert gate.refused(why="too-slow").status == 408
        with tools.connect(gate.port) as silent:
            assert tools.read_to_end(silent) == (b"", "fin")
        with gate.inside(gate.asking()) as (client, peer):
            peer.recv(4096)
            peer.sendall(OK)
            assert tools.read_exactly(client, len(OK)) == OK
            client.sendall(b"GET /")
            assert tools.read_to_end(client)[1] == "ConnectionResetError"
        assert gate.refused(2, why="too-slow").status is None
        assert len(gate.wire.all(WireGateRefused)) == 2


def test_too_many_are_told_so_until_others_leave(server: socket.socket) -> None:
    with gated(server, per_address=2) as gate:
        with tools.connect(gate.port), gate.inside(gate.asking()) as (_, peer):
            assert gate.knock(gate.asking()) == (TOO_MANY.answer, "fin")
            assert gate.refused().why == "too-many"
            peer.close()
        gate.wire.wait(WireClosed)
        with gate.inside(gate.asking()) as (_, peer):
            assert peer.recv(3) == b"GET"


def test_when_the_gate_is_shut_everybody_who_came_by_it_is_reset_and_nobody_else(gate: GatedWire) -> None:
    with (
        tools.pair(gate.server, gate.wire.port) as (own, own_peer),
        gate.inside(gate.asking()) as (client, peer),
        tools.connect(gate.port) as waiting,
    ):
        peer.recv(4096)
        waiting.sendall(b"GET")
        gate.wire.do(lambda: gate.wire.wire.shut(WireShut(listener=NUMBER).listener))
        assert [tools.read_to_end(one)[1] for one in (client, peer, waiting)] == ["ConnectionResetError"] * 3
        with pytest.raises(ConnectionRefusedError):
            tools.connect(gate.port)
        own.sendall(b"still here")
        assert tools.read_exactly(own_peer, 10) == b"still here"
    with pytest.raises(ValueError, match="no gate 7"):
        gate.wire.do(lambda: gate.wire.wire.shut(NUMBER))


def test_while_the_server_refuses_the_gate_refuses_too(gate: GatedWire) -> None:
    port = tools.port_of(gate.server)
    gate.server.close()
    assert gate.wire.wait(WireRefusing, listener=NUMBER).why == "upstream"
    with pytest.raises(ConnectionRefusedError):
        tools.connect(gate.port)
    with tools.listening(port):
        gate.wire.wait(WireListening, 2, listener=NUMBER)
        tools.connect(gate.port).close()


def test_a_gate_s_port_that_is_taken_is_said_in_words(gate: GatedWire) -> None:
    taken = made.command(listener=8, port=gate.port)
    with pytest.raises(OSError, match=f"port {gate.port} at 127.0.0.1 is taken"):
        gate.wire.do(lambda: gate.wire.wire.gate(taken))
    with pytest.raises(ValueError, match="a listener 7 already"):
        gate.wire.do(lambda: gate.wire.wire.gate(made.command(listener=7)))


def test_who_waits_at_the_door_while_the_server_goes_is_reset_once_it_asks(gate: GatedWire) -> None:
    with tools.connect(gate.port) as client:
        client.sendall(b"\r\n")
        gate.server.close()
        gate.wire.wait(WireRefusing, listener=NUMBER)
        client.sendall(gate.asking())
        assert tools.read_to_end(client) == (b"", "ConnectionResetError")
    assert gate.wire.wait(WireUpstreamFailed).errno == "ECONNREFUSED"
    account = gate.wire.accounts().up
    assert (account.seen, account.undelivered) == (len(gate.asking()) + 2, len(gate.asking()) + 2)


def test_who_leaves_the_door_is_forgotten(server: socket.socket) -> None:
    with gated(server, per_address=1) as gate:
        for leave in (socket.socket.close, tools.reset):
            client = tools.connect(gate.port)
            client.sendall(gate.asking()[:-2])
            leave(client)
            assert gate.nobody_waits()
        deadline = time.monotonic() + tools.PATIENCE
        while gate.knock(gate.asking(cookie=None))[0] != NO_TOKEN.answer:  # until the wire has seen them go
            assert time.monotonic() < deadline
        assert not gate.wire.all(WireGateRefused, why="too-slow")


def test_the_page_to_join_at_is_an_answer_and_no_refusal(server: socket.socket) -> None:
    with gated(server, pages=False) as gate:
        answer, how = gate.knock(gate.asking("/sidlab-join", cookie=None))
        assert (answer[:15], how) == (b"HTTP/1.1 200 OK", "fin")
        assert gate.knock(gate.asking("/", cookie=None))[0] == NO_TOKEN.answer
        assert [told.why for told in gate.wire.all(WireGateRefused)] == ["no-token"]


def test_a_head_that_comes_in_pieces_is_let_in_once_it_is_whole(gate: GatedWire) -> None:
    asked = gate.asking("/", cookie=None)
    with tools.connect(gate.port) as client:
        for at in range(len(asked)):
            client.sendall(asked[at : at + 1])
        peer, _ = gate.server.accept()
        with peer:
            assert tools.read_exactly(peer, 5) == b"GET /"


def test_many_who_are_too_many_are_told_so_as_long_as_there_are_few_of_them(server: socket.socket) -> None:
    with gated(server, per_address=0) as gate, contextlib.ExitStack() as stack:
        clients = [stack.enter_context(tools.connect(gate.port)) for _ in range(100)]
        ends = [tools.read_to_end(client)[1] for client in clients]
        gate.wire.do(lambda: gate.wire.wire.shut(NUMBER))
    assert set(ends) <= {"fin", "ConnectionResetError"}
    assert ends.count("fin") >= 64
    assert sum(told.count for told in gate.wire.all(WireGateRefused)) == 100


def test_faults_act_on_devices_as_on_anybody(gate: GatedWire) -> None:
    asked = gate.asking(origin=f"http://{gate.at}")
    with gate.inside(asked) as (client, peer):
        assert peer.recv(4096).startswith(b"GET /socket.io/")
        peer.sendall(OK)
        assert tools.read_exactly(client, len(OK)) == OK
        number = gate.wire.apply("status", params={"code": 502}, target=Target(address="127.0.0.1"))
        client.sendall(asked)
        assert client.recv(4096).startswith(b"HTTP/1.1 502 ")
        gate.wire.lift(number)
        gate.wire.apply("reset", target=Target(address="127.0.0.1"))
        assert tools.read_to_end(client) == (b"", "ConnectionResetError")
    assert not gate.wire.all(WireGateRefused)
