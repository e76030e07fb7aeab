"""Faults of requests before a real Engine.IO server: what client and server see, and that nothing stays behind."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import IncompleteRead

import pytest
import wire_tools as tools
from eio_world import Server, client, raw, serving, soon
from socketio.exceptions import ConnectionError as NotConnectedError
from wire_tools import RunningWire, running_wire

from harness.commands import Target
from harness.events import WireFaultTouched, WireLegClosed, WireOpened, WireResponse


@pytest.fixture(scope="module")
def everybodys() -> Iterator[Server]:
    with serving(cookie="io") as one:
        yield one


@pytest.fixture
def server(everybodys: Server) -> Server:
    everybodys.seen.clear()
    everybodys.said.clear()
    return everybodys


@pytest.fixture
def wire(server: Server) -> Iterator[RunningWire]:
    with running_wire(server.port, tap=tools.real_tap()) as one:
        yield one
        balanced(one)


def balanced(wire: RunningWire) -> None:
    """Every byte seen or added went somewhere, and no connection was misread."""
    account = wire.accounts()
    assert account.lost == 0
    for way in (account.up, account.down):
        assert way.seen + way.added == way.relayed + way.dropped + way.undelivered + way.held


def answered(wire: RunningWire, status: int) -> WireResponse:
    return wire.wait(WireResponse, status=status)


def test_a_stale_poll_costs_the_session(server: Server, wire: RunningWire) -> None:
    with client(wire.port) as one:
        one.wait("connect")
        first = one.sio.eio.sid
        number = wire.apply("stale-sid", target=Target(request="poll"))
        server.sio.emit("word", "1")  # ends the poll that is under way, which was let through
        assert one.wait("disconnect")[1] == "transport error"
        seen = server.wait(lambda seen: seen.status == 400)
        assert (seen.method, seen.query["sid"] != first) == ("GET", True)
        response = answered(wire, 400)
        assert (response.cause, response.fault, response.sid) == ("unknown-sid", "stale-sid", first)
        assert response.sent_sid == seen.query["sid"]
        wire.lift(number)
        one.wait("connect", 2)
        assert one.sio.call("say", "again") == "again"


def test_a_stale_post_is_lost_and_the_session_lives_on(server: Server, wire: RunningWire) -> None:
    with raw(wire.port) as one:
        old = one.open()
        one.post("1")
        one.ask()  # it is closed, and this is how the server says so
        sid = one.open()
        number = wire.apply("stale-sid", target=Target(request="post"))
        got = one.post()
        assert (got.status, got.body) == (400, f'"Invalid session {old}"')
        assert wire.wait(WireResponse, status=400, fault="stale-sid").sent_sid == old
        assert one.post().status == 200  # once for each client
        wire.lift(number)
        assert (one.sid, one.post().status) == (sid, 200)
        (touched,) = wire.all(WireFaultTouched)
        assert (touched.did, touched.client, touched.sid, touched.kind) == ("changed", "raw", sid, "post")
        assert touched.request == 1  # Werkzeug ends each connection with its answer


def test_a_stale_upgrade_is_refused_and_polling_goes_on(server: Server, wire: RunningWire) -> None:
    wire.apply("stale-sid", target=Target(request="upgrade"), params={"which": "made", "times": "always"})
    with client(wire.port, "polling", "websocket") as one:
        one.wait("connect")
        seen = server.wait(lambda seen: seen.query["transport"] == "websocket")
        assert seen.query["sid"] != one.sio.eio.sid
        assert one.sio.transport() == "polling"
        assert answered(wire, 400).kind == "upgrade"


@pytest.mark.parametrize("code", [413, 502, 503, 504])
def test_status_answers_in_the_servers_place(server: Server, wire: RunningWire, code: int) -> None:
    with raw(wire.port) as one:
        one.open()
        asked = len(server.seen)
        number = wire.apply("status", target=Target(request="post"), params={"code": code})
        got = one.post()
        assert (got.status, got.headers["server"], f"<h1>{code} " in got.body) == (code, "nginx", True)
        response = answered(wire, code)
        assert (response.fault, response.answered_by, response.sid) == ("status", "wire", one.sid)
        assert len(server.seen) == asked
        wire.lift(number)
        assert one.post().status == 200


@pytest.mark.parametrize("transport", ["polling", "websocket"])
def test_a_client_under_status_comes_back_when_it_is_lifted(
    server: Server, wire: RunningWire, transport: str
) -> None:
    number = wire.apply("status", params={"code": 503})
    with client(wire.port, transport, connect=False) as one:
        with pytest.raises(NotConnectedError):
            one.connect()
        assert server.seen == []
        wire.lift(number)
        one.connect()
        assert one.sio.call("say", "back") == "back"


def test_strip_upgrade_leaves_a_client_on_polling(server: Server, wire: RunningWire) -> None:
    number = wire.apply("strip-upgrade")
    with client(wire.port, "polling", "websocket") as one:
        seen = server.wait(lambda seen: seen.query["transport"] == "websocket")
        assert ("upgrade" in seen.headers, "sec_websocket_key" in seen.headers) == (False, True)
        response = answered(wire, 400)
        assert (response.kind, response.fault) == ("upgrade", "strip-upgrade")
        assert response.cause == "bad-upgrade" or not response.text  # the client may leave before it has come
        assert one.sio.transport() == "polling"
        assert one.sio.call("say", "here") == "here"
    with client(wire.port, "websocket", connect=False) as one:
        with pytest.raises(NotConnectedError):
            one.connect()
        wire.lift(number)
        one.connect()
        assert one.sio.transport() == "websocket"
        assert one.sio.call("say", "there") == "there"


def test_bad_origin_is_refused_by_the_server(server: Server, wire: RunningWire) -> None:
    number = wire.apply("bad-origin")
    with client(wire.port, connect=False) as one:
        with pytest.raises(NotConnectedError):
            one.connect()
        assert server.wait(lambda seen: seen.status == 400).headers["origin"] == "http://not-listed.example"
        response = answered(wire, 400)
        assert (response.cause, response.fault, response.text) == (
            "origin",
            "bad-origin",
            '"Not an accepted origin."',
        )
        wire.lift(number)
        one.connect()
        assert "origin" not in server.seen[-1].headers


def test_wrong_version_is_never_given_a_session(server: Server, wire: RunningWire) -> None:
    number = wire.apply("wrong-version")
    with client(wire.port, connect=False) as one:
        with pytest.raises(NotConnectedError):
            one.connect()
        assert server.wait(lambda seen: seen.status == 400).query["EIO"] == "3"
        response = answered(wire, 400)
        assert (response.cause, response.fault) == ("protocol-version", "wrong-version")
        wire.lift(number)
        one.connect()


def test_drop_cookie_takes_one_or_all_out_of_requests_and_answers(server: Server, wire: RunningWire) -> None:
    cookies = {"Cookie": "route=a; io=b"}
    with raw(wire.port) as one:
        number = wire.apply("drop-cookie", params={"cookie": "route"})
        one.ask(headers=cookies)
        assert server.seen[-1].headers["cookie"] == "io=b"
        wire.lift(number)
        number = wire.apply("drop-cookie", params={"where": "both"})
        assert "set-cookie" not in one.ask(headers=cookies).headers
        assert "cookie" not in server.seen[-1].headers
        wire.lift(number)
        assert one.ask(headers=cookies).headers["set-cookie"].startswith("io=")
        assert server.seen[-1].headers["cookie"] == "route=a; io=b"


def test_a_cached_handshake_gives_two_clients_one_session(server: Server, wire: RunningWire) -> None:
    with raw(wire.port, "first") as one, raw(wire.port, "second") as two:
        number = wire.apply("cached-handshake")
        assert one.open() == two.open()
        assert len(server.seen) == 1
        assert answered(wire, 200).answered_by == "server"
        assert wire.wait(WireResponse, fault="cached-handshake").answered_by == "wire"
        assert one.post("1").status == 200  # it leaves, for both
        assert [two.post().status for _ in range(2)] == [500, 400]  # closed, then forgotten
        wire.lift(number)
        assert two.open() != one.sid
        assert two.post().status == 200


def test_of_two_polls_that_overlap_each_takes_what_the_other_lacks(server: Server, wire: RunningWire) -> None:
    with raw(wire.port) as one:
        one.open()
        one.post("40")
        one.ask()
        number = wire.apply("overlap-poll", target=Target(request="poll"))
        one.begin()
        opened = wire.wait(WireOpened, fault="overlap-poll")
        assert (opened.client_port, opened.client_host) == (0, "")
        soon(lambda: len([seen for seen in server.seen if seen.status is None]) == 2)
        words = {f'42["word","{word}"]' for word in "ab"}
        server.sio.emit("word", "a")
        soon(lambda: len([seen for seen in server.seen if seen.status is None]) == 1)
        server.sio.emit("word", "b")
        (lost,) = words - {one.end().body}
        response = wire.wait(WireResponse, conn=opened.conn, status=200)
        assert (response.fault, response.resent) == ("overlap-poll", False)
        wire.lift(number)
        one.begin()
        server.sio.emit("word", "c")
        assert (one.end().body, lost in words) == ('42["word","c"]', True)
        account = wire.accounts()
        assert account.up.added > 0
        assert account.down.dropped > 0


def test_a_payload_too_big_ends_the_session(server: Server, wire: RunningWire) -> None:
    with raw(wire.port) as one, raw(wire.port) as other:
        other.sid = one.open()
        number = wire.apply("big-payload")
        one.http.request("POST", one.target, '42["say","large"]')  # never answered: the server waits for itself
        server.wait(lambda seen: seen.length == 1_000_001)
        assert "disconnected" in other.ask().body
        wire.lift(number)
        other.open()
        assert other.post().status == 200
        account = wire.accounts().up
        assert account.added > 1_000_000


@pytest.mark.parametrize(("how", "error"), [("close", ConnectionError), ("reset", ConnectionResetError)])
def test_an_answer_is_cut_short(server: Server, wire: RunningWire, how: str, error: type[Exception]) -> None:
    with raw(wire.port) as one:
        number = wire.apply("truncate", params={"how": how})
        one.begin()
        with pytest.raises((IncompleteRead, error)):
            one.end()
        assert wire.wait(WireLegClosed, leg="client", by="fault").how == ("fin" if how == "close" else "rst")
        wire.lift(number)
        one.close()
        assert one.open()
        assert wire.accounts().down.dropped > 0


def test_a_client_loses_a_websocket_whose_frame_is_cut_short(server: Server, wire: RunningWire) -> None:
    with client(wire.port, "websocket") as one:
        one.wait("connect")
        lost = one.sio.eio.ws
        number = wire.apply("truncate", params={"how": "reset"}, target=Target(sid=one.sio.eio.sid))
        server.sio.emit("word", "cut")
        assert one.wait("disconnect")[1] == "transport error"
        lost.shutdown()  # the library leaves its socket open
        wire.lift(number)
        one.wait("connect", 2)
        assert one.sio.call("say", "whole") == "whole"


def test_without_stickiness_one_session_is_known_and_unknown(server: Server) -> None:
    with serving() as second:
        others = ((tools.HOST, second.port),)
        with running_wire(server.port, tap=tools.real_tap(), others=others) as wire, raw(wire.port) as one:
            number = wire.apply("unsticky")
            while one.open() not in server.sids():
                assert one.sid in second.sids()
            statuses = [one.post("3").status for _ in range(6)]
            assert sorted(statuses) == [200, 200, 200, 400, 400, 400]
            assert statuses[:2] in ([200, 400], [400, 200])
            assert {seen.headers["connection"] for seen in server.seen} == {"close"}
            wire.lift(number)
            assert [one.post("3").status for _ in range(3)] == [200, 200, 200]
            assert {touched.did for touched in wire.all(WireFaultTouched)} == {"changed", "moved"}
            balanced(wire)


def test_unsticky_needs_a_second_server_and_an_aim_that_is_known_in_time(wire: RunningWire) -> None:
    with pytest.raises(ValueError, match="there is only one server"):
        wire.apply("unsticky")
    wire.wire.faults.others = [(2, tools.HOST, 1)]
    with pytest.raises(ValueError, match="before its first request"):
        wire.apply("unsticky", target=Target(request="poll"))


def test_a_fault_of_requests_waits_for_the_next_and_leaves_websockets_alone(
    server: Server, wire: RunningWire
) -> None:
    with client(wire.port, "websocket") as one, raw(wire.port) as two:
        one.wait("connect")
        two.open()
        two.post()
        two.ask()
        two.begin()
        server.wait(lambda seen: seen.status is None and seen.query.get("sid") == two.sid)
        wire.apply("status")
        assert one.sio.call("say", "over WebSocket") == "over WebSocket"
        server.sio.emit("word", "1")
        got = two.end()
        assert (got.status, got.body) == (200, '42["word","1"]')
        assert two.ask().status == 502
