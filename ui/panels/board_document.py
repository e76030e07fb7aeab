"""The board of the document that started the project: each of its claims, put to the test by runs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.model import Model, Topic
from ui.pages import SCROLL
from ui.panels import Send
from ui.panels.answers import AnswerView
from ui.panels.board_model import BoardModel
from ui.panels.course import Course
from ui.theme import Theme
from ui.widgets import fit, label, paragraph

TOPICS: frozenset[Topic] = frozenset({"experiment", "snapshot", "matrix", "catalogue"})
DOCUMENT = "document"
SIZE = (760, 640)


class BoardDocument(QDialog):
    """The claims with what their runs have come to, and the button that runs them all."""

    topics = TOPICS

    def __init__(self, theme: Theme, send: Send, board: BoardModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("document")
        self.resize(*SIZE)
        self._theme, self._board = theme, board
        self._model = Model()
        self._answers: list[AnswerView] = []
        self._title, self._about = label(role="title"), paragraph("muted", "document-about")
        self.course = Course(theme, send, "document")
        self._arrange()
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show what the claims have come to."""
        self._model = model
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.setWindowTitle(self.tr("The document's board"))
        self._title.setText(self.tr("The document's board"))
        self._about.setText(
            self.tr(
                "What the document claims of the incident, of the fix and of the remote: each claim is put to the "
                "test by runs that differ in one thing. All of it takes some minutes"
            )
        )
        self.course.retranslate()
        self._draw()

    def open_it(self) -> None:
        """Show it, or bring it to the front."""
        self.show()
        self.raise_()
        self.activateWindow()

    def _arrange(self) -> None:
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(16, 14, 8, 12)
        column.setSpacing(9)
        for part in (self._title, None, self.course.start, self.course.stop):
            row.addStretch(1) if part is None else row.addWidget(part)
        row.setContentsMargins(0, 0, 8, 0)
        column.addLayout(row)
        for widget in (self._about, self.course.bar, self.course.running, self.course.trouble):
            column.addWidget(widget)
        scroll, page = QScrollArea(), QFrame()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setObjectName("page")
        scroll.setWidget(page)
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, 4, SCROLL, 0)
        self._list = QVBoxLayout()
        self._list.setSpacing(16)
        inner.addLayout(self._list)
        inner.addStretch(1)
        column.addWidget(scroll, 1)

    def _draw(self) -> None:
        self.course.draw(self._model, DOCUMENT)
        answers = self._model.experiments.answers(DOCUMENT)
        fit(self._answers, len(answers), self._list, lambda: AnswerView(self._theme, self._board, claims=True))
        for view, answer in zip(self._answers, answers, strict=True):
            view.show_answer(answer)
