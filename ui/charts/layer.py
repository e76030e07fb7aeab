"""What is drawn in a chart, in whole pixels: one item a layer, made once, painted from arrays.

A layer is a child of the chart's ViewBox and paints in the ViewBox's own pixels, not in data: bars are crisp,
spans and labels keep their size, and nothing depends on the transform of the view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsObject

if TYPE_CHECKING:
    from pyqtgraph import ViewBox

Pixels = npt.NDArray[np.float64]


class Scale(NamedTuple):
    """From seconds and values to pixels: the visible range, and the room it is drawn in."""

    low: float
    high: float
    top: float
    width: float
    height: float

    def x(self, seconds: npt.ArrayLike) -> Pixels:
        """Pixels from the left, whole."""
        span = max(self.high - self.low, 1e-9)
        return np.round((np.asarray(seconds, dtype=float) - self.low) * (self.width / span))

    def y(self, values: npt.ArrayLike) -> Pixels:
        """Pixels from the top, whole: 0 lies on the lower edge."""
        return np.round(self.height * (1 - np.asarray(values, dtype=float) / max(self.top, 1e-9)))


class Layer(QGraphicsObject):
    """One thing drawn over the whole of a chart; a subclass paints with the `scale` of the moment."""

    def __init__(self, box: ViewBox, z: float) -> None:
        super().__init__(box)
        self._box = box
        self.setZValue(z)
        box.sigResized.connect(self._resized)
        box.sigRangeChanged.connect(self._moved)

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """The whole of the chart."""
        return QRectF(0, 0, self._box.width(), self._box.height())

    def scale_now(self) -> Scale:
        """How seconds and values lie in the chart at this moment."""
        (low, high), (_, top) = self._box.viewRange()
        return Scale(low, high, top, round(self._box.width()), round(self._box.height()))

    def _resized(self, _box: object) -> None:
        self.prepareGeometryChange()
        self.update()

    def _moved(self, *_what: object) -> None:
        self.update()
