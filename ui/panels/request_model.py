"""The request list's rows, filtered and sorted; what changed is drawn again, what is new put at the end."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from harness.snapshot import RequestRow
from ui.asking import SORTS, Wanted, cause_of, failed, short_sid, size_text, tone_of
from ui.i18n import core, who
from ui.panels.log_model import time_text
from ui.telling import printable
from ui.traffic import Key, Traffic
from ui.waterfall import took, took_text
from ui.widgets import UNKNOWN, tip

Index = QModelIndex | QPersistentModelIndex
FIELDS = tuple(SORTS)
WATERFALL = FIELDS.index("took")
STATUS = FIELDS.index("status")
MONO = frozenset({FIELDS.index("began"), FIELDS.index("sid")})
NUMBERS = frozenset({FIELDS.index("size")})
QUIET = frozenset({FIELDS.index(name) for name in ("began", "method", "sid", "body", "size")})

_EVERYONE_HAS = frozenset({"client", "sid"})


class RequestModel(QAbstractTableModel):
    """Requests as rows."""

    def __init__(self) -> None:
        super().__init__()
        self._held: dict[Key, RequestRow] | None = None
        self.wanted = Wanted()
        self.scale = ""
        self._rows: list[RequestRow] = []
        self._places: dict[Key, int] = {}
        self._column, self._down = 0, False
        self._stale = True

    def take(self, traffic: Traffic) -> bool:
        """Take in what changed; whether the rows are other ones now, so that a view has lost its place."""
        if self._held is not None:
            return self._rebuild(self._held) if self._stale else False
        changed, shrunk = traffic.take_changed()
        if shrunk or self._stale or self._column != 0 or self._down:
            return self._rebuild(traffic.requests) if changed or shrunk or self._stale else False
        known = [key for key in changed if key in self._places]
        fresh = [traffic.requests[key] for key in changed if key not in self._places]
        fresh = sorted(filter(self.wanted.holds, fresh), key=lambda row: row.began)
        moved = any(not self._still_fits(traffic.requests[key]) for key in known)
        if moved or (fresh and self._rows and fresh[0].began < self._rows[-1].began):
            return self._rebuild(traffic.requests)
        self._change([traffic.requests[key] for key in known])
        self._append(fresh)
        return False

    @property
    def paused(self) -> bool:
        """Nothing new is taken in; what was there stays, even when the core lets go of it."""
        return self._held is not None

    def pause(self, traffic: Traffic, *, on: bool) -> None:
        """Hold on to what is there, or let go of it the next time that rows are taken in."""
        self._held = dict(traffic.requests) if on else None
        self._stale = True

    def want(self, wanted: Wanted) -> None:
        """Show only these, from the next time on that rows are taken in."""
        self.wanted, self._stale = wanted, True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, then by when they began; what is shown is in its new order at once."""
        self._column, self._down = column, order == Qt.SortOrder.DescendingOrder
        self._show(self._rows)

    def row_at(self, number: int) -> RequestRow:
        """The request in this row."""
        return self._rows[number]

    def place_of(self, key: Key) -> int:
        """The row of a request; -1 where it is not shown."""
        return self._places.get(key, -1)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many requests are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return len(FIELDS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401 - Qt's
        """A column's heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's
        """A cell; how it is drawn is the delegate's."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self.whole(self._rows[index.row()]))
        return None

    def cell(self, number: int, column: int) -> str:
        """What a cell says; nothing known is –."""
        row, name = self._rows[number], FIELDS[column]
        if name == "began":
            return time_text(row.began)
        if name == "status":
            return self.status(row)
        if name == "took":
            return took_text(took(row))
        text = self._made(row, name)
        return printable(text) or (UNKNOWN if name in _EVERYONE_HAS else "")

    def tone(self, number: int) -> str:
        """How loud the status of a row is."""
        return tone_of(self._rows[number])

    def status(self, row: RequestRow) -> str:
        """The status in words."""
        if failed(row):
            return self.tr("failed")
        return self.tr("waiting") if row.status is None else str(row.status)

    def whole(self, row: RequestRow) -> str:
        """Everything there is to say of a request, line by line."""
        lines = [f"{row.method} {row.path}", f"{row.kind} · {self.status(row)} {cause_of(row)}".rstrip()]
        lines += [row.error] if row.error else []
        lines += [f"“{row.text}”"] if row.text else []
        lines += [f"sid {row.sid}"] if row.sid else []
        lines.append(self._times(row))
        if row.fault:
            by_wire = self.tr("answered by the wire itself: %1") if row.ending == "wire" else self.tr("fault: %1")
            lines.append(by_wire.replace("%1", core(row.fault)))
        if row.closed_by:
            lines.append(self.tr("closed by %1").replace("%1", who(row.closed_by)))
        return "\n".join(printable(line) for line in lines)

    def _times(self, row: RequestRow) -> str:
        waited = None if row.answered is None or row.asked is None else row.answered - row.asked
        got = None if row.answered is None or row.ended is None else row.ended - row.answered
        words = self.tr("waited %1, received %2; body sent %3 B, got %4 B")
        for place, text in (
            ("%1", took_text(waited) or UNKNOWN),
            ("%2", took_text(got) or UNKNOWN),
            ("%3", f"{row.sent:,}"),
            ("%4", f"{row.got:,}"),
        ):
            words = words.replace(place, text)
        return words

    @staticmethod
    def _made(row: RequestRow, name: str) -> str:
        if name == "cause":
            return cause_of(row) or core(row.fault)
        if name == "sid":
            return short_sid(row.sid)
        if name == "size":
            return size_text(row)
        if name == "closed_by":
            return who(row.closed_by)
        return str(getattr(row, name))

    def _still_fits(self, row: RequestRow) -> bool:
        return self._rows[self._places[row.conn, row.n]].began == row.began and self.wanted.holds(row)

    def _change(self, rows: list[RequestRow]) -> None:
        if not rows:
            return
        places = [self._places[row.conn, row.n] for row in rows]
        for place, row in zip(places, rows, strict=True):
            self._rows[place] = row
        self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), len(FIELDS) - 1))

    def _append(self, rows: list[RequestRow]) -> None:
        if not rows:
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
        for row in rows:
            self._places[row.conn, row.n] = len(self._rows)
            self._rows.append(row)
        self.endInsertRows()

    def _rebuild(self, requests: dict[Key, RequestRow]) -> bool:
        self._stale = False
        self._show([row for row in requests.values() if self.wanted.holds(row)])
        return True

    def _show(self, rows: list[RequestRow]) -> None:
        self.beginResetModel()
        rows = sorted(rows, key=SORTS["began"])  # type: ignore[arg-type]  # numbers
        if self._column != 0 or self._down:
            rows.sort(key=SORTS[FIELDS[self._column]], reverse=self._down)  # type: ignore[arg-type]  # by column
        self._rows = rows
        self._places = {(row.conn, row.n): place for place, row in enumerate(rows)}
        self.endResetModel()

    def _headings(self) -> tuple[str, ...]:
        waterfall = self.tr("waterfall")
        return (
            self.tr("time"),
            self.tr("method"),
            self.tr("kind"),
            self.tr("status"),
            self.tr("cause"),
            self.tr("body"),
            self.tr("client"),
            self.tr("sid"),
            self.tr("size"),
            self.tr("closed by"),
            f"{waterfall}  {self.scale}".rstrip(),
        )
