"""What `test` can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentOptions:
    """The options of `test`: which experiment, and how it is carried out; 0 leaves a number to the program."""

    hypothesis: str
    out: Path = Path("runs")
    seed: int = 0
    repeat: int = 0
    jobs: int = 0
    json: bool = False
    quiet: bool = False
