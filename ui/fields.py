"""Fields to enter something: choices, numbers and ticks, calm under the wheel and clear in the dark."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QSpinBox

from ui.telling import visible
from ui.widgets import tip


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
        chosen, shown = self.chosen(), [(name, visible(words)) for name, words in options]
        if [(self.itemData(row), self.itemText(row)) for row in range(self.count())] == shown:
            return
        self.blockSignals(True)
        self.clear()
        for name, words in shown:
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


def draw_tick(painter: QPainter, box: QRectF, colors: QPalette, *, on: bool, edged: bool = False) -> None:
    """A box, and the tick in it when it is `on`; `edged`: the keyboard is there."""
    role = QPalette.ColorRole
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(colors.color(role.Highlight if edged or on else role.Dark))
    painter.setBrush(colors.color(role.Highlight if on else role.AlternateBase))
    painter.drawRoundedRect(box, 3, 3)
    if on:
        painter.setPen(QPen(colors.color(role.HighlightedText), 1.8))
        at = box.topLeft()
        painter.drawPolyline([at + QPointF(3, 7), at + QPointF(6, 10), at + QPointF(11, 4)])
    painter.restore()


class Check(QCheckBox):
    """A check box that is as clear in the dark as in the light."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Box, tick and words."""
        box = QRectF(0.5, (self.height() - 15) / 2 + 0.5, 14, 14)
        with QPainter(self) as painter:
            draw_tick(painter, box, self.palette(), on=self.isChecked(), edged=self.hasFocus())
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
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
