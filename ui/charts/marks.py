"""The marks through all charts: a shaded span, a dashed line at its start, and in the first chart its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from harness.snapshot import Mark
from ui.charts.layer import Layer, Scale
from ui.style import mixed
from ui.theme import font
from ui.tokens import Tokens

if TYPE_CHECKING:
    from pyqtgraph import ViewBox

BAND = 20
"""Pixels at the top of the first chart that are kept for the words of the marks."""
_SPAN_SHARE = 0.13
"""Of the marks' colour in the shade: mixed beforehand, since painting half transparent takes ten times as long."""
_FEWEST_LETTERS = 3
CITED = "cited"
"""The kind of a mark that is an event a verdict rests on: it has no words, and a colour of its own."""
_POINT_KINDS = frozenset({"note", "screenshot", CITED})


class GridLayer(Layer):
    """Fine lines at the ticks of time and on the ground, before the spans and behind the bars."""

    def __init__(self, box: ViewBox) -> None:
        super().__init__(box, -10)
        self._ticks: list[float] = []
        self._levels: list[float] = []
        self._tokens: Tokens | None = None

    def put(self, ticks: list[float], levels: list[float], tokens: Tokens) -> None:
        """Draw lines at these seconds and values."""
        self._ticks, self._levels, self._tokens = ticks, levels, tokens
        self.update()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the lines."""
        if self._tokens is None:
            return
        scale = self.scale_now()
        painter.setPen(QPen(QColor(self._tokens.border), 1))
        for x in scale.x(self._ticks).tolist():
            painter.drawLine(QPointF(x, 0), QPointF(x, scale.height))
        for y in scale.y(self._levels).tolist():
            painter.drawLine(QPointF(0, y - 1), QPointF(scale.width, y - 1))


class SpanLayer(Layer):
    """The shaded spans, behind everything."""

    def __init__(self, box: ViewBox) -> None:
        super().__init__(box, -20)
        self._marks: tuple[Mark, ...] = ()
        self._now = 0.0
        self._tokens: Tokens | None = None

    def put(self, marks: tuple[Mark, ...], now: float, tokens: Tokens) -> None:
        """Shade these marks; one that is still on reaches to `now`."""
        self._marks, self._now, self._tokens = marks, now, tokens
        self.update()

    def spans(self) -> list[tuple[float, float]]:
        """Left and right edge in pixels of each span that has a width."""
        scale = self.scale_now()
        ends = [(mark.start, self._now if mark.end is None else mark.end) for mark in self._marks]
        edges = [(float(scale.x(start)), float(scale.x(end))) for start, end in ends]
        return [(left, right) for left, right in edges if right > left]

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the spans."""
        if self._tokens is None:
            return
        color = QColor(mixed(self._tokens.surface, self._tokens.mark, _SPAN_SHARE))
        height = self.boundingRect().height()
        for left, right in self.spans():
            painter.fillRect(QRectF(left, 0, right - left, height), color)


class MarkLayer(Layer):
    """The dashed lines and their words, before the bars; and the fine line under the pointer."""

    def __init__(self, box: ViewBox, *, words: bool) -> None:
        super().__init__(box, 10)
        self._words = words
        self._marks: list[tuple[Mark, str]] = []
        self._pointer: float | None = None
        self._tokens: Tokens | None = None

    def put(self, marks: list[tuple[Mark, str]], tokens: Tokens) -> None:
        """Draw these marks with their words."""
        self._marks, self._tokens = marks, tokens
        self.update()

    def point(self, seconds: float | None) -> None:
        """Show where the pointer is; None takes the line away."""
        self._pointer = seconds
        self.update()

    def labels(self, metrics: QFontMetricsF, scale: Scale) -> list[tuple[float, str]]:
        """Where in pixels which words go, shortened or left out where the next mark is too near."""
        told = [(mark, words) for mark, words in self._marks if words]
        starts = scale.x([mark.start for mark, _ in told]).tolist()
        placed = []
        taken = 0.0
        for number, (left, (_, words)) in enumerate(zip(starts, told, strict=True)):
            following = starts[number + 1] if number + 1 < len(starts) else scale.width
            at = max(left + 5, taken)
            room = max(following, at) - at - 4 if following - left > 24 else scale.width - at
            short = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            if 0 <= left <= scale.width and (short == words or len(short) >= _FEWEST_LETTERS):
                placed.append((at, short))
                taken = at + metrics.horizontalAdvance(short) + 8
        return placed

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint lines and words."""
        if self._tokens is None:
            return
        scale = self.scale_now()
        self._paint_lines(painter, scale, self._tokens)
        if self._words:
            face = font(11, bold=True)
            painter.setFont(face)
            painter.setPen(QColor(self._tokens.mark))
            for x, words in self.labels(QFontMetricsF(face), scale):
                painter.drawText(QPointF(x, 13), words)

    def _paint_lines(self, painter: QPainter, scale: Scale, tokens: Tokens) -> None:
        for mark, _ in self._marks:
            pen = QPen(QColor(tokens.accent if mark.kind == CITED else tokens.mark), 1)
            pen.setDashPattern([2, 4] if mark.kind in _POINT_KINDS else [5, 3])
            painter.setPen(pen)
            x = float(scale.x(mark.start))
            painter.drawLine(QPointF(x, 0), QPointF(x, scale.height))
        if self._pointer is not None:
            painter.setPen(QPen(QColor(tokens.faint), 1))
            x = float(scale.x(self._pointer))
            painter.drawLine(QPointF(x, 0), QPointF(x, scale.height))
