"""What the board shows besides its verdicts: experiments as they go, and where cited events are. No Qt."""

from __future__ import annotations

from collections.abc import Iterable

from harness.experiments.model import Answer, ExperimentEnded, ExperimentPlanned, ExperimentTold
from harness.snapshot import BoardRow, Cited
from ui.telling import Tone

ExperimentFrame = ExperimentPlanned | ExperimentTold | ExperimentEnded
TONES: dict[str, Tone] = {"kept": "info", "undecided": "warn", "rejected": "quiet"}
"""The tone of each verdict, and with it the shape of its mark."""


class Experiments:
    """The experiments of this window's core: the one that goes on, and what each has come to."""

    def __init__(self) -> None:
        self.planned: ExperimentPlanned | None = None
        self.ended: ExperimentEnded | None = None
        self.done, self.total = 0, 0
        self.running: tuple[str, ...] = ()
        self._answers: dict[str, tuple[Answer, ...]] = {}

    @property
    def going(self) -> str:
        """The hypothesis whose experiment goes on; empty for none."""
        return self.planned.hypothesis if self.planned is not None and self.ended is None else ""

    def answers(self, hypothesis: str) -> tuple[Answer, ...]:
        """What its experiment has come to, also while it goes on; of one that never ran, nothing."""
        return self._answers.get(hypothesis, ())

    def why_ended(self, hypothesis: str) -> ExperimentEnded | None:
        """How the last experiment ended, where it was this one."""
        return self.ended if self.ended is not None and self.ended.hypothesis == hypothesis else None

    def fold(self, frame: ExperimentFrame) -> None:
        """Take one frame from the core."""
        if isinstance(frame, ExperimentPlanned):
            self.planned, self.ended = frame, None
            self.done, self.total, self.running = 0, frame.total, ()
        elif isinstance(frame, ExperimentTold):
            self.done, self.total, self.running = frame.done, frame.total, frame.running
        else:
            self.ended, self.running = frame, ()
        if frame.verdicts:
            self._answers[frame.hypothesis] = frame.verdicts

    def core_ended(self) -> None:
        """The core is gone: what was found stays, and no more will come."""
        if self.planned is not None and self.ended is None:
            self.fold(
                ExperimentEnded(hypothesis=self.planned.hypothesis, outcome="failed", folder=self.planned.folder)
            )


def evidence(row: BoardRow) -> list[tuple[Cited, bool]]:
    """The cited events of a row by number, and whether each speaks for the hypothesis."""
    cited = {one.seq: (one, False) for one in row.against} | {one.seq: (one, True) for one in row.because}
    return [cited[seq] for seq in sorted(cited)]


def event_search(cited: Iterable[Cited]) -> str:
    """What finds these events in the event log."""
    return "seq:" + ",".join(str(one.seq) for one in cited)


def request_search(cited: Iterable[Cited]) -> str:
    """What finds their requests, or those of their connections, in the request list; empty if they are of none."""
    keys = dict.fromkeys(f"{one.conn}.{one.n}" if one.n else f"{one.conn}" for one in cited if one.conn)
    return "request:" + ",".join(keys) if keys else ""
