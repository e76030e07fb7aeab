"""What was found of the profiles, each with its measure, below the heat table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout

from harness.matrix.model import Finding
from ui.i18n import core, phrase
from ui.model import Model, Topic
from ui.panels.tables import BOTTOM, TONE_ROLE, Table
from ui.telling import printable
from ui.theme import Theme, font
from ui.widgets import DOTS, TONE_TOKENS, UNKNOWN, Card, IconButton, clicked, draw_dot, label, tip

Index = QModelIndex | QPersistentModelIndex
TOPICS: frozenset[Topic] = frozenset({"matrix"})
SAMPLES = ["●  gunicorn-gevent-simple", "A WebSocket message of 1 MB, until it", "100.0 KiB/s", "what it means"]
VALUE = 2
AIR = 8
"""Pixels of a row around its lines."""
ROOM = 18
"""Pixels of a mark before its words."""


class Airy(QStyledItemDelegate):
    """Words in several lines, with some room around them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """As high as the lines, and the room."""
        return super().sizeHint(option, index) + QSize(0, AIR)


class Marked(Airy):
    """The same beside a mark, whose shape and colour are the tone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Mark and words."""
        tone, rect = str(index.data(TONE_ROLE)), option.rect
        beside = QStyleOptionViewItem(option)
        beside.rect = rect.adjusted(ROOM, 0, 0, 0)
        super().paint(painter, beside, index)
        dot = QRectF(rect.x() + 7, rect.center().y() - 3, 8, 8)
        draw_dot(painter, dot, DOTS[tone], self._theme.color(TONE_TOKENS[tone]))


class FindingModel(QAbstractTableModel):
    """Findings as rows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[Finding] = []

    def show(self, rows: list[Finding]) -> None:
        """Show these."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return len(SAMPLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401 - Qt's
        """A column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("profile"), self.tr("measure"), self.tr("value"), self.tr("what it means"))[section]
        return None

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's
        """A cell."""
        if not index.isValid():
            return None
        words = cells(self._rows[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return words[index.column()]
        if role == TONE_ROLE:
            return "warn" if self._rows[index.row()].notable else "quiet"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip("\n".join(words))
        return self._look(index.column(), role)

    def _look(self, column: int, role: int) -> Any:  # noqa: ANN401 - Qt's
        if role == Qt.ItemDataRole.FontRole and column == VALUE:
            return font(bold=True)
        return self._theme.color("muted") if role == Qt.ItemDataRole.ForegroundRole and column > VALUE else None


class FindingPanel(Card):
    """The findings of the profiles: those that stand out, or all of them."""

    topics = TOPICS

    def __init__(self, theme: Theme) -> None:
        super().__init__("findings", (12, 10, 4, BOTTOM))
        self._findings: list[Finding] = []
        self.loud = IconButton(theme, "findings-loud", "filter-outline")
        self.loud.setCheckable(True)
        self.loud.setChecked(True)
        clicked(self.loud, self._draw)
        self.table, self.model = Table("findings-rows"), FindingModel(theme)
        self.table.setModel(self.model)
        self.table.setSelectionMode(self.table.SelectionMode.SingleSelection)
        self.table.setWordWrap(True)
        rows = self.table.verticalHeader()
        rows.setSectionResizeMode(rows.ResizeMode.ResizeToContents)
        self.count = label(role="muted", name="findings-count")
        self._empty = label(role="faint", name="no-findings")
        row = self.line(self.title, self.count, None, self.loud)
        row.setContentsMargins(0, 0, 8, 0)
        self.rows.addWidget(self.table, 1)
        over = QVBoxLayout(self.table.viewport())
        over.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignCenter)
        self._mark, self._lines = Marked(theme), Airy()
        self.table.setItemDelegate(self._lines)
        self.table.setItemDelegateForColumn(0, self._mark)
        self.table.columns(SAMPLES, 3, spare=())
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show what was found so far."""
        self._findings = model.matrix.findings
        self._draw()

    def _draw(self) -> None:
        rows = [one for one in self._findings if one.notable or not self.loud.isChecked()]
        self.model.show(rows)
        shown, there = len(rows), len(self._findings)
        self.count.setText(f"{shown:,}" if shown == there else f"{shown:,} / {there:,}")
        self._empty.setVisible(not rows)
        nothing = self.tr("Nothing stands out so far") if there else self.tr("None yet: they come with the matrix")
        self._empty.setText(nothing)

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Findings of the profiles"))
        self.loud.say(self.tr("Only what stands out: hide what is as it should be"))
        self.table.setAccessibleName(self.tr("Findings of the profiles"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(SAMPLES) - 1)
        self.table.fit()
        self.table.viewport().update()
        self._draw()


def cells(row: Finding) -> tuple[str, ...]:
    """What the cells of a row say."""
    return printable(row.profile), core(row.title), value_text(row), phrase(row.text)


def value_text(row: Finding) -> str:
    """The measure with its unit; – where it could not be had."""
    if row.value is None:
        return UNKNOWN
    number = f"{row.value:.4g}" if isinstance(row.value, float) else core(str(row.value))
    return f"{number} {core(row.unit)}".strip()
