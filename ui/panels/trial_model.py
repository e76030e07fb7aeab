"""The trial's table: a row for each behaviour, a column for each figure."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.i18n import core
from ui.panels.cell import counts
from ui.telling import printable
from ui.theme import Theme, font
from ui.trial import Recovery, Sockets, Trial, Tried
from ui.widgets import UNKNOWN, tip

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("name", "pages", "sockets", "refused", "lost", "twice", "copies", "recovery", "away", "bodies")
NAME, SOCKETS, TWICE, BODIES = 0, 2, 5, 9
INDENT = "\u2003"
"""Room between a column of numbers and one of words."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TrialModel(QAbstractTableModel):
    """Behaviours as rows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[tuple[str, Tried]] = []

    def show(self, trial: Trial | None) -> bool:
        """Show this one; True when its rows are others than before."""
        rows = [] if trial is None else list(trial.behaviours.items())
        same = [name for name, _ in rows] == [name for name, _ in self._rows]
        if same and rows:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many behaviours took part."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many figures there are."""
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401 - Qt's
        """A column's heading, and what it counts."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings()[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._meanings()[section])
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section not in {NAME, BODIES} else None

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's
        """A cell."""
        if not index.isValid():
            return None
        (name, tried), column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return cells(name, tried)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            words = cells(name, tried)
            return tip("\n".join((words[NAME], words[column].strip(), self._meanings()[column])))
        if role == Qt.ItemDataRole.TextAlignmentRole and column not in {NAME, BODIES}:
            return _RIGHT
        return self._look(tried, column, role)

    def _look(self, tried: Tried, column: int, role: int) -> Any:  # noqa: ANN401 - Qt's
        loud = (column == SOCKETS and tried.leaks) or (column == TWICE and bool(tried.duplicated))
        if role == Qt.ItemDataRole.FontRole and (loud or column == NAME):
            return font(bold=True)
        return self._theme.color("bad") if role == Qt.ItemDataRole.ForegroundRole and loud else None

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("behaviour"),
            self.tr("pages"),
            self.tr("sockets"),
            self.tr("400s"),
            self.tr("lost"),
            self.tr("twice"),
            self.tr("copies"),
            self.tr("back after"),
            self.tr("while away"),
            INDENT + self.tr("400s by body"),
        )

    def _meanings(self) -> tuple[str, ...]:
        return (
            self.tr("How the client is written"),
            self.tr("Pages, or clients, that are written so"),
            self.tr("Sockets alive in a page at the end, on average: more than one is a leak"),
            self.tr("Requests that were answered 400"),
            self.tr("Messages that reached nobody, or not everybody"),
            self.tr("Messages that came to a page twice or more"),
            self.tr("So often one message came to one page, at most"),
            self.tr("Seconds without a connection, which 95% of the times were shorter than"),
            self.tr("Requests sent while the server was away"),
            self.tr("What requests that were answered 400 carried: a close packet is harmless, a message is lost"),
        )


def cells(name: str, tried: Tried) -> tuple[str, ...]:
    """What the cells of a row say."""
    return (
        printable(core(name)),
        whole(tried.pages),
        sockets_text(tried.sockets_per_page),
        whole(tried.http_400.total),
        whole(tried.lost),
        whole(tried.duplicated),
        whole(tried.copies_max),
        seconds_text(tried.recovery),
        whole(tried.requests_while_away),
        INDENT + counts(tried.http_400.by_body),
    )


def whole(value: int | None) -> str:
    """A count for people; – where it is not known."""
    return UNKNOWN if value is None else f"{value:,}"


def sockets_text(sockets: Sockets) -> str:
    """The sockets of a page: the mean, and the fewest and the most where pages differ."""
    mean = sockets.mean
    if mean is None:
        return UNKNOWN
    words = f"{mean:.0f}" if mean == int(mean) else f"{mean:.1f}"
    return words if sockets.min == sockets.max else f"{words} ({whole(sockets.min)}…{whole(sockets.max)})"


def seconds_text(recovery: Recovery | None) -> str:
    """How long nearly all of them took to be back."""
    p95 = None if recovery is None else recovery.p95
    return UNKNOWN if p95 is None else f"{p95:.1f} s"
