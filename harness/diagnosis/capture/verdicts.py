"""The diagnosis of a capture: what it lets conclude, and what would decide the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from harness.diagnosis.capture.captured import Captured
from harness.diagnosis.capture.decides import DECIDES, Open, left_open, undecided, unexplained
from harness.diagnosis.capture.kinds import capture_of
from harness.diagnosis.judge import Diagnosis, diagnose
from harness.diagnosis.story import Story
from harness.diagnosis.told import Told

WELL = "nothing went wrong for this browser, which says nothing of others: save a HAR where the trouble is"


@dataclass(frozen=True)
class Concluded:
    """What a capture was, the verdicts on it, and what stays open, what matters of it first."""

    captured: Captured
    diagnosis: Diagnosis
    still_open: list[Open]

    @property
    def is_well(self) -> bool:
        """Whether it shows one browser for which nothing went wrong."""
        return WELL in self.captured.doubts.values()


def diagnose_capture(file: Path) -> Concluded:
    """What a HAR, a log or a packet capture tells. NotACaptureError when it is none; OSError."""
    return concluded(capture_of(file))


def _is_well(captured: Captured, diagnosis: Diagnosis, story: Story) -> bool:
    """Whether nothing went wrong in it: then it tells nothing of what another browser met."""
    met = any(total for _, total in diagnosis.explained.values())
    return not (diagnosis.kept or met or unexplained(captured, diagnosis, story))


def concluded(captured: Captured) -> Concluded:
    """What a capture lets conclude."""
    told = Told()
    for record in captured.records:
        told.fold(record)
    diagnosis = diagnose(told.story, left_open(captured))
    if captured.kind == "har" and _is_well(captured, diagnosis, told.story):
        captured = replace(captured, doubts=dict.fromkeys(DECIDES, WELL) | captured.doubts)
        diagnosis = diagnose(told.story, left_open(captured))
    return Concluded(captured, diagnosis, undecided(captured, diagnosis, told.story))
