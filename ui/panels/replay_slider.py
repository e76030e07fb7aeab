"""The slider through a recording: a click goes there, and its faults are marked on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider

from ui.theme import Theme

MILLI = 1000
STEP_SECONDS, PAGE_SECONDS = 1, 10
MARK = 4.0
"""Half as wide as the mark of a fault is, in pixels."""


class ReplaySlider(QSlider):
    """Seconds of the run as milliseconds; arrows step a second, page keys ten."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("replay-slider")
        self.setSingleStep(STEP_SECONDS * MILLI)
        self.setPageStep(PAGE_SECONDS * MILLI)
        self.setMinimumHeight(26)
        self._theme = theme
        self._faults: tuple[float, ...] = ()
        theme.changed.connect(self.update)

    @property
    def second(self) -> float:
        """The second of the run it stands at."""
        return self.value() / MILLI

    def show_run(self, begin: float, end: float, faults: tuple[float, ...]) -> None:
        """From which second to which it goes, and where faults began."""
        self.setRange(round(begin * MILLI), round(end * MILLI))
        if faults != self._faults:
            self._faults = faults
            self.update()

    def stand_at(self, second: float) -> None:
        """Show this second, without being asked to go there."""
        blocked = self.blockSignals(True)
        self.setValue(round(second * MILLI))
        self.blockSignals(blocked)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go to where the click is, and be dragged from there."""
        if event.button() == Qt.MouseButton.LeftButton:
            handle = self._handle()
            span = max(self.width() - handle, 1)
            at = round(event.position().x() - handle / 2)
            self.setValue(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), at, span))
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The slider, and above it a small triangle for each fault."""
        super().paintEvent(event)
        handle = self._handle()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("mark"))
            for second in self._faults:
                room = self.width() - handle
                at = QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), round(second * MILLI), room)
                x = at + handle / 2
                points = [QPointF(x - MARK, 0), QPointF(x + MARK, 0), QPointF(x, MARK * 1.6)]
                painter.drawPolygon(QPolygonF(points))

    def _handle(self) -> int:
        """How wide the handle is: at both ends its middle is half of that away from the edge."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, option, self)
