"""The plan: the scenario's steps in order, each with its second, its words and how it went."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLabel

from harness.snapshot import PlanRow
from ui.charts.timeline import clock_text
from ui.i18n import core, phrase, sentence
from ui.model import Model, Topic
from ui.theme import Theme, font
from ui.widgets import Card, Elided, label

TOPICS: frozenset[Topic] = frozenset({"snapshot"})
_ICONS = {
    "waiting": ("clock-outline", "faint"),
    "running": ("progress-clock", "warn"),
    "done": ("check-circle", "ok"),
    "failed": ("close-circle", "bad"),
}


class PlanPanel(Card):
    """The steps of the scenario that runs."""

    topics = TOPICS

    def __init__(self, theme: Theme) -> None:
        super().__init__("plan")
        self._theme = theme
        self._rows: tuple[PlanRow, ...] = ()
        self._scenario = ""
        self._cells: list[tuple[QLabel, Elided, QLabel]] = []
        self._name = Elided("muted", "scenario-title")
        self._empty = label(role="faint", name="no-plan")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self.line(self.title).addWidget(self._name, 1)
        self.rows.addWidget(self._empty)
        self.rows.addLayout(self._grid)
        theme.changed.connect(self._draw)
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the steps as they stand."""
        if (model.snapshot.plan, model.snapshot.scenario) != (self._rows, self._scenario):
            self._rows, self._scenario = model.snapshot.plan, model.snapshot.scenario
            self._draw()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Plan"))
        self._empty.setText(self.tr("Free play: no steps are planned"))
        self._draw()

    def _draw(self) -> None:
        self._name.set(core(self._scenario) if self._rows else "")
        self._empty.setVisible(not self._rows)
        self._fit()
        for (icon, words, at), row in zip(self._cells, self._rows, strict=True):
            icon.setPixmap(self._theme.icon(*_ICONS[row.state]).pixmap(15, 15))
            icon.setAccessibleName(core(row.state))
            icon.setToolTip(core(row.state))
            words.set(sentence(phrase(row.do)), "\n".join(filter(None, (core(row.state), row.why))))
            at.setText(clock_text(row.at))

    def _fit(self) -> None:
        while len(self._cells) > len(self._rows):
            for cell in self._cells.pop():
                self._grid.removeWidget(cell)
                cell.hide()
                cell.deleteLater()
        while len(self._cells) < len(self._rows):
            cells = QLabel(), Elided("", "step"), label(role="muted")
            cells[2].setFont(font(12, mono=True))
            for column, cell in enumerate(cells):
                self._grid.addWidget(cell, len(self._cells), column)
            self._cells.append(cells)
