"""The event log's rows: those of the store that are searched for, newest last."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from ui.logstore import LogStore
from ui.panels.tables import TONE_ROLE
from ui.theme import Theme, font
from ui.widgets import UNKNOWN, tip

Index = QModelIndex | QPersistentModelIndex
COLUMNS = 4


class LogModel(QAbstractTableModel):
    """Lines as rows: an array of the store's row numbers, with one insertion a frame."""

    def __init__(self, store: LogStore, theme: Theme) -> None:
        super().__init__()
        self._store = store
        self._theme = theme
        self._words = ""
        self._loud = True
        self._hits: list[int] = []
        self._seen = 0
        self._era = store.eras
        self._mono: QFont = font(12, mono=True)

    @property
    def outdated(self) -> bool:
        """The rows are those of a run that is no longer in the store."""
        return self._store.eras != self._era

    def catch_up(self) -> None:
        """Take in what the store has more than last time; when it has less, begin anew."""
        gone = self._store.trim()
        if gone or self.outdated:
            self.search(self._words, loud=self._loud)
            return
        hits = self._store.find(self._words, self._seen, loud=self._loud)
        self._seen = len(self._store)
        if hits:
            self.beginInsertRows(QModelIndex(), len(self._hits), len(self._hits) + len(hits) - 1)
            self._hits += hits
            self.endInsertRows()

    def search(self, words: str, *, loud: bool) -> None:
        """Show only the lines that hold each of these words, and of them, if asked, only those that stand out."""
        self.beginResetModel()
        self._words, self._loud = words, loud
        self._hits = self._store.find(words, loud=loud)
        self._era = self._store.eras
        self._seen = len(self._store)
        self.endResetModel()

    def line_at(self, row: int) -> int:
        """The store's number of the line in this row."""
        return self._hits[row]

    def rowCount(self, _parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many lines are shown."""
        return len(self._hits)

    def columnCount(self, _parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401 - Qt's
        """A column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("time"), self.tr("who"), self.tr("event"), self.tr("detail"))[section]
        return None

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's
        """A cell."""
        line, column = self.line_at(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(line, column)
        if role == TONE_ROLE:
            return self._store.tone[line]
        if role == Qt.ItemDataRole.FontRole and column != 2:
            return self._mono
        if role == Qt.ItemDataRole.ForegroundRole and column != 2:
            return self._theme.color("muted")
        if role == Qt.ItemDataRole.ToolTipRole and column == 3:
            return tip(self._store.detail[line])
        return None

    def _cell(self, line: int, column: int) -> str:
        store = self._store
        if column == 0:
            return time_text(store.at[line])
        return (store.who, store.kind, store.detail)[column - 1][line] or UNKNOWN


def time_text(at: float) -> str:
    """Seconds of the run as m:ss.mmm; – before second 0 is known."""
    if math.isnan(at):
        return UNKNOWN
    sign, whole = ("-", -at) if at < 0 else ("", at)
    return f"{sign}{int(whole) // 60}:{whole % 60:06.3f}"
