"""What the faults have touched, connection by connection, newest at the bottom."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from harness.snapshot import TouchedRow
from ui.asking import short_sid
from ui.i18n import core, deed
from ui.model import Model, Topic
from ui.panels.log_model import time_text
from ui.panels.tables import TONE_ROLE, TableCard, ToneDelegate
from ui.telling import printable
from ui.theme import Theme, font
from ui.widgets import UNKNOWN, label, tip

Index = QModelIndex | QPersistentModelIndex
TOPICS: frozenset[Topic] = frozenset({"touched"})
SAMPLES = ["00:00.000 ", "◆  fail-first", "delayed xx", "polling-1000 ab", "3f9a…BAAAB ", "handshake"]
FAULT = 1
_QUIET = frozenset({0, 4})


class TouchedModel(QAbstractTableModel):
    """Connections that a fault acted on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[TouchedRow] = []
        self._mono = font(12, mono=True)

    def show(self, rows: list[TouchedRow]) -> None:
        """Show these; what is only new is put at the end."""
        before = len(self._rows)
        if rows[:before] == self._rows:
            if len(rows) > before:
                self.beginInsertRows(QModelIndex(), before, len(rows) - 1)
                self._rows = rows
                self.endInsertRows()
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_at(self, number: int) -> TouchedRow:
        """The connection in this row."""
        return self._rows[number]

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return len(SAMPLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401 - Qt's
        """A column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            words = (self.tr("time"), self.tr("fault"), self.tr("what it did"), self.tr("client"), "sid")
            return (*words, self.tr("kind"))[section]
        return None

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's
        """A cell."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return cells(row)[column]
        if role == TONE_ROLE:
            return "mark"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._whole(row))
        return self._look(column, role)

    def _whole(self, row: TouchedRow) -> str:
        where = self.tr("connection %1, request %2")
        where = where.replace("%1", str(row.conn)).replace("%2", str(row.request or UNKNOWN))
        return "\n".join((printable(f"{row.name} #{row.fault}: {row.did}"), where, f"sid {row.sid or UNKNOWN}"))

    def _look(self, column: int, role: int) -> Any:  # noqa: ANN401 - Qt's
        if role == Qt.ItemDataRole.FontRole and column in _QUIET:
            return self._mono
        return self._theme.color("muted") if role == Qt.ItemDataRole.ForegroundRole and column in _QUIET else None


class TouchedPanel(TableCard):
    """The touched connections. `chosen`: the sid of the one gone to."""

    topics = TOPICS
    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "touched", "touched-search")
        self.search.setFixedWidth(150)
        self.model = TouchedModel(theme)
        self.table.setModel(self.model)
        self._delegate = ToneDelegate(theme)
        self.table.setItemDelegateForColumn(FAULT, self._delegate)
        self.table.columns(SAMPLES, 3, spare=(5, 0, 4))
        self._rows: list[TouchedRow] = []
        self._empty = label(role="faint", name="none-touched")
        over = QVBoxLayout(self.table.viewport())
        over.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignCenter)
        self.search.textChanged.connect(lambda _text: self._draw())
        for signal in (self.table.activated, self.table.clicked):
            signal.connect(lambda index: self._choose(index.row()))
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show what has been touched."""
        self._rows = list(model.traffic.touched)
        self._draw()

    def show_fault(self, number: int) -> None:
        """Show only what the fault of this number touched."""
        self.search.setText(f"#{number}")
        self.table.setFocus()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Touched by faults"))
        self.search.setPlaceholderText(self.tr("Filter"))
        self.search.setAccessibleName(self.tr("Filter what faults touched"))
        self.table.setAccessibleName(self.tr("Touched by faults"))
        self._empty.setText(self.tr("No fault has touched a connection yet"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(SAMPLES) - 1)
        self.table.fit()

    def _draw(self) -> None:
        words = self.search.text().lower().split()
        rows = [row for row in self._rows if all(holds(row, word) for word in words)] if words else self._rows
        bar = self.table.verticalScrollBar()
        at_end = bar.value() == bar.maximum()
        self.model.show(rows)
        if at_end:
            self.table.scrollToBottom()
        self.count.setText(f"{len(rows):,}")
        self._empty.setVisible(not self._rows)

    def _choose(self, number: int) -> None:
        sid = self.model.row_at(number).sid
        if sid:
            self.chosen.emit(sid)


def cells(row: TouchedRow) -> tuple[str, ...]:
    """What the cells of a row say."""
    at = time_text(float("nan") if row.at is None else row.at)
    rest = (core(row.name), deed(row.did), row.client, short_sid(row.sid), row.kind)
    return (at, *(printable(text) or UNKNOWN for text in rest))


def holds(row: TouchedRow, word: str) -> bool:
    """Whether a word of the filter is in the row; `#3` is the fault of that number."""
    if word.startswith("#"):
        return word == f"#{row.fault}"
    return (
        word in f"{row.name} {core(row.name)} {row.did} {deed(row.did)} {row.client} {row.sid} {row.kind}".lower()
    )
