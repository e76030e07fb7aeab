"""The child `pictures`: draws charts and the window without a screen, from what a window would be told.

Frames in: Catalogue, a full Snapshot and Logged lines, or the frames of a matrix; then PicturesCharts and
PicturesWindow. Frames out: a PicturesSaved for each file, ChildFailed for one that could not be drawn.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from harness.commands import ChildFlush, PictureOf, PicturesCharts, PicturesWindow, ToPictures
from harness.events import ChildFailed, PicturesSaved
from harness.frames import Port, run_child
from harness.snapshot import FromCore
from ui.application import make_application, say_qt
from ui.bridge import FedCore
from ui.camera import Taken
from ui.capture import free, save
from ui.i18n.languages import Languages
from ui.theme import Theme
from ui.window import Window

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

    def charts(self, asked: PicturesCharts) -> Iterator[Path]:
        """Draw each chart into a file of its own, over the whole run. OSError when one can't be written."""
        self._prepare(asked)
        for taken in self._taken("charts", asked.moment):
            yield _saved(taken, Path(asked.folder) / f"{taken.name.removeprefix('chart-')}.png")

    def window(self, asked: PicturesWindow) -> Iterator[Path]:
        """Draw the window, or a part of it, into a file. OSError when it can't be written."""
        self._prepare(asked)
        self._window.resize(asked.width, asked.height)
        self._window.show_view(asked.view)
        self._settle(self._window)
        cases = {"wire": self._window.requests.show_case, "matrix": self._window.heat.show_case}
        if asked.view in cases:
            cases[asked.view]()
            self._settle(self._window)
        path = Path(asked.path)
        for taken in self._taken(asked.of, asked.moment):
            figure = f"-{taken.name.removeprefix('chart-')}" if asked.of == "charts" else ""
            yield _saved(taken, free(path.with_stem(path.stem + figure)))

    def close(self) -> None:
        """Draw no more."""
        self._window.close()

    def _taken(self, of: PictureOf, moment: str) -> Iterator[Taken]:
        return self._window.camera.shoot(of, at=datetime.fromisoformat(moment) if moment else None)

    def _prepare(self, asked: PicturesCharts | PicturesWindow) -> None:
        if self._theme.tokens.name != asked.theme:  # styling a whole window anew takes longer than drawing it
            self._theme.use(asked.theme)
        if self._languages.language != asked.language:
            self._languages.use(asked.language)
        self._window.charts.timeline.choose("whole")
        self._window.tick()

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
            _say(port, studio.charts(frame))
        case PicturesWindow():
            _say(port, studio.window(frame))
        case ChildFlush():
            port.flushed(frame)
        case _ if isinstance(frame, FromCore):
            studio.tell(frame)
        case _:
            raise TypeError(f"{type(frame).__name__} is not for this child")


def _say(port: Port, paths: Iterator[Path]) -> None:
    for path in paths:
        port.say(PicturesSaved(t=port.clock(), path=str(path)))


def _saved(taken: Taken, path: Path) -> Path:
    save(taken.image, taken.stamp, path)
    return path


def main() -> None:
    """Be the child `pictures`."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(say_qt)
    run_child("pictures", "pictures", ToChild, _body)
