"""The fault panel: choose one, see its parameters, aim it, apply it; and what is on, each with its lift."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from harness.commands import RunApplyFault, RunLiftFault, Target
from harness.snapshot import FaultRow
from ui.fields import Decimal
from ui.forms import SchemaForm
from ui.i18n import core, phrase, sentence
from ui.model import Model, Topic
from ui.panels import Send
from ui.panels.aim import AimForm
from ui.panels.fault_chooser import FaultChooser
from ui.panels.idle import idle
from ui.theme import Theme
from ui.widgets import Button, Card, Elided, IconButton, clicked, fit, label

TOPICS: frozenset[Topic] = frozenset({"snapshot", "catalogue"})
_LONGEST = 3600.0


class ActiveFault(QWidget):
    """One fault that is on: its name, whom it is aimed at, how long still; what it touched, and its lift."""

    asked_touched = Signal(int)

    def __init__(self, theme: Theme, send: Send) -> None:
        super().__init__()
        column = QGridLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setHorizontalSpacing(0)
        self._words = Elided("", "active-fault")
        self._list = IconButton(theme, "touched", "format-list-bulleted")
        self._lift = IconButton(theme, "lift", "close-circle-outline")
        for number, widget in enumerate((self._words, self._list, self._lift)):
            column.addWidget(widget, 0, number)
        self._id = 0
        clicked(self._list, lambda: self.asked_touched.emit(self._id))
        clicked(self._lift, lambda: send(RunLiftFault(id=self._id)))

    def show_fault(self, row: FaultRow) -> None:
        """Show this fault."""
        self._id = row.id
        left = "" if row.left is None else f" · {row.left:.0f} s"
        touched = self.tr("touched: %n", "", row.touched)
        self._words.set(f"{sentence(core(row.fault))} · {phrase(row.target)}{left} · {touched}")
        self._list.say(self.tr("Show what it has touched"))
        self._lift.say(self.tr("Lift this fault now"))


class FaultPanel(Card):
    """Faults on the wire. `asked_touched`: what the fault of this number has touched is to be shown."""

    topics = TOPICS
    asked_touched = Signal(int)

    def __init__(self, theme: Theme, send: Send) -> None:
        super().__init__("faults")
        self._theme, self._send = theme, send
        self._active: list[ActiveFault] = []
        self._against = idle(None)
        self._make(theme)
        self._arrange()
        self.chooser.changed.connect(self._choose)
        self.aim.changed.connect(self._allow)
        clicked(self.apply, self._apply)
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show what there is, and what is on."""
        self._against = idle(model)
        if model.catalogue is not None:
            self.chooser.offer(model.catalogue.faults)
            self.aim.offer(model.catalogue)
        self._show_active(model.snapshot.faults)
        self._allow()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Faults"))
        self._duration_caption.setText(self.tr("Duration"))
        self.duration.setSpecialValueText(self.tr("until lifted"))
        self.duration.setAccessibleName(self.tr("Duration of the fault"))
        self.form.retranslate()
        self._choose()

    @property
    def chosen(self) -> str:
        """The name of the fault whose form is shown."""
        return self.chooser.chosen

    def aim_at(self, target: Target) -> None:
        """Aim at this, and be ready to apply."""
        self.aim.aim_at(target)
        self.apply.setFocus()

    def _make(self, theme: Theme) -> None:
        self.chooser, self.form, self.aim = FaultChooser(theme), SchemaForm(), AimForm(theme)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._duration_caption, self.duration = label(), Decimal("fault-duration")
        self.duration.setRange(0, _LONGEST)
        self.duration.setDecimals(1)
        self.duration.setSuffix(" s")
        self._needs = Elided("warn", "fault-needs")
        self.apply = Button(theme, "apply-fault", "flash-outline", "mark")

    def _arrange(self) -> None:
        self.line(self.title)
        self.rows.addWidget(self.chooser)
        self.rows.addWidget(self._needs)
        self.rows.addWidget(self.form)
        self.field(self._duration_caption, self.duration)
        self.rows.addWidget(self.aim)
        self.rows.addWidget(self.apply)
        self.rows.addLayout(self._list)

    def _choose(self) -> None:
        offer = self.chooser.offered
        self.form.set_schema({} if offer is None else offer.schema)
        needs = phrase(offer.needs) if offer is not None and not offer.available else ""
        self._needs.set(sentence(needs))
        self._needs.setVisible(bool(needs))
        words = core(self.chosen)
        self.apply.say(self.tr("Apply %1").replace("%1", words) if words else self.tr("Apply"))
        self._allow()

    def _allow(self) -> None:
        offer = self.chooser.offered
        needs = phrase(offer.needs) if offer is not None and not offer.available else ""
        against = self._against or needs or self.aim.lacking()
        self.apply.allow(against, core(offer.title) if offer is not None else "")

    def _apply(self) -> None:
        self.apply.setEnabled(False)
        duration = self.duration.value() or None
        params, target = self.form.values(), self.aim.target()
        self._send(RunApplyFault(fault=self.chosen, params=params, target=target, duration=duration))

    def _show_active(self, rows: tuple[FaultRow, ...]) -> None:
        fit(self._active, len(rows), self._list, self._make_active)
        for widget, row in zip(self._active, rows, strict=True):
            widget.show_fault(row)

    def _make_active(self) -> ActiveFault:
        made = ActiveFault(self._theme, self._send)
        made.asked_touched.connect(self.asked_touched)
        return made
