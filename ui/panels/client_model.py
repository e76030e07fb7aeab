"""The client table's rows, filtered and sorted; rows whose values alone have changed are only drawn again."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from harness.snapshot import ClientRow, ClientState
from ui.i18n import core, meaning
from ui.panels.tables import TONE_ROLE
from ui.telling import printable, visible
from ui.theme import Theme, font
from ui.widgets import UNKNOWN, tip

Index = QModelIndex | QPersistentModelIndex
STATE_TONES: dict[ClientState, str] = {
    "connected": "ok",
    "connecting": "info",
    "reconnecting": "warn",
    "waiting": "quiet",
    "gone": "bad",
}
FIELDS = ("client", "state", "transport", "sid", "last_reason", "sockets", "reconnects", "http_400")
_NUMBERS = frozenset({"sockets", "reconnects", "http_400"})
KIND_ICONS = {
    "python": "language-python",
    "python-threads": "language-python",
    "node": "nodejs",
    "browser": "web",
    "device": "cellphone",
}
DEVICE = "device"
_SHOWN_BESIDE = ("kind", "net_error")
"""What no column of its own shows, but a cell does."""
SID_LETTERS = 11
"""A longer sid is shown by its first letters, which tell the epoch, and its last, which tell it from others."""
_MONO = frozenset({"sid"})
_STATE_ORDER = {
    state: rank for rank, state in enumerate(("gone", "waiting", "reconnecting", "connecting", "connected"))
}


class ClientModel(QAbstractTableModel):
    """Clients as rows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icons: dict[str, QIcon] = {}
        self._rows: list[ClientRow] = []
        self._all: dict[str, ClientRow] = {}
        self._wanted = ""
        self._column, self._down = 0, False
        self._mono, self._bold = font(12, mono=True), font(bold=True)
        theme.changed.connect(self._icons.clear)

    def take(self, clients: dict[str, ClientRow]) -> None:
        """Show these clients, filtered and sorted; the view keeps its place when only values have changed."""
        self._all = clients
        rows = self._chosen()
        if [row.client for row in rows] == [row.client for row in self._rows]:
            before, self._rows = self._rows, rows
            for number, (old, new) in enumerate(zip(before, rows, strict=True)):
                if in_sight(old) != in_sight(new):
                    self.dataChanged.emit(self.index(number, 0), self.index(number, len(FIELDS) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def filter(self, wanted: str) -> None:
        """Show only the clients that hold each of these words somewhere."""
        self._wanted = wanted.lower()
        self.take(self._all)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, then by name."""
        self._column, self._down = column, order == Qt.SortOrder.DescendingOrder
        self.take(self._all)

    def name_at(self, number: int) -> str:
        """The client in this row."""
        return self._rows[number].client

    def details(self, row: ClientRow) -> list[str]:
        """What is known of a client besides what columns show."""
        sockets = self.tr("sockets alive: %n", "", row.sockets) if row.sockets > 1 else ""
        parts = [row.client, core(row.kind), *self._whereabouts(row), sockets, printable(row.net_error)]
        return [part for part in parts if part]

    def rowCount(self, _parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many clients are shown."""
        return len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return len(FIELDS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401 - Qt's
        """A column's heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and FIELDS[section] in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's
        """A cell."""
        row, name = self._rows[index.row()], FIELDS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell(row, name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._hint(row, name))
        if role == TONE_ROLE:
            return STATE_TONES[row.state]
        if role == Qt.ItemDataRole.TextAlignmentRole and name in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return self._look(row, name, role)

    def _look(self, row: ClientRow, name: str, role: int) -> Any:  # noqa: ANN401 - Qt's
        """The kind as an icon; a sid in letters of one width; more than one socket alive is a leak."""
        if role == Qt.ItemDataRole.DecorationRole and name == "client":
            return self._icon(row.kind)
        if name == "sockets" and row.sockets > 1:
            looks = {
                Qt.ItemDataRole.FontRole: self._bold,
                Qt.ItemDataRole.ForegroundRole: self._theme.color("bad"),
            }
            return looks.get(Qt.ItemDataRole(role))
        return self._mono if role == Qt.ItemDataRole.FontRole and name in _MONO else None

    def _icon(self, kind: str) -> QIcon:
        if kind not in self._icons:
            self._icons[kind] = self._theme.icon(KIND_ICONS.get(kind, "help-circle-outline"))
        return self._icons[kind]

    def _chosen(self) -> list[ClientRow]:
        words = self._wanted.split()
        rows = [row for row in self._all.values() if all(word in text_of(row) for word in words)]
        rows.sort(key=lambda row: name_key(row.client))
        if FIELDS[self._column] != "client" or self._down:
            rows.sort(key=lambda row: sort_key(row, FIELDS[self._column]), reverse=self._down)
        return rows

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("client"),
            self.tr("state"),
            self.tr("transport"),
            self.tr("sid"),
            self.tr("last reason"),
            self.tr("sockets"),
            self.tr("reconn."),
            self.tr("400s"),
        )

    def _hint(self, row: ClientRow, name: str) -> str:
        if name == "last_reason":
            return "\n".join(filter(None, (meaning(row.last_reason), row.net_error)))
        if name == "sockets":
            return self.tr("Sockets alive at once: more than one is a leak")
        return self._whole_hint(row)

    def _whole_hint(self, row: ClientRow) -> str:
        recovery = UNKNOWN if row.recovery is None else f"{row.recovery:.2f} s"
        lines = (
            f"{row.client} · {row.group} · {core(row.kind)}",
            " · ".join(self._whereabouts(row)),
            f"sid {row.sid or UNKNOWN}",
            self.tr("socket number %1, last recovery %2")
            .replace("%1", str(row.generation))
            .replace("%2", recovery),
            self.tr("sent %1, received %2").replace("%1", str(row.sent)).replace("%2", str(row.received)),
        )
        return "\n".join(filter(None, lines))

    def _whereabouts(self, row: ClientRow) -> list[str]:
        """What is known of a device: its browser, its address, and how far its clock is from ours."""
        parts = [printable(row.browser), printable(row.address)]
        if row.offset is not None:
            parts.append(self.tr("clock %1 s").replace("%1", f"{row.offset:+.3f}"))
        return [part for part in parts if part]


def cell(row: ClientRow, name: str) -> str:
    """What a cell says; nothing known is –."""
    value = getattr(row, name)
    if name == "last_reason" and row.net_error:
        return visible(" · ".join(filter(None, (row.last_reason, row.net_error.removeprefix("net::")))))
    if name == "state":
        return core(row.state)
    if name == "sid" and len(row.sid) > SID_LETTERS:
        return visible(f"{row.sid[:4]}…{row.sid[-6:]}")
    return visible(str(value)) if value != "" else UNKNOWN


def in_sight(row: ClientRow) -> tuple[object, ...]:
    """What the table shows of a client; messages sent and received change all the time, but stand in tooltips."""
    return tuple(getattr(row, name) for name in (*FIELDS, *_SHOWN_BESIDE))


def text_of(row: ClientRow) -> str:
    """What the filter looks in."""
    parts = (row.client, row.group, row.kind, core(row.kind), row.state, core(row.state), row.transport, row.sid)
    return " ".join((*parts, row.last_reason, row.net_error, row.browser, row.address)).lower()


def name_key(name: str) -> tuple[str, int]:
    """Orders `c-2` before `c-10`."""
    stem, _, number = name.rpartition("-")
    return (stem, int(number)) if number.isdigit() else (name, 0)


def sort_key(row: ClientRow, name: str) -> Any:  # noqa: ANN401 - numbers or texts, by column
    """What a column is sorted by."""
    if name == "client":
        return name_key(row.client)
    return _STATE_ORDER[row.state] if name == "state" else getattr(row, name)
