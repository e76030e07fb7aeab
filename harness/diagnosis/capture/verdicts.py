"""The diagnosis of a capture: what it lets conclude, and what would decide the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harness.diagnosis.capture.captured import Captured
from harness.diagnosis.capture.decides import Open, left_open, undecided
from harness.diagnosis.capture.kinds import capture_of
from harness.diagnosis.judge import Diagnosis, diagnose
from harness.diagnosis.told import Told


@dataclass(frozen=True)
class Concluded:
    """What a capture was, the verdicts on it, and what stays open, what matters of it first."""

    captured: Captured
    diagnosis: Diagnosis
    still_open: list[Open]


def diagnose_capture(file: Path) -> Concluded:
    """What a HAR, a log or a packet capture tells. NotACaptureError when it is none; OSError."""
    return concluded(capture_of(file))


def concluded(captured: Captured) -> Concluded:
    """What a capture lets conclude."""
    told = Told()
    for record in captured.records:
        told.fold(record)
    diagnosis = diagnose(told.story, left_open(captured))
    return Concluded(captured, diagnosis, undecided(captured, diagnosis, told.story))
