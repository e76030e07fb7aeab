"""The cited events of a hypothesis, as the event log has them; those it has not are in the run folder."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from harness.snapshot import BoardRow, Cited
from ui.board import evidence
from ui.logstore import LogStore
from ui.panels.log_model import time_text
from ui.panels.tables import BOTTOM, TONE_ROLE, Table, ToneDelegate, WholeRows
from ui.theme import Theme, font
from ui.widgets import UNKNOWN, Card, label, tip

Index = QModelIndex | QPersistentModelIndex
COLUMNS = 6
SIDE, SEQ, TIME, WHO, EVENT, DETAIL = range(COLUMNS)
SAMPLES = ["−", "#1234567", "00:00.000", "polling-10", "●  client.disconnected", "sid= generation="]
SPARE = (WHO, TIME)


class EvidenceModel(QAbstractTableModel):
    """Cited events as rows."""

    def __init__(self, theme: Theme, store: LogStore) -> None:
        super().__init__()
        self._theme, self._store = theme, store
        self._rows: list[tuple[Cited, bool]] = []
        self._mono = font(12, mono=True)

    def show(self, rows: list[tuple[Cited, bool]]) -> None:
        """Show these events, each with whether it speaks for the hypothesis."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def cited_at(self, number: int) -> Cited | None:
        """The event in this row."""
        return self._rows[number][0] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many are cited."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401 - Qt's
        """A column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            words = (self.tr("number"), self.tr("time"), self.tr("who"), self.tr("event"), self.tr("detail"))
            return ("", *words)[section]
        return None

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's
        """A cell."""
        if not index.isValid():
            return None
        (cited, speaks_for), column = self._rows[index.row()], index.column()
        line = self._store.row_of(cited.seq)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(cited, line, column, speaks_for=speaks_for)
        if role == TONE_ROLE:
            return "quiet" if line is None else self._store.tone[line]
        if role == Qt.ItemDataRole.FontRole and column != EVENT:
            return self._mono
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._tip(line, speaks_for=speaks_for))
        return self._theme.color("muted") if role == Qt.ItemDataRole.ForegroundRole and column == DETAIL else None

    def _cell(self, cited: Cited, line: int | None, column: int, *, speaks_for: bool) -> str:
        if column == SIDE:
            return "+" if speaks_for else "−"
        if column == SEQ:
            return f"#{cited.seq}"
        if column == TIME:
            return time_text(float("nan") if cited.at is None else cited.at)
        if line is None:
            return self.tr("in the run folder") if column == EVENT else UNKNOWN if column == WHO else ""
        store = self._store
        return {WHO: store.who, EVENT: store.kind, DETAIL: store.detail}[column][line] or UNKNOWN

    def _tip(self, line: int | None, *, speaks_for: bool) -> str:
        side = self.tr("Speaks for it") if speaks_for else self.tr("Speaks against it")
        missing = self.tr("Not in the event log: traffic as it should be, or too long ago")
        return f"{side}\n{missing if line is None else self._store.detail[line]}"


class BoardEvidence(Card):
    """The evidence of the hypothesis that was gone to. `opened`: this event is to be shown where it belongs."""

    opened = Signal(object)

    def __init__(self, theme: Theme, store: LogStore) -> None:
        super().__init__("board-evidence", (12, 10, 4, BOTTOM))
        self.count = label(role="muted", name="board-evidence-count")
        self.table, self.model = Table("board-evidence-rows"), EvidenceModel(theme, store)
        self.table.setModel(self.model)
        self.table.setSelectionMode(self.table.SelectionMode.SingleSelection)
        self._delegate = ToneDelegate(theme)
        self.table.setItemDelegateForColumn(EVENT, self._delegate)
        self.table.columns(SAMPLES, DETAIL, spare=SPARE)
        self.line(self.title, self.count, None)
        self.rows.addWidget(self.table, 1)
        self._whole = WholeRows(self.table, self.rows, BOTTOM)
        self.table.activated.connect(lambda index: self.opened.emit(self.model.cited_at(index.row())))
        self.retranslate()

    def show_row(self, row: BoardRow | None) -> None:
        """Show what this hypothesis rests on."""
        cited = [] if row is None else evidence(row)
        self.model.show(cited)
        self.count.setText(f"{len(cited):,}" if cited else "")

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Its evidence"))
        self.count.setToolTip(
            tip(self.tr("The first events of those there are; the numbers are those in the run folder"))
        )
        self.table.setAccessibleName(self.tr("Its evidence"))
        self.table.setToolTip(tip(self.tr("Double click, or Enter: go to the request, or to the event")))
        self.table.fit()
