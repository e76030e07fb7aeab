import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harness.evidence import manifest
from harness.evidence.folder import RunFolder
from harness.evidence.recorder import Recorder


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """A run with some of everything."""
    folder = RunFolder.create(tmp_path, "x", datetime.now(UTC))
    recorder = Recorder(folder.path)
    for n in range(1, 8):
        recorder.record(n, n, "wire" if n % 2 else "session", b'{"type":"run.note","t":1,"text":"x"}')
    recorder.close()
    (folder.path / "logs" / "wire.log").write_text("some words\nand more\n")
    (folder.path / "screenshots" / "window.png").write_bytes(bytes(range(256)) * 5000)
    for made in ("summary.json", "session.har", "report.md", "charts/sids.png"):
        (folder.path / made).write_text("can be made again")
    return folder


def test_it_lists_the_evidence_and_nothing_that_can_be_made_again(folder: RunFolder) -> None:
    written = manifest.write(folder)
    assert [(row["path"], row["records"]) for row in written["files"]] == [
        ("events/session.jsonl", 3),
        ("events/wire.jsonl", 4),
        ("logs/wire.log", None),
        ("meta.json", None),
        ("screenshots/window.png", None),
    ]
    assert json.loads((folder.path / "manifest.json").read_bytes()) == written
    assert manifest.contents(folder.path) == written  # it does not list itself


def test_each_file_is_described_as_it_is(folder: RunFolder) -> None:
    for row in manifest.contents(folder.path)["files"]:
        data = (folder.path / row["path"]).read_bytes()
        assert row["bytes"] == len(data)
        assert row["sha256"] == hashlib.sha256(data).hexdigest()


def test_the_root_hash_is_over_the_rows_as_text(folder: RunFolder) -> None:
    written = manifest.contents(folder.path)
    text = "".join(
        f"{row['sha256']} {row['bytes']} {row['records'] if 'events/' in row['path'] else '-'} {row['path']}\n"
        for row in sorted(written["files"], key=lambda row: row["path"])
    )
    assert written["root"] == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("path", ["events/wire.jsonl", "logs/wire.log", "meta.json", "screenshots/window.png"])
def test_any_change_of_the_evidence_changes_the_root(folder: RunFolder, path: str) -> None:
    before = manifest.contents(folder.path)["root"]
    with (folder.path / path).open("ab") as file:
        file.write(b"\n")
    assert manifest.contents(folder.path)["root"] != before


def test_state_and_what_can_be_made_again_do_not_change_it(folder: RunFolder) -> None:
    before = manifest.write(folder)
    folder.seal("sealed")
    (folder.path / "summary.json").write_text("made again")
    assert manifest.contents(folder.path) == before


def test_a_link_is_no_evidence(folder: RunFolder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("not ours")
    (folder.path / "logs" / "link.log").symlink_to(tmp_path / "elsewhere")
    assert "logs/link.log" not in [row["path"] for row in manifest.contents(folder.path)["files"]]
