"""The tap knows when a connection is between two requests, and which sessions a client had."""

from __future__ import annotations

import pytest

from harness.proxy.tap.connection import ConnectionTap, TapMemory
from harness.proxy.tap.memory import Session

GET = b"GET /socket.io/?EIO=4&transport=polling&sid=a HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /socket.io/?EIO=4&sid=a HTTP/1.1\r\nContent-Length: 3\r\n\r\n42x"
UPGRADE = b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def tap() -> ConnectionTap:
    return ConnectionTap(1, 2, "/socket.io/", TapMemory())


@pytest.mark.parametrize("request_", [GET, POST, UPGRADE + b"\r\n", UPGRADE + b"Content-Length: 2\r\n\r\nhi"])
def test_it_is_idle_before_and_after_an_exchange_only(request_: bytes) -> None:
    one = tap()
    for _ in range(2):
        for byte in range(len(request_)):
            assert one.idle == (byte == 0)
            one.from_client(request_[byte : byte + 1], 1)
        for byte in range(len(CONTINUE + OK)):
            assert not one.idle
            one.from_server((CONTINUE + OK)[byte : byte + 1], 1)
        assert one.idle


def test_it_is_not_idle_with_a_second_request_begun() -> None:
    one = tap()
    one.from_client(GET + GET[:5], 1)
    one.from_server(OK, 1)
    assert not one.idle


def test_neither_a_websocket_nor_a_blind_tap_is_ever_idle() -> None:
    one = tap()
    one.from_client(UPGRADE + b"\r\n", 1)
    one.from_server(b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", 1)
    assert not one.idle
    one = tap()
    one.from_client(b"no http\r\n\r\n", 1)
    assert (one.lost, one.idle) == (True, False)


def test_the_sessions_of_a_client() -> None:
    known = tap().known
    for sid, client, most in (("a", "x-1", 100), ("b", "x-2", None), ("c", "x-1", None)):
        known.opened(sid, Session(client, "polling", most))
    assert known.sids_of("x-1") == ["a", "c"]
    assert known.sids_of(None) == ["a", "b", "c"]
    assert [known.most_of(sid) for sid in ("a", "b", "z", None)] == [100, None, None, None]


def test_the_wires_own_requests_are_nobodys_resend() -> None:
    memory = TapMemory()
    first, second = (ConnectionTap(number, 2, "/socket.io/", memory) for number in (1, 2))
    second.own("overlap-poll")
    first.from_client(GET, 1)
    (request,) = second.from_client(GET, 2)
    (response,) = second.from_server(OK, 3)
    assert (request.resend, response.resent, response.fault) == (False, False, "overlap-poll")


def test_without_its_upgrade_a_request_is_judged_as_the_server_read_it() -> None:
    one = tap()
    one.from_client(UPGRADE + b"\r\n", 1)
    one.changed("strip-upgrade")
    one.no_upgrade()
    body = b'"Invalid transport"'
    (response,) = one.from_server(b"HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\n\r\n" % len(body) + body, 2)
    assert (response.cause, one.idle) == ("bad-upgrade", True)
