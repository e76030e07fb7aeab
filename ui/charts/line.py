"""The line: one value a column as steps over a pale area."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ui.charts.stack import StackLayer

_AREA_ALPHA = 46


class LineLayer(StackLayer):
    """Draws a series as a stepped line; several keys are summed, since a line has one value."""

    def points(self) -> list[tuple[float, float]]:
        """The corners of the steps in pixels, from left to right."""
        scale = self.scale_now()
        first, last = self._in_view()
        seen = self._series.window(first, last).sum(axis=0)
        sums = np.pad(seen, (0, max(0, min(last, self._begun) - first - len(seen))))
        edges = scale.x((first + np.arange(len(sums) + 1)) * self._seconds)
        heights = np.minimum(scale.y(sums), scale.height - 1)
        xs = np.repeat(edges, 2)[1:-1]
        return list(zip(xs.tolist(), np.repeat(heights, 2).tolist(), strict=True))

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint area and line."""
        points = self.points()
        if self._tokens is None or not points:
            return
        color, height = QColor(self._tokens.accent), self.boundingRect().height()
        area = QColor(color)
        area.setAlpha(_AREA_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(area)
        steps = zip(points[::2], points[1::2], strict=True)
        painter.drawRects([QRectF(x0, y, x1 - x0, height - y) for (x0, y), (x1, _) in steps])
        painter.setPen(QPen(color, 1))
        painter.drawPolyline([QPointF(x, y) for x, y in points])
