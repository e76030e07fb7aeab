"""The core of a replay, as a window speaks to it; and the command, before there is a window."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest
from made_recording import at_the_beginning, busy, recorded, small

from harness import commands as ask
from harness.cli.ending import perform
from harness.cli.replaying import replay_command
from harness.comparing.sides import side_at
from harness.evidence.opening import opened
from harness.frames import Port
from harness.replay.core import REFUSED, ReplayCore
from harness.session.house import HarnessError, House
from harness.snapshot import Catalogue, CoreFrame, Logged, Rejected, ReplayCard, RunsCompared, Snapshot
from main import house as real_house

MAIN = Path(__file__).resolve().parents[2] / "main.py"
SECONDS = 30.0


class Window(Port):
    """A window that keeps what it is told; the core is asked through `ask`."""

    def __init__(self) -> None:
        self.frames: list[Any] = []
        self.flushes = 0
        self._asked: asyncio.Queue[Any] = asyncio.Queue()

    def say(self, event: Any) -> None:
        self.frames.append(event)

    def flushed(self, command: ask.ChildFlush) -> None:
        self.flushes += 1

    def ask(self, command: Any) -> None:
        self._asked.put_nowait(command)

    async def commands(self) -> AsyncIterator[Any]:
        while (command := await self._asked.get()) is not None:
            yield command

    @property
    def snapshots(self) -> list[Snapshot]:
        return [one for one in self.frames if isinstance(one, Snapshot)]

    @property
    def card(self) -> ReplayCard:
        card = self.snapshots[-1].replay
        assert card is not None
        return card

    async def until(self, held: Callable[[], bool]) -> None:
        async with asyncio.timeout(SECONDS):
            while not held():  # noqa: ASYNC110  - the core is asked, and tells nobody else
                await asyncio.sleep(0.005)

    async def at(self, second: float) -> Snapshot:
        """Wait until the replay has arrived there; what it tells whole."""
        await self.until(lambda: self.card.reading is None and abs(self.card.at - second) < 1e-6)
        return next(one for one in reversed(self.snapshots) if one.full)


@pytest.fixture(scope="module")
def house() -> House:
    return real_house()


async def replayed(path: Path, house: House, story: Callable[[Window], Any]) -> Window:
    """Have a window live through this, and close it."""
    window = Window()
    with opened(path) as evidence:
        core = asyncio.ensure_future(ReplayCore(house, window, evidence).serve())
        try:
            await window.until(lambda: len(window.snapshots) > 1 or core.done())
            await story(window)
        finally:
            window.ask(None)
            await core
    return window


async def test_it_begins_with_the_end_and_the_first_picture_is_there_before_all_is_read(
    tmp_path: Path, house: House
) -> None:
    path = recorded(tmp_path, small())

    async def story(window: Window) -> None:
        await window.at(21.0)

    window = await replayed(path, house, story)
    catalogue, first = window.frames[:2]
    assert isinstance(catalogue, Catalogue)
    assert catalogue.versions == {"werkzeug": "3.1.9"}
    assert first.replay.reading == 0.0
    assert first.full
    assert first.buckets
    assert first.marks
    assert (first.now, first.clients, first.summary) == (20.0, (), {})
    last = next(one for one in reversed(window.snapshots) if one.full)
    assert last.replay == ReplayCard(begin=-2.0, end=21.0, at=21.0, faults=(5.0, 10.0, 10.2))
    assert len(last.clients) == 2
    lines = [one for one in window.frames if isinstance(one, Logged)]
    assert [one.seq for one in lines] == sorted(one.seq for one in lines)


@pytest.mark.parametrize("raw", [True, False])
async def test_a_raw_record_is_one_from_the_first_picture_on(tmp_path: Path, house: House, raw: bool) -> None:
    async def story(window: Window) -> None:
        await window.at(21.0)

    window = await replayed(recorded(tmp_path, small(), raw=raw), house, story)
    assert {one.raw for one in window.snapshots} == {raw}


async def test_one_seeks_and_goes_from_fault_to_fault(tmp_path: Path, house: House) -> None:
    async def story(window: Window) -> None:
        await window.at(21.0)
        window.ask(ask.ReplaySeek(t=7.0))
        middle = await window.at(7.0)
        assert middle.summary["http_400"]["total"] == 2
        window.ask(ask.ReplayJump(to="next-fault"))
        await window.at(10.0)
        window.ask(ask.ReplayJump(to="next-fault"))
        await window.at(10.2)
        window.ask(ask.ReplayJump(to="next-fault"))  # there is none
        window.ask(ask.ReplayJump(to="previous-fault"))
        await window.at(10.0)
        window.ask(ask.ReplayJump(to="previous-fault"))
        early = await window.at(5.0)
        assert early.summary["http_400"]["total"] == 0
        window.ask(ask.ReplayJump(to="previous-fault"))  # there is none
        window.ask(ask.ReplaySeek(t=-1e30))
        await window.at(-2.0)

    await replayed(recorded(tmp_path, small()), house, story)


async def test_it_plays_pauses_and_begins_anew_at_its_end(
    tmp_path: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.replay.core.TICK_SECONDS", 0.01)

    async def story(window: Window) -> None:
        await window.at(21.0)
        window.ask(ask.ReplayPlay(speed=100.0))
        await window.until(lambda: window.card.playing and 3 < window.card.at < 20)
        window.ask(ask.ReplayPause())
        await window.until(lambda: not window.card.playing)
        here = window.card.at
        window.ask(ask.ReplayPlay(speed=500.0))
        await window.until(lambda: window.card.at > here and not window.card.playing)
        assert window.card.at == 21.0

    window = await replayed(recorded(tmp_path, small()), house, story)
    heard = [one.seq for one in window.frames if isinstance(one, Logged)]
    again = heard[heard.index(1, 1) :]
    assert again == sorted(set(again)), "while it plays each line comes once, in order"
    assert again[-1] == len(small())


async def test_nothing_of_the_run_can_be_changed(tmp_path: Path, house: House) -> None:
    async def story(window: Window) -> None:
        for command in (ask.RunStop(), ask.RunAddNote(text="x"), ask.RunStart(name="incident"), ask.MatrixStop()):
            window.ask(command)
        window.ask(ask.ChildFlush(id=1))
        await window.until(lambda: window.flushes == 1)

    path = recorded(tmp_path, small())
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    window = await replayed(path, house, story)
    refused = [one for one in window.frames if isinstance(one, Rejected)]
    assert [one.command for one in refused] == ["run.stop", "run.add-note", "run.start", "matrix.stop"]
    assert {one.message for one in refused} == {REFUSED}
    assert {file: file.read_bytes() for file in path.rglob("*") if file.is_file()} == before


async def test_a_damaged_recording_ends_where_the_damage_is_and_says_so(tmp_path: Path, house: House) -> None:
    path = recorded(tmp_path, small(), sealed=False)
    clients = path / "events" / "clients-0.jsonl"
    lines = clients.read_bytes().splitlines(keepends=True)
    clients.write_bytes(b"".join([*lines[:5], b"{\n", *lines[6:]]))

    async def story(window: Window) -> None:
        await window.until(lambda: window.card.damage != "")

    card = (await replayed(path, house, story)).card
    assert "clients-0.jsonl, record 6" in card.damage
    assert card.interrupted
    assert 5.0 < card.end < 7.0


async def test_a_recording_without_events_cannot_be_shown(tmp_path: Path, house: House) -> None:
    with (
        opened(recorded(tmp_path, [])) as evidence,
        pytest.raises(HarnessError, match="there is nothing to replay"),
    ):
        ReplayCore(house, Window(), evidence)


# --- the command ----------------------------------------------------------------------------------------------


def replay(*words: str) -> tuple[int, list[Path]]:
    seen: list[Path] = []

    def show(path: Path) -> int:
        seen.append(path)
        return 0

    return perform(click.Group("sidlab", commands=[replay_command(show)]), ["replay", *words]), seen


def test_a_run_that_can_be_read_is_shown(tmp_path: Path) -> None:
    path = recorded(tmp_path, at_the_beginning())
    assert replay(str(path)) == (0, [path])


@pytest.mark.parametrize(
    ("make", "status", "says"),
    [
        (lambda out: out / "no-such", 2, "is not there"),
        (lambda out: recorded(out, []), 2, "holds no events"),
        (lambda out: damaged(recorded(out, small())), 3, "is damaged"),
        (lambda out: going_on(recorded(out, small())), 2, "is still being recorded"),
        (lambda out: series(recorded(out, small())), 2, "is a series: name one of the run folders in it"),
    ],
)
def test_what_cannot_be_shown_is_one_line_and_opens_no_window(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], make: Callable[[Path], Path], status: int, says: str
) -> None:
    assert replay(str(make(tmp_path))) == (status, [])
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line


def series(path: Path) -> Path:
    (path / "series.json").write_text("{}", encoding="utf-8")
    return path


def damaged(path: Path) -> Path:
    (path / "events" / "session.jsonl").write_bytes(b"nothing\n")
    return path


def going_on(path: Path) -> Path:
    (path / "STATE").write_text("recording\n", encoding="ascii")
    return path


def test_without_a_display_it_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import main

    monkeypatch.setattr(main, "has_display", lambda: False)
    assert main.main(["replay", str(recorded(tmp_path, small()))]) == 3
    assert "there is none" in capsys.readouterr().err


# --- two runs side by side, which a replay may be asked for -----------------------------------------------------


async def test_a_replay_compares_runs_for_its_window(tmp_path: Path, house: House) -> None:
    path, other = recorded(tmp_path, small()), recorded(tmp_path, at_the_beginning())
    for folder in (path, other):
        (folder / "summary.json").write_text('{"http_400": {"total": 2}}', encoding="utf-8")

    async def story(window: Window) -> None:
        window.ask(ask.RunsCompare(a=str(path), b=str(other)))
        await window.until(lambda: any(isinstance(one, RunsCompared) for one in window.frames))
        (other / "summary.json").unlink()
        window.ask(ask.RunsCompare(a=str(path), b=str(other)))
        await window.until(lambda: any(isinstance(one, Rejected) for one in window.frames))
        window.ask(ask.RunsCompare(a=str(path), b=str(tmp_path / "no-such")))
        await window.until(lambda: sum(isinstance(one, Rejected) for one in window.frames) == 2)

    window = await replayed(path, house, story)
    (found,) = [one.comparison for one in window.frames if isinstance(one, RunsCompared)]
    assert [(one.figure, one.a, one.b) for one in found.figures] == [("http_400.total", 2, 2)]
    first, second = [one.message for one in window.frames if isinstance(one, Rejected)]
    assert first == f"{other.name} has no summary: `sidlab compare` counts its figures from the events"
    assert "no-such is not there" in second


def test_a_run_whose_writer_was_killed_is_compared_by_its_events(tmp_path: Path) -> None:
    side = side_at(recorded(tmp_path, small(), sealed=False))
    (summary,) = side.summaries
    assert (summary["http_400"]["total"], summary["outcome"], summary["scenario"]) == (2, "unknown", "made")
    assert {one["hypothesis"]: one["verdict"] for one in summary["findings"]}["origin-refused"] == "rejected"


async def test_while_a_long_way_is_read_it_says_how_far(
    tmp_path: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.replay.core.SLICE_SECONDS", 0.0)
    monkeypatch.setattr("harness.replay.core.TOLD_SECONDS", 0.0)

    async def story(window: Window) -> None:
        await window.until(lambda: window.card.reading is None)

    window = await replayed(recorded(tmp_path, busy(400, 100)), house, story)
    shares = [one.replay.reading for one in window.snapshots if one.replay is not None]
    told = [share for share in shares if share is not None]
    assert len(told) > 3
    assert told == sorted(told)
    assert all(0 <= share <= 1 for share in told)


def test_the_child_itself_speaks_frames_and_ends_with_its_parent(tmp_path: Path) -> None:
    argv = [sys.executable, str(MAIN), "_child", "core", "--replay", str(recorded(tmp_path, small()))]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(CoreFrame)
        frames = (decoder.decode(line) for line in child.stdout)
        snapshot = next(one for one in frames if isinstance(one, Snapshot))
        assert snapshot.replay is not None
        child.stdin.close()
        assert child.wait(60) == 0
