"""The editor: what it lets pass stays byte for byte, what it changes is what was asked, and order is kept."""

from __future__ import annotations

import pytest
from edit_play import GET, OK, POST, Play
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.proxy.edit.edits import ANSWER_BYTES, Edit, Memory, Short
from harness.proxy.edit.head import Head

UPGRADE = b"GET /socket.io/?transport=websocket HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
SWITCH = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
CHUNKED_POST = b"POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
EXPECT = b"POST /e HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello"
OWN = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"
REQUESTS = st.lists(
    st.sampled_from([GET, POST, CHUNKED_POST, EXPECT, b"\r\n" + GET, UPGRADE, b"nonsense "]), max_size=6
)
ANSWERS = st.lists(
    st.sampled_from(
        [
            OK,
            b"HTTP/1.1 204 No Content\r\n\r\n",
            b"HTTP/1.1 100 Continue\r\n\r\n" + OK,
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
            SWITCH,
            b"HTTP/1.0 200 OK\r\n\r\nuntil it closes",
            b"garbage",
        ]
    ),
    max_size=6,
)


def answering(_head: Head) -> Edit:
    return Edit(did="answered", answer=OWN)


@given(REQUESTS, ANSWERS, st.integers(1, 80), st.integers(1, 80), st.booleans())
@settings(max_examples=200, deadline=None)
def test_what_it_lets_pass_is_the_same_byte_for_byte(
    requests: list[bytes], answers: list[bytes], up: int, down: int, mixed: bool
) -> None:
    play = Play()
    sent, got = b"".join(requests), b"".join(answers)
    if mixed:
        for request, answer in zip(requests, answers, strict=False):
            play.up(request, up).down(answer, down)
        sent, got = (b"".join(some[: min(len(requests), len(answers))]) for some in (requests, answers))
    else:
        play.up(sent, up).down(got, down)
    play.ended()
    assert (play.server, play.client) == (sent, got) == (play.heard_up, play.heard_down)
    assert (play.added, play.dropped) == (0, 0)


@given(st.lists(st.sampled_from([GET, POST, b"\r\n" + POST]), max_size=6), st.integers(1, 80))
@settings(max_examples=100, deadline=None)
def test_a_rewrite_changes_what_it_names_and_nothing_else(requests: list[bytes], size: int) -> None:
    play = Play(
        lambda head: Edit(did="changed", head=head.having(b"Origin", b"o").with_query("sid", "b"), sid="b")
    )
    play.up(b"".join(requests), size)
    expected = b"".join(requests).replace(b"sid=a", b"sid=b")
    expected = expected.replace(b"Host: x\r\n\r\n", b"Host: x\r\nOrigin: o\r\n\r\n")
    expected = expected.replace(b"Content-Length: 5\r\n\r\n", b"Content-Length: 5\r\nOrigin: o\r\n\r\n")
    assert play.server == expected
    assert play.heard_up == b"".join(requests)
    assert len(play.server) == len(play.heard_up) + play.added - play.dropped


@pytest.mark.parametrize("size", [1, 7, 0])
def test_the_wires_answers_wait_for_those_before_them(size: int) -> None:
    play = Play(lambda head: answering(head) if head.method == b"POST" else None)
    play.up(GET + POST + GET + POST, size)
    assert (play.server, play.client) == (GET + GET, b"")
    play.down(OK, size)
    assert play.client == OK + OWN
    play.down(OK, size)
    assert play.client == OK + OWN + OK + OWN
    assert play.dropped == 2 * len(POST)
    assert play.editor.idle


def test_an_answer_of_the_wire_waits_for_the_whole_request() -> None:
    play = Play(answering).up(POST[:-1])
    assert play.client == b""
    assert play.up(POST[-1:]).client == OWN
    play = Play(lambda head: answering(head) if head.method == b"POST" else None).up(GET + POST[:-1]).down(OK)
    assert play.client == OK
    assert play.up(POST[-1:]).client == OK + OWN


def test_what_the_client_wants_last_is_followed_by_the_end() -> None:
    play = Play(answering).up(GET.replace(b"Host: x", b"Connection: close"))
    assert (play.client, play.end and play.end.how) == (OWN, "fin")


def test_requests_that_expect_and_chunked_ones_are_not_asked_about() -> None:
    play = Play(answering).up(EXPECT + CHUNKED_POST)
    assert (play.server, play.client) == (EXPECT + CHUNKED_POST, b"")


def test_a_longer_body_follows_its_own() -> None:
    grown = Edit(
        did="changed", head=Head.parse(b"POST / HTTP/1.1\r\nContent-Length: 8\r\n\r\n"), extra=(b"12", b"3")
    )
    play = Play(lambda _head: grown).up(POST + POST)
    assert play.server == 2 * b"POST / HTTP/1.1\r\nContent-Length: 8\r\n\r\nhello123"


def test_a_request_is_repeated_as_it_goes_on() -> None:
    play = Play(lambda _head: Edit(did="repeated", repeat=True)).up(GET)
    assert (play.repeated, play.server) == ([GET], GET)


def test_fields_are_taken_out_of_an_answer() -> None:
    answer = OK.replace(b"Content-Length", b"Set-Cookie: a=1\r\nset-cookie: b=2\r\nContent-Length")
    play = Play(lambda _head: Edit(did="changed", without=((b"set-cookie", b"a="),))).up(GET + GET)
    play.down(answer + OK, 5)
    assert play.client == OK.replace(b"Content-Length", b"set-cookie: b=2\r\nContent-Length") + OK
    assert play.heard_down == answer + OK


def test_an_answer_is_kept_unless_it_is_too_long() -> None:
    memory = Memory()
    play = Play(lambda _head: Edit(did="", keep=memory)).up(GET).down(OK, 3)
    assert (memory.answer, play.client) == (OK, OK)
    long = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % ANSWER_BYTES + bytes(ANSWER_BYTES)
    play.up(GET).down(long, 5000)
    assert (memory.answer, play.client) == (OK, OK + long)


@pytest.mark.parametrize("size", [1, 3, 0])
@pytest.mark.parametrize(("after", "body"), [(10, b"01234"), (2, b"01"), (0, b"")])
def test_an_answer_is_cut_in_its_body_at_half_of_it_at_most(size: int, after: int, body: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
    play = Play(lambda _head: Edit(did="cut short", short=Short(after, "rst"))).up(GET)
    play.down(head + b"0123456789", size)
    assert (play.client, play.end and play.end.how) == (head + body, "rst")
    assert play.dropped == 10 - len(body)


def test_an_answer_without_a_body_is_not_cut() -> None:
    play = Play(lambda _head: Edit(did="cut short", short=Short(0, "fin"))).up(GET).down(OWN)
    assert (play.client, play.end) == (OWN, None)


def test_after_an_end_nothing_of_the_wire_follows() -> None:
    play = Play(lambda head: answering(head) if head.method == b"POST" else Edit(did="", short=Short(1, "fin")))
    play.up(GET + POST).down(OK)
    assert play.client == OK[:-1]


def test_a_websocket_is_left_alone() -> None:
    play = Play().up(UPGRADE + b"\x81\x00")
    play.down(SWITCH + b"\x81\x01x")
    assert play.editor.switched
    assert (play.up(GET).server, play.client) == (UPGRADE + b"\x81\x00" + GET, SWITCH + b"\x81\x01x")


def test_a_refused_upgrade_goes_on_as_http() -> None:
    play = Play(lambda head: None if head.upgrades else answering(head)).up(UPGRADE).down(OK)
    assert (play.editor.idle, play.up(GET).client) == (True, OK + OWN)


def test_what_is_sent_before_the_answer_to_an_upgrade_ends_the_editing() -> None:
    play = Play(lambda head: None if head.upgrades else answering(head)).up(UPGRADE).up(GET[:5])
    assert not play.editor.spent
    play.down(OK).up(GET[5:] + GET)
    assert (play.server, play.client) == (UPGRADE + GET + GET, OK)
    assert (play.editor.idle, play.editor.spent) == (False, True)
    play = Play(lambda head: None if head.upgrades else answering(head)).up(UPGRADE).up(GET).down(OK).up(GET)
    assert (play.server, play.client) == (UPGRADE + GET + GET, OK)


def test_it_is_not_spent_while_it_keeps_some_of_an_answer() -> None:
    play = Play().up(GET + b"nonsense \x00\r\n").down(OK + OK[:9])
    assert (play.client, play.editor.spent) == (OK, False)
    assert play.down(OK[9:]).client == OK + OK


def test_an_early_answer_to_an_upgrade_leaves_it_awake() -> None:
    head = UPGRADE.replace(b"Upgrade: websocket", b"Upgrade: websocket\r\nContent-Length: 2")
    play = Play(lambda head: None if head.upgrades else answering(head)).up(head + b"h").down(OK).up(b"i" + GET)
    assert play.client == OK + OWN


def test_an_answer_to_nothing_ends_the_editing_of_answers() -> None:
    play = Play(answering).down(OK).up(GET)
    assert play.client == OK + OWN
    play = Play(lambda head: answering(head) if head.method == b"POST" else None).up(POST[:-1]).down(OK)
    assert play.client == OK


def test_an_answer_that_ends_with_the_connection_lets_the_next_follow() -> None:
    play = Play(lambda head: answering(head) if head.method == b"POST" else None).up(GET + POST)
    play.down(b"HTTP/1.0 200 OK\r\n\r\nall").ended()
    assert play.client == b"HTTP/1.0 200 OK\r\n\r\nall" + OWN


def test_what_was_kept_back_goes_on_when_the_client_ends() -> None:
    assert Play().up(GET[:9]).ended().server == GET[:9]
