"""What an experiment has come to on one question: verdict, its runs, how likely chance is, what it means."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from harness.experiments.model import Answer, ArmCount, Effect
from ui.board import TONES
from ui.i18n import core
from ui.panels.board_model import BoardModel
from ui.telling import printable
from ui.theme import Theme
from ui.widgets import Dot, label, paragraph

VERDICT_WIDTH = 64


class AnswerView(QWidget):
    """One answer. `claims`: the claim stands beside the verdict, and the document's own sentence below it."""

    def __init__(self, theme: Theme, board: BoardModel, *, claims: bool = False) -> None:
        super().__init__()
        self._board, self._claims = board, claims
        self._answer: Answer | None = None
        self._dot, self._verdict = Dot(theme), label(name="answer-verdict")
        self._verdict.setMinimumWidth(VERDICT_WIDTH)
        self._head = paragraph("title" if claims else "muted", "answer-head")
        self._quote, self._says = paragraph("muted", "answer-quote"), paragraph(name="answer-says")
        row = QHBoxLayout()
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        mark = QVBoxLayout()
        mark.setContentsMargins(0, 4, 0, 0)
        mark.addWidget(self._dot)
        row.addLayout(mark)
        row.addWidget(self._verdict, 0, top)
        row.addWidget(self._head, 1, top)
        row.setAlignment(mark, top)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(row)
        column.addWidget(self._quote)
        column.addWidget(self._says)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._answer is not None:
            self.show_answer(self._answer)

    def show_answer(self, answer: Answer) -> None:
        """Show this one."""
        self._answer = answer
        self._dot.set(TONES[answer.verdict])
        self._verdict.setText(self._board.verdict_words(answer.verdict))
        self._head.setText(printable(core(answer.claim if self._claims else answer.predicts)))
        quoted = self._claims and answer.sentence
        self._quote.setText(f"“{printable(answer.sentence)}”" if quoted else "")
        self._says.setText("\n".join(self._lines(answer)))
        for part in (self._quote, self._says):
            part.setVisible(bool(part.text()))

    def _lines(self, answer: Answer) -> list[str]:
        lines = [printable(core(answer.means))] if answer.means else []
        lines += [self._arm(arm) for arm in answer.arms]
        if answer.p is not None:
            words = self.tr("p = %1: so likely is such a difference, or a larger one, by chance alone")
            lines.append(words.replace("%1", p_text(answer.p)))
        return [*lines, self._effect(answer.effect)] if answer.effect is not None else lines

    def _arm(self, arm: ArmCount) -> str:
        words = self.tr("%1: in %2 of %3 runs")
        name = printable(core(arm.words))
        for place, text in (("%1", name), ("%2", str(arm.happened)), ("%3", str(arm.of))):
            words = words.replace(place, text)
        return words

    def _effect(self, effect: Effect) -> str:
        words = self.tr("Difference: %1 of the runs (95% interval: %2 to %3)")
        for place, share in (("%1", effect.difference), ("%2", effect.low), ("%3", effect.high)):
            words = words.replace(place, f"{share:+.0%}")
        return words


def p_text(p: float) -> str:
    """A probability with as many digits as say something."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"
