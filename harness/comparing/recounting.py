"""The figures of a run that has no summary: its writer was killed, but what it had written tells them."""

from __future__ import annotations

from itertools import chain
from typing import Any

from harness.diagnosis.judge import findings
from harness.diagnosis.told import Told
from harness.events import RunStarted
from harness.evidence.opening import Evidence
from harness.metrics.tally import Tally


def recounted(evidence: Evidence) -> dict[str, Any]:
    """The summary of what is recorded; its outcome is not known. DamagedRecordError when a line is damaged."""
    records = evidence.records()
    first = next(records, None)
    began = first.event if first is not None and isinstance(first.event, RunStarted) else None
    tally = Tally(
        run_id=evidence.name,
        scenario=began.scenario if began else "",
        profile=began.profile if began else "",
        started=began.wall if began else "",
    )
    told = Told()
    for record in chain((first,) if first is not None else (), records):
        tally.fold(record)
        told.fold(record)
    return {**tally.summary(), "outcome": "unknown", "findings": findings(told.story), "expectations": []}
