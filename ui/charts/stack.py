"""The stack: bars of time in parts, each part with its colour and its hatching."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ui.charts.bars import Rects, stacked
from ui.charts.layer import Layer
from ui.series import Series, peaks
from ui.tokens import Tokens

if TYPE_CHECKING:
    from pyqtgraph import ViewBox

HATCHES = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense6Pattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.VerPattern,
    Qt.BrushStyle.Dense5Pattern,
)
HATCH_FROM = 5
_HATCH_ALPHA = 110


def fills(tokens: Tokens, number: int) -> tuple[QColor, QBrush | None]:
    """The colour of part `number`, and the hatching over it that tells the same without colour."""
    color = QColor(tokens.series[number % len(tokens.series)])
    style = HATCHES[number % len(HATCHES)]
    if style == Qt.BrushStyle.SolidPattern:
        return color, None
    over = QColor(tokens.surface)
    over.setAlpha(_HATCH_ALPHA)
    return color, QBrush(over, style)


class StackLayer(Layer):
    """Draws a series as stacked bars, first key lowest."""

    def __init__(self, box: ViewBox, z: float = 0) -> None:
        super().__init__(box, z)
        self._series = Series()
        self._seconds = 1.0
        self._begun = 0
        self._tokens: Tokens | None = None

    def put(self, series: Series, seconds: float, begun: int, tokens: Tokens) -> None:
        """Draw this series, whose columns are `seconds` wide; `begun` of them have begun, empty ones too."""
        self._series, self._seconds, self._begun, self._tokens = series, seconds, begun, tokens
        self.update()

    def highest(self) -> float:
        """The greatest sum among the columns in view."""
        first, last = self._in_view()
        values = self._series.window(first, last)
        return float(values.sum(axis=0).max()) if values.size else 0.0

    def rects(self) -> list[Rects]:
        """The bars as they are drawn: one array of (x, y, width, height) in pixels for each key."""
        scale = self.scale_now()
        first, last = self._in_view()
        values, each = peaks(self._series.window(first, last), max(1, int(scale.width)))
        return stacked(scale, values, first / each, self._seconds * each)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the bars."""
        if self._tokens is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        for number, rects in enumerate(self.rects()):
            color, hatch = fills(self._tokens, number)
            shapes = [QRectF(*row) for row in rects.tolist()]
            painter.setBrush(color)
            painter.drawRects(shapes)
            if hatch is not None and len(rects) and np.median(rects[:, 2]) >= HATCH_FROM:
                painter.setBrush(hatch)
                painter.drawRects(shapes)

    def _in_view(self) -> tuple[int, int]:
        low, high = self._box.viewRange()[0]
        return max(0, int(low // self._seconds)), max(0, int(np.ceil(high / self._seconds)))
