"""The diagnosis of what is kept in files: a finished run, the same as it was live; a HAR from a browser."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from harness.diagnosis.capture.har import read_har
from harness.diagnosis.judge import Diagnosis, diagnose
from harness.diagnosis.told import Told
from harness.events import Record
from harness.evidence.reading import read_records


def diagnose_run(run: Path) -> Diagnosis:
    """What the folder `run` tells. DamagedRecordError when a line of it is not as it was written."""
    return _diagnosed(read_records(run / "events"))


def diagnose_har(file: Path) -> Diagnosis:
    """What a HAR tells; events are its entries, by number from 1. NotAHarError when it is none."""
    return _diagnosed(read_har(file))


def _diagnosed(records: Iterable[Record]) -> Diagnosis:
    told = Told()
    for record in records:
        told.fold(record)
    return diagnose(told.story)
