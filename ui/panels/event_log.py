"""The event log: newest at the bottom, followed unless one scrolls away; searched as one types."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QElapsedTimer, QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from harness.snapshot import Logged
from ui.logstore import SEQ, LogStore
from ui.model import Model, Topic
from ui.panels.log_model import LogModel
from ui.panels.tables import TableCard, ToneDelegate
from ui.theme import Theme, font
from ui.widgets import IconButton, clicked, tip

TOPICS: frozenset[Topic] = frozenset({"log"})
SAMPLES = ["00:00.000 ", "polling-10 ", "●  client.disconnected", "generation=2 sid="]
SEARCH_MS = 150
REST_MS = 90


class Detail(QDialog):
    """One recorded event, whole, as JSON in plain text. `session`: the one it is of is to be shown."""

    session = Signal(str)

    def __init__(self, line: Logged, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("event-detail")
        self.setWindowTitle(self.tr("Event %1").replace("%1", str(line.seq)))
        self.resize(620, 420)
        self.text = QPlainTextEdit(json_text(line))
        self.text.setReadOnly(True)
        self.text.setFont(font(12, mono=True))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        sid = getattr(line.event, "sid", None)
        if sid:
            show = buttons.addButton(self.tr("Show its session"), QDialogButtonBox.ButtonRole.ActionRole)
            show.setObjectName("show-session")
            show.clicked.connect(lambda _checked=False: self._show(str(sid)))
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        column.addWidget(buttons)

    def _show(self, sid: str) -> None:
        self.accept()
        self.session.emit(sid)


class EventLog(TableCard):
    """The recorded events as lines. `session`: this one is to be shown."""

    topics = TOPICS
    session = Signal(str)

    def __init__(self, theme: Theme, store: LogStore) -> None:
        self.follow = IconButton(theme, "log-follow", "arrow-collapse-down")
        self.loud = IconButton(theme, "log-loud", "filter-outline")
        super().__init__(theme, "event-log", "log-search", self.loud, self.follow)
        self._store = store
        self.model = LogModel(store, theme)
        self.table.setModel(self.model)
        self._delegate = ToneDelegate(theme)
        self.table.setItemDelegateForColumn(2, self._delegate)
        self.table.columns(SAMPLES, 3, spare=(1,))
        for button in (self.follow, self.loud):
            button.setCheckable(True)
            button.setChecked(True)
        self._rest = QElapsedTimer()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(REST_MS)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(SEARCH_MS)
        self._connect()
        self.retranslate()

    def refresh(self, _model: Model) -> None:
        """Take in the new lines, though not with every frame: nobody reads that fast."""
        if self._rest.isValid() and not self._rest.hasExpired(REST_MS) and not self.model.outdated:
            self._late.start()
            return
        self._catch_up()

    def _catch_up(self) -> None:
        self._rest.start()
        if self.model.outdated and SEQ in self.search.text():
            self.search.clear()  # these were numbers of the run before
            self._search()
        self.model.catch_up()
        self.count.setText(f"{self._store.total:,}")
        self.count.setToolTip(
            self.tr("the oldest %n are in the run folder only", "", self._store.dropped)
            if self._store.dropped
            else ""
        )
        if self.follow.isChecked():
            self.table.scrollToBottom()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Event log"))
        self.search.setPlaceholderText(self.tr("Search events"))
        self.search.setAccessibleName(self.tr("Search events"))
        self.loud.say(self.tr("Only what stands out: hide requests and connections that went well"))
        self.follow.say(self.tr("Follow: keep the newest event in sight"))
        self.table.setAccessibleName(self.tr("Event log"))
        self.table.setToolTip(tip(self.tr("Double click, or Enter: the whole event")))
        self.table.fit()

    def only(self, words: str) -> None:
        """Show only what holds these words, however quiet it is, and go to the first of it."""
        self.loud.setChecked(False)
        self.follow.setChecked(False)
        self.search.setText(words)
        self.search.setCursorPosition(0)
        self._wait.stop()
        self._search()
        self.table.selectRow(0)

    def open_detail(self, index: QModelIndex) -> Detail:
        """Show the whole event of a row."""
        detail = Detail(self._store.lines[self.model.line_at(index.row())], self)
        detail.session.connect(self.session)
        detail.open()
        return detail

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._wait.start())
        self._wait.timeout.connect(self._search)
        self._late.timeout.connect(self._catch_up)
        self.table.activated.connect(self.open_detail)
        self.table.verticalScrollBar().sliderMoved.connect(lambda _at: self._scrolled())
        clicked(self.follow, self._follow)
        clicked(self.loud, self._search)

    def _search(self) -> None:
        self.model.search(self.search.text(), loud=self.loud.isChecked())
        self._follow()

    def _follow(self) -> None:
        if self.follow.isChecked():
            self.table.scrollToBottom()

    def _scrolled(self) -> None:
        bar = self.table.verticalScrollBar()
        self.follow.setChecked(bar.value() == bar.maximum())


def json_text(line: Logged) -> str:
    """The event with its number, as JSON with indentation."""
    return msgspec.json.format(msgspec.json.encode(line), indent=2).decode()
