"""What the panels show: the core's frames, folded. Plain Python, no Qt.

A snapshot is a difference; `Model` keeps the whole. `take_changed` says what to draw again.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, cast

import msgspec

from harness.commands import PictureOf
from harness.comparing.model import Comparison
from harness.events import RunEnded, RunPictureDue, RunServerPhases, RunStep
from harness.snapshot import (
    Board,
    Catalogue,
    ClientRow,
    Figure,
    FromCore,
    LanCard,
    Logged,
    Mark,
    MatrixShown,
    Rejected,
    ReplayCard,
    RunReported,
    RunsCompared,
    RunState,
    Snapshot,
)
from ui.board import ExperimentFrame, Experiments
from ui.logstore import LogStore
from ui.matrix import Matrix, MatrixFrame
from ui.phases import Phases, phases_of
from ui.series import Series
from ui.traffic import Traffic

Topic = Literal[
    "catalogue",
    "snapshot",
    "clients",
    "series",
    "marks",
    "log",
    "rejected",
    "picture",
    "requests",
    "touched",
    "matrix",
    "matrix-shown",
    "board",
    "experiment",
    "replayed",
    "compared",
    "reported",
]


class Wish(NamedTuple):
    """A picture that the run itself, or its scenario, wants of this moment: of what, and what it is called."""

    of: PictureOf
    name: str


class Model:
    """The window's whole knowledge. `alive`: the core has spoken and is there.

    `ended` is the run's last event, once it was seen; `restart` is how the last one of the server went.
    """

    def __init__(self, log: LogStore | None = None) -> None:
        self.alive = False
        self.catalogue: Catalogue | None = None
        self.snapshot = Snapshot(state="idle")
        self.ended: RunEnded | None = None
        self.restart: Phases | None = None
        self.clients: dict[str, ClientRow] = {}
        self.series: dict[str, Series] = {}
        self.marks: dict[int, Mark] = {}
        self.traffic = Traffic()
        self.matrix = Matrix()
        self.board: Board | None = None
        self.experiments = Experiments()
        self.log = log or LogStore()
        self.rejected: Rejected | None = None
        self.comparison: Comparison | None = None
        self.reported: RunReported | None = None
        self._wishes: list[Wish] = []
        self._changed: set[Topic] = set()

    def fold(self, frame: FromCore) -> None:
        """Take one frame from the core."""
        if isinstance(frame, Logged):
            self._fold_line(frame)
        elif isinstance(frame, Snapshot):
            self._fold_snapshot(frame)
        elif isinstance(frame, Catalogue):
            self.catalogue, self.alive = frame, True
            self._changed.add("catalogue")
        elif isinstance(frame, Rejected):
            self.rejected = frame
            self._changed.add("rejected")
        elif isinstance(frame, RunsCompared):
            self.comparison = frame.comparison
            self._changed.add("compared")
        elif isinstance(frame, RunReported):
            self.reported = frame
            self._changed.add("reported")
        elif isinstance(frame, ExperimentFrame):
            self.experiments.fold(frame)
            self._changed.add("experiment")
        else:
            self._fold_matrix(frame)

    def take_changed(self) -> set[Topic]:
        """What has changed since the last call."""
        changed, self._changed = self._changed, set()
        return changed

    def take_wishes(self) -> list[Wish]:
        """The pictures wanted since the last call."""
        wishes, self._wishes = self._wishes, []
        return wishes

    def figures(self) -> tuple[Figure, ...]:
        """The figures there are to draw."""
        return self.catalogue.figures if self.catalogue else ()

    def figure(self, path: str) -> Any:  # noqa: ANN401 - a summary holds numbers, texts and nulls
        """A figure of the summary by its dotted path, as in a scenario's expectations; None when not known."""
        value: Any = self.snapshot.summary
        for name in path.split("."):
            if not isinstance(value, dict):
                return None
            value = value.get(name)
        return value

    @property
    def refused(self) -> str:
        """Why the last refused command was refused."""
        return self.rejected.message if self.rejected else ""

    @property
    def busy(self) -> bool:
        """A run is going on: between its start and the sealing of its folder."""
        return self.snapshot.state in {"starting", "running", "ending"}

    def core_ended(self) -> None:
        """The core is gone, and with it the run's processes: nothing can be asked until it is started again."""
        self.alive = False
        self.matrix.core_ended()
        self.experiments.core_ended()
        server = msgspec.structs.replace(self.snapshot.server, state="down", pid=None)
        state: RunState = "failed" if self.busy else self.snapshot.state
        self.snapshot = msgspec.structs.replace(
            self.snapshot, state=state, server=server, faults=(), lan=LanCard(), message=""
        )

    def _fold_matrix(self, frame: MatrixFrame) -> None:
        self.matrix.fold(frame)
        self._changed.add("matrix-shown" if isinstance(frame, MatrixShown) else "matrix")

    def _fold_line(self, line: Logged) -> None:
        event = line.event
        if isinstance(event, RunEnded):
            self.ended = event
        elif isinstance(event, RunServerPhases):
            self.restart = phases_of(line, event)
            self._changed.add("snapshot")
        elif isinstance(event, RunStep) and event.do == "screenshot":
            self._wishes.append(Wish(cast("PictureOf", event.detail.get("of") or "window"), "asked"))
        elif isinstance(event, RunPictureDue):
            self._wishes.append(Wish("window", f"at-{event.name}"))
        self.log.add(line)
        self._changed.add("log")

    def _fold_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.full or snapshot.run_id != self.snapshot.run_id:
            self._forget()
        if snapshot.run_id != self.snapshot.run_id:
            self.ended, self.restart = None, None
        if snapshot.full and snapshot.replay is not None:
            self._leap(snapshot.replay)
        if (snapshot.replay is None) != (self.snapshot.replay is None):
            self._changed.add("replayed")
        self.snapshot = snapshot
        self._changed.add("snapshot")
        if self._wishes:  # the charts have now heard of what the picture is taken of
            self._changed.add("picture")
        self._fold_clients(snapshot)
        self._fold_charts(snapshot)
        if self.traffic.fold(snapshot):
            self._changed.add("requests")
        if snapshot.touched:
            self._changed.add("touched")
        if snapshot.board is not None:
            self.board = snapshot.board
            self._changed.add("board")

    def _leap(self, replay: ReplayCard) -> None:
        """A replay is somewhere else: what the event log says of another moment does not hold there."""
        self.ended, self.restart = None, None
        self.log.clear()
        self.log.total = self.log.dropped = replay.lines_left_out
        self._changed.add("log")

    def _forget(self) -> None:
        self.clients, self.series, self.marks = {}, {}, {}
        self.board = None
        self.traffic.clear()
        self._changed |= {"clients", "series", "marks", "requests", "touched", "board"}

    def _fold_clients(self, snapshot: Snapshot) -> None:
        if snapshot.clients or snapshot.gone:
            self._changed.add("clients")
        for row in snapshot.clients:
            self.clients[row.client] = row
        for name in snapshot.gone:
            self.clients.pop(name, None)

    def _fold_charts(self, snapshot: Snapshot) -> None:
        if snapshot.buckets:
            self._changed.add("series")
        for bucket in snapshot.buckets:
            column = round(bucket.start / snapshot.bucket)
            self.series.setdefault(bucket.figure, Series()).put(bucket.key, column, bucket.value)
        if snapshot.marks:
            self._changed.add("marks")
        for mark in snapshot.marks:
            self.marks[mark.id] = mark
