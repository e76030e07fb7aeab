"""What both tables share: how they look, and the mark with a word in a cell."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.limits import Limit
from ui.theme import Theme, font
from ui.widgets import DOTS, TONE_TOKENS, Card, draw_dot, label

ROW_HEIGHT = 24
BOTTOM = 6
CELL_PADDING = 15
SORT_ARROW = 12
"""Pixels beside the heading of the column that a table is sorted by."""
ROOM = -48
"""So much of its sample the stretched column may lose before another column goes for it."""
TONE_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class Table(QTableView):
    """A calm table: fixed rows, no grid, stripes; it never asks every row how high it is."""

    resized = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._samples: list[str] = []
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
        head.sortIndicatorChanged.connect(lambda _column, _order: self.fit())

    def columns(self, samples: list[str], stretch: int, spare: tuple[int, ...]) -> None:
        """Make each column as wide as its sample; one takes what is left, `spare` go where room lacks."""
        self._samples, self._stretch, self._spare = samples, stretch, spare
        self.fit()

    def fit(self) -> None:
        """Measure the columns, in the language in use."""
        self._widths = [max(pair) + CELL_PADDING for pair in self._wide()]
        head = self.horizontalHeader()
        head.setSectionResizeMode(head.ResizeMode.Interactive)
        for column, width in enumerate(self._widths):
            self.setColumnWidth(column, width)
        head.setSectionResizeMode(self._stretch, head.ResizeMode.Stretch)
        self._spare_columns()

    def show_row(self, number: int, where: QAbstractItemView.ScrollHint) -> None:
        """Bring a row into sight, though rows may be new and without a layout, and the first column hidden."""
        self.executeDelayedItemsLayout()
        self.updateGeometries()
        self.scrollTo(self.model().index(number, self._stretch), where)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Hide what can be spared until the stretched column has the room it needs."""
        super().resizeEvent(event)
        self._spare_columns()
        self.resized.emit()

    def _wide(self) -> Iterator[tuple[int, int]]:
        """How wide the sample and the heading of each column are."""
        wide, model, across = QFontMetrics(font()).horizontalAdvance, self.model(), Qt.Orientation.Horizontal
        arrow = self.horizontalHeader().sortIndicatorSection() if self.isSortingEnabled() else -1
        for column, sample in enumerate(self._samples):
            yield wide(sample), wide(str(model.headerData(column, across))) + SORT_ARROW * (column == arrow)

    def _spare_columns(self) -> None:
        hidden: set[int] = set()
        for column in self._spare:
            shown = (width for number, width in enumerate(self._widths) if number not in hidden)
            if sum(shown) + ROOM <= self.viewport().width():
                break
            hidden.add(column)
        for column in self._spare:
            self.setColumnHidden(column, column in hidden)


class WholeRows(QObject):
    """Leaves the room of a row that would be cut below the table: `bottom` is the layout's margin without that."""

    def __init__(self, table: Table, layout: QBoxLayout, bottom: int = 0) -> None:
        super().__init__(table)
        self._table, self._layout, self._bottom = table, layout, bottom
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)  # a layout that is just being made does not hear of new margins
        self._later.timeout.connect(self._trim)
        table.resized.connect(self._later.start)

    def _trim(self) -> None:
        margins = self._layout.contentsMargins()
        room = self._table.viewport().height() + margins.bottom() - self._bottom
        margins.setBottom(self._bottom + room % self._table.verticalHeader().defaultSectionSize())
        self._layout.setContentsMargins(margins)


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
        self._whole = WholeRows(self.table, self.rows, BOTTOM)

    def limits(self) -> list[Limit]:
        """What narrows the rows; pictures say so."""
        words = self.search.text().strip()
        return [Limit(self.title.text(), "filtered", words)] if words else []

    def _restyle(self) -> None:
        self._icon.setIcon(self._theme.icon("magnify"))


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
