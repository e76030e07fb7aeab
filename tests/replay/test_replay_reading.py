"""A recording at a glance, and as it stood at any moment: the same as when it was live."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from made_recording import SCENARIO, ZERO, S, at_the_beginning, busy, recorded, small, t

from harness import events as ev
from harness.evidence.opening import opened
from harness.replay.glance import Glance, glance
from harness.replay.projector import LINES, Projector
from harness.replay.standing import scenario_of
from harness.snapshot import Snapshot

FOREVER = 1e9


def glanced(path: Path) -> Glance:
    with opened(path) as evidence:
        found = glance(evidence)
    assert found is not None
    return found


def shown(path: Path, second: float) -> Snapshot:
    """The run as it stood at this second."""
    with opened(path) as evidence:
        film = Projector(evidence, t(-2))
        assert film.until(t(second), FOREVER)
        return film.publisher.snapshot(full=True)


# --- at a glance ----------------------------------------------------------------------------------------------


def test_a_glance_knows_bounds_faults_marks_and_bars(tmp_path: Path) -> None:
    path = recorded(tmp_path, small())
    found = glanced(path)
    assert (found.first, found.last, found.zero, found.ended) == (t(-2), t(21), ZERO, 20.0)
    assert [found.second(one) for one in found.faults] == [5.0, 10.0, 10.2]
    assert {mark.kind for mark in found.marks} == {"restart", "fault", "way", "note"}
    with opened(path) as evidence:
        film = Projector(evidence, found.first)
        film.until(found.last, FOREVER)
        whole = film.publisher.snapshot(full=True)
    assert sorted(found.buckets, key=repr) == sorted(whole.buckets, key=repr)
    assert found.marks == whole.marks


@pytest.mark.parametrize("src", ["clients-7", "beacon", "somebody-new"])
def test_a_glance_sees_a_disconnect_whoever_tells_it(tmp_path: Path, src: str) -> None:
    lost = ev.ClientDisconnected(t=t(9), client="ann", generation=1, sid="x", reason="python:transport error")
    told = [one for one in small() if not isinstance(one[2], ev.ClientDisconnected)]
    found = glanced(recorded(tmp_path, [*told, (src, 21.5, lost)]))
    assert [bar.figure for bar in found.buckets].count("disconnects") == 1


def test_of_a_run_that_never_was_ready_time_begins_with_its_first_record(tmp_path: Path) -> None:
    found = glanced(recorded(tmp_path, [next(iter(small()))], sealed=False))
    assert (found.zero, found.ended, found.faults) == (t(-2), None, ())


def test_a_glance_reads_over_the_edges_of_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = recorded(tmp_path, small())
    whole = glanced(path)
    for size in (7, 64, 1000):
        monkeypatch.setattr("harness.replay.glance.BLOCK", size)
        assert glanced(path) == whole


def test_a_line_without_an_end_is_not_read_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = recorded(tmp_path, small())
    (path / "events" / "endless.jsonl").write_bytes(b"x" * 5000)
    monkeypatch.setattr("harness.replay.glance.BLOCK", 100)
    monkeypatch.setattr("harness.replay.glance.LINE_BYTES", 1000)
    assert glanced(path).last == t(21)


def test_where_nothing_is_recorded_there_is_nothing_to_see(tmp_path: Path) -> None:
    path = recorded(tmp_path, [])
    with opened(path) as evidence:
        assert glance(evidence) is None


# --- as it stood ----------------------------------------------------------------------------------------------


def test_before_it_was_ready(tmp_path: Path) -> None:
    before = shown(recorded(tmp_path, small()), -1.5)
    assert (before.now, before.server.state, before.server.epoch, before.clients) == (None, "starting", "", ())
    assert [row.state for row in before.plan] == ["waiting"] * 3


def test_in_the_middle_of_a_restart(tmp_path: Path) -> None:
    now = shown(recorded(tmp_path, small()), 5.45)
    assert (now.now, now.state, now.server.state, now.server.life) == (5.45, "sealed", "starting", 2)
    assert {row.client: row.state for row in now.clients} == {
        "polling-1": "reconnecting",
        "polling-2": "reconnecting",
    }
    assert [row.state for row in now.plan] == ["running", "waiting", "waiting"]
    assert now.summary["http_400"]["total"] == 2
    assert [mark.kind for mark in now.marks] == ["restart"]
    assert now.marks[0].end is None


def test_while_a_fault_is_on(tmp_path: Path) -> None:
    now = shown(recorded(tmp_path, small()), 10.5)
    assert [(row.fault, row.left) for row in now.faults] == [("latency", 0.5)]
    assert [(row.way, row.left) for row in now.ways] == [("hang", 1.5)]
    assert (now.server.state, now.server.epoch, now.server.pid) == ("up", "e2", 101)
    assert [row.state for row in now.plan] == ["done", "done", "done"]
    assert now.groups[0]["count"] == 3


def test_at_its_end(tmp_path: Path) -> None:
    path = recorded(tmp_path, small())
    now = shown(path, 1000)
    assert (now.now, now.server.state, now.faults, now.ways) == (20.0, "down", (), ())
    assert (now.run_id, now.folder, now.scenario) == (path.name, str(path), "made by hand")
    assert now.summary["clients"]["connected_at_end"] == 2
    assert (now.health.recorded, now.health.tap_lost) == (len(small()), 1)
    assert now.board is not None
    assert now.lan.on is False


def test_back_and_forth_is_the_same_as_straight_there(tmp_path: Path) -> None:
    path = recorded(tmp_path, small())
    with opened(path) as evidence:
        film = Projector(evidence, t(-2))
        film.until(t(30), FOREVER)
        film.rewind()
        film.until(t(10.5), FOREVER)
        assert film.publisher.snapshot(full=True) == shown(path, 10.5)


def test_reading_stops_when_its_time_is_up_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = recorded(tmp_path, busy(400, 100))
    with opened(path) as evidence:
        film = Projector(evidence, t(-2))
        rounds = 0
        while not film.until(t(100), 0.0):
            rounds += 1
        assert rounds > 5
        assert film.over
        assert film.standing.recorder.written == glanced_lines(path)


def glanced_lines(path: Path) -> int:
    return sum(file.read_bytes().count(b"\n") for file in (path / "events").iterdir())


def test_only_the_last_lines_of_the_event_log_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.replay.projector.LINES", 5)
    assert LINES > 5
    with opened(recorded(tmp_path, small())) as evidence:
        film = Projector(evidence, t(-2))
        film.until(t(100), FOREVER)
        lines = film.lines()
        assert [one.seq for one in lines] == [one.seq for one in film.lines(film.said - 5)]
        assert len(lines) == 5
        assert film.said > 20
        assert [one.seq for one in film.lines(film.said - 2)] == [one.seq for one in lines[-2:]]
        assert film.lines(film.said) == []
        assert isinstance(lines[-1].event, ev.RunEnded)


def test_what_is_damaged_is_shown_up_to_the_damage(tmp_path: Path) -> None:
    path = recorded(tmp_path, small())
    wire = path / "events" / "wire.jsonl"
    lines = wire.read_bytes().splitlines(keepends=True)
    wire.write_bytes(b"".join([*lines[:4], lines[4].replace(b"polling", b"pulling"), *lines[5:]]))
    with opened(path) as evidence:
        film = Projector(evidence, t(-2))
        assert film.until(t(100), FOREVER)
        assert "wire.jsonl, record 5: crc" in film.damage
        assert t(0) < film.at < t(6)


@pytest.mark.parametrize("found", [None, "x", {"name": 5}, {"title": "a", "duration": "long"}])
def test_a_scenario_of_another_version_is_shown_as_far_as_it_can_be_read(tmp_path: Path, found: Any) -> None:
    path = recorded(tmp_path, small(), scenario=found)
    with opened(path) as evidence:
        scenario = scenario_of(evidence)
    assert scenario.name
    assert scenario.duration is None
    assert shown(path, 100).summary["scenario"] == "made"


def test_a_scenario_comes_back_whole(tmp_path: Path) -> None:
    with opened(recorded(tmp_path, small())) as evidence:
        assert scenario_of(evidence) == SCENARIO


def test_a_step_that_failed_says_why(tmp_path: Path) -> None:
    failed = ev.RunStepDone(t=t(7), do="run.restart-server", ok=False, why="it did not end")
    told = [*at_the_beginning(), ("session", 5.0, ev.RunNote(t=t(5), text="x")), ("session", 7.0, failed)]
    row = shown(recorded(tmp_path, told), 7.5).plan[0]
    assert (row.state, row.why) == ("failed", "it did not end")
    assert t(7.5) - t(7) == S // 2
