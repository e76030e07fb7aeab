"""Each exchange that is over is one row, each WebSocket message another; what they tell is right and redacted."""

from __future__ import annotations

import gzip
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tap_play import (
    POLLING,
    PORT,
    SWITCH,
    UPGRADE,
    WEBSOCKET,
    Steps,
    answer,
    get,
    play,
    post,
    recorded,
    request,
    rows,
)
from test_tap_framings import FRAMINGS
from test_tap_lost import CANNOT

from harness.events import Crossed, Event, Framed, WireHead, WireTraffic
from harness.proxy.tap.brief import BriefTap
from harness.proxy.tap.connection import ConnectionTap, TapMemory
from harness.proxy.tap.redaction import Redactor
from harness.proxy.tap.traffic import BLOCK_BYTES, MOST_ROWS, Traffic

KEY = b"the key of this run"
POLL = get(POLLING + "&sid=x&t=1")
GONE = b'"Invalid session x"'


def one(*steps: tuple[str, bytes]) -> Crossed:
    """The only row of a connection."""
    (row,) = rows(steps)
    assert isinstance(row, Crossed)
    return row


def test_times_and_sizes_of_an_exchange() -> None:
    row = one(
        ("c", request("POST", POLLING + "&sid=x&sidlab=ann", "Content-Length: 10")[:20]),
        ("c", request("POST", POLLING + "&sid=x&sidlab=ann", "Content-Length: 10")[20:] + b'42["s'),
        ("c", b'ay",'),
        ("c", b"7]"[:1]),
        ("s", b"HTTP/1.1 100 Continue\r\n\r\n"),
        ("s", answer(200, b"ok")[:9]),
        ("s", answer(200, b"ok")[9:-1]),
        ("s", b"k"),
    )
    assert (row.conn, row.n, row.method, row.kind, row.sid, row.client) == (1, 1, "POST", "post", "x", "ann")
    assert (row.began, row.asked, row.answered, row.ended) == (0, 3, 5, 7)
    assert (row.sent, row.sent_body, row.got, row.got_body) == (10, '42["say",7', 2, "ok")
    assert (row.http, row.status, row.ending, row.body, row.cause, row.fault) == (
        "HTTP/1.1",
        200,
        "complete",
        None,
        None,
        None,
    )
    assert row.target == POLLING + "&sid=x&sidlab=ann"


@pytest.mark.parametrize(
    ("steps", "ending", "status"),
    [
        ([("c", POLL), ("s", answer(200, b"6"))], "complete", 200),
        ([("c", POLL), ("s", b"HTTP/1.0 200 OK\r\n\r\n6")], "complete", 200),
        ([("c", POLL), ("s", answer(200, b"6")[:-1])], "cut", 200),
        ([("c", POLL), ("s", answer(200, b"6")[:9])], "cut", None),
        ([("c", POLL)], "cut", None),
        ([("c", POLL), ("s", answer(400, GONE)[:-3])], "cut", 400),
        ([("c", POLL), ("s", answer(400, GONE)[:-3]), ("s", b"")], "cut", 400),
        ([("c", get(WEBSOCKET, *UPGRADE)), ("s", SWITCH)], "switched", 101),
        ([("c", get(WEBSOCKET, *UPGRADE)), ("s", answer(400, GONE))], "complete", 400),
        ([("c", POLL), ("s", SWITCH)], "blind", 101),
        ([("c", POLL), ("s", b"\0")], "blind", None),
        ([("c", POLL), ("s", answer(200, b"66")[:-1]), ("c", b"\0")], "blind", 200),
        ([("c", request("HEAD", "/")), ("s", answer(200, b"xy")[:-2])], "complete", 200),
        ([("c", post("/", b"xy")[:-1]), ("s", answer(200, b"6"))], "complete", 200),
        ([("c", post("/", b"xy")[:-1]), ("s", answer(200, b"66")[:-1])], "cut", 200),
        ([("s", answer(408))], "complete", 408),
    ],
)
def test_how_an_exchange_ended(steps: Steps, ending: str, status: int | None) -> None:
    row = one(*steps)
    assert (row.ending, row.status) == (ending, status)
    assert row.n == (0 if row.status == 408 else 1)


def test_a_request_that_is_complete_after_its_answer_is_told_then() -> None:
    sent = post(POLLING + "&sid=x", b"41")
    row = one(("c", sent[:-1]), ("s", answer(200, b"ok")), ("c", sent[-1:]))
    assert (row.asked, row.answered, row.ended, row.sent, row.ending) == (2, 1, 1, 2, "complete")


def test_an_answer_of_the_wire_has_its_fault() -> None:
    told = Told()
    told.tap.from_client(POLL + POLL, 0)
    told.tap.answered(answer(400, GONE), "status", 3)
    told.tap.changed("stale-sid", "y")
    told.tap.from_server(answer(200, b"6"), 4)
    first, second = told.exchanges
    assert (first.ending, first.fault, first.cause, first.ended) == ("wire", "status", "unknown-sid", 3)
    assert (second.ending, second.fault) == ("complete", "stale-sid")


class Told:
    """A tap, and what its traffic tells."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.waits = 0
        self.traffic = Traffic(Redactor(KEY), self.events.append, self._began)
        self.tap = ConnectionTap(1, PORT, "/socket.io/", TapMemory(), self.traffic)

    def _began(self) -> None:
        self.waits += 1

    @property
    def exchanges(self) -> list[Crossed]:
        self.traffic.flush(9)
        return [row for event in self.events if isinstance(event, WireTraffic) for row in event.exchanges]

    @property
    def heads(self) -> list[WireHead]:
        return [event for event in self.events if isinstance(event, WireHead)]


def test_batches_are_told_when_they_are_full_or_asked_for() -> None:
    told = Told()
    for at in range(MOST_ROWS + 1):
        told.tap.from_client(POLL, at)
        told.tap.from_server(answer(200, b"6"), at)
    (full,) = [event for event in told.events if isinstance(event, WireTraffic)]
    assert (len(full.exchanges), full.t, told.waits) == (MOST_ROWS, MOST_ROWS - 1, 2)
    assert len(told.exchanges) == MOST_ROWS + 1
    told.traffic.flush(10)
    assert sum(isinstance(event, WireTraffic) for event in told.events) == 2


def test_batches_of_messages_are_told_when_they_are_full() -> None:
    told = Told()
    for at in range(MOST_ROWS + 1):
        told.traffic.framed(Framed(1, 1, at, True, 1, 2, "42"))
    (full,) = [event for event in told.events if isinstance(event, WireTraffic)]
    assert (len(full.messages), full.t, told.waits) == (MOST_ROWS, MOST_ROWS - 1, 2)


def test_equal_blocks_of_headers_are_told_once() -> None:
    told = Told()
    long = "X-Long: " + "y" * BLOCK_BYTES
    for _ in range(2):
        told.tap.from_client(get("/", "Cookie: a=b"), 0)
        told.tap.from_server(answer(200, b"", long), 0)
        told.tap.from_client(b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 0)
        told.tap.from_server(b"HTTP/1.1 204 No\r\n\r\n", 0)
    numbers = [row.heads for row in told.exchanges]
    assert numbers == [(1, 2), (3, 0), (1, 4), (3, 0)]
    assert [head.id for head in told.heads] == [1, 2, 3, 4]
    names = [[name for name, _ in head.headers] for head in told.heads]
    assert names[0] == ["Host", "Cookie"]
    assert names[1] == names[3] == ["Content-Length", "X-Long"]


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        (b'42["say",{"text":"hello"}]', '42["say",{"text":"~"}]'),
        (b"4" + "é".encode() * 800, "4~…"),
        (b"44" + "é".encode() * 800, "4~…"),
        (b"b" + b"A" * 1100, "b[767+]…"),
        (b"\xff\xfe", None),
        (b"4\xc3", None),
        (b"4" * 1023 + b"\xff4", None),
        (b"", None),
    ],
)
def test_what_is_told_of_a_body(sent: bytes, left: str | None) -> None:
    row = one(("c", post(POLLING + "&sid=x", sent)), ("s", answer(200, b"ok")))
    assert shape(row.sent_body) == left
    assert row.sent == len(sent)


def shape(text: str | None) -> str | None:
    return None if text is None else "~".join(part[10 * bool(at) :] for at, part in enumerate(text.split("~")))


@pytest.mark.parametrize(
    ("reply", "left", "size"),
    [
        (answer(200, b'40{"sid":"abc"}'), '40{"sid":"abc"}', None),
        (
            answer(200, gzip.compress(b"6\x1e2", mtime=0), "Content-Encoding: gzip"),
            "6\x1e2",
            len(gzip.compress(b"6\x1e2")),
        ),
        (answer(200, b"6", "Content-Encoding: br"), None, 1),
        (answer(200, b"\x1f\x8b?", "Content-Encoding: gzip"), None, 3),
        (b"HTTP/1.1 200 K\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\n6\r\n0\r\n\r\n", "6", 1),
        (answer(400, GONE), '"Invalid session x"', None),
        (answer(400, b"who knows"), "~", None),
        (answer(502, b"<html>kim's secret"), "~", None),
    ],
)
def test_what_is_told_of_an_answer(reply: bytes, left: str | None, size: int | None) -> None:
    row = one(("c", POLL), ("s", reply))
    assert shape(row.got_body) == left
    assert row.got == len(reply.partition(b"\r\n\r\n")[2]) if size is None else size


def test_nothing_is_kept_of_a_page() -> None:
    row = one(("c", post("/login", b"password=1")), ("s", answer(200, b"<html>")))
    assert (row.kind, row.sent, row.sent_body, row.got, row.got_body) == ("page", 10, None, 6, None)


def test_a_handshake_has_the_session_it_opened() -> None:
    assert one(("c", get(POLLING)), ("s", answer(200, b'0{"sid":"new"}'))).sid == "new"


def frame(payload: bytes, opcode: int, masked: bool = False) -> bytes:
    mask = b"\x80\0\0\0\0" if masked else b"\0"
    return bytes([0x80 | opcode, mask[0] | len(payload)]) + mask[1:] + payload


def test_each_websocket_message_is_a_row() -> None:
    down = frame(b'0{"sid":"s"}', 1) + frame(b"", 9) + frame(b"\x00\x01", 2) + b"\x81\x7e\x05\x78" + b"4" * 1400
    up = frame(b'42["say","hi"]', 1, masked=True) + frame(b"\xff", 10, masked=True)
    steps = [("c", get(WEBSOCKET, *UPGRADE)), ("s", SWITCH + down), ("c", up), ("s", frame(b"\x03\xe8bye", 8))]
    switched, *messages = rows([*steps, ("c", frame(b"", 8, masked=True)), ("s", b"\xc1\x01\xff")])
    assert isinstance(switched, Crossed)
    assert switched.ended == 1
    seen = [(row.n, row.t, row.up, row.opcode, row.size, shape(row.data)) for row in messages if framed(row)]
    assert seen == [
        (1, 1, False, 1, 12, '0{"sid":"s"}'),
        (1, 1, False, 9, 0, ""),
        (1, 1, False, 2, 2, None),
        (1, 1, False, 1, 1400, "4~…"),
        (1, 2, True, 1, 14, '42["say","~"]'),
        (1, 2, True, 10, 1, None),
        (1, 3, False, 8, 5, "1000 ~"),
        (1, 4, True, 8, 0, ""),
        (1, 5, False, 1, 1, None),
    ]


def framed(row: Any) -> bool:
    return isinstance(row, Framed)


@pytest.mark.parametrize(("size", "left"), [(1024, "b[767]"), (1025, "b[767+]\N{HORIZONTAL ELLIPSIS}")])
def test_a_long_websocket_message_is_told_as_far_as_it_is_kept(size: int, left: str) -> None:
    long = b"\x81\x7e" + size.to_bytes(2, "big") + b"b" + b"A" * (size - 1)
    _, message = rows([("c", get(WEBSOCKET, *UPGRADE)), ("s", SWITCH + long)])
    assert isinstance(message, Framed)
    assert (message.size, message.data) == (size, left)


def test_nothing_is_told_of_what_a_page_s_websocket_says() -> None:
    _, message = rows([("c", get("/chat", *UPGRADE)), ("s", SWITCH + frame(b"secret", 1))])
    assert isinstance(message, Framed)
    assert (message.size, message.data) == (6, None)


CANARY = "CANARYCANARY"
SECRET = [
    ("c", post(f"{POLLING}&sid=x&token={CANARY}", f'40{{"token":"{CANARY}"}}'.encode(), f"Cookie: a={CANARY}")),
    ("s", answer(200, f'42["message",{{"text":"{CANARY}"}}]'.encode(), f"Set-Cookie: a={CANARY}")),
    ("c", get(WEBSOCKET + "&sid=x", *UPGRADE, f"Authorization: Bearer {CANARY}")),
    ("s", SWITCH + frame(f'42["m","{CANARY}"]'.encode(), 1) + frame(b"\x03\xe8" + CANARY.encode(), 8)),
    ("c", frame(CANARY.encode(), 9, masked=True)),
]


def test_no_secret_and_no_key_is_told() -> None:
    told = Told()
    for at, (who, data) in enumerate(SECRET):
        (told.tap.from_client if who == "c" else told.tap.from_server)(data, at)
    assert len(told.exchanges) == 2
    text = msgspec.json.encode(told.events).decode()
    assert CANARY not in text
    assert KEY.decode() not in text
    assert KEY.hex() not in text


TRANSCRIPTS: list[Steps] = [
    *recorded().values(),
    *(steps for steps, _ in FRAMINGS.values()),
    *(steps for steps, _ in CANNOT.values() if max(len(data) for _, data in steps) < 2000),
    SECRET,
]
CUTS = st.lists(st.lists(st.integers(0, 700), max_size=8), max_size=6)


@given(st.sampled_from(TRANSCRIPTS), CUTS)
def test_rows_are_the_same_however_a_stream_is_cut(steps: Steps, cuts: list[list[int]]) -> None:
    assert rows(steps, cuts) == rows(steps)


@pytest.mark.torture
@pytest.mark.timeout(600)
@settings(max_examples=10_000)
@given(st.sampled_from(TRANSCRIPTS), CUTS)
def test_many_cuts_give_the_same_rows(steps: Steps, cuts: list[list[int]]) -> None:
    assert rows(steps, cuts) == rows(steps)


@pytest.mark.parametrize("at", range(len(TRANSCRIPTS)))
def test_rows_are_the_same_byte_by_byte(at: int) -> None:
    steps = TRANSCRIPTS[at]
    assert rows(steps, [[-1]] * len(steps)) == rows(steps)


FRAMES = [
    ("c", get(WEBSOCKET, *UPGRADE)),
    ("s", SWITCH),
    ("s", frame(b'0{"sid":"s"}', 1)),
    ("c", frame(b"40", 1, masked=True) + frame(b"42[1]", 1, masked=True)),
    ("s", frame(b'40{"sid":"i"}', 1) + frame(b"2", 1) + frame(b"1", 1)),
]
NO_FRAMES = [*FRAMES, ("s", b"\xff\xff\xff\xff"), ("c", FRAMES[3][1]), ("s", FRAMES[4][1])]


@pytest.mark.parametrize("cuts", [[], [[-1]] * 99])
@pytest.mark.parametrize("steps", [*TRANSCRIPTS, FRAMES, NO_FRAMES, [*NO_FRAMES[:-3], ("c", b"\xff\xff\xff\xff")]])
def test_the_tap_of_the_wire_tells_the_same_rows(steps: Steps, cuts: list[list[int]]) -> None:
    assert rows(steps, cuts[: len(steps)], BriefTap) == rows(steps, cuts[: len(steps)])


@pytest.mark.parametrize("steps", [FRAMES, NO_FRAMES])
def test_the_tap_of_the_wire_tells_the_same_of_a_websocket(steps: Steps) -> None:
    assert play(steps, tap_class=BriefTap) == play(steps)


def test_every_request_has_one_row() -> None:
    for steps in TRANSCRIPTS:
        numbers = [row.n for row in rows(steps) if isinstance(row, Crossed) and row.n]
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), steps
