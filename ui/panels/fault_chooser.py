"""Chooses a fault: the families beside each other, and a button for each fault of the one that is shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from harness.snapshot import Choice as Offer
from ui.i18n import core, phrase, sentence
from ui.theme import Theme, font
from ui.widgets import Button, clicked, label

FAMILIES = ("tcp", "http", "packets")
USUAL = "reset"
"""The fault that is chosen at first: the one the incident is about."""
WIDTH = 274
"""Pixels that the buttons of a row share."""
GAP = 4
_AROUND = 30
"""Pixels of a button around its words: icon and padding."""
_ICONS = {
    "reset": "lightning-bolt-outline",
    "close": "connection",
    "half-close": "fraction-one-half",
    "refuse": "cancel",
    "hang": "sleep",
    "blackhole": "wifi-off",
    "latency": "timer-sand",
    "bandwidth": "speedometer-slow",
    "slice": "content-cut",
    "limit": "arrow-collapse-vertical",
    "idle-cut": "timer-off-outline",
    "fail-first": "numeric-1-circle-outline",
    "flap": "pulse",
    "kill-after": "timer-outline",
    "stale-sid": "history",
    "overlap-poll": "layers-outline",
    "cached-handshake": "cached",
    "strip-upgrade": "arrow-up-bold-box-outline",
    "wrong-version": "numeric",
    "bad-origin": "earth-off",
    "drop-cookie": "cookie-off-outline",
    "unsticky": "swap-horizontal",
    "status": "server-off",
    "big-payload": "weight",
    "truncate": "scissors-cutting",
    "restart-and-reset": "restart-alert",
    "loss": "package-variant-remove",
    "duplicate": "content-duplicate",
    "reorder": "shuffle-variant",
    "corrupt": "file-alert",
}


class FaultChooser(QWidget):
    """The faults there are. `changed`: another one is chosen."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._offers: dict[str, Offer] = {}
        self._last: dict[str, str] = {}
        self.buttons: dict[str, Button] = {}
        self.families: dict[str, Button] = {}
        self._pages: dict[str, QWidget] = {}
        self._group, self._family_group = QButtonGroup(self), QButtonGroup(self)
        self._caption = label(role="muted")
        self._tabs = QHBoxLayout()
        self._tabs.setSpacing(GAP)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GAP)
        self._rows.addLayout(self._tabs)
        self._group.buttonClicked.connect(lambda _button: self._chosen_now())

    def offer(self, faults: tuple[Offer, ...]) -> None:
        """Offer these; what was chosen stays if it is among them."""
        if {one.name: one for one in faults} == self._offers:
            return
        before = self.chosen
        self._clear()
        self._offers = {one.name: one for one in faults}
        for family in families_of(faults):
            self._add_family(family, [one for one in faults if (one.family or FAMILIES[0]) == family])
        self.retranslate()
        if faults:
            self.choose(next(name for name in (before, USUAL, *self.buttons) if name in self.buttons))

    @property
    def chosen(self) -> str:
        """The name of the fault that is chosen."""
        return next((name for name, button in self.buttons.items() if button.isChecked()), "")

    @property
    def offered(self) -> Offer | None:
        """What is chosen."""
        return self._offers.get(self.chosen)

    def choose(self, name: str) -> None:
        """Choose a fault, and show its family."""
        self.buttons[name].setChecked(True)
        self._chosen_now()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again, and as many buttons beside each other as there is room for."""
        words = {"tcp": "TCP", "http": "HTTP", "packets": self.tr("Packets")}
        for family, tab in self.families.items():
            tab.say(words.get(family, family))
        for name, button in self.buttons.items():
            offer = self._offers[name]
            button.say(sentence(core(name)), "\n".join(filter(None, (core(offer.title), phrase(offer.needs)))))
            button.setProperty("role", "tight" if offer.available else "tight-off")
        for page in self._pages.values():
            self._lay_out(page)

    def _chosen_now(self) -> None:
        offer = self.offered
        family = (offer.family if offer is not None else "") or FAMILIES[0]
        self._last[family] = self.chosen
        self._show(family)
        self.changed.emit()

    def _show(self, family: str) -> None:
        for name, page in self._pages.items():
            page.setVisible(name == family)
        self.families[family].setChecked(True)

    def _turn_to(self, family: str) -> None:
        its = [one.name for one in self._offers.values() if (one.family or FAMILIES[0]) == family]
        self.choose(self._last.get(family, USUAL if USUAL in its else its[0]))

    def _clear(self) -> None:
        for group, buttons in ((self._group, self.buttons), (self._family_group, self.families)):
            for button in buttons.values():
                group.removeButton(button)
        for widget in (*self._pages.values(), *self.families.values()):
            self._rows.removeWidget(widget)
            self._tabs.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.buttons, self.families, self._pages, self._last = {}, {}, {}, {}

    def _add_family(self, family: str, faults: list[Offer]) -> None:
        tab = self.families[family] = Button(self._theme, f"family-{family}", role="segment")
        tab.setCheckable(True)
        self._family_group.addButton(tab)
        self._tabs.addWidget(tab, 1)
        clicked(tab, partial(self._turn_to, family))
        page = self._pages[family] = QWidget(self)
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        for one in faults:
            color = "muted" if one.available else "strong"
            button = Button(self._theme, f"fault-{one.name}", _ICONS.get(one.name, "bug-outline"), color, "tight")
            button.setParent(page)
            button.setCheckable(True)
            self.buttons[one.name] = button
            self._group.addButton(button)
        self._rows.addWidget(page)

    def _lay_out(self, page: QWidget) -> None:
        grid = page.layout()
        buttons = [button for button in self.buttons.values() if button.parent() is page]
        if not isinstance(grid, QGridLayout) or not buttons:
            return
        metrics = QFontMetrics(font(12))
        widest = max(metrics.horizontalAdvance(button.text()) for button in buttons) + _AROUND
        columns = 3 if widest <= (WIDTH - 2 * GAP) // 3 else 2
        for number, button in enumerate(buttons):
            grid.removeWidget(button)
            grid.addWidget(button, number // columns, number % columns)
        for column in range(3):
            grid.setColumnStretch(column, 1 if column < columns else 0)


def families_of(faults: tuple[Offer, ...]) -> list[str]:
    """The families there are, the known ones first and in their order."""
    there = {one.family or FAMILIES[0] for one in faults}
    return [family for family in FAMILIES if family in there] + sorted(there - set(FAMILIES))
