"""What the end of a run does when its HAR cannot be made: the evidence is sealed already, and it says so."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace

from harness.session.ending import Result, _make_har


def made_in(path: Path) -> str:
    run = SimpleNamespace(folder=SimpleNamespace(path=path))
    return asyncio.run(_make_har(run))  # type: ignore[arg-type]


def test_why_there_is_no_har_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "wire.jsonl").write_text("noise\n")
    said = made_in(tmp_path)
    assert said.startswith(f"{tmp_path / 'session.har'} could not be written: events/wire.jsonl, record 1:")
    assert "No such file" in made_in(tmp_path / "none")
    assert [file.name for file in tmp_path.iterdir()] == ["events"]


def test_a_run_without_events_has_a_har_without_entries(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    assert made_in(tmp_path) == ""
    assert json.loads((tmp_path / "session.har").read_bytes())["log"]["entries"] == []


def test_what_could_not_be_done_is_exit_status_3_whatever_the_outcome() -> None:
    assert [Result(outcome, {}).status for outcome in ("passed", "failed", "unknown")] == [0, 1, 3]
    assert Result("passed", {}, "no HAR").status == 3
