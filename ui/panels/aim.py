"""Whom a fault is aimed at: everything, unless what is ticked narrows it; what is ticked must all hold."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any, Literal, get_args

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from harness.commands import Target
from harness.events import RequestKind
from harness.snapshot import Catalogue
from ui.fields import Choice, Whole
from ui.i18n import core
from ui.theme import Theme
from ui.widgets import Button, clicked, label

Part = Literal["share", "clients", "kind", "sid", "request", "address"]
PARTS: tuple[Part, ...] = get_args(Part)
CAPTION_WIDTH = 76
COLUMNS = 3


class AimForm(QWidget):
    """A tick for each field of `Target`, and below them the fields that are ticked. `changed`: anything has."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.share, self.kind, self.request = Whole("aim-share"), Choice("aim-kind"), Choice("aim-request")
        self.clients, self.sid, self.address = (self._line(name) for name in ("clients", "sid", "address"))
        self.share.setRange(1, 100)
        self.share.setValue(30)
        self.share.setSuffix(" %")
        self.request.fill([(kind, kind) for kind in get_args(RequestKind)])
        self._fields: dict[Part, QWidget] = {
            "share": self.share,
            "clients": self.clients,
            "kind": self.kind,
            "sid": self.sid,
            "request": self.request,
            "address": self.address,
        }
        self._caption = label(role="muted")
        self.ticks: dict[Part, Button] = {part: Button(theme, f"aim-at-{part}", role="tick") for part in PARTS}
        self._captions: dict[Part, QLabel] = {part: label(role="muted") for part in PARTS}
        self._lines: dict[Part, QWidget] = {}
        self._arrange()
        self._connect()
        self.retranslate()

    def offer(self, catalogue: Catalogue) -> None:
        """Offer the kinds of clients there are."""
        self.kind.fill([(one.name, core(one.name)) for one in catalogue.kinds])

    def target(self) -> Target:
        """The aim as it stands; what is ticked but empty narrows nothing, and `lacking` says so."""
        held: dict[str, Any] = {part: self._value(part) for part in PARTS if self.ticks[part].isChecked()}
        return Target(**{part: value for part, value in held.items() if value})

    def aim_at(self, target: Target) -> None:
        """Show this aim."""
        for part in PARTS:
            value = getattr(target, part)
            self.ticks[part].setChecked(bool(value))
            if value:
                self._show(part, value)
        self._lay_out()

    def lacking(self) -> str:
        """What is still to be said, in words; empty when the aim is clear."""
        for part in PARTS:
            if self.ticks[part].isChecked() and not self._value(part):
                return self.tr("Say which: %1").replace("%1", self.ticks[part].text())
        if self.ticks["address"].isChecked() and not is_network(self.address.text()):
            return self.tr("An address such as 192.168.1.20, or a network such as 192.168.1.0/24")
        return ""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        words: dict[Part, tuple[str, str]] = {
            "share": (self.tr("share"), self.tr("A share of the connections, drawn by the run's seed")),
            "clients": (self.tr("clients"), self.tr("Clients or groups by name, with commas")),
            "kind": (self.tr("kind"), self.tr("Clients of one kind")),
            "sid": (self.tr("session"), self.tr("Connections whose latest request is of this session")),
            "request": (self.tr("request"), self.tr("Connections whose latest request is of this kind")),
            "address": (self.tr("address"), self.tr("Clients at this IP address, or in this network")),
        }
        for part, (name, why) in words.items():
            self.ticks[part].say(name, why)
            self._captions[part].setText(name)
            self._fields[part].setAccessibleName(why)
        self._caption.setText(self.tr("Only"))
        self.clients.setPlaceholderText(self.tr("names, with commas"))
        self.sid.setPlaceholderText("sid")
        self.address.setPlaceholderText("192.168.1.0/24")
        for row in range(self.kind.count()):
            self.kind.setItemText(row, core(str(self.kind.itemData(row))))

    @staticmethod
    def _line(name: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(f"aim-{name}")
        return made

    def _arrange(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        ticks = QGridLayout()
        ticks.setSpacing(4)
        for number, part in enumerate(PARTS):
            self.ticks[part].setCheckable(True)
            ticks.addWidget(self.ticks[part], number // COLUMNS, number % COLUMNS)
            ticks.setColumnStretch(number % COLUMNS, 1)
        top = QHBoxLayout()
        top.setSpacing(8)
        self._caption.setFixedWidth(CAPTION_WIDTH)
        top.addWidget(self._caption)
        top.addLayout(ticks, 1)
        rows.addLayout(top)
        for part in PARTS:
            self._lines[part] = self._field(part)
            rows.addWidget(self._lines[part])

    def _field(self, part: Part) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._captions[part].setFixedWidth(CAPTION_WIDTH)
        self._captions[part].setBuddy(self._fields[part])
        row.addWidget(self._captions[part])
        row.addWidget(self._fields[part], 1)
        line.hide()
        return line

    def _connect(self) -> None:
        for part, tick in self.ticks.items():
            clicked(tick, self._tick_of(part))
        for line in (self.clients, self.sid, self.address):
            line.textChanged.connect(lambda _text: self.changed.emit())

    def _tick_of(self, part: Part) -> Callable[[], None]:
        def ticked() -> None:
            self._lay_out()
            if self.ticks[part].isChecked():
                self._fields[part].setFocus()

        return ticked

    def _lay_out(self) -> None:
        for part in PARTS:
            self._lines[part].setVisible(self.ticks[part].isChecked())
        self.changed.emit()

    def _value(self, part: Part) -> object:
        if part == "share":
            return self.share.value() / 100
        if part == "clients":
            return tuple(name.strip() for name in self.clients.text().split(",") if name.strip())
        field = self._fields[part]
        return field.chosen() if isinstance(field, Choice) else str(getattr(self, part).text()).strip()

    def _show(self, part: Part, value: Any) -> None:  # noqa: ANN401 - as the target has it
        field = self._fields[part]
        if isinstance(field, Choice):
            field.choose(value)
        elif part == "share":
            self.share.setValue(round(value * 100))
        else:
            getattr(self, part).setText(", ".join(value) if part == "clients" else value)


def is_network(text: str) -> bool:
    """Whether the text is an IP address or a network."""
    try:
        ipaddress.ip_network(text.strip())
    except ValueError:
        return False
    return True
