"""What runs take of the disk, and which of them would go first. Nothing goes unless a person says so.

The rule: the oldest go first, as many as bring the rest within the limit; never the newest, never one that is
being recorded, never one that holds a file `KEEP`. Runs that were made together (a matrix, a series) go together.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from harness.evidence.folder import NoRunFolderError, RunFolder, State

LIMIT_BYTES = 10 * 1024**3
KEEP = "KEEP"
_NAME = re.compile(r"([0-9]{8}T[0-9]{6}Z)-.+-[0-9a-f]{6}")
_UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3, "T": 1024**4}
_SIZE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,3})?)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)
_SUMMARY_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Held:
    """A run, or a folder of runs that were made together, as it lies on the disk.

    `began` is UTC. `outcome`: of a run, empty where it is not known; `state`: recording while one of them is.
    """

    path: Path
    runs: tuple[Path, ...]
    size: int
    began: datetime
    state: State
    outcome: str = ""
    keep: bool = False

    @property
    def may_go(self) -> bool:
        """Whether it is ever among those that go."""
        return not self.keep and self.state != "recording"


def read_size(text: str) -> int:
    """Bytes from words like 500M, 10G or 1.5 GiB. ValueError for others."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return int(float(match[1]) * _UNITS[match[2].upper()])


def shown_size(size: int) -> str:
    """A size in the unit that suits it: 512 B, 1.5 MiB."""
    value, unit = float(size), "B"
    for bigger in ("KiB", "MiB", "GiB", "TiB"):
        if value < 1024:
            break
        value, unit = value / 1024, bigger
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"


def held(out: Path) -> list[Held]:
    """The runs under `out`, the oldest first; what is not ours is not among them."""
    found = [one for path in _folders(out) if (one := _looked_at(path)) is not None]
    return sorted(found, key=lambda one: (one.began, one.path.name))


def going_first(there: Iterable[Held], limit: int) -> list[Held]:
    """Those of `held` that would go by the rule: as many as leave `limit` bytes at most, or all that may."""
    there = list(there)
    over = sum(one.size for one in there) - limit
    going = []
    for one in there[:-1]:
        if over > 0 and one.may_go:
            going.append(one)
            over -= one.size
    return going


def remove(one: Held) -> int:
    """Take the runs of `one` off the disk; returns the bytes that were freed. OSError when that is not possible.

    Each is looked at once more: one that is no longer ours to take, or being recorded now, stays.
    """
    freed = 0
    for run in one.runs:
        if _state_of(run) not in {None, "recording"} and not _marked(run, one.path):
            size = _size(run)
            shutil.rmtree(run)
            freed += size
    return freed


def too_much(out: Path) -> str:
    """One line when the runs under `out` take more than they may, and what to do about it; else nothing."""
    try:
        limit = limit_here()
    except ValueError as why:
        return f"SIDLAB_RUNS_LIMIT: {why} is not allowed: a size like 500M or 10G"
    size = sum(one.size for one in held(out))
    if size <= limit:
        return ""
    return (
        f"the runs in {out} take {shown_size(size)}, more than {shown_size(limit)}: "
        f"`sidlab runs --out {out} --remove` shows which would go first, and asks"
    )


def limit_here() -> int:
    """What runs may take: `SIDLAB_RUNS_LIMIT`, else 10 GiB. ValueError when that is no size."""
    said = os.environ.get("SIDLAB_RUNS_LIMIT", "")
    return read_size(said) if said else LIMIT_BYTES


def _looked_at(path: Path) -> Held | None:
    began = _began(path.name)
    if began is None:
        return None
    runs = (path,) if _state_of(path) else tuple(run for run in _folders(path) if _state_of(run))
    if not runs:
        return None
    states = {_state_of(run) for run in runs}
    state: State = "recording" if "recording" in states else "interrupted" if "interrupted" in states else "sealed"
    return Held(
        path=path,
        runs=runs,
        size=sum(map(_size, runs)),
        began=began,
        state=state,
        outcome=_outcome(path) if runs == (path,) else "",
        keep=any(_marked(run, path) for run in runs),
    )


def _began(name: str) -> datetime | None:
    """When a run of this name began; None where the name is not one that a run has."""
    match = _NAME.fullmatch(name)
    try:
        return datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if match else None
    except ValueError:  # digits that are no time
        return None


def _folders(above: Path) -> Iterator[Path]:
    """The folders in a folder, without links; none where it cannot be read."""
    try:
        yield from (Path(one.path) for one in os.scandir(above) if one.is_dir(follow_symlinks=False))
    except OSError:
        return


def _state_of(path: Path) -> State | None:
    """The state of a run folder of ours, None for any other folder: it needs its name, its STATE and its meta."""
    if _began(path.name) is None or path.is_symlink():
        return None
    try:
        folder = RunFolder.open(path)
        return folder.state if "writer" in folder.meta else None
    except NoRunFolderError:
        return None


def _marked(run: Path, above: Path) -> bool:
    return (run / KEEP).exists() or (above / KEEP).exists()


def _size(path: Path) -> int:
    """The bytes of all files below, without following links."""
    total = 0
    for above, _, files in os.walk(path):
        for file in files:
            try:
                total += Path(above, file).lstat().st_size
            except FileNotFoundError:  # a run that is going on renames and takes away
                continue
    return total


def _outcome(path: Path) -> str:
    file = path / "summary.json"
    try:
        if file.stat().st_size > _SUMMARY_BYTES:
            return ""
        said = json.loads(file.read_bytes()).get("outcome", "")
    except (OSError, ValueError, AttributeError, RecursionError):
        return ""
    return said if said in {"passed", "failed", "unknown"} else ""
