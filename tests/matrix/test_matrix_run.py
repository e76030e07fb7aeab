"""A small matrix, measured for real: in the foreground, for a window, and ended early."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import msgspec
import pytest

import server
from harness.clients.catalogue import catalogue_kinds
from harness.commands import MatrixRun
from harness.evidence.folder import RunFolder
from harness.evidence.verify import verify
from harness.matrix import conduct, course, plan
from harness.matrix.conduct import Conductor, default_jobs, make_folder
from harness.matrix.desk import BUSY, MatrixDesk, shown
from harness.matrix.front import measured, run_matrix
from harness.matrix.judge import judge
from harness.matrix.model import Cell, MatrixCell, MatrixEnded, MatrixFound, MatrixPlanned
from harness.matrix.plan import Asked, MatrixOptions
from harness.matrix.reading import read_seen, server_log
from harness.session.house import HarnessError, House
from harness.snapshot import Choice
from server.profiles import profiles

HERE = tuple(
    Choice(name=one.name, title=one.title, offers=one.restarts)
    for one in profiles().values()
    if one.name in {"gevent", "werkzeug"}
)
AWAY = Choice(name="away", title="a", available=False, needs="another world")
LAME = Choice(name="lame", title="no such profile", offers=("graceful",))
HOUSE = House(profiles=(*HERE, AWAY, LAME), server_root=Path(server.__file__).resolve().parents[1])


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pings of a second, and a quiet a little longer: what is waited for otherwise stays."""
    monkeypatch.setattr(plan, "PING_INTERVAL", 1)
    monkeypatch.setattr(course, "IDLE_SECONDS", 1.5)


async def test_a_cell_is_a_function_of_its_run_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = MatrixOptions(
        profiles=("werkzeug", "away"),
        transports=("upgrade",),
        clients=("python",),
        out=tmp_path,
        json=True,
    )
    planned = plan.plan(options, HOUSE.profiles, catalogue_kinds())
    status = await measured(planned, options, HOUSE)
    out, err = capsys.readouterr()
    assert status == 0, err
    printed = json.loads(out)
    works, away = msgspec.convert(printed["cells"], list[Cell])
    assert (works.works, works.upgraded, works.echo, works.broadcast, works.idle) == (True,) * 5, works
    assert (works.survives_restart, works.restart) == (True, "graceful")
    assert works.recovery is not None
    assert works.why == ""
    assert (away.available, away.works, away.needs) == (False, None, "another world")
    assert "1 cells to measure, 1 unavailable" in err
    assert "[1/1] werkzeug × upgrade × python: works" in err

    found = {one["finding"]: one for one in printed["findings"]}
    assert found.keys() == {"big-message", "kept-alive-poll", "stale-upgrade"}
    assert found["stale-upgrade"]["value"] == "400"

    folder = Path(printed["folder"])
    assert json.loads((folder / "matrix.json").read_text(encoding="utf-8")) == printed
    run = Path(works.run)
    assert run.parent == folder
    assert RunFolder.open(run).state == "sealed"
    assert verify(run)["ok"]
    summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
    again = judge(works.key, works.run, read_seen(run), summary, server_log(run))
    assert again.held == 3
    assert again.recovery == works.recovery

    behind = await shown(works.run)
    assert behind.left_out == 0
    assert {"run.ready", "client.connected", "run.ended"} <= {
        str(line.event.__struct_config__.tag) for line in behind.lines
    }
    assert any(row.kind == "upgrade" and row.status == 101 for row in behind.requests)


def test_nothing_that_can_be_measured_is_status_3(tmp_path: Path) -> None:
    options = MatrixOptions(profiles=("away",), out=tmp_path)
    with pytest.raises(HarnessError, match="nothing could be measured: another world"):
        run_matrix(options, HOUSE)
    file = tmp_path / "a file"
    file.touch()
    with pytest.raises(HarnessError, match="choose another with --out"):
        run_matrix(msgspec.structs.replace(options, out=file), HOUSE)


async def test_a_server_that_does_not_start_is_tried_again_and_left(tmp_path: Path) -> None:
    planned = plan.plan(
        Asked(profiles=("lame",), transports=("polling",), clients=("python",)), HOUSE.profiles, catalogue_kinds()
    )
    frames: list[msgspec.Struct] = []
    conductor = Conductor(HOUSE, planned, make_folder(tmp_path), frames.append, findings=False)
    (cell,) = (await conductor.measure()).cells
    assert cell.works is None
    assert "could not be measured: the server" in cell.why
    tries = [frame for frame in frames if isinstance(frame, MatrixCell) and frame.state == "running"]
    assert len(tries) == conduct.MOST_TRIES
    assert conductor.jobs == default_jobs() >= 1


async def test_without_a_place_for_its_folders_it_ends_with_the_reason(tmp_path: Path) -> None:
    asked = Asked(profiles=("werkzeug",), transports=("polling",), clients=("python",))
    planned = plan.plan(asked, HOUSE.profiles, catalogue_kinds())
    folder = make_folder(tmp_path)
    conductor = Conductor(HOUSE, planned, folder, lambda _: None)
    gone = folder / "gone"
    gone.touch()
    conductor._folder = gone
    with pytest.raises(HarnessError, match="no run folder can be made in"):
        await conductor.measure()
    assert conductor.stopped
    idle = Conductor(
        HOUSE, plan.plan(Asked(profiles=("away",)), HOUSE.profiles, catalogue_kinds()), gone, lambda _: None
    )
    with pytest.raises(HarnessError, match="could not be written"):
        await idle.measure()


class Window:
    """What a window would be told."""

    def __init__(self) -> None:
        self.frames: list[msgspec.Struct] = []
        self.running = asyncio.Event()
        self.ended = asyncio.Event()

    def say(self, frame: msgspec.Struct) -> None:
        self.frames.append(frame)
        if isinstance(frame, MatrixCell) and frame.state == "running":
            self.running.set()
        if isinstance(frame, MatrixEnded):
            self.ended.set()


async def test_a_window_is_told_frame_by_frame_and_can_end_it_early(tmp_path: Path) -> None:
    window = Window()
    desk = MatrixDesk(HOUSE, window.say)
    desk.refuse()
    async with asyncio.TaskGroup() as tasks:
        desk.begin(MatrixRun(profiles=("werkzeug", "away"), out=str(tmp_path), jobs=1), tasks)
        await window.running.wait()
        with pytest.raises(HarnessError, match=BUSY):
            desk.begin(MatrixRun(), tasks)
        await desk.stop("stopped")
        assert window.ended.is_set()
    await desk.stop("stopped")  # nothing goes on any more
    first, last = window.frames[0], window.frames[-1]
    assert isinstance(first, MatrixPlanned)
    assert first.jobs == 1
    assert {one.key[0]: one.available for one in first.cells} == {"werkzeug": True, "away": False}
    assert isinstance(last, MatrixEnded)
    assert (last.outcome, last.why) == ("stopped", "")
    assert not any(isinstance(frame, MatrixFound) for frame in window.frames)
    assert all(state in {"sealed", "interrupted"} for state in states(Path(last.folder)))
    assert json.loads((Path(last.folder) / "matrix.json").read_text())["cells"]


def states(folder: Path) -> list[str]:
    """How the runs of a matrix were sealed."""
    return [RunFolder.open(path).state for path in folder.iterdir() if path.is_dir()]


async def test_a_window_is_told_what_cannot_be(tmp_path: Path) -> None:
    desk = MatrixDesk(HOUSE, lambda _: None)
    async with asyncio.TaskGroup() as tasks:
        with pytest.raises(HarnessError, match="--profiles: nope is not allowed"):
            desk.begin(MatrixRun(profiles=("nope",), out=str(tmp_path)), tasks)
    with pytest.raises(HarnessError, match="is no run folder"):
        await shown(str(tmp_path))
