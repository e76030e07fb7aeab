"""What the wire tells the tap of its own doing: answers in the server's place, requests changed on their way."""

from __future__ import annotations

import pytest
from tap_play import POLLING, PORT, UPGRADE, WEBSOCKET, answer, get, request, say

from harness.events import WireResponse, WireSidIssued, WireTapLost
from harness.proxy.tap.connection import ConnectionTap, TapMemory
from harness.proxy.tap.conversation import Conversation

POLL = get(POLLING + "&sid=x&t=1")
GONE = answer(400, b'"Invalid session x"')


def tap_after(*requests: bytes) -> ConnectionTap:
    """A tap that has seen requests."""
    tap = ConnectionTap(1, PORT, "/socket.io/", TapMemory())
    for at, data in enumerate(requests):
        tap.from_client(data, at)
    return tap


def test_an_answer_of_the_wire_is_the_oldest_requests() -> None:
    tap = tap_after(POLL, POLL)
    (first,) = tap.answered(GONE, "status", 7)
    assert isinstance(first, WireResponse)
    assert say(first) == "1 -> 400 poll unknown-sid"
    assert (first.t, first.answered_by, first.fault) == (7, "wire", "status")
    (second,) = tap.from_server(answer(200, b"6"), 8)
    assert isinstance(second, WireResponse)
    assert (second.n, second.answered_by, second.fault) == (2, "server", None)


@pytest.mark.parametrize("whole", [b"HTTP/1.0 400 Bad\r\n\r\nno", answer(400, b"no")])
def test_an_answer_of_the_wire_is_whole(whole: bytes) -> None:
    (told,) = tap_after(POLL).answered(whole, "status", 7)
    assert isinstance(told, WireResponse)
    assert told.text == "no"


def test_an_answer_of_the_wire_to_head_has_no_body() -> None:
    tap = tap_after(request("HEAD", "/") + POLL)
    (told,) = tap.answered(answer(503, b"no"), "status", 7)
    assert say(told) == "1 -> 503 other"
    assert [say(event) for event in tap.from_server(answer(200, b"6"), 8)] == ["2 -> 200"]


def test_an_answer_of_the_wire_hands_out_no_session() -> None:
    tap = tap_after(get(POLLING))
    told = tap.answered(answer(200, b'0{"sid":"old"}'), "cached-handshake", 7)
    assert not any(isinstance(event, WireSidIssued) for event in told)


def test_a_refused_upgrade_frees_what_waited() -> None:
    tap = tap_after(get(WEBSOCKET, *UPGRADE), POLL)
    told = [say(event) for event in tap.answered(answer(502), "status", 7)]
    assert told == ["2 GET poll", "1 -> 502 poll"]


def test_an_answer_of_the_wire_to_nothing() -> None:
    tap = tap_after()
    (told,) = tap.answered(answer(503), "status", 7)
    assert isinstance(told, WireResponse)
    assert (told.n, told.fault) == (0, "status")
    (other,) = tap.from_server(answer(408), 8)
    assert isinstance(other, WireResponse)
    assert other.fault is None


def test_a_changed_request_says_so_in_its_answer() -> None:
    tap = tap_after()
    tap.changed("stale-sid")  # nothing was asked yet
    tap.from_client(POLL, 1)
    tap.changed("stale-sid", "old")
    tap.from_client(POLL, 2)
    first, second = tap.from_server(GONE + GONE, 3)
    assert isinstance(first, WireResponse)
    assert isinstance(second, WireResponse)
    assert (first.fault, first.sent_sid, first.sid, first.answered_by) == ("stale-sid", "old", "x", "server")
    assert (second.fault, second.sent_sid) == (None, None)


def test_a_blind_tap_is_told_in_vain() -> None:
    tap = tap_after(b"\0")
    tap.changed("stale-sid")
    assert tap.answered(GONE, "status", 7) == []


def test_no_second_error_reaches_the_relay(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Conversation, *_: object) -> None:
        raise ValueError("twice")

    monkeypatch.setattr(Conversation, "blinded", broken)
    (*_, lost) = tap_after(POLL).from_server(b"\0", 7)
    assert isinstance(lost, WireTapLost)
    assert lost.why.endswith("; then ValueError: twice")
