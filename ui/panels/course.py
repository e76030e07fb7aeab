"""How an experiment goes: the button that begins it, how far it is, the button that ends it, what went wrong."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QProgressBar

from harness.commands import RunExperiment, StopExperiment
from harness.experiments.model import ExperimentEnded
from ui.board import Experiments
from ui.i18n import core, phrase
from ui.model import Model
from ui.panels import Send
from ui.panels.idle import unstartable
from ui.telling import printable
from ui.theme import Theme
from ui.widgets import Button, Elided, clicked, paragraph


class Course(QObject):
    """The widgets of one experiment's course, which a card or a dialog puts in their places.

    `name`: what their objects are called by.
    """

    def __init__(self, theme: Theme, send: Send, name: str) -> None:
        super().__init__()
        self._send, self._hypothesis = send, ""
        self.start = Button(theme, f"{name}-start", "flask-outline", "accent")
        self.stop = Button(theme, f"{name}-stop", "stop", "bad", "danger")
        self.bar, self.running = QProgressBar(), Elided("muted", f"{name}-running")
        self.trouble = paragraph("warn", f"{name}-trouble")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        for button in (self.start, self.stop):
            button.setAutoDefault(False)
        clicked(self.start, self._start)
        clicked(self.stop, self._stop)

    def retranslate(self) -> None:
        """Set every text again."""
        self.start.say(self.tr("Run it"))
        self.stop.say(self.tr("End it"), self.tr("End it early: its verdict is of the runs there were"))
        self.bar.setAccessibleName(self.tr("How far the experiment is"))

    def draw(self, model: Model, hypothesis: str) -> None:
        """Show how the experiment behind this hypothesis goes, or whether it can be begun."""
        self._hypothesis = hypothesis
        going = bool(hypothesis) and model.experiments.going == hypothesis
        for widget in (self.stop, self.bar, self.running):
            widget.setVisible(going)
        self.start.setVisible(not going)
        self.start.allow(self._why_not(model), self._why(model))
        if going:
            self._draw_progress(model.experiments)
        ended = model.experiments.why_ended(hypothesis)
        self.trouble.setText(self._troubled(ended) if ended is not None and ended.outcome != "measured" else "")
        self.trouble.setVisible(bool(self.trouble.text()))

    def _draw_progress(self, experiments: Experiments) -> None:
        self.stop.setEnabled(True)
        self.bar.setMaximum(max(experiments.total, 1))
        self.bar.setValue(experiments.done)
        words = self.tr("%1 of %2 runs").replace("%1", str(experiments.done)).replace("%2", str(experiments.total))
        now = ", ".join(printable(core(one)) for one in experiments.running)
        self.running.set(f"{words} · {now}" if now else words)

    def _troubled(self, ended: ExperimentEnded) -> str:
        """Why it is not whole."""
        early = ended.outcome == "stopped"
        words = self.tr("Ended early") if early else self.tr("It could not be carried out")
        return f"{words}: {printable(phrase(ended.why))}" if ended.why else words

    def _why(self, model: Model) -> str:
        words = self.tr("Runs that differ in one thing, in turns, and an exact test")
        ends = self.tr("The run that goes on is ended for it")
        return f"{words}\n{ends}" if model.busy else words

    def _why_not(self, model: Model) -> str:
        """Why it cannot be begun just now, if it cannot."""
        dead = "" if model.alive else self.tr("The core is not there")
        measuring = self.tr("A matrix is being measured: stop it first") if model.matrix.going else ""
        other = self.tr("Another experiment goes on: end it first") if model.experiments.going else ""
        return unstartable(model) or dead or measuring or other

    def _start(self) -> None:
        self.start.setEnabled(False)
        self._send(RunExperiment(hypothesis=self._hypothesis))

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self._send(StopExperiment())
