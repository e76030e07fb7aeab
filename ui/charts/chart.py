"""One chart: title, legend with words and counts, and a plot whose layers are made once and updated."""

from __future__ import annotations

from typing import Any, get_args

import pyqtgraph
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from harness.commands import RestartHow
from harness.snapshot import Figure, Mark, Shape
from ui.charts.line import LineLayer
from ui.charts.marks import BAND, GridLayer, MarkLayer, SpanLayer
from ui.charts.stack import StackLayer, fills
from ui.charts.timeline import STEPS, clock_text
from ui.i18n import core, meaning, phrase
from ui.series import Series, ceiling, ticks
from ui.theme import Theme, font
from ui.widgets import Card, Elided, label, tip

RENDERERS: dict[Shape, type[StackLayer]] = {"stack": StackLayer, "line": LineLayer}
AXIS_WIDTH = 44
AXIS_HEIGHT = 20
LEVELS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000)


class Chip(QWidget):
    """A legend's mark: the colour and hatching of a part of the stack."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme, self._number = theme, number
        self.setFixedSize(11, 11)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw it."""
        color, hatch = fills(self._theme.tokens, self._number)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), color)
            if hatch is not None:
                painter.fillRect(self.rect(), hatch)


class Legend(QWidget):
    """The parts of a stack in words, each with how often it came in the whole run; what has no room is left out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(5)
        self._row.addStretch(1)
        self._labels: list[Any] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_keys(self, totals: dict[str, float], explain: dict[str, str]) -> None:
        """Name these parts; `explain` has what their tooltips say."""
        while len(self._labels) > len(totals):
            self._drop()
        while len(self._labels) < len(totals):
            self._add()
        for text, (key, total) in zip(self._labels, totals.items(), strict=True):
            text.setText(f"{core(key)}  {total:,.0f}")
            text.setToolTip(tip(explain.get(key, key)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """It takes what room there is."""
        return QSize(0, 18)

    def _add(self) -> None:
        chip, text = Chip(self._theme, len(self._labels)), label(role="muted")
        text.setFont(font(12))
        self._row.insertWidget(self._row.count() - 1, chip)
        self._row.insertWidget(self._row.count() - 1, text)
        self._row.insertSpacing(self._row.count() - 1, 8)
        self._labels.append(text)

    def _drop(self) -> None:
        self._labels.pop()
        for _ in range(3):
            item = self._row.takeAt(self._row.count() - 2)
            if item is not None and item.widget() is not None:
                item.widget().deleteLater()


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
            axis.setPen(QColor(0, 0, 0, 0))
            axis.setTextPen(QColor(tokens.muted))

    def show_series(self, series: Series, bucket: float, view: tuple[float, float]) -> None:
        """Draw this series over these seconds."""
        self.layer.put(series, bucket, self.theme.tokens)
        if tuple(self.box.viewRange()[0]) != view:
            self.box.setXRange(*view, padding=0)
        self._fit()

    def show_marks(self, marks: list[Mark], now: float) -> None:
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
        head = self.line(self.title)
        head.setSpacing(12)
        head.addWidget(self.legend, 1)
        head.addWidget(self.unit)
        self.unit.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.rows.setSpacing(2)
        self.rows.addWidget(self.plot, 1)
        self._bucket = 1.0
        self._series = Series()
        self._theme = theme
        self._connect()
        self.retranslate()

    def draw(
        self, series: Series, bucket: float, view: tuple[float, float], marks: list[Mark], now: float
    ) -> None:
        """Draw everything of this chart anew."""
        self._series, self._bucket = series, bucket
        self.plot.show_series(series, bucket, view)
        self.plot.show_marks(marks, now)
        if self.figure.shape == "stack":
            self.legend.show_keys(series.totals(), {key: meaning(key) for key in series.keys})
        self.setAccessibleDescription(self.reading(None))

    def reading(self, seconds: float | None) -> str:
        """The figure in words: at one second of the run, or its sums."""
        values = self._series.totals() if seconds is None else self._series.column(int(seconds / self._bucket))
        parts = [f"{core(key)} {value:,.0f}".strip() for key, value in values.items() if value]
        return f"{core(self.figure.title)}: " + (", ".join(parts) or "0")

    def retranslate(self) -> None:
        """Title and unit."""
        self.title.setText(core(self.figure.title))
        self.unit.set(core(self.figure.unit))
        self.unit.setFixedWidth(self.unit.fontMetrics().horizontalAdvance(self.unit.text()) + 4)
        self.setAccessibleName(core(self.figure.title))

    def _connect(self) -> None:
        self._theme.changed.connect(self.plot.restyle)
        self.plot.box.sigRangeChangedManually.connect(self._ranged)
        self.plot.scene().sigMouseMoved.connect(self._mouse)
        self.plot.left.connect(lambda: self.pointed.emit(None))

    def _ranged(self, _axes: object) -> None:
        low, high = self.plot.box.viewRange()[0]
        self.moved.emit(low, high)

    def _mouse(self, position: Any) -> None:  # noqa: ANN401 - pyqtgraph has no types
        inside: QRectF = self.plot.box.sceneBoundingRect()
        seconds = self.plot.box.mapSceneToView(position).x() if inside.contains(position) else None
        self.pointed.emit(seconds)


def mark_words(mark: Mark) -> str:
    """A mark in words: what was done, or the remark itself."""
    if mark.kind == "note":
        return mark.name
    if mark.kind in {"server-down", "screenshot"}:
        return core(mark.kind)
    return phrase(f"restart ({mark.name})") if mark.name in get_args(RestartHow) else core(mark.name)
