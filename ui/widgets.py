"""Small widgets every panel uses. All text is plain text: what a server or client says is never markup."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.telling import visible
from ui.theme import Theme

W = TypeVar("W", bound=QWidget)
UNKNOWN = "–"
DOTS = {"ok": "disc", "warn": "triangle", "bad": "square", "info": "diamond", "mark": "diamond", "quiet": "ring"}
"""The shape that goes with a tone, so that no state is told by its colour alone."""
TONE_TOKENS = {"ok": "ok", "warn": "warn", "bad": "bad", "info": "accent", "mark": "mark", "quiet": "faint"}


def tip(text: str) -> str:
    """A tooltip that shows this text as it is: Qt would take text with tags in it for markup."""
    lines = "\n".join(map(visible, text.split("\n")))
    return f"<div style='white-space:pre-wrap'>{html.escape(lines)}</div>" if text else ""


def literal(text: str) -> str:
    """Text for a button as it is: Qt would take an & for the mark of a shortcut."""
    return visible(text).replace("&", "&&")


def label(text: str = "", role: str = "", name: str = "") -> QLabel:
    """A plain-text label; `role` is the style sheet's (title, muted, faint, ok, warn, bad)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    return made


def paragraph(role: str = "", name: str = "") -> QLabel:
    """A plain-text label of several lines, that can be marked and copied."""
    made = label(role=role, name=name)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def put(field: QLineEdit, text: str) -> None:
    """Show this in a field to read, from its beginning."""
    if field.text() != visible(text):
        field.setText(visible(text))
        field.setCursorPosition(0)


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another role and have the style sheet look again."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Elided(QLabel):
    """A label that ends in … where it has no room, and tells the whole in its tooltip."""

    def __init__(self, role: str = "", name: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set(self, text: str, more: str = "") -> None:
        """Show this; `more` is added in the tooltip."""
        if self.text() != visible(text):
            self.setText(visible(text))
        self.setToolTip(tip(f"{text}\n{more}".strip()))
        self.setAccessibleDescription(more)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """It may be as narrow as need be."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw as much as there is room for."""
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            room = self.contentsRect()
            text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(self.alignment()), text)


def draw_dot(painter: QPainter, rect: QRectF, shape: str, color: QColor) -> None:
    """A state's mark in `rect`: disc, ring, square, triangle or diamond."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.6) if shape == "ring" else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if shape == "ring" else color)
    if shape == "disc":
        painter.drawEllipse(rect)
    elif shape == "ring":
        painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
    elif shape == "square":
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 1, 1)
    else:
        painter.drawPolygon(_corners(rect, shape))
    painter.restore()


def _corners(rect: QRectF, shape: str) -> QPolygonF:
    middle = rect.center()
    if shape == "triangle":
        return QPolygonF([QPointF(middle.x(), rect.top()), rect.bottomRight(), rect.bottomLeft()])
    sides = [(middle.x(), rect.top()), (rect.right(), middle.y()), (middle.x(), rect.bottom())]
    return QPolygonF([QPointF(x, y) for x, y in [*sides, (rect.left(), middle.y())]])


class Dot(QWidget):
    """A state's mark beside its word."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tone = "quiet"
        self.setFixedSize(10, 10)
        theme.changed.connect(self.update)

    def set(self, tone: str) -> None:
        """Show a tone: ok, info, warn, bad, mark or quiet."""
        if tone != self._tone:
            self._tone = tone
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the mark."""
        with QPainter(self) as painter:
            draw_dot(painter, QRectF(1, 1, 8, 8), DOTS[self._tone], self._theme.color(TONE_TOKENS[self._tone]))


class Button(QPushButton):
    """A button with an icon in the theme's colour, for keyboard and mouse."""

    def __init__(self, theme: Theme, name: str, icon: str = "", color: str = "text", role: str = "") -> None:
        super().__init__()
        self._theme, self._icon, self._color = theme, icon, color
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(15, 15))
        theme.changed.connect(self._restyle)
        self._restyle()

    def say(self, text: str, why: str = "") -> None:
        """Its words, shown as they are, and a tooltip."""
        self.setText(literal(text))
        self.setToolTip(tip(why))
        self.setAccessibleName(text)
        self.setAccessibleDescription(why)

    def allow(self, reason_against: str, why: str = "") -> None:
        """Enable it, or disable it and let the tooltip say why not."""
        self.setEnabled(not reason_against)
        self.setToolTip(tip(reason_against or why))
        self.setAccessibleDescription(reason_against or why)

    def _restyle(self) -> None:
        if self._icon:
            self.setIcon(self._theme.icon(self._icon, self._color))


class IconButton(QToolButton):
    """A button that is only an icon: its words are its tooltip and its accessible name."""

    def __init__(self, theme: Theme, name: str, icon: str) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self.setObjectName(name)
        self.setProperty("flat", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(17, 17))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._restyle)
        self._restyle()

    def say(self, text: str) -> None:
        """What it does."""
        self.setToolTip(tip(text))
        self.setAccessibleName(text)

    def _restyle(self) -> None:
        self.setIcon(self._theme.icon(self._icon))


class Card(QFrame):
    """A framed part of the window with a title. `retranslate` is called when the language changes."""

    def __init__(self, name: str, margins: tuple[int, int, int, int] = (12, 10, 12, 12)) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setProperty("panel", name)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(*margins)
        self.rows.setSpacing(7)
        self.title = label(role="title", name=f"{name}-title")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again; panels fill this in."""

    def line(self, *parts: QWidget | None) -> QHBoxLayout:
        """A row of widgets; None is the room between left and right."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in parts:
            row.addStretch(1) if part is None else row.addWidget(part)
        self.rows.addLayout(row)
        return row

    def field(self, caption: QLabel, widget: QWidget, width: int = 76) -> QHBoxLayout:
        """A caption and its field, captions all of one width; the row is returned, for more."""
        caption.setFixedWidth(width)
        caption.setBuddy(widget)
        set_role(caption, "muted")
        row = self.line(caption)
        row.addWidget(widget, 1)
        return row


def clicked(button: QPushButton | QToolButton, act: Callable[[], object]) -> None:
    """Call `act` on a click, without the click's own argument."""
    button.clicked.connect(lambda _checked=False: act())


def fit(widgets: list[W], count: int, layout: QBoxLayout, make: Callable[[], W]) -> None:
    """Have exactly `count` widgets in the list and its layout: what lacks is made, what is too much goes."""
    while len(widgets) > count:
        gone = widgets.pop()
        layout.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
    while len(widgets) < count:
        widgets.append(make())
        layout.addWidget(widgets[-1])
