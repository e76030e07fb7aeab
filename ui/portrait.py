"""A chart by itself, with its words and its time axis, whatever of both the window leaves to its neighbours."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QImage

from harness.snapshot import Figure
from ui.capture import Stamp, picture
from ui.charts.chart import Chart
from ui.model import Model
from ui.panels.charts import shown
from ui.series import Series
from ui.theme import Theme

SIZE = QSize(1200, 420)
View = tuple[float, float]


def portrait(theme: Theme, model: Model, figure: Figure, view: View, stamp: Stamp) -> QImage:
    """The chart of a figure over these seconds of the run, twice as fine, with its footer."""
    chart = Chart(theme, figure, words=True, axis=True)
    chart.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    chart.resize(SIZE)
    chart.show()
    marks = shown(sorted(model.marks.values(), key=lambda mark: mark.start))
    series, now = model.series.get(figure.name) or Series(), model.snapshot.now or 0.0
    for _ in range(2):  # the second time at the size the first has led to
        chart.draw(series, model.snapshot.bucket, view, marks, now)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    image = picture(chart, stamp, theme.tokens)
    chart.close()
    chart.deleteLater()
    return image
