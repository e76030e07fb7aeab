"""What runs take of the disk, where that is too much: a sentence, and a button that asks before anything goes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMessageBox

from harness.commands import RunsRemove
from harness.snapshot import DiskCard
from ui.model import Model, Topic
from ui.panels import Send
from ui.telling import printable
from ui.theme import Theme
from ui.widgets import Button, Dot, Elided, IconButton, clicked, set_role

TOPICS: frozenset[Topic] = frozenset({"snapshot"})
UNITS = ("B", "KiB", "MiB", "GiB", "TiB")
STEP = 1024
LISTED = 12
"""So many names are told in the question; the rest is counted."""


class DiskBar(QFrame):
    """Hidden while there is room. It removes nothing: it asks, and the core does what was agreed to."""

    topics = TOPICS

    def __init__(self, theme: Theme, send: Send) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._send = send
        self._card: DiskCard | None = None
        self._dot, self._words = Dot(theme), Elided("", "disk-words")
        self._ask = Button(theme, "ask-disk", "delete-outline", "text", "small")
        self._close = IconButton(theme, "close-disk", "close")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.addWidget(self._dot)
        row.addWidget(self._words, 1)
        row.addWidget(self._ask)
        row.addWidget(self._close)
        self._dot.set("warn")
        set_role(self, "warn")
        clicked(self._close, self.hide)
        clicked(self._ask, self.ask)
        self.retranslate()
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def refresh(self, model: Model) -> None:
        """Say what is taken, once it is told that this is too much."""
        card = model.snapshot.disk
        if card != self._card:
            self._card = card
            self._draw()
            self.setVisible(card is not None)

    def ask(self) -> None:
        """Ask whether those that go first may go; the question names them, and No is what Enter says."""
        if self._card is None:
            return
        box = self.question(self._card)
        if box.exec() == QMessageBox.StandardButton.Yes:
            self._send(RunsRemove(names=tuple(one.name for one in self._card.goes)))
        box.deleteLater()

    def question(self, card: DiskCard) -> QMessageBox:
        """The question, to be shown."""
        freed = size_text(sum(one.size for one in card.goes))
        box = QMessageBox(self)
        box.setObjectName("disk-question")
        box.setTextFormat(Qt.TextFormat.PlainText)  # names are nobody's markup
        box.setWindowTitle(self.tr("Remove runs"))
        words = self.tr("Remove the oldest runs (%n)? That frees %1.", "", len(card.goes))
        box.setText(words.replace("%1", freed))
        names = [f"{printable(one.name)}  ({size_text(one.size)})" for one in card.goes[:LISTED]]
        if (more := len(card.goes) - LISTED) > 0:
            names.append(self.tr("and %n more", "", more))
        rule = self.tr("They cannot be brought back. A run that holds a file named KEEP is never among them.")
        box.setInformativeText("\n".join([rule, "", *names]))
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
        box.setDefaultButton(QMessageBox.StandardButton.No)
        box.button(QMessageBox.StandardButton.Yes).setText(self.tr("Remove"))
        box.button(QMessageBox.StandardButton.No).setText(self.tr("Keep all"))
        return box

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._ask.say(self.tr("Make room…"), self.tr("Shows which runs would go first, and asks"))
        self._close.say(self.tr("Close"))
        self._draw()

    def _draw(self) -> None:
        if self._card is None:
            return
        words = self.tr("The kept runs take %1 of the disk, more than %2.")
        self._words.set(words.replace("%1", size_text(self._card.size)).replace("%2", size_text(self._card.limit)))
        nothing = "" if self._card.goes else self.tr("All of them are kept on purpose, or being recorded")
        self._ask.allow(nothing, self.tr("Shows which runs would go first, and asks"))


def size_text(size: int) -> str:
    """A size in the unit that suits it."""
    value, unit = float(size), 0
    while value >= STEP and unit < len(UNITS) - 1:
        value, unit = value / STEP, unit + 1
    return f"{value:.1f} {UNITS[unit]}" if unit else f"{size} B"
