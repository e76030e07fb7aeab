"""A stack's legend: a chip, the words and the count of each part, on one line however narrow it is.

Keys are grouped by their dialect (`python:transport error`), which is written once before its words.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.charts.stack import fills
from ui.i18n import core, meaning
from ui.theme import Theme, font
from ui.widgets import tip

CHIP = 11
_AFTER_CHIP = 5
_BETWEEN = 14
_SMALLEST = 30


class Part(NamedTuple):
    """One entry: the number of its key (its colour), dialect, words and total."""

    number: int
    key: str
    dialect: str
    words: str
    total: str


class Placed(NamedTuple):
    """An entry in its place: where its chip goes (None for a dialect), where its text goes, and the text."""

    part: Part | None
    chip: int
    text: QRect
    words: str


def parts(totals: dict[str, float]) -> list[Part]:
    """The entries of a legend, those of one dialect together, in the order in which they first came."""
    made = []
    for number, (key, total) in enumerate(totals.items()):
        dialect, colon, words = key.rpartition(":")
        made.append(Part(number, key, dialect, words if colon else core(key), f"{total:,.0f}"))
    order = list(dict.fromkeys(part.dialect for part in made))
    return sorted(made, key=lambda part: order.index(part.dialect))


class Legend(QWidget):
    """Draws the entries; leaves the counts out, then shortens the words, where there is little room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: list[Part] = []
        self._font = font(12)
        self._metrics = QFontMetrics(self._font)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_totals(self, totals: dict[str, float]) -> None:
        """Name these keys, each with its count over the whole run."""
        made = parts(totals)
        if made != self._parts:
            self._parts = made
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line, and what room there is."""
        return QSize(10, self._metrics.height() + 2)

    def needs(self) -> int:
        """The pixels its words need without the counts."""
        places = self._place({part: part.words for part in self._parts})
        return places[-1].text.right() if places else 0

    def placed(self) -> list[Placed]:
        """Every entry in its place."""
        for counts in (True, False):
            words = {part: f"{part.words} {part.total}" if counts else part.words for part in self._parts}
            places = self._place(words)
            if not places or places[-1].text.right() <= self.width():
                return places
        return self._place(self._shortened())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw chips and words."""
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setFont(self._font)
            for place in self.placed():
                if place.part is not None:
                    color, hatch = fills(tokens, place.part.number)
                    chip = QRect(place.chip, (self.height() - CHIP) // 2, CHIP, CHIP)
                    painter.fillRect(chip, color)
                    if hatch is not None:
                        painter.fillRect(chip, hatch)
                painter.setPen(QColor(tokens.muted if place.part is not None else tokens.faint))
                painter.drawText(place.text, int(Qt.AlignmentFlag.AlignVCenter), place.words)

    def event(self, event: QEvent) -> bool:
        """Tell in a tooltip what the entry under the pointer means."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), tip(self.explain(event.pos())), self)
            return True
        return super().event(event)

    def explain(self, position: QPoint) -> str:
        """What the entry at this place is, in full."""
        for place in self.placed():
            if place.part is not None and place.chip <= position.x() <= place.text.right():
                return f"{meaning(place.part.key)}: {place.part.total}"
        return ""

    def _place(self, words: dict[Part, str]) -> list[Placed]:
        places: list[Placed] = []
        x, dialect = 0, ""
        for part, text in words.items():
            if part.dialect and part.dialect != dialect:
                dialect = part.dialect
                places.append(Placed(None, x, self._box(x, dialect), dialect))
                x = places[-1].text.right() + 8
            places.append(Placed(part, x, self._box(x + CHIP + _AFTER_CHIP, text), text))
            x = places[-1].text.right() + _BETWEEN
        return places

    def _box(self, x: int, text: str) -> QRect:
        return QRect(x, 0, self._metrics.horizontalAdvance(text) + 1, self.height())

    def _shortened(self) -> dict[Part, str]:
        """Every entry's words cut to its share of the room."""
        bare = self._place(dict.fromkeys(self._parts, ""))
        taken = bare[-1].text.right() if bare else 0
        share = max(_SMALLEST, (self.width() - taken) // max(1, len(self._parts)))
        cut = Qt.TextElideMode.ElideRight
        return {part: self._metrics.elidedText(part.words, cut, share) for part in self._parts}
