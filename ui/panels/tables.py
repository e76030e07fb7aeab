"""What both tables share: how they look, and the mark with a word in a cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.theme import Theme, font
from ui.widgets import DOTS, TONE_TOKENS, draw_dot

ROW_HEIGHT = 24
TONE_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class Table(QTableView):
    """A calm table: fixed rows, no grid, stripes; it never asks every row how high it is."""

    def __init__(self, name: str) -> None:
        super().__init__()
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

    def widths(self, widths: list[int], stretch: int) -> None:
        """Fix the columns' widths in pixels; one takes what is left."""
        head = self.horizontalHeader()
        head.setSectionResizeMode(head.ResizeMode.Interactive)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        head.setSectionResizeMode(stretch, head.ResizeMode.Stretch)


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
        rect = option.rect  # type: ignore[attr-defined]  # missing in PySide's stubs
        dot = QRectF(rect.x() + 7, rect.center().y() - 3, 8, 8)
        draw_dot(painter, dot, DOTS[tone], self._theme.color(TONE_TOKENS[tone]))
        room = rect.adjusted(21, 0, -4, 0)
        painter.setFont(font())
        painter.setPen(self._theme.color("text"))
        words = self._metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
