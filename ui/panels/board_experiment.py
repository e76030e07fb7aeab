"""The experiment behind a hypothesis: a button, how far it is, and what it has come to."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar

from harness.commands import RunExperiment, StopExperiment
from harness.experiments.model import Answer, ArmCount
from harness.snapshot import BoardRow
from ui.board import TONES, Experiments
from ui.i18n import core, phrase
from ui.model import Model, Topic
from ui.panels import Send
from ui.panels.board_model import BoardModel
from ui.panels.idle import unstartable
from ui.telling import printable
from ui.theme import Theme
from ui.widgets import Button, Card, Dot, Elided, clicked, label, paragraph

TOPICS: frozenset[Topic] = frozenset({"experiment", "snapshot", "matrix", "catalogue"})


class BoardExperiment(Card):
    """The experiment of the hypothesis that was gone to; hidden where there is none."""

    topics = TOPICS

    def __init__(self, theme: Theme, send: Send, board: BoardModel) -> None:
        super().__init__("board-experiment")
        self._send, self._board = send, board
        self._name = ""
        self._experiments = Experiments()
        self._alive = self._busy = self._measuring = False
        self._against = ""
        self.start = Button(theme, "experiment-start", "flask-outline", "accent")
        self.stop = Button(theme, "experiment-stop", "stop", "bad", "danger")
        self._dot, self._verdict = Dot(theme), label(name="experiment-verdict")
        self._predicts, self._says = paragraph("muted", "experiment-predicts"), paragraph(name="experiment-says")
        self._bar, self._running = QProgressBar(), Elided("muted", "experiment-running")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self.line(self.title, self._dot, self._verdict, None, self.start, self.stop)
        for part in (self._predicts, self._bar, self._running, self._says):
            self.rows.addWidget(part)
        clicked(self.start, self._start)
        clicked(self.stop, self._stop)
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show how it goes, and whether it can be started."""
        self._experiments = model.experiments
        self._alive, self._busy, self._measuring = model.alive, model.busy, model.matrix.going
        self._against = unstartable(model)
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
        self.start.say(self.tr("Run it"))
        self.stop.say(self.tr("End it"), self.tr("End it early: its verdict is of the runs there were"))
        self._bar.setAccessibleName(self.tr("How far the experiment is"))
        self._draw()

    def _draw(self) -> None:
        card = self._board.card(self._name)
        self.setVisible(card is not None and card.experiment)
        going = self._experiments.going == self._name and bool(self._name)
        for widget in (self.stop, self._bar, self._running):
            widget.setVisible(going)
        self.start.setVisible(not going)
        self.start.allow(self._against or self._why_not(), self._why())
        if going:
            self._draw_course()
        answers = self._experiments.answers(self._name)
        self._draw_answers(answers)

    def _draw_course(self) -> None:
        experiments = self._experiments
        self.stop.setEnabled(True)
        self._bar.setMaximum(max(experiments.total, 1))
        self._bar.setValue(experiments.done)
        words = self.tr("%1 of %2 runs").replace("%1", str(experiments.done)).replace("%2", str(experiments.total))
        now = ", ".join(printable(core(one)) for one in experiments.running)
        self._running.set(f"{words} · {now}" if now else words)

    def _draw_answers(self, answers: tuple[Answer, ...]) -> None:
        first = answers[0] if answers else None
        self._dot.setVisible(first is not None)
        self._verdict.setVisible(first is not None)
        if first is not None:
            self._dot.set(TONES[first.verdict])
            self._verdict.setText(self._board.verdict_words(first.verdict))
        self._predicts.setText("" if first is None else printable(core(first.predicts)))
        says = [line for one in answers for line in self._lines(one)]
        ended = self._experiments.why_ended(self._name)
        if ended is not None and ended.outcome != "measured":
            stopped = (
                self.tr("Ended early") if ended.outcome == "stopped" else self.tr("It could not be carried out")
            )
            says.append(": ".join(filter(None, (stopped, printable(core(ended.why))))))
        self._says.setText("\n".join(says))
        for part in (self._predicts, self._says):
            part.setVisible(bool(part.text()))

    def _trouble(self) -> str:
        """Why it is not whole, where it is not."""
        ended = self._experiments.why_ended(self._name)
        if ended is None or ended.outcome == "measured":
            return ""
        early = ended.outcome == "stopped"
        words = self.tr("Ended early") if early else self.tr("It could not be carried out")
        return f"{words}: {printable(phrase(ended.why))}" if ended.why else words

    def _lines(self, answer: Answer) -> list[str]:
        """An answer in words: its arms, how likely chance is, and what it means."""
        lines = [self._arm(arm) for arm in answer.arms]
        if answer.p is not None:
            words = self.tr("p = %1: so likely is such a difference, or a larger one, by chance alone")
            lines.append(words.replace("%1", p_text(answer.p)))
        if answer.effect is not None:
            effect = answer.effect
            words = self.tr("Difference: %1 of the runs (95% interval: %2 to %3)")
            for place, share in (("%1", effect.difference), ("%2", effect.low), ("%3", effect.high)):
                words = words.replace(place, f"{share:+.0%}")
            lines.append(words)
        return [*lines, printable(core(answer.means))] if answer.means else lines

    def _arm(self, arm: ArmCount) -> str:
        words = self.tr("%1: in %2 of %3 runs")
        for place, text in (
            ("%1", printable(core(arm.words))),
            ("%2", str(arm.happened)),
            ("%3", str(arm.of)),
        ):
            words = words.replace(place, text)
        return words

    def _why(self) -> str:
        words = self.tr("Runs that differ in one thing, in turns, and an exact test")
        return f"{words}\n{self.tr('The run that goes on is ended for it')}" if self._busy else words

    def _why_not(self) -> str:
        """Why it cannot be started just now, if it cannot."""
        dead = "" if self._alive else self.tr("The core is not there")
        measuring = self.tr("A matrix is being measured: stop it first") if self._measuring else ""
        other = self.tr("Another experiment goes on: end it first") if self._experiments.going else ""
        return dead or measuring or other

    def _start(self) -> None:
        self.start.setEnabled(False)
        self._send(RunExperiment(hypothesis=self._name))

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self._send(StopExperiment())


def p_text(p: float) -> str:
    """A probability with as many digits as say something."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"
