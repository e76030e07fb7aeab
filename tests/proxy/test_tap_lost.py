"""What the tap cannot follow makes it blind, once, and never raises."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tap_play import POLLING, SWITCH, UPGRADE, WEBSOCKET, Steps, answer, get, play, post, request, told

from harness.events import WireTapLost
from harness.proxy.tap.connection import ConnectionTap, TapMemory

POLL = get(POLLING + "&sid=x&t=1")
ASKING = get(WEBSOCKET + "&sid=x", *UPGRADE)

CANNOT: dict[str, tuple[Steps, str]] = {
    "TLS": ([("c", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")], "Invalid method"),
    "HTTP/2": ([("c", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")], "PRI"),
    "a server that speaks no HTTP": ([("c", POLL), ("s", b"SSH-2.0-x\r\n")], "Expected HTTP/"),
    "smuggling": ([("c", post("/", b"", "Transfer-Encoding: chunked"))], "Transfer-Encoding"),
    "a switch to what nobody asked for": ([("c", POLL), ("s", SWITCH)], "OtherProtocolError: .* unknown protocol"),
    "a switch to h2c": (
        [("c", get("/", "Connection: Upgrade", "Upgrade: h2c")), ("s", SWITCH.replace(b"websocket", b"h2c"))],
        "h2c",
    ),
    "a tunnel": ([("c", request("CONNECT", "x:1")), ("s", b"HTTP/1.1 200 Yes\r\n\r\n")], "tunnel"),
    "an endless request head": ([("c", get("/", *["X: " + "y" * 9000] * 20)[:-2])], "nothing complete"),
    "an endless target": ([("c", b"GET /" + b"y" * 140_000)], "nothing complete"),
    "an endless answer's head": (
        [("c", POLL), ("s", answer(200)[:-4] + b"\r\nX: y" * 30_000)],
        "nothing complete",
    ),
    "endless trailers": (
        [
            ("c", POLL),
            ("s", b"HTTP/1.1 200 Y\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"),
            ("s", b"X: y\r\n" * 30_000),
        ],
        "nothing complete",
    ),
    "bytes before the answer to an upgrade": ([("c", ASKING + b"x" * 70_000)], "before the answer to an upgrade"),
    "requests and never an answer": ([("c", POLL * 1025)], "requests without an answer"),
    "a length that is none": ([("c", post("/", b"x", "Content-Length: 1"))], "Content-Length"),
}


@pytest.mark.parametrize("name", CANNOT)
def test_lost_once_then_silent(name: str) -> None:
    steps, why = CANNOT[name]
    tap = ConnectionTap(5, 6, "/socket.io/", TapMemory())
    events = [
        event for who, data in steps for event in (tap.from_client if who == "c" else tap.from_server)(data, 3)
    ]
    (lost,) = [event for event in events if isinstance(event, WireTapLost)]
    assert lost is events[-1]
    assert (lost.t, lost.conn, tap.lost) == (3, 5, True)
    assert re.search(why, lost.why)
    assert "\n" not in lost.why
    assert tap.from_client(POLL, 4) + tap.from_server(answer(400), 5) + tap.ended(6) == []


def test_a_refusal_under_way_is_still_told() -> None:
    steps = [("c", POLL), ("s", b'HTTP/1.1 400 Bad\r\nContent-Length: 30\r\n\r\n"Invalid'), ("c", b"\x00\x00")]
    assert told(play(steps)) == ["1 GET poll", "1 -> 400 poll other", "lost"]


def test_what_went_before_is_told() -> None:
    assert told(play([("c", POLL + b"\x00")])) == ["1 GET poll", "lost"]


def test_current_stays_the_latest_request() -> None:
    tap = ConnectionTap(1, 2, "/socket.io/", TapMemory())
    assert tap.current is None
    tap.from_client(POLL + get("/x")[:-1], 0)
    assert tap.current is not None
    assert (tap.current.kind, tap.current.sid, tap.current.method) == ("poll", "x", "GET")
    tap.from_client(b"\n" + ASKING, 0)
    tap.from_server(answer(200) * 2 + SWITCH, 0)
    assert (tap.current.kind, tap.current.n) == ("upgrade", 3)


HOSTILE = st.lists(
    st.tuples(
        st.sampled_from("cs"),
        st.one_of(
            st.binary(max_size=60),
            st.sampled_from(
                [POLL, ASKING, SWITCH, answer(400, b'"x"'), answer(200), b"\r\n", b"HTTP/1.1 ", b"\x81\x05"]
            ),
        ),
    ),
    max_size=12,
)


@given(HOSTILE)
def test_no_bytes_make_it_raise(steps: Steps) -> None:
    events = play(steps)
    lost = [at for at, event in enumerate(events) if isinstance(event, WireTapLost)]
    assert lost in ([], [len(events) - 1])
