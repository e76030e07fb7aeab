"""What lies behind a cell: the event log of one of its runs beside its requests, to read only."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from harness.matrix.model import Cell, Key
from harness.snapshot import MatrixShown, Snapshot
from ui.logstore import LogStore
from ui.matrix import Matrix
from ui.model import Model, Topic
from ui.pages import SPACE, Split
from ui.panels.event_log import EventLog
from ui.panels.heat_model import name_of
from ui.panels.requests import RequestPanel
from ui.theme import Theme
from ui.widgets import Button, Elided, IconButton, clicked

TOPICS: frozenset[Topic] = frozenset({"matrix-shown"})


class CellEvidence(QWidget):
    """A run of a cell. `came`: what was asked for is here; `back`: to the table again."""

    topics = TOPICS
    came = Signal()
    back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: MatrixShown | None = None
        self._past = Model(LogStore())
        self.leave = Button(theme, "matrix-back", "arrow-left", "accent")
        self._name, self.folder = Elided("title", "evidence-name"), QLineEdit()
        self.folder.setReadOnly(True)
        self.folder.setObjectName("evidence-folder")
        self.copy = IconButton(theme, "copy-folder", "content-copy")
        self.log, self.requests = EventLog(theme, self._past.log), RequestPanel(theme)
        own_names(self.log, self.requests)
        self._arrange()
        clicked(self.leave, self.back.emit)
        clicked(self.copy, lambda: QGuiApplication.clipboard().setText(self.folder.text()))
        self.log.follow.setChecked(False)
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the run that came, from its beginning."""
        shown = model.matrix.shown
        if shown is None or shown is self._shown:
            return
        self._shown = shown
        self._fill(shown)
        key = key_of(model.matrix, shown.run)
        self._name.set(name_of(key) if key is not None else PurePath(shown.run).name)
        self.folder.setText(shown.run)
        self.folder.setCursorPosition(0)
        self.came.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.leave.say(self.tr("Matrix"), self.tr("Back to the matrix (Esc)"))
        self.folder.setAccessibleName(self.tr("Run folder"))
        self.folder.setToolTip(self.tr("The folder of this run"))
        self.copy.say(self.tr("Copy the folder"))

    def _arrange(self) -> None:
        column, row, split = QVBoxLayout(self), QHBoxLayout(), Split(Qt.Orientation.Horizontal)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        row.setSpacing(SPACE)
        row.addWidget(self.leave)
        row.addWidget(self._name, 2)
        row.addWidget(self.folder, 3)
        row.addWidget(self.copy)
        column.addLayout(row)
        column.addWidget(split, 1)
        split.put(self.log, 600)
        split.put(self.requests, 660)

    def _fill(self, shown: MatrixShown) -> None:
        """Have both lists show a run as if it were going on, and had come to its end."""
        past = self._past
        past.log.clear()
        for line in shown.lines:
            past.fold(line)
        past.log.total += shown.left_out
        past.log.dropped += shown.left_out
        now = next((line.at for line in reversed(shown.lines) if line.at is not None), None)
        past.fold(Snapshot(state="sealed", full=True, run_id=shown.run, now=now, requests=shown.requests))
        self.requests.refresh(past)
        self.requests.follow.setChecked(False)
        self.log.refresh(past)
        self.log.table.scrollToTop()
        self.requests.table.scrollToTop()


def own_names(*panels: QWidget) -> None:
    """Names of their own for the parts of panels of whose kind the window has another."""
    for panel in panels:
        for part in panel.findChildren(QWidget):
            if part.objectName() and not part.objectName().startswith("qt_"):
                part.setObjectName(f"cell-{part.objectName()}")


def key_of(matrix: Matrix, run: str) -> Key | None:
    """The cell that a run is of."""
    cells: list[Cell] = [told.cell for told in matrix.cells.values()]
    return next((cell.key for cell in cells if run == cell.run or run in cell.runs), None)
