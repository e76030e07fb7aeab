"""The diagnosis of what is recorded: a finished run, the same as it was live."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from harness.diagnosis.judge import Diagnosis, diagnose
from harness.diagnosis.told import Told
from harness.events import Record
from harness.evidence.reading import read_records


def diagnose_run(run: Path) -> Diagnosis:
    """What the folder `run` tells. DamagedRecordError when a line of it is not as it was written."""
    return diagnosed(read_records(run / "events"))


def diagnosed(records: Iterable[Record]) -> Diagnosis:
    """What records tell, in the order of their numbers."""
    told = Told()
    for record in records:
        told.fold(record)
    return diagnose(told.story)
