"""Each way an answer can be framed: the status is counted once, when its head is complete."""

from __future__ import annotations

import gzip
import zlib

import pytest
from tap_play import POLLING, SWITCH, UPGRADE, Steps, answer, get, play, post, request, told

from harness.events import WireResponse
from harness.proxy.tap.connection import ConnectionTap, TapMemory

GONE = b'"Invalid session gone"'
POLL = get(POLLING + "&sid=gone&t=1")
POLL_REFUSED = ["1 GET poll", "1 -> 400 poll unknown-sid"]
CHUNKED = "Transfer-Encoding: chunked"


def chunked(status: int, *chunks: bytes, trailer: bytes = b"") -> bytes:
    head = f"HTTP/1.1 {status} Whatever\r\n{CHUNKED}\r\n\r\n".encode()
    return (
        head + b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n" + trailer + b"\r\n"
    )


def polls(*numbers: int) -> bytes:
    return b"".join(get(f"{POLLING}&sid=gone&t={number}") for number in numbers)


FRAMINGS: dict[str, tuple[Steps, list[str]]] = {
    "with length": ([("c", POLL), ("s", answer(400, GONE))], POLL_REFUSED),
    "chunked": ([("c", POLL), ("s", chunked(400, GONE[:5], GONE[5:]))], POLL_REFUSED),
    "chunked with trailer": ([("c", POLL), ("s", chunked(400, GONE, trailer=b"X-T: 1\r\n"))], POLL_REFUSED),
    "1.0 without length": ([("c", POLL), ("s", b"HTTP/1.0 400 Bad\r\n\r\n" + GONE)], POLL_REFUSED),
    "1.1 until the end": (
        [("c", POLL), ("s", b"HTTP/1.1 400 Bad\r\nConnection: close\r\n\r\n" + GONE)],
        POLL_REFUSED,
    ),
    "truncated": (
        [("c", POLL), ("s", b"HTTP/1.1 400 Bad\r\nContent-Length: 99\r\n\r\nBad Requ")],
        ["1 GET poll", "1 -> 400 poll other"],
    ),
    "head only": (
        [("c", POLL), ("s", b"HTTP/1.1 400 Bad\r\nContent-Length: 99\r\n\r\n")],
        ["1 GET poll", "1 -> 400 poll other"],
    ),
    "head not complete": (
        [("c", POLL), ("s", b"HTTP/1.1 400 Bad\r\nContent-Length: 99\r\n")],
        ["1 GET poll", "1 unanswered poll"],
    ),
    "no answer": ([("c", POLL)], ["1 GET poll", "1 unanswered poll"]),
    "no request complete": ([("c", POLL[:-2])], []),
    "gzip": (
        [("c", POLL), ("s", answer(400, gzip.compress(GONE, mtime=0), "Content-Encoding: gzip"))],
        POLL_REFUSED,
    ),
    "deflate": ([("c", POLL), ("s", answer(400, zlib.compress(GONE), "Content-Encoding: deflate"))], POLL_REFUSED),
    "gzip, of a very long sid": (
        [
            ("c", get(POLLING + "&sid=" + "x" * 3000)),
            ("s", answer(400, gzip.compress(b'"Invalid session %b"' % (b"x" * 3000)), "Content-Encoding: gzip")),
        ],
        POLL_REFUSED,
    ),
    "gzip, broken": (
        [("c", POLL), ("s", answer(400, b"\x1f\x8b" + b"?" * 20, "Content-Encoding: gzip"))],
        ["1 GET poll", "1 -> 400 poll other"],
    ),
    "an encoding unknown here": (
        [("c", POLL), ("s", answer(400, GONE, "Content-Encoding: br"))],
        ["1 GET poll", "1 -> 400 poll other"],
    ),
    "keep-alive": (
        [("c", POLL), ("s", answer(400, GONE)), ("c", polls(2)), ("s", answer(200, b"6"))],
        [*POLL_REFUSED, "2 GET poll", "2 -> 200"],
    ),
    "pipelined": (
        [("c", polls(1, 2, 3)), ("s", answer(200, b"6") + chunked(400, GONE) + answer(200, b"6"))],
        ["1 GET poll", "2 GET poll", "3 GET poll", "1 -> 200", "2 -> 400 poll unknown-sid", "3 -> 200"],
    ),
    "100-continue": (
        [
            ("c", request("POST", POLLING + "&sid=gone", "Expect: 100-continue", "Content-Length: 2")),
            ("s", b"HTTP/1.1 100 Continue\r\n\r\n"),
            ("c", b"42"),
            ("s", answer(400, GONE)),
        ],
        ["1 POST post", "1 posted message", "1 -> 400 message unknown-sid"],
    ),
    "interim answers": (
        [
            ("c", POLL),
            ("s", b"HTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 102 Wait\r\n\r\n" + answer(400, GONE)),
        ],
        POLL_REFUSED,
    ),
    "204 and 304 have no body": (
        [
            ("c", polls(1, 2, 3)),
            ("s", answer(204) + b"HTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\n" + answer(200)),
        ],
        ["1 GET poll", "2 GET poll", "3 GET poll", "1 -> 204", "2 -> 304", "3 -> 200"],
    ),
    "HEAD has no body": (
        [
            ("c", polls(1) + request("HEAD", "/") * 2 + polls(2)),
            ("s", answer(200, b"6\r\n6") + (answer(200, b"x" * 9)[:-9]) * 2 + answer(400, GONE)),
        ],
        [
            "1 GET poll",
            "2 HEAD page",
            "3 HEAD page",
            "4 GET poll",
            "1 -> 200",
            "2 -> 200",
            "3 -> 200",
            "4 -> 400 poll unknown-sid",
        ],
    ),
    "HEAD has a body all the same": (
        [
            ("c", request("HEAD", POLLING)),
            ("s", answer(405, b"Method")),
            ("c", polls(1)),
            ("s", answer(400, GONE)),
        ],
        ["1 HEAD other", "1 -> 405 other", "2 GET poll", "2 -> 400 poll unknown-sid"],
    ),
    "HEAD refused": (
        [("c", request("HEAD", POLLING) + polls(1)), ("s", answer(400, b"x" * 9)[:-9] + answer(200))],
        ["1 HEAD other", "2 GET poll", "1 -> 400 other other", "2 -> 200"],
    ),
    "an answer to nothing": ([("s", answer(408))], ["0 -> 408 other"]),
    "a refusal of a head not complete": ([("c", POLL[:-2]), ("s", answer(400))], ["0 -> 400 other other"]),
    "data after close": (
        [("c", get(POLLING + "&sid=gone&t=1", "Connection: close") + b"zzz"), ("s", answer(400, GONE))],
        POLL_REFUSED,
    ),
    "answered before the body came": (
        [
            ("c", post(POLLING + "&sid=gone", b"1")[:-1]),
            ("s", answer(400, GONE)),
            ("c", b"1" + polls(2)),
            ("s", answer(200)),
        ],
        ["1 POST post", "1 -> 400 other unknown-sid", "1 posted close", "2 GET poll", "2 -> 200"],
    ),
    "answered within the body": (
        [("c", post(POLLING + "&sid=gone", b"3\x1e4123")[:-2]), ("s", answer(400, GONE))],
        ["1 POST post", "1 -> 400 message unknown-sid"],
    ),
    "other errors keep the body's kind": (
        [("c", post(POLLING + "&sid=gone", b"1")), ("s", answer(500, b"oops"))],
        ["1 POST post", "1 posted close", "1 -> 500 close-packet"],
    ),
    "chunked request": (
        [
            ("c", request("POST", POLLING + "&sid=x", CHUNKED) + b"1\r\n3\r\n3\r\n\x1e41\r\n0\r\n\r\n"),
            ("s", answer(200)),
        ],
        ["1 POST post", "1 posted pong message", "left / by client", "1 -> 200"],
    ),
    "absolute form": (
        [("c", get("http://host:1" + POLLING + "&sid=gone")), ("s", answer(400, GONE))],
        POLL_REFUSED,
    ),
    "upgrade refused, then on": (
        [
            ("c", get("/socket.io/?EIO=4&transport=websocket&sid=gone", *UPGRADE) + polls(1)),
            ("c", polls(2)),
            ("s", answer(400, GONE) + answer(200)),
            ("c", polls(3)),
            ("s", answer(204) * 2),
        ],
        [
            *("1 GET upgrade", "2 GET poll", "3 GET poll", "1 -> 400 poll unknown-sid", "2 -> 200"),
            *("4 GET poll", "3 -> 204", "4 -> 204"),
        ],
    ),
    "upgrade refused, then HEAD": (
        [
            (
                "c",
                get("/socket.io/?EIO=4&transport=websocket&sid=gone", *UPGRADE) + request("HEAD", "/") + polls(2),
            ),
            ("s", answer(400, GONE) + answer(200, b"xyz")[:-3] + answer(200)),
        ],
        [
            *("1 GET upgrade", "2 HEAD page", "3 GET poll", "1 -> 400 poll unknown-sid"),
            *("2 -> 200", "3 -> 200"),
        ],
    ),
    "upgrade after HEAD": (
        [
            ("c", request("HEAD", "/") + get("/socket.io/?EIO=4&transport=websocket&sid=x", *UPGRADE)),
            ("s", answer(200, b"xyz")[:-3] + SWITCH),
            ("c", b"\x81\x81\0\0\0\x005"),
        ],
        ["1 HEAD page", "2 GET upgrade", "1 -> 200", "2 -> 101", "upgraded"],
    ),
    "upgrade to something else, with a body": (
        [
            ("c", post(POLLING + "&sid=x", b"42[]", "Connection: Upgrade", "Upgrade: h2c") + polls(1)),
            ("s", answer(200) * 2),
        ],
        ["1 POST post", "1 posted message", "2 GET poll", "1 -> 200", "2 -> 200"],
    ),
    "upgrade to something else, with a chunked body": (
        [
            ("c", request("POST", POLLING + "&sid=x", CHUNKED, "Connection: Upgrade", "Upgrade: h2c")),
            ("c", b"1\r\n1\r\n0\r\n\r\n" + polls(1)),
            ("s", answer(200) * 2),
        ],
        ["1 POST post", "1 posted close", "2 GET poll", "1 -> 200", "2 -> 200"],
    ),
    "upgrade behind another request": (
        [
            (
                "c",
                polls(1) + get("/socket.io/?EIO=4&transport=websocket&sid=x", *UPGRADE) + b"\x81\x81\0\0\0\x005",
            ),
            ("s", answer(200, b"6") + SWITCH),
        ],
        ["1 GET poll", "2 GET upgrade", "1 -> 200", "2 -> 101", "upgraded"],
    ),
    "more after the reason": ([("c", POLL), ("s", answer(400, GONE + b"\n\n"))], POLL_REFUSED),
    "more after the handshake": (
        [("c", get(POLLING)), ("s", chunked(200, b'0{"sid":"x"}', b"\x1e2", b"\x1e2"))],
        ["1 GET handshake", "1 -> 200", "sid polling"],
    ),
    "a handshake without a session": (
        [
            ("c", get(POLLING) * 2 + POLL),
            ("s", answer(200) + answer(503, b'0{"sid":"x"}') + answer(200, b'0{"sid":"x"}')),
        ],
        ["1 GET handshake", "2 GET handshake", "3 GET poll", "1 -> 200", "2 -> 503 poll", "3 -> 200"],
    ),
    "tunnel refused": (
        [("c", request("CONNECT", "x:1") + polls(1)), ("s", answer(405) + answer(200))],
        ["1 CONNECT page", "2 GET poll", "1 -> 405 other", "2 -> 200"],
    ),
}


@pytest.mark.parametrize("name", FRAMINGS)
def test_framing(name: str) -> None:
    steps, expected = FRAMINGS[name]
    assert told(play(steps)) == expected


@pytest.mark.parametrize("name", FRAMINGS)
def test_framing_byte_by_byte(name: str) -> None:
    steps, _ = FRAMINGS[name]
    assert play(steps, [[-1]] * len(steps)) == play(steps)


def feed(*parts: bytes) -> list[list[str]]:
    """What each part of the answer to a poll makes the tap tell."""
    tap = ConnectionTap(1, 2, "socket.io", TapMemory())
    tap.from_client(POLL, 0)
    return [told(tap.from_server(part, at)) for at, part in enumerate(parts)]


def test_a_refusal_is_told_once_its_reason_is_known() -> None:
    head, body = answer(400, GONE)[: -len(GONE)], GONE
    assert feed(head, body[:9], body[9:]) == [[], [], ["1 -> 400 poll unknown-sid"]]


def test_any_other_status_is_told_at_its_head() -> None:
    assert feed(answer(502, b"x" * 9)[:-9], b"x" * 9) == [["1 -> 502 poll"], []]


def test_a_refusal_is_told_when_more_would_not_be_kept() -> None:
    endless = b"HTTP/1.1 400 Bad\r\n\r\n"
    assert feed(endless + b"x" * 1023, b"x", b"x") == [[], ["1 -> 400 poll other"], []]


def test_time_and_text_of_a_refusal() -> None:
    tap = ConnectionTap(7, 4567, "/socket.io", TapMemory())
    tap.from_client(POLL, 10)
    tap.from_server(b"HTTP/1.0 400 Bad\r\n\r\n" + b"\xc3\xa9" * 99, 20)
    tap.from_server(b"y" * 99, 30)
    (refused,) = tap.ended(40)
    assert refused == WireResponse(
        t=20,
        conn=7,
        n=1,
        status=400,
        method="GET",
        kind="poll",
        upstream_port=4567,
        sid="gone",
        body="poll",
        cause="other",
        text="é" * 99 + "y" * 21,
    )


def test_the_end_is_told_once() -> None:
    tap = ConnectionTap(1, 2, "socket.io", TapMemory())
    tap.from_client(POLL, 0)
    assert told(tap.ended(1)) == ["1 unanswered poll"]
    assert tap.ended(2) == []
