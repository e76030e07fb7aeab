"""A scenario several times: medians, spread, the worst outcome, one suite of JUnit; and how it is conducted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from made_summary import summary

import harness.headless as headless
import harness.repeating as repeating
from harness.comparing.baseline import Baseline, guarded
from harness.comparing.series import Repeat, Series
from harness.comparing.series_shown import draw_series, write_series_junit
from harness.headless import Played, run_headless
from harness.options import RunOptions
from harness.repeating import run_series
from harness.session.ending import Result
from harness.session.house import HarnessError, House
from main import house as real_house


def series_of(tmp_path: Path, *made: dict[str, Any], asked: int | None = None, **more: Any) -> Series:
    series = Series(tmp_path, "incident", asked or len(made), **more)
    series.repeats += [Repeat(f"run-{number}", number, one, 0) for number, one in enumerate(made)]
    return series


def figure(contents: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in contents["figures"] if one["figure"] == name)


def test_medians_and_how_far_the_runs_lie_apart(tmp_path: Path) -> None:
    contents = series_of(tmp_path, summary(16), summary(19), summary(17, recovery=None)).write()
    assert json.loads((tmp_path / "series.json").read_text(encoding="utf-8")) == contents
    found = figure(contents, "http_400.total")
    assert (found["median"], found["low"], found["high"], found["values"]) == (17, 16, 19, [16, 19, 17])
    assert found["spread"] > 3
    assert figure(contents, "clients.recovery.p50")["values"] == [1.5, 1.5, None]
    assert figure(contents, "witnesses.agree")["median"] is True
    assert (contents["outcome"], contents["repeat"]) == ("passed", 3)


def test_of_one_run_no_spread_is_known(tmp_path: Path) -> None:
    assert figure(series_of(tmp_path, summary(16)).contents(), "http_400.total")["spread"] is None


@pytest.mark.parametrize(
    ("outcomes", "asked", "outcome"),
    [
        (("passed", "passed"), 2, "passed"),
        (("passed", "unknown"), 2, "unknown"),
        (("unknown", "failed"), 2, "failed"),
        (("passed",), 2, "unknown"),
        ((), 2, "unknown"),
    ],
)
def test_a_series_is_as_good_as_its_worst_run(
    tmp_path: Path, outcomes: tuple[str, ...], asked: int, outcome: str
) -> None:
    made = [summary(7, outcome=one) for one in outcomes]
    assert series_of(tmp_path, *made, asked=asked).contents()["outcome"] == outcome


def test_the_medians_are_held_against_the_baseline(tmp_path: Path) -> None:
    against = Baseline("incident", guarded((summary(2),)))
    worse = series_of(tmp_path, summary(20), summary(21), baseline=against).contents()
    assert worse["outcome"] == "failed"
    (line,) = [one for one in worse["expectations"] if one["text"].startswith("http_400.total ")]
    assert (line["held"], line["measured"]) == (False, 20.5)


def test_junit_has_a_case_for_each_run_and_each_comparison(tmp_path: Path) -> None:
    broken = {"text": "no 400", "held": False, "measured": 7}
    made = (
        summary(2, expectations=[{"text": "no 400", "held": True, "measured": 0}]),
        summary(2, outcome="failed", expectations=[broken]),
        summary(2, outcome="unknown", expectations=[{"text": "no 400", "held": None, "measured": None}]),
        summary(2, outcome="unknown"),
    )
    series = series_of(tmp_path, *made, baseline=Baseline("incident", {"http_400.total": [2]}))
    write_series_junit(tmp_path / "junit.xml", series.contents(), series.summaries)
    suite = ET.parse(tmp_path / "junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("5", "1", "2")
    cases = {case.get("name"): case for case in suite}
    failure = cases["seed 1: run-1"].find("failure")
    assert failure is not None
    assert failure.get("message") == "no 400: measured 7"
    assert cases["seed 2: run-2"].find("skipped") is not None
    assert cases["seed 3: run-3"].find("skipped") is not None
    assert list(cases["http_400.total is no worse than the baseline's 2: at most 4"]) == []


# --- the command ----------------------------------------------------------------------------------------------


class Plays:
    """Stands in for runs: each is over at once, with the next of these summaries."""

    def __init__(self, *made: dict[str, Any], interrupt_at: int = -1, trouble: str = "") -> None:
        self.seeds: list[int] = []
        self.outs: list[Path] = []
        self.expected: list[tuple[str, ...]] = []
        self._made, self._interrupt_at, self._trouble = made, interrupt_at, trouble

    async def play(self, scenario: Any, options: RunOptions, _house: House, interrupted: list[int]) -> Played:
        number = len(self.seeds)
        self.seeds.append(scenario.seed)
        self.outs.append(options.out)
        self.expected.append(tuple(one.text for one in scenario.expect))
        if number == self._interrupt_at:
            interrupted.append(130)
        made = self._made[number]
        return Played(f"run-{number}", Result(made["outcome"], made, self._trouble), 0)


@pytest.fixture(scope="module")
def house() -> House:
    return real_house()


def plays(monkeypatch: pytest.MonkeyPatch, *made: dict[str, Any], **more: Any) -> Plays:
    found = Plays(*made, **more)
    monkeypatch.setattr(repeating, "play", found.play)
    monkeypatch.setattr(headless, "play", found.play)
    return found


def test_each_run_has_the_next_seed_and_lies_in_the_folder_of_the_series(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    played = plays(monkeypatch, summary(3), summary(4), summary(5))
    options = RunOptions(out=tmp_path, repeat=3, seed=40, json=True, quiet=True, junit=tmp_path / "junit.xml")
    assert run_series("incident", options, house) == 0
    assert played.seeds == [40, 41, 42]
    (folder,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert set(played.outs) == {folder}
    assert "-incident-series-" in folder.name
    told = json.loads(capsys.readouterr().out)
    assert told == json.loads((folder / "series.json").read_text(encoding="utf-8"))
    assert figure(told, "http_400.total")["median"] == 4
    assert (tmp_path / "junit.xml").exists()


def test_a_signal_ends_the_series_and_what_there_is_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    played = plays(monkeypatch, summary(3), summary(4), summary(5), interrupt_at=1)
    assert run_series("incident", RunOptions(out=tmp_path, repeat=3), house) == 130
    assert len(played.seeds) == 2
    (folder,) = tmp_path.iterdir()
    kept = json.loads((folder / "series.json").read_text(encoding="utf-8"))
    assert (len(kept["runs"]), kept["outcome"]) == (2, "unknown")
    assert "run 2 of 3, seed" in capsys.readouterr().err


def test_a_run_that_could_not_be_done_ends_the_series(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, house: House
) -> None:
    played = plays(monkeypatch, *[summary(None, outcome="unknown")] * 3, trouble="the port is taken")
    assert run_series("incident", RunOptions(out=tmp_path, repeat=3, quiet=True), house) == 3
    assert len(played.seeds) == 1


def test_a_series_that_is_worse_than_the_baseline_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, house: House
) -> None:
    plays(monkeypatch, summary(3), summary(4), summary(30), summary(40))
    file = tmp_path / "baseline.json"
    first = RunOptions(out=tmp_path / "runs", repeat=2, quiet=True, write_baseline=file)
    assert run_series("incident", first, house) == 0
    plays(monkeypatch, summary(30), summary(40))
    assert (
        run_series("incident", RunOptions(out=tmp_path / "runs", repeat=2, quiet=True, baseline=file), house) == 1
    )


def test_a_single_run_is_held_against_a_baseline_as_by_its_own_expectations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, house: House
) -> None:
    played = plays(monkeypatch, summary(10), summary(10))
    file = tmp_path / "baseline.json"
    assert run_headless("incident", RunOptions(out=tmp_path, write_baseline=file), house) == 0
    assert run_headless("incident", RunOptions(out=tmp_path, baseline=file), house) == 0
    before, after = played.expected
    assert "http_400.total is no worse than the baseline's 10: at most 12" in set(after) - set(before)


def test_what_is_not_known_can_be_no_baseline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, house: House
) -> None:
    plays(monkeypatch, summary(None, outcome="unknown"))
    file = tmp_path / "baseline.json"
    with pytest.raises(HarnessError, match="can be no baseline"):
        run_headless("incident", RunOptions(out=tmp_path, write_baseline=file), house)
    assert not file.exists()


def test_a_folder_that_cannot_be_made_and_a_baseline_that_cannot_be_written_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, house: House
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    plays(monkeypatch, summary(1))
    with pytest.raises(HarnessError, match="choose another with --out"):
        run_series("incident", RunOptions(out=tmp_path / "file", repeat=2), house)
    with pytest.raises(HarnessError, match="cannot be written"):
        run_headless("incident", RunOptions(out=tmp_path, write_baseline=tmp_path / "no" / "b.json"), house)


def test_the_table_of_a_series_says_what_each_run_came_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.console import Console

    series = series_of(
        tmp_path, summary(3), summary(4, outcome="failed"), baseline=Baseline("incident", {"tap.lost": [0]})
    )
    Console(width=200).print(draw_series(series.contents(), tmp_path))
    out = capsys.readouterr().out
    assert "http_400.total" in out
    assert "messages.duplicated" not in out
    assert "✓ tap.lost is no worse than the baseline's 0: at most 0 (measured 0)" in out
    assert "failed: 2 of 2 runs (seed 0 passed, seed 1 failed)" in out
