"""The request list, the sessions and what faults touched, from rows, from single events, and from both."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.events import (
    PROBE,
    AnyEvent,
    Crossed,
    Framed,
    RunEnding,
    RunReady,
    WireBytes,
    WireClosed,
    WireFaultTouched,
    WireHead,
    WireLegClosed,
    WireNamespace,
    WirePosted,
    WireRequest,
    WireResponse,
    WireSessionEnded,
    WireSidIssued,
    WireTraffic,
    WireUnanswered,
    WireUpgraded,
)
from harness.session.request_list import AT_ONCE, NOTABLE, ORDINARY
from harness.session.session_list import COUNTED_AT_ONCE, SESSIONS
from harness.session.traffic import Traffic
from harness.snapshot import RequestRow, SessionRow

S = 1_000_000_000


def made() -> Traffic:
    traffic = Traffic()
    traffic.fold(RunReady(t=10 * S, url="", upstream=""))
    return traffic


def row(conn: int = 1, n: int = 1, t: int = 11 * S, **more: Any) -> Crossed:
    known: dict[str, Any] = {
        "asked": t + 1_000_000,
        "answered": t + 2_000_000,
        "ended": t + 3_000_000,
        "method": "POST",
        "target": "/socket.io/?EIO=4&transport=polling&sid=abc",
        "http": "1.1",
        "kind": "post",
        "ending": "complete",
        "status": 200,
        "sid": "abc",
        "client": "polling-1",
    }
    return Crossed(conn=conn, n=n, began=t, **(known | more))


def crossed(*rows: Crossed, messages: tuple[Framed, ...] = ()) -> WireTraffic:
    return WireTraffic(t=12 * S, exchanges=rows, messages=messages)


def single(conn: int = 1, n: int = 1, t: int = 11 * S, status: int = 200) -> list[AnyEvent]:
    about: dict[str, Any] = {"conn": conn, "n": n, "method": "POST", "sid": "abc", "client": "polling-1"}
    cause: dict[str, Any] = {"cause": "unknown-sid", "body": "message", "text": "no"} if status == 400 else {}
    return [
        WireRequest(t=t, kind="post", path="/socket.io/", **about),
        WirePosted(t=t + 1_000_000, conn=conn, n=n, sid="abc", packets=("pong", "message")),
        WireResponse(t=t + 2_000_000, kind="post", status=status, upstream_port=5, **about, **cause),
    ]


def tell(traffic: Traffic, *events: AnyEvent) -> dict[tuple[int, int], RequestRow]:
    for event in events:
        traffic.fold(event)
    rows, _gone = traffic.requests(full=False)
    keys = [(one.conn, one.n) for one in rows]
    assert len(keys) == len(set(keys)), "one row a request"
    return dict(zip(keys, rows, strict=True))


def sessions(traffic: Traffic, *, full: bool = False) -> dict[str, SessionRow]:
    return {one.sid: one for one in traffic.sessions(full=full)}


def leg(how: str, by: str, leg: str = "server", t: int = 12 * S, **more: Any) -> WireLegClosed:
    return WireLegClosed(t=t, conn=1, leg=leg, how=how, by=by, **more)  # type: ignore[arg-type]


def closed(t: int = 12 * S) -> WireClosed:
    return WireClosed(t=t, conn=1, up=WireBytes(), down=WireBytes())


def test_a_row_alone_is_a_request() -> None:
    found = tell(made(), crossed(row(sent=12, got=2, body="message")))[1, 1]
    assert (found.began, found.asked, found.answered, found.ended) == (1.0, 1.001, 1.002, 1.003)
    assert (found.method, found.kind, found.status, found.sid, found.client) == (
        "POST",
        "post",
        200,
        "abc",
        "polling-1",
    )
    assert (found.ending, found.sent, found.got, found.body) == ("complete", 12, 2, "message")


def test_single_events_and_the_row_of_one_request_make_one_row() -> None:
    traffic = made()
    first = tell(traffic, *single())[1, 1]
    assert (first.status, first.ending, first.ended, first.body) == (200, "", None, "message")
    second = tell(traffic, crossed(row()))[1, 1]
    assert (second.ending, second.ended, second.body) == ("complete", 1.003, "message")
    assert tell(traffic) == {}, "nothing changed, nothing is told"
    assert sessions(traffic)["abc"].requests == 1
    assert traffic.left_out == 0


def test_single_events_that_come_after_the_row_add_nothing() -> None:
    traffic = made()
    assert list(tell(traffic, crossed(row(n=2)), *single(n=2))) == [(1, 2)]
    assert sessions(traffic)["abc"].requests == 1
    assert traffic.left_out == 0


@pytest.mark.parametrize("rows", [True, False])
@pytest.mark.parametrize("events", [True, False])
def test_a_400_is_told_with_its_cause(rows: bool, events: bool) -> None:
    traffic = made()
    told: list[AnyEvent] = single(status=400) if events else []
    if rows:
        told.append(crossed(row(status=400, cause="unknown-sid", body="message", got_body="no")))
    if told:
        found = tell(traffic, *told)[1, 1]
        assert (found.status, found.cause, found.body, found.text) == (400, "unknown-sid", "message", "no")
        session = sessions(traffic)["abc"]
        assert (session.requests, session.refused, session.opened) == (1, 1, None)


def test_an_answer_cut_off_says_by_whom_and_what_a_browser_calls_it() -> None:
    cut = row(ending="cut", status=None, answered=None)
    ends = (leg("rst", "peer"), leg("rst", "relay", "client"))
    for order in ((crossed(cut), *ends), (*ends, crossed(cut))):
        found = tell(made(), *order, closed())[1, 1]
        assert (found.ending, found.closed_by, found.error) == ("cut", "server", "net::ERR_CONNECTION_RESET")
    by_fault = tell(
        made(), crossed(cut), leg("fin", "fault", "client", fault="close"), leg("fin", "fault", fault="close")
    )
    assert (by_fault[1, 1].closed_by, by_fault[1, 1].error) == ("close", "net::ERR_EMPTY_RESPONSE")


def test_a_body_cut_short_is_told_by_its_head() -> None:
    head = WireHead(t=0, id=7, headers=(("Content-Length", "900"),))
    ready = RunReady(t=10 * S, url="", upstream="")  # the probe's answer had such a head already
    found = tell(Traffic(), head, ready, crossed(row(ending="cut", heads=(0, 7))), leg("fin", "relay", "client"))[
        1, 1
    ]
    assert (found.status, found.error) == (200, "net::ERR_CONTENT_LENGTH_MISMATCH")


def test_an_unanswered_request_is_over_without_its_row() -> None:
    about: dict[str, Any] = {"conn": 1, "n": 1, "method": "GET", "kind": "poll", "sid": "abc"}
    traffic = made()
    ask = WireRequest(t=11 * S, path="/", **about)
    assert tell(traffic, ask)[1, 1].ending == ""
    found = tell(traffic, leg("rst", "peer"), WireUnanswered(t=12 * S, upstream_port=1, **about))[1, 1]
    assert (found.ending, found.ended, found.closed_by) == ("cut", 2.0, "server")


def test_a_connection_closed_after_its_answer_is_nobodys_failure() -> None:
    traffic = made()
    found = tell(traffic, *single(), leg("fin", "peer"), leg("fin", "relay", "client"))[1, 1]
    assert (found.closed_by, found.ending) == ("", "")
    found = tell(traffic, closed(), crossed(row()))[1, 1]
    assert (found.closed_by, found.ending, found.error) == ("", "complete", "")


def test_a_client_that_is_done_asking_has_not_closed_its_request() -> None:
    found = tell(made(), *single()[:2], leg("fin", "peer", "client", half=True))[1, 1]
    assert (found.closed_by, found.ending) == ("", "")


def test_a_websocket_lives_until_its_connection_ends_and_counts_messages() -> None:
    traffic = made()
    switched = row(kind="upgrade", method="GET", ending="switched", status=101)
    up = Framed(conn=1, n=1, t=11 * S, up=True, opcode=1, size=5)
    down = Framed(conn=1, n=1, t=11 * S, up=False, opcode=1, size=5)
    found = tell(traffic, crossed(switched, messages=(up, down, down)))[1, 1]
    assert (found.ending, found.ended, found.messages) == ("switched", None, (1, 2))
    assert tell(traffic, crossed(messages=(up,)))[1, 1].messages == (2, 2)
    found = tell(traffic, leg("fin", "peer", "client", t=14 * S), closed(14 * S))[1, 1]
    assert (found.ended, found.closed_by, found.error) == (4.0, "client", "")


@pytest.mark.parametrize("rows_first", [True, False])
def test_a_handshake_has_the_sid_it_was_given(rows_first: bool) -> None:
    issued = WireSidIssued(t=11 * S, conn=1, sid="new", transport="polling", client="polling-1")
    shook = crossed(row(kind="handshake", method="GET", sid=None))
    ask = WireRequest(t=11 * S, conn=1, n=1, method="GET", kind="handshake", path="/", client="polling-1")
    traffic = made()
    found = tell(traffic, *((issued, shook) if rows_first else (ask, issued)))[1, 1]
    assert found.sid == "new"
    session = sessions(traffic)["new"]
    assert (session.client, session.opened, session.requests, session.conn) == ("polling-1", 1.0, 1, 1)


def test_a_sessions_whole_life() -> None:
    traffic = made()
    about: dict[str, Any] = {"conn": 1, "sid": "abc"}
    tell(
        traffic,
        WireSidIssued(t=11 * S, transport="polling", client="c-1", **about),
        WireNamespace(t=12 * S, namespace="/", did="joined", by="client", **about),
        WireUpgraded(t=13 * S, **about),
    )
    found = sessions(traffic)["abc"]
    assert (found.opened, found.upgraded, found.transport, found.ended) == (1.0, 3.0, "websocket", None)
    assert [(one.at, one.namespace, one.did, one.by) for one in found.namespaces] == [
        (2.0, "/", "joined", "client")
    ]
    assert sessions(traffic) == {}
    end = WireSessionEnded(
        t=15 * S,
        how="close-packet",
        transport="websocket",
        opened=11 * S,
        upgraded=13 * S,
        requests=9,
        up=3,
        down=4,
        by="client",
        **about,
    )
    tell(traffic, end)
    found = sessions(traffic)["abc"]
    assert (found.ended, found.how, found.by, found.requests, found.messages) == (
        5.0,
        "close-packet",
        "client",
        9,
        (3, 4),
    )


def test_what_a_fault_touched_is_told_once_and_marks_its_request() -> None:
    traffic = made()
    ask = WireRequest(t=11 * S, conn=1, n=1, method="GET", kind="poll", path="/", sid="abc")
    touch = WireFaultTouched(t=12 * S, id=3, fault="latency", conn=1, did="delayed", sid="abc", request=1)
    assert tell(traffic, ask, touch)[1, 1].fault == "latency"
    (touched,) = traffic.touched(full=False)
    assert (touched.fault, touched.name, touched.did, touched.at, touched.sid) == (
        3,
        "latency",
        "delayed",
        2.0,
        "abc",
    )
    assert traffic.touched(full=False) == ()
    assert traffic.touched(full=True) == (touched,)


def test_the_probe_and_what_is_before_second_0_are_not_told() -> None:
    traffic = Traffic()
    assert tell(traffic, crossed(row())) == {}
    traffic.fold(RunReady(t=10 * S, url="", upstream=""))
    ask = WireRequest(t=11 * S, conn=2, n=1, method="GET", kind="handshake", path="/", client=PROBE)
    assert tell(traffic, ask, crossed(row(client=PROBE))) == {}


def test_what_the_end_of_the_run_cuts_off_did_not_fail() -> None:
    traffic = made()
    about: dict[str, Any] = {"conn": 1, "n": 1, "method": "GET", "kind": "poll", "sid": "abc"}
    ended = RunEnding(t=20 * S, why="finished")
    assert tell(traffic, WireRequest(t=19 * S, path="/", **about), ended)[1, 1].ending == ""
    late = (leg("rst", "peer", t=21 * S), WireUnanswered(t=21 * S, upstream_port=1, **about))
    cut = row(t=19 * S, ending="cut", status=None, answered=None, ended=21 * S)
    assert tell(traffic, *late, crossed(cut)) == {}
    assert tell(traffic, crossed(row(conn=2, t=19 * S))), (
        "what was whole before is told, though its row came later"
    )


def test_thousands_are_thinned_honestly_and_failures_are_all_told() -> None:
    traffic = made()
    good = [row(conn=number, t=11 * S + number) for number in range(1, 3001)]
    bad = [row(conn=number, status=400, cause="unknown-sid") for number in range(5001, 5301)]
    told = tell(traffic, crossed(*good, *bad))
    assert sum(one.status == 400 for one in told.values()) == 300
    assert len(told) == 300 + AT_ONCE
    assert traffic.left_out == 3000 - AT_ONCE
    kept = [one.conn for one in told.values() if one.status == 200]
    assert kept[0] == 1
    assert kept[-1] > 2900, "evenly, to the last"


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[AnyEvent], dict[tuple[int, int], tuple[int | None, str]]]:
    """Requests on two connections, told singly, by rows, or both; a row comes at once or after later events."""
    told, late, expected = [], [], {}
    count = draw(st.integers(1, 12))
    for number in range(count):
        conn, n = number % 2 + 1, number // 2 + 1
        status = draw(st.sampled_from([200, 400, 502]))
        if draw(st.booleans()):
            told += single(conn=conn, n=n, t=(11 + number) * S, status=status)[: draw(st.sampled_from([1, 3]))]
        late.append(row(conn=conn, n=n, t=(11 + number) * S, status=status))
        expected[conn, n] = status, "complete"
        if draw(st.booleans()):
            told.append(crossed(*late))
            late = []
    return [*told, crossed(*late)], expected


@settings(max_examples=50, deadline=None)
@given(histories(), st.integers(1, 5))
def test_however_it_is_told_a_request_is_one_row_and_the_row_is_the_last_word(
    history: tuple[list[AnyEvent], dict[tuple[int, int], tuple[int | None, str]]], often: int
) -> None:
    events, expected = history
    traffic = made()
    shown: dict[tuple[int, int], RequestRow] = {}
    for number, event in enumerate(events):
        traffic.fold(event)
        if number % often == 0:
            shown |= tell(traffic)
    shown |= tell(traffic)
    assert {key: (one.status, one.ending) for key, one in shown.items()} == expected
    whole = {(one.conn, one.n): one for one in traffic.requests(full=True)[0]}
    assert whole == shown
    assert traffic.left_out == 0
    assert sessions(traffic, full=True)["abc"].requests == len(expected)
    assert sessions(traffic, full=True)["abc"].refused == sum(status == 400 for status, _ in expected.values())


def test_the_list_is_bounded_and_says_what_gave_way() -> None:
    traffic = made()
    shown: set[tuple[int, int]] = set()
    for batch in range(60):
        for number in range(batch * 100, batch * 100 + 100):
            traffic.fold(crossed(row(conn=number + 1)))
        rows, gone = traffic.requests(full=False)
        shown -= set(gone)
        shown |= {(one.conn, one.n) for one in rows}
    assert ORDINARY - 300 < len(shown) <= ORDINARY
    assert len(shown) + traffic.left_out == 6000
    everything, _ = traffic.requests(full=True)
    assert {(one.conn, one.n) for one in everything} == shown


def test_without_anyone_asking_memory_stays_bounded() -> None:
    traffic = made()
    for number in range(9_000):
        for event in single(conn=number + 1, status=400 if number % 2 else 200):
            traffic.fold(event)
    rows, _ = traffic.requests(full=True)
    assert NOTABLE <= len(rows) <= NOTABLE + ORDINARY


def test_what_went_well_before_anyone_asked_is_thinned_too() -> None:
    traffic = made()
    for number in range(1, 4401):
        for event in single(conn=number):
            traffic.fold(event)
        traffic.fold(crossed(row(conn=number)))
    rows, _ = traffic.requests(full=False)
    assert len(rows) == AT_ONCE
    assert len(rows) + traffic.left_out == 4400


def test_sessions_are_bounded_and_counted_on_in_turn() -> None:
    traffic = made()
    for number in range(SESSIONS + 500):
        traffic.fold(WireSidIssued(t=11 * S, conn=number, sid=f"s{number}", transport="polling"))
    everyone = sessions(traffic, full=True)
    assert SESSIONS - 200 <= len(everyone) <= SESSIONS
    assert f"s{SESSIONS + 499}" in everyone
    some = list(everyone)[:500]
    traffic.fold(crossed(*(row(conn=9000 + number, sid=sid) for number, sid in enumerate(some))))
    turns = [sessions(traffic) for _ in range(4)]
    assert [len(turn) for turn in turns] == [COUNTED_AT_ONCE, COUNTED_AT_ONCE, 100, 0]
    assert all(one.requests == 2 for turn in turns for one in turn.values())


def test_rows_of_a_connection_that_is_gone_are_forgotten_in_time() -> None:
    traffic = made()
    for number in range(1, 5001):
        traffic.fold(WireRequest(t=11 * S, conn=number, n=1, method="GET", kind="poll", path="/"))
        traffic.fold(WireClosed(t=12 * S, conn=number, up=WireBytes(), down=WireBytes()))
    assert len(traffic._exchanges._conns) <= 2000
