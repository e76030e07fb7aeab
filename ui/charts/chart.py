"""One chart: title, legend with words and counts, and a plot whose layers are made once and updated."""

from __future__ import annotations

from typing import Any, NamedTuple

import pyqtgraph
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy

from harness.snapshot import Figure, Mark, Shape
from ui.charts.legend import Legend
from ui.charts.line import LineLayer
from ui.charts.marks import BAND, CITED, GridLayer, MarkLayer, SpanLayer
from ui.charts.stack import StackLayer
from ui.charts.timeline import SHORTEST, STEPS, clock_text
from ui.i18n import core, sentence
from ui.series import Series, ceiling, ticks
from ui.theme import Theme, font
from ui.widgets import Card, Elided

RENDERERS: dict[Shape, type[StackLayer]] = {"stack": StackLayer, "line": LineLayer}
AXIS_WIDTH = 44
AXIS_HEIGHT = 20
LEVELS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000)


class Drawing(NamedTuple):
    """All that a chart's picture depends on: `changes` tells how far the series came, `until` where spans end."""

    series: Series
    changes: int = 0
    bucket: float = 1.0
    begun: int = 0
    view: tuple[float, float] = (0.0, SHORTEST)
    marks: tuple[Mark, ...] = ()
    until: float = 0.0


class Plot(pyqtgraph.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """The plot of a chart: fixed axes, layers, and the mouse moving time only."""

    left = Signal()

    def __init__(self, theme: Theme, shape: Shape, *, words: bool, axis: bool) -> None:
        super().__init__()
        self.theme, self.words, self.axis = theme, words, axis
        self.item = self.getPlotItem()
        self.box = self.item.getViewBox()
        self.item.hideButtons()
        self.item.setMenuEnabled(False)
        self.item.layout.setContentsMargins(0, 0, 0, 0)
        self.box.setMouseEnabled(x=True, y=False)
        self.box.setDefaultPadding(0)
        self.box.setLimits(xMin=0, minXRange=2)
        self.setFrameShape(self.Shape.NoFrame)
        self.setMinimumHeight(64)
        self._grid, self._spans = GridLayer(self.box), SpanLayer(self.box)
        self.layer = RENDERERS[shape](self.box)
        self.marks = MarkLayer(self.box, words=words)
        self._top = 0.0
        self._set_axes()

    def restyle(self) -> None:
        """Take the theme's colours."""
        tokens = self.theme.tokens
        self.setBackground(tokens.surface)
        for name in ("left", "bottom"):
            axis = self.item.getAxis(name)
            axis.setPen(QColor(tokens.surface))
            axis.setTextPen(QColor(tokens.muted))

    def show_series(self, series: Series, bucket: float, begun: int, view: tuple[float, float]) -> None:
        """Draw this series over these seconds; `begun` of its buckets have begun."""
        self.layer.put(series, bucket, begun, self.theme.tokens)
        if tuple(self.box.viewRange()[0]) != view:
            self.box.setXRange(*view, padding=0)
        self._fit()

    def show_marks(self, marks: tuple[Mark, ...], now: float) -> None:
        """Draw these marks."""
        self._spans.put(marks, now, self.theme.tokens)
        self.marks.put([(mark, mark_words(mark)) for mark in marks], self.theme.tokens)

    def leaveEvent(self, event: Any) -> None:  # noqa: N802, ANN401 - Qt's name; pyqtgraph has no types
        """The pointer has left."""
        self.left.emit()
        super().leaveEvent(event)

    def _set_axes(self) -> None:
        for name in ("left", "bottom"):
            axis = self.item.getAxis(name)
            axis.setStyle(tickLength=0, tickFont=font(11), tickTextOffset=6 if name == "left" else 4)
        self.item.getAxis("left").setWidth(AXIS_WIDTH)
        self.item.getAxis("bottom").setHeight(AXIS_HEIGHT if self.axis else 4)
        self.item.getAxis("bottom").setStyle(showValues=self.axis)
        self.restyle()

    def _fit(self) -> None:
        room = max(self.box.height(), 1.0)
        spare = room / max(room - BAND, room / 2) if self.words else 1.06
        highest = ceiling(self.layer.highest())
        if highest * spare != self._top:
            self._top = highest * spare
            self.box.setYRange(0, self._top, padding=0)
        levels = ticks(0, highest, max(2, int(room // 34)), LEVELS)
        (low, high), _ = self.box.viewRange()
        times = ticks(low, high, max(2, int(self.box.width() // 76)), STEPS)
        self.item.getAxis("left").setTicks([[(level, f"{level:,.0f}") for level in levels if level]])
        self.item.getAxis("bottom").setTicks([[(time, clock_text(time)) for time in times]])
        self._grid.put(times, levels[:1], self.theme.tokens)


class Chart(Card):
    """A figure's card. `words` puts the words of the marks here, `axis` the labels of time."""

    moved = Signal(float, float)
    pointed = Signal(object)

    def __init__(self, theme: Theme, figure: Figure, *, words: bool, axis: bool) -> None:
        super().__init__(f"chart-{figure.name}", (12, 9, 10, 4 if axis else 6))
        self.figure = figure
        self.plot = Plot(theme, figure.shape, words=words, axis=axis)
        self.legend = Legend(theme)
        self.unit = Elided("faint")
        self.unit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._head = self.line(self.title)
        self._head.setSpacing(12)
        self._head.addWidget(self.legend, 1)
        self._head.addWidget(self.unit)
        self._below = self.line()
        self.unit.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.rows.setSpacing(2)
        self.rows.addWidget(self.plot, 1)
        self._drawing = Drawing(Series())
        self._theme = theme
        self.retranslate()
        self._connect()

    def draw(
        self, series: Series, bucket: float, view: tuple[float, float], marks: list[Mark], now: float
    ) -> None:
        """Draw this, if it is not what is drawn already; a fault that is on reaches to `now`."""
        until = now if any(mark.end is None for mark in marks) else 0.0
        wanted = Drawing(series, series.changes, bucket, int(now / bucket) + 1, view, tuple(marks), until)
        if wanted != self._drawing:
            self._drawing = wanted
            self._again()

    def _again(self) -> None:
        """Draw the same: at another size, in another theme or language."""
        drawing = self._drawing
        self.plot.show_series(drawing.series, drawing.bucket, drawing.begun, drawing.view)
        self.plot.show_marks(drawing.marks, drawing.until)
        if self.figure.shape == "stack":
            self.legend.show_totals(drawing.series.totals())
            self._place_legend()
        self.setAccessibleDescription(self.reading(None))

    def reading(self, seconds: float | None) -> str:
        """The figure in words: at one second of the run, or its sums."""
        series, bucket = self._drawing.series, self._drawing.bucket
        values = series.totals() if seconds is None else series.column(int(seconds / bucket))
        parts = [f"{core(key)} {value:,.0f}".strip() for key, value in values.items() if value]
        return f"{core(self.figure.title)}: " + (", ".join(parts) or "0")

    def retranslate(self) -> None:
        """Title, unit, and the words within."""
        self.title.setText(core(self.figure.title))
        self.unit.set(core(self.figure.unit))
        self.unit.setFixedWidth(self.unit.fontMetrics().horizontalAdvance(self.unit.text()) + 4)
        self.setAccessibleName(core(self.figure.title))
        self._again()

    def _place_legend(self) -> None:
        beside = self.width() - self.title.sizeHint().width() - self.unit.width() - 60
        row, other = (self._head, self._below) if self.legend.needs() <= beside else (self._below, self._head)
        if row.indexOf(self.legend) < 0:
            other.removeWidget(self.legend)
            row.insertWidget(min(1, row.count()), self.legend, 1)

    def _connect(self) -> None:
        self._theme.changed.connect(self._restyle)
        self.plot.box.sigResized.connect(self._again)
        self.plot.box.sigRangeChangedManually.connect(self._ranged)
        self.plot.scene().sigMouseMoved.connect(self._mouse)
        self.plot.left.connect(lambda: self.pointed.emit(None))

    def _restyle(self) -> None:
        self.plot.restyle()
        self._again()

    def _ranged(self, _axes: object) -> None:
        low, high = self.plot.box.viewRange()[0]
        self.moved.emit(low, high)

    def _mouse(self, position: Any) -> None:  # noqa: ANN401 - pyqtgraph has no types
        inside: QRectF = self.plot.box.sceneBoundingRect()
        seconds = self.plot.box.mapSceneToView(position).x() if inside.contains(position) else None
        self.pointed.emit(seconds)


def mark_words(mark: Mark) -> str:
    """A mark in words: what was done, or the remark itself."""
    if mark.kind in {"note", CITED}:
        return mark.name
    name = mark.kind if mark.kind in {"server-down", "screenshot"} else mark.name
    return sentence(core("restart" if name == "graceful" else name))
