"""Bars under each other, to compare a few things by one figure: a name, a bar in parts, and its words."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.charts.stack import fills
from ui.theme import Theme, font

ROW = 26
THICK = 14
GAP = 8
ROUNDING = 2
"""Pixels that a text may be wider than Qt says in whole ones."""
_LEAST = 2


class Bar(NamedTuple):
    """One bar: its `parts` lie end to end, in the colours of a stack; `loud` is one that stands for trouble."""

    name: str
    parts: tuple[float, ...]
    words: str
    loud: bool = False


class Bars(QWidget):
    """Draws the bars, all to one scale. `in_parts`: parts have colours of their own, as in a stack."""

    def __init__(self, theme: Theme, *, in_parts: bool = False) -> None:
        super().__init__()
        self._theme, self._in_parts = theme, in_parts
        self._bars: tuple[Bar, ...] = ()
        self._plain, self._bold = QFontMetrics(font(12)), QFontMetrics(font(12, bold=True))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        """Draw these."""
        if bars == self._bars:
            return
        self._bars = bars
        self.setAccessibleDescription(", ".join(f"{bar.name}: {bar.words}" for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A row for each bar."""
        return QSize(180, max(1, len(self._bars)) * ROW)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same height, however narrow."""
        return QSize(120, self.sizeHint().height())

    def placed(self) -> list[tuple[QRect, ...]]:
        """The rectangles of each bar's parts, in pixels."""
        left = self._name_width() + GAP
        room = max(1, self.width() - left - GAP - self._words_width())
        most = max((sum(bar.parts) for bar in self._bars), default=0.0) or 1.0
        return [
            tuple(_laid(bar, left, room / most, number * ROW + (ROW - THICK) // 2))
            for number, bar in enumerate(self._bars)
        ]

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Names, bars and words."""
        names = self._name_width()
        with QPainter(self) as painter:
            for number, (bar, parts) in enumerate(zip(self._bars, self.placed(), strict=True)):
                line = QRect(0, number * ROW, self.width(), ROW)
                painter.setFont(font(12))
                painter.setPen(self._theme.color("muted"))
                middle = Qt.AlignmentFlag.AlignVCenter
                name = self._plain.elidedText(bar.name, Qt.TextElideMode.ElideRight, names)
                painter.drawText(line, int(middle | Qt.AlignmentFlag.AlignLeft), name)
                for part, rect in enumerate(parts):
                    self._fill(painter, rect, part, loud=bar.loud)
                end = parts[-1].right() + 1 if parts else names + GAP
                painter.setFont(font(12, bold=True))
                painter.setPen(self._theme.color("bad" if bar.loud else "text"))
                painter.drawText(line.adjusted(end + GAP, 0, 0, 0), int(middle), bar.words)

    def _fill(self, painter: QPainter, rect: QRect, part: int, *, loud: bool) -> None:
        color, hatch = fills(self._theme.tokens, part)
        if not self._in_parts:
            color, hatch = QColor(self._theme.tokens.bad) if loud else color, None
        painter.fillRect(rect, color)
        if hatch is not None:
            painter.fillRect(rect, hatch)

    def _name_width(self) -> int:
        longest = max((self._plain.horizontalAdvance(bar.name) for bar in self._bars), default=0)
        return min(longest + ROUNDING, self.width() * 2 // 5)

    def _words_width(self) -> int:
        return max((self._bold.horizontalAdvance(bar.words) for bar in self._bars), default=0) + ROUNDING


def _laid(bar: Bar, left: int, scale: float, top: int) -> list[QRect]:
    """The parts end to end in whole pixels; what is more than nothing is seen."""
    placed, at = [], 0.0
    for part in bar.parts:
        begin, at = at, at + part
        width = max(_LEAST if part else 0, round(at * scale) - round(begin * scale))
        placed.append(QRect(left + round(begin * scale), top, width, THICK))
    return placed
