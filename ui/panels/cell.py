"""One cell of the matrix, whole: what was measured, why it came to that, and the way to the events behind it."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout

from harness.commands import MatrixShow
from harness.matrix.model import Cell, Key
from ui.fields import Choice
from ui.i18n import core, phrase, value_words
from ui.matrix import FACTS, Matrix, Told
from ui.model import Model, Topic
from ui.offers import lacking
from ui.pages import SCROLL
from ui.panels import Send
from ui.panels.heat_cells import SIGN_TONES
from ui.panels.heat_model import HeatModel, name_of
from ui.telling import printable
from ui.theme import Theme, font
from ui.widgets import UNKNOWN, Button, Card, Dot, Elided, IconButton, clicked, label, set_role

TOPICS: frozenset[Topic] = frozenset({"matrix", "catalogue"})
LINES = (*FACTS, "recovery", "lost", "duplicated", "by_cause", "by_body", "http_5xx")
CAPTION_WIDTH = 128
_TONES = {True: "ok", False: "bad", None: "quiet"}


class CellPanel(Card):
    """The cell that was gone to. `heat` knows the words for signs, and which profiles are there."""

    topics = TOPICS
    asked = Signal()

    def __init__(self, theme: Theme, send: Send, heat: HeatModel) -> None:
        super().__init__("cell")
        self._send, self._heat = send, heat
        self._matrix = Matrix()
        self._key: Key | None = None
        self._make(theme)
        self._arrange()
        clicked(self.events, self.ask)
        clicked(self.copy, lambda: QGuiApplication.clipboard().setText(self.brings.text()))
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the cell as it stands."""
        self._matrix = model.matrix
        self._draw()

    def show_cell(self, key: Key) -> None:
        """Show this cell."""
        self._key = key
        self._draw()

    def ask(self) -> None:
        """Ask for the events of the run that is chosen."""
        if self.run.chosen():
            self._send(MatrixShow(run=self.run.chosen()))

    def retranslate(self) -> None:
        """Set every text again."""
        words = (
            self.tr("Handshake"),
            self.tr("Echo"),
            self.tr("Broadcast to all"),
            self.tr("Upgraded"),
            self.tr("Idle beyond a ping"),
            self.tr("Survives a restart"),
            self.tr("Recovery"),
            self.tr("Messages lost"),
            self.tr("Delivered twice"),
            self.tr("400s by cause"),
            self.tr("400s by body"),
            self.tr("5xx"),
        )
        for name, text in zip(LINES, words, strict=True):
            self._captions[name].setText(text)
        self._run_caption.setText(self.tr("Run"))
        self.run.setAccessibleName(self.tr("Run of the cell"))
        self.events.say(self.tr("Show its events"), self.tr("The event log and the requests of this run (Enter)"))
        self.brings.setAccessibleName(self.tr("The command that brings it"))
        self.copy.say(self.tr("Copy the command"))
        self._draw()

    def _make(self, theme: Theme) -> None:
        self._dot, self._sign = Dot(theme), label(name="cell-sign")
        self._name = Elided("title", "cell-name")
        self._captions = {name: label(role="muted") for name in LINES}
        self._dots = {name: Dot(theme) for name in FACTS}
        self._values = {name: Elided("", f"cell-{name}") for name in LINES}
        self.why = label(name="cell-why")
        self.why.setWordWrap(True)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.brings = QLineEdit()
        self.brings.setReadOnly(True)
        self.brings.setObjectName("cell-brings")
        self.brings.setFont(font(12, mono=True))
        self.copy = IconButton(theme, "copy-brings", "content-copy")
        self._run_caption, self.run = label(), Choice("cell-run")
        self.events = Button(theme, "cell-events", "format-list-bulleted", "accent")

    def _arrange(self) -> None:
        self.rows.addWidget(self._name)
        self.line(self._dot, self._sign, None)
        row = self.line(self.brings, self.copy)
        row.setSpacing(2)
        self.rows.addWidget(self._arrange_facts(), 1)
        self.field(self._run_caption, self.run, 40)
        self.rows.addWidget(self.events)

    def _arrange_facts(self) -> QScrollArea:
        """Why, and what was measured; it scrolls where the reasons are many."""
        scroll, page, grid = QScrollArea(), QFrame(), QGridLayout()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setObjectName("page")
        scroll.setWidget(page)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, SCROLL, 0)
        column.setSpacing(12)
        column.addWidget(self.why)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for number, name in enumerate(LINES):
            self._captions[name].setFixedWidth(CAPTION_WIDTH)
            grid.addWidget(self._captions[name], number, 0)
            if name in self._dots:
                grid.addWidget(self._dots[name], number, 1)
            grid.addWidget(self._values[name], number, 2)
        grid.setColumnStretch(2, 1)
        column.addLayout(grid)
        column.addStretch(1)
        return scroll

    def _draw(self) -> None:
        told = self._matrix.cells.get(self._key) if self._key is not None else None
        self._draw_head(told)
        self._draw_why(None if told is None else told.cell)
        values = dict.fromkeys(LINES, UNKNOWN) if told is None else self._texts(told.cell)
        for name, words in values.items():
            self._values[name].set(words)
        for name, dot in self._dots.items():
            dot.set(_TONES[None if told is None else getattr(told.cell, name)])
        self._draw_runs(None if told is None else told.cell)

    def _draw_head(self, told: Told | None) -> None:
        key = self._key
        there = key is not None
        for widget in (self._dot, self._sign):
            widget.setVisible(there)
        if key is None:
            self._name.set(self.tr("Cell"))
            return
        sign = self._matrix.sign(key, available=self._heat.available(key[0]))
        self._name.set(name_of(key))
        self._dot.set(SIGN_TONES[sign] or "quiet")
        self._sign.setText(self._heat.whole_words(sign, told))

    def _draw_why(self, cell: Cell | None) -> None:
        offer = self._heat.offer(self._key[0]) if self._key is not None and not (cell and cell.run) else None
        brings = "" if offer is None or offer.available else offer.brings
        self.brings.setVisible(bool(brings))
        self.copy.setVisible(bool(brings))
        if self.brings.text() != brings:
            self.brings.setText(brings)
            self.brings.setCursorPosition(0)
        words = lacking(offer, command=False)
        if not words and cell is not None:
            words = "\n".join(f"• {phrase(one)}" for one in cell.reasons) or phrase(cell.why or cell.needs)
        if self._key is None:
            words = self.tr("Choose a cell: here is what was measured of it, and why")
        self.why.setText(printable_lines(words))
        self.why.setVisible(bool(words))
        set_role(self.why, "faint" if self._key is None else "")

    def _draw_runs(self, cell: Cell | None) -> None:
        runs = () if cell is None else cell.runs or (cell.run,) * bool(cell.run)
        options = [(run, self._run_words(number, len(runs), run)) for number, run in enumerate(runs, start=1)]
        others = [self.run.itemData(row) for row in range(self.run.count())] != list(runs)
        self.run.fill(options)
        if others and cell is not None:
            self.run.choose(cell.run)
        self.run.setEnabled(len(runs) > 1)
        self.run.setToolTip(self.run.chosen())
        self.events.setEnabled(bool(runs))

    def _run_words(self, number: int, total: int, run: str) -> str:
        words = self.tr("run %1 of %2").replace("%1", str(number)).replace("%2", str(total))
        return f"{words} · {PurePath(run).name.rpartition('-')[2]}"

    def _texts(self, cell: Cell) -> dict[str, str]:
        texts = {name: self._yes(getattr(cell, name)) for name in FACTS}
        if cell.survives_restart is not None and cell.restart:
            texts["survives_restart"] += f" · {value_words(cell.restart)}"
        texts["recovery"] = UNKNOWN if cell.recovery is None else f"{cell.recovery:.2f} s"
        for name in ("lost", "duplicated", "http_5xx"):
            value = getattr(cell, name)
            texts[name] = UNKNOWN if value is None else f"{value:,}"
        if cell.unknown:
            texts["lost"] += " · " + self.tr("%1 not known").replace("%1", f"{cell.unknown:,}")
        texts["by_cause"] = counts(cell.http_400)
        texts["by_body"] = counts(cell.http_400_by_body)
        return texts

    def _yes(self, value: bool | None) -> str:
        return UNKNOWN if value is None else self.tr("yes") if value else self.tr("no")


def counts(by: dict[str, int] | None) -> str:
    """Counts by name, the largest first; 0 for none, – where they are not known."""
    if by is None:
        return UNKNOWN
    there = sorted(((name, count) for name, count in by.items() if count), key=lambda pair: -pair[1])
    return ", ".join(f"{count:,} × {core(name)}" for name, count in there) or "0"


def printable_lines(text: str) -> str:
    """The text with its lines, but no other control characters."""
    return "\n".join(map(printable, text.split("\n")))
