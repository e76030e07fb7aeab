"""Which moments are pictured by themselves, and what an album keeps of them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from harness.events import (
    AnyEvent,
    RunPictureDue,
    RunReady,
    RunServerDown,
    RunServerStruck,
    RunStep,
    WireFaultApplied,
    WireFaultLifted,
)
from harness.evidence import manifest
from harness.scenarios.reader import from_data
from harness.session import album as albums
from harness.session import moments
from harness.session.album import Album
from harness.session.house import HarnessError, House
from harness.session.moments import Moments, moment_of
from harness.session.pictures import WINDOWS, _all_drawn, _windows, album_for, draw
from harness.session.run import Run
from harness.session.saved import saved
from harness.snapshot import Choice, Snapshot

S = 1_000_000_000
SCENARIO = {"title": "moments", "duration": 1.0, "server": {"profile": "made"}}
SHOT = {"at": 0.5, "do": "screenshot", "of": "requests"}


def made_run(tmp_path: Path, **more: object) -> Run:
    house = House(profiles=(Choice(name="made", title="made"),), server_root=tmp_path, command_line=("sidlab",))
    run = Run(house, from_data({**SCENARIO, **more}, "moments"), tmp_path, clock=lambda: 0)
    run.state = "running"
    return run


def fault(t: int, name: str = "reset") -> WireFaultApplied:
    return WireFaultApplied(t=t, id=t, fault=name, target="all")


@pytest.mark.parametrize(
    ("event", "name"),
    [
        (fault(1), "reset"),
        (WireFaultLifted(t=1, id=1, fault="reset", touched=0), ""),
        (RunServerStruck(t=1, id=1, way="hang"), "hang"),
        (RunStep(t=1, by="window", do="restart", detail={"how": "reload"}), "reload"),
        (RunStep(t=1, by="window", do="start", detail={"profile": "gevent"}), "start"),
        (RunStep(t=1, by="scenario", do="screenshot"), ""),
        (RunServerDown(t=1, life=1, asked=False), "server-down"),
        (RunServerDown(t=1, life=1, asked=True), ""),
    ],
)
def test_what_is_pictured_by_itself(event: AnyEvent, name: str) -> None:
    assert moment_of(event) == name


async def said(run: Run, until: int) -> list[str]:
    """The names of the pictures that are due, once there are so many."""
    found: list[str] = []
    done = asyncio.Event()

    def hear(record: object) -> None:
        event = getattr(record, "event", None)
        if isinstance(event, RunPictureDue):
            found.append(event.name)
            if len(found) == until:
                done.set()

    run.journal.listen(hear)
    await asyncio.wait_for(done.wait(), 30)
    return found


async def test_a_picture_is_due_soon_after_and_shows_what_came_until_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "SETTLE_SECONDS", 0.01)
    run = made_run(tmp_path)
    Moments(run)
    waiting = asyncio.ensure_future(said(run, 1))
    await asyncio.sleep(0)
    run.journal.say(RunStep(t=0, by="scenario", do="restart", detail={"how": "kill"}))
    run.journal.say(fault(1))
    assert await waiting == ["kill"]
    run.recorder.close()


async def test_a_connection_that_flaps_fills_no_disk_and_what_was_left_out_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "SETTLE_SECONDS", 0.0)
    run = made_run(tmp_path)
    Moments(run)
    notes: list[str] = []
    run.journal.listen(lambda record: notes.append(getattr(record.event, "text", "")))
    for number in range(moments.MOST + 3):
        waiting = asyncio.ensure_future(said(run, 1)) if number < moments.MOST else None
        await asyncio.sleep(0)
        run.journal.say(fault(number * 10 * S))
        if waiting is not None:
            assert await waiting == ["reset"]
            run.journal.say(fault(number * 10 * S + S))  # too soon after the last picture
    run.state = "ending"
    run.ended_at = 1.0
    await run.freeze("interrupted")
    await asyncio.sleep(0)
    assert any(f"{moments.MOST + 3} more faults and restarts have none of their own" in note for note in notes)
    run.recorder.close()


async def test_a_run_that_ends_is_not_pictured_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "SETTLE_SECONDS", 60.0)
    run = made_run(tmp_path)
    watch = Moments(run)
    run.journal.say(fault(1))
    due = watch._due
    assert due is not None
    await run.freeze("interrupted")
    await asyncio.sleep(0)
    assert due.cancelled()
    run.recorder.close()


def test_an_album_is_kept_where_somebody_wants_pictures(tmp_path: Path) -> None:
    plain, asked = made_run(tmp_path / "a"), made_run(tmp_path / "b", steps=[SHOT])
    assert album_for(plain, by_themselves=False) is None
    assert album_for(plain, by_themselves=True) is not None
    assert album_for(asked, by_themselves=False) is not None
    for run in (plain, asked):
        run.recorder.close()


async def test_a_page_is_the_run_as_it_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(albums, "MOST", 2)
    run = made_run(tmp_path)
    album = Album(run)
    assert album.last_line == 0
    run.journal.say(RunReady(t=0, url="u", upstream="u"))
    run.journal.say(fault(1))
    run.journal.say(RunPictureDue(t=2, name="reset"))
    run.journal.say(RunStep(t=3, by="scenario", do="screenshot", detail={"of": "requests"}))
    run.journal.say(RunStep(t=4, by="scenario", do="screenshot", detail={}))
    first, second = album.pages
    assert (first.of, first.name, second.of, second.name) == ("window", "at-reset", "requests", "asked")
    assert [mark.name for mark in first.snapshot.marks] == ["reset"]
    assert first.snapshot.full
    assert [line.seq for line in (*first.lines, *second.lines)] == list(range(2, album.last_line + 1))
    assert album.left_out == 1
    run.recorder.close()


def views(shown: Snapshot) -> list[str]:
    return [picture.view for picture in _windows(Path("screenshots"), shown, "all", "") if picture.of == "window"]


def test_a_trial_has_its_page_in_both_looks() -> None:
    tried = Snapshot(state="ending", summary={"trial": {"behaviours": {"plain": {}}, "says": []}})
    assert views(tried).count("trial") == 2
    paths = [picture.path for picture in _windows(Path("screenshots"), tried, "all", "")]
    assert len(set(paths)) == len(paths), "none replaces another"


def test_another_run_has_no_such_page() -> None:
    assert "trial" not in views(Snapshot(state="ending", summary={"trial": None}))
    assert "trial" not in views(Snapshot(state="ending"))


def test_a_window_s_own_run_is_pictured_at_its_end_as_it_opens() -> None:
    shown = Snapshot(state="ending")
    assert list(_windows(Path("screenshots"), shown, "none", "")) == []
    (one,) = _windows(Path("screenshots"), shown, "window", "2026-11-23T07:05:09+00:00")
    assert (one.view, one.of, one.moment) == ("overview", "window", "2026-11-23T07:05:09+00:00")
    looks = {(one.theme, one.language) for one in _windows(Path("screenshots"), shown, "all", "")}
    assert looks == set(WINDOWS)


class Drawing:
    """A child that draws so many pictures and then is done, or says nothing more."""

    def __init__(self, drawn: list[str], pictures: int, *, done: bool) -> None:
        self._drawn, self._left, self._done = drawn, pictures, done

    async def flush(self, _number: int, _seconds: float) -> bool:
        if self._left == 0:
            return self._done
        self._left -= 1
        self._drawn.append("one.png")
        return False


@pytest.mark.parametrize("done", [True, False])
async def test_who_goes_on_drawing_is_waited_for(done: bool) -> None:
    drawn: list[str] = []
    child: Any = Drawing(drawn, 3, done=done)
    assert await _all_drawn(child, drawn) is done
    assert len(drawn) == 3


async def test_without_the_child_the_run_says_that_there_are_no_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(albums, "MOST", 0)
    run = made_run(tmp_path)
    album = Album(run)
    run.journal.say(RunPictureDue(t=2, name="reset"))
    notes: list[str] = []
    run.journal.listen(lambda record: notes.append(getattr(record.event, "text", "")))

    async def nobody(_role: str, _name: str) -> None:
        raise HarnessError("no Qt here")

    monkeypatch.setattr(run.cast, "spawn", nobody)
    await draw(run, "all", album)
    assert "no pictures could be drawn: no Qt here" in notes
    assert "1 pictures that were asked for were not taken: a run has 0 at most" in notes
    run.recorder.close()


def test_a_picture_that_comes_late_is_no_evidence(tmp_path: Path) -> None:
    run = made_run(tmp_path)
    heard: list[str] = []
    run.journal.listen(lambda record: heard.append(getattr(record.event, "path", "")))
    shots = run.folder.path / "screenshots"
    for name in ("in-time.png", "late-word.png"):
        (shots / name).touch()
    saved(run, "screenshots/in-time.png")
    assert heard == ["screenshots/in-time.png"]
    run.recorder.close()
    manifest.write(run.folder)
    (shots / "late.png").touch()
    for name in ("late-word.png", "late.png"):
        saved(run, f"screenshots/{name}")
    assert heard == ["screenshots/in-time.png"]
    assert sorted(path.name for path in shots.iterdir()) == ["in-time.png", "late-word.png"]
    assert [path.name for path in (run.folder.path / "pictures").iterdir()] == ["late.png"]


@pytest.mark.parametrize(
    "path", ["../x.png", "screenshots/../meta.json", "/etc/x.png", "screenshots/x", "screenshots/no.png"]
)
def test_nothing_but_a_picture_is_taken_for_one(tmp_path: Path, path: str) -> None:
    run = made_run(tmp_path)
    with pytest.raises(HarnessError, match="is no picture of a run"):
        saved(run, path)
    run.recorder.close()
