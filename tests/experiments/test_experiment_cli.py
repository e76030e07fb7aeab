"""`test` on the command line: what is printed, and how it ends."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest
from made_experiments import HOUSE, World, design, result

import main
from harness.cli.testing import experiment_command
from harness.experiments import front
from harness.experiments.asked import ExperimentOptions
from harness.experiments.front import carried_out, run_experiment
from harness.experiments.model import Answer, ArmCount, ExperimentPlanned, ExperimentTold
from harness.experiments.progress import Saying, following
from harness.experiments.words import numbers, of_answer
from harness.following import Following, Live, Plain
from harness.options import OptionError


def options(out: Path, *, as_json: bool = False, repeat: int = 0) -> ExperimentOptions:
    return ExperimentOptions(hypothesis="restart-stale-sid", out=out, json=as_json, repeat=repeat, jobs=1)


async def test_as_json_it_is_the_contract_s(
    tmp_path: Path, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await carried_out(design(), options(tmp_path, as_json=True), HOUSE) == 0
    out, err = capsys.readouterr()
    printed = json.loads(out)
    (verdict,) = printed["verdicts"]
    assert (verdict["hypothesis"], verdict["verdict"], verdict["p"]) == ("restart-stale-sid", "kept", 0.007937)
    assert (verdict["because"], verdict["against"]) == ([1, 2], [3])
    assert verdict["effect"]["difference"] == 1.0
    assert [(arm["happened"], arm["of"]) for arm in verdict["arms"]] == [(5, 5), (0, 5)]
    assert printed["explained"] == {"http_400": [20, 20]}
    assert printed["summary"] == "Kept: restart-stale-sid."
    assert err.startswith("Is it the restart? 10 runs, 1 at a time, about 100 s, into ")
    assert "[10/10] restart-stale-sid kept (with it 5/5, without it 0/5)" in err
    assert len(world.began) == 10


async def test_for_people_it_says_what_was_counted(
    tmp_path: Path, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await carried_out(design(), options(tmp_path), HOUSE) == 0
    out = capsys.readouterr().out
    assert "The arms differ in: the restart." in out
    assert "kept       restart-stale-sid: The server was restarted or reloaded" in out
    assert "with it     5 of 5 runs; 10 400s to a POST with a message; by their own diagnosis kept in 5" in out
    assert "without it  0 of 5 runs; by their own diagnosis rejected in 5" in out
    assert "p = 0.00794 (Fisher's exact test); +100% of the runs (95 %: +39% to +100%)" in out
    assert "Explained by the runs' own diagnoses: 20 of 20 400s." in out
    assert f"done: {tmp_path}" in out
    assert len(world.began) == 10


async def test_with_few_runs_it_says_undecided_and_ends_well(
    tmp_path: Path, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.comes = lambda _scenario: result()
    world.explained = {"http_400": (0, 0)}
    assert await carried_out(design(), options(tmp_path, repeat=2), HOUSE) == 0
    out = capsys.readouterr().out
    assert "Undecided: restart-stale-sid." in out
    assert "Explained" not in out
    assert len(world.began) == 4


async def test_interrupted_it_prints_what_there_is_and_says_so(
    tmp_path: Path, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.on_run = lambda: signal.raise_signal(signal.SIGTERM) if len(world.began) == 3 else None
    assert await carried_out(design(), options(tmp_path, as_json=True), HOUSE) == 143
    assert json.loads(capsys.readouterr().out)["state"] == "interrupted"


@pytest.mark.usefixtures("world")
def test_the_command_hands_over_what_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[ExperimentOptions] = []
    monkeypatch.setattr(main, "experiment", lambda options: asked.append(options) or 0)
    words = ["test", "document", "--json", "--out", str(tmp_path), "--seed", "4", "--repeat", "6", "--jobs", "1"]
    assert main.main(words) == 0
    assert asked == [ExperimentOptions(hypothesis="document", out=tmp_path, seed=4, repeat=6, jobs=1, json=True)]


@pytest.mark.parametrize(
    "words", [["nothing"], ["restart-stale-sid", "--repeat", "0"], ["--seed", "x", "document"]]
)
def test_what_cannot_be_is_one_line_and_status_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["test", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("sidlab: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_what_there_is_no_experiment_on_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"there is no experiment on that: one of .*restart-stale-sid"):
        run_experiment(ExperimentOptions(hypothesis="keep-alive", out=tmp_path), HOUSE)


def test_it_runs_in_a_loop_of_its_own(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(front, "design", lambda _name: design())
    assert run_experiment(options(tmp_path), HOUSE) == 0
    assert "Kept: restart-stale-sid." in capsys.readouterr().out
    assert len(world.began) == 10


# --- progress -------------------------------------------------------------------------------------------------


def told(done: int) -> ExperimentTold:
    arms = (ArmCount(arm="on", words="with it", happened=done, of=done),)
    answer = Answer(hypothesis="x", verdict="undecided", claim="c", predicts="p", arms=arms)
    return ExperimentTold(hypothesis="x", done=done, total=4, running=("with it",), verdicts=(answer,))


def test_a_pipe_gets_a_line_when_a_run_is_over(capsys: pytest.CaptureFixture[str]) -> None:
    with Plain(Saying()) as progress:
        for done in (0, 1, 1, 2):
            progress.tell(told(done))
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["[1/4] x undecided (with it 1/1)", "[2/4] x undecided (with it 2/2)"]


def test_a_terminal_gets_a_bar_with_the_same_above(capsys: pytest.CaptureFixture[str]) -> None:
    planned = ExperimentPlanned(
        hypothesis="x", title="Is it?", differs="d", folder="f", total=4, jobs=2, seconds=40.0, verdicts=()
    )
    with Live(Saying(), "runs") as progress:
        progress.tell(planned)
        progress.tell(told(0))
        progress.tell(told(1))
    err = capsys.readouterr().err
    assert "Is it? 4 runs, 2 at a time, about 40 s, into f" in err
    assert "[1/4] x undecided (with it 1/1)" in err


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with following(quiet=True) as progress:
        assert type(progress) is Following
        progress.tell(told(1))
    assert capsys.readouterr().err == ""
    assert isinstance(following(quiet=False), Plain)


def test_the_document_s_words_stand_beside_the_verdict() -> None:
    arms = (ArmCount(arm="on", words="with it", happened=5, of=5),)
    answer = Answer(hypothesis="x", verdict="kept", claim="c", predicts="p", arms=arms, sentence="말", means="m")
    lines = list(of_answer(answer))
    assert "           the document: 말" in lines
    assert lines[-1] == "           m"
    assert numbers(answer) == ""


def test_the_command_has_an_example() -> None:
    command = experiment_command(lambda _: 0)
    assert command.name == "test"
    assert command.epilog
    assert "sidlab test restart-stale-sid" in command.epilog
