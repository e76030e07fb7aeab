"""The diagnosis of a finished run, from its folder's events alone: the same as it was live."""

from __future__ import annotations

from pathlib import Path

from harness.diagnosis.judge import Diagnosis, diagnose
from harness.diagnosis.told import Told
from harness.evidence.reading import read_records


def diagnose_run(run: Path) -> Diagnosis:
    """What the folder `run` tells. DamagedRecordError when a line of it is not as it was written."""
    told = Told()
    for record in read_records(run / "events"):
        told.fold(record)
    return diagnose(told.story)
