"""A text as a QR code that a phone's camera reads."""

from __future__ import annotations

import segno
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.capture import UNSEEN

QUIET = 4
"""Modules left light around a code: ISO/IEC 18004 asks for four."""
SIDE = 226
"""Pixels of the whole: large enough for a camera at arm's length."""


class QrCode(QWidget):
    """The code, dark on light in either theme, since cameras want that. It is on no picture of the window."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty(UNSEEN, True)
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.setFixedSize(SIDE, SIDE)
        self._text = ""
        self._modules: tuple[bytes, ...] = ()

    def set(self, text: str) -> None:
        """Show this text; nothing for an empty one. Of the same text nothing is made again."""
        if text == self._text:
            return
        self._text = text
        made = segno.make(text, error="m", micro=False).matrix if text else ()
        self._modules = tuple(bytes(row) for row in made)
        self.update()

    @property
    def modules(self) -> tuple[bytes, ...]:
        """The code, row by row: 1 is dark."""
        return self._modules

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw each module as a square of whole pixels."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
            if not self._modules:
                return
            count = len(self._modules)
            each = max(1, SIDE // (count + 2 * QUIET))
            edge = (SIDE - each * count) // 2
            for y, row in enumerate(self._modules):
                for x, dark in enumerate(row):
                    if dark:
                        square = QRect(edge + x * each, edge + y * each, each, each)
                        painter.fillRect(square, QColor(Qt.GlobalColor.black))
