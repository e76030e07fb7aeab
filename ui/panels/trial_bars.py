"""The trial in bars: live sockets, messages that came twice, and 400s by body, side by side."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from harness.events import BODY_KINDS
from ui.charts.compare import Bar, Bars
from ui.charts.legend import Legend
from ui.i18n import core
from ui.model import Model, Topic
from ui.pages import SPACE
from ui.panels.trial_model import sockets_text, whole
from ui.telling import printable
from ui.theme import Theme
from ui.trial import Trial, Tried, trial_of
from ui.widgets import Card

TOPICS: frozenset[Topic] = frozenset({"snapshot"})


class BarCard(Card):
    """One figure of all behaviours."""

    def __init__(self, theme: Theme, name: str, *, in_parts: bool = False) -> None:
        super().__init__(name, (12, 9, 12, 8))
        self.bars = Bars(theme, in_parts=in_parts)
        self.bars.setObjectName(f"{name}-bars")
        self.legend = Legend(theme)
        self.legend.setVisible(in_parts)
        row = self.line(self.title)
        row.setSpacing(12)
        row.addWidget(self.legend, 1)
        row.addStretch(0 if in_parts else 1)
        self.rows.addWidget(self.bars)
        self.rows.addStretch(1)

    def say(self, title: str) -> None:
        """Its title."""
        self.title.setText(title)
        self.bars.setAccessibleName(title)


class TrialBars(QWidget):
    """The charts of the trial, while there is one."""

    topics = TOPICS

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._trial: Trial | None = None
        self.sockets, self.twice = BarCard(theme, "trial-sockets"), BarCard(theme, "trial-twice")
        self.refused = BarCard(theme, "trial-400s", in_parts=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        for card in (self.sockets, self.twice, self.refused):
            row.addWidget(card, 1)
        self.hide()
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Draw the trial of the run."""
        trial = trial_of(model.figure("trial"))
        if trial != self._trial:
            self._trial = trial
            self.setVisible(trial is not None)
            self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.sockets.say(self.tr("Live sockets a page"))
        self.twice.say(self.tr("Messages that came twice or more"))
        self.refused.say(self.tr("400s by body"))
        self._draw()

    def _draw(self) -> None:
        tried = {} if self._trial is None else self._trial.behaviours
        bodies = bodies_of(tried)
        self.sockets.bars.show_bars(tuple(sockets_bar(name, one) for name, one in tried.items()))
        self.twice.bars.show_bars(tuple(self._twice_bar(name, one) for name, one in tried.items()))
        self.refused.bars.show_bars(tuple(bodies_bar(name, one, tuple(bodies)) for name, one in tried.items()))
        self.refused.legend.show_totals(bodies)

    def _twice_bar(self, name: str, tried: Tried) -> Bar:
        words = whole(tried.duplicated)
        if tried.duplicated and tried.copies_max:
            words += " " + self.tr("(up to %1 times)").replace("%1", str(tried.copies_max))
        return Bar(shown(name), (float(tried.duplicated or 0),), words, loud=bool(tried.duplicated))


def shown(name: str) -> str:
    """A behaviour's name as the window has it."""
    return printable(core(name))


def sockets_bar(name: str, tried: Tried) -> Bar:
    """The sockets that were alive at the end."""
    sockets = tried.sockets_per_page
    return Bar(shown(name), (sockets.mean or 0.0,), sockets_text(sockets), loud=tried.leaks)


def bodies_of(tried: dict[str, Tried]) -> dict[str, float]:
    """The kinds of body that got a 400 at all, each with its count over all behaviours."""
    counted = [one.http_400.by_body or {} for one in tried.values()]
    totals = {body: float(sum(by.get(body, 0) for by in counted)) for body in BODY_KINDS}
    return {body: total for body, total in totals.items() if total}


def bodies_bar(name: str, tried: Tried, bodies: tuple[str, ...]) -> Bar:
    """The 400s of a behaviour, in parts by what the requests carried."""
    by = tried.http_400.by_body or {}
    return Bar(shown(name), tuple(float(by.get(body, 0)) for body in bodies), whole(tried.http_400.total))
