"""The fault panel: choose one, see its parameters, aim it, apply it; and what is on, each with its lift."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from harness.commands import RunApplyFault, RunLiftFault, Target
from harness.snapshot import Choice as Offer
from harness.snapshot import FaultRow
from ui.fields import Choice, Decimal, Whole
from ui.forms import SchemaForm
from ui.i18n import core, phrase, sentence
from ui.model import Model, Topic
from ui.panels import Send
from ui.theme import Theme
from ui.widgets import Button, Card, Elided, IconButton, clicked, label

TOPICS: frozenset[Topic] = frozenset({"snapshot", "catalogue"})
_ICONS = {
    "reset": "lightning-bolt-outline",
    "close": "connection",
    "refuse": "cancel",
    "blackhole": "wifi-off",
    "latency": "timer-sand",
}
_LONGEST = 3600.0
COLUMNS = 3


class ActiveFault(QWidget):
    """One fault that is on: its name, whom it is aimed at, how long still, and the button that lifts it."""

    def __init__(self, theme: Theme, send: Send) -> None:
        super().__init__()
        column = QGridLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._words = Elided("", "active-fault")
        self._lift = IconButton(theme, "lift", "close-circle-outline")
        column.addWidget(self._words, 0, 0)
        column.addWidget(self._lift, 0, 1)
        self._id = 0
        clicked(self._lift, lambda: send(RunLiftFault(id=self._id)))

    def show_fault(self, row: FaultRow) -> None:
        """Show this fault."""
        self._id = row.id
        left = "" if row.left is None else f" · {row.left:.0f} s"
        touched = self.tr("touched: %n", "", row.touched)
        self._words.set(f"{sentence(core(row.fault))} · {phrase(row.target)}{left} · {touched}")
        self._lift.say(self.tr("Lift this fault now"))


class FaultPanel(Card):
    """Faults on the wire."""

    topics = TOPICS

    def __init__(self, theme: Theme, send: Send) -> None:
        super().__init__("faults")
        self._theme, self._send = theme, send
        self._offers: dict[str, Offer] = {}
        self.buttons: dict[str, Button] = {}
        self._active: list[ActiveFault] = []
        self._running = False
        self._make(theme)
        self._arrange()
        self._connect()
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show what there is, and what is on."""
        self._running = model.snapshot.state == "running"
        if model.catalogue is not None and {one.name for one in model.catalogue.faults} != self._offers.keys():
            self._offer(model.catalogue.faults)
        self._show_active(model.snapshot.faults)
        self._allow()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Faults"))
        self._duration_caption.setText(self.tr("Duration"))
        self._target_caption.setText(self.tr("Target"))
        self.duration.setSpecialValueText(self.tr("until lifted"))
        self.duration.setAccessibleName(self.tr("Duration of the fault"))
        self.target.fill([("all", self.tr("all")), ("share", self.tr("a share")), ("clients", self.tr("clients"))])
        for row, words in enumerate((self.tr("all"), self.tr("a share"), self.tr("clients"))):
            self.target.setItemText(row, words)
        self.target.setAccessibleName(self.tr("Target of the fault"))
        self.clients.setPlaceholderText(self.tr("names, with commas"))
        for name, button in self.buttons.items():
            button.say(sentence(core(name)), core(self._offers[name].title))
        self.form.retranslate()
        self._choose()

    @property
    def chosen(self) -> str:
        """The name of the fault whose form is shown."""
        return next((name for name, button in self.buttons.items() if button.isChecked()), "")

    def aim(self) -> Target:
        """Whom the fault is aimed at, as chosen."""
        if self.target.chosen() == "share":
            return Target(share=self.share.value() / 100)
        names = tuple(name.strip() for name in self.clients.text().split(",") if name.strip())
        return Target(clients=names) if self.target.chosen() == "clients" else Target()

    def _make(self, theme: Theme) -> None:
        self._group = QButtonGroup(self)
        self._grid, self._list = QGridLayout(), QVBoxLayout()
        self.form = SchemaForm()
        self._duration_caption, self.duration = label(), Decimal("fault-duration")
        self.duration.setRange(0, _LONGEST)
        self.duration.setDecimals(1)
        self.duration.setSuffix(" s")
        self._target_caption, self.target = label(), Choice("fault-target")
        self.share = Whole("fault-share")
        self.share.setRange(1, 100)
        self.share.setValue(30)
        self.share.setSuffix(" %")
        self.clients = QLineEdit()
        self.clients.setObjectName("fault-clients")
        self.apply = Button(theme, "apply-fault", "flash-outline", "mark")

    def _arrange(self) -> None:
        self.line(self.title)
        self._grid.setSpacing(6)
        self._list.setSpacing(2)
        self.rows.addLayout(self._grid)
        self.rows.addWidget(self.form)
        self.field(self._duration_caption, self.duration)
        row = self.field(self._target_caption, self.target)
        row.addWidget(self.share)
        row.addWidget(self.clients)
        self.rows.addWidget(self.apply)
        self.rows.addLayout(self._list)

    def _connect(self) -> None:
        self._group.buttonClicked.connect(lambda _button: self._choose())
        self.target.currentIndexChanged.connect(lambda _row: self._show_target())
        clicked(self.apply, self._apply)

    def _offer(self, faults: tuple[Offer, ...]) -> None:
        for button in self.buttons.values():
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        self._offers = {one.name: one for one in faults}
        self.buttons = {}
        for number, one in enumerate(faults):
            button = Button(
                self._theme, f"fault-{one.name}", _ICONS.get(one.name, "alert-outline"), "muted", "tight"
            )
            button.setCheckable(True)
            button.setChecked(number == 0)
            self.buttons[one.name] = button
            self._group.addButton(button)
            self._grid.addWidget(button, number // COLUMNS, number % COLUMNS)
        self.retranslate()

    def _choose(self) -> None:
        offer = self._offers.get(self.chosen)
        self.form.set_schema({} if offer is None else offer.schema)
        words = core(self.chosen) if offer is not None else ""
        self.apply.say(self.tr("Apply %1").replace("%1", words) if words else self.tr("Apply"))
        self._show_target()
        self._allow()

    def _show_target(self) -> None:
        self.share.setVisible(self.target.chosen() == "share")
        self.clients.setVisible(self.target.chosen() == "clients")

    def _allow(self) -> None:
        offer = self._offers.get(self.chosen)
        needs = core(offer.needs) if offer is not None and not offer.available else ""
        idle = "" if self._running else self.tr("No run is going on: start one first")
        self.apply.allow(idle or needs, core(offer.title) if offer is not None else "")

    def _apply(self) -> None:
        self.apply.setEnabled(False)
        duration = self.duration.value() or None
        self._send(
            RunApplyFault(fault=self.chosen, params=self.form.values(), target=self.aim(), duration=duration)
        )

    def _show_active(self, rows: tuple[FaultRow, ...]) -> None:
        while len(self._active) > len(rows):
            gone = self._active.pop()
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._active) < len(rows):
            self._active.append(ActiveFault(self._theme, self._send))
            self._list.addWidget(self._active[-1])
        for widget, row in zip(self._active, rows, strict=True):
            widget.show_fault(row)
