"""Draws the cells of the request list by hand: thousands of rows change while one looks."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from harness.snapshot import RequestRow
from ui.asking import failed
from ui.panels.request_model import MONO, NUMBERS, QUIET, STATUS, WATERFALL, RequestModel
from ui.style import mixed
from ui.theme import Theme, font
from ui.waterfall import Part, View, parts
from ui.widgets import DOTS, TONE_TOKENS, draw_dot

Index = QModelIndex | QPersistentModelIndex
PAD = 6
TOOK_WIDTH = 58
BAR = 8
"""Pixels of height of a bar; its parts before the answer are half as high."""
WIDEST = 14
"""Pixels that no letter is wider than: fewer letters than fit need not be measured."""
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class RequestDelegate(QStyledItemDelegate):
    """Words, marks and the waterfall. `view`: the seconds that the waterfall shows."""

    def __init__(self, theme: Theme, model: RequestModel) -> None:
        super().__init__()
        self._theme, self._model = theme, model
        self.view = View(0.0, 1.0, 0.0)
        self._fonts: dict[bool, QFont] = {False: font(), True: font(12, mono=True)}
        self._metrics = {mono: QFontMetrics(made) for mono, made in self._fonts.items()}
        self._colors: dict[str, QColor] = {}
        theme.changed.connect(self._restyle)
        self._restyle()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Rows have one height."""
        return QSize(60, 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        rect, column = option.rect, index.column()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._colors["chosen"])
        if column == WATERFALL:
            self._waterfall(painter, rect, index.row())
            return
        if column == STATUS:
            tone = self._model.tone(index.row())
            dot = QRectF(rect.x() + PAD, rect.center().y() - 3, 8, 8)
            draw_dot(painter, dot, DOTS[tone], self._colors[tone])
            rect = rect.adjusted(15, 0, 0, 0)
        words = self._model.cell(index.row(), column)
        color = "muted" if column in QUIET or words == "–" else "text"
        self._words(painter, rect.adjusted(PAD, 0, -PAD, 0), words, color, column)

    def _words(self, painter: QPainter, rect: QRect, words: str, color: str, column: int) -> None:
        if not words:
            return
        mono = column in MONO
        painter.setFont(self._fonts[mono])
        painter.setPen(self._colors[color])
        if len(words) * WIDEST > rect.width():
            words = self._metrics[mono].elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _RIGHT if column in NUMBERS or column == WATERFALL else _LEFT, words)

    def _waterfall(self, painter: QPainter, rect: QRect, number: int) -> None:
        row = self._model.row_at(number)
        tight = rect.width() < 2 * TOOK_WIDTH
        room = rect.adjusted(PAD, 0, -PAD if tight else -TOOK_WIDTH - PAD, 0)
        for part in parts(row, self.view, max(room.width(), 4)):
            painter.fillRect(bar(part, room.topLeft(), room.height()), self._colors[color_of(part, row)])
        if tight:
            return
        end = rect.adjusted(rect.width() - TOOK_WIDTH, 0, -PAD, 0)
        self._words(painter, end, self._model.cell(number, WATERFALL), "muted", WATERFALL)

    def _restyle(self) -> None:
        tokens = self._theme.tokens
        self._colors = {tone: self._theme.color(token) for tone, token in TONE_TOKENS.items()}
        self._colors |= {name: self._theme.color(name) for name in ("text", "muted", "bad", "accent", "ok")}
        self._colors["chosen"] = QColor(mixed(tokens.surface, tokens.accent, 0.14))
        self._colors["sending"] = self._theme.color("strong")
        self._colors["waiting"] = QColor(mixed(tokens.surface, tokens.accent, 0.45))
        self._colors["open"] = QColor(mixed(tokens.surface, tokens.ok, 0.6))


def color_of(part: Part, row: RequestRow) -> str:
    """The colour of a part by its phase; what failed is told by the last one."""
    if failed(row) and part.phase in {"waiting", "receiving"}:
        return "bad"
    return "accent" if part.phase == "receiving" else part.phase


def bar(part: Part, at: QPoint, height: int) -> QRectF:
    """The rectangle of a part in a row that begins at this point: what comes before the answer is thinner."""
    high = BAR if part.phase in {"receiving", "open"} else BAR / 2
    return QRectF(at.x() + part.left, at.y() + (height - high) / 2, part.right - part.left, high)
