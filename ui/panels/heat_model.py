"""The heat table's rows and columns: a profile a row, a kind of client and a transport a column."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from harness.matrix.model import Cell, Key
from harness.options import TransportChoice
from harness.snapshot import Choice
from ui.i18n import core, phrase
from ui.matrix import Matrix, Sign, Told, share_text
from ui.offers import lacking
from ui.panels.heat_cells import SHORT_ROLE, SIGN_ROLE
from ui.telling import printable
from ui.widgets import UNKNOWN, tip

Index = QModelIndex | QPersistentModelIndex
Column = tuple[str, TransportChoice]


class HeatModel(QAbstractTableModel):
    """The cells as the core tells them, and which profiles are ticked. `ticked`: another choice of profiles."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._matrix = Matrix()
        self._offers: dict[str, Choice] = {}
        self._rows: tuple[str, ...] = ()
        self._columns: tuple[Column, ...] = ()
        self._left_out: set[str] = set()

    def show(
        self, matrix: Matrix, offers: dict[str, Choice], rows: tuple[str, ...], columns: tuple[Column, ...]
    ) -> bool:
        """Show this; whether there are other rows or columns than before. Cells alone are only drawn again."""
        self._matrix, self._offers = matrix, offers
        if (rows, columns) != (self._rows, self._columns):
            self.beginResetModel()
            self._rows, self._columns = rows, columns
            self.endResetModel()
            return True
        if rows and columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(columns)))
        return False

    @property
    def chosen(self) -> tuple[str, ...]:
        """The profiles that are ticked."""
        return tuple(name for name in self._rows if name not in self._left_out and self.available(name))

    def available(self, profile: str) -> bool:
        """Whether this profile can be measured here."""
        return profile not in self._offers or self._offers[profile].available

    def offer(self, profile: str) -> Choice | None:
        """The profile as the catalogue has it."""
        return self._offers.get(profile)

    def key_at(self, row: int, column: int) -> Key | None:
        """The key of the cell there; None in the column of the names."""
        if not (0 <= row < len(self._rows) and 0 < column <= len(self._columns)):
            return None
        client, transport = self._columns[column - 1]
        return self._rows[row], transport, client

    def place_of(self, key: Key) -> tuple[int, int] | None:
        """Row and column of a cell; None where it is not shown."""
        profile, transport, client = key
        if profile not in self._rows or (client, transport) not in self._columns:
            return None
        return self._rows.index(profile), self._columns.index((client, transport)) + 1

    def tick_all(self, *, on: bool) -> None:
        """Tick every profile that is there, or none."""
        self._left_out = set() if on else set(self._rows)
        self._ticks_changed()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many profiles are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """The names, and the cells."""
        return len(self._columns) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A profile that is there can be ticked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == 0 and self.available(self._rows[index.row()]):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: Any, role: int = 0) -> bool:  # noqa: N802, ANN401 - Qt's
        """Tick a profile, or take its tick away."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        profile = self._rows[index.row()]
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        self._left_out = self._left_out - {profile} if on else self._left_out | {profile}
        self._ticks_changed()
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401 - Qt's
        """A column's heading, in two lines."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr("profile") if section == 0 else "\n".join(map(core, self._columns[section - 1]))
        if role == Qt.ItemDataRole.AccessibleTextRole and section:
            return " ".join(map(core, self._columns[section - 1]))
        return None

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's
        """A cell."""
        if not index.isValid():
            return None
        key = self.key_at(index.row(), index.column())
        return self._profile(self._rows[index.row()], role) if key is None else self._cell(key, role)

    def _profile(self, name: str, role: int) -> Any:  # noqa: ANN401 - Qt's
        if role == Qt.ItemDataRole.DisplayRole:
            return printable(name)
        if role == Qt.ItemDataRole.CheckStateRole:
            there = self.available(name) and name not in self._left_out
            return Qt.CheckState.Checked if there else Qt.CheckState.Unchecked
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole}:
            return tip(self._about(name)) if role == Qt.ItemDataRole.ToolTipRole else self._about(name)
        return None

    def _about(self, name: str) -> str:
        offer = self._offers.get(name)
        return name if offer is None else "\n".join(filter(None, (name, core(offer.title), lacking(offer))))

    def _cell(self, key: Key, role: int) -> Any:  # noqa: ANN401 - Qt's
        sign, told = self._matrix.sign(key, available=self.available(key[0])), self._matrix.cells.get(key)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(sign, told)
        if role == SIGN_ROLE:
            return sign
        if role == SHORT_ROLE:
            return self._short(sign, told)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name_of(key)}: {self.whole_words(sign, told)}"
        return tip(self._hint(key, sign, told)) if role == Qt.ItemDataRole.ToolTipRole else None

    def words(self, sign: Sign, told: Told | None) -> str:
        """What a sign is called; an intermittent cell says how often it works, one under way which run it is."""
        words: dict[Sign, str] = {
            "works": self.tr("works"),
            "intermittent": self.tr("intermittent"),
            "fails": self.tr("fails"),
            "measuring": self.tr("measuring"),
            "unknown": self.tr("not known"),
            "unavailable": self.tr("unavailable"),
            "unmeasured": self.tr("not measured"),
        }
        if sign == "intermittent" and told is not None:
            return f"{words[sign]} {share_text(told.cell)}".strip()
        if sign == "measuring" and told is not None and told.runs:
            return self.tr("measuring, run %1").replace("%1", str(told.runs + 1))
        return words[sign]

    def whole_words(self, sign: Sign, told: Told | None) -> str:
        """The same, and what an intermittent cell's share is of."""
        if sign != "intermittent" or told is None:
            return self.words(sign, told)
        of_requests = told.cell.share_of == "requests"
        words = (
            self.tr("intermittent: %1 of the requests")
            if of_requests
            else self.tr("intermittent: %1 of the attempts")
        )
        return words.replace("%1", share_text(told.cell))

    def _short(self, sign: Sign, told: Told | None) -> list[str]:
        if sign == "intermittent" and told is not None:
            share = share_text(told.cell)
            return [self.tr("works %1").replace("%1", share), share]
        words: dict[Sign, str] = {"measuring": "…", "unavailable": UNKNOWN, "unmeasured": UNKNOWN}
        return [words[sign]] if sign in words else []

    def _hint(self, key: Key, sign: Sign, told: Told | None) -> str:
        offer = self._offers.get(key[0])
        if sign == "unavailable" and offer is not None:
            return f"{name_of(key)}\n{lacking(offer)}"
        why = "" if told is None else "\n".join(map(phrase, told.cell.reasons or (told.cell.why,)))
        return f"{name_of(key)}: {self.whole_words(sign, told)}\n{why}".strip()

    def _ticks_changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))
        self.ticked.emit()


def name_of(key: Key | Cell) -> str:
    """A cell in words."""
    profile, transport, client = key.key if isinstance(key, Cell) else key
    return " · ".join((profile, core(client), core(transport)))
