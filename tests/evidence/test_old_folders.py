"""Folders that earlier programs wrote open for ever.

They are kept in `old/` as they were written, but for what can be made again from the evidence. A new one is added
when what a folder holds has changed; none is ever changed.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.evidence.opening import opened
from harness.evidence.reading import read_records
from harness.evidence.verify import verify
from main import main

OLD = Path(__file__).parent / "old"
KEPT = {
    "20261123T224554Z-short-3e519f": (477, "4f7c35851f641130dc6ebbf9d93f83b852e72e02e2137a79036514599fa8b939"),
}
"""Each with its number of records and its root hash."""


@pytest.fixture(params=KEPT)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["folder", "bundle"])
def run(request: pytest.FixtureRequest, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    if request.param == "folder":
        return OLD / name
    assert main(["export", str(OLD / name), "--out", str(tmp_path / "old.zip")]) == 0
    capsys.readouterr()
    return tmp_path / "old.zip"


def test_none_is_forgotten() -> None:
    assert {path.name for path in OLD.iterdir()} == KEPT.keys()


def test_it_opens_and_holds_all_it_had(run: Path, name: str) -> None:
    records, root = KEPT[name]
    with opened(run) as evidence:
        assert (evidence.name, evidence.state) == (name, "sealed")
        assert [record.seq for record in evidence.records()] == list(range(1, records + 1))
        assert evidence.manifest is not None
        assert evidence.manifest["root"] == root
        assert evidence.summary is not None
        assert evidence.summary["run_id"] == name


def test_it_is_verified(run: Path) -> None:
    assert verify(run) == {"ok": True, "problems": []}


def test_it_is_diagnosed_alike_from_folder_and_bundle(
    run: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(path: Path) -> object:
        assert main(["diagnose", str(path), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    found = said(run)
    assert found == said(OLD / name)
    assert isinstance(found, dict)
    assert found["explained"]["http_400"][1] == 2


def test_it_is_read_as_any_events_are(name: str) -> None:
    assert len(list(read_records(OLD / name / "events"))) == KEPT[name][0]
