"""What the camera can take besides the window: each chart, all of them, the request list, the hypothesis board."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from harness.commands import PictureOf
from harness.snapshot import Figure
from ui.i18n import core
from ui.widgets import literal

KEYS: dict[PictureOf, str] = {
    "window": "Ctrl+P",
    "charts": "Ctrl+Shift+C",
    "requests": "Ctrl+Shift+R",
    "board": "Ctrl+Shift+B",
}


class CameraMenu(QMenu):
    """`wanted`: a picture of this, and of the chart of which figure alone (empty: of every one)."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("camera-menu")
        self._figures: tuple[Figure, ...] = ()
        self.retranslate()

    def offer(self, figures: tuple[Figure, ...]) -> None:
        """Offer the charts of these figures."""
        if figures != self._figures:
            self._figures = figures
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.clear()
        self._add("window", self.tr("The window"))
        self._add("requests", self.tr("The request list"))
        self._add("board", self.tr("The hypothesis board"))
        self._add("charts", self.tr("All charts"))
        self.addSeparator()
        for figure in self._figures:
            self._add("charts", core(figure.title), figure.name)

    def _add(self, of: PictureOf, words: str, figure: str = "") -> None:
        action = self.addAction(literal(words) if figure else f"{literal(words)}\t{KEYS[of]}")
        action.setObjectName(f"picture-{figure or of}")
        action.triggered.connect(partial(self._want, of, figure))

    def _want(self, of: PictureOf, figure: str, _checked: bool = False) -> None:
        self.wanted.emit(of, figure)
