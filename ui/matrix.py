"""A matrix as the core tells of it: its cells, how far it is, what was found. No Qt."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from harness.matrix.model import Cell, CellState, Finding, Key, MatrixCell, MatrixEnded, MatrixFound, MatrixPlanned
from harness.options import TransportChoice
from harness.snapshot import MatrixShown

Sign = Literal["works", "intermittent", "fails", "measuring", "unknown", "unavailable", "unmeasured"]
"""What a cell has come to; `unknown` is one that was tried, and could not be measured."""
TRANSPORTS: tuple[TransportChoice, ...] = get_args(TransportChoice)
MatrixFrame = MatrixPlanned | MatrixCell | MatrixFound | MatrixEnded | MatrixShown
FACTS = ("handshake", "echo", "broadcast", "upgraded", "idle", "survives_restart")
"""What a cell says yes or no to, in the order in which it happens."""


class Told(NamedTuple):
    """A cell as it stands: how far it is, and so many of its runs are over."""

    cell: Cell
    state: CellState
    runs: int


class Matrix:
    """The matrix of this window's core. `done` of `total` cells are measured; `shown`: the run last asked for."""

    def __init__(self) -> None:
        self.planned: MatrixPlanned | None = None
        self.ended: MatrixEnded | None = None
        self.shown: MatrixShown | None = None
        self.cells: dict[Key, Told] = {}
        self.findings: list[Finding] = []
        self.done, self.total = 0, 0

    @property
    def going(self) -> bool:
        """One is being measured."""
        return self.planned is not None and self.ended is None

    @property
    def under_way(self) -> list[Cell]:
        """The cells that are being measured now."""
        return [told.cell for told in self.cells.values() if told.state == "running"] if self.going else []

    def fold(self, frame: MatrixFrame) -> None:
        """Take one frame from the core."""
        if isinstance(frame, MatrixPlanned):
            self._begin(frame)
        elif isinstance(frame, MatrixCell):
            self.cells[frame.cell.key] = Told(frame.cell, frame.state, frame.runs)
            self.done, self.total = frame.done, frame.total
        elif isinstance(frame, MatrixFound):
            self.findings.append(frame.finding)
        elif isinstance(frame, MatrixEnded):
            self.ended = frame
        else:
            self.shown = frame

    def core_ended(self) -> None:
        """The core is gone: what was measured stays, and no more will come."""
        if self.going and self.planned is not None:
            self.ended = MatrixEnded(outcome="failed", folder=self.planned.folder)

    def sign(self, key: Key, *, available: bool = True) -> Sign:
        """What the cell of this key has come to; `available`: whether a cell that is not there yet could be."""
        told = self.cells.get(key)
        if told is None:
            return "unmeasured" if available else "unavailable"
        if told.state == "running" and self.going:
            return "measuring"
        sign = sign_of(told.cell)
        return "unknown" if sign == "unmeasured" and told.state == "measured" else sign

    def _begin(self, planned: MatrixPlanned) -> None:
        self.planned, self.ended, self.shown = planned, None, None
        self.findings = []
        self.cells = {cell.key: Told(cell, settled(cell), 0) for cell in planned.cells}
        self.total = sum(cell.available for cell in planned.cells)
        self.done = 0


def settled(cell: Cell) -> CellState:
    """How far a cell is that has just been planned: one of an unavailable profile is complete already."""
    return "waiting" if cell.available else "measured"


def sign_of(cell: Cell) -> Sign:
    """What a cell has come to."""
    if not cell.available:
        return "unavailable"
    if cell.intermittent:
        return "intermittent"
    if cell.works is None:
        return "unmeasured"
    return "works" if cell.works else "fails"


def share_text(cell: Cell) -> str:
    """The share of the clients for whom it works, in whole percent, but never 0 or 100 for what is between."""
    if cell.share is None:
        return ""
    percent = round(cell.share * 100)
    between = 0.0 < cell.share < 1.0
    return f"{min(max(percent, 1), 99) if between else percent}%"


def rows_of(profiles: tuple[str, ...], planned: MatrixPlanned | None) -> tuple[str, ...]:
    """The profiles there are, and what else a matrix has."""
    return tuple(dict.fromkeys((*profiles, *(planned.profiles if planned is not None else ()))))


def columns_of(
    transports: tuple[str, ...], clients: tuple[str, ...], planned: MatrixPlanned | None, order: tuple[str, ...]
) -> tuple[tuple[str, TransportChoice], ...]:
    """What is chosen, and what else a matrix has, as (client, transport); kinds of clients in this `order`."""
    ways = {*transports, *(planned.transports if planned is not None else ())}
    kinds = (*clients, *(planned.clients if planned is not None else ()))
    ordered = dict.fromkeys((*(one for one in order if one in kinds), *kinds))
    return tuple((client, way) for client in ordered for way in TRANSPORTS if way in ways)
