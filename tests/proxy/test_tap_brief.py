"""The brief tap tells what the whole tap tells: the same rows, and all events but those of ordinary exchanges."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from harness.events import (
    Crossed,
    Event,
    WireHead,
    WirePosted,
    WireRequest,
    WireResponse,
    WireSessionEnded,
    WireSidIssued,
    WireTraffic,
    WireUnanswered,
)
from harness.proxy.tap import brief
from harness.proxy.tap.brief import BriefTap
from harness.proxy.tap.connection import ConnectionTap
from harness.proxy.tap.memory import TapMemory
from harness.proxy.tap.redaction import Redactor
from harness.proxy.tap.traffic import Traffic

Step = tuple[int, str, bytes]
"""Which connection, who acts (client, server, end, look, tick), and the bytes."""
PATH = "/socket.io/"
HEAD = b"Host: h\r\nAccept: */*\r\n"
HANDSHAKE = b"GET /socket.io/?EIO=4&transport=polling&sidlab=ann HTTP/1.1\r\n" + HEAD + b"\r\n"
OPENED = b'HTTP/1.1 200 OK\r\nContent-Length: 33\r\n\r\n0{"sid":"s1","maxPayload":100000}'
POLL = b"GET /socket.io/?EIO=4&transport=polling&sid=s1&sidlab=ann&t=%d HTTP/1.1\r\n" + HEAD + b"\r\n"
POST = b"POST /socket.io/?EIO=4&transport=polling&sid=s1&sidlab=ann HTTP/1.1\r\n" + HEAD
UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket&sid=s1&sidlab=ann HTTP/1.1\r\nConnection: Upgrade\r\n"
    b"Upgrade: websocket\r\n" + HEAD + b"\r\n"
)
OK = b"HTTP/1.1 200 OK\r\nServer: x\r\n"


@dataclass
class World:
    """Taps of one kind, and all they told."""

    make: Callable[..., ConnectionTap]
    events: list[Event] = field(default_factory=list)
    looks: list[object] = field(default_factory=list)

    def play(self, steps: Sequence[Step]) -> None:
        memory, traffic = TapMemory(), Traffic(Redactor(b"key"), self.events.append)
        taps: dict[int, ConnectionTap] = {}
        for now, (conn, what, data) in enumerate(steps):
            if conn not in taps:
                taps[conn] = self.make(conn, 40_000 + conn, PATH, memory, traffic)
            tap = taps[conn]
            if what == "client":
                self.events += tap.from_client(data, now)
            elif what == "server":
                self.events += tap.from_server(data, now)
            elif what == "end":
                self.events += taps.pop(conn).ended(now)
            elif what == "look":
                self.looks.append((tap.current, tap.idle, tap.lost))
            else:
                traffic.tell_overdue(now - 1)
        for conn, tap in taps.items():
            self.events += tap.ended(len(steps) + conn)
        traffic.flush(len(steps))

    @property
    def rows(self) -> list[Crossed]:
        return [row for one in self.events if isinstance(one, WireTraffic) for row in one.exchanges]

    @property
    def singles(self) -> list[Event]:
        return [one for one in self.events if not isinstance(one, WireTraffic | WireHead)]


def both(steps: Sequence[Step]) -> tuple[World, World]:
    """What a whole tap and a brief one tell."""
    whole, short = World(ConnectionTap), World(BriefTap)
    whole.play(steps)
    short.play(steps)
    return whole, short


def post(body: bytes) -> bytes:
    return POST + b"Content-Length: %d\r\n\r\n" % len(body) + body


def ok(body: bytes, more: bytes = b"") -> bytes:
    return OK + more + b"Content-Length: %d\r\n\r\n" % len(body) + body


def opened(conn: int) -> list[Step]:
    return [(conn, "client", HANDSHAKE), (conn, "server", OPENED)]


def told(events: Sequence[Event], *kinds: type[Event]) -> list[int]:
    """The numbers of the requests of which events of these kinds tell."""
    return [one.n for one in events if isinstance(one, kinds)]  # type: ignore[attr-defined]


def test_ordinary_exchanges_are_told_by_their_rows_alone() -> None:
    steps: list[Step] = opened(1)
    for at, body in enumerate((b"6", b'42["hi"]', b"2\x1e42[1]", b"\xff")):
        steps += [(1, "client", POLL % at), (1, "server", ok(body)), (1, "look", b"")]
        steps += [(1, "client", post(b'42["say",1]')), (1, "server", ok(b"ok"))]
    whole, short = both(steps)
    assert short.rows == whole.rows
    assert short.looks == whole.looks
    assert len(short.rows) == 9
    assert told(short.singles, WireRequest, WirePosted, WireResponse) == [1, 1]
    assert told(whole.singles, WireRequest) == list(range(1, 10))


def test_the_session_of_an_ordinary_exchange_need_not_be_known() -> None:
    steps: list[Step] = []
    for at in range(3):
        steps += [(1, "client", POLL % at), (1, "server", ok(b"42[1]")), (1, "look", b"")]
    whole, short = both(steps)
    assert (short.rows, short.looks) == (whole.rows, whole.looks)
    assert told(short.singles, WireRequest) == [1]


UNUSUAL: dict[str, list[Step]] = {
    "a refusal": [(1, "client", POLL % 1), (1, "server", OK.replace(b"200 OK", b"400 BAD") + b"\r\n")],
    "an answer's head in two pieces": [
        (1, "client", POLL % 1),
        (1, "server", OK),
        (1, "server", ok(b"6")[len(OK) :]),
    ],
    "half an answer, and a look": [
        (1, "client", POLL % 1),
        (1, "server", ok(b"6")[:-1]),
        (1, "look", b""),
        (1, "server", b"6"),
    ],
    "half an answer, and the end": [(1, "client", POLL % 1), (1, "server", ok(b"42")[:-1]), (1, "end", b"")],
    "more than the answer": [
        (1, "client", POLL % 1),
        (1, "server", ok(b"42")[:-1]),
        (1, "server", b"2" + ok(b"6")),
    ],
    "half an answer for long": [
        (1, "client", POLL % 1),
        (1, "server", ok(b"42")[:-1]),
        (1, "tick", b""),
        (1, "tick", b""),
        (1, "server", b"2"),
    ],
    "a request in two pieces": [
        (1, "client", POST),
        (1, "client", b"Content-Length: 1\r\n\r\n2"),
        (1, "server", ok(b"ok")),
    ],
    "two requests at once": [(1, "client", (POLL % 1) * 2), (1, "server", ok(b"6") * 2)],
    "a request before the answer": [
        (1, "client", POLL % 1),
        (1, "client", post(b"3")),
        (1, "server", ok(b"6")),
        (1, "server", ok(b"ok")),
    ],
    "another client's": [(1, "client", (POLL % 1).replace(b"ann", b"bob")), (1, "server", ok(b"6"))],
    "a compressed answer": [(1, "client", POLL % 1), (1, "server", ok(b"6", b"Content-Encoding: gzip\r\n"))],
    "an answer that closes": [(1, "client", POLL % 1), (1, "server", ok(b"6", b"Connection: close\r\n"))],
    "a long answer": [(1, "client", POLL % 1), (1, "server", ok(b"4" + b"x" * 2000))],
    "chunks": [
        (1, "client", POLL % 1),
        (1, "server", OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\n6\r\n0\r\n\r\n"),
    ],
    "a close packet": [(1, "client", post(b"1")), (1, "server", ok(b"ok"))],
    "a namespace": [(1, "client", POLL % 1), (1, "server", ok(b'40{"sid":"x"}'))],
    "another path": [(1, "client", b"GET /a HTTP/1.1\r\n\r\n"), (1, "server", ok(b"6"))],
    "a method of another name": [
        (1, "client", b"HEAD /socket.io/?sid=s1 HTTP/1.1\r\n\r\n"),
        (1, "server", OK + b"\r\n"),
    ],
    "a target with a secret": [
        (1, "client", (POLL % 1).replace(b"&t=", b"&token=abc&t=")),
        (1, "server", ok(b"6")),
    ],
    "a long target": [
        (1, "client", (POLL % 1).replace(b"ann", b"ann&EIO=" + b"4" * 600)),
        (1, "server", ok(b"6")),
    ],
    "a stamp in another place": [
        (1, "client", (POLL % 1).replace(b"&t=1", b"").replace(HEAD, HEAD + b"Referer: /a?b&t=1\r\n")),
        (1, "server", ok(b"6")),
    ],
    "a strange end of a stamp": [(1, "client", (POLL % 1).replace(b"&t=1", b"&t=1!")), (1, "server", ok(b"6"))],
    "a poll with a body": [
        (1, "client", (POLL % 1).replace(HEAD, HEAD + b"Content-Length: 1\r\n") + b"2"),
        (1, "server", ok(b"6")),
    ],
    "a strange stamp": [(1, "client", (POLL % 1).replace(b"&t=1", b"&t=%41")), (1, "server", ok(b"6"))],
    "no answer": [(1, "client", POLL % 1), (1, "end", b"")],
    "a late answer": [(1, "client", POLL % 1), (1, "tick", b""), (1, "tick", b""), (1, "server", ok(b"6"))],
    "a look while it waits": [(1, "client", POLL % 1), (1, "look", b""), (1, "server", ok(b"6"))],
    "a broken head": [(1, "client", POLL.replace(b"Accept", b"Acc ept") % 1), (1, "server", ok(b"6"))],
    "a broken answer": [(1, "client", POLL % 1), (1, "server", OK + b"a b: c\r\nContent-Length: 1\r\n\r\n6")],
    "the same request on another connection": [
        (1, "client", POLL % 1),
        *opened(2),
        (2, "client", POLL % 1),
        (2, "server", ok(b"6")),
    ],
}


@pytest.mark.parametrize("steps", UNUSUAL.values(), ids=list(UNUSUAL))
def test_what_is_out_of_the_ordinary_is_told_event_by_event(steps: list[Step]) -> None:
    begun = [*opened(1), (1, "client", POLL % 0), (1, "server", ok(b"6"))]
    whole, short = both([*begun, *steps])
    assert sorted(short.rows, key=_place) == sorted(whole.rows, key=_place)
    assert short.looks == whole.looks
    left_out = [one for one in whole.singles if one not in short.singles]
    assert all(one.n == 2 for one in left_out if one.conn == 1)  # type: ignore[attr-defined]
    assert [one for one in short.singles if one not in whole.singles] == []


def _place(row: Crossed) -> tuple[int, int]:
    return row.conn, row.n


def test_an_ordinary_answer_may_come_as_a_head_and_pieces_of_a_body() -> None:
    steps: list[Step] = [*opened(1), (1, "client", POLL % 1), (1, "server", ok(b"42[1]")[:-5])]
    steps += [(1, "server", b"42"), (1, "server", b"[1]"), (1, "client", POLL % 2), (1, "server", ok(b"6"))]
    whole, short = both(steps)
    assert short.rows == whole.rows
    assert told(short.singles, WireRequest) == [1]
    assert (short.rows[1].answered, short.rows[1].ended) == (3, 5)


def test_a_long_head_is_as_ordinary_as_a_short_one() -> None:
    long = (POLL % 1).replace(HEAD, HEAD + b"X-Long: %s\r\n" % (b"x" * 3000))
    whole, short = both([*opened(1), (1, "client", long), (1, "server", ok(b"6"))])
    assert short.rows == whole.rows
    assert told(short.singles, WireRequest) == [1]


def test_a_stamp_may_stand_anywhere_in_a_query() -> None:
    middle = b"GET /socket.io/?EIO=4&transport=polling&t=%d&sid=s1&sidlab=ann HTTP/1.1\r\n" + HEAD + b"\r\n"
    steps: list[Step] = opened(1)
    for at in range(3):
        steps += [(1, "client", middle % at), (1, "server", ok(b"6")), (1, "look", b"")]
    whole, short = both(steps)
    assert (short.rows, short.looks) == (whole.rows, whole.looks)
    assert told(short.singles, WireRequest) == [1]


def test_a_session_has_the_same_life() -> None:
    steps = [*opened(1), (1, "client", post(b"42[1]\x1e42[2]")), (1, "server", ok(b"ok"))]
    steps += [(1, "client", POLL % 1), (1, "server", ok(b"42[3]")), (1, "client", POLL % 2), (1, "look", b"")]
    steps += [(1, "server", ok(b"6")), (1, "client", post(b"1")), (1, "server", ok(b"ok"))]
    whole, short = both(steps)
    lives = [[one for one in world.singles if isinstance(one, WireSessionEnded)] for world in (whole, short)]
    assert lives[0] == lives[1]
    assert (lives[0][0].requests, lives[0][0].up, lives[0][0].down) == (5, 2, 1)


def test_a_request_that_is_overdue_is_told_and_so_is_what_becomes_of_it() -> None:
    short = World(BriefTap)
    short.play([*opened(1), (1, "client", POLL % 1), (1, "tick", b""), (1, "tick", b"")])
    assert told(short.singles, WireRequest) == [1, 2]
    assert told(short.singles, WireUnanswered) == [2]
    assert [row.ending for row in short.rows] == ["complete", "cut"]


def test_an_answer_in_time_is_not_overdue() -> None:
    short = World(BriefTap)
    short.play([*opened(1), (1, "client", POLL % 1), (1, "server", ok(b"6")), (1, "tick", b""), (1, "tick", b"")])
    assert told(short.singles, WireRequest) == [1]


def test_an_error_in_it_is_left_to_the_whole_tap(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    steps = [*opened(1), (1, "client", POLL % 1), (1, "server", ok(b"6"))]
    whole = World(ConnectionTap)
    whole.play(steps)
    for name in ("asks", "answers"):
        with monkeypatch.context() as patch:
            patch.setattr(brief.Ordinary, name, broken)
            short = World(BriefTap)
            short.play(steps)
        assert (short.rows, short.singles) == (whole.rows, whole.singles)


def test_what_faults_do_is_told_of_a_request_that_waited() -> None:
    for answer in (True, False):
        events: list[Event] = []
        memory, traffic = TapMemory(), Traffic(Redactor(b"key"), events.append)
        tap = BriefTap(1, 2, PATH, memory, traffic)
        for _, who, data in opened(1):
            events += tap.from_client(data, 0) if who == "client" else tap.from_server(data, 0)
        events += tap.from_client(POLL % 1, 1)
        tap.changed("stale-sid", "old")
        events += tap.answered(ok(b"6"), "status", 2) if answer else tap.from_server(ok(b"6"), 2)
        response = next(one for one in events if isinstance(one, WireResponse) and one.n == 2)
        assert response.fault == ("status" if answer else "stale-sid")
        assert response.answered_by == ("wire" if answer else "server")


@pytest.mark.parametrize("make", [ConnectionTap, BriefTap])
def test_without_its_upgrade_a_request_is_judged_as_the_server_read_it(make: Callable[..., ConnectionTap]) -> None:
    traffic = Traffic(Redactor(b"key"), lambda _event: None)
    tap = make(1, 2, PATH, TapMemory(), traffic)
    for _, who, data in opened(1):
        _ = tap.from_client(data, 0) if who == "client" else tap.from_server(data, 0)
    tap.from_client(UPGRADE, 1)
    tap.changed("strip-upgrade")
    tap.no_upgrade()
    body = b'"Invalid transport"'
    events = tap.from_server(b"HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\n\r\n" % len(body) + body, 2)
    (response,) = [one for one in events if isinstance(one, WireResponse)]
    assert (response.cause, response.fault, tap.idle) == ("bad-upgrade", "strip-upgrade", True)


@pytest.mark.parametrize("seed", range(40))
def test_streams_of_all_kinds_tell_the_same(seed: int) -> None:
    draw = random.Random(seed)
    steps: list[Step] = []
    for conn in (1, 2):
        steps += opened(conn)
        for at in range(30):
            steps += some_exchange(draw, conn, at)
    whole, short = both(steps)
    assert sorted(short.rows, key=_place) == sorted(whole.rows, key=_place)
    assert short.looks == whole.looks
    assert [one for one in short.singles if one not in whole.singles] == []
    told_rows = {(row.conn, row.n): row for row in short.rows}
    for left in (one for one in whole.singles if one not in short.singles):
        assert isinstance(left, WireRequest | WirePosted | WireResponse)
        row = told_rows[left.conn, left.n]
        assert (row.status, row.ending, row.fault, row.kind in {"poll", "post"}) == (200, "complete", None, True)
    issued = [[one for one in world.singles if isinstance(one, WireSidIssued)] for world in (whole, short)]
    assert issued[0] == issued[1]


def some_exchange(draw: random.Random, conn: int, at: int) -> list[Step]:
    """Mostly ordinary ones, all cut somewhere now and then."""
    if draw.random() < 0.2:
        return [(conn, who, data) for _, who, data in draw.choice(list(UNUSUAL.values())) if who != "end"]
    body = draw.choice([b"6", b"2", b'42["say",{"a":"b"}]', b"42[1]\x1e42[2]", b"bQUJD", b""])
    ask = draw.choice([POLL % at, post(body)])
    answer = ok(draw.choice([b"ok", b"6", b'42["x"]', b'430["ok"]']), b"Date: %d\r\n" % (at // 5))
    steps: list[Step] = []
    for who, data in (("client", ask), ("server", answer)):
        cut = draw.randrange(len(data)) if draw.random() < 0.1 else 0
        steps += [(conn, who, part) for part in (data[:cut], data[cut:]) if part]
        steps += [(conn, draw.choice(["look", "tick"]), b"")] if draw.random() < 0.2 else []
    return steps
