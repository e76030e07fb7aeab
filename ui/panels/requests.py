"""The request list, as in a browser's network panel: live, searched as one types, sorted by any column."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from harness.snapshot import RequestRow
from ui.asking import REQUEST, Wanted, failed
from ui.limits import Limit
from ui.model import Model, Topic
from ui.panels.request_cells import RequestDelegate
from ui.panels.request_chips import RequestChips
from ui.panels.request_menu import RequestMenu
from ui.panels.request_model import WATERFALL, RequestModel
from ui.panels.tables import TableCard
from ui.theme import Theme
from ui.traffic import Key, Traffic
from ui.waterfall import took_text, view_of
from ui.widgets import IconButton, clicked, label, tip

TOPICS: frozenset[Topic] = frozenset({"requests", "snapshot"})
SAMPLES = [
    "00:00.000 ",
    "OPTIONS",
    "websocket",
    "●  waiting",
    "ERR_CONNECTION_RESET",
    "close-packet",
    "polling-10 ",
    "3f9a…BAAAB  ",
    "100.0 kB",
    "fail-first",
    "a waterfall of some width, ms",
]
SPARE = (8, 5, 1, 9, 7)
WIDE = 130
"""Pixels of the waterfall's column from which its heading has room for the time it shows."""
SEARCH_MS = 150
REST_MS = 90


class RequestPanel(TableCard):
    """The requests. `chosen`: the row gone to (None: nothing); `aim`: a fault is to be aimed at this."""

    topics = TOPICS
    chosen = Signal(object)
    aim = Signal(object)

    def __init__(self, theme: Theme) -> None:
        self.pause = IconButton(theme, "requests-pause", "pause")
        self.follow = IconButton(theme, "requests-follow", "arrow-collapse-down")
        super().__init__(theme, "requests", "request-search", self.pause, self.follow)
        self.search.setFixedWidth(230)
        self.model = RequestModel()
        self.table.setModel(self.model)
        self._delegate = RequestDelegate(theme, self.model)
        self.table.setItemDelegate(self._delegate)
        self.table.setSelectionMode(self.table.SelectionMode.SingleSelection)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._traffic, self._now = Traffic(), 0.0
        self._key: Key | None = None
        self._run = ""
        self._empty = label(role="faint", name="no-requests")
        self.chips = RequestChips(theme)
        self._make()
        self._connect()
        self.table.columns(SAMPLES, WATERFALL, spare=SPARE)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Take in what came, though not with every frame: nobody reads that fast."""
        self._traffic, self._now = model.traffic, model.snapshot.now or 0.0
        if model.snapshot.run_id != self._run:
            self._run = model.snapshot.run_id
            self._begin_anew()
        if not self.isVisible():
            return
        if self._rest.isValid() and not self._rest.hasExpired(REST_MS):
            self._late.start()
            return
        self._catch_up()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Requests"))
        self.search.setPlaceholderText(self.tr("Filter: words, sid:…, kind:…"))
        self.search.setAccessibleName(self.tr("Filter requests"))
        self.search.setToolTip(
            tip(
                self.tr("Every word must be found. sid:, client:, kind:, status:, cause: or body: look there only")
            )
        )
        self.pause.say(self.tr("Pause: keep the list as it is"))
        self.follow.say(self.tr("Follow: keep the newest request in sight"))
        self.table.setAccessibleName(self.tr("Requests"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, WATERFALL)
        self.table.fit()
        if self.isVisible():
            self._say_count()

    def limits(self) -> list[Limit]:
        """What narrows the rows, and whether they are no longer followed."""
        chip = "" if self.chips.chip == "all" else self.chips.buttons[self.chips.chip].accessibleName()
        asked = " · ".join(filter(None, (chip, self.chips.client, self.search.text().strip())))
        found = [Limit(self.title.text(), "filtered", asked)] if asked else []
        return [*found, Limit(self.title.text(), "paused")] if self.model.paused else found

    @property
    def current(self) -> RequestRow | None:
        """The row that was gone to."""
        index = self.table.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    def go_to(self, key: Key) -> None:
        """Go to the row of a request, if it is shown."""
        place = self.model.place_of(key)
        if place >= 0:
            self.follow.setChecked(False)
            self.table.setCurrentIndex(self.model.index(place, 0))

    def show_case(self) -> None:
        """Go to the latest request that was refused, or else failed: for a picture, which nobody can click in."""
        found = [row for row in self._traffic.requests.values() if row.status == 400 or failed(row)]
        case = max(found, key=lambda row: (row.status == 400, row.began), default=None)
        if case is not None:
            self.go_to((case.conn, case.n))
            self.table.show_row(self.table.currentIndex().row(), self.table.ScrollHint.PositionAtCenter)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Take in what came while nobody looked."""
        super().showEvent(event)
        self._catch_up()

    def _make(self) -> None:
        for button in (self.pause, self.follow):
            button.setCheckable(True)
        self.follow.setChecked(True)
        self.rows.insertWidget(1, self.chips)
        over = QVBoxLayout(self.table.viewport())
        over.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignCenter)
        self._rest = QElapsedTimer()
        self._late, self._wait = QTimer(self), QTimer(self)
        for timer, wait in ((self._late, REST_MS), (self._wait, SEARCH_MS)):
            timer.setSingleShot(True)
            timer.setInterval(wait)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._wait.start())
        self._wait.timeout.connect(self._filter)
        self._late.timeout.connect(self._catch_up)
        self.chips.changed.connect(self._filter)
        clicked(self.pause, self._pause)
        clicked(self.follow, self._to_end)
        bar = self.table.verticalScrollBar()
        bar.valueChanged.connect(lambda _value: self._rescale())
        bar.actionTriggered.connect(lambda _action: QTimer.singleShot(0, self._scrolled))
        self.table.resized.connect(self._rescale)
        self.model.modelReset.connect(self._back)
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._went())
        self.table.clicked.connect(lambda _index: self._choose())
        self.table.activated.connect(lambda _index: self._choose())
        self.table.customContextMenuRequested.connect(self._open_menu)

    # --- what is shown ----------------------------------------------------------------------------------------

    def _catch_up(self) -> None:
        self._rest.start()
        top = self._top()
        if self.model.take(self._traffic) and top is not None and (place := self.model.place_of(top)) >= 0:
            self.table.show_row(place, self.table.ScrollHint.PositionAtTop)
        self._to_end()
        self._rescale()
        self._say_count()

    def _begin_anew(self) -> None:
        """Another run: nothing of the one before is held on to, or narrows what is shown."""
        self._key = None
        if REQUEST in self.search.text():
            self.search.clear()
        self.pause.setChecked(False)
        self.chips.show_all()
        self.follow.setChecked(True)
        self.model.pause(self._traffic, on=False)
        self._filter()

    def _top(self) -> Key | None:
        """The first row in sight, when that is to stay in its place."""
        place = self.table.rowAt(0)
        if self.follow.isChecked() or place < 0:
            return None
        row = self.model.row_at(place)
        return row.conn, row.n

    def _back(self) -> None:
        """The rows are new ones: go back to the one that was gone to."""
        if self._key is not None and (place := self.model.place_of(self._key)) >= 0:
            self.table.setAutoScroll(False)
            self.table.setCurrentIndex(self.model.index(place, 0))
            self.table.setAutoScroll(True)

    def _to_end(self) -> None:
        if self.follow.isChecked() and not self.model.paused:
            self.table.scrollToBottom()

    def _scrolled(self) -> None:
        bar = self.table.verticalScrollBar()
        self.follow.setChecked(bar.value() == bar.maximum())

    def _rescale(self) -> None:
        """Have the waterfall show the rows in sight, whole."""
        first, last = self.table.rowAt(0), self.table.rowAt(self.table.viewport().height() - 1)
        end = self.model.rowCount() if last < 0 else last + 1
        rows = [self.model.row_at(place) for place in range(max(first, 0), end)]
        view = view_of(rows, self._now)
        moved = view[:2] != self._delegate.view[:2] or any(row.ended is None for row in rows)
        self._delegate.view = view
        wide = self.table.columnWidth(WATERFALL) >= WIDE
        scale = took_text(view.high - view.low) if rows and wide else ""
        if scale != self.model.scale:
            self.model.scale = scale
            self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, WATERFALL, WATERFALL)
        if moved:
            self.table.viewport().update()

    def _say_count(self) -> None:
        shown, there, out = self.model.rowCount(), len(self._traffic.requests), self._traffic.left_out
        self.count.setText(f"{shown:,}" if shown == there + out else f"{shown:,} / {there + out:,}")
        self.count.setToolTip(
            tip(self.tr("%n of them are in the run folder only: too many at once, or too long ago", "", out))
            if out
            else ""
        )
        self._empty.setVisible(shown == 0)
        self._empty.setText(
            self.tr("None of the requests is like that")
            if there
            else self.tr("No request has crossed the wire yet")
        )

    def _filter(self) -> None:
        self.model.want(Wanted(self.chips.chip, self.chips.client, self.search.text()))
        self._catch_up()

    def _pause(self) -> None:
        self.model.pause(self._traffic, on=self.pause.isChecked())
        self._catch_up()

    # --- one request ------------------------------------------------------------------------------------------

    def _went(self) -> None:
        row = self.current
        if row is not None and (row.conn, row.n) != self._key:
            self._choose()

    def _choose(self) -> None:
        row = self.current
        if row is None:
            return
        self._key = row.conn, row.n
        self.follow.setChecked(False)
        self.chips.offer(row.client)
        self.chosen.emit(row)

    def only(self, words: str) -> None:
        """Show only what holds these words."""
        self.chips.show_all()
        self.search.setText(words)
        self.search.setCursorPosition(0)
        self._filter()

    def _open_menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        index = index if index.isValid() else self.table.currentIndex()
        if index.isValid():
            menu = RequestMenu(self, self.model.row_at(index.row()))
            menu.aim.connect(self.aim)
            menu.only.connect(self.only)
            menu.popup(self.table.viewport().mapToGlobal(at))
