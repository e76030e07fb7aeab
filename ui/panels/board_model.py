"""The board's table: a row for each hypothesis, the kept ones first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from harness.snapshot import Board, BoardRow, HypothesisCard
from ui.board import TONES
from ui.i18n import core
from ui.panels.tables import TONE_ROLE
from ui.telling import printable
from ui.theme import Theme, font
from ui.widgets import tip

Index = QModelIndex | QPersistentModelIndex
COLUMNS = 6
VERDICT, NAME, CLAIM, FOR, AGAINST, EXPLAINS = range(COLUMNS)
_NUMBERS = frozenset({FOR, AGAINST, EXPLAINS})
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BoardModel(QAbstractTableModel):
    """Verdicts as rows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: tuple[BoardRow, ...] = ()
        self._cards: dict[str, HypothesisCard] = {}
        self._mono = font(12, mono=True)

    def know(self, cards: tuple[HypothesisCard, ...]) -> None:
        """The words of the hypotheses there are."""
        self._cards = {one.name: one for one in cards}

    def show(self, board: Board | None) -> None:
        """Show these verdicts."""
        rows = () if board is None else board.verdicts
        if [one.hypothesis for one in rows] == [one.hypothesis for one in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, COLUMNS - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_at(self, number: int) -> BoardRow | None:
        """The verdict in this row."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def place_of(self, hypothesis: str) -> int:
        """The row of a hypothesis; -1 where there is none."""
        return next((place for place, one in enumerate(self._rows) if one.hypothesis == hypothesis), -1)

    def card(self, hypothesis: str) -> HypothesisCard | None:
        """A hypothesis in words, where they are known."""
        return self._cards.get(hypothesis)

    def verdict_words(self, verdict: str) -> str:
        """A verdict in the language in use."""
        words = {"kept": self.tr("kept"), "rejected": self.tr("rejected"), "undecided": self.tr("undecided")}
        return words[verdict]

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many hypotheses there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401 - Qt's
        """A column's heading, and what it means."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings()[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._meanings()[section])
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS else None

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's
        """A cell."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(row, column)
        if role == TONE_ROLE:
            return TONES[row.verdict]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{row.hypothesis}\n{self._claim(row)}")
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS:
            return _RIGHT
        return self._look(row, column, role)

    def _look(self, row: BoardRow, column: int, role: int) -> Any:  # noqa: ANN401 - Qt's
        if role == Qt.ItemDataRole.FontRole:
            return self._mono if column == NAME else font(bold=row.verdict == "kept")
        if role == Qt.ItemDataRole.ForegroundRole and row.verdict != "kept":
            return self._theme.color("muted")
        return None

    def _cell(self, row: BoardRow, column: int) -> str:
        counts = {FOR: len(row.speaks_for), AGAINST: len(row.speaks_against), EXPLAINS: row.explains}
        if column in counts:
            return f"{counts[column]:,}" if counts[column] else ""
        return {VERDICT: self.verdict_words(row.verdict), NAME: row.hypothesis, CLAIM: self._claim(row)}[column]

    def _claim(self, row: BoardRow) -> str:
        card = self.card(row.hypothesis)
        return "" if card is None else printable(core(card.claim))

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("verdict"),
            self.tr("hypothesis"),
            self.tr("what it says"),
            self.tr("for"),
            self.tr("against"),
            self.tr("explains"),
        )

    def _meanings(self) -> tuple[str, ...]:
        return (
            self.tr("Kept: the evidence is for it; rejected: the evidence is against it; undecided: neither"),
            self.tr("Its name, as in the report and on the command line"),
            self.tr("The cause, in a sentence"),
            self.tr("Kinds of signs that speak for it"),
            self.tr("Kinds of signs that speak against it"),
            self.tr("400s, resets and disconnects that come of it"),
        )
