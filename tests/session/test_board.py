"""The board of a run: weighed once a second at most, told when it has changed, and the same as afterwards."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
import pytest

from harness.diagnosis.judge import diagnose, findings
from harness.diagnosis.told import Told
from harness.events import (
    AnyEvent,
    ChildHello,
    ClientConnected,
    ClientDisconnected,
    ClientSent,
    GuardReaped,
    Record,
    RunEnding,
    RunReady,
    ServerAnswered,
    ServerSidIssued,
    WireResponse,
    WireSidIssued,
)
from harness.session.board import BoardDesk
from harness.session.catalogue import cards
from harness.snapshot import Cited

S = 1_000_000_000


def incident() -> list[Record]:
    """A session whose server ends, and the next one that refuses it: told by all three witnesses."""
    refused: dict[str, Any] = {
        "t": 5 * S,
        "n": 4,
        "method": "POST",
        "sid": "s",
        "cause": "unknown-sid",
        "status": 400,
    }
    events: list[AnyEvent] = [
        ChildHello(t=1 * S, role="server", name="server-1", pid=1, epoch="a"),
        RunReady(t=2 * S, url="http://127.0.0.1:1", upstream="http://127.0.0.1:2"),
        ServerSidIssued(t=2 * S, sid="s", epoch="a", client="c"),
        WireSidIssued(t=2 * S, conn=7, sid="s", transport="polling", client="c"),
        ClientConnected(t=3 * S, client="c", generation=1, sid="s", socket_id="k", transport="polling"),
        GuardReaped(t=4 * S, pid=1, signal="SIGKILL"),
        ChildHello(t=4 * S + 1, role="server", name="server-2", pid=2, epoch="b"),
        ServerAnswered(epoch="b", remote_port=40_000, **refused),
        WireResponse(conn=7, kind="post", upstream_port=40_000, client="c", body="message", **refused),
        ClientDisconnected(t=6 * S, client="c", generation=1, sid="s", reason="python:transport error"),
        RunEnding(t=7 * S, why="finished"),
    ]
    return [Record(seq=seq, at=event.t, src="x", event=event) for seq, event in enumerate(events, 1)]


class Live:
    """A run as the core keeps it: its story and its board hear of the same records."""

    def __init__(self) -> None:
        self.told = Told()
        self.now = 0
        self.desk = BoardDesk(self.told, lambda: self.now)

    def hear(self, records: list[Record]) -> None:
        for record in records:
            self.told.fold(record)
            self.desk.fold(record)


@pytest.fixture
def live() -> Live:
    return Live()


def test_a_kept_cause_comes_with_sentences_and_with_events_that_can_be_found(live: Live) -> None:
    live.hear(incident())
    board = live.desk.now()
    kept = board.verdicts[0]
    assert (kept.hypothesis, kept.verdict, kept.explains) == ("restart-stale-sid", "kept", 2)
    assert [one.args for one in kept.speaks_for] == [(1,), (1,)]
    assert kept.speaks_against == ()
    assert kept.because[-2:] == (Cited(9, 3.0, 7, 4), Cited(10, 4.0))
    assert board.explained == {"http_400": (1, 1), "closes": (0, 0), "disconnects": (1, 1)}


def test_before_the_run_is_ready_nobody_knows_the_second(live: Live) -> None:
    live.hear(incident()[:1])
    assert live.desk.now().verdicts[-1].against == (Cited(1),)


def test_an_event_that_was_not_heard_is_cited_by_its_number_alone(live: Live) -> None:
    for record in incident():
        live.told.fold(record)
    live.desk.fold(incident()[5])
    because = live.desk.now().verdicts[0].because
    assert because[0] == Cited(3)


def test_a_recording_with_numbers_that_nothing_has_breaks_no_board(live: Live) -> None:
    live.hear(incident()[:4])
    odd = ClientDisconnected(t=2**63, client="c", generation=1, sid="s", reason="python:transport error")
    live.hear([Record(seq=5, at=3 * S, src="x", event=odd)])
    cited = [one for row in live.desk.now().verdicts for one in row.because]
    assert all(one.at is None for one in cited if one.seq == 5)


def test_it_is_told_when_it_has_changed_and_once_a_second_at_most(live: Live) -> None:
    records = incident()
    live.hear(records[:5])
    assert live.desk.changed() is not None
    live.hear(records[5:9])
    live.now += S - 1
    assert live.desk.changed() is None
    live.now += 1
    told = live.desk.changed()
    assert told is not None
    assert told.verdicts[0].hypothesis == "restart-stale-sid"
    live.now += S
    assert live.desk.changed() is None


def test_what_no_story_makes_anything_of_is_not_weighed(live: Live) -> None:
    live.hear(incident())
    board = live.desk.now()
    live.hear([Record(seq=40, at=6 * S, src="x", event=ClientSent(t=6 * S, client="c", n=1, sid="s", to=()))])
    assert live.desk.now() is board


def test_what_changes_no_verdict_is_not_told(live: Live) -> None:
    live.hear(incident()[:2])
    assert live.desk.changed() is not None
    live.now += S
    live.hear([Record(seq=50, at=3 * S, src="x", event=RunReady(t=2 * S, url="", upstream=""))])
    assert live.desk.changed() is None


def test_a_story_that_takes_long_to_weigh_is_weighed_less_often() -> None:
    told, now, spent = Told(), [0], itertools.count(0, S // 4)
    desk = BoardDesk(told, lambda: now[0], lambda: next(spent))
    records = incident()

    def changed_at(second: float) -> bool:
        now[0] = round(second * S)
        return desk.changed() is not None

    for record in records[:5]:
        told.fold(record)
        desk.fold(record)
    assert changed_at(0)  # it took a quarter of a second, and rests for twenty of those
    told.fold(records[5])
    desk.fold(records[5])
    assert [changed_at(second) for second in (1, 3, 4.99, 5)] == [False, False, False, True]


def test_the_end_of_the_run_is_told_at_once_and_what_comes_after_it_is_not_weighed(live: Live) -> None:
    records = incident()
    live.hear(records[:-1])
    assert live.desk.changed() is not None
    live.hear([records[-1]])
    assert live.desk.changed() is None  # no verdict has changed by that
    late = ClientDisconnected(t=6 * S, client="d", generation=1, sid="z", reason="python:transport error")
    live.hear([Record(seq=12, at=8 * S, src="x", event=late)])
    told = live.desk.changed()
    assert told is not None
    assert told.explained["disconnects"] == (1, 2)
    after = ClientDisconnected(t=9 * S, client="e", generation=1, sid="y", reason="python:transport error")
    live.hear([Record(seq=13, at=9 * S, src="x", event=after)])
    assert live.desk.changed() is None


def test_a_full_snapshot_has_the_board_whether_it_changed_or_not(live: Live) -> None:
    live.hear(incident())
    assert live.desk.changed() == live.desk.now() == live.desk.now()


def test_while_the_run_goes_on_nothing_broke_so_far_and_at_its_end_nothing_did(live: Live) -> None:
    healthy = [*incident()[:5], incident()[-1]]
    live.hear(healthy[:5])
    assert live.desk.now().summary[0].text.startswith("Nothing broke so far")
    live.hear(healthy[5:])
    assert live.desk.now().summary[0].text.startswith("Nothing broke:")


def test_verdicts_are_the_same_byte_for_byte_however_often_they_were_looked_at_before(live: Live) -> None:
    for record in incident():
        live.hear([record])
        live.now += S
        live.desk.changed()
    afterwards = Told()
    for record in incident():
        afterwards.fold(record)
    encode = msgspec.json.encode
    assert encode(diagnose(live.told.story)) == encode(diagnose(afterwards.story))
    assert encode(findings(live.told.story)) == encode(findings(afterwards.story))
    shown = [
        (one.hypothesis, one.verdict, [cited.seq for cited in one.because]) for one in live.desk.now().verdicts
    ]
    found = [(one.hypothesis, one.verdict, list(one.because)) for one in diagnose(afterwards.story).verdicts]
    assert shown == found


def test_the_window_knows_every_hypothesis_in_words() -> None:
    assert len(cards()) == 24
    assert all(one.claim and one.seen and one.refuted and one.remedy for one in cards())
