"""What is compared: a run, from its folder or a bundle, or a series of alike runs, from its folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.comparing.recounting import recounted
from harness.evidence.folder import NoRunFolderError
from harness.evidence.opening import DOCUMENT_BYTES, Evidence, opened
from harness.evidence.reading import DamagedRecordError
from harness.session.house import HarnessError

SERIES = "series.json"
MOST_RUNS = 1_000


@dataclass(frozen=True)
class Side:
    """A run, or the runs of a series: their summaries, and what their folders say of how they were made."""

    name: str
    path: Path
    summaries: tuple[dict[str, Any], ...]
    metas: tuple[dict[str, Any], ...]
    series: bool = False


def side_at(path: Path, *, count: bool = True) -> Side:
    """What lies at `path`. NoRunFolderError when that is nothing to compare, HarnessError when it is damaged.

    A run without a summary is counted from its events, which takes half a minute for a million of them; unless
    `count`, it is refused instead.
    """
    if not (path / SERIES).is_file():
        with opened(path) as evidence:
            return Side(evidence.name, evidence.path, (_summary(evidence, count=count),), (_meta(evidence),))
    whole = path.absolute()
    runs = list(_runs(whole, count=count))
    return Side(whole.name, whole, tuple(one for one, _ in runs), tuple(meta for _, meta in runs), series=True)


def _runs(series: Path, *, count: bool) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for name in _names(series):
        with opened(series / name) as evidence:
            yield _summary(evidence, count=count), _meta(evidence)


def _names(series: Path) -> list[str]:
    """The run folders of a series, which lie in it and nowhere else. NoRunFolderError when it names none."""
    file = series / SERIES
    try:
        with file.open("rb") as opened_file:
            runs = json.loads(opened_file.read(DOCUMENT_BYTES))["runs"]
        names = [str(one["run"]) for one in runs]
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as why:
        raise NoRunFolderError(f"{file} cannot be read as a series: {why}") from None
    if not names or len(names) > MOST_RUNS:
        raise NoRunFolderError(f"{file} names {len(names)} runs: allowed are 1 to {MOST_RUNS}")
    for name in names:
        if name in {"", ".", ".."} or name != Path(name).name:
            raise NoRunFolderError(f"{file} names the run {name!r}: allowed are folders that lie in it")
    return names


def _summary(evidence: Evidence, *, count: bool) -> dict[str, Any]:
    """The summary that was written at the end; where there is none, the figures are counted from the events."""
    try:
        if evidence.summary is not None:
            return evidence.summary
        if count:
            return recounted(evidence)
    except DamagedRecordError as why:
        raise _damaged(evidence, why) from None
    raise HarnessError(f"{evidence.name} has no summary: `sidlab compare` counts its figures from the events")


def _meta(evidence: Evidence) -> dict[str, Any]:
    try:
        return evidence.meta
    except DamagedRecordError as why:
        raise _damaged(evidence, why) from None


def _damaged(evidence: Evidence, why: DamagedRecordError) -> HarnessError:
    return HarnessError(f"{evidence.path} is damaged: {why}; `sidlab verify {evidence.path}` names all of it")
