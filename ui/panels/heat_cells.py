"""Draws the cells of the heat table: a tint, a mark and words, so that nothing is told by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.fields import draw_tick
from ui.style import mixed
from ui.theme import Theme, font, palette
from ui.widgets import DOTS, TONE_TOKENS, draw_dot

Index = QModelIndex | QPersistentModelIndex
SIGN_ROLE = Qt.ItemDataRole.UserRole + 2
"""The cell's sign: see `SIGN_TONES`; None where a cell is words only."""
SHORT_ROLE = Qt.ItemDataRole.UserRole + 3
"""Shorter words for the cell, the longest first, for where there is no room for all of them."""
HEIGHT = 30
SIGN_TONES = {
    "works": "ok",
    "intermittent": "warn",
    "fails": "bad",
    "measuring": "info",
    "unknown": "quiet",
    "unavailable": "quiet",
    "unmeasured": "",
}
"""The tone of each sign; none where there is nothing to see yet."""
_TINT = 0.20
TICK_ROOM = 26
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class HeatDelegate(QStyledItemDelegate):
    """Paints tinted cells, and the ticks of the rows in the first column."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._font = font()
        self._metrics = QFontMetrics(self._font)
        self._tints: dict[str, QColor] = {}
        theme.changed.connect(self._restyle)
        self._restyle()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Rows have one height."""
        return QSize(60, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        painter.save()
        painter.setFont(self._font)
        sign = index.data(SIGN_ROLE)
        if sign is None:
            self._name(painter, option.rect, index)
        else:
            self._cell(painter, option.rect, str(sign), index)
        if option.state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected):
            self._frame(painter, option.rect)
        painter.restore()

    def editorEvent(  # noqa: N802 - Qt's name
        self, event: QEvent, model: QAbstractItemModel, _option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on a row's tick, or the space bar, turns it."""
        space = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if not (space or event.type() == QEvent.Type.MouseButtonRelease):
            return False
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        if ticked is None or not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        off, on = Qt.CheckState.Unchecked, Qt.CheckState.Checked
        turned = off if Qt.CheckState(ticked) == on else on
        return model.setData(index, turned, Qt.ItemDataRole.CheckStateRole)

    def _name(self, painter: QPainter, rect: QRect, index: Index) -> None:
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        can = bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
        if ticked is not None:
            box = QRectF(rect.x() + 6.5, rect.center().y() - 6.5, 14, 14)
            if can:
                draw_tick(painter, box, self._palette, on=Qt.CheckState(ticked) == Qt.CheckState.Checked)
            rect = rect.adjusted(TICK_ROOM, 0, 0, 0)
        painter.setPen(self._theme.color("text" if can else "faint"))
        self._words(painter, rect.adjusted(4, 0, -4, 0), [str(index.data())])

    def _cell(self, painter: QPainter, rect: QRect, sign: str, index: Index) -> None:
        tone = SIGN_TONES[sign]
        inner = rect.adjusted(1, 1, -1, -1)
        if tone:
            painter.fillRect(inner, self._tints[tone])
            mark = QRectF(rect.x() + 8, rect.center().y() - 3, 8, 8)
            draw_dot(painter, mark, DOTS[tone], self._theme.color(TONE_TOKENS[tone]))
        painter.setPen(self._theme.color("text" if tone not in {"", "quiet"} else "faint"))
        room = rect.adjusted(22 if tone else 8, 0, -4, 0)
        self._words(painter, room, [str(index.data()), *index.data(SHORT_ROLE)])

    def _words(self, painter: QPainter, room: QRect, choice: list[str]) -> None:
        """The first of these that there is room for; where there is none, the beginning of the last."""
        fitting = (words for words in choice if self._metrics.horizontalAdvance(words) <= room.width())
        last = self._metrics.elidedText(choice[-1], Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, next(fitting, last))

    def _frame(self, painter: QPainter, rect: QRect) -> None:
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _restyle(self) -> None:
        tokens = self._theme.tokens
        self._palette = palette(tokens)
        for tone, token in TONE_TOKENS.items():
            share = _TINT if tone != "quiet" else _TINT / 3
            self._tints[tone] = QColor(mixed(tokens.surface, getattr(tokens, token), share))
