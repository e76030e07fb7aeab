"""The charts: a card for each figure of the Catalogue, on one time axis, with the marks through all of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from harness.snapshot import Figure, Mark
from ui.charts.chart import Chart
from ui.charts.marks import CITED
from ui.charts.timeline import SPANS, Span, Timeline, clock_text
from ui.limits import Limit
from ui.model import Model, Topic
from ui.series import Series
from ui.theme import Theme
from ui.widgets import Button, Elided, clicked, label

TOPICS: frozenset[Topic] = frozenset({"snapshot", "catalogue", "series", "marks"})
FIRST_SHARE, SHARE = 5, 4
NOTHING = Series()


class ChartsPanel(QWidget):
    """The charts under each other, and the row that moves their time."""

    topics = TOPICS

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.timeline = Timeline()
        self.charts: list[Chart] = []
        self._figures: tuple[Figure, ...] = ()
        self._model: Model | None = None
        self._cited: list[Mark] = []
        self._run = ""
        self._make()
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Draw what has changed: new buckets, new marks, or a view that moved on by a bucket."""
        self._model = model
        if model.figures() != self._figures:
            self._build(model.figures())
        self.timeline.advance(model.snapshot.now or 0.0, model.snapshot.bucket)
        if model.snapshot.run_id != self._run:
            self._run = model.snapshot.run_id
            self.cite("", [])
            self._choose(self.timeline.span)
        self._draw(model)

    def cite(self, name: str, events: list[tuple[int, float]]) -> None:
        """Mark these events, by number and second: the evidence of `name`. None of them takes the marks away."""
        self._cited = [Mark(id=-seq, kind=CITED, name="", start=at, end=at) for seq, at in events]
        self.cited.setVisible(bool(events))
        self._say_cited(name)
        self._redraw()

    def limits(self) -> list[Limit]:
        """Which seconds are left out, of those there have been."""
        low, high = self.timeline.view()
        now = self._model.snapshot.now or 0.0 if self._model is not None else 0.0
        if low <= 0 and now <= high:
            return []
        return [Limit(self.tr("Charts"), "part", f"{clock_text(low)}–{clock_text(min(high, now))}")]

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._caption.setText(self.tr("Time"))
        words = {"minute": self.tr("1 min"), "five": self.tr("5 min"), "whole": self.tr("Whole run")}
        for span, button in self.spans.items():
            button.say(words[span], self.tr("Follow the run and show this much of it"))
        self.follow.say(self.tr("Follow"), self.tr("Zoomed by wheel or drag: follow the run again"))
        self._say_cited(self.cited.accessibleName())
        self._reading.setAccessibleName(self.tr("Values at the pointer"))

    def _make(self) -> None:
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self._caption, self._reading = label(role="muted"), Elided("muted", "reading")
        self._group = QButtonGroup(self)
        self.spans: dict[Span, Button] = {
            span: Button(self._theme, f"span-{span}", role="segment") for span in SPANS
        }
        self.follow = Button(self._theme, "follow", "skip-next", "accent", "segment")
        self.follow.hide()
        self.cited = Button(self._theme, "cited", "close", "accent", "segment")
        self.cited.hide()
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._caption)
        for span, button in self.spans.items():
            button.setCheckable(True)
            button.setChecked(span == self.timeline.span)
            self._group.addButton(button)
            clicked(button, partial(self._choose, span))
            row.addWidget(button)
        row.addWidget(self.follow)
        row.addWidget(self.cited)
        row.addSpacing(10)
        row.addWidget(self._reading, 1)
        self._rows.addLayout(row)
        clicked(self.follow, lambda: self._choose(self.timeline.span))
        clicked(self.cited, lambda: self.cite("", []))

    def _say_cited(self, name: str) -> None:
        self.cited.say(name, self.tr("The dotted lines are its evidence: take them away"))

    def _build(self, figures: tuple[Figure, ...]) -> None:
        for chart in self.charts:
            self._rows.removeWidget(chart)
            chart.hide()
            chart.deleteLater()
        self._figures, self.charts = figures, []
        for number, figure in enumerate(figures):
            chart = Chart(self._theme, figure, words=number == 0, axis=number == len(figures) - 1)
            chart.moved.connect(self._hold)
            chart.pointed.connect(self._point)
            self.charts.append(chart)
            self._rows.addWidget(chart, FIRST_SHARE if number == 0 else SHARE)

    def _draw(self, model: Model) -> None:
        view = self.timeline.view()
        marks = sorted((*model.marks.values(), *self._cited), key=lambda mark: mark.start)
        now = model.snapshot.now or 0.0
        for chart in self.charts:
            series = model.series.get(chart.figure.name, NOTHING)
            chart.draw(series, model.snapshot.bucket, view, shown(marks), now)

    def _choose(self, span: Span) -> None:
        self.timeline.choose(span)
        self.follow.hide()
        self.spans[span].setChecked(True)
        self._redraw()

    def _hold(self, low: float, high: float) -> None:
        self.timeline.hold(low, high)
        self.follow.show()
        self._redraw()

    def _point(self, seconds: float | None) -> None:
        for chart in self.charts:
            chart.plot.marks.point(seconds)
        words = "" if seconds is None else " · ".join(chart.reading(seconds) for chart in self.charts)
        self._reading.set("" if seconds is None else f"{clock_text(seconds)}  {words}")

    def _redraw(self) -> None:
        if self._model is not None:
            self._draw(self._model)


def shown(marks: list[Mark]) -> list[Mark]:
    """The marks a chart shows: pictures are evidence, but not something that was done to the server."""
    return [mark for mark in marks if mark.kind != "screenshot"]
