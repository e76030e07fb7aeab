"""What the trial comes to, in sentences, each with its verdict."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from harness.snapshot import Phrase
from ui.i18n import core
from ui.model import Model, Topic
from ui.pages import SCROLL
from ui.telling import printable
from ui.theme import Theme
from ui.trial import Sentence, filled, trial_of
from ui.widgets import UNKNOWN, Card, Dot, fit, label, paragraph, set_role

TOPICS: frozenset[Topic] = frozenset({"snapshot"})
VERDICT_WIDTH = 44


class Line(QWidget):
    """A sentence, with its verdict as a mark and a word before it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._dot, self._verdict = Dot(theme), label(name="trial-verdict")
        self._verdict.setFixedWidth(VERDICT_WIDTH)
        self._words = paragraph(name="trial-says")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        mark = QVBoxLayout()
        mark.setContentsMargins(0, 4, 0, 0)
        mark.addWidget(self._dot, 0, top)
        row.addLayout(mark)
        row.addWidget(self._verdict, 0, top)
        row.addWidget(self._words, 1, top)

    def say(self, sentence: Sentence) -> None:
        """Say this."""
        right = sentence.verdict == "right"
        self._dot.set("ok" if right else "bad")
        self._verdict.setText(self.tr("right") if right else self.tr("wrong"))
        set_role(self._verdict, "ok" if right else "bad")
        self._words.setText(words_of(sentence))


class TrialSays(Card):
    """The sentences of the trial, while there are some."""

    topics = TOPICS

    def __init__(self, theme: Theme) -> None:
        super().__init__("trial-says", (12, 10, 6, 10))
        self._theme = theme
        self._says: tuple[Sentence, ...] = ()
        self._lines: list[Line] = []
        self.rows.addWidget(self.title)
        scroll, page = QScrollArea(), QFrame()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setObjectName("page")
        scroll.setWidget(page)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, SCROLL, 0)
        column.setSpacing(8)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        column.addLayout(self._list)
        column.addStretch(1)
        self.rows.addWidget(scroll, 1)
        self.hide()
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Say what the trial of the run comes to."""
        trial = trial_of(model.figure("trial"))
        says = () if trial is None else trial.says
        if says != self._says:
            self._says = says
            self.setVisible(bool(says))
            self._draw()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("What it comes to"))
        self._draw()

    def _draw(self) -> None:
        fit(self._lines, len(self._says), self._list, lambda: Line(self._theme))
        for line, sentence in zip(self._lines, self._says, strict=True):
            line.say(sentence)


def words_of(sentence: Sentence | Phrase) -> str:
    """The sentence in the language in use, with its figures in it."""
    return filled(core(sentence.text), tuple(map(arg_words, sentence.args)))


def arg_words(arg: str | int | float | None) -> str:
    """A name, translated where it is one of ours, or a figure."""
    if arg is None:
        return UNKNOWN
    if isinstance(arg, str):
        return printable(core(arg))
    return f"{arg:,.3g}" if isinstance(arg, float) and arg != int(arg) else f"{arg:,.0f}"
