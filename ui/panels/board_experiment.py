"""The experiment behind the hypothesis that was gone to: a button, how far it is, and what it has come to."""

from __future__ import annotations

from harness.snapshot import BoardRow
from ui.model import Model, Topic
from ui.panels import Send
from ui.panels.answers import AnswerView
from ui.panels.board_model import BoardModel
from ui.panels.course import Course
from ui.theme import Theme
from ui.widgets import Card, fit

TOPICS: frozenset[Topic] = frozenset({"experiment", "snapshot", "matrix", "catalogue"})


class BoardExperiment(Card):
    """The experiment of one hypothesis; hidden where there is none."""

    topics = TOPICS

    def __init__(self, theme: Theme, send: Send, board: BoardModel) -> None:
        super().__init__("board-experiment")
        self._theme, self._board = theme, board
        self._name = ""
        self._model = Model()
        self._answers: list[AnswerView] = []
        self.course = Course(theme, send, "experiment")
        self.line(self.title, None, self.course.start, self.course.stop)
        for part in (self.course.bar, self.course.running, self.course.trouble):
            self.rows.addWidget(part)
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show how it goes, and whether it can be begun."""
        self._model = model
        self._draw()

    def show_row(self, row: BoardRow | None) -> None:
        """Show the experiment of this hypothesis."""
        name = "" if row is None else row.hypothesis
        if name != self._name:
            self._name = name
            self._draw()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Experiment"))
        self.course.retranslate()
        self._draw()

    def _draw(self) -> None:
        card = self._board.card(self._name)
        self.setVisible(card is not None and card.experiment)
        self.course.draw(self._model, self._name)
        answers = self._model.experiments.answers(self._name)
        fit(self._answers, len(answers), self.rows, lambda: AnswerView(self._theme, self._board))
        for view, answer in zip(self._answers, answers, strict=True):
            view.show_answer(answer)
