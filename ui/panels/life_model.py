"""The lines of a session's life as rows."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.asking import cause_of, failed, size_text, tone_of
from ui.i18n import core, deed, who
from ui.life import Line
from ui.panels.log_model import time_text
from ui.panels.tables import TONE_ROLE
from ui.telling import printable
from ui.theme import Theme, font
from ui.traffic import Key
from ui.waterfall import took, took_text
from ui.widgets import UNKNOWN, tip

Index = QModelIndex | QPersistentModelIndex
COLUMNS = 4
WHAT = 2


class LifeModel(QAbstractTableModel):
    """When, how long after the one before, what, and the details."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: list[Line] = []
        self._mono = font(12, mono=True)

    def show(self, lines: list[Line]) -> bool:
        """Show these; whether they are others than before."""
        if lines == self._lines:
            return False
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()
        return True

    def line_at(self, number: int) -> Line:
        """The line in this row."""
        return self._lines[number]

    def place_of(self, key: Key) -> int:
        """The row of a request; -1 where it is not shown."""
        keys = [(line.request.conn, line.request.n) if line.request else None for line in self._lines]
        return keys.index(key) if key in keys else -1

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, _parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401 - Qt's
        """A column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("time"), self.tr("gap"), self.tr("what"), self.tr("detail"))[section]
        return None

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's
        """A cell."""
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(line, column)
        if role == TONE_ROLE:
            return "bad" if line.late else line.tone
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._hint(line))
        return self._look(column, role)

    def _look(self, column: int, role: int) -> Any:  # noqa: ANN401 - Qt's
        if role == Qt.ItemDataRole.FontRole and column < WHAT:
            return self._mono
        return self._theme.color("muted") if role == Qt.ItemDataRole.ForegroundRole and column != WHAT else None

    def _cell(self, line: Line, column: int) -> str:
        if column == 0:
            return time_text(line.at)
        if column == 1:
            return f"+{took_text(line.gap)}" if line.gap is not None else UNKNOWN
        return printable(self._what(line) if column == WHAT else self._detail(line))

    def _what(self, line: Line) -> str:
        words = {
            "opened": self.tr("opened"),
            "upgraded": self.tr("upgraded"),
            "ended": self.tr("ended"),
            "namespace": self.tr("namespace"),
            "request": line.detail,
        }
        return words[line.what]

    def _detail(self, line: Line) -> str:
        if line.request is not None:
            return self._answer(line)
        if line.turn is not None:
            parts = (line.detail, deed(line.turn.did), self._by(line.turn.by), line.turn.text)
            return " · ".join(filter(None, parts))
        if line.what == "ended":
            how, _, by = line.detail.partition(" ")
            return " · ".join(filter(None, (self._how(how), self._by(by))))
        return line.detail

    def _by(self, by: str) -> str:
        return self.tr("by %1").replace("%1", who(by)) if by else ""

    def _how(self, how: str) -> str:
        words = {
            "close-packet": self.tr("a close packet"),
            "websocket-closed": self.tr("its WebSocket was closed"),
            "forgotten": self.tr("the server knew it no more"),
        }
        return words.get(how, how)

    def _answer(self, line: Line) -> str:
        row = line.request
        if row is None:
            return ""
        status = "" if row.error else self.tr("failed") if failed(row) else str(row.status or self.tr("waiting"))
        body = row.body if tone_of(row) in {"warn", "bad"} and row.body != "poll" else ""
        parts = [f"{status} {cause_of(row)}".strip(), body, took_text(took(row))]
        parts += [size_text(row)] if row.messages != (0, 0) else []
        late = self.tr("after its end") if line.late else ""
        return " · ".join(filter(None, (late, *parts, core(row.fault))))

    def _hint(self, line: Line) -> str:
        row = line.request
        if row is None:
            return f"{self._what(line)}: {self._detail(line)}"
        return "\n".join(filter(None, (f"{row.method} {row.path}", self._answer(line), row.error, row.text)))
