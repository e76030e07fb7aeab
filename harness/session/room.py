"""The room that runs take on the disk, as a window is told of it, and what it asks to be removed."""

from __future__ import annotations

from pathlib import Path

from harness.evidence.keeping import going_first, held, limit_here, remove
from harness.session.house import HarnessError
from harness.snapshot import DiskCard, DiskRow


def disk_card(out: Path) -> DiskCard | None:
    """What the runs under `out` take and which would go first, where they take more than they may; else nothing.

    HarnessError when the limit that is set is no size.
    """
    there, limit = held(out), _limit()
    size = sum(one.size for one in there)
    if size <= limit:
        return None
    rows = tuple(DiskRow(name=one.path.name, size=one.size) for one in going_first(there, limit))
    return DiskCard(size=size, limit=limit, goes=rows)


def take_away(out: Path, names: tuple[str, ...]) -> None:
    """Remove those runs under `out` that the rule lets go and that are named. HarnessError when it fails."""
    for one in going_first(held(out), _limit()):
        if one.path.name in names:
            try:
                remove(one)
            except OSError as error:
                raise HarnessError(
                    f"{one.path} cannot be removed: {error.strerror}; is it open elsewhere?"
                ) from None


def _limit() -> int:
    try:
        return limit_here()
    except ValueError as why:
        raise HarnessError(f"SIDLAB_RUNS_LIMIT: {why} is not allowed: a size like 500M or 10G") from None
