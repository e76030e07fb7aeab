"""Two runs side by side: chosen from the folder of the runs, or anywhere else, and compared figure by figure."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from harness.commands import RunsCompare
from harness.comparing.model import Beside, Comparison
from ui.fields import Check, Choice
from ui.i18n import core, phrase
from ui.model import Model, Topic
from ui.panels import Send
from ui.panels.compare_model import SAMPLES, CompareModel
from ui.panels.tables import Table
from ui.telling import printable
from ui.theme import Theme
from ui.widgets import Button, IconButton, clicked, label, paragraph

TOPICS: frozenset[Topic] = frozenset({"compared", "rejected"})
SIZE = (820, 720)
OFFERED = 200
"""So many of the newest runs can be chosen; others by their folder."""
RUNS = "runs"
MARKS = ("summary.json", "series.json")


class CompareDialog(QDialog):
    """Beside the window, since it is about runs that are over."""

    topics = TOPICS

    def __init__(self, theme: Theme, send: Send, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("compare-dialog")
        self.resize(*SIZE)
        self._send = send
        self._folder = ""
        self._comparison: Comparison | None = None
        self._make(theme)
        self._arrange()
        self._connect()
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the comparison that came, or why there is none."""
        self._folder = model.snapshot.folder
        if model.rejected is not None and model.rejected.command == "runs.compare":
            self._words.setText(printable(phrase(model.rejected.message)))
        if model.comparison is not self._comparison:
            self._comparison = model.comparison
            self._draw()

    def open_it(self, folder: str) -> None:
        """Show it, with this run as B, beside the one before it."""
        self._folder = folder or self._folder
        runs = offered(self._folder)
        for choice in self.sides.values():
            choice.fill([(str(path), path.name) for path in runs])
        here = str(Path(self._folder))
        others = [str(path) for path in runs if str(path) != here]
        self.sides["b"].choose(here)
        if others:
            self.sides["a"].choose(others[0])
        self._allow()
        self.show()
        self.sides["a"].setFocus()
        self.raise_()
        self.activateWindow()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.setWindowTitle(self.tr("Compare"))
        self._title.setText(self.tr("Two runs side by side"))
        for name, choice in self.sides.items():
            choice.setAccessibleName(self.tr("Run %1").replace("%1", name.upper()))
            self.browse[name].say(self.tr("Another folder, or a bundle"))
        self.start.say(self.tr("Compare"))
        self.every.setText(self.tr("Also what is the same"))
        self.table.setAccessibleName(self.tr("Figures of both runs"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(SAMPLES) - 1)
        self.table.fit()
        self._draw()
        self._allow()

    def _make(self, theme: Theme) -> None:
        self._title = label(role="title", name="compare-title")
        self.sides = {name: Choice(f"compare-{name}") for name in ("a", "b")}
        self.browse = {name: IconButton(theme, f"browse-{name}", "folder-open-outline") for name in self.sides}
        self._said = {name: label(role="muted", name=f"compared-{name}") for name in self.sides}
        self.start = Button(theme, "compare", "compare-horizontal", "on_accent", "primary")
        self.start.setAutoDefault(False)
        self.every = Check()
        self.every.setObjectName("compare-every")
        self.table, self.model = Table("compare-rows"), CompareModel(theme)
        self.table.setModel(self.model)
        self.table.columns(SAMPLES, 0, spare=())
        self._words = paragraph("muted", "compare-words")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(9)
        column.addWidget(self._title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(self.sides):
            grid.addWidget(label(name.upper(), "title"), row, 0)
            grid.addWidget(self.sides[name], row, 1)
            grid.addWidget(self.browse[name], row, 2)
            grid.addWidget(self._said[name], row, 3)
        column.addLayout(grid)
        across = QHBoxLayout()
        across.addWidget(self.start)
        across.addStretch(1)
        across.addWidget(self.every)
        column.addLayout(across)
        column.addWidget(self.table, 1)
        column.addWidget(self._words)

    def _connect(self) -> None:
        clicked(self.start, self._start)
        self.every.toggled.connect(lambda _on: self._draw())
        for name, button in self.browse.items():
            clicked(button, partial(self._browse, name))
            self.sides[name].currentIndexChanged.connect(lambda _row: self._allow())

    def _start(self) -> None:
        self._words.setText(self.tr("Comparing"))
        self._send(RunsCompare(a=self.sides["a"].chosen(), b=self.sides["b"].chosen()))

    def _browse(self, name: str) -> None:
        """Take another folder, or a bundle in it."""
        found, _ = QFileDialog.getOpenFileName(
            self, self.tr("A run's summary, a series, or a bundle"), RUNS, f"{' '.join(MARKS)} *.zip"
        )
        if found:
            self.take(name, Path(found))

    def take(self, name: str, found: Path) -> None:
        """Choose what a person has pointed to: a bundle, or the folder that a file of a run lies in."""
        path = (found.parent if found.name in MARKS else found).absolute()
        choice = self.sides[name]
        if choice.findData(str(path)) < 0:
            choice.addItem(printable(path.name), str(path))
        choice.choose(str(path))

    def _allow(self) -> None:
        a, b = (choice.chosen() for choice in self.sides.values())
        why = "" if a and b else self.tr("Choose two runs first")
        self.start.allow(why or (self.tr("Both are the same run") if a == b else ""), self.tr("Compare"))
        if self._comparison is not None:
            self._say_sides(self._comparison)

    def _draw(self) -> None:
        found = self._comparison
        self.model.show(found, every=self.every.isChecked())
        self.table.clearSpans()
        for row, line in enumerate(self.model.lines):
            if line.heading:
                self.table.setSpan(row, 0, 1, len(SAMPLES))
        if found is None:
            return
        self._say_sides(found)
        self._words.setText(self._note(found))

    def _say_sides(self, found: Comparison) -> None:
        """What was compared stands beside its choice, for as long as that is chosen."""
        for name, side in (("a", found.a), ("b", found.b)):
            self._said[name].setText(self._told(side) if side.path == self.sides[name].chosen() else "")

    def _told(self, side: Beside) -> str:
        runs = self.tr("%n runs", "", side.runs) if side.runs > 1 else ""
        return printable(", ".join(filter(None, (runs, side.scenario, side.profile, core(side.outcome)))))

    def _note(self, found: Comparison) -> str:
        if any(one.beyond_spread is not None for one in found.figures):
            return self.tr(
                "Not by chance: further apart than 19 of 20 pairs of alike runs would be. Of many figures, one in "
                "twenty is so all the same."
            )
        return self.tr("Whether it may be chance, repeats tell: run one of them with --repeat 5.")


def offered(folder: str) -> list[Path]:
    """The runs and series beside a run's folder, or in the usual place, the newest first."""
    room = Path(folder).parent if folder else Path(RUNS).absolute()
    try:
        found = [path for path in room.iterdir() if any((path / mark).is_file() for mark in MARKS)]
    except OSError:  # no run was made here yet: there is nothing to choose
        return []
    return sorted(found, key=lambda path: path.name, reverse=True)[:OFFERED]
