"""`export`: one zip of a run, alike for the same folder, which opens and holds; or one line that says why not."""

from __future__ import annotations

import os
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from made_run import sealed_run

from harness.evidence import packing
from harness.evidence.folder import RunFolder
from harness.evidence.opening import opened
from harness.evidence.packing import NotPackedError, pack
from harness.evidence.verify import verify
from main import main


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sealed_run(tmp_path_factory.mktemp("runs"))


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / made.name))


def packed(run: Path, out: Path) -> Path:
    with opened(run) as evidence:
        pack(evidence, out)
    return out


def test_the_same_folder_makes_the_same_zip(run: Path, tmp_path: Path) -> None:
    first = packed(run, tmp_path / "a.zip").read_bytes()
    for file in run.rglob("*"):
        os.utime(file, (1, 1))
    assert packed(run, tmp_path / "b.zip").read_bytes() == first


def test_any_tool_can_open_it(run: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed(run, tmp_path / "a.zip")) as zipped:
        zipped.extractall(tmp_path / "out")
    assert verify(tmp_path / "out" / run.name) == {"ok": True, "problems": []}
    for file in (path for path in run.rglob("*") if path.is_file()):
        assert (tmp_path / "out" / run.name / file.relative_to(run)).read_bytes() == file.read_bytes()


def test_what_shrinks_more_than_a_bundle_may_grow_is_stored(run: Path, tmp_path: Path) -> None:
    (run / "charts" / "zeros.png").write_bytes(bytes(1_000_000))
    out = packed(run, tmp_path / "a.zip")
    with zipfile.ZipFile(out) as zipped:
        assert zipped.getinfo(f"{run.name}/charts/zeros.png").compress_type == zipfile.ZIP_STORED
    assert verify(out)["ok"]


def test_a_killed_run_is_told_to_be_interrupted_and_is_not_touched(run: Path, tmp_path: Path) -> None:
    (run / "STATE").write_text("recording\n")
    (run / "meta.json").write_text('{"writer": null}')
    (run / "manifest.json").unlink()
    with opened(packed(run, tmp_path / "a.zip")) as evidence, evidence.open("STATE") as state:
        assert state.read() == b"interrupted\n"
    assert (run / "STATE").read_text() == "recording\n"


@pytest.mark.parametrize(
    ("limit", "value", "what"),
    [("MOST_FILES", 3, "more than 3 files"), ("MOST_BYTES", 1024, "larger than 0 GiB")],
)
def test_what_no_bundle_may_hold_is_not_packed(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, what: str
) -> None:
    monkeypatch.setattr(packing, limit, value)
    with pytest.raises(NotPackedError, match=what):
        packed(run, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()


def test_what_could_not_be_opened_again_is_not_left_behind(run: Path, tmp_path: Path) -> None:
    (run / "logs" / "a\nb.log").write_text("x")
    with pytest.raises(NotPackedError, match="no bundle can be made"):
        packed(run, tmp_path / "a.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == [run.name]


def test_what_did_not_reach_the_disk_is_told(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "testzip", lambda _self: "logs/server.log")
    with pytest.raises(OSError, match=r"logs/server\.log did not reach the disk"):
        packed(run, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()


# --- the command ----------------------------------------------------------------------------------------------


def test_export_names_its_zip_and_recounts_it(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = run.with_name(f"{run.name}.zip")
    assert main(["export", str(run)]) == 0
    assert capsys.readouterr().out == f"{place}\n{place}: the evidence holds\n"
    assert main(["export", str(run)]) == 0  # a bundle may be made again
    assert main(["verify", str(place)]) == 0


def test_damaged_evidence_is_exported_and_said_to_be_damaged(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (run / "logs" / "server.log").write_text("another line\n")
    assert main(["export", str(run), "--out", str(tmp_path / "a.zip")]) == 1
    assert "logs/server.log: its SHA-256 is not the manifest's" in capsys.readouterr().out


def test_a_run_that_is_being_recorded_is_not_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = RunFolder.create(tmp_path, "x", datetime.now(UTC)).path
    assert main(["export", str(run)]) == 3
    assert capsys.readouterr().err == (f"sidlab: {run} is still being recorded: stop that run first\n")


def test_what_cannot_be_exported_is_told_in_one_line(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    place = packed(run, tmp_path / "a.zip")
    tried = {
        "no run folder": ["export", str(tmp_path)],
        "is not there": ["export", str(tmp_path / "none")],
        "is a bundle already": ["export", str(place)],
        "lies in the run folder itself": ["export", str(run), "--out", str(run / "logs" / "a.zip")],
        "is there and is no bundle": ["export", str(run), "--out", str(tmp_path / "notes.txt")],
        "cannot be written": ["export", str(run), "--out", str(tmp_path / "none" / "a.zip")],
    }
    for words, arguments in tried.items():
        assert main(arguments) in {2, 3}
        said = capsys.readouterr().err
        assert words in said
        assert said.count("\n") == 1
    assert (tmp_path / "notes.txt").read_text() == "mine"
