"""How an experiment is carried out: in order, a few at a time, once more where a run tells nothing, cut short."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest
from made_experiments import HOUSE, World, as_claimed, design, result

from harness.commands import RunExperiment
from harness.experiments import desk
from harness.experiments.conduct import MOST_AGAIN, RESULT, Conductor
from harness.experiments.desk import BUSY, ExperimentDesk
from harness.experiments.model import ExperimentEnded, ExperimentPlanned, ExperimentTold, Report
from harness.experiments.order import schedule
from harness.scenarios.model import Scenario
from harness.session.ending import Result
from harness.session.house import HarnessError

Told = list[ExperimentPlanned | ExperimentTold]


def conductor(out: Path, told: Told | None = None, *, repeat: int = 0, jobs: int = 1) -> Conductor:
    say = (lambda _: None) if told is None else told.append
    return Conductor(HOUSE, design(), out, say, seed=3, repeat=repeat, jobs=jobs)


async def test_runs_go_in_their_order_with_the_seed_of_their_round(tmp_path: Path, world: World) -> None:
    report = await conductor(tmp_path).measure()
    planned = [(one.scenario.name, one.seed) for one in schedule(design(), 3, 5)]
    assert [(one.name, one.seed) for one in world.began] == planned
    assert [(one.arm, one.seed) for one in report.trials] == planned
    assert world.most == 1


async def test_it_ends_with_a_report_that_is_kept_beside_its_runs(tmp_path: Path, world: World) -> None:
    report = await conductor(tmp_path, jobs=2).measure()
    assert world.most == 2
    (answer,) = report.verdicts
    assert (report.state, answer.verdict, answer.p) == ("done", "kept", 0.007937)
    assert report.explained == {"http_400": (20, 20)}
    assert report.summary == "Kept: restart-stale-sid."
    folder = Path(report.folder)
    assert folder.parent == tmp_path
    assert "-experiment-restart-stale-sid-" in folder.name
    assert msgspec.json.decode((folder / RESULT).read_bytes(), type=Report) == report


async def test_a_window_is_told_of_each_run(tmp_path: Path, world: World) -> None:
    told: Told = []
    await conductor(tmp_path, told, jobs=2).measure()
    first, *rest = told
    assert isinstance(first, ExperimentPlanned)
    assert (first.total, first.jobs, first.seconds) == (10, 2, 50.0)
    assert [one.verdict for one in first.verdicts] == ["undecided"]
    frames = [one for one in rest if isinstance(one, ExperimentTold)]
    assert [one.done for one in frames] == sorted(one.done for one in frames)
    assert {one.total for one in frames} == {10}
    assert frames[-1].running == ()
    assert frames[-1].done == 10
    assert set(frames[1].running) == {"with it", "without it"}
    assert len(world.began) == 10


async def test_a_run_that_tells_nothing_is_made_again_and_does_not_count(tmp_path: Path, world: World) -> None:
    def comes(scenario: Scenario) -> Result:
        return result("the port was taken") if len(world.began) == 2 else as_claimed(scenario)

    world.comes = comes
    report = await conductor(tmp_path).measure()
    assert [one.trouble for one in report.trials].count("") == 10
    assert [one.trouble for one in report.trials if one.trouble] == ["the port was taken"]
    assert {arm.of for arm in report.verdicts[0].arms} == {5}


async def test_an_arm_that_cannot_be_carried_out_ends_the_experiment(tmp_path: Path, world: World) -> None:
    world.comes = lambda scenario: result("no") if scenario.name == "on" else as_claimed(scenario)
    with pytest.raises(HarnessError, match="the arm on could not be carried out: no"):
        await conductor(tmp_path).measure()
    assert [one.name for one in world.began].count("on") == MOST_AGAIN + 1


async def test_an_arm_that_came_out_sometimes_does_with_fewer_runs(tmp_path: Path, world: World) -> None:
    world.comes = lambda scenario: (
        result("no") if len(world.began) > 2 and scenario.name == "on" else as_claimed(scenario)
    )
    report = await conductor(tmp_path).measure()
    assert [arm.of for arm in report.verdicts[0].arms] == [1, 5]
    assert report.verdicts[0].verdict == "undecided"


async def test_ended_early_it_says_what_there_was(tmp_path: Path, world: World) -> None:
    one = conductor(tmp_path)
    world.on_run = lambda: one.stop("interrupted") if len(world.began) == 5 else None
    report = await one.measure()
    assert report.state == "interrupted"
    assert len(world.began) == 5
    assert report.trials[-1].trouble == "it was ended early"
    assert sum(arm.of for arm in report.verdicts[0].arms) == 4
    assert report.summary.startswith("Ended early")


async def test_without_room_for_a_run_it_says_so(tmp_path: Path, world: World) -> None:
    world.full = True
    with pytest.raises(HarnessError, match="no run folder can be made in"):
        await conductor(tmp_path).measure()


async def test_without_room_for_the_report_it_says_so(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("harness.experiments.conduct.write_atomically", full)
    with pytest.raises(HarnessError, match="could not be written: No space left on device; free some space"):
        await conductor(tmp_path).measure()
    assert world.began


def test_what_is_not_here_is_said_before_anything_begins(tmp_path: Path, world: World) -> None:
    with pytest.raises(HarnessError, match="the profile away is unavailable here: another world"):
        Conductor(HOUSE, design("away"), tmp_path, lambda _: None)
    (tmp_path / "file").touch()
    with pytest.raises(HarnessError, match=r"no folder can be made in .*choose another with --out"):
        conductor(tmp_path / "file")
    assert not world.began


# --- for a window ---------------------------------------------------------------------------------------------


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> None:
    """The made experiment stands for every other."""
    monkeypatch.setattr(desk, "design", lambda _name: design())


async def carried_out(world: World, out: Path, stop_at: int = 0) -> list[msgspec.Struct]:
    """What a window is told of an experiment that it asked for; with `stop_at`, it is stopped at that run."""
    enough = asyncio.Event()
    world.on_run = lambda: enough.set() if len(world.began) == stop_at else None
    told: list[msgspec.Struct] = []
    one = ExperimentDesk(HOUSE, told.append)
    async with asyncio.TaskGroup() as tasks:
        prepared = one.prepared(RunExperiment(hypothesis="restart-stale-sid", out=str(out), repeat=4))
        one.begin(prepared, tasks)
        with pytest.raises(HarnessError, match=BUSY):
            one.refuse()
        if stop_at:
            await enough.wait()
            await one.stop("stopped")
    one.refuse()
    await one.stop("stopped")
    return told


@pytest.mark.usefixtures("made")
async def test_a_window_s_experiment_ends_with_its_verdicts(tmp_path: Path, world: World) -> None:
    told = await carried_out(world, tmp_path)
    end = told[-1]
    assert isinstance(end, ExperimentEnded)
    assert (end.hypothesis, end.outcome, end.why) == ("restart-stale-sid", "measured", "")
    assert end.verdicts[0].p == 0.028571
    assert (tmp_path / end.folder / RESULT).stat().st_size


@pytest.mark.usefixtures("made")
async def test_a_window_can_end_it_early(tmp_path: Path, world: World) -> None:
    end = (await carried_out(world, tmp_path, stop_at=3))[-1]
    assert isinstance(end, ExperimentEnded)
    assert end.outcome == "stopped"
    assert len(world.began) < 8


@pytest.mark.usefixtures("made")
async def test_a_window_is_told_why_it_failed(tmp_path: Path, world: World) -> None:
    world.full = True
    end = (await carried_out(world, tmp_path))[-1]
    assert isinstance(end, ExperimentEnded)
    assert end.outcome == "failed"
    assert "no run folder can be made" in end.why


def test_a_window_is_refused_what_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="there is no experiment on that"):
        ExperimentDesk(HOUSE, lambda _: None).prepared(RunExperiment(hypothesis="x", out=str(tmp_path)))
