"""A report that a window asks for: written again, with what people add, which is kept beside the evidence."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from report_made import restart, sealed

from harness.commands import Added, RunReport
from harness.evidence.verify import verify
from harness.processes import identify
from harness.report.added import LONGEST
from harness.report.desk import reported
from harness.session.house import HarnessError
from harness.snapshot import RunReported
from main import main


async def ask(run: Path, **more: object) -> RunReported:
    return await reported(RunReport(run=str(run), **more), str)  # type: ignore[arg-type]


async def test_what_people_add_is_kept_apart_and_stands_in_the_report(tmp_path: Path) -> None:
    run = sealed(tmp_path, restart())
    added = Added(ticket="OPS-1", owner="김", impact="nobody <noticed>\nreally", notes="x" * (LONGEST + 5))
    answer = await ask(run, added=added)
    assert [Path(file).name for file in answer.files] == ["report.html", "report.md"]
    assert answer.added.ticket == "OPS-1"
    assert len(answer.added.notes) == LONGEST
    page = (run / "report.html").read_text(encoding="utf-8")
    part = page.partition('<section id="added">')[2].partition("</section>")[0]
    assert "OPS-1" in part
    assert "nobody &lt;noticed&gt;\nreally" in part
    assert json.loads((run / "added.json").read_bytes())["owner"] == "김"
    assert verify(run)["ok"]
    assert (await ask(run)).added == answer.added


async def test_a_bundle_is_reported_and_takes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = sealed(tmp_path, restart())
    assert main(["export", str(run), "--out", str(tmp_path / "b.zip")]) == 0
    shutil.rmtree(run)
    answer = await ask(tmp_path / "b.zip")
    assert [Path(file).name for file in answer.files] == [f"{run.name}-report.{form}" for form in ("html", "md")]
    with pytest.raises(HarnessError, match="unpack it first"):
        await ask(tmp_path / "b.zip", added=Added(ticket="x"))


async def test_a_run_that_goes_on_has_none(tmp_path: Path) -> None:
    run = sealed(tmp_path, restart())
    (run / "STATE").write_text("recording\n")
    me = identify(os.getpid())
    assert me is not None
    meta = json.loads((run / "meta.json").read_bytes())
    (run / "meta.json").write_text(json.dumps({**meta, "writer": {"pid": me.pid, "created": me.created}}))
    with pytest.raises(HarnessError, match="still being recorded"):
        await ask(run)


async def test_what_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    run = sealed(tmp_path, restart())
    (run / "report.html").mkdir()
    with pytest.raises(HarnessError, match="cannot be written"):
        await ask(run)
    with pytest.raises(HarnessError, match="no run folder"):
        await ask(tmp_path)
    (run / "added.json").write_text("[]")
    (run / "report.html").rmdir()
    with pytest.raises(HarnessError, match="is no JSON object"):
        await ask(run)


@pytest.mark.torture
def test_a_pdf_is_printed_on_a4_and_says_it_in_both_languages(tmp_path: Path) -> None:
    run = sealed(tmp_path, restart())
    for language in ("en", "ko"):
        file = tmp_path / f"{language}.pdf"
        assert main(["report", str(run), "--lang", language, "--format", "pdf", "--out", str(file)]) == 0
        assert file.read_bytes().startswith(b"%PDF")


def test_qts_own_writer_prints_what_a_page_holds_and_loads_nothing(tmp_path: Path) -> None:
    import subprocess

    secret = tmp_path / "secret.png"
    secret.write_bytes(b"x")
    page = tmp_path / "page.html"
    chart = '<svg viewBox="0 0 10 10"><rect width="5" height="5" fill="#ff0000"/></svg>'
    page.write_text(f'<title>보고서</title><h1>보고서</h1>{chart}<img src="{secret.as_uri()}"><p>end</p>')
    code = "import sys;from pathlib import Path;from ui.pdf import by_writer;by_writer(*map(Path, sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(page), str(tmp_path / "made.pdf")],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, cwd=Path(__file__).parents[2], capture_output=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "made.pdf").read_bytes().startswith(b"%PDF")
