"""The child `pictures`: draws charts and the window without a screen, from what a window would be told.

Frames in: Catalogue, a full Snapshot and Logged lines, or the frames of a matrix; then PicturesCharts and
PicturesWindow. Frames out: a PicturesSaved for each file, ChildFailed for one that could not be drawn.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt, qInstallMessageHandler
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from harness.commands import ChildFlush, PicturesCharts, PicturesWindow, ToPictures
from harness.events import ChildFailed, PicturesSaved
from harness.frames import Port, run_child
from harness.snapshot import Figure, FromCore
from ui.app import make_application, say_qt
from ui.bridge import FedCore
from ui.capture import FOOTER, Stamp, blank, picture, save, sign
from ui.charts.chart import Chart
from ui.i18n.languages import Languages
from ui.panels.charts import shown
from ui.series import Series
from ui.theme import Theme
from ui.window import Window

CHART_SIZE = QSize(1200, 420)
ToChild = FromCore | ToPictures


class Studio:
    """Holds what was told of a run, and draws it as asked."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._core = FedCore()
        self._theme = Theme(app, "light")
        self._languages = Languages("en")
        self._window = Window(self._core, self._theme, self._languages)

    def tell(self, frame: FromCore) -> None:
        """Take what a window is told."""
        self._core.feed(frame)

    def charts(self, asked: PicturesCharts) -> list[Path]:
        """Draw each chart into a file of its own. OSError when one can't be written."""
        self._prepare(asked)
        model = self._window.model
        files = []
        for figure in model.figures():
            path = Path(asked.folder) / f"{figure.name}.png"
            save(self._chart(figure), self._stamp(), path)
            files.append(path)
        return files

    def window(self, asked: PicturesWindow) -> Path:
        """Draw the window into a file. OSError when it can't be written."""
        self._prepare(asked)
        self._window.resize(asked.width, asked.height)
        self._window.show_view(asked.view)
        self._settle(self._window)
        cases = {"wire": self._window.requests.show_case, "matrix": self._window.heat.show_case}
        if asked.view in cases:
            cases[asked.view]()
            self._settle(self._window)
        stamp = self._stamp()
        save(picture(self._window, stamp, self._theme.tokens), stamp, Path(asked.path))
        return Path(asked.path)

    def close(self) -> None:
        """Draw no more."""
        self._window.close()

    def _prepare(self, asked: PicturesCharts | PicturesWindow) -> None:
        self._theme.use(asked.theme)
        self._languages.use(asked.language)
        self._window.tick()

    def _stamp(self) -> Stamp:
        model = self._window.model
        versions = model.catalogue.versions if model.catalogue is not None else {}
        return Stamp.now(model.snapshot.run_id, versions)

    def _chart(self, figure: Figure) -> QImage:
        model = self._window.model
        chart = Chart(self._theme, figure, words=True, axis=True)
        chart.resize(CHART_SIZE)
        marks = shown(sorted(model.marks.values(), key=lambda mark: mark.start))
        series, now = model.series.get(figure.name) or Series(), model.snapshot.now or 0.0
        view = (0.0, max(now, model.snapshot.bucket))
        for _ in range(2):  # the second time at the size the first has led to
            chart.draw(series, model.snapshot.bucket, view, marks, now)
            self._settle(chart)
        image = blank(QSize(CHART_SIZE.width(), CHART_SIZE.height() + FOOTER), self._theme.tokens)
        with QPainter(image) as painter:
            QWidget.render(chart, painter, QPoint(0, 0))
            room = QRect(0, CHART_SIZE.height(), CHART_SIZE.width(), FOOTER)
            sign(painter, room, self._stamp(), self._theme.tokens)
        chart.close()
        return image

    def _settle(self, widget: QWidget) -> None:
        """Have the layouts find their sizes, as they do when a window is shown."""
        widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        widget.show()
        self._app.processEvents()


async def _body(port: Port) -> None:
    studio = Studio(make_application())
    async for frame in port.commands():
        try:
            _obey(studio, port, frame)
        except OSError as error:
            port.say(ChildFailed(t=port.clock(), message=str(error)))
    studio.close()


def _obey(studio: Studio, port: Port, frame: object) -> None:
    match frame:
        case PicturesCharts():
            for path in studio.charts(frame):
                port.say(PicturesSaved(t=port.clock(), path=str(path)))
        case PicturesWindow():
            port.say(PicturesSaved(t=port.clock(), path=str(studio.window(frame))))
        case ChildFlush():
            port.flushed(frame)
        case _ if isinstance(frame, FromCore):
            studio.tell(frame)
        case _:
            raise TypeError(f"{type(frame).__name__} is not for this child")


def main() -> None:
    """Be the child `pictures`."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(say_qt)
    run_child("pictures", "pictures", ToChild, _body)
