"""Pictures of a run: the page of the trial is among them where the run was one."""

from __future__ import annotations

from pathlib import Path

from harness.session.pictures import _windows
from harness.snapshot import Snapshot


def views(shown: Snapshot) -> list[str]:
    return [picture.view for picture in _windows(Path("screenshots"), shown)]


def test_a_trial_has_its_page_in_both_looks() -> None:
    tried = Snapshot(state="ending", summary={"trial": {"behaviours": {"plain": {}}, "says": []}})
    assert views(tried).count("trial") == 2
    paths = {picture.path for picture in _windows(Path("screenshots"), tried)}
    assert len(paths) == len(views(tried)) == 6, "none replaces another"


def test_another_run_has_no_such_page() -> None:
    assert "trial" not in views(Snapshot(state="ending", summary={"trial": None}))
    assert "trial" not in views(Snapshot(state="ending"))
