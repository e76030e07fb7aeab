"""The steps of a scenario as they stand: waiting, running, done or failed; for the window and the terminal."""

from __future__ import annotations

from typing import Literal

from harness.snapshot import PlanRow

StepState = Literal["waiting", "running", "done", "failed"]


class Plan:
    """The rows of a scenario's steps, in order."""

    def __init__(self, steps: list[tuple[float, str]]) -> None:
        self._rows = [PlanRow(at=at, do=words, state="waiting") for at, words in steps]

    def mark(self, index: int, state: StepState, why: str = "") -> None:
        """Step `index` is now in this state."""
        row = self._rows[index]
        self._rows[index] = PlanRow(at=row.at, do=row.do, state=state, why=why)

    def rows(self) -> tuple[PlanRow, ...]:
        """The steps as they stand."""
        return tuple(self._rows)
