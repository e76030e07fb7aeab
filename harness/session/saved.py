"""A picture that a window saved: on record while there is a record, and no evidence once that is sealed."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

from harness.evidence.manifest import NAME
from harness.session.house import HarnessError
from harness.session.run import Run

EVIDENCE, BESIDE = "screenshots", "pictures"


def saved(run: Run, path: str) -> None:
    """The window saved `path`, relative to the run folder; HarnessError when that is no picture of a run.

    One that comes when the run is sealed already is put beside the evidence: nothing may be added to that.
    """
    place = PurePosixPath(path)
    folder = run.folder.path
    if place.parent != PurePosixPath(EVIDENCE) or place.suffix != ".png" or not (folder / place).is_file():
        raise HarnessError(f"{path} is no picture of a run: those lie in {EVIDENCE}")
    if not (folder / NAME).exists():
        run.pictured(path)
    elif path not in _listed(folder):
        (folder / BESIDE).mkdir(exist_ok=True)
        (folder / place).rename(folder / BESIDE / place.name)


def _listed(folder: Path) -> set[str]:
    """What the manifest lists: a picture may have been there in time, though word of it came late."""
    files = json.loads((folder / NAME).read_text(encoding="utf-8"))["files"]
    return {str(one["path"]) for one in files}
