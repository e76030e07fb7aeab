"""The board: every hypothesis with its verdict as it stands, by the keyboard as well as by the mouse."""

from __future__ import annotations

from PySide6.QtCore import Signal

from harness.snapshot import BoardRow
from ui.model import Model, Topic
from ui.panels.board_model import AGAINST, CLAIM, EXPLAINS, FOR, NAME, VERDICT, BoardModel
from ui.panels.tables import BOTTOM, Table, ToneDelegate, WholeRows
from ui.theme import Theme
from ui.widgets import Button, Card, clicked, label

TOPICS: frozenset[Topic] = frozenset({"board", "catalogue"})
SAMPLES = [
    "●  undecided",
    "gevent-websocket-unconfigured",
    "The server was restarted or reloaded: it no longer",
    "10",
    "10",
    "1,000",
]
SPARE = (AGAINST, FOR, EXPLAINS, NAME)


class BoardPanel(Card):
    """The verdicts.

    `chosen`: the row gone to, again whenever it has changed (None: nothing); `document_asked`: the document's
    claims are to be shown.
    """

    topics = TOPICS
    chosen = Signal(object)
    document_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("board", (12, 10, 4, BOTTOM))
        self._name, self._run = "", ""
        self._placing = False
        self.table, self.model = Table("board-rows"), BoardModel(theme)
        self.count = label(role="muted", name="board-count")
        self.table.setModel(self.model)
        self.table.setSelectionMode(self.table.SelectionMode.SingleSelection)
        self._delegate = ToneDelegate(theme)
        self.table.setItemDelegateForColumn(VERDICT, self._delegate)
        self.table.columns(SAMPLES, CLAIM, spare=SPARE)
        self.document = Button(theme, "board-document", "file-document-check-outline", role="segment")
        row = self.line(self.title, self.count, None, self.document)
        row.setContentsMargins(0, 0, 8, 0)
        clicked(self.document, self.document_asked.emit)
        self.rows.addWidget(self.table, 1)
        self._whole = WholeRows(self.table, self.rows, BOTTOM)
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._went())
        self.table.clicked.connect(lambda _index: self._went())
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the verdicts as they stand; who has not chosen any looks at the first."""
        if model.catalogue is not None:
            self.model.know(model.catalogue.hypotheses)
        if model.snapshot.run_id != self._run:
            self._run, self._name = model.snapshot.run_id, ""
        self.model.show(model.board)
        self._say_count(model)
        self._go_back()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Hypotheses"))
        self.table.setAccessibleName(self.tr("Hypotheses"))
        self.document.say(self.tr("The document…"), self.tr("Put the claims of the document to the test"))
        self.table.fit()
        self.chosen.emit(self.current)

    @property
    def current(self) -> BoardRow | None:
        """The verdict that was gone to."""
        return self.model.row_at(self.table.currentIndex().row())

    def go_to(self, hypothesis: str) -> None:
        """Go to this hypothesis, and stay with it wherever its verdict moves it."""
        self._name = hypothesis
        self._go_back()

    def _go_back(self) -> None:
        """The rows are new ones: go back to the one that was chosen, or to the first."""
        place = max(self.model.place_of(self._name), 0)
        self._placing = True
        if self.table.currentIndex().row() != place:
            self.table.setCurrentIndex(self.model.index(place, 0))
        self._placing = False
        self.chosen.emit(self.current)

    def _went(self) -> None:
        row = self.current
        if self._placing:
            return
        self._name = "" if row is None else row.hypothesis
        self.chosen.emit(row)

    def _say_count(self, model: Model) -> None:
        rows = () if model.board is None else model.board.verdicts
        words = [
            f"{self.model.verdict_words(verdict)} {sum(one.verdict == verdict for one in rows)}"
            for verdict in ("kept", "undecided", "rejected")
        ]
        self.count.setText(" · ".join(words) if rows else "")
