"""Two runs side by side: figures, groups, trial, verdicts; on the terminal, as JSON, as a page."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import click
import pytest
from made_summary import run_folder, series_folder, summary

import main
from harness.cli.comparing import compare_command
from harness.cli.ending import perform
from harness.comparing.compared import compare
from harness.comparing.model import Comparison
from harness.comparing.sides import side_at

TRIAL = {
    "behaviours": {
        "plain": {"pages": 1, "http_400": {"total": 7, "by_body": {"message": 2}}, "sockets_per_page": {"max": 1}}
    },
    "says": [{"text": "%s", "args": [], "verdict": "right"}],
}


def compared(tmp_path: Path, a: dict[str, Any], b: dict[str, Any]) -> Comparison:
    return compare(side_at(run_folder(tmp_path, a)), side_at(run_folder(tmp_path, b)))


def figures(found: Comparison) -> dict[str, tuple[Any, Any, Any, Any]]:
    return {one.figure: (one.a, one.b, one.difference, one.beyond_spread) for one in found.figures}


def sidlab(*words: str) -> int:
    group = click.Group("sidlab", commands=[compare_command(main.speak)])
    return perform(group, ["compare", *words])


def test_figures_with_their_difference_and_nothing_of_chance_without_repeats(tmp_path: Path) -> None:
    found = figures(compared(tmp_path, summary(7), summary(0)))
    assert found["http_400.total"] == (7, 0, -7, None)
    assert found["groups.stock.slow.http_400.total"] == (7, 0, -7, None)
    assert found["clients.recovery.p50"] == (1.5, 1.5, 0, None)
    assert found["witnesses.agree"] == (True, True, None, None)


def test_a_figure_that_is_not_known_is_null_and_has_no_difference(tmp_path: Path) -> None:
    found = figures(compared(tmp_path, summary(7), summary(7, recovery=None, http_5xx={"total": 1})))
    assert found["clients.recovery.p50"] == (1.5, None, None, None)
    assert found["http_5xx.total"] == (None, 1, None, None)


def test_what_was_never_counted_is_none_of_it_but_a_block_that_is_absent_is_not_known(tmp_path: Path) -> None:
    other = summary(7, disconnects={"total": 0, "by_reason": {}}, messages=None)
    found = figures(compared(tmp_path, summary(7), other))
    assert found["disconnects.by_reason.python:transport error"] == (3, 0, -3, None)
    assert found["messages.lost"] == (4, None, None, None)
    assert "messages" not in found


def test_the_trial_is_compared_behaviour_by_behaviour(tmp_path: Path) -> None:
    found = figures(compared(tmp_path, summary(7, trial=TRIAL), summary(7)))
    assert found["trial.behaviours.plain.http_400.total"] == (7, None, None, None)
    assert found["trial.behaviours.plain.sockets_per_page.max"] == (1, None, None, None)


def test_series_tell_what_is_more_than_chance(tmp_path: Path) -> None:
    before = series_folder(tmp_path / "before", summary(15), summary(17), summary(16))
    after = series_folder(tmp_path / "after", summary(1), summary(0), summary(0))
    found = figures(compare(side_at(before), side_at(after)))
    assert found["http_400.total"] == (16, 0, -16, True)
    assert found["messages.lost"] == (4, 4, 0, False)
    one = figures(compare(side_at(before), side_at(run_folder(tmp_path, summary(18)))))
    assert one["http_400.total"] == (16, 18, 2, False)


def test_verdicts_of_a_series_that_do_not_agree_are_counted(tmp_path: Path) -> None:
    mixed = series_folder(tmp_path / "mixed", summary(15), summary(17), summary(0))
    (finding,) = compare(side_at(mixed), side_at(run_folder(tmp_path, summary(5)))).findings
    assert (finding.a, finding.b) == ("2 × kept, 1 × rejected", "kept")


def test_how_the_runs_were_made_is_compared_too(tmp_path: Path) -> None:
    a = run_folder(tmp_path, summary(7), versions={"werkzeug": "3.1.9", "python": "3.11"})
    b = run_folder(
        tmp_path, summary(7, profile="gevent"), seed=8, versions={"werkzeug": "3.1.8", "python": "3.11"}
    )
    told = {one.what: (one.a, one.b) for one in compare(side_at(a), side_at(b)).settings}
    assert told == {
        "profile": ("werkzeug-reloader", "gevent"),
        "seed": ("7", "8"),
        "version of werkzeug": ("3.1.9", "3.1.8"),
    }


def test_a_run_without_a_summary_is_counted_from_its_events(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, summary(7))
    (folder / "summary.json").unlink()
    found = figures(compare(side_at(folder), side_at(run_folder(tmp_path, summary(7)))))
    assert found["http_400.total"][1] == 7
    assert found["duration"][:2] == (None, 20)


def test_numbers_that_no_summary_can_hold_are_not_known(tmp_path: Path) -> None:
    odd = summary(7, http_5xx={"total": float("inf")}, tap={"lost": 10**400}, sids={"issued": "many"})
    found = figures(compared(tmp_path, odd, summary(7)))
    assert found["http_5xx.total"][0] is None
    assert found["tap.lost"][0] is None


@pytest.mark.parametrize(
    "text",
    ['{"runs": [{"run": "../other"}]}', '{"runs": []}', '{"runs": [{"run": ".."}]}', "[]", "{", '{"runs": 5}'],
)
def test_a_series_names_folders_of_its_own_or_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "series.json").write_text(text, encoding="utf-8")
    assert sidlab(str(tmp_path), str(tmp_path)) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_what_is_no_run_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sidlab(str(tmp_path / "no-such"), str(tmp_path)) == 2
    assert "no-such is not there" in capsys.readouterr().err


def test_a_damaged_summary_is_told_with_the_way_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = run_folder(tmp_path, summary(7))
    (folder / "summary.json").write_text("{", encoding="utf-8")
    assert sidlab(str(folder), str(folder)) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert "sidlab verify" in line


def test_the_table_fits_into_80_columns_and_says_what_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    a = series_folder(tmp_path / "a", summary(15), summary(17), summary(16))
    b = run_folder(tmp_path, summary(0, profile="gevent"))
    assert sidlab(str(a), str(b)) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert next(line.split() for line in out.splitlines() if line.startswith("http_400.total")) == [
        "http_400.total",
        "16",
        "0",
        "-16",
        "no",
    ]
    assert "group stock.slow" in out
    assert "messages.lost" not in out
    assert "figures are the same on both sides" in out
    assert sidlab(str(a), str(b), "--all") == 0
    assert "messages.lost" in capsys.readouterr().out


def test_json_is_as_the_contract_has_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a, b = run_folder(tmp_path, summary(7)), run_folder(tmp_path, summary(0))
    assert sidlab(str(a), str(b), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    (one,) = [row for row in told["figures"] if row["figure"] == "http_400.total"]
    assert one == {
        "figure": "http_400.total",
        "a": 7,
        "b": 0,
        "difference": -7,
        "beyond_spread": None,
        "spread": None,
        "part": "",
        "of": "",
        "name": "http_400.total",
    }


def test_a_bundle_is_a_side_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, bundle = run_folder(tmp_path, summary(7)), tmp_path / "run.zip"
    with zipfile.ZipFile(bundle, "w") as file:
        for path in folder.rglob("*"):
            if path.is_file():
                file.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
    assert sidlab(str(folder), str(bundle)) == 0
    assert "are the same on both sides" in capsys.readouterr().out


MARKUP = '<script>alert("x")</script>\x1b[31m'


def test_the_page_loads_nothing_and_takes_nothing_for_markup(tmp_path: Path) -> None:
    odd = summary(7, scenario=MARKUP, profile=MARKUP, groups={MARKUP: {"http_400": {"total": 1}}}, trial=TRIAL)
    odd["findings"] = [{"hypothesis": MARKUP, "verdict": MARKUP}]
    a = run_folder(tmp_path, {**odd, "scenario": "x"}, versions={MARKUP: MARKUP})
    (a / "summary.json").write_text(json.dumps(odd), encoding="utf-8")
    page = tmp_path / "page.html"
    assert sidlab(str(a), str(run_folder(tmp_path, summary(0))), "--html", str(page), "--json") == 0
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "\x1b" not in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "default-src 'none'" in text
    assert 'data-figure="http_400.total"' in text


def test_control_characters_do_not_reach_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = summary(7, profile=MARKUP, groups={MARKUP: {"http_400": {"total": 1}}})
    assert sidlab(str(run_folder(tmp_path, odd)), str(run_folder(tmp_path, summary(0)))) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_a_page_that_cannot_be_written_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a = run_folder(tmp_path, summary(7))
    assert sidlab(str(a), str(a), "--html", str(tmp_path / "no" / "page.html")) == 3
    assert "--html:" in capsys.readouterr().err


def test_the_page_speaks_korean(tmp_path: Path) -> None:
    a, page = run_folder(tmp_path, summary(7, trial=TRIAL)), tmp_path / "page.html"
    assert (
        sidlab(str(a), str(run_folder(tmp_path, summary(0))), "--html", str(page), "--lang", "ko", "--json") == 0
    )
    text = page.read_text(encoding="utf-8")
    assert '<html lang="ko">' in text
    for words in ("Two runs compared", "Verdicts", "Group polling", "On trial", "By chance?"):
        assert words not in text
    assert "판정" in text
