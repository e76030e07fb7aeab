"""The trial: ways to write a client, put to the same test in one run, side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from harness.commands import RunStart
from harness.snapshot import Choice
from ui.model import Model, Topic
from ui.offers import lacking
from ui.panels import Send
from ui.panels.idle import unstartable
from ui.panels.tables import BOTTOM, ROW_HEIGHT, Table
from ui.panels.trial_model import BODIES, COLUMNS, TrialModel
from ui.theme import Theme
from ui.trial import SCENARIO, Trial, trial_of
from ui.widgets import Button, Card, Elided, clicked, paragraph

TOPICS: frozenset[Topic] = frozenset({"snapshot", "catalogue", "matrix"})
SAMPLES = ("singleton-nulled", "000", "4.0 (3…4)", "000", *("0000",) * 3, "00.0 s", "0000", "30 × message")
MOST_ROWS = 10
EMPTY_WIDTH = 560
_SPARED = (1, 6, 8)


class TrialPanel(Card):
    """The behaviours with their figures; where nothing was tried, what that is and how it is run."""

    topics = TOPICS

    def __init__(self, theme: Theme, send: Send) -> None:
        super().__init__("trial", (12, 10, 12, BOTTOM))
        self._send = send
        self._trial: Trial | None = None
        self._busy, self._alive, self._measuring = False, False, False
        self._against = ""
        self._offer: Choice | None = None
        self._make(theme)
        self._arrange()
        clicked(self.start, self._start)
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the trial of the run, as far as it is."""
        self._busy, self._alive, self._measuring = model.busy, model.alive, model.matrix.going
        self._against = unstartable(model)
        scenarios = model.catalogue.scenarios if model.catalogue is not None else ()
        self._offer = next((one for one in scenarios if one.name == SCENARIO), None)
        self._show(trial_of(model.figure("trial")))
        self._say_about()
        self._allow()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("The fix on trial"))
        self._empty.setText(
            self.tr(
                "Nothing was tried in this run. The scenario fix-on-trial restarts the server under pages that "
                "are written as they were, as the document's fix has it, and with the old socket closed first; "
                "it counts live sockets, 400s, and messages that were lost or came twice."
            )
        )
        self.start.say(self.tr("Run the trial"))
        self.table.setAccessibleName(self.title.text())
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self.table.fit()
        self._say_about()
        self._allow()

    def _make(self, theme: Theme) -> None:
        self._about = Elided("muted", "trial-about")
        self.start = Button(theme, "trial-start", "play", "on_accent", "primary")
        self.table, self.model = Table("trial-rows"), TrialModel(theme)
        self.table.setModel(self.model)
        self.table.setSelectionMode(self.table.SelectionMode.SingleSelection)
        self.table.columns(list(SAMPLES), BODIES, spare=_SPARED)
        self._empty = paragraph("muted", "no-trial")
        self._empty.setFixedWidth(EMPTY_WIDTH)
        self._nothing = QWidget()

    def _arrange(self) -> None:
        row = self.line(self.title)
        row.addWidget(self._about, 1)
        row.addWidget(self.start)
        self.rows.addWidget(self.table)
        inner = QVBoxLayout(self._nothing)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._empty)
        middle.addStretch(1)
        inner.addStretch(1)
        inner.addLayout(middle)
        inner.addStretch(2)
        self.rows.addWidget(self._nothing, 1)
        self.table.hide()

    def _show(self, trial: Trial | None) -> None:
        if trial == self._trial:
            return
        self._trial = trial
        if self.model.show(trial):
            self.table.fit()
        rows = min(self.model.rowCount(), MOST_ROWS)
        self.table.setFixedHeight(self.table.horizontalHeader().height() + rows * ROW_HEIGHT)
        self.table.setVisible(trial is not None)
        self._nothing.setVisible(trial is None)

    def _say_about(self) -> None:
        same = self.tr("The same restarts for each way to write a client, in one run")
        going = self._busy and self._trial is not None
        self._about.set(self.tr("So far: the run is still going on") if going else same)

    def _start(self) -> None:
        self.start.setEnabled(False)
        self._send(RunStart(name=SCENARIO))

    def _allow(self) -> None:
        """Why the trial cannot be run just now, if it cannot."""
        dead = "" if self._alive else self.tr("The core is not there")
        busy = self.tr("A run is going on: stop it first") if self._busy else ""
        measuring = self.tr("A matrix is being measured: stop it first") if self._measuring else ""
        unknown = "" if self._offer is not None else self.tr("There is no scenario fix-on-trial here")
        why = self.tr("Start the scenario fix-on-trial")
        self.start.allow(self._against or dead or busy or measuring or unknown or lacking(self._offer), why)
