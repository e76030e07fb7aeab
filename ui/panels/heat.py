"""The matrix as a heat table: what to measure, how far it is, and a cell for each combination."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QProgressBar

from harness.commands import MatrixRun, MatrixStop
from harness.matrix.model import Cell, Key
from harness.snapshot import Choice
from ui.i18n import phrase
from ui.matrix import Matrix, columns_of, rows_of
from ui.model import Model, Topic
from ui.panels import Send
from ui.panels.heat_axes import HeatAxes
from ui.panels.heat_cells import HEIGHT, TICK_ROOM, HeatDelegate
from ui.panels.heat_model import HeatModel, name_of
from ui.panels.idle import unstartable
from ui.panels.tables import BOTTOM, Table, WholeRows
from ui.theme import Theme, font
from ui.widgets import Button, Card, Elided, clicked

TOPICS: frozenset[Topic] = frozenset({"matrix", "catalogue", "replayed"})
AROUND = 14
"""Pixels of a cell around its words."""


class HeatTable(Table):
    """Cells that can be walked with the arrow keys; no column is narrower than its heading."""

    def __init__(self) -> None:
        super().__init__("heat")
        self.setAlternatingRowColors(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.verticalHeader().setDefaultSectionSize(HEIGHT)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setFixedHeight(44)

    def fit(self) -> None:
        """The names as wide as the longest; the cells share the rest, none narrower than its heading."""
        wide, model, across = QFontMetrics(font()).horizontalAdvance, self.model(), Qt.Orientation.Horizontal
        names = [wide(str(model.index(row, 0).data())) for row in range(model.rowCount())]
        first = max([*names, 60]) + TICK_ROOM + AROUND
        columns = range(1, model.columnCount())
        least = [max(map(wide, str(model.headerData(at, across)).split("\n"))) + AROUND for at in columns]
        share = (self.viewport().width() - first) // len(least) if least else 0
        self.setColumnWidth(0, first)
        for column, width in zip(columns, least, strict=True):
            self.setColumnWidth(column, max(width, share))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the new room."""
        super().resizeEvent(event)
        self.fit()


class HeatPanel(Card):
    """The matrix. `chosen`: this cell's key was gone to; `opened`: the events behind it are wanted."""

    topics = TOPICS
    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, theme: Theme, send: Send) -> None:
        super().__init__("matrix", (12, 10, 12, BOTTOM))
        self._send = send
        self._matrix = Matrix()
        self._alive, self._against = False, ""
        self._profiles: tuple[Choice, ...] = ()
        self._key: Key | None = None
        self._make(theme)
        self._arrange()
        self._connect()
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show what there is to measure, and the cells as they stand."""
        self._matrix, self._alive, self._against = model.matrix, model.alive, unstartable(model)
        if model.catalogue is not None:
            self._profiles = model.catalogue.profiles
            self.axes.offer(model.catalogue.kinds)
        self._show()
        self._say_progress()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Matrix"))
        self.start.say(self.tr("Measure"))
        self.stop.say(self.tr("Stop"))
        self.table.setAccessibleName(self.tr("Matrix"))
        self.table.setAccessibleDescription(self.tr("Space: tick a profile. Enter: the events behind a cell"))
        self.bar.setAccessibleName(self.tr("Progress"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)
        self.table.fit()
        self.table.viewport().update()
        self._say_progress()
        self._allow()

    def go_to(self, key: Key) -> None:
        """Go to a cell, if it is shown."""
        if (place := self.model.place_of(key)) is not None:
            self.table.setCurrentIndex(self.model.index(*place))

    def show_case(self) -> None:
        """Go to the cell that has most to tell: for a picture, which nobody can click in."""
        cells = [told.cell for told in self._matrix.cells.values() if told.cell.available]
        if cells:
            self.go_to(max(cells, key=weight).key)

    def _make(self, theme: Theme) -> None:
        self._words = Elided("muted", "matrix-progress")
        self.start = Button(theme, "matrix-start", "play", "on_accent", "primary")
        self.stop = Button(theme, "matrix-stop", "stop", "bad", "danger")
        self.axes = HeatAxes(theme)
        self.bar = QProgressBar()
        self.bar.setObjectName("matrix-bar")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.table, self.model = HeatTable(), HeatModel()
        self.table.setModel(self.model)
        self._delegate = HeatDelegate(theme)
        self.table.setItemDelegate(self._delegate)

    def _arrange(self) -> None:
        row = self.line(self.title)
        row.addWidget(self._words, 1)
        row.addWidget(self.start)
        row.addWidget(self.stop)
        self.rows.addWidget(self.axes)
        self.rows.addWidget(self.bar)
        self.rows.addWidget(self.table, 1)
        self._whole = WholeRows(self.table, self.rows, BOTTOM)

    def _connect(self) -> None:
        clicked(self.start, self._start)
        clicked(self.stop, self._stop)
        clicked(self.axes.all, lambda: self.model.tick_all(on=True))
        clicked(self.axes.none, lambda: self.model.tick_all(on=False))
        self.axes.changed.connect(self._show)
        self.model.ticked.connect(self._allow)
        self.table.selectionModel().currentChanged.connect(lambda now, _before: self._went(now))
        self.table.activated.connect(self._open)

    def _went(self, index: QModelIndex) -> None:
        key = self.model.key_at(index.row(), index.column())
        if key is not None:
            self._key = key
            self.chosen.emit(key)

    def _open(self, index: QModelIndex) -> None:
        key = self.model.key_at(index.row(), index.column())
        if key is not None:
            self.opened.emit(key)

    def _show(self) -> None:
        """Rows and columns for what is chosen and what was measured."""
        planned, offers = self._matrix.planned, {one.name: one for one in self._profiles}
        order = tuple(self.axes.clients)
        rows, columns = rows_of(tuple(offers), planned), columns_of(*self.axes.chosen(), planned, order)
        if self.model.show(self._matrix, offers, rows, columns):
            self.table.fit()
            self._back()
        self._allow()

    def _back(self) -> None:
        """Rows and columns are new ones: go back to the cell that was gone to."""
        if self._key is not None:
            self.go_to(self._key)

    def _start(self) -> None:
        self.start.setEnabled(False)
        transports, clients = self.axes.chosen()
        self._send(
            MatrixRun(
                profiles=self.model.chosen,
                transports=transports,
                clients=clients,
                repeat=self.axes.repeat.value(),
            )
        )

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self._send(MatrixStop())

    def _allow(self) -> None:
        going, lacking = self._matrix.going, self._lacking()
        why = self.tr("Measure what is chosen. The run that is going is ended and sealed")
        self.start.allow(self._against or lacking, why)
        self.start.setVisible(not going)
        self.stop.setVisible(going)
        self.stop.allow("", self.tr("End the matrix; what is measured stays"))

    def _lacking(self) -> str:
        """What has to be there, or be chosen, before anything can be measured."""
        transports, clients = self.axes.chosen()
        needs = (
            (self._alive, self.tr("The core is not there")),
            (self.model.chosen, self.tr("Tick a profile first")),
            (transports, self.tr("Choose a transport first")),
            (clients, self.tr("Choose a kind of client first")),
        )
        return next((words for there, words in needs if not there), "")

    def _say_progress(self) -> None:
        matrix = self._matrix
        self.bar.setVisible(matrix.going)
        self.bar.setRange(0, max(matrix.total, 1))
        self.bar.setValue(matrix.done)
        self._words.set(*self._progress())

    def _progress(self) -> tuple[str, str]:
        matrix = self._matrix
        if matrix.planned is None:
            return self.tr("Each cell is measured by runs of its own"), ""
        done = self.tr("%1 of %2 cells").replace("%1", str(matrix.done)).replace("%2", str(matrix.total))
        now = [name_of(cell) for cell in matrix.under_way]
        if matrix.ended is None:
            return " · ".join((done, *now[:1])), "\n".join(now)
        words = {
            "measured": self.tr("measured"),
            "stopped": self.tr("stopped early"),
            "failed": self.tr("failed"),
        }
        parts = (done, words[matrix.ended.outcome], phrase(matrix.ended.why))
        return " · ".join(filter(None, parts)), matrix.ended.folder


def weight(cell: Cell) -> tuple[bool, bool, int, bool]:
    """How much a cell has to tell: one that does not work, has reasons, and 400s."""
    return cell.works is False, bool(cell.reasons or cell.why), sum((cell.http_400 or {}).values()), bool(cell.run)
