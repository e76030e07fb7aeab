"""The steps of a scenario as they stand: waiting, running, done or failed; for the window and the terminal."""

from __future__ import annotations

from typing import Literal

from harness.snapshot import PlanRow

StepState = Literal["waiting", "running", "done", "failed"]


class Plan:
    """The rows of a scenario's steps, in order; `opening`: what comes before them, where that is told."""

    def __init__(self, steps: list[tuple[float, str]], opening: str = "") -> None:
        self._opening = [PlanRow(at=0.0, do=opening, state="waiting")] if opening else []
        self._rows = [PlanRow(at=at, do=words, state="waiting") for at, words in steps]

    def opened(self, state: StepState, why: str = "") -> None:
        """What comes before the steps is in this state now."""
        self._opening = [PlanRow(at=row.at, do=row.do, state=state, why=why) for row in self._opening]

    def mark(self, index: int, state: StepState, why: str = "") -> None:
        """Step `index` is now in this state."""
        row = self._rows[index]
        self._rows[index] = PlanRow(at=row.at, do=row.do, state=state, why=why)

    def rows(self) -> tuple[PlanRow, ...]:
        """All of it as it stands."""
        return (*self._opening, *self._rows)
