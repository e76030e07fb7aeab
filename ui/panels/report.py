"""The report of a run that is over: what people add to it, where it lies, and a way to open it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from harness.commands import Added, RunReport
from harness.snapshot import Rejected, RunReported
from ui.i18n import phrase, sentence
from ui.i18n.languages import Languages
from ui.model import Model, Topic
from ui.panels import Send
from ui.telling import printable
from ui.theme import Theme
from ui.widgets import Button, clicked, label, paragraph

TOPICS: frozenset[Topic] = frozenset({"reported", "rejected", "snapshot"})
SIZE = (560, 560)
LONGEST = 200
"""Letters of a line; a text may be longer."""
SHORT = ("ticket", "owner", "severity")
LONG = ("impact", "notes")


class ReportDialog(QDialog):
    """Beside the window. What is written here is kept apart from what was measured, and said to be so."""

    topics = TOPICS

    def __init__(self, theme: Theme, languages: Languages, send: Send, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("report-dialog")
        self.resize(*SIZE)
        self._languages, self._send = languages, send
        self._run, self._asked, self._over = "", "", False
        self._reported: RunReported | None = None
        self._refused: Rejected | None = None
        self._make(theme)
        self._arrange()
        self._connect()
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show what was written, or why it could not be."""
        if model.snapshot.folder != self._run:
            self._forget(model.snapshot.folder)
        self._over = bool(self._run) and not model.busy
        if model.rejected is not None and model.rejected is not self._refused:
            self._hear(model.rejected)
        if model.reported is not None and model.reported is not self._reported and model.reported.run == self._run:
            self._take(model.reported)
        self._allow()

    def open_it(self) -> None:
        """Show it; what was added before is read with the report, which is written again on the way."""
        if self._over and self._reported is None:
            self._ask(None)
        self._allow()
        self.show()
        self.lines["ticket"].setFocus()
        self.raise_()
        self.activateWindow()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.setWindowTitle(self.tr("Report"))
        self._title.setText(self.tr("Report of this run"))
        self._about.setText(self.tr("What you add stands in a part of its own, and is never taken for measured"))
        words = {
            "ticket": self.tr("Ticket"),
            "owner": self.tr("Owner"),
            "severity": self.tr("Severity"),
            "impact": self.tr("Actual impact"),
            "notes": self.tr("Notes"),
        }
        for name, text in words.items():
            self._captions[name].setText(text)
            self._field(name).setAccessibleName(text)
        self.lines["severity"].setPlaceholderText("SEV-3")
        self.save.say(self.tr("Save and write again"))
        self.pdf.say(self.tr("As PDF"))
        self.show_page.say(self.tr("Open the report"))
        self._say()
        self._allow()

    def _make(self, theme: Theme) -> None:
        self._title, self._about = label(role="title", name="report-title"), paragraph("muted", "report-about")
        self.lines = {name: QLineEdit() for name in SHORT}
        self.texts = {name: QPlainTextEdit() for name in LONG}
        self._captions: dict[str, QLabel] = {}
        for name in (*SHORT, *LONG):
            self._captions[name] = label(role="muted")
            self._captions[name].setBuddy(self._field(name))
            self._field(name).setObjectName(f"report-{name}")
        for line in self.lines.values():
            line.setMaxLength(LONGEST)
        for text in self.texts.values():
            text.setTabChangesFocus(True)
        self._words = paragraph("muted", "report-words")
        self.save = Button(theme, "save-report", "content-save-outline", "on_accent", "primary")
        self.pdf = Button(theme, "report-pdf", "file-pdf-box", role="segment")
        self.show_page = Button(theme, "open-report", "open-in-new", role="segment")
        for button in (self.save, self.pdf, self.show_page):
            button.setAutoDefault(False)  # or Enter in a line would press it

    def _arrange(self) -> None:
        column, grid, row = QVBoxLayout(self), QGridLayout(), QHBoxLayout()
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(9)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(12)
        for number, name in enumerate((*SHORT, *LONG)):
            at = Qt.AlignmentFlag.AlignTop if name in LONG else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(self._captions[name], number, 0, at)
            grid.addWidget(self._field(name), number, 1)
        for button in (self.show_page, self.pdf):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.save)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addLayout(grid, 1)
        column.addWidget(self._words)
        column.addLayout(row)

    def _connect(self) -> None:
        clicked(self.save, lambda: self._ask(self.added))
        clicked(self.pdf, lambda: self._ask(None, pdf=True))
        clicked(self.show_page, self._open_page)

    @property
    def added(self) -> Added:
        """What stands in the fields."""
        lines = {name: line.text() for name, line in self.lines.items()}
        return Added(**lines, **{name: text.toPlainText() for name, text in self.texts.items()})

    @property
    def words(self) -> str:
        """What it says below: the files that were written, or why there are none."""
        return self._words.text()

    def _field(self, name: str) -> QLineEdit | QPlainTextEdit:
        return self.lines[name] if name in self.lines else self.texts[name]

    def _fill(self, added: Added) -> None:
        for name, line in self.lines.items():
            line.setText(getattr(added, name))
        for name, text in self.texts.items():
            text.setPlainText(getattr(added, name))

    def _ask(self, added: Added | None, *, pdf: bool = False) -> None:
        self._asked = self._run
        self._words.setText(self.tr("Writing"))
        self._send(RunReport(run=self._run, language=self._languages.language, added=added, pdf=pdf))
        self._allow()

    def _forget(self, run: str) -> None:
        """Another run: what was written about the one before is none of it."""
        self._run, self._asked, self._reported = run, "", None
        self._fill(Added())
        self._say()

    def _hear(self, refused: Rejected) -> None:
        """Why the report could not be written."""
        self._refused = refused
        if refused.command == "run.report":
            self._asked = ""
            self._words.setText(printable(sentence(phrase(refused.message))))

    def _take(self, reported: RunReported) -> None:
        """The first answer about a run fills the fields; later ones leave alone what is being written there."""
        first, self._reported, self._asked = self._reported is None, reported, ""
        if first:
            self._fill(reported.added)
        self._say()

    def _say(self) -> None:
        files = self._reported.files if self._reported is not None else ()
        self._words.setText("\n".join(printable(file) for file in files))

    def _open_page(self) -> None:
        if self._reported is not None:
            page = self._reported.files[-1 if self._reported.files[-1].endswith(".pdf") else 0]
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(page).absolute())))

    def _allow(self) -> None:
        why = "" if self._over else self.tr("The report is written when the run is over")
        busy = why or (self.tr("Writing") if self._asked else "")
        written = self._reported is not None
        unread = busy or ("" if written else self.tr("Nothing is written yet"))
        for field in (*self.lines.values(), *self.texts.values()):
            field.setEnabled(written and not busy)
        self.save.allow(unread, self.tr("Keep this beside the evidence, and write the report again with it"))
        self.pdf.allow(busy, self.tr("Write it as PDF besides, in the language of the window"))
        self.show_page.allow(unread, self.tr("In the browser"))
