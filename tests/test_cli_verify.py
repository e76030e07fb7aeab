"""`verify`: the recount's verdict as a status, in lines, and as JSON."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from harness.cli import verifying
from main import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Something that could be a run folder."""
    (tmp_path / "STATE").write_text("recording\n")
    return tmp_path


@pytest.mark.parametrize("there", ["nothing", "a file", "an empty folder"])
def test_what_is_no_run_folder_is_bad_input(
    there: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "place"
    if there == "a file":
        place.touch()
    elif there == "an empty folder":
        place.mkdir()
    assert main(["verify", str(place)]) == 2
    assert capsys.readouterr().err == (
        f"sidlab: RUN: {place} is not allowed: a run folder, like those that `run` leaves in runs/, "
        "or a zip that `export` made of one\n"
    )


def test_problems_are_told_with_their_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    problems = [
        {"file": "events/wire-0.jsonl", "record": 512, "what": "crc"},
        {"file": "manifest.json", "record": None, "what": "is missing"},
    ]
    monkeypatch.setattr(verifying, "verify", lambda _run: {"ok": False, "problems": problems})
    assert main(["verify", str(folder)]) == 1
    assert capsys.readouterr().out == "events/wire-0.jsonl:512: crc\nmanifest.json: is missing\n"
    assert main(["verify", str(folder), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"ok": False, "problems": problems}


def test_a_run_that_holds(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verifying, "verify", lambda _run: {"ok": True, "problems": []})
    assert main(["verify", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder}: the evidence holds\n"


def test_the_root_hash_of_the_ticket_is_held_against_the_manifests(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files: list[object] = []
    root = hashlib.sha256(b"").hexdigest()
    (folder / "manifest.json").write_text(json.dumps({"schema": 1, "files": files, "root": root}))
    assert main(["verify", str(folder), "--root", root.upper()]) == 0
    assert main(["verify", str(folder), "--root", "0" * 64]) == 1
    assert f"manifest.json: its root hash is not {'0' * 64}\n" in capsys.readouterr().out
    (folder / "manifest.json").unlink()
    assert main(["verify", str(folder)]) == 0
    assert main(["verify", str(folder), "--root", root]) == 1
    assert main(["verify", str(folder), "--root", "abc"]) == 2
    assert "--root: abc is not allowed: the 64 hexadecimal digits" in capsys.readouterr().err


def test_a_damaged_folder_is_found_by_the_real_recount(folder: Path) -> None:
    (folder / "STATE").write_text("sealed\n")
    assert main(["verify", str(folder)]) == 1
