"""Small widgets every panel uses. All text is plain text: what a server or client says is never markup."""

from __future__ import annotations

import html
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Theme

UNKNOWN = "–"
DOTS = {"ok": "disc", "warn": "triangle", "bad": "square", "info": "diamond", "mark": "diamond", "quiet": "ring"}
"""The shape that goes with a tone, so that no state is told by its colour alone."""
TONE_TOKENS = {"ok": "ok", "warn": "warn", "bad": "bad", "info": "accent", "mark": "mark", "quiet": "faint"}


def tip(text: str) -> str:
    """A tooltip that shows this text as it is: Qt would take text with tags in it for markup."""
    return f"<div style='white-space:pre-wrap'>{html.escape(text)}</div>" if text else ""


def literal(text: str) -> str:
    """Text for a button as it is: Qt would take an & for the mark of a shortcut."""
    return text.replace("&", "&&")


def label(text: str = "", role: str = "", name: str = "") -> QLabel:
    """A plain-text label; `role` is the style sheet's (title, muted, faint, ok, warn, bad)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    return made


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
        if self.text() != text:
            self.setText(text)
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


class _CalmWheel:
    """Lets the wheel scroll the page instead of changing a value that has no focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Change the value only where the keyboard is."""
        if self.hasFocus():  # type: ignore[attr-defined]  # a mixin for widgets
            super().wheelEvent(event)  # type: ignore[misc]  # a mixin for widgets
        else:
            event.ignore()


class Choice(_CalmWheel, QComboBox):
    """A combo box of names and their words."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The style's box, and an arrow that no style sheet can draw without a file."""
        super().paintEvent(event)
        group = QPalette.ColorGroup.Normal if self.isEnabled() else QPalette.ColorGroup.Disabled
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(group, QPalette.ColorRole.PlaceholderText), 1.4))
            x, y = self.width() - 16.0, self.height() / 2 - 1.5
            painter.drawPolyline([QPointF(x, y), QPointF(x + 4, y + 4), QPointF(x + 8, y)])

    def fill(self, options: list[tuple[str, str]]) -> None:
        """Offer these (name, words), and keep the choice if it is still there. No signal is sent."""
        chosen = self.chosen()
        if [(self.itemData(row), self.itemText(row)) for row in range(self.count())] == options:
            return
        self.blockSignals(True)
        self.clear()
        for name, words in options:
            self.addItem(words, name)
        self.choose(chosen)
        self.blockSignals(False)

    def set_reason(self, row: int, words: str, reason_against: str) -> None:
        """Explain a choice in its tooltip; one that can't be taken says why and is greyed."""
        self.setItemData(row, tip(f"{words}\n{reason_against}".strip()), Qt.ItemDataRole.ToolTipRole)
        model = self.model()
        item = model.item(row) if isinstance(model, QStandardItemModel) else None
        if item is not None:
            item.setEnabled(not reason_against)

    def choose(self, name: str) -> None:
        """Show this choice, if it is offered."""
        row = self.findData(name)
        if row >= 0:
            self.setCurrentIndex(row)

    def chosen(self) -> str:
        """The name chosen; empty when nothing is offered."""
        return str(self.currentData() or "")


class Check(QCheckBox):
    """A check box that is as clear in the dark as in the light."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Box, tick and words."""
        colors = self.palette()
        role = QPalette.ColorRole
        box = QRectF(0.5, (self.height() - 15) / 2 + 0.5, 14, 14)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(colors.color(role.Highlight if self.hasFocus() or self.isChecked() else role.Dark))
            painter.setBrush(colors.color(role.Highlight if self.isChecked() else role.AlternateBase))
            painter.drawRoundedRect(box, 3, 3)
            if self.isChecked():
                painter.setPen(QPen(colors.color(role.HighlightedText), 1.8))
                at = box.topLeft()
                painter.drawPolyline([at + QPointF(3, 7), at + QPointF(6, 10), at + QPointF(11, 4)])
            painter.setPen(colors.color(role.WindowText))
            painter.drawText(self.rect().adjusted(22, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), self.text())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for box and words."""
        return QSize(24 + self.fontMetrics().horizontalAdvance(self.text()), 22)


def _bare(field: QSpinBox | QDoubleSpinBox, name: str) -> None:
    """A number field without arrows, that may be as narrow as its row asks for."""
    field.setObjectName(name)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.setMinimumWidth(48)
    field.lineEdit().setTextMargins(5, 0, 0, 0)


class Whole(_CalmWheel, QSpinBox):
    """A whole number without arrows: keys and wheel change it."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        _bare(self, name)


class Decimal(_CalmWheel, QDoubleSpinBox):
    """A number without arrows: keys and wheel change it."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        _bare(self, name)

    def textFromValue(self, value: float) -> str:  # noqa: N802 - Qt's name
        """Without needless zeros."""
        return f"{value:.{self.decimals()}f}".rstrip("0").rstrip(".") if self.decimals() else f"{value:.0f}"


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
