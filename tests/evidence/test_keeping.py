"""What runs take of the disk: the rule for which go first, and that nothing goes unasked or is not ours."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harness.cli import keeping as cli
from harness.evidence import keeping
from harness.evidence.folder import RunFolder
from harness.evidence.keeping import going_first, held, read_size, remove, shown_size, too_much
from main import main

FIRST = datetime(2026, 11, 1, 12, tzinfo=UTC)


def run(out: Path, day: int, size: int = 10_000, scenario: str = "x") -> Path:
    """A sealed run of that day, of about that size."""
    folder = RunFolder.create(out, scenario, FIRST + timedelta(days=day))
    (folder.path / "events" / "wire.jsonl").write_bytes(bytes(size))
    (folder.path / "summary.json").write_text(json.dumps({"outcome": "passed"}))
    folder.seal("sealed")
    return folder.path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Four runs of 10 kB each."""
    for day in (2, 0, 3, 1):
        run(tmp_path / "runs", day)
    return tmp_path / "runs"


def days(ones: list[keeping.Held]) -> list[int]:
    return [(one.began - FIRST).days for one in ones]


def test_runs_are_told_the_oldest_first(out: Path) -> None:
    there = held(out)
    assert days(there) == [0, 1, 2, 3]
    assert {(one.state, one.outcome, one.keep, one.runs) for one in there[:1]} == {
        ("sealed", "passed", False, (there[0].path,))
    }
    assert all(10_000 < one.size < 11_000 for one in there)


@pytest.mark.parametrize(
    ("limit", "gone"),
    [(10**9, []), (40_000, [0]), (32_000, [0]), (25_000, [0, 1]), (1, [0, 1, 2])],
)
def test_the_oldest_go_first_and_never_the_newest(out: Path, limit: int, gone: list[int]) -> None:
    assert days(going_first(held(out), limit)) == gone


def test_what_is_kept_or_being_recorded_does_not_go(out: Path) -> None:
    there = held(out)
    (there[0].path / "KEEP").touch()
    RunFolder(there[1].path, "sealed")._write_state("recording")  # its writer is this very process
    assert [(one.keep, one.state) for one in held(out)[:2]] == [(True, "sealed"), (False, "recording")]
    assert days(going_first(held(out), 1)) == [2]
    assert remove(there[0]) == remove(there[1]) == 0  # looked at once more
    assert there[0].path.is_dir()
    assert there[1].path.is_dir()


def test_runs_that_were_made_together_go_together(tmp_path: Path) -> None:
    out = tmp_path / "runs"
    matrix = out / "20261031T000000Z-matrix-0a1b2c"
    cells = [run(matrix, day) for day in range(3)]
    (matrix / "matrix.json").write_text("{}")
    run(out, 5)
    first, last = held(out)
    assert (set(first.runs), first.path, first.outcome) == (set(cells), matrix, "")
    assert going_first([first, last], 15_000) == [first]
    assert remove(first) > 30_000
    assert [path.name for path in matrix.iterdir()] == ["matrix.json"]  # what is no run stays
    assert [one.path for one in held(out)] == [last.path]


def test_what_is_not_ours_is_never_touched(out: Path, tmp_path: Path) -> None:
    (out / "mine").mkdir()
    (out / "mine" / "STATE").write_text("sealed\n")
    odd = out / "20260101T000000Z-thesis-0a1b2c"
    odd.mkdir()
    (odd / "thesis.tex").write_text("mine")
    (run(out, -7)).rename(out / "20269999T000000Z-x-0a1b2c")  # no time at all
    half = run(out, -9)
    (half / "meta.json").unlink()
    stranger = run(out, -8)
    (stranger / "meta.json").write_text("{}")
    (out / "20260102T000000Z-file-0a1b2c").write_text("mine")
    if sys.platform != "win32":
        (out / "20260103T000000Z-link-0a1b2c").symlink_to(run(tmp_path / "elsewhere", 0))
    assert days(held(out)) == [0, 1, 2, 3]
    assert held(tmp_path / "none") == []


def test_a_run_that_became_another_is_not_removed(out: Path) -> None:
    one = held(out)[0]
    (one.path / "STATE").unlink()
    assert remove(one) == 0
    assert one.path.is_dir()


def test_links_within_a_run_are_not_followed_away(out: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "thesis.tex").write_text("mine")
    one = held(out)[0]
    (one.path / "logs" / "link").symlink_to(tmp_path / "precious")
    remove(one)
    assert not one.path.exists()
    assert (tmp_path / "precious" / "thesis.tex").read_text() == "mine"


def test_a_file_that_goes_while_it_is_counted(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = os.walk
    monkeypatch.setattr(keeping.os, "walk", lambda top: ((a, b, [*c, "gone"]) for a, b, c in walk(top)))
    assert all(10_000 < one.size < 11_000 for one in held(out))


@pytest.mark.parametrize("summary", [None, "{", "[]", '{"outcome": "splendid"}', '{"outcome": 3}'])
def test_an_outcome_that_is_not_known(out: Path, summary: str | None) -> None:
    file = held(out)[0].path / "summary.json"
    file.unlink()
    if summary is not None:
        file.write_text(summary)
    assert held(out)[0].outcome == ""


def test_a_summary_too_large_to_read_is_not_read(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_SUMMARY_BYTES", 3)
    assert held(out)[0].outcome == ""


@pytest.mark.parametrize(
    ("text", "size"),
    [("0", 0), ("512", 512), ("500M", 500 * 1024**2), ("1.5 GiB", 3 * 1024**3 // 2)],
)
def test_sizes_are_read(text: str, size: int) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["G", "-1", "1e3", "10 apples", "٣G", "nan"])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        read_size(text)


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (1536, "1.5 KiB"), (10 * 1024**3, "10.0 GiB"), (2**52, "4096.0 TiB")],
)
def test_sizes_are_shown(size: int, text: str) -> None:
    assert shown_size(size) == text


def test_a_run_says_when_there_is_too_much(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert too_much(out) == ""
    monkeypatch.setenv("SIDLAB_RUNS_LIMIT", "30K")
    assert "take 39." in too_much(out)
    assert "more than 30.0 KiB" in too_much(out)
    monkeypatch.setenv("SIDLAB_RUNS_LIMIT", "plenty")
    assert too_much(out) == "SIDLAB_RUNS_LIMIT: plenty is not allowed: a size like 500M or 10G"


# --- the command ----------------------------------------------------------------------------------------------


def test_the_list_says_what_goes_first_and_removes_nothing(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (held(out)[0].path / "KEEP").touch()
    assert main(["runs", "--out", str(out), "--limit", "25K"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert ["kept" in line for line in said[1:5]] == [True, False, False, False]
    assert ["goes first" in line for line in said[1:5]] == [False, True, True, False]
    assert said[5].endswith("the limit is 25.0 KiB: those that go first can be removed with --remove")
    assert len(held(out)) == 4
    assert main(["runs", "--out", str(out)]) == 0
    assert capsys.readouterr().out.rstrip().endswith("the limit is 10.0 GiB")


def test_scripts_get_an_array(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", "--out", str(out), "--limit", "35K", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["goes_first"] for row in rows] == [True, False, False, False]
    assert rows[0] | {"bytes": 0, "path": "", "name": ""} == {
        "name": "",
        "path": "",
        "runs": 1,
        "bytes": 0,
        "began": "2026-11-01T12:00:00Z",
        "state": "sealed",
        "outcome": "passed",
        "keep": False,
        "goes_first": True,
    }


def test_in_a_pipe_nobody_is_asked_and_nothing_goes(
    out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert main(["runs", "--out", str(out), "--limit", "1K", "--remove"]) == 2
    assert capsys.readouterr().err == (
        "sidlab: --remove: nobody can be asked here: say --yes as well if they may go\n"
    )
    assert len(held(out)) == 4


@pytest.mark.parametrize(("answer", "left"), [("y\n", 1), ("n\n", 4), ("\n", 4)])
def test_a_person_is_asked(out: Path, monkeypatch: pytest.MonkeyPatch, answer: str, left: int) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert main(["runs", "--out", str(out), "--limit", "1K", "--remove"]) == 0
    assert len(held(out)) == left


def test_who_says_yes_is_not_asked(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    oldest = held(out)[0].path.name
    assert main(["runs", "--out", str(out), "--limit", "35K", "--remove", "--yes"]) == 0
    assert capsys.readouterr().err.startswith(f"{oldest}: removed, ")
    assert days(held(out)) == [1, 2, 3]
    assert main(["runs", "--out", str(out), "--limit", "35K", "--remove", "--yes"]) == 0  # nothing more to do


def test_what_the_system_does_not_let_us_remove_is_told(
    out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_one: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(cli, "remove", refuse)
    assert main(["runs", "--out", str(out), "--limit", "35K", "--remove", "--yes"]) == 3
    assert "cannot be removed: Permission denied" in capsys.readouterr().err


def test_a_limit_that_is_none_is_refused(
    out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["runs", "--limit", "much"]) == 2
    assert capsys.readouterr().err == "sidlab: --limit: much is not allowed: a size like 500M or 10G\n"
    monkeypatch.setenv("SIDLAB_RUNS_LIMIT", "much")
    assert main(["runs", "--out", str(out)]) == 2
    assert "SIDLAB_RUNS_LIMIT: much is not allowed" in capsys.readouterr().err


@pytest.mark.parametrize(("seconds", "text"), [(5, "5 s"), (-5, "0 s"), (120, "2 min"), (200_000, "2 d")])
def test_ages_are_told_in_the_unit_that_suits_them(seconds: int, text: str) -> None:
    assert cli.age(FIRST + timedelta(seconds=seconds), FIRST) == text


def test_states_and_groups_have_words(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path, "x", FIRST)
    one = held(tmp_path)[0]
    assert cli.remark(one, []).plain == "being recorded"
    assert cli.outcome(one) == "not known"
    folder.seal("interrupted")
    run(tmp_path / "20261031T000000Z-matrix-0a1b2c", 0)
    assert cli.outcome(held(tmp_path)[0]) == "1 runs"
