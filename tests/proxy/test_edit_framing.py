"""Where messages begin and end: every byte comes out again, and what is not plain HTTP/1 is left alone."""

from __future__ import annotations

import pytest

from harness.proxy.edit.framing import (
    HEAD_BYTES,
    Framer,
    Part,
    answer_length,
    request_length,
    starts_answer,
    starts_request,
)

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /p HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"
CHUNKED = (
    b"POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    b'5;q="x"\r\nhello\r\nA\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n'
)


def requests() -> Framer:
    return Framer(request_length, starts_request)


def answers(method: bytes = b"GET") -> Framer:
    return Framer(lambda head: answer_length(head, method), starts_answer)


def parts(framer: Framer, data: bytes, size: int = 0) -> list[Part]:
    size = size or len(data)
    return [part for at in range(0, len(data), size) for part in framer.feed(data[at : at + size])]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 0])
def test_requests_in_a_row(size: int) -> None:
    stream = GET + b"\r\n" + POST + CHUNKED + GET
    framer = requests()
    found = parts(framer, stream, size)
    assert b"".join(part.data for part in found) == stream
    assert [part.head.target for part in found if part.head] == [b"/", b"/p", b"/c", b"/"]
    assert sum(part.ends for part in found) == 4
    assert framer.between
    assert {part.what for part in found} == {"head", "body", "between"}


def test_a_head_is_kept_back_until_it_is_whole() -> None:
    framer = requests()
    assert list(framer.feed(GET[:-1])) == []
    assert (framer.held, framer.between) == (GET[:-1], False)
    (part,) = framer.feed(GET[-1:])
    assert (part.data, part.ends) == (GET, True)


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01 a TLS hello",
        b"GET /\r\n",
        b"GET / HTTP/1.1\nHost: x\n\n",
        b"GET / HTTP/1.1\r\nHost: x\n\r\n",
        b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: 1\r\n folded\r\n\r\n",
        b"GET / HTTP/2.0\r\n\r\n",
        b"CONNECT a:1 HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"x" * HEAD_BYTES + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"x" * HEAD_BYTES,
    ],
)
def test_what_servers_may_read_in_different_ways_is_left_alone(data: bytes) -> None:
    for size in (1, 0) if len(data) < 1000 else (4096, 0):
        framer = requests()
        found = parts(framer, data + POST, size)
        assert b"".join(part.data for part in found) == data + POST
        assert framer.gave_up
        assert not any(part.head for part in found)


@pytest.mark.parametrize(
    "body",
    [
        b"x\r\n",
        b"5\nhello\r\n",
        b"5\r\nhello!\r\n0\r\n\r\n",
        b"9" * 16 + b"\r\n",
        b"1;" + b"x" * 5000,
        b"0\r\na\n",
    ],
)
def test_chunks_that_are_none_end_the_framing(body: bytes) -> None:
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    for size in (1, 0):
        framer = requests()
        found = parts(framer, head + body + GET, size)
        assert b"".join(part.data for part in found) == head + body + GET
        assert framer.gave_up


def test_answers_by_what_asked() -> None:
    sized = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
    assert [part.ends for part in parts(answers(), sized + b"ok")] == [False, True]
    assert [part.ends for part in parts(answers(b"HEAD"), sized)] == [True]
    assert [part.ends for part in parts(answers(), b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n")] == [
        True
    ]
    assert [part.ends for part in parts(answers(), b"HTTP/1.1 100 Continue\r\n\r\n" + sized)] == [True, False]
    unbounded = parts(answers(), b"HTTP/1.0 200\r\n\r\nall\r\n\r\nthis", 5)
    assert b"".join(part.data for part in unbounded if part.what == "body") == b"all\r\n\r\nthis"
    assert not any(part.ends for part in unbounded)


def test_an_answer_that_is_none_is_left_alone() -> None:
    assert [part.what for part in parts(answers(), b"SSH-2.0-x\r\n")] == ["raw"]
    assert [part.what for part in parts(answers(), b"HTTP/1.1 ok\r\n\r\n", 3)][-1] == "raw"


def test_giving_up_returns_what_was_kept_back() -> None:
    framer = requests()
    list(framer.feed(b"GET / HT"))
    assert framer.give_up() == b"GET / HT"
    assert [part.what for part in framer.feed(b"TP/1.1\r\n\r\n")] == ["raw"]
