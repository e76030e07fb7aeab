"""A connection that came through the gate: what of it goes on, what is answered, and that nothing slips by."""

from __future__ import annotations

import itertools

import gate_made as made
import pytest
from edit_play import OK, Play
from hypothesis import given
from hypothesis import strategies as st
from test_gate_frames import frame

from harness.proxy.edit.edits import Plan
from harness.proxy.gate.guard import Guard
from harness.proxy.gate.refusal import NO_TOKEN, TOO_LARGE

SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
GOOD = made.asking()
FOR_SERVER = GOOD.replace(made.AT.encode(), b"127.0.0.1:5000")
BAD = made.asking(cookie=None)


class Guarded(Play):
    """A guard, and what reached either end."""

    def __init__(self, **fields: int) -> None:
        super().__init__()
        self.editor = self.guard = Guard(made.gate(**fields), lambda head, _length: Plan(head))


@given(st.integers(1, 400))
def test_good_requests_go_on_with_the_server_s_own_host(size: int) -> None:
    play = Guarded().up(GOOD * 3, size)
    assert (play.server, play.heard_up, play.end) == (FOR_SERVER * 3, GOOD * 3, None)
    assert play.down(OK * 3).client == OK * 3


@given(st.integers(1, 400))
def test_the_first_bad_request_is_answered_and_nothing_goes_on_after_it(size: int) -> None:
    play = Guarded().up(GOOD).down(OK).up(BAD + GOOD, size)
    assert play.server == FOR_SERVER
    assert play.client == OK + NO_TOKEN.answer
    assert play.end is not None
    assert (play.end.how, play.end.fault) == ("fin", "gate")
    assert play.guard.refused == NO_TOKEN
    assert play.heard_up == GOOD + BAD
    assert play.dropped + len(OK) >= len(BAD + GOOD)
    assert play.ended().server == FOR_SERVER


def test_where_another_answer_is_still_due_a_refusal_only_cuts() -> None:
    play = Guarded().up(GOOD + BAD)
    assert (play.server, play.client) == (FOR_SERVER, b"")
    assert play.guard.refused == NO_TOKEN.unanswered()
    assert play.end is not None


@pytest.mark.parametrize(
    "odd",
    [
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: 192.168.1.5:8460\r\n\r\n",
        b"GET / HTTP/1.1\nHost: 192.168.1.5:8460\n\n",
        b"GET / HTTP/1.1\r\nHost : 192.168.1.5:8460\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 192.168.1.5:8460\r\n folded\r\n\r\n",
        b"GET / HTTP/2.0\r\nHost: 192.168.1.5:8460\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
@pytest.mark.parametrize("size", [0, 1])
def test_what_servers_could_read_in_two_ways_does_not_go_on(odd: bytes, size: int) -> None:
    play = Guarded().up(odd + GOOD, size)
    assert play.server == b""
    assert play.guard.refused is not None
    assert play.guard.refused.why in {"malformed", "host"}
    assert play.end is not None


def test_half_a_head_never_goes_on() -> None:
    play = Guarded().up(GOOD[:-1])
    assert play.guard.in_head
    assert play.ended().server == b""


def test_a_body_that_is_announced_too_long_is_refused_before_it_comes() -> None:
    play = Guarded(body_bytes=10).up(made.asking(made.POLL, "Content-Length: 11", method="POST", body=b"12345"))
    assert (play.server, play.client) == (b"", TOO_LARGE.answer)


def test_a_body_in_chunks_is_cut_when_it_has_become_too_long() -> None:
    head = made.asking(made.POLL, "Transfer-Encoding: chunked", method="POST")
    play = Guarded(body_bytes=100).up(head).up(b"5\r\nhello\r\n" * 5, 10)
    assert play.guard.refused is None
    play.up(b"5\r\nhello\r\n" * 50, 10)
    assert play.guard.refused == TOO_LARGE.unanswered()
    assert play.server.endswith(b"\r\n\r\n" + b"5\r\nhello\r\n" * 10)


def socket(**fields: int) -> Guarded:
    """A WebSocket that stands."""
    asked = made.asking(made.SOCKET, *made.UPGRADE, origin=made.ORIGIN)
    play = Guarded(**fields).up(asked).down(SWITCHED)
    assert play.client == SWITCHED
    play.server = play.client = b""
    return play


def test_frames_pass_on_a_websocket_and_one_too_large_cuts_it() -> None:
    play = socket(body_bytes=1000)
    play.up(frame(1000) + frame(5), 100).down(frame(70_000, masked=False), 999)
    assert play.server == frame(1000) + frame(5)
    assert play.client == frame(70_000, masked=False)
    play.up(frame(2000))
    assert play.guard.refused == TOO_LARGE.unanswered()
    assert len(play.server) < len(frame(1000) + frame(5)) + 8
    assert play.end is not None


@pytest.mark.parametrize("early", [GOOD, GOOD[:20], frame(5)])
def test_nothing_goes_on_behind_a_wish_to_switch_before_it_is_answered(early: bytes) -> None:
    play = Guarded().up(made.asking(made.SOCKET, *made.UPGRADE))
    before = play.server
    play.up(early).down(SWITCHED).up(frame(5))
    assert play.server == before
    assert play.guard.refused is not None


def test_a_connection_whose_wish_to_switch_was_refused_goes_on_as_before() -> None:
    play = Guarded().up(made.asking(made.SOCKET, *made.UPGRADE)).down(OK).up(GOOD)
    assert play.server.endswith(FOR_SERVER)
    assert play.guard.refused is None


@given(st.binary(max_size=600), st.integers(1, 50))
def test_whatever_a_stranger_sends_no_byte_reaches_the_server(noise: bytes, size: int) -> None:
    assert Guarded().up(noise, size).ended().server == b""


POSTED = made.asking(made.POLL, "Content-Length: 5", method="POST", body=b"hello")
CHUNKED = made.asking(made.POLL, "Transfer-Encoding: chunked", method="POST", body=b"5\r\nhello\r\n0\r\n\r\n")
PAGE = made.asking("/", cookie=None)
INSIDE = made.asking(made.POLL, f"Content-Length: {len(BAD)}", method="POST", body=BAD)
REQUESTS = {GOOD: True, POSTED: True, CHUNKED: True, PAGE: True, INSIDE: True, BAD: False, b"GET\r\n\r\n": False}


@given(st.lists(st.sampled_from(sorted(REQUESTS)), max_size=8), st.integers(1, 400), st.booleans())
def test_what_reaches_the_server_is_the_good_requests_before_the_first_bad_one(
    requests: list[bytes], size: int, answered: bool
) -> None:
    play = Guarded()
    for request in requests:
        play.up(request, size)
        if answered and play.guard.refused is None:
            play.down(OK)
    good = list(itertools.takewhile(REQUESTS.__getitem__, requests))
    own = b"Host: 127.0.0.1:5000"
    assert play.ended().server == b"".join(
        request.replace(f"Host: {made.AT}".encode(), own, 1) for request in good
    )
    assert (play.guard.refused is None) == (len(good) == len(requests))
    assert play.dropped >= sum(map(len, requests)) - sum(map(len, good))
