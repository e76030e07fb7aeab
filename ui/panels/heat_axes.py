"""What a matrix is to measure: chips for the transports and the kinds of clients, and how often."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from harness.snapshot import Choice
from ui.fields import Whole
from ui.i18n import core
from ui.matrix import TRANSPORTS
from ui.offers import lacking
from ui.theme import Theme
from ui.widgets import Button, clicked, label

GAP = 6
MOST_REPEATS = 50


class HeatAxes(QWidget):
    """`changed`: another choice."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._offers: dict[str, Choice] = {}
        self.transports = {name: self._chip(f"matrix-transport-{name}") for name in TRANSPORTS}
        self.clients: dict[str, Button] = {}
        self._captions = [label(role="muted") for _ in range(4)]
        self.all, self.none = (Button(theme, name, role="small") for name in ("matrix-all", "matrix-none"))
        self.repeat = Whole("matrix-repeat")
        self.repeat.setRange(0, MOST_REPEATS)
        self.repeat.setFixedWidth(78)
        self._kinds = QHBoxLayout()
        self._kinds.setSpacing(GAP)
        self._arrange()
        self.retranslate()

    def offer(self, kinds: tuple[Choice, ...]) -> None:
        """Offer these kinds of clients; one that is not there can't be chosen, and says what brings it."""
        if {one.name: one for one in kinds} == self._offers:
            return
        before = {name for name, chip in self.clients.items() if not chip.isChecked()}
        for chip in self.clients.values():
            self._kinds.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._offers = {one.name: one for one in kinds}
        self.clients = {one.name: self._chip(f"matrix-client-{one.name}") for one in kinds}
        for name, chip in self.clients.items():
            self._kinds.addWidget(chip)
            chip.setChecked(self._offers[name].available and name not in before)
        self.retranslate()

    def chosen(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The transports and the kinds of clients that are chosen."""
        chips = (self.transports, self.clients)
        held = [tuple(name for name, chip in one.items() if chip.isChecked()) for one in chips]
        return held[0], held[1]

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        words = (self.tr("Profiles"), self.tr("Transport"), self.tr("Clients"), self.tr("Runs a cell"))
        for caption, text in zip(self._captions, words, strict=True):
            caption.setText(text)
        for way, chip in self.transports.items():
            chip.say(core(way))
        for name, chip in self.clients.items():
            offer = self._offers[name]
            chip.say(core(name), core(offer.title))
            chip.setProperty("role", "segment" if offer.available else "segment-off")
            chip.allow(lacking(offer), core(offer.title))
        self.repeat.setSpecialValueText(self.tr("as needed"))
        self.repeat.setAccessibleName(words[3])
        self.all.say(self.tr("All"), self.tr("Tick every profile that is there"))
        self.none.say(self.tr("None"), self.tr("Take every tick away"))
        self.repeat.setToolTip(self.tr("Each cell is measured so often at least; an intermittent one more often"))

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for caption, parts in zip(self._captions, ((self.all, self.none), self.transports.values()), strict=False):
            row.addWidget(caption)
            for part in parts:
                row.addWidget(part)
            row.addSpacing(2 * GAP)
        row.addWidget(self._captions[2])
        row.addLayout(self._kinds)
        row.addStretch(1)
        row.addWidget(self._captions[3])
        row.addWidget(self.repeat)

    def _chip(self, name: str) -> Button:
        chip = Button(self._theme, name, role="segment")
        chip.setCheckable(True)
        chip.setChecked(True)
        clicked(chip, self.changed.emit)
        return chip
