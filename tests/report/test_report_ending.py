"""At the end of a run its report is written; that it could not be is one line, and the evidence is sealed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from report_made import restart, sealed

from harness.report.making import report_at
from harness.session.ending import _make_report
from ui.i18n.plain import speaker


def over(folder: Path) -> Any:
    """As much of a run as its report needs."""
    return cast("Any", SimpleNamespace(folder=SimpleNamespace(path=folder), house=SimpleNamespace(speak=speaker)))


async def test_the_report_is_written_in_the_language_that_was_asked_for(tmp_path: Path) -> None:
    run = sealed(tmp_path, restart())
    assert await _make_report(over(run), "ko") == ""
    assert "판정: 유지" in (run / "report.md").read_text(encoding="utf-8")
    assert '<html lang="ko">' in (run / "report.html").read_text(encoding="utf-8")


async def test_one_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    run = sealed(tmp_path, restart())
    (run / "report.html").mkdir()
    told = await _make_report(over(run), "en")
    assert told.startswith(f"{run}/report.html could not be written")
    assert "the evidence is sealed all the same" in told


def test_a_bundle_that_lost_bytes_says_so(tmp_path: Path, capsys: Any) -> None:
    from main import main

    run = sealed(tmp_path, restart())
    bundle = tmp_path / "b.zip"
    assert main(["export", str(run), "--out", str(bundle)]) == 0
    data = bytearray(bundle.read_bytes())
    at = data.index(b"events/wire.jsonl") + 200
    data[at : at + 40] = bytes(40)
    bundle.write_bytes(data)
    assert report_at(bundle).warnings
