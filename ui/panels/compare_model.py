"""The rows of a comparison: a heading for each part, and under it the figures that differ, or all of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from harness.comparing.model import Comparison, Value
from ui.i18n import core
from ui.telling import printable
from ui.theme import Theme, font
from ui.widgets import UNKNOWN, tip

Index = QModelIndex | QPersistentModelIndex
SAMPLES = ["disconnects.by_reason.python:transport", "1,000,000.000", "1,000,000.000", "+1,000,000.000", "may be"]


class Line(NamedTuple):
    """A row: a heading (then only the first cell is filled), or a figure; `beyond`: more than chance makes."""

    cells: tuple[str, ...]
    heading: bool = False
    beyond: bool | None = None
    figure: str = ""


class CompareModel(QAbstractTableModel):
    """A comparison as rows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lines: list[Line] = []

    def show(self, comparison: Comparison | None, *, every: bool) -> None:
        """Show this comparison; `every`: figures and verdicts that are the same as well."""
        self.beginResetModel()
        self.lines = (
            [] if comparison is None else [*self._figures(comparison, every), *self._rest(comparison, every)]
        )
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, _parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return len(SAMPLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401 - Qt's
        """A column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("figure"), "A", "B", self.tr("B less A"), self.tr("by chance?"))[section]
        return aligned(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's
        """A cell."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return line.cells[column] if column < len(line.cells) else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return aligned(column)
        return self._look(line, role)

    def _look(self, line: Line, role: int) -> Any:  # noqa: ANN401 - Qt's
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(line.figure)
        if role == Qt.ItemDataRole.FontRole:
            return font(bold=line.heading or line.beyond is True)
        return self._theme.color("mark") if role == Qt.ItemDataRole.ForegroundRole and line.beyond else None

    def _figures(self, comparison: Comparison, every: bool) -> Iterator[Line]:
        shown = (one for one in comparison.figures if every or one.differs)
        for (part, of), found in groupby(shown, lambda one: (one.part, one.of)):
            yield Line((self._heading(part, of),), heading=True)
            for one in found:
                numbers = number_text(one.a), number_text(one.b), number_text(one.difference, signed=True)
                told = self._chance(one.beyond_spread) if one.differs else ""
                yield Line((printable(one.name), *numbers, told), False, one.beyond_spread, printable(one.figure))

    def _rest(self, comparison: Comparison, every: bool) -> Iterator[Line]:
        verdicts = [one for one in comparison.findings if every or one.a != one.b]
        if verdicts:
            yield Line((self.tr("Verdicts"),), heading=True)
        for one in verdicts:
            yield Line(
                (printable(core(one.hypothesis)), word(one.a), word(one.b)), figure=printable(one.hypothesis)
            )
        if comparison.settings:
            yield Line((self.tr("Made differently"),), heading=True)
        for setting in comparison.settings:
            a, b = plain(setting.a), plain(setting.b)
            yield Line((printable(setting.what), a, b), figure=f"A: {a}\nB: {b}")

    def _heading(self, part: str, of: str) -> str:
        if part == "group":
            return self.tr("Group %1").replace("%1", printable(of))
        return self.tr("On trial: %1").replace("%1", printable(of)) if part == "trial" else self.tr("All clients")

    def _chance(self, beyond: bool | None) -> str:
        if beyond is None:
            return UNKNOWN
        return self.tr("no") if beyond else self.tr("may be")


def aligned(column: int) -> int:
    """Names to the left, numbers to the right, the last column in its middle."""
    side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
    side = Qt.AlignmentFlag.AlignHCenter if column == len(SAMPLES) - 1 else side
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def number_text(value: Value, *, signed: bool = False) -> str:
    """A figure; – where it is not known."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return core("yes") if value else core("no")
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.3f}".rstrip("0").rstrip(".")
    return f"+{text}" if signed and value > 0 else text


def word(said: str | None) -> str:
    """A verdict; – where there is none."""
    return UNKNOWN if said is None else printable(core(said))


def plain(said: str | None) -> str:
    """What somebody wrote; – where there is nothing."""
    return UNKNOWN if said is None else printable(said)
