"""What the tap keeps of a connection is bounded, whatever crosses; what waited for an upgrade is told."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Iterable, Iterator

import pytest
from tap_play import POLLING, PORT, SWITCH, UPGRADE, WEBSOCKET, answer, get, play, post, request, rows, told

from harness.events import Crossed
from harness.proxy.tap import http
from harness.proxy.tap.body import DECODED_BYTES, Body, Framing, Inflating
from harness.proxy.tap.chunks import ChunkedEnd
from harness.proxy.tap.connection import MOST_BYTES, ConnectionTap, TapMemory
from harness.proxy.tap.packets import MOST_PACKETS, Packets
from harness.proxy.tap.redaction import Redactor
from harness.proxy.tap.traffic import Traffic

MIB = 1024 * 1024
POLL = get(POLLING + "&sid=x&t=1")
ASKING = get(WEBSOCKET + "&sid=x", *UPGRADE)
OPENING = [("c", get(WEBSOCKET, *UPGRADE)), ("s", SWITCH)]
CHUNK = b"4" * 65536


def deflated(data: bytes, times: int) -> Iterator[bytes]:
    deflater = zlib.compressobj(wbits=-15)
    for _ in range(times):
        yield deflater.compress(data)
    yield deflater.flush()


def head(opcode: int, length: int, masked: bool = False) -> bytes:
    return bytes([opcode, 127 | 0x80 * masked]) + length.to_bytes(8, "big") + b"\1\2\3\4" * masked


ENDLESS: dict[str, tuple[list[tuple[str, bytes]], str, Iterable[bytes]]] = {
    "a message": ([*OPENING, ("c", head(0x81, 200 * MIB, masked=True))], "c", [CHUNK] * 3200),
    "a message in fragments": (OPENING, "s", [b"\x01\x00", *[b"\x00\x7e\xff\xff" + CHUNK[1:]] * 400]),
    "a compressed message": ([*OPENING, ("s", head(0xC1, MIB))], "s", deflated(CHUNK, 400)),
    "a head": ([("c", b"GET / HTTP/1.1\r\n")], "c", [b"X: yyyyyyyyyyyyy\r\n" * 40] * 200),
    "a target": ([("c", b"GET /?")], "c", [b"y" * 1000] * 200),
    "an answer's head": ([("c", POLL), ("s", b"HTTP/1.1 200 OK\r\n")], "s", [b"X: y\r\n" * 100] * 200),
    "a POST": ([("c", request("POST", POLLING + "&sid=x", f"Content-Length: {200 * MIB}"))], "c", [CHUNK] * 3200),
    "a POST of small packets": (
        [("c", request("POST", POLLING + "&sid=x", f"Content-Length: {20 * MIB}"))],
        "c",
        [b"40\x1e" * 20000],
    ),
    "a POST for a script": (
        [("c", request("POST", POLLING + "&sid=x&j=0", f"Content-Length: {200 * MIB}") + b"d=")],
        "c",
        [CHUNK] * 400,
    ),
    "a chunked answer": (
        [("c", POLL), ("s", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")],
        "s",
        [b"10000\r\n" + CHUNK + b"\r\n"] * 400,
    ),
    "a chunk's length": (
        [("c", POLL), ("s", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;")],
        "s",
        [b"x" * 1000] * 200,
    ),
    "an answer to nothing": ([], "s", [answer(200, b"6") * 10] * 30),
    "a compressed answer": (
        [("c", POLL), ("s", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")],
        "s",
        [gzip.compress(CHUNK * 100)] * 2,
    ),
    "pipelined requests": ([], "c", [POLL * 10] * 400),
    "pipelined requests with long targets": ([], "c", [get("/?" + "y" * 60_000)] * 20),
    "pipelined requests with bodies": ([], "c", [post(POLLING + "&sid=x", b"4" * 5000)] * 300),
    "pipelined requests with many packets": ([], "c", [post(POLLING + "&sid=x", b"40/abc\x1e" * 300)] * 100),
    "frames before the answer to an upgrade": ([("c", ASKING)], "c", [b"\x81\x7e\xff\xff" * 100] * 300),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_is_kept_of_a_connection_is_bounded(name: str) -> None:
    before, who, parts = ENDLESS[name]
    memory, traffic = TapMemory(), Traffic(Redactor(b"key"))
    play(OPENING, memory=memory, traffic=traffic)  # what is made once for all connections
    tracemalloc.start()
    try:
        tap = ConnectionTap(1, PORT, "/socket.io/", memory, traffic)
        for side, data in before:
            (tap.from_client if side == "c" else tap.from_server)(data, 0)
        feed = tap.from_client if who == "c" else tap.from_server
        most = 0
        for part in parts:
            feed(bytes(part), 1)
            traffic.flush(2)
            most = max(most, tracemalloc.get_traced_memory()[0])
        assert most < MOST_BYTES
    finally:
        tracemalloc.stop()


def test_what_waited_for_an_upgrade_is_told_when_the_connection_ends() -> None:
    steps = [("c", ASKING + POLL), ("c", POLL)]
    lines = [
        "1 GET upgrade",
        "1 unanswered poll",
        "2 GET poll",
        "3 GET poll",
        "2 unanswered poll",
        "3 unanswered poll",
    ]
    assert told(play(steps)) == lines
    assert [row.ending for row in rows(steps) if isinstance(row, Crossed)] == ["cut"] * 3
    assert told(play([("c", ASKING * 2)]))[2:] == ["2 GET upgrade", "2 unanswered poll"]


def test_frames_that_waited_for_an_upgrade_blind_the_tap_at_the_end() -> None:
    steps = [("c", ASKING + b"\x81\x81\0\0\0\x005")]
    assert told(play(steps)) == ["1 GET upgrade", "1 unanswered poll", "lost"]


def test_empty_lines_before_a_head_are_none_of_it() -> None:
    steps = [("c", b"\r\n\r\n\r\n" + POLL + b"\r\n" + POLL), ("s", b"\r\n" + answer(200, b"6") * 2)]
    assert told(play(steps)) == ["1 GET poll", "2 GET poll", "1 -> 200", "2 -> 200"]
    assert play(steps, [[-1]] * 2) == play(steps)
    assert rows(steps, [[-1]] * 2) == rows(steps)


@pytest.mark.parametrize("who", ["c", "s"])
def test_a_body_whose_end_is_in_doubt_blinds_the_tap(monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    def too_soon(self: ChunkedEnd, data: bytes, at: int) -> int:
        self.found = True
        return len(data)

    monkeypatch.setattr(http.ChunkedEnd, "end", too_soon)
    chunked = "Transfer-Encoding: chunked"
    asked = request("POST", "/", chunked) + b"1\r\n" if who == "c" else POLL
    steps = [("c", asked), ("s", f"HTTP/1.1 200 OK\r\n{chunked}\r\n\r\n1\r\n".encode())]
    assert told(play(steps))[-1] == "lost"


@pytest.mark.timeout(10)
@pytest.mark.parametrize("size", [b"-3", b"+3", b"1_0", b"0x3", b"", b";a", b"3" * 17])
@pytest.mark.parametrize("who", ["c", "s"])
def test_a_chunk_of_no_size_blinds_the_tap_and_does_not_hold_it(who: str, size: bytes) -> None:
    """Below 0, it would read backwards for ever."""
    body = b"\r\n" + size + b"\r\nabc\r\n0\r\n\r\n"
    chunked = "Transfer-Encoding: chunked"
    asked = request("POST", "/", chunked) + b"2\r\nab" + body if who == "c" else POLL
    steps = [("c", asked), ("s", f"HTTP/1.1 200 OK\r\n{chunked}\r\n\r\n2\r\nab".encode() + body)]
    assert told(play(steps[: 1 + (who == "s")]))[-1] == "lost"
    with pytest.raises(ValueError, match="no chunk's size"):
        ChunkedEnd().end(size + b"\r\n", 0)


@pytest.mark.parametrize("cut", [5, 18, 49, 60])
def test_a_target_that_looks_like_a_version_is_none_however_it_is_cut(cut: int) -> None:
    data = b"PUT /HTTP//y\n\r\nn:\r\nCooki:\r\nCooki:\r\nCookie:$=b\r\n\r\n"
    assert told(play([("c", data)])) == told(play([("c", data[:cut]), ("c", data[cut:])])) == ["lost"]


def test_a_head_whose_end_is_in_doubt_blinds_the_tap(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(self: http.Reader, data: bytes, at: int, now: int) -> int:
        return len(data)

    monkeypatch.setattr(http.Reader, "_piece_end", nowhere)
    assert told(play([("c", POLL)])) == ["lost"]


def test_a_body_is_decoded_up_to_a_bound() -> None:
    body = Body("gzip", Framing("4"))
    body.feed(gzip.compress(b"4" * (DECODED_BYTES + 1)))
    body.feed(b"more")
    assert body.unread
    exact = Body("gzip", Framing("4"))
    exact.feed(gzip.compress(b"4" * DECODED_BYTES))
    assert not exact.unread
    assert len(exact.start) < DECODED_BYTES


@pytest.mark.parametrize("at", [3, 30, 50])
def test_a_broken_body_is_read_as_far_as_it_goes(at: int) -> None:
    whole = bytearray(gzip.compress(b"".join(b"%d," % number for number in range(30)), mtime=0))
    whole[at:] = b"\xff" * (len(whole) - at)
    at_once, in_bytes = Inflating(), Inflating()
    read = at_once.feed(bytes(whole))
    assert read == b"".join(in_bytes.feed(whole[i : i + 1]) for i in range(len(whole)) if not in_bytes.broken)
    assert at_once.broken
    assert in_bytes.broken


def test_so_many_types_are_kept_and_no_more() -> None:
    packets = Packets("3")
    packets.feed(b"1:2" * MOST_PACKETS + b"oops")
    assert packets.found.types == ["ping"] * MOST_PACKETS
