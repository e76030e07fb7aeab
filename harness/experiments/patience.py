"""Gives a run the time that a slow machine took from it: what a restart took longer than usual is added to it.

So clients have as long to come back as the experiment wants them to have, wherever it is carried out.
"""

from __future__ import annotations

from harness.clock import seconds
from harness.events import Record, RunStep, RunStepDone

USUAL_SECONDS = 2.0
"""What a restart takes on a machine that has little else to do."""
MOST_SECONDS = 40.0
RESTART = "restart"


class Patience:
    """Folds the events of one run; `owed` is how much longer it should go on than was planned."""

    def __init__(self) -> None:
        self._asked: int | None = None
        self._late = 0.0

    def fold(self, record: Record) -> None:
        """Take one event."""
        match record.event:
            case RunStep(t=t, do=do) if do == RESTART:
                self._asked = t
            case RunStepDone(t=t, do=do) if do == RESTART and self._asked is not None:
                self._late = max(self._late, seconds(t - self._asked) - USUAL_SECONDS)
                self._asked = None

    @property
    def owed(self) -> float:
        """Seconds, and no more than anybody would wait for."""
        return min(self._late, MOST_SECONDS)
