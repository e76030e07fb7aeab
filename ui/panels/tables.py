"""What both tables share: how they look, and the mark with a word in a cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.theme import Theme, font
from ui.widgets import DOTS, TONE_TOKENS, Card, draw_dot, label

ROW_HEIGHT = 24
BOTTOM = 6
ROOM = 20
"""Pixels the stretched column should have beyond its own width before another one goes."""
TONE_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class Table(QTableView):
    """A calm table: fixed rows, no grid, stripes; it never asks every row how high it is."""

    resized = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._widths: list[int] = []
        self._stretch = 0
        self._spare: tuple[int, ...] = ()
        self.setObjectName(name)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setFixedHeight(28)
        head.setMinimumSectionSize(36)

    def widths(self, widths: list[int], stretch: int, spare: tuple[int, ...]) -> None:
        """Fix the columns' widths in pixels; one takes what is left; `spare` go, in order, for lack of room."""
        self._widths, self._stretch, self._spare = widths, stretch, spare
        head = self.horizontalHeader()
        head.setSectionResizeMode(head.ResizeMode.Interactive)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        head.setSectionResizeMode(stretch, head.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Hide what can be spared until the stretched column has the room it needs."""
        super().resizeEvent(event)
        hidden: set[int] = set()
        for column in self._spare:
            shown = (width for number, width in enumerate(self._widths) if number not in hidden)
            if sum(shown) + ROOM <= self.viewport().width():
                break
            hidden.add(column)
        for column in self._spare:
            self.setColumnHidden(column, column in hidden)
        self.resized.emit()


class TableCard(Card):
    """A card with a title, a count, a field to search in, and a table of whole rows only."""

    def __init__(self, theme: Theme, name: str, search: str, *buttons: QWidget) -> None:
        super().__init__(name, (12, 10, 4, BOTTOM))
        self.table = Table(f"{name}-rows")
        self.count = label(role="muted", name=f"{name}-count")
        self.search = QLineEdit()
        self.search.setObjectName(search)
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(190)
        self._theme = theme
        self._icon = self.search.addAction(theme.icon("magnify"), QLineEdit.ActionPosition.LeadingPosition)
        theme.changed.connect(self._restyle)
        row = self.line(self.title, self.count, None, self.search, *buttons)
        row.setContentsMargins(0, 0, 8, 0)
        self.rows.addWidget(self.table, 1)
        self.table.resized.connect(self._trim)

    def _restyle(self) -> None:
        self._icon.setIcon(self._theme.icon("magnify"))

    def _trim(self) -> None:
        """Leave the room of a row that would be cut below the table."""
        margins = self.rows.contentsMargins()
        room = self.table.viewport().height() + margins.bottom() - BOTTOM
        margins.setBottom(BOTTOM + room % ROW_HEIGHT)
        self.rows.setContentsMargins(margins)


class ToneDelegate(QStyledItemDelegate):
    """Draws a cell as a mark and a word: the mark's shape and colour are the tone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._metrics = QFontMetrics(font())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Background by the style, then mark and word."""
        super().paint(painter, option, index.siblingAtColumn(-1) if isinstance(index, QModelIndex) else index)
        tone = str(index.data(TONE_ROLE) or "quiet")
        rect = option.rect
        dot = QRectF(rect.x() + 7, rect.center().y() - 3, 8, 8)
        draw_dot(painter, dot, DOTS[tone], self._theme.color(TONE_TOKENS[tone]))
        room = rect.adjusted(21, 0, -4, 0)
        painter.setFont(font())
        painter.setPen(self._theme.color("text"))
        words = self._metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
