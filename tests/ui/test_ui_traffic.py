"""The request list without a screen: what the core told, what is searched for, where a request lies in time."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ui_made import snapshot
from ui_traffic import RELOAD, requests, sessions, sid_of, touched

from harness.snapshot import NamespaceRow, RequestRow, SessionRow, Snapshot
from ui.asking import Chip, Wanted, bytes_text, cause_of, short_sid, size_text, tone_of
from ui.life import life
from ui.model import Model
from ui.traffic import SESSIONS, Traffic
from ui.waterfall import SHORTEST, View, parts, took_text, view_of


def row(n: int = 1, began: float = 1.0, **more: object) -> RequestRow:
    known = {"method": "GET", "kind": "poll", "path": "/socket.io/", "sid": "abc", "client": "polling-1"}
    return RequestRow(conn=1, n=n, began=began, **(known | more))  # type: ignore[arg-type]


def told(**more: object) -> Snapshot:
    return Snapshot(state="running", run_id="r", **more)  # type: ignore[arg-type]


# --- the store ---


def test_a_row_told_again_replaces_itself_and_what_gave_way_goes() -> None:
    traffic = Traffic()
    traffic.take_changed()
    assert traffic.fold(told(requests=(row(1), row(2)), requests_left_out=5))
    assert traffic.take_changed() == ({(1, 1), (1, 2)}, False)
    traffic.fold(told(requests=(row(1, status=200), row(3)), requests_gone=((1, 2), (9, 9))))
    assert traffic.take_changed() == ({(1, 1), (1, 3)}, True)
    assert {key: one.status for key, one in traffic.requests.items()} == {(1, 1): 200, (1, 3): None}
    assert not traffic.fold(told()), "nothing told, nothing to draw"


def test_what_changes_while_nobody_looks_is_bounded() -> None:
    traffic = Traffic()
    for n in range(500):
        traffic.fold(told(requests=(row(n),), requests_gone=((1, n - 10),)))
    assert len(traffic.changed) == len(traffic.requests) == 10


def test_another_run_begins_with_nothing() -> None:
    model = Model()
    model.fold(snapshot())
    assert model.traffic.requests
    assert {"requests", "touched"} <= model.take_changed()
    model.fold(told())
    assert not model.traffic.requests
    assert not model.traffic.sessions
    assert not model.traffic.touched


def test_sessions_are_bounded_here_too() -> None:
    traffic = Traffic()
    traffic.fold(told(sessions=tuple(SessionRow(sid=f"s{number}") for number in range(SESSIONS + 10))))
    assert len(traffic.sessions) == SESSIONS
    assert "s0" not in traffic.sessions


def test_beside_a_session_is_the_same_clients_next() -> None:
    traffic = Traffic()
    traffic.fold(told(sessions=sessions()))
    assert traffic.beside(sid_of(3, 0), 1) == sid_of(3, 1)
    assert traffic.beside(sid_of(3, 1), -1) == sid_of(3, 0)
    assert traffic.beside(sid_of(3, 1), 1) == ""
    assert traffic.beside("nobody's", 1) == ""


# --- what is searched for ---


@pytest.mark.parametrize(
    ("chip", "words", "keeps"),
    [
        ("all", "", [1, 2, 3, 4, 5]),
        ("refused", "", [2]),
        ("failed", "", [3, 4]),
        ("handshake", "", [5]),
        ("poll", "", [1, 3]),
        ("post", "", [2, 4]),
        ("websocket", "", []),
        ("all", "unknown", [2]),
        ("all", "UNKNOWN polling-1", [2]),
        ("all", "status:400", [2]),
        ("all", "kind:po", [1, 2, 3, 4]),
        ("all", "sid:abc kind:poll", [1, 3]),
        ("all", "client:polling-2", []),
        ("all", "client:polling-1", [1, 2, 3, 4, 5]),
        ("all", "client:polling", [1, 2, 3, 4, 5]),
        ("all", "client:poll", []),
        ("all", "ERR_CONNECTION", [3]),
        ("all", "http://x", []),
    ],
)
def test_chips_and_words_choose(chip: Chip, words: str, keeps: list[int]) -> None:
    rows = [
        row(1, status=200),
        row(2, kind="post", status=400, cause="unknown-sid"),
        row(3, ending="cut", error="net::ERR_CONNECTION_RESET"),
        row(4, kind="post", status=502),
        row(5, kind="handshake", status=200, sid="x"),
    ]
    wanted = Wanted(chip, "", words)
    assert [one.n for one in rows if wanted.holds(one)] == keeps
    other = Wanted(chip, "someone else", words)
    assert not any(other.holds(one) for one in rows)


def test_what_a_cell_says() -> None:
    cut = row(ending="cut", error="net::ERR_CONNECTION_RESET")
    assert (tone_of(cut), cause_of(cut)) == ("bad", "ERR_CONNECTION_RESET")
    tones = [tone_of(row(status=status)) for status in (None, 200, 400, 502)]
    assert tones == ["quiet", "ok", "warn", "bad"]
    assert tone_of(row(status=413, ending="wire")) == "mark"
    assert tone_of(row(status=200, fault="latency")) == "mark"
    assert tone_of(row(status=400, fault="stale-sid")) == "warn"
    sockets = [row(status=101, ending="switched", closed_by=by) for by in ("", "client", "reset")]
    assert [tone_of(one) for one in sockets] == ["ok", "ok", "mark"]
    assert (short_sid("3f9a-77120-AAAAB"), short_sid("short")) == ("3f9a…-AAAAB", "short")
    assert [bytes_text(count) for count in (0, 999, 1000, 1_500_000)] == ["0 B", "999 B", "1.0 kB", "1.5 MB"]
    assert (size_text(row(messages=(3, 1200))), size_text(row(got=12)), size_text(row())) == (
        "↑3 ↓1,200",
        "12 B",
        "",
    )
    assert [took_text(value) for value in (None, 4e-5, 0.0123, 25.04, 1234.0)] == [
        "",
        "40 µs",
        "12.3 ms",
        "25 s",
        "1234 s",
    ]


# --- the waterfall ---


def test_the_phases_lie_where_they_were() -> None:
    one = row(began=2.0, asked=3.0, answered=6.0, ended=8.0, status=200, ending="complete")
    view = view_of([one, row(2, began=0.0, ended=10.0, ending="complete")], now=20.0)
    assert (view.low, view.high) == (0.0, 10.0)
    assert [tuple(part) for part in parts(one, view, 100.0)] == [
        (20.0, 30.0, "sending"),
        (30.0, 60.0, "waiting"),
        (60.0, 80.0, "receiving"),
    ]


def test_what_goes_on_reaches_to_now_and_does_not_stretch_the_view() -> None:
    going, socket = row(began=4.0, asked=4.0), row(2, began=1.0, answered=2.0, status=101, ending="switched")
    view = view_of([going, socket, row(3, began=0.0, ended=5.0, ending="complete")], now=4.5)
    assert view.high == 5.0
    assert parts(going, view, 100.0)[-1] == (80.0, 90.0, "waiting")
    assert parts(socket, view, 100.0)[-1] == (40.0, 90.0, "open")
    assert parts(socket, view._replace(now=60.0), 100.0)[-1].right == 100.0


TIMES = st.floats(0, 100, allow_nan=False)


@given(TIMES, st.lists(st.one_of(st.none(), TIMES), min_size=3, max_size=3), TIMES, st.floats(4, 500))
def test_whatever_the_times_the_parts_are_in_order_visible_and_within(
    began: float, times: list[float | None], now: float, width: float
) -> None:
    asked, answered, ended = times
    one = row(began=began, asked=asked, answered=answered, ended=ended)
    for view in (view_of([one], now), View(10.0, 20.0, now)):
        made = parts(one, view, width)
        assert made
        assert all(0 <= part.left < part.right <= width for part in made)
        assert made[-1].right - made[-1].left >= SHORTEST - 1e-6


def test_nothing_in_sight_has_a_view_all_the_same() -> None:
    assert view_of([], 3.0).high > view_of([], 3.0).low


# --- a session's life ---


def test_a_life_is_told_in_order_with_gaps_and_what_came_too_late() -> None:
    sid = sid_of(2, 0)
    of_it = [one for one in requests() if one.sid == sid]
    session = next(one for one in sessions() if one.sid == sid)
    lines = life(session, of_it)
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    assert lines[0].gap is None
    assert lines[1].gap == pytest.approx(lines[1].at - lines[0].at)
    whats = [line.what for line in lines]
    assert whats[:4] == ["request", "opened", "request", "namespace"]
    assert (whats.index("ended"), lines[-1].what, lines[-1].late) == (len(lines) - 2, "request", True)
    assert [line.request.status for line in lines if line.late and line.request] == [400]
    assert lines[-1].at > (session.ended or 0) >= RELOAD


def test_a_session_nobody_saw_open_has_its_requests_only() -> None:
    lines = life(None, [row(1), row(2, began=2.5)])
    assert [(line.what, line.gap) for line in lines] == [("request", None), ("request", 1.5)]
    assert life(None, []) == []


def test_a_refused_namespace_stands_out() -> None:
    refused = NamespaceRow(at=1.5, namespace="/admin", did="refused", by="server", text="no")
    session = msgspec.structs.replace(sessions()[0], namespaces=(refused,), upgraded=2.0)
    tones = {line.what: line.tone for line in life(session, [])}
    assert (tones["namespace"], tones["upgraded"]) == ("warn", "info")


def test_what_was_touched_is_kept_in_its_order() -> None:
    traffic = Traffic()
    traffic.fold(told(touched=touched()[:2]))
    traffic.fold(told(touched=touched()[2:]))
    assert tuple(traffic.touched) == touched()
